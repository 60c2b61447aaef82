"""TimeML: for each article a ``.tml`` with its text, its dates as ``<TIMEX3>`` and the document's own date.

Values go from EDTF to those of TIMEX3 as far as it has them (:func:`timex_value`). A stretch is a ``DURATION`` whose
ends are two elements without text behind it. The standard: TimeML 1.2.1, https://timeml.github.io/site/publications/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from letopis.errors import InputError
from letopis.formats.folders import NO_XML, write_folder
from letopis.records import Article, Entity

MODIFIERS = {"start": "START", "mid": "MID", "end": "END"}
"""Our words for a narrowed period, and the attribute ``mod``."""

SEASONS = {21: "SP", 22: "SU", 23: "FA", 24: "WI", 33: "Q1", 34: "Q2", 35: "Q3", 36: "Q4", 40: "H1", 41: "H2"}
"""EDTF's numbers of seasons, quarters and half-years."""

UNKNOWN = "XXXX-XX-XX"
"""The value of a date that the calendar does not have."""

_POINT = re.compile(r"(?P<year>-?[\dX]{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?P<about>[~?%])?")
_DAY, _MONTH, _YEAR = re.compile(r"\d{4}-[01]\d-\d\d"), re.compile(r"\d{4}-[01]\d"), re.compile(r"\d{4}")
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<TimeML>\n'


def write_timex3(folder: Path, articles: Sequence[Article]) -> int:
    """Write articles as TimeML and give their number.

    Raises:
        InputError: an id that cannot name a file, or a text that XML cannot hold.
        OutputError: the folder cannot be written, or holds other things.
    """
    return write_folder(folder, articles, "TimeML", {".tml": timeml})


def timeml(article: Article) -> str:
    """Return the TimeML document of an article.

    >>> entity = Entity.at("В 1993 г.", 2, 9, "DATE", value="1993")
    >>> print(timeml(Article(id="a", text="В 1993 г.", entities=[entity])).splitlines()[-2])
    <TEXT>В <TIMEX3 tid="t1" type="DATE" value="1993">1993 г.</TIMEX3></TEXT>
    """
    if NO_XML.search(article.text):
        raise InputError(f"article {article.id!r}: its text has characters that XML cannot hold")
    written = str(article.pipeline.get("document_date") or "")
    known = {"value": written, "functionInDocument": "CREATION_TIME"}
    own = f"<DCT>{_tag('t0', 'DATE', known, written)}</DCT>\n" if written else ""
    parts, done, number = [], 0, 1
    for one in sorted((e for e in article.entities if e.label == "DATE"), key=lambda e: e.start_offset):
        tags = list(_tags(one, number))
        number += len(tags)
        parts += [escape(article.text[done : one.start_offset]), *tags]
        done = one.end_offset
    parts.append(escape(article.text[done:]))
    return f"{_HEAD}<DOCID>{escape(article.id)}</DOCID>\n{own}<TEXT>{''.join(parts)}</TEXT>\n</TimeML>\n"


def _tags(one: Entity, number: int) -> Iterator[str]:
    """Yield the element of a date, and those of the ends of a stretch."""
    low, slash, high = (one.value or "").partition("/")
    known = {"mod": MODIFIERS.get(one.modifier or ""), "temporalFunction": "true" if one.from_context else None}
    if not slash:
        about = {"mod": "APPROX"} if low[-1:] in {"~", "%"} else {}
        yield _tag(f"t{number}", "DATE", {"value": timex_value(one.value), **known, **about}, one.text)
        return
    ends = {"beginPoint": f"t{number + 1}", "endPoint": f"t{number + 2}"}
    yield _tag(f"t{number}", "DURATION", {"value": period(low, high), **ends, **known}, one.text)
    for place, end in enumerate((low, high), number + 1):
        yield _tag(f"t{place}", "DATE", {"value": timex_value(end)}, "")


def _tag(tid: str, kind: str, known: Mapping[str, str | None], text: str) -> str:
    values = {"tid": tid, "type": kind, **known}
    attributes = " ".join(f"{name}={quoteattr(value)}" for name, value in values.items() if value)
    return f"<TIMEX3 {attributes}>{escape(text)}</TIMEX3>" if text else f"<TIMEX3 {attributes}/>"


def timex_value(value: str | None) -> str:
    """Return the value of TIMEX3 for a point of EDTF, or for a set of them what all share.

    Years before our era are counted as TIMEX3 counts them, so that ``-0043`` is 44 BC; a decade or century is cut off
    where it is open. A point without value is unknown in all its parts.

    >>> [timex_value(one) for one in ("1993-01-19", "XXXX-04-26", "193X", "14XX", "2000-23", "2015-34", "-0043")]
    ['1993-01-19', 'XXXX-04-26', '193', '14', '2000-FA', '2015-Q2', 'BC0044']
    >>> timex_value("-01XX"), timex_value("{2013-08-15,2013-08-18}"), timex_value(None)
    ('BC01', '2013-08', 'XXXX-XX-XX')
    """
    if value and value.startswith("{"):
        return _shared([timex_value(one) for one in value.strip("{}").split(",")])
    found = _POINT.fullmatch(value or "")
    if found is None:
        return UNKNOWN
    year = found["year"] if found["year"] == "XXXX" else found["year"].rstrip("X")
    if year.startswith("-"):
        year = f"BC{1 - int(year):04d}" if len(year) == 5 else f"BC{year[1:]}"
    elif year == "0000":
        year = "BC0001"
    month = int(found["month"] or 0)
    parts = [year, SEASONS.get(month) or found["month"], found["day"]]
    return "-".join(part for part in parts if part)


def _shared(values: Sequence[str]) -> str:
    """Return the parts that values have in common: the month of two days."""
    parts = list(zip(*(value.split("-") for value in values), strict=False))
    same = [part[0] for part in parts[: next((n for n, part in enumerate(parts) if len({*part}) > 1), len(parts))]]
    return "-".join(same) or UNKNOWN


def period(low: str, high: str) -> str:
    """Return how long a stretch is, both ends counted; of ends that are no days, months or years of our era it is open.

    >>> period("2013-08-15", "2013-08-16"), period("1991", "1994"), period("2015-01", "2015-08"), period("18XX", "19XX")
    ('P2D', 'P4Y', 'P8M', 'PXY')
    """
    if _DAY.fullmatch(low) and _DAY.fullmatch(high):
        return f"P{(date.fromisoformat(high) - date.fromisoformat(low)).days + 1}D"
    if _YEAR.fullmatch(low) and _YEAR.fullmatch(high):
        return f"P{int(high) - int(low) + 1}Y"
    if _MONTH.fullmatch(low) and _MONTH.fullmatch(high) and max(low[5:], high[5:]) <= "12":
        months = 12 * (int(high[:4]) - int(low[:4])) + int(high[5:]) - int(low[5:])
        return f"P{months + 1}M"
    return "PXY"
