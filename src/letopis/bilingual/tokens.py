"""Tokens of an English sentence for projection: words, parts of hyphenated words, initials, numbers, with offsets."""

from __future__ import annotations

import re
from typing import NamedTuple

from letopis.bilingual.anchors import english_words
from letopis.bilingual.english import STOP_WORDS

_TOKEN = re.compile(
    r"(?:(?:[A-Z]|Ya|Yu|Ye|Yo|Zh|Kh|Ts|Ch|Sh|Dzh|Dj|Th|Ph)\.(?=[ A-Z]|$))"
    r"|\d[\d,.]*\d|\d|[^\W\d_]+(?:[’'](?!s\b)[^\W\d_]+)?"
)
_INITIAL = re.compile(r"[A-Z][a-z]{0,2}\.")
_PREPOSITIONS = frozenset("between among about during through against under over after before within without".split())


class EnglishToken(NamedTuple):
    """A token and what it could answer; ``keys`` are those of :mod:`letopis.bilingual.anchors`."""

    start: int
    end: int
    text: str
    keys: frozenset[str]

    @property
    def initial(self) -> bool:
        """Whether it is an initial, as ``A.`` or ``Sh.``."""
        return _INITIAL.fullmatch(self.text) is not None

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()

    @property
    def function(self) -> bool:
        """Whether it is an article, preposition or the like."""
        return self.text.lower() in STOP_WORDS | _PREPOSITIONS or self.text == "s"


def tokenize(text: str) -> list[EnglishToken]:
    """Return the tokens of an English text.

    >>> [token.text for token in tokenize("A.Sh. Atambayev’s Issyk-Ata")]
    ['A.', 'Sh.', 'Atambayev', 's', 'Issyk', 'Ata']
    """
    found: list[EnglishToken] = []
    for match in _TOKEN.finditer(text):
        keys = frozenset(key for word in english_words(match.group()) for key in word.keys)
        found.append(EnglishToken(match.start(), match.end(), match.group(), keys))
    return found
