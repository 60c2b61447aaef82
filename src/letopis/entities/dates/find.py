"""Find the dates of a text: triggers, rules, narrowing words, stretches, context."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from letopis.entities.dates.context import resolve
from letopis.entities.dates.nerel import as_nerel
from letopis.entities.dates.patterns import (
    DASH,
    DIGIT_TRIGGER,
    LONGEST_PERIOD,
    PERIOD_BEFORE,
    ROMAN_TRIGGER,
    SPACE,
    WORD_TRIGGER,
    modifier_of,
    preposition_at,
)
from letopis.entities.dates.reading import DateReading, Position, Rule, years_backwards
from letopis.entities.dates.relative import Reference, read_reference, relative_readings
from letopis.entities.dates.rules import DIGIT_RULES, ROMAN_RULES, WORD_RULES, read_date
from letopis.entities.dates.values import in_order
from letopis.records import Entity, Sentence

_BESIDE = re.compile(r",?\s|\s?[–—(-]\s?")

LONGEST_NUMBER = 4
"""A longer run of figures begins no date."""

_DASH = re.compile(DASH)
_UNTIL = re.compile(rf"{SPACE}(?:по|до|на){SPACE}")
_AND = re.compile(rf"{SPACE}и{SPACE}")
DAY = 3
LONGEST_GAP = 10
"""Characters between two dates that may be one stretch."""


def find_dates(
    text: str,
    sentences: Sequence[Sentence] | None = None,
    *,
    document_date: str | None = None,
    scheme: str = "letopis",
) -> list[Entity]:
    """Return the dates of a clean text, in order, with EDTF values; no date crosses a sentence's end.

    Spans leave out prepositions and weekdays, and take the unit (``г.``, ``века``, ``до н. э.``) and a narrowing
    word, which is in ``modifier``. ``from_context`` tells that the year, or the century of two digits, is not in the
    span. An impossible date has no value and ``impossible``. Time and memory grow linearly with the text.

    With a ``document_date`` (``2016``, ``2016-05`` or ``2016-05-03``) relative dates are found too, as far as it makes
    them exact: ``вчера``, ``прошлом году``. The ``scheme`` ``nerel`` marks as NEREL does
    (:func:`letopis.entities.dates.nerel.as_nerel`).

    Raises:
        InputError: ``document_date`` is no such date.

    >>> [(d.value, d.modifier) for d in find_dates("с 19 января 1993 г. до конца ХV века, 31 ноября 2012 г.")]
    [('1993-01-19', None), ('14XX', 'end'), (None, None)]
    >>> [d.value for d in find_dates("Вчера и на прошлой неделе.", document_date="2016-05-03")]
    ['2016-05-02', '2016-04-25/2016-05-01']
    """
    reference = read_reference(document_date) if document_date else None
    readings = join_ranges(text, _readings(text, sentences))
    if reference is not None and scheme != "nerel":
        readings = _with_relative(text, readings, sentences, reference)
    found = resolve(text, readings, reference.year if reference else None)
    return as_nerel(text, found, reference) if scheme == "nerel" else found


def _readings(text: str, sentences: Sequence[Sentence] | None) -> list[DateReading]:
    readings: list[DateReading] = []
    done = 0
    for place, rules in _places(text, sentences):
        if place.at < done:
            continue
        reading = read_date(place, rules)
        if reading is not None:
            reading = _narrow(text, reading, max(done, place.first))
            readings.append(reading)
            done = reading.end
    return readings


def _with_relative(
    text: str, readings: list[DateReading], sentences: Sequence[Sentence] | None, reference: Reference
) -> list[DateReading]:
    """Add the relative dates that stand apart: in ``в пятницу, 12 мая`` the weekday says nothing new."""
    starts = [sentence.start for sentence in sentences or ()]
    bounds = [(reading.start, reading.end) for reading in readings]
    for one in sorted(relative_readings(text, reference), key=lambda one: (one.start, -one.end)):
        near = bisect_left(bounds, (one.start, one.end))
        before, after = bounds[near - 1 : near], bounds[near : near + 1]
        beside = after and (after[0][0] < one.end or _BESIDE.fullmatch(text[one.end : after[0][0]]))
        if not (beside or (before and before[0][1] > one.start)):
            first = starts[bisect_right(starts, one.start) - 1] if starts else 0
            narrowed = _narrow(text, one, max(first, before[0][1] if before else 0))
            bounds.insert(near, (narrowed.start, narrowed.end))
            readings.insert(near, narrowed)
    return readings


def _places(text: str, sentences: Sequence[Sentence] | None) -> Iterator[tuple[Position, tuple[Rule, ...]]]:
    """Return the places where a date may begin, each with the rules for its first character."""
    bounds = iter([(s.start, s.end) for s in sentences] if sentences else [(0, len(text))])
    first, stop = next(bounds)
    for at, end, rules in _triggers(text):
        while at >= stop:
            following = next(bounds, None)
            if following is None:
                return
            first, stop = following
        if at >= first and end - at <= max(LONGEST_NUMBER, end - at if rules is not DIGIT_RULES else 0):
            yield Position(text, at, first, stop), rules


def _triggers(text: str) -> list[tuple[int, int, tuple[Rule, ...]]]:
    small = _small(text)
    found = [(*match.span(), DIGIT_RULES) for match in DIGIT_TRIGGER.finditer(small)]
    found += [(*match.span(), WORD_RULES) for match in WORD_TRIGGER.finditer(small)]
    found += [
        (match.start(), match.end(), ROMAN_RULES)
        for match in ROMAN_TRIGGER.finditer(text)
        if not (match.end() < len(text) and text[match.end()].isalpha() and text[match.end()] not in "гмыо")
    ]
    return sorted(found, key=lambda item: item[0])


def _small(text: str) -> str:
    """Return the text in small letters, each character in its place, ``ё`` as ``е``."""
    small = text.lower().replace("ё", "е")
    if len(small) == len(text):
        return small
    return "".join(letter if len(letter.lower()) != 1 else letter.lower() for letter in text)


def _narrow(text: str, reading: DateReading, first: int) -> DateReading:
    """Take the narrowing word before a date into its span: ``{DATE=1942 start|начале 1942 г.}``."""
    if any(point.day for point in reading.points):
        return reading
    found = PERIOD_BEFORE.search(text[max(first, reading.start - LONGEST_PERIOD) : reading.start])
    if found is None:
        return reading
    modifier = None if reading.link else modifier_of(found[1])
    return replace(reading, start=reading.start - len(found.group()), modifier=modifier)


def join_ranges(text: str, readings: Sequence[DateReading]) -> list[DateReading]:
    """Join neighbouring readings that are the two ends of one stretch.

    ``с 12 апреля 2004 г. по 3 мая 2005 г.`` gives one span, from the first date to the last: the outer preposition
    stays outside, the inner one is in the middle of the span. The guidelines write ranges as one DATE
    (``январе – августе 2015 г.``), and the first end often has no year of its own.

    Example: ``с {DATE=2004-04-12/2005-05-03|12 апреля 2004 г. по 3 мая 2005 г.}``
    """
    joined: list[DateReading] = []
    for reading in readings:
        stretch = _stretch(joined[-1], reading) if joined and _is_stretch(text, joined[-1], reading) else None
        if stretch is None:
            joined.append(reading)
        else:
            joined[-1] = stretch
    return joined


def _is_stretch(text: str, low: DateReading, high: DateReading) -> bool:
    if low.link or high.link or not 0 < high.start - low.end <= LONGEST_GAP:
        return False
    gap = text[low.end : high.start]
    if _DASH.fullmatch(gap):
        return _precision(low) == _precision(high) or low.points[0].year is not None
    before = preposition_at(text[max(0, low.start - LONGEST_PERIOD) : low.start])
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
    if not (in_order(first, last) or first.year is last.year is None):
        return None
    return replace(
        low, end=high.end, points=(first, last), link="/", year_from=year_from, modifier=None, by="dates.range"
    )
