"""Rules for months, seasons, quarters, half-years: ``августа 2012 г.``, ``Осенью 2000 г.``, ``II квартале 2015 г.``."""

from __future__ import annotations

import re

from letopis.entities.dates.patterns import (
    DASH,
    END,
    MAYBE_SPACE,
    MONTH,
    MONTH_ABBREVIATED,
    ORDINAL_ENDING,
    ORDINAL_WORD,
    ROMAN,
    SEASON,
    SPACE,
    YEAR_UNIT,
    month_number,
    ordinal,
    roman,
    season_number,
)
from letopis.entities.dates.reading import DateReading, Position, read_year, reads, with_year
from letopis.entities.dates.values import HALVES, QUARTERS, WINTER, Point

_MONTH = re.compile(rf"(?P<month>{MONTH}){END}", re.IGNORECASE)
_MONTH_OR_SHORT = re.compile(rf"(?P<month>{MONTH}{END}|{MONTH_ABBREVIATED})", re.IGNORECASE)
_MONTH_RANGE = re.compile(rf"(?P<low>{MONTH}){DASH}(?P<high>{MONTH}){END}", re.IGNORECASE)
_MONTH_LIST_BEFORE = re.compile(rf"(?<!\w){MONTH}(?:,|,?{SPACE}(?:и|или)){SPACE}$", re.IGNORECASE)
_MONTH_LIST_AFTER = re.compile(rf"(?:,{SPACE}{MONTH}){{0,6}},?{SPACE}(?:и|или){SPACE}{MONTH}{END}", re.IGNORECASE)
_EVERY_YEAR = re.compile(rf"{SPACE}(?:каждого|любого)(?!\w)")
_HABIT = re.compile(rf"(?:ежегодно|каждый{SPACE}год){SPACE}(?:в|с|до|по){SPACE}$", re.IGNORECASE)
_SEASON = re.compile(rf"(?P<season>{SEASON}){END}", re.IGNORECASE)
_SEASON_RANGE = re.compile(rf"(?P<low>{SEASON})(?:{DASH}|{SPACE}и{SPACE})(?P<high>{SEASON}){END}", re.IGNORECASE)
_TWO_YEARS = re.compile(
    rf"{SPACE}(?P<low>\d{{4}})(?:{DASH}|/)(?P<high>\d{{4}}|\d\d)(?![\w-])(?:{MAYBE_SPACE}{YEAR_UNIT})?", re.IGNORECASE
)
_PART = re.compile(
    rf"(?:(?P<roman>{ROMAN})|(?P<digit>[1-4])|{ORDINAL_WORD}){ORDINAL_ENDING}{SPACE}"
    rf"(?:(?P<quarter>квартал(?:а|у|ом|е|ы|ов)?{END}|кв\.)|полугоди(?:е|я|ю|ем|и){END})",
    re.IGNORECASE,
)
_PART_RANGE = re.compile(
    rf"(?P<low>{ROMAN}|[1-4]){ORDINAL_ENDING}(?:{DASH}|{SPACE}и{SPACE})(?P<high>{ROMAN}|[1-4]){ORDINAL_ENDING}{SPACE}"
    rf"квартал(?:а|у|ом|е|ы|ов|ах|ам)?{END}"
)
_MONTH_PREPOSITIONS = frozenset({"в", "с", "со", "к", "ко", "до", "от", "по", "на", "после", "за", "между", "около"})


@reads(_MONTH_RANGE)
def month_range(place: Position, found: re.Match[str]) -> DateReading | None:
    """From month to month: ``{DATE=2015-01/2015-08|январе – августе 2015 г.}``; without a year after a preposition."""
    points = (Point(None, month_number(found["low"])), Point(None, month_number(found["high"])))
    dated = with_year(place, found.end(), points, "/")
    if dated is not None or not (place.preposition in _MONTH_PREPOSITIONS or place.narrowed):
        return dated
    return DateReading(start=place.at, end=found.end(), points=points, link="/", year_from="context")


@reads(_MONTH_OR_SHORT)
def month_year(place: Position, found: re.Match[str]) -> DateReading | None:
    """A month with its year: ``{DATE=2012-08|августа 2012 г.}``, ``дек. 1991 г.``."""
    return with_year(place, found.end(), (Point(None, month_number(found["month"])),))


@reads(_MONTH)
def month_alone(place: Position, found: re.Match[str]) -> DateReading | None:
    """A month after a preposition, its year left to the context: ``в {DATE=XXXX-08|августе}``, ``до конца сентября``.

    The guidelines count months among dates and let the context give a year; NEREL marks them nearly always.
    Not after a bare noun (``погода августа``), not a habit (``ежегодно в мае``), not a name (``к Августу``).
    """
    if place.match(_EVERY_YEAR, found.end()) or _HABIT.search(place.before):
        return None
    word = found["month"]
    if word[0].isupper() and not word.isupper():
        return None
    listed = _MONTH_LIST_BEFORE.search(place.before) or place.match(_MONTH_LIST_AFTER, found.end())
    if not (place.preposition in _MONTH_PREPOSITIONS or place.narrowed or listed):
        return None
    return DateReading(start=place.at, end=found.end(), points=(Point(None, month_number(word)),), year_from="context")


def winter_of_two_years(place: Position) -> DateReading | None:
    """A winter has the number of the year in which it begins: ``{DATE=1941-24|зимой 1941–1942 гг.}``."""
    season = place.match(_SEASON)
    years = place.match(_TWO_YEARS, season.end()) if season else None
    if season is None or years is None or not place.free or season_number(season["season"]) != WINTER:
        return None
    low = int(years["low"])
    if int(years["high"]) not in {low + 1, (low + 1) % 100}:
        return None
    return DateReading(start=place.at, end=years.end(), points=(Point(years["low"], WINTER),))


@reads(_SEASON_RANGE)
def season_range(place: Position, found: re.Match[str]) -> DateReading | None:
    """Two seasons of one year: ``{DATE=1942-21/1942-22|весной и летом 1942 г.}``."""
    points = (Point(None, season_number(found["low"])), Point(None, season_number(found["high"])))
    return with_year(place, found.end(), points, "/")


@reads(_SEASON)
def season_year(place: Position, found: re.Match[str]) -> DateReading | None:
    """A season with its year: ``{DATE=2000-23|Осенью 2000 г.}``; no date without one (``осенью``)."""
    return with_year(place, found.end(), (Point(None, season_number(found["season"])),))


@reads(_PART_RANGE)
def quarter_range(place: Position, found: re.Match[str]) -> DateReading | None:
    """Quarters of one year: ``в {DATE=2015-01/2015-06|I–II кварталах 2015 г.}``."""
    low, high = (_part(found[name]) for name in ("low", "high"))
    if low is None or high is None or not low < high <= 4:
        return None
    return with_year(place, found.end(), (Point(None, QUARTERS[low - 1]), Point(None, QUARTERS[high - 1])), "/")


@reads(_PART)
def quarter_or_half(place: Position, found: re.Match[str]) -> DateReading | None:
    """A quarter or half-year with its year: ``{DATE=2015-34|II квартале 2015 г.}``, ``первом полугодии 2015 г.``."""
    number = ordinal(found["stem"], found["tens"]) if found["stem"] else _part(found["roman"] or found["digit"])
    numbers = QUARTERS if found["quarter"] else HALVES
    if number is None or number > len(numbers):
        return None
    slot = read_year(place, found.end())
    return with_year(place, found.end(), (Point(None, numbers[number - 1]),)) if slot else None


def _part(numeral: str) -> int | None:
    return int(numeral) if numeral.isdigit() else roman(numeral)
