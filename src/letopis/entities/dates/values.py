"""Calendar values: from what a rule has read to EDTF (ISO 8601-2, level 2 at most).

A year is kept as EDTF writes it: ``1993``, ``193X``, ``14XX``, ``0862``, and before our era in astronomical
counting, so that 44 BC is ``-0043`` and the II century BC (200 to 101 BC) is exactly ``-01XX``. A year of two
digits whose century is not known yet is ``__93`` or ``__9X``; a year that the text does not give is ``None``.
"""

from __future__ import annotations

from calendar import isleap, monthrange
from typing import NamedTuple

UNKNOWN_YEAR = "XXXX"
"""The year of a date whose context gives none: ``XXXX-04-26``."""

GREGORIAN_IN_RUSSIA = 1918
"""Until then Russian texts date by the Julian calendar, which knows 29 February 1900."""

SPRING, SUMMER, AUTUMN, WINTER = 21, 22, 23, 24
"""EDTF writes a season in the place of the month."""

QUARTERS = (33, 34, 35, 36)
HALVES = (40, 41)

_FIRST_MONTH = {21: 3, 22: 6, 23: 9, 24: 12, 33: 1, 34: 4, 35: 7, 36: 10, 40: 1, 41: 7}
_LAST_MONTH = {21: 5, 22: 8, 23: 11, 24: 12, 33: 3, 34: 6, 35: 9, 36: 12, 40: 6, 41: 12}


class Point(NamedTuple):
    """A day, month, season, quarter (33 to 36), half-year (40, 41), year, decade or century."""

    year: str | None
    month: int | None = None
    day: int | None = None

    @property
    def exact_year(self) -> int | None:
        """The year as a number, when it is one single known year."""
        return int(self.year) if self.year and self.year.lstrip("-").isdigit() else None


def year_text(year: int) -> str:
    """Write an astronomical year as EDTF does, with four digits.

    >>> year_text(862), year_text(-43)
    ('0862', '-0043')
    """
    return f"{'-' if year < 0 else ''}{abs(year):04d}"


def year_of_era(year: int, *, bc: bool) -> str:
    """Write a year of our era or before it; 1 BC is the astronomical year 0.

    >>> year_of_era(44, bc=True), year_of_era(1993, bc=False)
    ('-0043', '1993')
    """
    return year_text(1 - year if bc else year)


def century(number: int, *, bc: bool = False) -> str:
    """Write a century: the XV is ``14XX``, the II before our era ``-01XX``.

    >>> century(15), century(2, bc=True)
    ('14XX', '-01XX')
    """
    return f"{'-' if bc else ''}{number - 1:02d}XX"


def millennium(number: int, *, bc: bool = False) -> str:
    """Write a millennium: the second is ``1XXX``, the third before our era ``-2XXX``.

    >>> millennium(3, bc=True)
    '-2XXX'
    """
    return f"{'-' if bc else ''}{number - 1}XXX"


def month_length(year: str | None, month: int) -> int:
    """Return the number of days a month may have; 29 for February when the year is not known or Julian.

    >>> month_length("2015", 2), month_length("1900", 2), month_length(None, 2)
    (28, 29, 29)
    """
    number = int(year) if year and year.lstrip("-").isdigit() else 2000
    julian = month == 2 and number < GREGORIAN_IN_RUSSIA and number % 4 == 0
    return 29 if julian else monthrange(number, month)[1]


def is_real(point: Point) -> bool:
    """Return whether the calendar has this date.

    >>> is_real(Point("2012", 11, 31)), is_real(Point("2012", 13)), is_real(Point("2012", 2, 29))
    (False, False, True)
    """
    if point.month is None:
        return True
    if point.day is None:
        return 1 <= point.month <= 12 or point.month in _FIRST_MONTH
    return 1 <= point.month <= 12 and 1 <= point.day <= month_length(point.year, point.month)


def edtf(point: Point) -> str:
    """Write one point in EDTF.

    The Julian 29 February of a year that the Gregorian calendar counts as common keeps its month alone.

    >>> edtf(Point("1993", 1, 19)), edtf(Point(None, 4, 26)), edtf(Point("1900", 2, 29))
    ('1993-01-19', 'XXXX-04-26', '1900-02')
    """
    year = UNKNOWN_YEAR if point.year is None else point.year
    if point.month is None:
        return year
    exact = point.exact_year
    julian_only = point.month == 2 and point.day == 29 and exact is not None and not isleap(exact)
    if point.day is None or julian_only:
        return f"{year}-{point.month:02d}"
    return f"{year}-{point.month:02d}-{point.day:02d}"


def edtf_interval(low: Point, high: Point) -> str:
    """Write a stretch from one point to another.

    Where EDTF has no interval of such ends (quarters, half-years, masked years before our era), the
    interval of months or years that covers exactly the same time stands for it.

    >>> edtf_interval(Point("2013", 8, 15), Point("2013", 8, 16))
    '2013-08-15/2013-08-16'
    >>> edtf_interval(Point("-01XX"), Point("-00XX")), edtf_interval(Point("2015", 33), Point("2015", 34))
    ('-0199/0000', '2015-01/2015-06')
    """
    negative = any(point.year and point.year.startswith("-") for point in (low, high))
    if negative:
        low, high = low._replace(year=_bound(low.year, -1)), high._replace(year=_bound(high.year, 1))
    if any((point.month or 0) >= QUARTERS[0] for point in (low, high)):
        low = low._replace(month=_FIRST_MONTH.get(low.month or 0, low.month))
        high = high._replace(month=_LAST_MONTH.get(high.month or 0, high.month))
    return f"{edtf(low)}/{edtf(high)}"


def edtf_set(points: tuple[Point, ...]) -> str:
    """Write several points that a text names together.

    >>> edtf_set((Point("2013", 8, 15), Point("2013", 8, 18)))
    '{2013-08-15,2013-08-18}'
    """
    return "{" + ",".join(edtf(point) for point in points) + "}"


def edtf_value(points: tuple[Point, ...], link: str) -> str:
    """Write what a reading's points are: a stretch with the link ``/``, a set with another, one point without."""
    if link == "/":
        return edtf_interval(*points)
    return edtf_set(points) if link else edtf(points[0])


def bounds(year: str) -> tuple[int, int]:
    """Return the first and the last astronomical year of an EDTF year.

    >>> bounds("193X"), bounds("-01XX")
    ((1930, 1939), (-199, -100))
    """
    ends = sorted((int(year.replace("X", "0")), int(year.replace("X", "9"))))
    return ends[0], ends[1]


def _bound(year: str | None, side: int) -> str | None:
    return year if year is None or "X" not in year else year_text(bounds(year)[0 if side < 0 else 1])


def in_order(low: Point, high: Point) -> bool:
    """Return whether one point comes before another; months decide where no year is given.

    >>> in_order(Point("198X"), Point("199X")), in_order(Point(None, 5, 3), Point(None, 4, 26))
    (True, False)
    """
    if low.year is None or high.year is None or low.year.startswith("__") or high.year.startswith("__"):
        years: tuple[int, ...] = (0, 0)
    else:
        years = (bounds(low.year)[0], bounds(high.year)[1])
    first, last = _month_bounds(low.month)[0], _month_bounds(high.month)[1]
    return (years[0], first, low.day or 0) < (years[1], last, high.day or 99)


def _month_bounds(month: int | None) -> tuple[int, int]:
    if month is None:
        return 0, 99
    return _FIRST_MONTH.get(month, month), _LAST_MONTH.get(month, month)
