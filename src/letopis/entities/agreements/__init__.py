"""Agreements by syntax: a chain grammar over morphological readings, and what a clause says of them.

``values`` holds words, ``units`` a sentence's words and names, ``phrases`` noun phrases, ``chain`` what follows
a head, ``heads`` what stands before it, ``named`` which heads count, ``find`` the spans, ``events`` who signed
when and where, ``relations`` the links.
"""
