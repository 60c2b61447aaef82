"""Code points and UTF-16 units: doccano's web page counts in the second, everything of ours in the first.

An emoji or another character above U+FFFF is one code point and two units, so after it the two counts differ.
"""

from __future__ import annotations

import re
from bisect import bisect_left

_WIDE = re.compile("[\U00010000-\U0010ffff]")


class Units:
    """Both counts for one text.

    >>> units = Units("🤝 Баку")
    >>> units.to_units(2), units.to_points(3)
    (3, 2)
    """

    def __init__(self, text: str) -> None:
        self.length = len(text)
        self._wide = [] if text.isascii() else [match.start() for match in _WIDE.finditer(text)]
        # The unit at which each wide character begins.
        self._wide_units = [place + before for before, place in enumerate(self._wide)]
        self.unit_length = self.length + len(self._wide)

    def to_units(self, position: int) -> int:
        """Return the UTF-16 position of a code point position."""
        return position + bisect_left(self._wide, position)

    def to_points(self, unit: int) -> int:
        """Return the code point position of a UTF-16 one; the middle of a wide character leads to its start."""
        index = bisect_left(self._wide_units, unit)
        inside = index > 0 and self._wide_units[index - 1] + 1 == unit
        return unit - index if not inside else self._wide[index - 1]

    def span_to_points(self, start: int, end: int) -> tuple[int, int]:
        """Return the code points of a span of units; a wide character that is cut belongs to it whole.

        >>> Units("a🤝b").span_to_points(0, 2)
        (0, 2)
        """
        first, last = self.to_points(start), self.to_points(end)
        return first, last + 1 if self.to_units(last) < end else last
