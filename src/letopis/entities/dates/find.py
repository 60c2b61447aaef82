"""Find the dates of a text: triggers, rules, narrowing words, stretches, context."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from letopis.entities.dates.context import resolve
from letopis.entities.dates.joins import join_ranges
from letopis.entities.dates.patterns import (
    DIGIT_TRIGGER,
    LONGEST_PERIOD,
    PERIOD_BEFORE,
    ROMAN_TRIGGER,
    WORD_TRIGGER,
    modifier_of,
)
from letopis.entities.dates.reading import DateReading, Position
from letopis.entities.dates.rules import DIGIT_RULES, ROMAN_RULES, WORD_RULES, Rule, read_date
from letopis.records import Entity, Sentence

LONGEST_NUMBER = 4
"""A longer run of figures begins no date."""


def find_dates(text: str, sentences: Sequence[Sentence] | None = None) -> list[Entity]:
    """Return the dates of a clean text, in order, with EDTF values; no date crosses a sentence's end.

    Spans leave out prepositions and weekdays, and take the unit (``г.``, ``века``, ``до н. э.``) and a narrowing
    word, which is in ``modifier``. ``from_context`` tells that the year, or the century of two digits, is not in the
    span. An impossible date has no value and ``impossible``. Time and memory grow linearly with the text.

    >>> [(d.value, d.modifier) for d in find_dates("с 19 января 1993 г. до конца ХV века, 31 ноября 2012 г.")]
    [('1993-01-19', None), ('14XX', 'end'), (None, None)]
    """
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
    return resolve(text, join_ranges(text, readings))


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
