"""Rules for centuries and millennia: ``конец ХV века``, ``II в. до н. э.``, ``XIX–XX вв.``."""

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
    ordinal,
    roman,
)
from letopis.entities.dates.reading import DateReading, Position, reads
from letopis.entities.dates.values import Point, century, millennium

LAST_CENTURY, FIRST_CENTURY_BC = 25, 40
_ERA_OF_LOW = ERA.replace("P<bc>", "P<low_bc>").replace("P<ad>", "P<low_ad>")
_ARABIC = r"\d\d?(?!\d)"
_CENTURY = re.compile(rf"(?P<roman>{ROMAN})(?!\w|\.){ORDINAL_ENDING}{MAYBE_SPACE}{CENTURY_UNIT}{ERA}")
_CENTURY_WITHOUT_STOP = re.compile(rf"(?P<roman>{ROMAN}){MAYBE_SPACE}в(?=[,;:)])")
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
    rf"(?:(?P<roman>{ROMAN})|(?P<digit>\d)|{ORDINAL_WORD}){ORDINAL_ENDING}{SPACE}{_MILLENNIUM_UNIT}{ERA}", re.IGNORECASE
)
_MILLENNIUM_RANGE = re.compile(
    rf"(?P<low>{ROMAN}|\d){ORDINAL_ENDING}(?:{DASH}|{SPACE}и{SPACE})(?P<high>{ROMAN}|\d){ORDINAL_ENDING}{SPACE}"
    rf"{_MILLENNIUM_UNIT}{ERA}",
    re.IGNORECASE,
)


@reads(_RANGE)
def century_range(place: Position, found: re.Match[str]) -> DateReading | None:
    """From century to century: ``{DATE=18XX/19XX|XIX–XX вв.}``, ``конец XIX – начало XX века``.

    Two centuries that share their unit are one span too: ``в {DATE=(18XX,19XX)|XIX и XX вв.}``.
    """
    low, high = _number(found["low"]), _number(found["high"])
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
    points = (Point(century(low, before_christ=low_bc)), Point(century(high, before_christ=high_bc)))
    stretch = not together or before.endswith("между") or re.search(r"рубеж\w{0,2}$", before)
    return DateReading(start=place.at, end=found.end(), points=points, link="/" if stretch or low_bc else "{")


def roman_century(place: Position) -> DateReading | None:
    """A century in Roman figures, Cyrillic homoglyphs among them: ``во {DATE=-01XX|II в. до н. э.}``."""
    found = place.match(_CENTURY)
    bc = bool(found and found["bc"])
    if found is None:
        found = place.match(_CENTURY_WITHOUT_STOP)
        if found is None or (place.preposition not in {"в", "с", "к", "до"} and not place.narrowed):
            return None
    return _century(place, roman(found["roman"]), bc, found.end())


def arabic_century(place: Position) -> DateReading | None:
    """A century in Arabic figures: ``в {DATE=19XX|20-м веке}``; not a count, ``2 века``."""
    found = place.match(_ARABIC_CENTURY)
    if found is None:
        return None
    number = int(found["number"])
    if found["short"] and place.preposition not in {"в", "с", "к", "до"} and not place.narrowed:
        return None
    if found["count"] and not found["ending"] and number % 10 in {2, 3, 4} and number not in range(11, 15):
        return None
    return _century(place, number, bool(found["bc"]), found.end())


def spelled_century(place: Position) -> DateReading | None:
    """A century in words: ``в {DATE=20XX|двадцать первом веке}``."""
    found = place.match(_SPELLED)
    if found is None:
        return None
    return _century(place, ordinal(found["stem"], found["tens"]), bool(found["bc"]), found.end())


@reads(_MILLENNIUM_RANGE)
def millennium_range(place: Position, found: re.Match[str]) -> DateReading | None:
    """From millennium to millennium: ``{DATE=-2999/-1000|III–II тыс. до н. э.}``."""
    if not (found["bc"] or found["ad"] or found["word"] != "тыс."):
        return None
    bc = bool(found["bc"])
    low, high = _number(found["low"]), _number(found["high"])
    if low is None or high is None or not 0 < low <= 10 or not 0 < high <= 10 or (low > high) != bc:
        return None
    points = tuple(Point(millennium(number, before_christ=bc)) for number in (low, high))
    return DateReading(start=place.at, end=found.end(), points=points, link="/")


@reads(_MILLENNIUM)
def millennium_alone(place: Position, found: re.Match[str]) -> DateReading | None:
    """A millennium: ``во {DATE=-1XXX|II тысячелетии до н. э.}``; ``тыс.`` only before an era."""
    if not (found["bc"] or found["ad"] or found["word"] != "тыс."):
        return None
    number = ordinal(found["stem"], found["tens"]) if found["stem"] else _number(found["roman"] or found["digit"])
    if number is None or not 0 < number <= 10 or (number > 3 and not found["bc"]):
        return None
    point = Point(millennium(number, before_christ=bool(found["bc"])))
    return DateReading(start=place.at, end=found.end(), points=(point,))


def _century(place: Position, number: int | None, bc: bool, end: int) -> DateReading | None:
    if number is None or not place.free or not 0 < number <= (FIRST_CENTURY_BC if bc else LAST_CENTURY):
        return None
    return DateReading(start=place.at, end=end, points=(Point(century(number, before_christ=bc)),))


def _number(numeral: str) -> int | None:
    return int(numeral) if numeral.isdigit() else roman(numeral)
