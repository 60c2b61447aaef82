"""What the context adds to a reading: a missing year, the century of two digits, the final value.

The year of ``26 апреля`` is, in this order: that of a date joined to it (``26 апреля и 3 мая 2016 г.``, ``1997. – 26
апреля``), that of the nearest earlier date of the same paragraph, that of the text's date line, that of the nearest
earlier date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from letopis.entities.dates.reading import DateReading
from letopis.entities.dates.values import Point, edtf_value, in_order, is_real, year_text
from letopis.records import Entity

MODERN = 1980
"""In texts of this year and later ``20-е годы`` are in the past; in older ones the nearest decade is meant."""

ANCIENT = 300
"""Next to years before this one two digits are a full year: ``в 79 году``."""

PIVOT = 30
"""With no context at all, two digits from here on are of the XX century (``45-й``) and lower ones of the XXI."""

DATE_LINE_REST, DATE_LINE_WITHIN = 20, 1_000
"""A date line holds at most so many other characters, and stands within so many from the start."""

_CONNECTIVE = re.compile(r"\s?(?:,|[-–—]|,?\s?(?:и|или|а также|по|до|на))\s?(?:(?:в|с|к|до|на)\s)?")
_YEAR_BEFORE_DAY = re.compile(r"(?<![\d.,–—-])((?:1[5-9]|20)\d\d)[.,]\s?(?:[–—-]\s?)?$")
_NO_ANCHOR = frozenset(
    f"dates.{name}"
    for name in "year_between_marks bare_year_range event_year relative_day relative_period so_long_ago weekday".split()
)
"""Rules whose years are asides (dates of life, titles, ``два года назад``): no later date takes its year from them."""


@dataclass(frozen=True, kw_only=True)
class KnownYears:
    """The years known so far: of the paragraph, of the date line, of the whole text before."""

    paragraph: int | None = None
    date_line: int | None = None
    text: int | None = None

    @property
    def nearest(self) -> int | None:
        """The year of a date that says nothing of its own."""
        return next((year for year in (self.paragraph, self.date_line, self.text) if year is not None), None)

    def year_for(self, source: str) -> int | None:
        """The year that a reading's ``year_from`` points to; ``None`` when nothing anchors it."""
        if source in {"same", "before", "after"}:
            shift = {"same": 0, "before": -1, "after": 1}[source]
            return None if self.paragraph is None else self.paragraph + shift
        if source in {"last", "next"}:
            return None if self.date_line is None else self.date_line + (1 if source == "next" else -1)
        if source == "current" and self.date_line is not None:
            return self.date_line
        return self.nearest


def resolve(text: str, readings: Sequence[DateReading], document_year: int | None = None) -> list[Entity]:
    """Return the dates of a text's readings, in order, with what their context and the document's year add."""
    date_line = document_year or _date_line(text, readings)
    known = KnownYears(date_line=date_line)
    dates: list[Entity] = []
    position = 0
    whole = _years_from_the_right(text, readings)
    cited = _years_from_the_left(text, whole)
    for reading in (cited.get(reading.start, reading) for reading in whole):
        if "\n" in text[position : reading.start]:
            known = replace(known, paragraph=None)
        position = reading.start
        dated, from_context = _dated(reading, known)
        date = _entity(text, dated, from_context)
        if date is None:
            continue
        dates.append(date)
        year = _anchor(dated)
        aside = reading.by in _NO_ANCHOR or reading.start in cited
        if year is not None and not aside and not date.impossible:
            known = replace(known, paragraph=year, text=year)
    return dates


def century_of(digits: str, anchor: int | None) -> str:
    """Return two digits of a year or decade their century: the one that lies nearest to the anchor.

    In a modern text the past is meant, and with no anchor :data:`PIVOT` decides for years, the XX century for decades.

    >>> century_of("9X", 2012), century_of("20", 2012), century_of("70", 1865), century_of("9X", None)
    ('199X', '1920', '1870', '199X')
    """
    number = int(digits.replace("X", "0"))
    if anchor is None:
        return ("19" if "X" in digits or number >= PIVOT else "20") + digits
    if anchor < ANCIENT:
        return f"00{digits}"
    candidates = [hundred * 100 + number for hundred in range(max(0, anchor // 100 - 1), anchor // 100 + 2)]
    past = [year for year in candidates if anchor < MODERN or year <= anchor]
    best = min(past, key=lambda year: abs(year - anchor))
    return f"{best // 100:02d}{digits}"


def _years_from_the_right(text: str, readings: Sequence[DateReading]) -> list[DateReading]:
    """Return dates without a year that of the date which follows and is joined to them."""
    dated = list(readings)
    for index in reversed(range(len(dated) - 1)):
        here, there = dated[index], dated[index + 1]
        own, year = here.points[0].year or "", there.points[0].year
        gap = text[here.end : there.start]
        if len(gap) > 20 or not _CONNECTIVE.fullmatch(gap):
            continue
        if here.year_from == "context" and there.points[0].month is not None:
            if year is not None:
                points = tuple(point._replace(year=year) for point in here.points)
                dated[index] = replace(here, points=points, year_from="")
            elif there.year_from != "context":
                dated[index] = replace(here, year_from=there.year_from)
        elif len(here.points) == 1 and re.fullmatch(r"__\dX", own) and year and re.fullmatch(r"\d{3}X", year):
            point = Point(year[:2] + own[2:])
            dated[index] = replace(here, points=(point,)) if in_order(point, there.points[0]) else here
    return dated


def _years_from_the_left(text: str, readings: Sequence[DateReading]) -> dict[int, DateReading]:
    """Return days with the year that stands alone before them, as papers are cited: ``1997. – 28 февраля``."""
    dated: dict[int, DateReading] = {}
    for reading in readings:
        before = text[max(0, reading.start - 12) : reading.start]
        year = _YEAR_BEFORE_DAY.search(before) if reading.year_from == "context" else None
        if year is not None:
            points = tuple(one if one.year else one._replace(year=year.group(1)) for one in reading.points)
            dated[reading.start] = replace(reading, points=points, year_from="")
    return dated


def _dated(reading: DateReading, known: KnownYears) -> tuple[DateReading, bool]:
    """Fill in the year; tell too whether the context gave it."""
    if any((point.year or "").startswith("__") for point in reading.points):
        points = tuple(
            point._replace(year=century_of(point.year[2:], known.nearest)) if point.year else point
            for point in reading.points
        )
        return replace(reading, points=points), True
    if not reading.year_from:
        return reading, False
    year = known.year_for(reading.year_from)
    if year is None:
        return reading, False
    points = tuple(point if point.year else point._replace(year=year_text(year)) for point in reading.points)
    if reading.link == "/" and points[0][1:] > points[1][1:]:
        points = (points[0], points[1]._replace(year=year_text(year + 1)))
    return replace(reading, points=points), True


def _entity(text: str, reading: DateReading, from_context: bool) -> Entity | None:
    """Write the value; a season or a year that nothing anchors is no date."""
    points = reading.points
    if any(point.year is None and (point.month is None or point.month > 20) for point in points):
        return None
    impossible = not all(map(is_real, points))
    return Entity.at(
        text,
        reading.start,
        reading.end,
        "DATE",
        by=reading.by,
        score=1.0,
        value=None if impossible else edtf_value(points, reading.link),
        modifier=reading.modifier,
        impossible=impossible,
        from_context=from_context and not impossible,
    )


def _anchor(reading: DateReading) -> int | None:
    years = {point.exact_year for point in reading.points}
    return years.pop() if len(years) == 1 else None


def _date_line(text: str, readings: Sequence[DateReading]) -> int | None:
    """Return the year of the first full date that has a line near the start almost to itself."""
    for reading in readings:
        if reading.start > DATE_LINE_WITHIN:
            return None
        first = text.rfind("\n", 0, reading.start) + 1
        end = text.find("\n", reading.end)
        rest = (len(text) if end < 0 else end) - first - (reading.end - reading.start)
        if len(reading.points) == 1 and reading.points[0].day and rest <= DATE_LINE_REST and "\n" in text:
            year = reading.points[0].exact_year
            if year is not None:
                return year
    return None
