"""Find the dates of a text: triggers, rules, narrowing words, stretches, context."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from letopis.entities.dates.context import resolve
from letopis.entities.dates.joins import join_ranges
from letopis.entities.dates.nerel import as_nerel
from letopis.entities.dates.patterns import (
    DIGIT_TRIGGER,
    LONGEST_PERIOD,
    PERIOD_BEFORE,
    ROMAN_TRIGGER,
    WORD_TRIGGER,
    modifier_of,
)
from letopis.entities.dates.reading import DateReading, Position, Rule
from letopis.entities.dates.relative import Reference, read_reference, relative_readings
from letopis.entities.dates.rules import DIGIT_RULES, ROMAN_RULES, WORD_RULES, read_date
from letopis.records import Entity, Sentence

_BESIDE = re.compile(r",?\s|\s?[–—(-]\s?")

LONGEST_NUMBER = 4
"""A longer run of figures begins no date."""


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
    found: re.Match[str] | None = PERIOD_BEFORE.search(text[max(first, reading.start - LONGEST_PERIOD) : reading.start])
    if found is None:
        return reading
    start = reading.start - len(found.group())
    modifier = modifier_of(found[1]) if not reading.link else None
    return replace(reading, start=start, modifier=modifier)
