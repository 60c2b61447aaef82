"""Rules for dates with a day: ``19 января 1993 г.``, ``15–16 августа``, ``30.03.2012``."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from letopis.entities.dates.patterns import (
    DASH,
    END,
    MAYBE_SPACE,
    MONTH_GENITIVE,
    ORDINAL_ENDING,
    ORDINAL_WORD,
    SPACE,
    YEAR_UNIT,
    month_number,
    number_of,
    roman,
)
from letopis.entities.dates.reading import (
    DateReading,
    Position,
    digits_to_year,
    read_year,
    reads,
    with_year,
    years_backwards,
)
from letopis.entities.dates.values import Point, is_real

_DAY = rf"[0-3]?\d(?!\d){ORDINAL_ENDING}"
_MONTH = rf"{MAYBE_SPACE}(?P<month>{MONTH_GENITIVE})(?!\w)"
_STYLE_NAME = (
    rf"(?:(?:по{SPACE})?(?:ст|н)\.{MAYBE_SPACE}ст\.|(?:по{SPACE})?(?:стар|нов)(?:ому{SPACE}стилю|ого{SPACE}стиля))"
)
_STYLE = rf"(?:{MAYBE_SPACE}(?:{_STYLE_NAME}|\({_STYLE_NAME}\)))?"
_DAY_MONTH = re.compile(rf"(?P<day>{_DAY})(?P<quote>[»”\"])?{_MONTH}{_STYLE}", re.IGNORECASE)
_DAY_RANGE = re.compile(
    rf"(?P<low>{_DAY})(?:{MAYBE_SPACE}(?P<low_month>{MONTH_GENITIVE}))?"
    rf"(?:{DASH}|{SPACE}(?P<word>по|до|на|и){SPACE})(?P<day>{_DAY}){_MONTH}",
    re.IGNORECASE,
)
_DAY_LIST = re.compile(
    rf"(?P<days>{_DAY}(?:,{SPACE}{_DAY}){{0,8}}),?{SPACE}и{SPACE}(?P<day>{_DAY}){_MONTH}", re.IGNORECASE
)
_STYLES = re.compile(
    rf"(?:(?P<low_from>{_DAY}){DASH})?(?P<low>{_DAY})(?:{MAYBE_SPACE}(?P<low_month>{MONTH_GENITIVE}))?"
    rf"(?:{MAYBE_SPACE}[(\[]{MAYBE_SPACE}|/)(?:(?P<day_from>{_DAY}){DASH})?(?P<day>{_DAY})"
    rf"(?:{MAYBE_SPACE}(?P<high_month>{MONTH_GENITIVE}))?(?:[^()\[\]\d]{{0,30}}[)\]])?(?:{SPACE}(?P<month>{MONTH_GENITIVE})(?!\w))?",
    re.IGNORECASE,
)
_NUMERIC = re.compile(
    rf"(?P<day>[0-3]?\d)(?P<mark>[./-]|{SPACE}(?=\d\d{SPACE}))(?P<month>[01]?\d)(?P=mark)(?P<year>\d{{4}}|\d\d)(?!\d|[./-]\d)"
    rf"(?P<unit>{MAYBE_SPACE}{YEAR_UNIT})?",
    re.IGNORECASE,
)
_ISO = re.compile(r"(?P<year>[12]\d{3})(?P<mark>[-./])(?P<month>[01]\d)(?P=mark)(?P<day>[0-3]\d)(?![\d]|[-./]\d)")
_ROMAN_MONTH = re.compile(
    rf"(?P<day>[0-3]?\d)(?P<mark>[./-]|{SPACE})(?P<month>[IVXХІ]{{1,4}})(?:[./-]|{SPACE})(?P<year>[12]\d{{3}})(?!\d)"
    rf"(?:{MAYBE_SPACE}{YEAR_UNIT})?"
)
_SPELLED = re.compile(rf"{ORDINAL_WORD}{SPACE}(?P<month>{MONTH_GENITIVE}){END}", re.IGNORECASE)
_NAMED_PLACE = re.compile(
    rf"(?:(?<!\w)улица|колхоз[а-яё]{{0,3}}|совхоз[а-яё]{{0,3}}|имени|(?<!\w)(?:им|ул|пл|пр|просп|пер)\.){SPACE}$",
    re.IGNORECASE,
)
STYLES_APART = range(10, 15)
"""Days between the Julian and the Gregorian calendar from 1582 on, one more where 29 February may lie between."""


@reads(_STYLES)
def old_and_new_style(place: Position, found: re.Match[str]) -> DateReading | None:
    """Old style and new: ``{DATE=1917-11-07|25 октября (7 ноября) 1917 г.}``, ``12/24 апреля 1877 г.``.

    The value is the new, Gregorian date, in whichever order the two stand; of ``2–4 (14–16) мая 1877 г.`` its days.
    """
    if ("/" in found.group()) == (")" in found.group() or "]" in found.group()):
        return None
    low_month, high_month = (found[name] or found["month"] for name in ("low_month", "high_month"))
    if high_month is None:
        return None
    low_month = low_month or high_month
    slot = read_year(place, found.end())
    points = [
        Point(slot.year if slot else None, month_number(month), _number(found[name]))
        for name, month in (("low", low_month), ("day", high_month))
    ]
    if not all(is_real(point) for point in points):
        return None
    apart = _days_between(*points)
    if abs(apart) not in STYLES_APART:
        return None
    new, from_day = (points[1], found["day_from"]) if apart > 0 else (points[0], found["low_from"])
    end, year_from = (slot.end, slot.year_from) if slot else (found.end(), "context")
    since = (new._replace(day=_number(from_day)),) if from_day else ()
    return place.reading(end, *since, new, link="/" if since else "", year_from=year_from)


@reads(_DAY_LIST)
def day_list(place: Position, found: re.Match[str]) -> DateReading | None:
    """Days that share a month are one span: ``{DATE=(2013-08-15,2013-08-18)|15 и 18 августа 2013 г.}``."""
    if place.preposition == "между":
        return None
    month = month_number(found["month"])
    days = [_number(day) for day in re.split(r"\D*,\s*", found["days"])] + [_number(found["day"])]
    return _dated(place, found.end(), tuple(Point(None, month, day) for day in days), "{")


@reads(_DAY_RANGE)
def day_range(place: Position, found: re.Match[str]) -> DateReading | None:
    """From day to day in one span: ``с {DATE=2013-08-15/2013-08-16|15 по 16 августа 2013 г.}``, ``15–16 августа``."""
    before, word = place.preposition, (found["word"] or "").lower()
    if word and not (before == "между" if word == "и" else before in {"с", "со", "от"}):
        return None
    month = month_number(found["month"])
    low = Point(None, month_number(found["low_month"]) if found["low_month"] else month, _number(found["low"]))
    high = Point(None, month, _number(found["day"]))
    if low[1:] == high[1:] or (low.month == high.month and (low.day or 0) > (high.day or 0)):
        return None
    return _dated(place, found.end(), (low, high), "/")


@reads(_DAY_MONTH)
def day_month_year(place: Position, found: re.Match[str]) -> DateReading | None:
    """A full date: ``{DATE=1993-01-19|19 января 1993 г.}``, ``от {DATE=1944-02-05|«5» февраля 1944 г.}``."""
    point = Point(None, month_number(found["month"]), _number(found["day"]))
    return _in_quotes(place, found, with_year(place, found.end(), (point,)))


@reads(_DAY_MONTH)
def day_month(place: Position, found: re.Match[str]) -> DateReading | None:
    """A day whose year the context gives: ``{DATE=XXXX-04-26|26 апреля}``.

    Not a street or a title: ``ул. 9 Января``, ``«31 июня»``.
    """
    if _NAMED_PLACE.search(place.before):
        return None
    if place.before[-1:] in {"«", "“", '"'} and place.text[found.end() : found.end() + 1] in {"»", "”", '"'}:
        return None
    if found["month"][0].isupper() and not found["month"][:2].isupper():
        return None
    point = Point(None, month_number(found["month"]), _number(found["day"]))
    return _in_quotes(place, found, place.reading(found.end("month"), point, year_from="context"))


def _in_quotes(place: Position, found: re.Match[str], reading: DateReading | None) -> DateReading | None:
    """Take in the quotes around the day that a form has: ``«5» февраля``."""
    if reading is None or not found["quote"]:
        return reading
    return replace(reading, start=place.at - 1) if place.before[-1:] in {"«", "“", "„", '"'} else None


@reads(_NUMERIC)
def numeric_date(place: Position, found: re.Match[str]) -> DateReading | None:
    """Day, month and year in digits: ``от {DATE=2012-03-30|30.03.2012}``.

    Two digits of a year, or spaces for points, only after a preposition or before ``г.``: ``от 30 03 2012``.
    """
    day, month = int(found["day"]), int(found["month"])
    spaced = found["mark"].isspace()
    if len(found["year"]) == 2 and not (found["unit"] or (place.preposition and found["mark"] == ".")):
        return None
    if day == 0 or month == 0 or (spaced and (len(found["year"]) == 2 or len(found["day"]) == 1 or month > 12)):
        return None
    if spaced and not (found["unit"] or place.preposition):
        return None
    if found["mark"] == "/" and month > 12 >= day:
        day, month = month, day
    end = found.end() if found["unit"] else found.end("year")
    return place.reading(end, Point(digits_to_year(found["year"]), month, day))


@reads(_ISO)
def iso_date(place: Position, found: re.Match[str]) -> DateReading | None:
    """Year first: ``{DATE=2012-03-30|2012-03-30}``."""
    point = Point(found["year"], int(found["month"]), int(found["day"]))
    return place.reading(found.end(), point)


@reads(_ROMAN_MONTH)
def roman_month_date(place: Position, found: re.Match[str]) -> DateReading | None:
    """A Roman month between dots: ``{DATE=1998-03-12|12.III.1998}``."""
    month = roman(found["month"])
    if month is None or month > 12:
        return None
    return place.reading(found.end(), Point(found["year"], month, int(found["day"])))


@reads(_SPELLED)
def spelled_day(place: Position, found: re.Match[str]) -> DateReading | None:
    """A day in words: ``{DATE=1945-05-09|девятого мая 1945 года}``."""
    return _dated(place, found.end(), (Point(None, month_number(found["month"]), number_of(found)),))


def _dated(place: Position, end: int, points: tuple[Point, ...], link: str = "") -> DateReading:
    dated = with_year(place, end, points, link)
    if dated is not None:
        return dated
    points = years_backwards(points, None) if link == "/" else points
    return place.reading(end, *points, link=link, year_from="context")


def _number(day: str) -> int:
    return int(re.sub(r"\D", "", day))


def _days_between(first: Point, second: Point) -> int:
    """Days from one date to another, whichever year is nearest."""
    days = (date(2000, second.month or 1, second.day or 1) - date(2000, first.month or 1, first.day or 1)).days
    return days - 366 if days > 300 else days + 366 if days < -300 else days
