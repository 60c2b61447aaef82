"""Calendar dates with EDTF values: :func:`find_dates`."""

from letopis.entities.dates.find import find_dates

__all__ = ["find_dates"]
