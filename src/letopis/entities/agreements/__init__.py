"""Agreements by syntax: a chain grammar over morphological readings, and what a clause says of them.

Words stand in ``values``, a sentence's words and names in ``units``, noun phrases in ``phrases``. ``heads`` reads
what stands before a head, ``follow`` what comes behind it by the rules of ``labels``, ``sides``, ``subjects`` and
``lists``; ``named`` decides which heads count, ``find`` gives the spans. ``clauses`` cuts a sentence, ``events``
finds who signs (``verbs``), ``roles`` who, where and when, ``relations`` gives the links.
"""

from typing import TYPE_CHECKING

from letopis.lazy import lazily

if TYPE_CHECKING:
    from letopis.entities.agreements.find import find_agreements

__all__ = ["find_agreements"]

__getattr__, __dir__ = lazily(__name__, {"find": "find_agreements"})
