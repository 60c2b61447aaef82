"""What a rule sees, what it gives, and the slot for a year that days, months and seasons share."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import NamedTuple, TypeAlias

from letopis.dictionary import Parse, parses
from letopis.entities.dates.patterns import (
    ERA,
    LONGEST_PERIOD,
    MAYBE_SPACE,
    ORDINAL_ENDING,
    PERIOD_BEFORE,
    RELATIVE_YEAR,
    RELATIVE_YEARS,
    SPACE,
    SPELLED_YEAR,
    YEAR_UNIT,
    preposition_at,
    spelled_number,
)
from letopis.entities.dates.values import Point, year_of_era

FIRST_YEAR, LAST_YEAR = 1000, 2099
"""A bare number outside these bounds is not taken for a year."""

LEAST_SCORE = 0.05
"""Readings of a word that pymorphy3 finds less probable are not asked."""


class Position(NamedTuple):
    """A place in a text, ``at``, and the bounds ``first`` and ``stop`` of its sentence."""

    text: str
    at: int
    first: int
    stop: int

    def match(self, pattern: re.Pattern[str], at: int | None = None) -> re.Match[str] | None:
        """Match a pattern here, or further on, within the sentence."""
        return pattern.match(self.text, self.at if at is None else at, self.stop)

    @property
    def before(self) -> str:
        """The last characters of the sentence before this place."""
        return self.text[max(self.first, self.at - LONGEST_PERIOD) : self.at]

    @property
    def preposition(self) -> str:
        """The preposition right before this place in small Cyrillic letters, or nothing."""
        return preposition_at(self.before)

    @property
    def narrowed(self) -> bool:
        """Whether a word such as ``начало`` stands right before this place."""
        return PERIOD_BEFORE.search(self.before) is not None

    @property
    def free(self) -> bool:
        """Whether no number, letter or number sign is joined to this place from the left."""
        before = self.text[max(0, self.at - 3) : self.at] or " "
        if before[-1].isalnum() or before[-1] in "_#@/" or before.rstrip(" \u00a0").endswith("№"):
            return False
        return not (len(before) > 1 and before[-1] in ".,:-–—\\" and before[-2].isdigit())

    def reading(self, end: int, *points: Point, link: str = "", year_from: str = "") -> DateReading:
        """Return the reading of what stands here up to ``end``."""
        return DateReading(start=self.at, end=end, points=points, link=link, year_from=year_from)


@dataclass(frozen=True, kw_only=True)
class DateReading:
    """A date as a rule has read it, before its context is known.

    ``link`` is ``/`` between the ends of a stretch, ``{`` for points named together. ``year_from`` says where
    a missing year comes from: ``context``, ``same`` (``того же года``), ``current``, ``last``, ``next``,
    ``before`` and ``after`` (``годом ранее``).
    """

    start: int
    end: int
    points: tuple[Point, ...]
    link: str = ""
    modifier: str | None = None
    year_from: str = ""
    by: str = ""


Rule: TypeAlias = Callable[[Position], "DateReading | None"]


def reads(pattern: re.Pattern[str]) -> Callable[[Callable[[Position, re.Match[str]], DateReading | None]], Rule]:
    """Make a rule of a function that reads what a pattern finds, where nothing is joined to it from the left."""

    def decorate(read: Callable[[Position, re.Match[str]], DateReading | None]) -> Rule:
        @wraps(read)
        def rule(place: Position) -> DateReading | None:
            found = place.match(pattern)
            return read(place, found) if found is not None and place.free else None

        return rule

    return decorate


class YearSlot(NamedTuple):
    """A year that follows a month or season: its EDTF, where it is to be looked for, and its end."""

    year: str | None
    year_from: str
    end: int


_WITH_UNIT = re.compile(
    rf",?{MAYBE_SPACE}(?P<year>\d{{1,4}}){ORDINAL_ENDING}(?P<unit>{MAYBE_SPACE}{YEAR_UNIT})?{ERA}(?![\w])",
    re.IGNORECASE,
)
_SPACE = re.compile(SPACE)
_POINTED = re.compile(
    rf"{SPACE}(?:нынешнего|текущего|прошлого|минувшего|следующего|этого(?:{SPACE}же)?|того{SPACE}же)(?={SPACE}\d{{4}}(?!\d))",
    re.IGNORECASE,
)
_ORDINAL = re.compile(rf"{SPACE}\d{{4}}-?(?:го|м|му|й|ого|ом)(?!\w)")
_SHORT_ORDINAL = re.compile(rf"{SPACE}\d\d-?го(?!\w)")
_RELATIVE = re.compile(rf"{SPACE}(?P<word>{RELATIVE_YEAR})", re.IGNORECASE)
_MEASURE = re.compile(
    rf"{MAYBE_SPACE}(?:[%‰°$€£₽]|(?:тыс|млн|млрд|руб|коп|долл|чел|экз|шт|км|кг|га|см|мм|кв|куб|м|т|л)(?:\.|(?!\w)))"
)
_NEXT_WORD = re.compile(rf"{SPACE}([а-яё]+)(?![\w])")
_GOES_ON = re.compile(r"[.,:/]\d|[ \u00a0]\d{3}(?!\d)|[-\u2010\u2011][^\W\d]")
_COUNTED = frozenset({"человек", "человека", "раз", "раза"})
_OBLIQUE = frozenset({"gent", "loct", "datv", "ablt"})


def counts(place: Position, end: int) -> bool:
    """Return whether a number that ends at ``end`` counts what follows: ``2012 семей``, ``1500 м``, ``1000-летний``."""
    if place.match(_MEASURE, end) or place.match(_GOES_ON, end):
        return True
    word = place.match(_NEXT_WORD, end)
    if word is None:
        return False
    return word[1] in _COUNTED or any(
        parse.pos in {"NOUN", "ADJF", "PRTF"} and "plur" in parse.grammemes and parse.grammemes & _OBLIQUE
        for parse in likely_parses(word[1])
    )


def likely_parses(word: str) -> list[Parse]:
    """Return the readings of a word that are not far-fetched (``по`` is no surname)."""
    return [parse for parse in parses(word) if parse.score >= LEAST_SCORE]


def before_noun(place: Position, end: int) -> bool:
    """Return whether the word behind ``end`` may be a noun: ``2000-й посетитель``."""
    following = place.match(_NEXT_WORD, end)
    return following is not None and any(parse.pos == "NOUN" for parse in likely_parses(following[1]))


def counts_years(number: int, unit: str) -> bool:
    """Return whether ``год`` or ``года`` after a number may count years: ``3 года``, ``21 год``.

    >>> counts_years(3, "года"), counts_years(21, "год"), counts_years(79, "года")
    (True, True, False)
    """
    teen = number % 100 in range(11, 15)
    if unit.lower() == "года":
        return not teen and number % 10 in {2, 3, 4}
    return unit.lower() == "год" and not teen and number % 10 == 1


def digits_to_year(digits: str, *, bc: bool = False, era: bool = False) -> str:
    """Write the digits of a year in EDTF; two digits without an era wait for their century.

    >>> digits_to_year("1993"), digits_to_year("93"), digits_to_year("79", era=True)
    ('1993', '__93', '0079')
    """
    if len(digits) == 2 and not (era or bc):
        return f"__{digits}"
    return year_of_era(int(digits), bc=bc)


def read_year(place: Position, end: int) -> YearSlot | None:
    """Read the year that follows a month or season ending at ``end``: ``1993 г.``, ``2015-го``, ``того же года``."""
    relative = place.match(_RELATIVE, end)
    if relative:
        word = relative["word"].lower()
        source = RELATIVE_YEARS["с" if word.startswith("с г") else word[:2]]
        return YearSlot(None, source, relative.end())
    spelled = place.match(_SPACE, end)
    words = place.match(SPELLED_YEAR, spelled.end()) if spelled else None
    number = spelled_number(words) if words else None
    if words and number:
        return YearSlot(number, "", words.end())
    pointed = place.match(_POINTED, end)
    found = place.match(_WITH_UNIT, pointed.end() if pointed else end)
    if found is None or (not found.group()[0].isspace() and not found.group().startswith(", ")):
        return None
    digits, unit = found["year"], found["unit"] or ""
    era = bool(found["bc"] or found["ad"])
    if unit or era:
        few = len(digits) < 4 and not era
        if few and (len(digits) == 1 or counts_years(int(digits), unit.strip())):
            return None
        return YearSlot(digits_to_year(digits, bc=bool(found["bc"]), era=era), "", found.end())
    if len(digits) == 2 and place.match(_SHORT_ORDINAL, end):
        return YearSlot(digits_to_year(digits), "", found.end())
    if len(digits) < 4 or found.group().startswith(",") or not FIRST_YEAR <= int(digits) <= LAST_YEAR:
        return None
    if place.match(_ORDINAL, end):
        return YearSlot(digits, "", found.end())
    return None if counts(place, found.end("year")) else YearSlot(digits, "", found.end("year"))


def with_year(place: Position, end: int, points: tuple[Point, ...], link: str = "") -> DateReading | None:
    """Return a reading whose points take the year that follows ``end``; ``None`` when none does."""
    slot = read_year(place, end)
    if slot is None:
        return None
    dated = years_backwards(points, slot.year) if link == "/" else tuple(p._replace(year=slot.year) for p in points)
    return place.reading(slot.end, *dated, link=link, year_from=slot.year_from)


def years_backwards(points: tuple[Point, ...], year: str | None) -> tuple[Point, ...]:
    """Return a stretch its last year; the first point is a year earlier when the months run over New Year.

    >>> years_backwards((Point(None, 12, 30), Point(None, 1, 2)), "2012")[0].year
    '2011'
    """
    low, high = (point._replace(year=year) for point in points)
    exact = high.exact_year
    if exact is not None and (low.month or 0, low.day or 0) > (high.month or 0, high.day or 99):
        low = low._replace(year=f"{exact - 1:04d}")
    return low, high
