"""Rules for years: ``1997 г.``, ``2013–2017 гг.``, ``44 г. до н. э.``, ``в том же году``; without unit ``в 1997``."""

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
    FIRST_YEAR,
    DateReading,
    Position,
    before_noun,
    counts,
    counts_years,
    digits_to_year,
    likely_parses,
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

LAST_BARE_YEAR = 2059
FIRST_LIKELY_YEAR = 1500
"""A bare number between punctuation marks is taken for a year from here on."""

_DIGITS = re.compile(r"\d{4}(?!\w|[-\u2010\u2011][^\W\d])")
_ORDINAL = re.compile(r"(?P<year>[12]\d{3})-?(?:й|го|м|му|ый|ой|ом|ого|ому)(?!\w)")
_BARE_RANGE = re.compile(rf"(?P<low>[12]\d{{3}})(?P<dash>{DASH}|/)(?P<high>\d{{4}}|\d\d)(?![\w/]|[-.,]\d)")
_NUMBERED = re.compile(
    r"(?:№|#|(?<!\w)(?:[сСcCpP]{1,2}|стр|тел|факс|п|ст|ГОСТ|ISO|ОСТ|ТУ|индекс)\.?)[ \u00a0]{0,2}$", re.IGNORECASE
)
_LIST_TO_UNIT = re.compile(
    rf"(?:,{SPACE}\d{{4}}){{0,8}},?{SPACE}(?:и|или){SPACE}\d{{4}}(?:{SPACE}?{YEAR_UNIT}|(?![\w-]))"
)
_OPENING = re.compile(r"(?:[(;,:]|[–—]|(?:\((?:[^()\d]{0,20} )?|[,;] )(?:р|род|ум|осн|около|ок)\.?)[ \u00a0]?$")
_CLOSING = re.compile(r"(?:[ \u00a0]?[),;–—»]|\.(?=\s|$|[)»–—])|\n|$)")
_IMPRINT_BEFORE = re.compile(r"[^\W\d_»)]{2,}[.,»)]*[.,] ?(?:[–—-] )?$")
_IMPRINT = re.compile(
    r"[а-г]?\.[ \u00a0]?(?:[–—-][ \u00a0]?)?"
    r"(?:№|\d{1,4}[ \u00a0]?(?:[cсpр]\.|[а-я]{3,8}\b)|(?:[СCТЧРP]|Вып|Кн|Vol|No)\.[ \u00a0]?[\dIVXLC])"
)
"""What references have around the year: ``. 2001. № 2``, ``, 2000. – 300 с.``, ``. 1993. 15 мая``."""

_YEAR_LIST_BEFORE = re.compile(r"(?<!\d)[12]\d{3}(?:, | и | или )$")
_EVENT = re.compile(
    r"(?:олимпиад|олимпийск[а-яё]{2,3} игр|универсиад|чемпионат|кубк|кубок|евровидени|фестивал|форум|саммит|конкурс"
    r"|конференци|экспо|expo|сезон|выбор|драфт|евро|игр|премь?и|(?<!\w)ч[мe](?!\w)|(?<!\w)че(?!\w))"
    rf"[а-яё]{{0,4}}(?:{SPACE}(?:[а-яё]{{3,12}}|[А-ЯЁ][а-яё]{{2,12}})){{0,2}}(?:-|{SPACE})$",
    re.IGNORECASE,
)
_INSTRUMENT = re.compile(
    r"(?:(?<!\w)(?:договор|соглашени|протокол|конвенци|пакт|харти|деклараци|коммюнике|трактат|меморандум|перемири|конкордат)"
    rf"|[а-яё](?:ий|ого|ому|им|ом){SPACE}мир)[а-яё]{{0,3}}[ \u00a0]$",
    re.IGNORECASE,
)
"""An instrument; a peace needs the name that makes it one: ``Вестфальский мир 1648``."""

_OTHER_END = re.compile(rf"{SPACE}(?:по|до|на){SPACE}(\d{{1,9}})(?!\d)")
_JOINED = re.compile(r"[А-ЯЁа-яё][а-яё]{3}-$")
_FIRM = frozenset({"в", "во", "с", "со", "после"})
_UNIT = re.compile(rf"{MAYBE_SPACE}{YEAR_UNIT}", re.IGNORECASE)
_LOOSE = frozenset({"до", "к", "по", "от", "за", "на", "между", "около"})


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
    points = tuple(Point(digits_to_year(digits, bc=bc, era=era)) for digits in (low, high))
    return place.reading(found.end(), *points, link="/")


@reads(_YEAR)
def year_with_unit(place: Position, found: re.Match[str]) -> DateReading | None:
    """A year with its unit: ``в {DATE=1997|1997 г.}``, ``37-м году``; not an age, ``на 37-м году жизни``."""
    if _after_letters(place):
        return None
    digits, unit = found["year"], found["unit"].lower()
    if found["bc"] or found["ad"]:
        return place.reading(found.end(), Point(digits_to_year(digits, bc=bool(found["bc"]), era=True)))
    if place.match(_OF_LIFE, found.end()) or int(digits) > LAST_NAMED_YEAR:
        return None
    if len(digits) < 4 and not _short_year(place, digits, found["ending"], unit):
        return None
    return place.reading(found.end(), Point(digits_to_year(digits)))


@reads(_OF_ERA)
def year_of_era(place: Position, found: re.Match[str]) -> DateReading | None:
    """A year with an era alone: ``около {DATE=-0322|323 до н. э.}``."""
    if not (found["bc"] or found["ad"]):
        return None
    return place.reading(found.end(), Point(digits_to_year(found["year"], bc=bool(found["bc"]), era=True)))


@reads(_SAME_YEAR)
def same_year(place: Position, found: re.Match[str]) -> DateReading | None:
    """The year just named: ``В {DATE=1993|1993 г.} открыт фонд, в {DATE=1993|том же году} – школа``."""
    return place.reading(found.end(), Point(None), year_from="same")


@reads(_YEAR_BEFORE)
def year_before_or_after(place: Position, found: re.Match[str]) -> DateReading | None:
    """One year from the year just named: ``В {DATE=1993|1993 г.} открыт фонд, {DATE=1992|годом ранее} – школа``."""
    return place.reading(found.end(), Point(None), year_from="before" if found["before"] else "after")


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


@reads(_ORDINAL)
def ordinal_year(place: Position, found: re.Match[str]) -> DateReading | None:
    """A year with the ending of an ordinal: ``к {DATE=1937|1937-му}``; not ``2000-й посетитель``."""
    counted = int(found["year"]) % 100 == 0 and before_noun(place, found.end())
    return None if counted else place.reading(found.end(), Point(found["year"]))


@reads(_BARE_RANGE)
def bare_year_range(place: Position, found: re.Match[str]) -> DateReading | None:
    """From year to year without a unit: ``({DATE=1799/1837|1799–1837})``, ``сезон 2016/17``; not pages or counts."""
    if _NUMBERED.search(place.before):
        return None
    low, high = found["low"], found["high"]
    hyphen = found["dash"] == "-"
    if len(high) == 2:
        if int(high) <= int(low[2:]) or (hyphen and int(high) <= 12):
            return None
        high = low[:2] + high
    if not FIRST_YEAR <= int(low) < int(high) <= LAST_BARE_YEAR or counts(place, found.end()):
        return None
    if found["dash"] == "/" and int(high) != int(low) + 1:
        return None
    return place.reading(found.end(), Point(low), Point(high), link="/")


def event_year(place: Position) -> DateReading | None:
    """The year in the name of a recurring event: ``Олимпиада-{DATE=2014|2014}``; not a model, ``Ту-154``."""
    found = place.match(_DIGITS)
    if found is None or not 1896 <= int(found.group()) <= LAST_BARE_YEAR or counts(place, found.end()):
        return None
    joined = _JOINED.search(place.before) and int(found.group()) % 100
    return place.reading(found.end(), Point(found.group())) if joined or _EVENT.search(place.before) else None


@reads(_DIGITS)
def year_of_instrument(place: Position, found: re.Match[str]) -> DateReading | None:
    """A bare year behind a treaty: ``Договор {DATE=1783|1783} о мире``; not a number, ``по договору 1200 дворов``."""
    year = int(found.group())
    if not FIRST_YEAR <= year <= LAST_BARE_YEAR or counts(place, found.end()) or not _INSTRUMENT.search(place.before):
        return None
    return place.reading(found.end(), Point(found.group()))


@reads(_DIGITS)
def year_after_preposition(place: Position, found: re.Match[str]) -> DateReading | None:
    """A bare year after a preposition: ``в {DATE=1997|1997} принят``; not a count, ``в 2000 случаев``."""
    if counts(place, found.end()):
        return None
    other = place.match(_OTHER_END, found.end())
    counted = other and not place.match(_UNIT, other.end()) and counts(place, other.end())
    if other and (counted or not FIRST_YEAR <= int(other[1]) <= LAST_BARE_YEAR):
        return None
    year, preposition = int(found.group()), place.preposition
    firm = preposition in _FIRM
    likely = firm or ((preposition in _LOOSE or place.narrowed) and year % 100)
    first = FIRST_YEAR if firm else FIRST_LIKELY_YEAR
    return place.reading(found.end(), Point(found.group())) if likely and first <= year <= LAST_BARE_YEAR else None


@reads(_DIGITS)
def year_in_list(place: Position, found: re.Match[str]) -> DateReading | None:
    """A year of a list, each its own span: ``в {DATE=1958|1958}, {DATE=1962|1962} и {DATE=1970|1970 гг.}``."""
    if not FIRST_YEAR <= int(found.group()) <= LAST_BARE_YEAR:
        return None
    listed = place.match(_LIST_TO_UNIT, found.end())
    opens = place.preposition or _YEAR_LIST_BEFORE.search(place.before)
    begun = listed and (opens or re.search(rf"{YEAR_UNIT}$", listed.group(), re.IGNORECASE))
    goes_on = begun or (_YEAR_LIST_BEFORE.search(place.before) and not counts(place, found.end()))
    return place.reading(found.end(), Point(found.group())) if goes_on else None


@reads(_DIGITS)
def year_between_marks(place: Position, found: re.Match[str]) -> DateReading | None:
    """A bare year that punctuation sets off: ``Соннинга ({DATE=1981|1981})``, ``Баку, {DATE=2000|2000}. – 9 с.``."""
    if not FIRST_LIKELY_YEAR <= int(found.group()) <= LAST_BARE_YEAR:
        return None
    if _IMPRINT_BEFORE.search(place.before) and place.match(_IMPRINT, found.end()):
        return place.reading(found.end(), Point(found.group()))
    opening, closing = _OPENING.search(place.before), place.match(_CLOSING, found.end())
    if opening is None or closing is None or counts(place, found.end()) or re.search(r"\d, $", place.before[:-1] + " "):
        return None
    if int(found.group()) % 100 == 0 and "(" not in opening.group():
        return None
    return place.reading(found.end(), Point(found.group()))
