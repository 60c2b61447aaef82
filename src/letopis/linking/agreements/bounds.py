"""First and last day of an EDTF value, and whether two values can be one date."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import NamedTuple

_PLAIN = re.compile(r"(-?\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?$")
_UNKNOWN_YEAR = re.compile(r"XXXX(?:-(\d\d))?(?:-(\d\d))?$")
_OPEN_START, _OPEN_END = (-9999, 1, 1), (9999, 12, 31)

FIRST_GREGORIAN, LAST_JULIAN = 1582, 1923
"""Between these years one event may carry two dates: from the papal reform to the Greek one."""

Day = tuple[int, int, int]


class Bounds(NamedTuple):
    """The first and the last day of a date, each as year, month, day; years before our era are astronomical."""

    first: Day
    last: Day

    @property
    def is_day(self) -> bool:
        """Return whether the date is one day."""
        return self.first == self.last

    @property
    def days(self) -> int:
        """Return the length for comparisons only; months count 31 days."""
        return _rank(self.last) - _rank(self.first)


@lru_cache(maxsize=50_000)
def bounds(value: str | None) -> Bounds | None:
    """Return the bounds of an EDTF value; ``None`` for no value, an unknown year, or what is no EDTF.

    Plain days, months and years are read here, since the ``edtf`` library takes some 20 ms for each; seasons,
    decades, centuries and uncertain dates are the library's. An interval goes from the start of its first
    date to the end of its second.

    >>> bounds("193X"), bounds("2000-23").first
    (Bounds(first=(1930, 1, 1), last=(1939, 12, 31)), (2000, 9, 1))
    >>> bounds("-01XX").first, bounds("1990/..").last, bounds("XXXX-04-26")
    ((-199, 1, 1), (9999, 12, 31), None)
    """
    if not value or value.startswith("XXXX"):
        return None
    if "/" in value:
        start, _, end = value.partition("/")
        low = Bounds(_OPEN_START, _OPEN_START) if start in {"", ".."} else bounds(start)
        high = Bounds(_OPEN_END, _OPEN_END) if end in {"", ".."} else bounds(end)
        return Bounds(low.first, high.last) if low and high else None
    plain = _PLAIN.match(value)
    if plain is None:
        return _by_library(value)
    year, month, day = (int(part) if part else None for part in plain.groups())
    if year is None:
        return None
    if month is None:
        return Bounds((year, 1, 1), (year, 12, 31))
    length = monthrange(year, month)[1]
    if day is None:
        return Bounds((year, month, 1), (year, month, length))
    return Bounds((year, month, day), (year, month, day)) if day <= length else None


def _by_library(value: str) -> Bounds | None:
    from edtf import EDTFParseException, parse_edtf

    try:
        parsed = parse_edtf(value)
        low, high = parsed.lower_strict(), parsed.upper_strict()
        return Bounds((low[0], low[1], low[2]), (high[0], high[1], high[2]))
    except (EDTFParseException, TypeError, ValueError, AttributeError):
        # Forms that the library reads but cannot bound end in a TypeError.
        return None


def sort_key(day: Day) -> int:
    """Return a number that sorts as the days do, before our era too.

    >>> sort_key((-43, 3, 15)) < sort_key((-43, 12, 1)) < sort_key((1997, 4, 23))
    True
    """
    return day[0] * 10_000 + day[1] * 100 + day[2]


def iso(day: Day) -> str:
    """Write a day as ISO 8601 does.

    >>> iso((-43, 3, 15)), iso((1997, 4, 23))
    ('-0043-03-15', '1997-04-23')
    """
    year, month, number = day
    return f"{'-' if year < 0 else ''}{abs(year):04d}-{month:02d}-{number:02d}"


def day_columns(value: str | None) -> dict[str, str | int | None]:
    """Return the bounds of a date as columns of a table: days as ISO 8601 writes them, and as numbers that sort.

    >>> day_columns("1997-04"), day_columns(None)["sort_last"]
    ({'first_day': '1997-04-01', 'last_day': '1997-04-30', 'sort_first': 19970401, 'sort_last': 19970430}, None)
    """
    days = bounds(value) or (None, None)
    texts, numbers = [day and iso(day) for day in days], [day and sort_key(day) for day in days]
    return {"first_day": texts[0], "last_day": texts[1], "sort_first": numbers[0], "sort_last": numbers[1]}


def compare(one: str | None, other: str | None) -> str:
    """Return how two dates stand: ``same``, ``within``, ``calendar``, ``conflict`` or ``unknown``.

    ``within``: one holds the other, as 1997 holds 23 April 1997. ``calendar``: two days of 1582 to 1923 that lie
    as far apart as the Julian and the Gregorian calendar then did.

    >>> compare("1997", "1997-04-23"), compare("1997-04-23", "2012-04-23"), compare(None, "1997")
    ('within', 'conflict', 'unknown')
    >>> compare("1918-02-21", "1918-03-03"), compare("1878-02-19", "1878-03-03"), compare("XXXX-04-26", "2016-04-26")
    ('conflict', 'calendar', 'within')
    """
    for partial, full in ((one, other), (other, one)):
        if partial is not None and _UNKNOWN_YEAR.match(partial):
            return _without_year(partial, full)
    left, right = bounds(one), bounds(other)
    if left is None or right is None:
        return "unknown"
    if left == right:
        return "same"
    if (left.first <= right.first and right.last <= left.last) or (
        right.first <= left.first and left.last <= right.last
    ):
        return "within"
    return "calendar" if _two_calendars(left, right) else "conflict"


def _without_year(partial: str, full: str | None) -> str:
    """``26 апреля`` fits every 26 April."""
    if full == partial:
        return "same"
    other = bounds(full)
    if other is None or not other.is_day or len(partial) < len("XXXX-04-26"):
        return "unknown"
    return "within" if iso(other.first).endswith(partial.removeprefix("XXXX")) else "conflict"


def _two_calendars(left: Bounds, right: Bounds) -> bool:
    if not (left.is_day and right.is_day):
        return False
    early, late = sorted((left.first, right.first))
    if not FIRST_GREGORIAN <= early[0] <= late[0] <= LAST_JULIAN:
        return False
    # The Julian calendar drops behind by a day at the end of February of each century year but every fourth.
    year = early[0] if early[1] > 2 else early[0] - 1
    return date(*late).toordinal() - date(*early).toordinal() == year // 100 - year // 400 - 2


def nearly(one: str | None, other: str | None) -> bool:
    """Return whether two days differ in one part only (day, month or year), or stand within two weeks.

    Such dates of one agreement look like a slip in one source rather than like two agreements.

    >>> nearly("1997-04-23", "2012-04-23"), nearly("1999-12-30", "2000-01-02"), nearly("1997-04-23", "2004-06-02")
    (True, True, False)
    """
    left, right = bounds(one), bounds(other)
    if left is None or right is None or not (left.is_day and right.is_day):
        return False
    shared = sum(a == b for a, b in zip(left.first, right.first, strict=True))
    return shared >= 2 or abs(_rank(left.first) - _rank(right.first)) <= 14


def _rank(day: Day) -> int:
    return (day[0] * 12 + day[1]) * 31 + day[2]
