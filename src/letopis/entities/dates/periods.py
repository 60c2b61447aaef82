"""Rules for parts of years and for decades: ``августа 2012 г.``, ``II квартале 2015 г.``, ``в 90-е годы XIX века``."""

from __future__ import annotations

import re

from letopis.entities.dates.patterns import (
    CENTURY_UNIT,
    DASH,
    DECADE_WORDS,
    END,
    ERA,
    MAYBE_SPACE,
    MONTH,
    MONTH_ABBREVIATED,
    ORDINAL_ENDING,
    ORDINAL_WORD,
    ROMAN,
    SEASON,
    SPACE,
    SPELLED_YEAR,
    YEAR_UNIT,
    month_number,
    number_of,
    numeral,
    season_number,
    spelled_number,
)
from letopis.entities.dates.reading import DateReading, Position, before_noun, reads, with_year
from letopis.entities.dates.values import HALVES, QUARTERS, WINTER, Point, century

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
    rf"зим(?:а|ы|е|у|ою|ой){SPACE}(?P<low>\d{{4}})(?:{DASH}|/)(?P<high>\d{{4}}|\d\d)(?![\w-])(?:{MAYBE_SPACE}{YEAR_UNIT})?",
    re.IGNORECASE,
)
_PART = re.compile(
    rf"(?:(?P<numeral>{ROMAN}|[1-4])|{ORDINAL_WORD}){ORDINAL_ENDING}{SPACE}"
    rf"(?:(?P<quarter>квартал(?:а|у|ом|е|ы|ов)?{END}|кв\.)|полугоди(?:е|я|ю|ем|и){END})",
    re.IGNORECASE,
)
_PART_RANGE = re.compile(
    rf"(?P<low>{ROMAN}|[1-4]){ORDINAL_ENDING}(?:{DASH}|{SPACE}и{SPACE})(?P<high>{ROMAN}|[1-4]){ORDINAL_ENDING}{SPACE}"
    rf"квартал(?:а|у|ом|е|ы|ов|ах|ам)?{END}"
)
_MONTH_PREPOSITIONS = frozenset({"в", "с", "со", "к", "ко", "до", "от", "по", "на", "после", "за", "между", "около"})

_ENDING = r"(?:[-\u2010\u2011\u2013]?(?:ые|ых|ым|ыми|е|х|м|ми))"
_YEARS = r"(?:гг\.?|годы|годов|годам|годами|годах)(?![\w-])"
_UNIT = rf"(?:{MAYBE_SPACE}(?P<unit>{_YEARS}))"
_WORD = rf"(?:{'|'.join(DECADE_WORDS)})"
_CENTURY = (
    rf"(?:{SPACE}(?:(?:(?P<numeral>{ROMAN})(?!\w)|{ORDINAL_WORD}){MAYBE_SPACE}{CENTURY_UNIT}{ERA}"
    rf"|(?:прошлого|минувшего|нынешнего|этого){SPACE}(?:века|столетия){END}))?"
)
_DECADE = re.compile(rf"(?P<decade>\d{{4}}|\d\d)(?P<ending>{_ENDING})(?!\w){_UNIT}?{_CENTURY}", re.IGNORECASE)
_DECADE_RANGE = re.compile(
    rf"(?P<low>\d{{4}}|\d\d){_ENDING}?(?:{DASH}|{SPACE}(?:по|до){SPACE})(?P<high>\d{{4}}|\d\d){_ENDING}(?!\w){_UNIT}?{_CENTURY}",
    re.IGNORECASE,
)
_SPELLED_RANGE = re.compile(
    rf"(?P<low>{_WORD})(?:ые|ых|ым|ыми){DASH}(?P<high>{_WORD})(?:ые|ых|ым|ыми){SPACE}{_YEARS}{_CENTURY}",
    re.IGNORECASE,
)
_SPELLED = re.compile(
    rf"(?:(?P<decade>{_WORD})(?:ые|ых|ым|ыми)|(?P<noughties>нулевы|двухтысячны)(?:е|х|м|ми)){SPACE}{_YEARS}{_CENTURY}",
    re.IGNORECASE,
)
_LISTED = re.compile(rf"(?:,|,?{SPACE}и(?:ли)?|{DASH}){SPACE}?(?:в{SPACE})?\d\d{_ENDING}", re.IGNORECASE)


@reads(_MONTH_RANGE)
def month_range(place: Position, found: re.Match[str]) -> DateReading | None:
    """From month to month: ``{DATE=2015-01/2015-08|январе – августе 2015 г.}``; without a year after a preposition."""
    points = (Point(None, month_number(found["low"])), Point(None, month_number(found["high"])))
    undated = place.reading(found.end(), *points, link="/", year_from="context")
    placed = place.preposition in _MONTH_PREPOSITIONS or place.narrowed
    return with_year(place, found.end(), points, "/") or (undated if placed else None)


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
    return place.reading(found.end(), Point(None, month_number(word)), year_from="context")


@reads(_TWO_YEARS)
def winter_of_two_years(place: Position, found: re.Match[str]) -> DateReading | None:
    """A winter has the number of the year in which it begins: ``{DATE=1941-24|зимой 1941–1942 гг.}``."""
    following = int(found["low"]) + 1
    runs_on = int(found["high"]) in {following, following % 100}
    return place.reading(found.end(), Point(found["low"], WINTER)) if runs_on else None


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
    low, high = (numeral(found[name]) for name in ("low", "high"))
    if low is None or high is None or not low < high <= 4:
        return None
    return with_year(place, found.end(), (Point(None, QUARTERS[low - 1]), Point(None, QUARTERS[high - 1])), "/")


@reads(_PART)
def quarter_or_half(place: Position, found: re.Match[str]) -> DateReading | None:
    """A quarter or half-year with its year: ``{DATE=2015-34|II квартале 2015 г.}``, ``первом полугодии 2015 г.``."""
    number, numbers = number_of(found), QUARTERS if found["quarter"] else HALVES
    if number is None or number > len(numbers):
        return None
    return with_year(place, found.end(), (Point(None, numbers[number - 1]),))


@reads(_DECADE_RANGE)
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
    return place.reading(found.end(), *points, link="/")


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
        introduced = not before_noun(place, found.end()) and (place.narrowed or place.preposition)
        if len(digits) == 2 and not (listed or introduced):
            return None
    return place.reading(found.end(), Point(_decade(digits, found)))


@reads(_SPELLED_RANGE)
def spelled_decade_range(place: Position, found: re.Match[str]) -> DateReading | None:
    """From decade to decade in words: ``в {DATE=193X/194X|тридцатых–сороковых годах XX века}``."""
    low, high = (DECADE_WORDS[found[name].lower()] for name in ("low", "high"))
    if low >= high:
        return None
    points = tuple(Point(_decade(f"{digits}", found)) for digits in (low, high))
    return place.reading(found.end(), *points, link="/")


@reads(_SPELLED)
def spelled_decade(place: Position, found: re.Match[str]) -> DateReading | None:
    """A decade in words: ``в {DATE=134X|сороковых годах XIV века}``."""
    if found["noughties"]:
        return place.reading(found.end(), Point("200X"))
    digits = f"{DECADE_WORDS[found['decade'].lower()]}"
    return place.reading(found.end(), Point(_decade(digits, found)))


@reads(SPELLED_YEAR)
def spelled_year(place: Position, found: re.Match[str]) -> DateReading | None:
    """A year in words: ``в {DATE=1945|тысяча девятьсот сорок пятом году}``."""
    year = spelled_number(found)
    return None if year is None or year.startswith("_") else place.reading(found.end(), Point(year))


def _decade(digits: str, found: re.Match[str]) -> str:
    """Write a decade, in its century where the text names one; before our era the century alone is safe."""
    if len(digits) == 4:
        return f"{digits[:3]}X"
    number = number_of(found)
    if number is None:
        return f"__{digits[0]}X"
    return century(number, bc=True) if found["bc"] else f"{number - 1:02d}{digits[0]}X"
