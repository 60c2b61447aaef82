"""A word broken at a line's end, and what the dictionary and the news say of its parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from letopis.dictionary import known, parses
from letopis.navec import frequency
from letopis.russian.tables import lists

_LISTS = lists("words.cfg", __package__)

PARTICLES = _LISTS["particles"]
NAME_WORDS = _LISTS["name_words"]
SOLID_PREFIXES = _LISTS["solid_prefixes"]
CLIPPED_PREFIXES = _LISTS["clipped_prefixes"]
HYPHENATED_PREFIXES = _LISTS["hyphenated_prefixes"]
HYPHENATED_SECONDS = _LISTS["hyphenated_seconds"]
PLACE_PREFIXES = _LISTS["place_prefixes"]

ADJECTIVE_ENDINGS = tuple("ый ий ой ный ский овый ческий ический еский енный ностный".split())
"""What makes an adjective of a compound's first part: ``торгово`` → ``торговый``, ``кыргызско`` → ``кыргызский``."""

ADJECTIVE_STEM = re.compile(r"(?:ионн|альн|ельн|ивн|ичн|арн|овн|енн|ск|цк)о$")
"""How the first part of a compound adjective ends when the dictionary lacks the adjective: ``конференционно-``."""

PEOPLES = _LISTS["peoples"]
SOLID_SECONDS = _LISTS["solid_seconds"]

JOIN, KEEP, CUT = "joined_hyphen", "kept_hyphen", "cut_word"
ADDRESS, HYPHENATED_ADDRESS = "address", "hyphenated address"

SHORTEST_STEM = 5
"""Letters that two forms of one word must share, at least."""

_PART_END = re.compile(r"[-‐‑.]")
_ADJECTIVE_END = re.compile(r"(?:[ыи]й|ой|ая|яя|ое|ее|ые|ие|[ое]го|[ое]му|[ыи]ми?|[ое]м|ых|их|ую|юю|[ое]ю)$")


class Break(NamedTuple):
    """A word broken at a hyphen; ``left`` has lost the hyphen, and both sides keep their own inner ones.

    ``attested`` counts the words of the same article, in lower case, and under ``stem…`` the words that
    begin so; ``address`` says of a web or mail address that it is one, and whether it has other hyphens.
    """

    left: str
    right: str
    attested: Mapping[str, int]
    address: str = ""

    @property
    def last(self) -> str:
        """The part before the break: ``эко`` of ``торгово-эко-⏎номического``."""
        return _PART_END.split(self.left)[-1]

    @property
    def first(self) -> str:
        """The part after the break: ``номического``."""
        return _PART_END.split(self.right, maxsplit=1)[0]

    def lower(self) -> Break:
        """Return the same break in small letters."""
        return self._replace(left=self.left.lower(), right=self.right.lower())


def stems_of(word: str) -> list[str]:
    """Return the keys under which other forms of a word are counted: all but its last one to three letters.

    >>> stems_of("мамедову")
    ['мамедов…', 'мамедо…', 'мамед…']
    """
    return [f"{word[:size]}…" for size in range(len(word) - 1, max(len(word) - 4, SHORTEST_STEM - 1), -1)]


def news_count(word: str) -> int:
    """Count a form in the news, or its likeliest lemma where the form is too rare."""
    return frequency(word) or frequency(parses(word)[0].lemma)


def is_class(word: str, classes: set[str]) -> bool:
    """Return whether some reading of a known word is of one of the parts of speech."""
    return known(word) and any(p.pos in classes for p in parses(word))


def looks_adjective(word: str) -> bool:
    """Return whether a word that the dictionary lacks ends as an adjective and is guessed as one."""
    return len(word) > 6 and bool(_ADJECTIVE_END.search(word)) and parses(word)[0].pos == "ADJF"


def relational(stem: str) -> bool:
    """Return whether ``научно``, ``кыргызско``, ``историко`` is the first part of a hyphenated adjective."""
    if stem[-1] not in "ое":
        return False
    if known(stem) and any(p.pos in {"ADVB", "ADJS"} for p in parses(stem)):
        return True
    if stem[-1] == "е":
        return known(stem[:-1] + "ий")
    if any(known(stem[:-1] + ending) for ending in ADJECTIVE_ENDINGS):
        return True
    return any(known(stem[:-2] + ending) for ending in ("ский", "ческий")) or bool(ADJECTIVE_STEM.search(stem))
