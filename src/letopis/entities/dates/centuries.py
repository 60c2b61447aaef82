"""Rules for centuries and millennia, ``конец ХV века``, ``II в. до н. э.``, and for the Islamic calendar."""

from __future__ import annotations

import re

from letopis.entities.dates.patterns import (
    CENTURY_UNIT,
    DASH,
    END,
    ERA,
    MAYBE_SPACE,
    ORDINAL_ENDING,
    ORDINAL_WORD,
    PERIOD,
    ROMAN,
    SPACE,
    YEAR_UNIT,
    number_of,
    numeral,
    roman,
)
from letopis.entities.dates.reading import DateReading, Position, reads
from letopis.entities.dates.values import Point, century, millennium, year_text

LAST_CENTURY, FIRST_CENTURY_BC = 25, 40
_ERA_OF_LOW = ERA.replace("P<bc>", "P<low_bc>").replace("P<ad>", "P<low_ad>")
_ARABIC = r"\d\d?(?!\d)"
_CENTURY = re.compile(
    rf"(?P<roman>{ROMAN})(?:(?!\w|\.){ORDINAL_ENDING}{MAYBE_SPACE}{CENTURY_UNIT}{ERA}|{MAYBE_SPACE}(?P<short>в)(?=[,;:)]))"
)
_RANGE = re.compile(
    rf"(?P<low>{ROMAN}|{_ARABIC})(?![IVXХІ]){ORDINAL_ENDING}(?P<unit>{MAYBE_SPACE}{CENTURY_UNIT})?{_ERA_OF_LOW}"
    rf"(?:{DASH}|{SPACE}(?P<word>и|или|по|до|к|на){SPACE}){PERIOD}"
    rf"(?P<high>{ROMAN}|{_ARABIC})(?![IVXХІ]){ORDINAL_ENDING}{MAYBE_SPACE}{CENTURY_UNIT}{ERA}"
)
_ARABIC_CENTURY = re.compile(
    rf"(?P<number>{_ARABIC})(?P<ending>-?(?:го|ого|му|ому|ый|ой|ом|й|е|м))?{SPACE}"
    rf"(?:(?P<count>века|столетия){END}|(?:век|столети)(?:а|у|ом|е|я|ю|ем|и)?{END}|(?P<short>в\.)){ERA}",
    re.IGNORECASE,
)
_SPELLED = re.compile(rf"{ORDINAL_WORD}{SPACE}(?:век(?:а|у|ом|е)?|столети(?:е|я|ю|ем|и)){END}{ERA}", re.IGNORECASE)
_MILLENNIUM_UNIT = rf"(?P<word>тысячелети(?:е|я|ю|ем|и|й|ях){END}|тыс\.)"
_MILLENNIUM = re.compile(
    rf"(?:(?P<numeral>{ROMAN}|\d)|{ORDINAL_WORD}){ORDINAL_ENDING}{SPACE}{_MILLENNIUM_UNIT}{ERA}", re.IGNORECASE
)
_MILLENNIUM_RANGE = re.compile(
    rf"(?P<low>{ROMAN}|\d){ORDINAL_ENDING}(?:{DASH}|{SPACE}и{SPACE})(?P<high>{ROMAN}|\d){ORDINAL_ENDING}{SPACE}"
    rf"{_MILLENNIUM_UNIT}{ERA}",
    re.IGNORECASE,
)

_CALENDAR = (
    rf"(?:{MAYBE_SPACE}(?-i:х\.)"
    rf"|{SPACE}(?:(?:по|от){SPACE})?(?:лунн(?:ая|ой|ую){SPACE}|(?P<solar>солнечн(?:ая|ой|ую){SPACE}))?хиджр[аыеу]{END}"
    rf"|{SPACE}(?:по{SPACE})?(?:мусульманск|исламск)(?:ому|ого){SPACE}(?:лето(?:с|ис)числени|календар)[юя]{END})"
)
"""``хиджры``, ``по лунной хиджре``, ``х.``, ``по мусульманскому календарю``; ``1990 г. Х. Ли`` is none of them."""

_YEAR_OF_HIJRA = re.compile(
    rf"(?:(?P<low>\d{{1,4}}){ORDINAL_ENDING}{DASH})?(?P<year>\d{{1,4}}){ORDINAL_ENDING}{MAYBE_SPACE}{YEAR_UNIT}{_CALENDAR}",
    re.IGNORECASE,
)
_CENTURY_OF_HIJRA = re.compile(
    rf"(?:(?:(?P<low>{ROMAN}|\d\d?){ORDINAL_ENDING}{DASH})?(?P<numeral>{ROMAN}|\d\d?){ORDINAL_ENDING}{MAYBE_SPACE}"
    rf"|{ORDINAL_WORD}{SPACE}){CENTURY_UNIT}{_CALENDAR}",
    re.IGNORECASE,
)
_LUNAR_YEAR, _LUNAR_BEGINS = 0.970224, 621.5774
"""Length of a year of the lunar Hijra in our years, and where its year 0 would begin: E. M. Reingold, N. Dershowitz."""

_SOLAR_BEGINS = 621
"""In March of this year of ours the year 0 of the solar Hijra of Iran would begin, whose years are as long as ours."""

LAST_YEAR_OF_HIJRA = 1999
"""Larger numbers are no years of this calendar."""


@reads(_RANGE)
def century_range(place: Position, found: re.Match[str]) -> DateReading | None:
    """From century to century: ``{DATE=18XX/19XX|XIX–XX вв.}``, ``конец XIX – начало XX века``.

    Two centuries that share their unit are one span too: ``в {DATE=(18XX,19XX)|XIX и XX вв.}``.
    """
    low, high = numeral(found["low"]), numeral(found["high"])
    word = found["word"] or ""
    together = word in {"и", "или"}
    before = place.before.rstrip().lower()
    if low is None or high is None or (together and found["unit"]):
        return None
    if word in {"по", "до", "к", "на"} and not (place.preposition in {"с", "со", "от"} or place.narrowed):
        return None
    low_bc = bool(found["low_bc"] or (found["bc"] and not found["low_ad"]))
    high_bc = bool(found["bc"])
    if (-low if low_bc else low) >= (-high if high_bc else high) or max(low, high) > FIRST_CENTURY_BC:
        return None
    points = (Point(century(low, bc=low_bc)), Point(century(high, bc=high_bc)))
    stretch = not together or before.endswith("между") or re.search(r"рубеж\w{0,2}$", before)
    return place.reading(found.end(), *points, link="/" if stretch or low_bc else "{")


@reads(_CENTURY)
def roman_century(place: Position, found: re.Match[str]) -> DateReading | None:
    """A century in Roman figures, Cyrillic homoglyphs among them: ``во {DATE=-01XX|II в. до н. э.}``."""
    return _century(place, found, roman(found["roman"]))


@reads(_ARABIC_CENTURY)
def arabic_century(place: Position, found: re.Match[str]) -> DateReading | None:
    """A century in Arabic figures: ``в {DATE=19XX|20-м веке}``; not a count, ``2 века``."""
    number = int(found["number"])
    if found["count"] and not found["ending"] and number % 10 in {2, 3, 4} and number not in range(11, 15):
        return None
    return _century(place, found, number)


@reads(_SPELLED)
def spelled_century(place: Position, found: re.Match[str]) -> DateReading | None:
    """A century in words: ``в {DATE=20XX|двадцать первом веке}``."""
    return _century(place, found, number_of(found))


@reads(_MILLENNIUM_RANGE)
def millennium_range(place: Position, found: re.Match[str]) -> DateReading | None:
    """From millennium to millennium: ``{DATE=-2999/-1000|III–II тыс. до н. э.}``."""
    if not (found["bc"] or found["ad"] or found["word"] != "тыс."):
        return None
    bc = bool(found["bc"])
    low, high = numeral(found["low"]), numeral(found["high"])
    if low is None or high is None or not 0 < low <= 10 or not 0 < high <= 10 or (low > high) != bc:
        return None
    points = tuple(Point(millennium(number, bc=bc)) for number in (low, high))
    return place.reading(found.end(), *points, link="/")


@reads(_MILLENNIUM)
def millennium_alone(place: Position, found: re.Match[str]) -> DateReading | None:
    """A millennium: ``во {DATE=-1XXX|II тысячелетии до н. э.}``; ``тыс.`` only before an era."""
    if not (found["bc"] or found["ad"] or found["word"] != "тыс."):
        return None
    number = number_of(found)
    if number is None or not 0 < number <= 10 or (number > 3 and not found["bc"]):
        return None
    return place.reading(found.end(), Point(millennium(number, bc=bool(found["bc"]))))


def _century(place: Position, found: re.Match[str], number: int | None) -> DateReading | None:
    bc, alone = bool(found["bc"]), not (place.preposition in {"в", "с", "к", "до"} or place.narrowed)
    if number is None or (alone and found.groupdict().get("short")):
        return None
    likely = 0 < number <= (FIRST_CENTURY_BC if bc else LAST_CENTURY)
    return place.reading(found.end(), Point(century(number, bc=bc))) if likely else None


@reads(_YEAR_OF_HIJRA)
def year_of_hijra(place: Position, found: re.Match[str]) -> DateReading | None:
    """A year of the Islamic calendar, which overlaps two of ours: ``в {DATE=1989/1990|1410 г. хиджры}``.

    The solar one of Iran has years as long as ours: ``в {DATE=1961/1962|1340 г. солнечной хиджры}``.
    """
    return _in_our_years(place, found, int(found["low"] or found["year"]), int(found["year"]))


@reads(_CENTURY_OF_HIJRA)
def century_of_hijra(place: Position, found: re.Match[str]) -> DateReading | None:
    """A century of the Islamic calendar, from its first year to its last: ``в {DATE=1495/1592|X в. хиджры}``."""
    high = number_of(found)
    low = numeral(found["low"]) if found["low"] else high
    return _in_our_years(place, found, low * 100 - 99, high * 100) if low and high else None


def _in_our_years(place: Position, found: re.Match[str], low: int, high: int) -> DateReading | None:
    if not 0 < low <= high <= LAST_YEAR_OF_HIJRA:
        return None
    first, last = (
        year + _SOLAR_BEGINS if found["solar"] else int(year * _LUNAR_YEAR + _LUNAR_BEGINS) for year in (low, high)
    )
    return place.reading(found.end(), Point(year_text(first)), Point(year_text(last + 1)), link="/")
