"""Articles with one text under two names."""

from __future__ import annotations

import hashlib

from letopis.records import Article


class Doubles:
    """Knows the texts that it has seen, 16 bytes each, and the ids under which they came first.

    >>> doubles = Doubles()
    >>> [doubles.first(Article(id=name, text=text)) for name, text in (("a", "Баку."), ("b", "Рига."), ("c", "Баку."))]
    [None, None, 'a']
    """

    def __init__(self) -> None:
        self._seen: dict[bytes, str] = {}

    def first(self, article: Article) -> str | None:
        """Return the id of the article that had the same text before, or ``None``; blank texts are no doubles."""
        if not article.text.strip():
            return None
        digest = hashlib.blake2b(article.text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        found = self._seen.setdefault(digest, article.id)
        return None if found == article.id else found
