"""The case that a preposition asks for, or a sentence's beginning."""

from __future__ import annotations

import re

from letopis.russian.tables import rows

GOVERNING = [(kind, cases, words.split()) for kind, cases, words in rows("governing.tsv", __package__)]
"""Kinds of words that govern a name, the cases behind them, the words."""

PREPOSITIONS = {word: cases for kind, cases, words in GOVERNING if kind == "preposition" for word in words}
"""The case that a preposition asks for before a person's name."""

_OF_PLACES = PREPOSITIONS | {word: cases for kind, cases, words in GOVERNING if kind == "place" for word in words}
"""The cases of a place or a body behind it."""

_LAST_WORD = re.compile(r"([^\W\d_]+)\s$")
_OPENS = re.compile(r"(?:^|(?:(?<=[^\W\d_]{3})|(?<=[А-ЯЁ]{2}))[.!?…]|\n)\s*$")


def governed_case(before: str) -> str:
    """Return the cases of a place or a body by the words before it, parted by spaces; empty where these tell nothing.

    What opens a sentence is in the nominative.

    >>> governed_case("Он приехал из "), governed_case("в "), governed_case("Мир наступил. "), governed_case("жители ")
    ('gent', 'accs loct', 'nomn', '')
    """
    if _OPENS.search(before):
        return "nomn"
    word = _LAST_WORD.search(before)
    return _OF_PLACES.get(word.group(1).lower(), "") if word else ""
