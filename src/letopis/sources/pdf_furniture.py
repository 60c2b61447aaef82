"""What stands at a page's edges, told by its place: running heads and feet, page numbers.

Nothing goes without evidence: a line that other pages have too, a number that rises with the pages, or the place at
which other pages have their heads.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

from letopis.sources.pdf_layout import PageLayout, PageLine

EDGE_ROWS = 3
"""Rows at a page's top and bottom among which furniture is looked for."""

EDGE_GAP = 1.3
"""Line pitches of white space that part a head, foot or page number from the text."""

SAME_PLACE = 4.0
"""Points within which heads of several pages stand at one height."""

LONGEST_HEAD = 120
"""Characters of a running head at most."""

_NUMBERED = re.compile(r"^(?:(\d{1,4})\s+\S.*|.*\S\s+(\d{1,4}))$")
_NUMBER = re.compile(r"^\W*(\d{1,4})\W*$")


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
    def number(self) -> int | None:
        """The number that stands alone, first or last in it."""
        match = _NUMBER.match(self.words) or _NUMBERED.match(self.words)
        return int(next(filter(None, match.groups()))) if match else None


def find_edges(pages: Sequence[PageLayout]) -> list[dict[int, str]]:
    """Give, for each page, the numbers of the lines that are furniture and why."""
    rows = [row for number, page in enumerate(pages) for row in _edge_rows(number, page)]
    repeated = _repeated(rows)
    sequence = _sequence(rows)
    reasons = [_reason(row, repeated, sequence, len(pages)) for row in rows]
    places = [(row.page, row.top, row.base) for row, reason in zip(rows, reasons, strict=True) if reason]
    found: list[dict[int, str]] = [{} for _ in pages]
    for row, sure in zip(rows, reasons, strict=True):
        reason = sure or ("running_head" if _at_place(row, places) else "")
        if reason:
            found[row.page].update((line.number, reason) for line in row.lines)
    return found


def _edge_rows(number: int, page: PageLayout) -> Iterator[EdgeRow]:
    """Give the highest and the lowest rows of a page, whatever columns their lines stand in."""
    rows: list[list[PageLine]] = []
    for line in sorted(page.lines, key=lambda line: -line.base):
        if rows and abs(rows[-1][0].base - line.base) < 0.5 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
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
    """Tell whether white space or a ruled line parts a row at the edge from the next one inwards."""
    low, high = sorted((row[0].base, after[0].base))
    ruled = any(r.level and low < r.place - 1 and r.place < high and r.high - r.low > 60 for r in page.rules)
    return ruled or high - low > EDGE_GAP * pitch


def shape(text: str) -> str:
    """Give a line with every number as ``0``, in small letters, to compare heads."""
    return re.sub(r"\d+", "0", text).casefold()


def _repeated(rows: Sequence[EdgeRow]) -> set[tuple[str, bool]]:
    """Give what several pages have at the same edge and height, or at the same edge parted from the text."""
    places: dict[tuple[str, bool], list[EdgeRow]] = {}
    for row in rows:
        if any(char.isalpha() for char in row.words) and len(row.words) <= LONGEST_HEAD:
            places.setdefault((shape(row.words), row.top), []).append(row)
    return {
        key
        for key, alike in places.items()
        if len({row.page for row in alike}) > 1
        and (all(row.apart for row in alike) or _level([row.base for row in alike]))
    }


def _level(bases: Sequence[float]) -> bool:
    """Tell whether most of some heights are one."""
    middle = median(bases)
    return sum(abs(base - middle) <= SAME_PLACE for base in bases) > len(bases) / 2


def _sequence(rows: Sequence[EdgeRow]) -> set[tuple[int, int]]:
    """Give the pages with the numbers that rise with them, by one or, on spreads, by two."""
    found: set[tuple[int, int]] = set()
    for step in (1, 2):
        runs: dict[int, set[tuple[int, int]]] = {}
        for row in rows:
            if row.number is not None:
                runs.setdefault(row.number - step * row.page, set()).add((row.page, row.number))
        for run in runs.values():
            if len({page for page, _ in run}) > 1:
                found |= run
    return found


def _reason(row: EdgeRow, repeated: set[tuple[str, bool]], sequence: set[tuple[int, int]], pages: int) -> str:
    """Say why a row at a page's edge is furniture; empty when there is no evidence."""
    if _NUMBER.match(row.words):
        rises = (row.page, row.number) in sequence
        return "page_number" if rises or (row.apart and pages <= 2) else ""
    if row.words.endswith((",", ";", "-")):
        return ""
    if (shape(row.words), row.top) in repeated:
        return "running_head"
    numbered = row.number is not None and (row.page, row.number) in sequence
    short = len(row.words) <= LONGEST_HEAD and not row.words.endswith(".")
    return "running_head" if numbered and short and row.apart else ""


def _at_place(row: EdgeRow, places: Sequence[tuple[int, bool, float]]) -> bool:
    """Tell whether a row stands, parted from the text, where two other pages have their heads."""
    if not row.apart or len(row.words) > LONGEST_HEAD or row.words.endswith((",", ";", "-")):
        return False
    others = Counter(page for page, top, base in places if top == row.top and abs(base - row.base) < SAME_PLACE / 2)
    return len(others.keys() - {row.page}) >= 2
