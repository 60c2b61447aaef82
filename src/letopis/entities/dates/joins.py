"""Two dates that a dash or prepositions join are one stretch: ``30 марта – 2 апреля 2012 г.``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from letopis.entities.dates.patterns import DASH, LONGEST_PERIOD, PREPOSITION, SPACE
from letopis.entities.dates.reading import DateReading, years_backwards
from letopis.entities.dates.values import Point, in_order

_DASH = re.compile(DASH)
_UNTIL = re.compile(rf"{SPACE}(?:по|до|на){SPACE}")
_AND = re.compile(rf"{SPACE}и{SPACE}")
DAY = 3
LONGEST_GAP = 10
"""Characters between two dates that may be one stretch."""


def join_ranges(text: str, readings: Sequence[DateReading]) -> list[DateReading]:
    """Join neighbouring readings that are the two ends of one stretch.

    ``с 12 апреля 2004 г. по 3 мая 2005 г.`` gives one span, from the first date to the last: the outer preposition
    stays outside, the inner one is in the middle of the span. The guidelines write ranges as one DATE
    (``январе – августе 2015 г.``), and the first end often has no year of its own.

    Example: ``с {DATE=2004-04-12/2005-05-03|12 апреля 2004 г. по 3 мая 2005 г.}``
    """
    joined: list[DateReading] = []
    for reading in readings:
        if joined and _is_stretch(text, joined[-1], reading):
            stretch = _stretch(joined[-1], reading)
            if stretch is not None:
                joined[-1] = stretch
                continue
        joined.append(reading)
    return joined


def _is_stretch(text: str, low: DateReading, high: DateReading) -> bool:
    if low.link or high.link or not 0 < high.start - low.end <= LONGEST_GAP:
        return False
    gap = text[low.end : high.start]
    if _DASH.fullmatch(gap):
        return _precision(low) == _precision(high) or low.points[0].year is not None
    found = PREPOSITION.search(text[max(0, low.start - LONGEST_PERIOD) : low.start])
    before = found["preposition"].lower().replace("c", "с") if found else ""
    if _UNTIL.fullmatch(gap):
        turns = "на" in gap and _precision(high) < DAY
        return before in {"с", "со", "от"} and not turns
    return before == "между" and _AND.fullmatch(gap) is not None


def _precision(reading: DateReading) -> int:
    point = reading.points[0]
    return DAY if point.day else 2 if point.month else 1 if point.exact_year is not None else 0


def _stretch(low: DateReading, high: DateReading) -> DateReading | None:
    """Join two single dates; the first takes the year or the century of the second where it has none."""
    first, last = low.points[0], high.points[0]
    year_from = high.year_from
    if first.year is None and low.year_from == "context":
        first, last = years_backwards((first, last), last.year)
    elif first.year is None:
        return None
    elif last.year is None and high.year_from == "context":
        last = last._replace(year=first.year)
        year_from = ""
        if not in_order(first, last) and last.exact_year is not None:
            last = last._replace(year=f"{last.exact_year + 1:04d}")
    elif first.year.startswith("__") and last.year and not last.year.startswith(("__", "-")):
        first = first._replace(year=last.year[:2] + first.year[2:])
    if not _ordered(first, last):
        return None
    return replace(
        low, end=high.end, points=(first, last), link="/", year_from=year_from, modifier=None, by="dates.range"
    )


def _ordered(first: Point, last: Point) -> bool:
    unknown = first.year is None and last.year is None
    return unknown or in_order(first, last)
