"""Rules for the Islamic calendar: ``1410 г. хиджры``, ``61–63 гг. хиджры``, ``X в. хиджры``."""

from __future__ import annotations

import re

from letopis.entities.dates.patterns import (
    CENTURY_UNIT,
    DASH,
    END,
    MAYBE_SPACE,
    ORDINAL_ENDING,
    ORDINAL_WORD,
    ROMAN,
    SPACE,
    YEAR_UNIT,
    ordinal,
    roman,
)
from letopis.entities.dates.reading import DateReading, Position, reads
from letopis.entities.dates.values import Point, year_text

_CALENDAR = (
    rf"(?:{MAYBE_SPACE}(?-i:х\.)"
    rf"|{SPACE}(?:(?:по|от){SPACE})?(?:лунн(?:ая|ой|ую){SPACE}|(?P<solar>солнечн(?:ая|ой|ую){SPACE}))?хиджр[аыеу]{END}"
    rf"|{SPACE}(?:по{SPACE})?(?:мусульманск|исламск)(?:ому|ого){SPACE}(?:лето(?:с|ис)числени|календар)[юя]{END})"
)
"""``хиджры``, ``по лунной хиджре``, ``х.``, ``по мусульманскому календарю``; ``1990 г. Х. Ли`` is none of them."""

_YEAR = re.compile(
    rf"(?:(?P<low>\d{{1,4}}){ORDINAL_ENDING}{DASH})?(?P<year>\d{{1,4}}){ORDINAL_ENDING}{MAYBE_SPACE}{YEAR_UNIT}{_CALENDAR}",
    re.IGNORECASE,
)
_CENTURY = re.compile(
    rf"(?:(?:(?P<low>{ROMAN}|\d\d?){ORDINAL_ENDING}{DASH})?(?P<number>{ROMAN}|\d\d?){ORDINAL_ENDING}{MAYBE_SPACE}"
    rf"|{ORDINAL_WORD}{SPACE}){CENTURY_UNIT}{_CALENDAR}",
    re.IGNORECASE,
)
_LUNAR_YEAR, _LUNAR_BEGINS = 0.970224, 621.5774
"""Length of a year of the lunar Hijra in our years, and where its year 0 would begin: E. M. Reingold, N. Dershowitz."""

_SOLAR_BEGINS = 621
"""In March of this year of ours the year 0 of the solar Hijra of Iran would begin, whose years are as long as ours."""

LAST_YEAR = 1999
"""Larger numbers are no years of this calendar."""


@reads(_YEAR)
def year_of_hijra(place: Position, found: re.Match[str]) -> DateReading | None:
    """A year of the Islamic calendar, which overlaps two of ours: ``в {DATE=1989/1990|1410 г. хиджры}``.

    The solar one of Iran has years as long as ours: ``в {DATE=1961/1962|1340 г. солнечной хиджры}``.
    """
    return _in_our_years(place, found, int(found["low"] or found["year"]), int(found["year"]))


@reads(_CENTURY)
def century_of_hijra(place: Position, found: re.Match[str]) -> DateReading | None:
    """A century of the Islamic calendar, from its first year to its last: ``в {DATE=1495/1592|X в. хиджры}``."""
    high = ordinal(found["stem"], found["tens"]) if found["stem"] else _number(found["number"])
    low = _number(found["low"]) if found["low"] else high
    return _in_our_years(place, found, low * 100 - 99, high * 100) if low and high else None


def _in_our_years(place: Position, found: re.Match[str], low: int, high: int) -> DateReading | None:
    if not 0 < low <= high <= LAST_YEAR:
        return None
    first, last = (
        year + _SOLAR_BEGINS if found["solar"] else int(year * _LUNAR_YEAR + _LUNAR_BEGINS) for year in (low, high)
    )
    points = (Point(year_text(first)), Point(year_text(last + 1)))
    return DateReading(start=place.at, end=found.end(), points=points, link="/")


def _number(numeral: str) -> int | None:
    return int(numeral) if numeral.isdigit() else roman(numeral.upper())
