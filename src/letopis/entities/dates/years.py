"""Rules for years with a unit or an era: ``1997 г.``, ``2013–2017 гг.``, ``44 г. до н. э.``, ``в том же году``."""

from __future__ import annotations

import re

from letopis.entities.dates.patterns import (
    DASH,
    END,
    ERA,
    MAYBE_SPACE,
    ORDINAL_ENDING,
    SCHOOL_YEAR,
    SPACE,
    YEAR_UNIT,
)
from letopis.entities.dates.reading import (
    DateReading,
    Position,
    counts_years,
    digits_to_year,
    likely_parses,
    one_year,
    reads,
)
from letopis.entities.dates.values import Point

LAST_NAMED_YEAR = 2999
"""Larger numbers before ``год`` count from the creation of the world or are no years."""

_YEAR = re.compile(
    rf"(?P<year>\d{{1,4}})(?P<ending>{ORDINAL_ENDING}){MAYBE_SPACE}{SCHOOL_YEAR}(?P<unit>{YEAR_UNIT}){ERA}",
    re.IGNORECASE,
)
_OF_ERA = re.compile(rf"(?P<year>\d{{1,4}}){ERA}", re.IGNORECASE)
_RANGE = re.compile(
    rf"(?P<low>\d{{1,4}}){ORDINAL_ENDING}(?:{MAYBE_SPACE}г\.|{SPACE}год(?:а|у)?)?"
    rf"(?:{DASH}|/)(?P<high>\d{{1,4}}){ORDINAL_ENDING}"
    rf"(?:{MAYBE_SPACE}{SCHOOL_YEAR}(?P<unit>{YEAR_UNIT})|(?![\w/])){ERA}",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"(?:(?<!\w)(?:ок|ум|род|р)\.|около|примерно)[ \u00a0]$", re.IGNORECASE)
_GENITIVE = re.compile(r"[ \u00a0]([а-яё]{3,})")
_OF_LIFE = re.compile(rf"{SPACE}(?:жизни|службы|правления|обучения)(?!\w)")
_SAME_YEAR = re.compile(rf"(?:том|того|тот){SPACE}же{SPACE}год(?:у|а)?{END}", re.IGNORECASE)
_YEAR_BEFORE = re.compile(rf"годом{SPACE}(?:(?P<before>ранее|раньше)|позже|позднее|спустя){END}", re.IGNORECASE)


@reads(_RANGE)
def year_range(place: Position, found: re.Match[str]) -> DateReading | None:
    """From year to year with a unit or an era: ``{DATE=2013/2017|2013–2017 гг.}``, ``2015/16 учебный год``."""
    if _after_letters(place) or not (found["unit"] or found["bc"] or found["ad"]):
        return None
    low, high, bc = found["low"], found["high"], bool(found["bc"])
    era = bc or bool(found["ad"])
    if len(low) == 4 and len(high) == 2 and int(high) > int(low[2:]):
        high = low[:2] + high
    unequal = len(low) != len(high) or (len(low) <= 2 and not _short_range(low, high, found["unit"]))
    if (unequal and not era) or int(low) == int(high) or (int(low) < int(high)) == bc:
        return None
    points = tuple(Point(digits_to_year(digits, before_christ=bc, era=era)) for digits in (low, high))
    return DateReading(start=place.at, end=found.end(), points=points, link="/")


@reads(_YEAR)
def year_with_unit(place: Position, found: re.Match[str]) -> DateReading | None:
    """A year with its unit: ``в {DATE=1997|1997 г.}``, ``37-м году``; not an age, ``на 37-м году жизни``."""
    if _after_letters(place):
        return None
    digits, unit = found["year"], found["unit"].lower()
    if found["bc"] or found["ad"]:
        return one_year(place, digits_to_year(digits, before_christ=bool(found["bc"]), era=True), found.end())
    if place.match(_OF_LIFE, found.end()) or int(digits) > LAST_NAMED_YEAR:
        return None
    if len(digits) < 4 and not _short_year(place, digits, found["ending"], unit):
        return None
    return one_year(place, digits_to_year(digits), found.end())


@reads(_OF_ERA)
def year_of_era(place: Position, found: re.Match[str]) -> DateReading | None:
    """A year with an era alone: ``около {DATE=-0322|323 до н. э.}``."""
    if not (found["bc"] or found["ad"]):
        return None
    return one_year(place, digits_to_year(found["year"], before_christ=bool(found["bc"]), era=True), found.end())


@reads(_SAME_YEAR)
def same_year(place: Position, found: re.Match[str]) -> DateReading | None:
    """The year just named: ``В {DATE=1993|1993 г.} открыт фонд, в {DATE=1993|том же году} – школа``."""
    return DateReading(start=place.at, end=found.end(), points=(Point(None),), year_from="same")


@reads(_YEAR_BEFORE)
def year_before_or_after(place: Position, found: re.Match[str]) -> DateReading | None:
    """One year from the year just named: ``В {DATE=1993|1993 г.} открыт фонд, {DATE=1992|годом ранее} – школа``."""
    source = "before" if found["before"] else "after"
    return DateReading(start=place.at, end=found.end(), points=(Point(None),), year_from=source)


def _weighs(place: Position, digits: str) -> bool:
    """``около 980 г. золота``: what is weighed follows in the genitive."""
    following = _GENITIVE.match(place.text, place.text.find("г.", place.at + len(digits)) + 2)
    return following is not None and likely_parses(following.group(1))[0].grammemes >= {"NOUN", "gent"}


def _short_range(low: str, high: str, unit: str | None) -> bool:
    """Return whether ``41–45 гг.`` are years; ``10–15 годам`` are counted, ``30–40 гг.`` are decades written short."""
    decades = low.endswith("0") and high.endswith("0")
    return len(low) == len(high) == 2 and (unit or "").lower().startswith("гг") and not decades


def _after_letters(place: Position) -> bool:
    """``Ту-154``, ``ЧМ-2018``: a number that a hyphen joins to a word."""
    return re.search(r"[^\W\d][-‑]$", place.before) is not None


def _short_year(place: Position, digits: str, ending: str, unit: str) -> bool:
    """Return whether ``862 г.``, ``862 году`` or ``37-м году`` is a year, and not an age or a weight."""
    if unit in {"годы", "годов", "годам", "годами", "годах", "гг", "гг."}:
        return False
    after_in = place.preposition == "в"
    if len(digits) == 3 and unit in {"г", "г."}:
        return unit == "г." and (after_in or bool(_ABOUT.search(place.before) and not _weighs(place, digits)))
    if len(digits) == 3:
        return bool(ending) or not counts_years(int(digits), unit)
    return len(digits) == 2 and (bool(ending) or (unit == "году" and after_in))
