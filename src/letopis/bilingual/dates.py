"""English dates with the EDTF values of the Russian side: ``the 1930s`` is ``193X``, ``15th century`` ``14XX``."""

from __future__ import annotations

import re
from calendar import monthrange
from typing import NamedTuple

from letopis.bilingual.anchors import roman_value

_MONTHS = "january february march april may june july august september october november december".split()
_SHORT = {name[:3]: number for number, name in enumerate(_MONTHS, 1)}
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth twenty-first"
).split()
_MODIFIERS = {
    "early": "start", "beginning of": "start", "start of": "start", "late": "end", "end of": "end", "close of": "end",
    "mid": "mid", "middle of": "mid",
}  # fmt: skip

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_YEAR = r"(?:1\d{3}|20\d\d)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_DASH = r"\s?[–—-]\s?"
_NARROW = r"(?:(?P<narrow>(?:early|late|mid)(?=[\s-])|(?:beginning|start|end|close|middle)\sof)(?:\s|-)(?:the\s)?)?"
_DAYS = rf"(?P<day>{_DAY})(?:(?:{_DASH}|\sand\s)(?P<day2>{_DAY}))?"
_NUMERAL = r"\d{1,2}(?:st|nd|rd|th)|[XVI]{1,5}"
_CENTURY = (
    rf"(?P<ordinal>{_NUMERAL}|(?i:{'|'.join(_ORDINALS)}))"
    rf"(?P<second>(?:{_DASH}|\sand\s)(?:the\s)?(?:{_NUMERAL}))?"
    r"[\s-][Cc]entur(?:y|ies)(?P<era>\s(?:BCE?|B\.C\.|AD|CE))?(?!\sof\s(?!our\b|the\s(?:Common|Christian)))"
)
_SEASON = rf"(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)\s(?:of\s)?(?P<year>{_YEAR})"
# A month alone is one after these words only: May and March are words, too.
_AFTER = (
    r"(?:(?<=\b[Ii]n )|(?<=\b[Bb]y )|(?<=\b[Oo]f )|(?<=\b[Ss]ince )|(?<=\b[Uu]ntil )|(?<=\b[Ff]rom )|(?<=\b[Ll]ast ))"
)
# The order decides: a pattern takes what the ones before it left.
_PATTERNS = tuple(
    (name, re.compile(rf"(?<![\w$€£№.-]){_NARROW}{pattern}(?![\w%]|[.,]\d)"))
    for name, pattern in (
        ("days", rf"{_DAYS}\s(?:of\s)?(?P<month>{_MONTH})(?:,?\s(?P<year>{_YEAR}))?"),
        ("days", rf"(?P<month>{_MONTH})\s{_DAYS}(?:,?\s(?P<year>{_YEAR}))?"),
        ("months", rf"(?P<month>{_MONTH})(?:{_DASH}|\sto\s)(?P<month2>{_MONTH})\s(?P<year>{_YEAR})"),
        ("months", rf"(?P<month>{_MONTH}),?\s(?:of\s)?(?P<year>{_YEAR})"),
        ("months", rf"(?P<month>{_MONTH})(?:{_DASH}|\sto\s)(?P<month2>{_MONTH})(?P<year>)"),
        ("months", rf"{_AFTER}(?P<month>{_MONTH})(?P<year>)(?!\s\d)"),
        ("season", _SEASON),
        ("century", _CENTURY),
        ("era", rf"(?P<year>\d{{1,4}})(?:{_DASH}(?P<year2>\d{{1,4}}))?\s(?P<era>BCE?|B\.C\.|AD|CE)"),
        ("era", r"(?P<era>AD)\s(?P<year>\d{1,4})(?P<year2>)"),
        ("decade", rf"(?P<year>{_YEAR})(?:['’]?s)"),
        ("years", rf"(?P<year>{_YEAR})(?:{_DASH}|\sto\s)(?P<year2>{_YEAR}|\d\d)"),
        ("year", rf"(?P<year>{_YEAR})"),
    )
)
_NO_YEAR_BEFORE = re.compile(r"(?:Nos?\.|Resolution|[Aa]bout|page|p\.|№)\s?$")
_NO_YEAR_AFTER = re.compile(
    r"\s?(?:%|percent|per cent|people|dollars|rubles|roubles|km|kilomet|metres|meters|years|soms|euros)"
)


class EnglishDate(NamedTuple):
    """A date of an English text; without a year ``value`` begins with ``XXXX``."""

    start: int
    end: int
    value: str | None
    modifier: str | None
    impossible: bool = False


def find_english_dates(text: str) -> list[EnglishDate]:
    """Return the dates of an English text in order, the longest where several could stand.

    >>> [date.value for date in find_english_dates("On 7–8 September 1998 and in the 1930s; 31 November 2009")]
    ['1998-09-07/1998-09-08', '193X', None]
    """
    found: list[EnglishDate] = []
    taken: list[tuple[int, int]] = []
    for name, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            if name in {"year", "years"} and (
                _NO_YEAR_BEFORE.search(text[: match.start()]) or _NO_YEAR_AFTER.match(text, match.end())
            ):
                continue
            date = _read(name, match)
            if date is not None:
                found.append(date)
                taken.append(match.span())
    return sorted(found)


def _read(name: str, match: re.Match[str]) -> EnglishDate | None:
    parts = match.groupdict()
    narrow = re.sub(r"\s+", " ", (parts.get("narrow") or "").lower())
    modifier = _MODIFIERS.get(narrow)
    value = {"days": _days, "months": _months, "season": _season, "century": _century, "decade": _decade, "era": _era,
             "years": _years, "year": _years}[name](parts)  # fmt: skip
    if value is None:
        return None
    return EnglishDate(match.start(), match.end(), value or None, modifier, impossible=not value)


def _days(parts: dict[str, str | None]) -> str:
    """Return the value of a day or some days; empty for a day that the month does not have."""
    month, year = _month(parts["month"]), parts["year"]
    days = [int(re.sub(r"\D", "", day)) for day in (parts["day"], parts["day2"]) if day]
    longest = monthrange(int(year), month)[1] if year else monthrange(2000, month)[1]
    if any(day > longest for day in days):
        return ""
    return "/".join(f"{year or 'XXXX'}-{month:02}-{day:02}" for day in days)


def _months(parts: dict[str, str | None]) -> str:
    months = [_month(name) for name in (parts["month"], parts.get("month2")) if name]
    return "/".join(f"{parts['year'] or 'XXXX'}-{month:02}" for month in months)


def _season(parts: dict[str, str | None]) -> str:
    return f"{parts['year']}-{_SEASONS[(parts['season'] or '').lower()]}"


def _century(parts: dict[str, str | None]) -> str | None:
    names = [parts["ordinal"] or ""]
    if parts["second"]:
        names.append(re.split(r"[\s–—-]", parts["second"])[-1])
    numbers = [_ordinal(name) for name in names]
    if not all(numbers):
        return None
    before = bool(parts["era"]) and "B" in (parts["era"] or "")
    return "/".join(f"-{number - 1:02}XX" if before else f"{number - 1:02}XX" for number in numbers)


def _ordinal(name: str) -> int:
    if name.lower() in _ORDINALS:
        return _ORDINALS.index(name.lower()) + 1
    digits = re.sub(r"\D", "", name)
    return int(digits) if digits else roman_value(name)


def _era(parts: dict[str, str | None]) -> str:
    """Return years before our era as EDTF counts them: 44 BC is ``-0043``."""
    years = [int(year) for year in (parts["year"], parts["year2"]) if year]
    before = (parts["era"] or "").startswith("B")
    return "/".join(f"-{year - 1:04}" if before else f"{year:04}" for year in years)


def _decade(parts: dict[str, str | None]) -> str | None:
    year = parts["year"] or ""
    if not year.endswith("0"):
        return None
    return f"{year[:2]}XX" if year.endswith("00") else f"{year[:3]}X"


def _years(parts: dict[str, str | None]) -> str:
    first, second = parts["year"] or "", parts.get("year2")
    if not second:
        return first
    return f"{first}/{first[: 4 - len(second)]}{second}"


def _month(name: str | None) -> int:
    return _SHORT[(name or "")[:3].lower()]
