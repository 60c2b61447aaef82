"""Relative dates, which a document's own date makes calendar ones: ``вчера``, ``в прошлом году``, ``три дня назад``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from letopis.entities.dates.patterns import END, SEASON, season_number
from letopis.entities.dates.reading import DateReading
from letopis.entities.dates.values import SPRING, WINTER, Point, century, year_text
from letopis.errors import InputError

S = r"[ \u00a0]"
WEEKDAYS = ("понедельник", "вторник", "сред", "четверг", "пятниц", "суббот", "воскресен")
"""First letters of the days of the week, Monday first."""

WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})(?:а|у|е|ы|ой|ом|ем|ье|ья|ью|ям|ь)?"
_ENDING = r"(?:[ыи][йм]|[ое]го|[ое]му|[ое][йем]|от|ая|ую|яя|юю|[аоу])"
"""Of the singular: ``в этих годах`` is no year."""

SHIFTS = {
    "эт": 0, "нынешн": 0, "текущ": 0, "прошл": -1, "минувш": -1, "прошедш": -1, "позапрошл": -2, "следующ": 1,
    "будущ": 1, "наступающ": 1,
}  # fmt: skip
"""How far a pronoun or adjective points, in units, by its stem."""

POINTER = rf"(?P<pointer>{'|'.join(sorted(SHIFTS, key=len, reverse=True))}){_ENDING}"
DAY_WORDS = {"позавчера": -2, "вчера": -1, "накануне": -1, "сегодня": 0, "завтра": 1, "послезавтра": 2}
NUMBERS = {
    "од": 1, "дв": 2, "тр": 3, "четыр": 4, "пят": 5, "шест": 6, "сем": 7, "восьм": 8, "восем": 8, "девят": 9,
    "десят": 10, "двенадцат": 12, "пятнадцат": 15, "двадцат": 20, "тридцат": 30,
}  # fmt: skip
"""Numbers by the first letters of their words."""

_STEMS = sorted(NUMBERS, key=len, reverse=True)

_UNIT = (
    r"(?P<unit>год|лет(?!о|н|и)|месяц|недел|ден|дн|век|столети|десятилети|квартал|полугоди)"
    r"(?:ь|я|ю|ём|ем|е|и|ей|а|у|ом|ы|ов|ев|ям|ах|ях)?"
)
_ONE_UNIT = rf"(?:{_UNIT}|(?P<season>{SEASON})){END}"
_AGO = re.compile(
    rf"(?<!\w)(?:(?:(?P<digits>\d{{1,3}})|(?P<word>(?:{'|'.join(_STEMS)})[а-яё]{{0,5}})){S})?"
    rf"(?:{_UNIT}|(?P<half>полгода)){END}{S}(?:тому{S})?назад{END}",
    re.IGNORECASE,
)
_POINTED = re.compile(rf"(?<!\w){POINTER}{S}{_ONE_UNIT}", re.IGNORECASE)
_WEEKDAY = re.compile(
    rf"(?<!\w)(?:(?<=в )|(?<=во )|(?<=к )|(?<=до )|(?<=на )|(?<=с ))(?:{POINTER}{S})?{WEEKDAY}{END}", re.IGNORECASE
)
_DAY = re.compile(rf"(?<!\w)(?P<day>{'|'.join(DAY_WORDS)}){END}", re.IGNORECASE)


class Reference(NamedTuple):
    """A document's own date, as exact as it is known."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def date(self) -> date | None:
        """The day, where it is known."""
        return date(self.year, self.month, self.day) if self.month and self.day else None


def read_reference(text: str) -> Reference:
    """Read a document's date: ``2016``, ``2016-05``, ``2016-05-03``.

    Raises:
        InputError: it is no such date.

    >>> read_reference("2016-05")
    Reference(year=2016, month=5, day=None)
    """
    found = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", text.strip())
    try:
        year, month, day = (int(part) if part else None for part in found.groups()) if found else (None, None, None)
        date(year or 0, month or 1, day or 1)
    except ValueError:
        year = month = day = None
    if year is None:
        raise InputError(f"{text!r} is no date of a document: write 2016, 2016-05 or 2016-05-03")
    return Reference(year, month, day)


def relative_readings(text: str, reference: Reference) -> Iterator[DateReading]:
    """Yield the relative dates that the reference makes exact; what is finer than the reference stays unread.

    >>> [one.points[0].year for one in relative_readings("В прошлом году, а не вчера.", Reference(2016))]
    ['2015']
    """
    for pattern, name, read in _RULES:
        for found in pattern.finditer(text):
            points = read(found, reference)
            if points:
                link = "/" if len(points) > 1 else ""
                yield DateReading(start=found.start(), end=found.end(), points=points, link=link, by=f"dates.{name}")


def _day(found: re.Match[str], reference: Reference) -> tuple[Point, ...]:
    """``вчера``."""
    return _point(reference.date, DAY_WORDS[found["day"].lower()])


def _weekday(found: re.Match[str], reference: Reference) -> tuple[Point, ...]:
    """``в понедельник``: the last one up to the document's day; ``в следующий вторник``: the next one."""
    if reference.date is None:
        return ()
    wanted = next(place for place, stem in enumerate(WEEKDAYS) if found["weekday"].lower().startswith(stem))
    shift = SHIFTS[found["pointer"].lower()] if found["pointer"] else None
    days = wanted - reference.date.weekday()
    if shift is None or shift < 0:
        days = days - 7 if days > 0 or (shift is not None and days == 0) else days
    elif shift > 0:
        days += 7 if days <= 0 else 0
    return _point(reference.date, days)


def _pointed(found: re.Match[str], reference: Reference) -> tuple[Point, ...]:
    """``в прошлом году``, ``на этой неделе``, ``прошлым летом``."""
    shift = SHIFTS[found["pointer"].lower()]
    if found["season"]:
        return _season(season_number(found["season"]), shift, reference)
    return _moved(found["unit"].lower(), shift, reference)


def _ago(found: re.Match[str], reference: Reference) -> tuple[Point, ...]:
    """``три дня назад``, ``год назад``, ``полгода назад``."""
    if found["half"]:
        return _moved("месяц", -6, reference)
    word = (found["word"] or "").lower()
    number = int(found["digits"]) if found["digits"] else 1
    if word:
        number = next(NUMBERS[stem] for stem in _STEMS if word.startswith(stem))
    return _moved(found["unit"].lower(), -number, reference)


def _moved(unit: str, number: int, reference: Reference) -> tuple[Point, ...]:
    """Return the unit of time that lies so many further on."""
    year = reference.year
    if unit in {"год", "лет"}:
        return (Point(year_text(year + number)),)
    if unit in {"век", "столети"}:
        return (Point(century(year // 100 + 1 + number)),)
    if unit == "десятилети":
        return (Point(f"{year // 10 + number}X"),)
    if reference.month is None:
        return ()
    months = 12 * year + reference.month - 1
    if unit == "месяц":
        return (Point(year_text((months + number) // 12), (months + number) % 12 + 1),)
    if unit in {"квартал", "полугоди"}:
        size, first = (3, 33) if unit == "квартал" else (6, 40)
        place = months // size + number
        return (Point(year_text(place * size // 12), first + place % (12 // size)),)
    if unit == "недел" and reference.date is not None:
        monday = -reference.date.weekday() + 7 * number
        return (*_point(reference.date, monday), *_point(reference.date, monday + 6))
    return _point(reference.date, number)


def _season(season: int, shift: int, reference: Reference) -> tuple[Point, ...]:
    """``прошлым летом`` is the last one that is over, ``этим летом`` that of the document's year."""
    if reference.month is None:
        return (Point(year_text(reference.year), season),) if not shift else ()
    year, place = reference.year - (reference.month < 3), (reference.month // 3 - 1) % 4
    years = {
        0: year if season == WINTER else reference.year,
        -1: year - (season - SPRING >= place),
        1: year + (season - SPRING <= place),
    }
    return (Point(year_text(years[shift]), season),) if shift in years else ()


def _point(day: date | None, days: int) -> tuple[Point, ...]:
    if day is None:
        return ()
    moved = day + timedelta(days)
    return (Point(year_text(moved.year), moved.month, moved.day),)


_RULES: tuple[tuple[re.Pattern[str], str, Callable[[re.Match[str], Reference], tuple[Point, ...]]], ...] = (
    (_DAY, "relative_day", _day),
    (_POINTED, "relative_period", _pointed),
    (_AGO, "so_long_ago", _ago),
    (_WEEKDAY, "weekday", _weekday),
)
