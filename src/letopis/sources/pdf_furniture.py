"""What is no running text on a page of a PDF, told by place and type: heads, feet, page numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

from letopis.batching import runs
from letopis.sources.flow import DIGITS
from letopis.sources.pdf_layout import PageLayout, PageLine

EDGE_ROWS = 3
"""Rows at a page's top and bottom among which furniture is looked for."""

EDGE_GAP = 1.3
"""Line pitches of white space that part a head, foot or page number from the text."""

SAME_PLACE = 4.0
"""Points within which heads of several pages stand at one height."""

LONGEST_HEAD = 120
"""Characters of a running head at most."""

NEAR = 2
"""Pages on which the same head comes again: the next one, or the next one that lies on the same side."""

RISING = 3
"""Pages on which numbers must rise to be those of the pages, in a document that has so many."""

FEWEST_FRAMES = 2
"""Other pages near by at whose foot the same row of a ruled table stands, for it to be a frame around the pages."""

OTHER_TYPE = 0.03
"""Share by which a head's type differs from the body's where nothing but its place tells it."""

FIRST_YEAR = 1000
"""A lone number from here on is a year, as at the foot of a title page, unless it rises with the pages."""

_NUMBERED = re.compile(r"^(?:([\d⁰¹²³⁴-⁹]{1,4})\s+\S.*|.*\S\s+(\d{1,4}))$")
_NUMBER = re.compile(r"^\W*(\d{1,4})\W*$")
_INITIAL = re.compile(r"(?:^|[\s.])[^\W\d_]\.$")


class EdgeRow(NamedTuple):
    """Lines that stand at one height near a page's edge."""

    page: int
    lines: list[PageLine]
    words: str
    top: bool
    apart: bool

    @property
    def base(self) -> float:
        """Its height on the page."""
        return self.lines[0].base

    @property
    def size(self) -> float:
        """Its largest font size."""
        return max(line.size for line in self.lines)

    @property
    def number(self) -> int | None:
        """The number that stands alone, first or last in it."""
        match = _NUMBER.match(self.words) or _NUMBERED.match(self.words)
        return int(next(filter(None, match.groups())).translate(DIGITS)) if match else None

    def level(self, other: EdgeRow) -> bool:
        """Return whether another row stands at the same edge and height."""
        return self.top == other.top and abs(self.base - other.base) <= SAME_PLACE


def find_edges(pages: Sequence[PageLayout], size: float) -> list[dict[int, str]]:
    """Give, for each page, the numbers of the lines that are furniture and why; ``size`` is the body's font size."""
    rows = [row for number, page in enumerate(pages) for row in _edge_rows(number, page)]
    rising = _rising(rows, len(pages))
    reasons = [_reason(row, rows, rising, size, few=len(pages) < RISING) for row in rows]
    heads = [row for row, reason in zip(rows, reasons, strict=True) if reason]
    found: list[dict[int, str]] = [{} for _ in pages]
    for row, sure in zip(rows, reasons, strict=True):
        if reason := sure or ("running_head" if _at_place(row, heads, size) else ""):
            found[row.page].update((line.number, reason) for line in row.lines)
    return found


def _edge_rows(number: int, page: PageLayout) -> Iterator[EdgeRow]:
    """Return the highest and the lowest rows of a page, whatever columns their lines stand in."""
    lines = sorted(page.lines, key=lambda line: -line.base)
    rows = runs(lines, lambda row, line: abs(row[0].base - line.base) < 0.5 * line.size)
    if len(rows) < 2:
        return
    pitch = max(median(line.pitch for line in page.lines), 1.0)
    for top in (True, False):
        edge = rows[:EDGE_ROWS] if top else rows[: -EDGE_ROWS - 1 : -1]
        following = rows[1:] if top else rows[-2::-1]
        gaps = [_white(row, after, page, pitch) for row, after in zip(edge, following, strict=False)]
        for place, row in enumerate(edge):
            words = " ".join(line.text for line in sorted(row, key=lambda line: line.left))
            yield EdgeRow(number, row, words, top, any(gaps[place:]))


def _white(row: Sequence[PageLine], after: Sequence[PageLine], page: PageLayout, pitch: float) -> bool:
    """Return whether white space or a ruled line parts a row at the edge from the next one inwards."""
    low, high = sorted((row[0].base, after[0].base))
    ruled = any(r.level and low < r.place - 1 and r.place < high and r.high - r.low > 60 for r in page.rules)
    return ruled or high - low > EDGE_GAP * pitch


def _rising(rows: Sequence[EdgeRow], pages: int) -> list[EdgeRow]:
    """Return the rows whose numbers rise with the pages, by one or, on spreads, by two, at one height."""
    found: list[EdgeRow] = []
    numbered = [row for row in rows if row.number is not None]
    for step in (1, 2):
        runs: dict[int, list[EdgeRow]] = {}
        for row in numbered:
            runs.setdefault((row.number or 0) - step * row.page, []).append(row)
        for run in runs.values():
            if len({row.page for row in run}) < min(RISING, max(2, pages)):
                continue
            found += [row for row in run if any(row.level(other) and row.page != other.page for other in run)]
    return found


def _reason(row: EdgeRow, rows: Sequence[EdgeRow], rising: Sequence[EdgeRow], size: float, *, few: bool) -> str:
    """Say why a row at a page's edge is furniture; empty when there is no evidence.

    In a document of too few pages to show much, a lone number apart from the text is a page's, and ``Глава 1`` and
    ``Глава 2`` are headings unless their type is not the body's.
    """
    rises = any(row is other for other in rising)
    other_type = _other_type(row, size)
    if _NUMBER.match(row.words):
        return "page_number" if rises or (row.apart and few and (row.number or 0) < FIRST_YEAR) else ""
    if _long_or_open(row):
        return ""
    if any(line.row for line in row.lines):
        # A table's head comes back at the top of its next page; the frame of drawings stands at the foot of all.
        framed = not row.top and len({other.page for other in rows if _same(row, other)}) >= FEWEST_FRAMES
        return "running_head" if framed else ""
    if rises and _headlike(row, rows) and (other_type or not few):
        return "running_head"
    # Text that is set alike on two pages is no head where it stands in the text.
    alike = (row.apart or other_type) and any(_same(row, other) for other in rows)
    return "running_head" if alike else ""


def _long_or_open(row: EdgeRow) -> bool:
    return len(row.words) > LONGEST_HEAD or row.words.endswith((",", ";", "-"))


def _headlike(row: EdgeRow, rows: Sequence[EdgeRow]) -> bool:
    """Return whether a row with a rising number is no sentence and no footnote: those have numbers that rise too."""
    if row.words[:1].islower() or (row.words.endswith((".", "!", "?")) and not _INITIAL.search(row.words)):
        return False
    words = row.words.strip("0123456789⁰¹²³⁴⁵⁶⁷⁸⁹ ")
    elsewhere = any(other.page != row.page and words in other.words for other in rows)
    return row.top or not row.words[-1:].isalpha() or elsewhere


def _other_type(row: EdgeRow, size: float) -> bool:
    return abs(row.size - size) > OTHER_TYPE * size


def _same(row: EdgeRow, other: EdgeRow) -> bool:
    """Return whether a page nearby has the same words at the same height."""
    near = 0 < abs(row.page - other.page) <= NEAR
    return near and row.words == other.words and row.level(other) and any(map(str.isalpha, row.words))


def _at_place(row: EdgeRow, heads: Sequence[EdgeRow], size: float) -> bool:
    """Return whether a row of other type than the body's stands where two other pages have their heads."""
    if not row.apart or _long_or_open(row) or not _other_type(row, size) or row.words[:1].islower():
        return False
    alike = {head.page for head in heads if head.level(row) and abs(head.size - row.size) < OTHER_TYPE * size}
    return len(alike - {row.page}) >= 2
