"""Rules for years without a unit: ``(1799–1837)``, ``в 1997``, ``1937-й``, ``Олимпиада-2014``."""

from __future__ import annotations

import re

from letopis.entities.dates.patterns import DASH, MAYBE_SPACE, SPACE, YEAR_UNIT
from letopis.entities.dates.reading import FIRST_YEAR, DateReading, Position, counts, likely_parses, one_year, reads
from letopis.entities.dates.values import Point

LAST_BARE_YEAR = 2059
FIRST_LIKELY_YEAR = 1500
"""A bare number between punctuation marks is taken for a year from here on."""

_DIGITS = re.compile(r"\d{4}(?!\w|[-\u2010\u2011][^\W\d])")
_ORDINAL = re.compile(r"(?P<year>[12]\d{3})-?(?:й|го|м|му|ый|ой|ом|ого|ому)(?!\w)")
_RANGE = re.compile(rf"(?P<low>[12]\d{{3}})(?P<dash>{DASH}|/)(?P<high>\d{{4}}|\d\d)(?![\w/]|[-.,]\d)")
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
_OTHER_END = re.compile(rf"{SPACE}(?:по|до|на){SPACE}(\d{{1,9}})(?!\d)")
_JOINED = re.compile(r"[А-ЯЁа-яё][а-яё]{3}-$")
_FIRM = frozenset({"в", "во", "с", "со", "после"})
_UNIT = re.compile(rf"{MAYBE_SPACE}{YEAR_UNIT}", re.IGNORECASE)
_LOOSE = frozenset({"до", "к", "по", "от", "за", "на", "между", "около"})


@reads(_ORDINAL)
def ordinal_year(place: Position, found: re.Match[str]) -> DateReading | None:
    """A year with the ending of an ordinal: ``к {DATE=1937|1937-му}``; not ``2000-й посетитель``."""
    following = re.match(r"[ \u00a0]([а-яё]+)", place.text[found.end() : found.end() + LONGEST_NEXT])
    if (
        following
        and int(found["year"]) % 100 == 0
        and any(parse.pos == "NOUN" for parse in likely_parses(following[1]))
    ):
        return None
    return one_year(place, found["year"], found.end())


@reads(_RANGE)
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
    return DateReading(start=place.at, end=found.end(), points=(Point(low), Point(high)), link="/")


def event_year(place: Position) -> DateReading | None:
    """The year in the name of a recurring event: ``Олимпиада-{DATE=2014|2014}``; not a model, ``Ту-154``."""
    found = place.match(_DIGITS)
    if found is None or not 1896 <= int(found.group()) <= LAST_BARE_YEAR or counts(place, found.end()):
        return None
    joined = _JOINED.search(place.before) and int(found.group()) % 100
    return one_year(place, found.group(), found.end()) if joined or _EVENT.search(place.before) else None


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
    round_number = year % 100 == 0
    if preposition in _FIRM and FIRST_YEAR <= year <= LAST_BARE_YEAR:
        return one_year(place, found.group(), found.end())
    likely = preposition in _LOOSE or place.narrowed
    if likely and FIRST_LIKELY_YEAR <= year <= LAST_BARE_YEAR and not round_number:
        return one_year(place, found.group(), found.end())
    return None


@reads(_DIGITS)
def year_in_list(place: Position, found: re.Match[str]) -> DateReading | None:
    """A year of a list, each its own span: ``в {DATE=1958|1958}, {DATE=1962|1962} и {DATE=1970|1970 гг.}``."""
    if not FIRST_YEAR <= int(found.group()) <= LAST_BARE_YEAR:
        return None
    listed = place.match(_LIST_TO_UNIT, found.end())
    opens = place.preposition or _YEAR_LIST_BEFORE.search(place.before)
    if not (listed and (opens or re.search(rf"{YEAR_UNIT}$", listed.group(), re.IGNORECASE))):
        closes = _YEAR_LIST_BEFORE.search(place.before) and not counts(place, found.end())
        if not closes:
            return None
    return one_year(place, found.group(), found.end())


@reads(_DIGITS)
def year_between_marks(place: Position, found: re.Match[str]) -> DateReading | None:
    """A bare year that punctuation sets off: ``Соннинга ({DATE=1981|1981})``, ``Баку, {DATE=2000|2000}. – 9 с.``."""
    if not FIRST_LIKELY_YEAR <= int(found.group()) <= LAST_BARE_YEAR:
        return None
    if _IMPRINT_BEFORE.search(place.before) and place.match(_IMPRINT, found.end()):
        return one_year(place, found.group(), found.end())
    opening, closing = _OPENING.search(place.before), place.match(_CLOSING, found.end())
    if opening is None or closing is None or counts(place, found.end()) or re.search(r"\d, $", place.before[:-1] + " "):
        return None
    if int(found.group()) % 100 == 0 and "(" not in opening.group():
        return None
    return one_year(place, found.group(), found.end())


LONGEST_NEXT = 30
"""Characters to the right in which the next word is looked at."""
