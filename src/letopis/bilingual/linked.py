"""The English text of one link while its entities are looked for: its tokens, and what the article has taught."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from letopis.bilingual.anchors import english_words
from letopis.bilingual.dates import EnglishDate, find_english_dates
from letopis.bilingual.english import STOP_WORDS
from letopis.bilingual.names import likeness
from letopis.records import Entity

Place = tuple[int, int]
KnownNames = dict[str, set[str]]
"""English words that have stood for a Russian word of a name elsewhere in the article; both in small letters."""

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


@dataclass
class LinkedText:
    """The English text of one link, what has been found in it, and what is known of the article's words.

    ``answered`` holds the English stems that words of the Russian side may mean; ``known`` and ``names``, the English
    form that an organisation had, are shared by all links. ``rivals`` are names of one word that are still to be found;
    ``in_s`` are names of the article that end in ``'s``.
    """

    text: str
    glossary: Mapping[str, str]
    learnt: Mapping[str, Mapping[str, float]]
    known: KnownNames = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    answered: frozenset[str] = frozenset()
    rivals: tuple[str, ...] = ()
    in_s: frozenset[str] = frozenset()
    found: dict[int, Place] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tokens: list[EnglishToken] = tokenize(self.text)
        self.dates: list[EnglishDate] = find_english_dates(self.text)

    def keep(self, entity: Entity, place: Place) -> None:
        """Note the place of an entity."""
        self.found[entity.id], self.labels[entity.id] = place, entity.label

    def taken(self, place: Place, *labels: str) -> bool:
        """Return whether a span of one of these labels, or any span where none is named, overlaps the place."""
        return any(
            place[0] < end and start < place[1]
            for number, (start, end) in self.found.items()
            if not labels or self.labels[number] in labels
        )

    def holds_all(self, place: Place, label: str) -> bool:
        """Return whether the spans of a label that overlap a place lie inside it, smaller than it is."""
        spans = [span for number, span in self.found.items() if self.labels[number] == label]
        near = [span for span in spans if place[0] < span[1] and span[0] < place[1]]
        return all(place[0] <= start and end <= place[1] and (start, end) != place for start, end in near)

    def likeness(self, russian: str, english: str) -> float:
        """Say how well two words agree as names, by their sounds or because the article has had them so."""
        known = self.known.get(russian.lower())
        return 1.0 if known and english.lower() in known else likeness(russian, english)

    def translated(self, token: EnglishToken) -> bool:
        """Return whether a word of the Russian side may mean this token."""
        return not self.answered.isdisjoint(token.keys)
