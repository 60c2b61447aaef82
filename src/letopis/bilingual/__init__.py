"""The English side: alignment of sentences, projection of entities, and the reader page.

Everything here starts from a Russian text and its English translation; either may be anybody's.
"""
