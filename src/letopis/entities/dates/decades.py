"""Rules for decades and for years in words: ``1930-х гг.``, ``в 90-е годы XIX века``, ``девяностые годы``."""

from __future__ import annotations

import re

from letopis.entities.dates.patterns import (
    CENTURY_UNIT,
    DASH,
    DECADE_WORDS,
    END,
    ERA,
    MAYBE_SPACE,
    ORDINAL_WORD,
    ROMAN,
    SPACE,
    ordinal,
    roman,
)
from letopis.entities.dates.reading import DateReading, Position, likely_parses, reads
from letopis.entities.dates.spelled import SPELLED_YEAR, spelled_number
from letopis.entities.dates.values import Point, century

_ENDING = r"(?:[-\u2010\u2011\u2013]?(?:ые|ых|ым|ыми|е|х|м|ми))"
_UNIT = rf"(?:{MAYBE_SPACE}(?P<unit>гг\.?|годы|годов|годам|годами|годах)(?![\w-]))"
_CENTURY = (
    rf"(?:{SPACE}(?:(?:(?P<roman>{ROMAN})(?!\w)|{ORDINAL_WORD}){MAYBE_SPACE}{CENTURY_UNIT}{ERA}"
    rf"|(?:прошлого|минувшего|нынешнего|этого){SPACE}(?:века|столетия){END}))?"
)
_DECADE = re.compile(rf"(?P<decade>\d{{4}}|\d\d)(?P<ending>{_ENDING})(?!\w){_UNIT}?{_CENTURY}", re.IGNORECASE)
_RANGE = re.compile(
    rf"(?P<low>\d{{4}}|\d\d){_ENDING}?(?:{DASH}|{SPACE}(?:по|до){SPACE})(?P<high>\d{{4}}|\d\d){_ENDING}(?!\w){_UNIT}?{_CENTURY}",
    re.IGNORECASE,
)
_SPELLED_RANGE = re.compile(
    rf"(?P<low>{'|'.join(DECADE_WORDS)})(?:ые|ых|ым|ыми){DASH}(?P<high>{'|'.join(DECADE_WORDS)})(?:ые|ых|ым|ыми)"
    rf"{SPACE}(?:гг\.?|годы|годов|годам|годами|годах)(?![\w-]){_CENTURY}",
    re.IGNORECASE,
)
_SPELLED = re.compile(
    rf"(?:(?P<decade>{'|'.join(DECADE_WORDS)})(?:ые|ых|ым|ыми)|(?P<noughties>нулевы|двухтысячны)(?:е|х|м|ми))"
    rf"{SPACE}(?P<unit>гг\.?|годы|годов|годам|годами|годах)(?![\w-]){_CENTURY}",
    re.IGNORECASE,
)
_LISTED = re.compile(rf"(?:,|,?{SPACE}и(?:ли)?|{DASH}){SPACE}?(?:в{SPACE})?\d\d{_ENDING}", re.IGNORECASE)
_NEXT_WORD = re.compile(rf"{SPACE}([а-яё]+)")


@reads(_RANGE)
def decade_range(place: Position, found: re.Match[str]) -> DateReading | None:
    """From decade to decade: ``{DATE=198X/199X|1980–1990-х гг.}``, ``60–70-е годы XIX века``."""
    if len(found["low"]) < len(found["high"]) or int(found["low"]) % 10:
        return None
    low, high = found["low"], found["high"]
    if len(low) == 4 and len(high) == 2:
        high = low[:2] + high
    if int(high) % 10 or int(low) >= int(high) or (len(low) == 2 and not found["unit"]):
        return None
    points = tuple(Point(_decade(digits, found)) for digits in (low, high))
    return DateReading(start=place.at, end=found.end(), points=points, link="/")


@reads(_DECADE)
def decade(place: Position, found: re.Match[str]) -> DateReading | None:
    """A decade: ``{DATE=193X|1930-х гг.}``, ``в {DATE=184X|40-х годах XIX века}``; not ``50-е место``."""
    if int(found["decade"]) % 10:
        return None
    digits, ending = found["decade"], found["ending"].lstrip("-\u2010\u2011\u2013").lower()
    if not found["unit"]:
        if ending in {"м", "ми", "ым", "ыми"}:
            return None
        listed = place.match(_LISTED, found.end()) is not None
        introduced = _alone(place, found.end()) and (place.narrowed or place.preposition)
        if len(digits) == 2 and not (listed or introduced):
            return None
    return DateReading(start=place.at, end=found.end(), points=(Point(_decade(digits, found)),))


@reads(_SPELLED_RANGE)
def spelled_decade_range(place: Position, found: re.Match[str]) -> DateReading | None:
    """From decade to decade in words: ``в {DATE=193X/194X|тридцатых–сороковых годах XX века}``."""
    low, high = (DECADE_WORDS[found[name].lower()] for name in ("low", "high"))
    if low >= high:
        return None
    points = tuple(Point(_decade(f"{digits}", found)) for digits in (low, high))
    return DateReading(start=place.at, end=found.end(), points=points, link="/")


@reads(_SPELLED)
def spelled_decade(place: Position, found: re.Match[str]) -> DateReading | None:
    """A decade in words: ``в {DATE=134X|сороковых годах XIV века}``."""
    if found["noughties"]:
        return DateReading(start=place.at, end=found.end(), points=(Point("200X"),))
    digits = f"{DECADE_WORDS[found['decade'].lower()]}"
    return DateReading(start=place.at, end=found.end(), points=(Point(_decade(digits, found)),))


def spelled_year(place: Position) -> DateReading | None:
    """A year in words: ``в {DATE=1945|тысяча девятьсот сорок пятом году}``."""
    found = place.match(SPELLED_YEAR)
    year = spelled_number(found) if found and place.free else None
    if found is None or year is None or year.startswith("_"):
        return None
    return DateReading(start=place.at, end=found.end(), points=(Point(year),))


def _decade(digits: str, found: re.Match[str]) -> str:
    """Write a decade, in its century where the text names one; before our era the century alone is safe."""
    if len(digits) == 4:
        return f"{digits[:3]}X"
    number = (
        roman(found["roman"]) if found["roman"] else ordinal(found["stem"], found["tens"]) if found["stem"] else None
    )
    if number is None:
        return f"__{digits[0]}X"
    if found["bc"]:
        return century(number, before_christ=True)
    return f"{number - 1:02d}{digits[0]}X"


def _alone(place: Position, end: int) -> bool:
    following = place.match(_NEXT_WORD, end)
    return following is None or not any(parse.pos == "NOUN" for parse in likely_parses(following[1]))
