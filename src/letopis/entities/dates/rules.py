"""The rules in the order in which they are asked; the first that reads a date wins, so longer forms come first.

A rule sees a :class:`~letopis.entities.dates.reading.Position` and answers with a reading or ``None``. A finding
is ``by`` ``dates.<name of its rule>``.
"""

from __future__ import annotations

from dataclasses import replace

from letopis.entities.dates import centuries, days, periods, years
from letopis.entities.dates.reading import DateReading, Position, Rule

DIGIT_RULES: tuple[Rule, ...] = (
    days.numeric_date,
    days.iso_date,
    days.roman_month_date,
    days.old_and_new_style,
    days.day_list,
    days.day_range,
    days.day_month_year,
    days.day_month,
    periods.decade_range,
    periods.decade,
    centuries.century_of_hijra,
    centuries.century_range,
    centuries.arabic_century,
    centuries.millennium_range,
    centuries.millennium_alone,
    periods.quarter_range,
    periods.quarter_or_half,
    centuries.year_of_hijra,
    years.year_range,
    years.year_with_unit,
    years.year_of_era,
    years.ordinal_year,
    years.bare_year_range,
    years.event_year,
    years.year_of_instrument,
    years.year_in_list,
    years.year_after_preposition,
    years.year_between_marks,
)
"""Rules for dates that begin with an Arabic figure."""

ROMAN_RULES: tuple[Rule, ...] = (
    centuries.century_of_hijra,
    centuries.century_range,
    centuries.roman_century,
    centuries.millennium_range,
    centuries.millennium_alone,
    periods.quarter_range,
    periods.quarter_or_half,
)
"""Rules for dates that begin with a Roman figure."""

WORD_RULES: tuple[Rule, ...] = (
    days.spelled_day,
    periods.month_range,
    periods.month_year,
    periods.month_alone,
    periods.winter_of_two_years,
    periods.season_range,
    periods.season_year,
    periods.quarter_or_half,
    centuries.century_of_hijra,
    centuries.spelled_century,
    centuries.millennium_alone,
    periods.spelled_decade_range,
    periods.spelled_decade,
    periods.spelled_year,
    years.same_year,
    years.year_before_or_after,
)
"""Rules for dates that begin with a word."""


def read_date(place: Position, rules: tuple[Rule, ...]) -> DateReading | None:
    """Ask the rules in order and give the first reading, signed with the name of its rule."""
    for rule in rules:
        reading = rule(place)
        if reading is not None:
            return replace(reading, by=f"dates.{rule.__name__}")
    return None
