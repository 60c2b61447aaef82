"""The characters of a page as lines in reading order: columns, words, raised marks, letter-spaced headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

WIDE_LINE = 0.58
"""A line wider than this share of the page's text crosses the gutter of two columns."""

GUTTER = 1.3
"""A gap of this many font sizes within a line parts two columns; justified words stand closer."""

WORD_GAP = 0.18
"""A gap of this share of the font size parts two words where the file holds no space."""

RAISED = 0.8
"""Digits below this share of their line's font size are raised marks."""

FEWEST_LINES = 3
"""Lines on either side that make two columns."""

MOST_CROSSING = 3
"""Short lines that may stand across the gutter: a centred heading, a page number."""

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Glyph(NamedTuple):
    """A character with its box in points, from the page's lower left corner."""

    char: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def size(self) -> float:
        """Height of the box: about the font size."""
        return self.top - self.bottom


class PageLine(NamedTuple):
    """A line of one column, top to bottom numbered within its page."""

    number: int
    text: str
    left: float
    right: float
    bottom: float
    size: float
    column: int
    column_left: float
    pitch: float
    centred: bool
    first: str


class Segment(NamedTuple):
    """Glyphs that stand side by side."""

    glyphs: list[Glyph]
    left: float
    right: float
    bottom: float
    top: float


def document_lines(pages: Sequence[Sequence[Glyph]]) -> list[list[PageLine]]:
    """Give the lines of every page in reading order.

    A page whose second column is too short to be seen as one is parted where the other pages are.
    """
    segments = [_segments(glyphs) for glyphs in pages]
    gutters = [_gutter(page) if page else None for page in segments]
    usual = [gutter for gutter in gutters if gutter is not None]
    common = median(usual) if len(usual) * 2 >= len(pages) else None
    lines = []
    for page, own in zip(segments, gutters, strict=True):
        gutter = own
        if own is None and common is not None:
            crossing = sum(s.left < common < s.right for s in page)
            gutter = common if crossing <= MOST_CROSSING else None
        lines.append(_page_lines(page, gutter))
    return lines


def _page_lines(segments: Sequence[Segment], gutter: float | None) -> list[PageLine]:
    """Give the lines of a page in reading order: a full-width line parts what is above it from what is below."""
    if not segments:
        return []
    placed: list[tuple[int, Sequence[Segment]]] = []
    if gutter is None:
        placed.append((0, segments))
    else:
        band: list[Segment] = []
        for segment in sorted(segments, key=lambda s: -s.top):
            if segment.left < gutter < segment.right:
                placed += _halves(band, gutter)
                band = []
                placed.append((0, [segment]))
            else:
                band.append(segment)
        placed += _halves(band, gutter)
    lines: list[PageLine] = []
    for column, members in placed:
        lines += _column_lines(column, members, len(lines))
    return _renumbered(lines)


def _halves(band: Sequence[Segment], gutter: float) -> list[tuple[int, Sequence[Segment]]]:
    sides = ([s for s in band if s.right <= gutter], [s for s in band if s.right > gutter])
    return [(number, side) for number, side in enumerate(sides, 1) if side]


def _segments(glyphs: Sequence[Glyph]) -> list[Segment]:
    """Join glyphs that follow one another on a line; a wide gap, a step back or down begins a new segment."""
    groups: list[list[Glyph]] = []
    for glyph in glyphs:
        if groups and _goes_on(groups[-1][-1], glyph):
            groups[-1].append(glyph)
        elif not glyph.char.isspace():
            groups.append([glyph])
    found = []
    for group in groups:
        size = max(g.size for g in group)
        base = [g for g in group if g.size > RAISED * size]
        found.append(
            Segment(
                group,
                group[0].left,
                max(g.right for g in group if not g.char.isspace()),
                median(g.bottom for g in base),
                max(g.top for g in base),
            )
        )
    return found


def _goes_on(before: Glyph, after: Glyph) -> bool:
    size = max(before.size, after.size, 0.1)
    overlap = min(before.top, after.top) - max(before.bottom, after.bottom)
    if overlap < 0.25 * min(before.size, after.size):
        return False
    return -0.6 * size < after.left - before.right < GUTTER * size


def _gutter(segments: Sequence[Segment]) -> float | None:
    """Give the middle of the white strip between two columns; ``None`` for one column."""
    left, right = min(s.left for s in segments), max(s.right for s in segments)
    narrow = [s for s in segments if s.right - s.left <= WIDE_LINE * (right - left)]
    best: tuple[int, float] | None = None
    for step in range(35, 66):
        place = left + (right - left) * step / 100
        crossing = sum(s.left < place < s.right for s in narrow)
        on_left = sum(s.right <= place for s in narrow)
        on_right = len(narrow) - crossing - on_left
        if crossing <= max(MOST_CROSSING, len(narrow) // 20) and min(on_left, on_right) >= FEWEST_LINES:
            beside = sum(_has_neighbour(s, narrow, place) for s in narrow if s.right <= place)
            score = beside - 3 * crossing
            if beside >= FEWEST_LINES and (best is None or score > best[0]):
                best = (score, place)
    return best[1] if best is not None else None


def _has_neighbour(segment: Segment, others: Sequence[Segment], gutter: float) -> bool:
    return any(o.left >= gutter and min(o.top, segment.top) > max(o.bottom, segment.bottom) for o in others)


def _column_lines(column: int, segments: Sequence[Segment], first: int) -> list[PageLine]:
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: (-s.bottom, s.left)):
        if rows and abs(rows[-1][0].bottom - segment.bottom) < 0.4 * (segment.top - segment.bottom):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    lefts = Counter(round(min(s.left for s in row)) for row in rows)
    column_left = float(min((x for x, count in lefts.items() if count >= 0.2 * len(rows)), default=min(lefts)))
    column_right = max(s.right for s in segments)
    steps = [a[0].bottom - b[0].bottom for a, b in pairwise(rows)]
    pitch = median(steps) if steps else 0.0
    lines = []
    for number, row in enumerate(rows, first):
        row.sort(key=lambda s: s.left)
        glyphs = [glyph for segment in row for glyph in segment.glyphs]
        left, right = row[0].left, max(s.right for s in row)
        size = median(g.size for g in glyphs)
        centred = abs((left - column_left) - (column_right - right)) < 0.15 * (column_right - column_left)
        text = line_text(glyphs)
        lines.append(
            PageLine(number, text, left, right, row[0].bottom, size, column, column_left, pitch,
                     centred and left - column_left > 3 * size, text[:1])
        )  # fmt: skip
    return lines


def _renumbered(lines: Sequence[PageLine]) -> list[PageLine]:
    return [line._replace(number=number) for number, line in enumerate(lines) if line.text]


def line_text(glyphs: Sequence[Glyph]) -> str:
    """Give the text of one line's glyphs, left to right: words parted, raised digits as superscripts."""
    size = max(g.size for g in glyphs)
    gaps = [b.left - a.right for a, b in pairwise(glyphs) if a.char.isalpha() and b.char.isalpha()]
    limit = WORD_GAP * size
    if len(gaps) >= 3 and sorted(gaps)[len(gaps) // 3] > 0.7 * limit:
        # A letter-spaced heading: its letters stand apart, so only a wider gap parts words.
        limit = max(limit, 1.6 * sorted(gaps)[len(gaps) // 3])
    parts: list[str] = []
    before: Glyph | None = None
    for glyph in glyphs:
        if before is not None and not before.char.isspace() and glyph.left - before.right > limit:
            parts.append(" ")
        char = glyph.char
        if char.isdigit() and glyph.size < RAISED * size and before is not None:
            char = char.translate(SUPERSCRIPTS)
        parts.append(char)
        before = glyph
    return " ".join("".join(parts).split())
