"""Where columns of text stand side by side: white strips that text keeps clear of on both sides, row after row.

A strip is believed on evidence: lines begin along its right edge, both sides hold whole lines of text, and it is seen
in at least as many rows as the full lines that adjoin it. One wide gap in three stretched lines is none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from letopis.batching import runs
from letopis.sources.pdf_chunks import CHUNK_GAP, Chunk
from letopis.sources.pdf_tables import stretches, together

ALIGNED = 0.5
"""Font sizes within which the beginnings of lines are one edge."""

FEWEST_ROWS = 3
"""Rows with text on both sides of a strip that no other page of the document shows."""

SHARE_ALIGNED = 0.5
"""Share of the lines right of a strip that begin at one edge; the rest are indents, centred headings, formulas."""

NARROWEST = 7.0
"""Font sizes that three quarters of a column's lines exceed: labels, numbers and marks of lists stay below."""

FULL = 0.55
"""Share of its column that a long line fills; cells of a table leave more white."""

LONG_COLUMN, LONG_LINE = 10, 28
"""Rows and characters a line from which on text on both sides is prose, where a table has its cells."""

DRAWN_ROWS = 5
"""Rows from which on the order in which a file draws its text tells columns."""

DRAWN_LINES = 3
"""Lines, on the average, that a file draws of one side of a strip before it draws the other: a block of text."""

ONE_SCRIPT = 0.85
"""Share of a column's letters from which on it is written in one script; names and addresses on the web are not."""

TIGHT = 1.45
"""Line pitches at which a full line adjoins a row; beyond, white space parts a title or heading from columns."""

APART = 1.25
"""Line pitches above a column from which on a line in the middle of the page is no line of that column."""

INDENTED = 4.0
"""Font sizes right of its edge within which a column's lines begin; what begins farther off stands in another one."""

LOOSE = 2.2
"""Line pitches that a column's lines stand from one another at most, a figure between them aside."""


class Strip(NamedTuple):
    """A white strip: its place, how far up and down it reaches, the rows that show it, how surely it is one."""

    x: float
    top: float
    bottom: float
    rows: int
    sure: float


class Type(NamedTuple):
    """How a page is set: its left edge, usual font size and distance of lines, and where the document has strips."""

    left: float
    size: float
    pitch: float
    known: Sequence[float]


class Gap(NamedTuple):
    """White space between two chunks that stand side by side."""

    low: float
    left: Chunk
    right: Chunk


def find_gaps(chunks: Sequence[Chunk]) -> list[Gap]:
    """Return the wide gaps before chunks that have text to their left at the same height."""
    found = []
    ordered = sorted(chunks, key=lambda c: -c.base)
    heights = [-c.base for c in ordered]
    tallest = max((c.size for c in chunks), default=0.0)
    for chunk in chunks:
        near = ordered[bisect_left(heights, -chunk.base - tallest) : bisect_left(heights, -chunk.base + tallest)]
        beside = [
            c
            for c in near
            if c.right <= chunk.left + 0.2 * chunk.size and min(c.top, chunk.top) - max(c.bottom, chunk.bottom) > 0
        ]
        if beside:
            left = min(beside, key=lambda c: (abs(c.base - chunk.base) > 0.3 * c.size, -c.right))
            low = max(c.right for c in beside)
            if chunk.left - low >= 0.9 * CHUNK_GAP * min(chunk.size, left.size):
                found.append(Gap(low, left, chunk))
    return found


def find_strips(chunks: Sequence[Chunk], known: Sequence[float] = ()) -> list[Strip]:
    """Return the strips between columns of a page, the longest first.

    Args:
        chunks: all chunks of the page.
        known: where other pages of the document have such strips; there, a single row is evidence enough.
    """
    gaps = find_gaps(chunks)
    if not gaps:
        return []
    size = median(c.size for c in chunks)
    page = Type(min(c.left for c in chunks), size, usual_pitch(chunks, size), known)
    strips: list[Strip] = []
    for x in _candidates(gaps, known, size):
        strips += _strips_at(x, chunks, gaps, page)
    strips.sort(key=lambda s: (-s.rows, -s.sure))
    kept: list[Strip] = []
    for strip in strips:
        if not any(_same_strip(strip, other, size) for other in kept):
            kept.append(strip)
    return kept


def usual_pitch(chunks: Sequence[Chunk], size: float) -> float:
    """Return the usual distance of a chunk's baseline from that of the next one below it, over the same stretch."""
    ordered = sorted(chunks, key=lambda c: -c.base)
    steps = []
    for place, chunk in enumerate(ordered):
        for below in ordered[place + 1 : place + 12]:
            step = chunk.base - below.base
            if step > 0.5 * size and below.left < chunk.right and chunk.left < below.right:
                steps.append(step)
                break
    return median(steps) if steps else 1.2 * size


def _candidates(gaps: Sequence[Gap], known: Sequence[float], size: float) -> list[float]:
    """Return the places just left of where chunks begin, each edge once."""
    lefts = sorted(g.right.left for g in gaps)
    edges = runs(lefts, lambda edge, left: left - edge[0] <= 0.5 * size)
    return [edge[0] - 0.3 * size for edge in edges] + list(known)


def _strips_at(x: float, chunks: Sequence[Chunk], gaps: Sequence[Gap], page: Type) -> list[Strip]:
    """Return the stretches of one place between the lines that cross it in which it parts columns."""
    slack = 0.2 * page.size
    crossing = sorted((c for c in chunks if c.left < x - slack and c.right > x + slack), key=lambda c: -c.base)
    bases = [-c.base for c in crossing]
    runs: dict[int, list[Gap]] = {}
    for gap in gaps:
        if gap.low - slack <= x <= gap.right.left + slack and gap.right.left < x + INDENTED * page.size:
            runs.setdefault(bisect_left(bases, -gap.right.base), []).append(gap)
    usual = any(abs(x - place) < 2 * page.size for place in page.known)
    found = []
    for place, members in runs.items():
        above = crossing[:place]
        below = crossing[place:]
        sure = _sureness(members, above[::-1], below, page, usual=usual)
        if sure:
            ceiling = above[-1].base if above else float("inf")
            floor = below[0].base if below else float("-inf")
            inside = [c for c in chunks if floor < c.base < ceiling]
            top, bottom = _reach(x, members, inside, page, ends=bool(below))
            found.append(Strip(x, top, bottom, len(members), sure))
    return found


def _sureness(gaps: Sequence[Gap], above: Sequence[Chunk], below: Sequence[Chunk], page: Type, *, usual: bool) -> float:
    """Weigh the evidence that a stretch parts columns of text; 0 for none."""
    if len(gaps) < (1 if usual else FEWEST_ROWS):
        return 0.0
    lefts, rights = _last_column([g.left for g in gaps]), [g.right for g in gaps]
    usual = usual or _drawn_in_turn(lefts, rights)
    aligned = together(sorted(c.left for c in rights), ALIGNED * page.size) / len(gaps)
    if not usual and (aligned < SHARE_ALIGNED or aligned * len(gaps) < FEWEST_ROWS - 0.5):
        return 0.0
    for side in (lefts,) if _is_last(gaps, page) else (lefts, rights):
        long = _quarter([c.width for c in side], 3)
        reach = _quarter([c.right for c in side], 3) - _quarter([c.left for c in side], 1)
        if long < NARROWEST * page.size or long < FULL * reach:
            return 0.0
    if not usual and _is_table(gaps):
        return 0.0
    adjoining = _adjoining(max(g.right.base for g in gaps), above, page.pitch)
    adjoining += _adjoining(min(g.right.base for g in gaps), below, page.pitch)
    if len(gaps) < adjoining and not usual:
        return 0.0
    return min(1.0, aligned) * (1.0 if usual else min(1.0, len(gaps) / 6))


def _is_last(gaps: Sequence[Gap], page: Type) -> bool:
    """Return whether one row has a full line and, at the edge of a known column, the last words of a text."""
    edge, left = gaps[0].right.left, gaps[0].left
    known = any(abs(edge - place) < page.size for place in page.known)
    return len(gaps) == 1 and known and left.width > FULL * (edge - page.left)


def _last_column(chunks: Sequence[Chunk]) -> list[Chunk]:
    """Leave out what stands in a column before the last one, beside a figure or white space in that."""
    edge = stretches(chunks)[-1][0]
    return [c for c in chunks if c.left >= edge]


def _drawn_in_turn(lefts: Sequence[Chunk], rights: Sequence[Chunk]) -> bool:
    """Return whether the file draws the sides in blocks of several lines: a table's rows are not drawn so."""
    drawn = sorted([(c.order, False) for c in lefts] + [(c.order, True) for c in rights])
    blocks = 1 + sum(a != b for (_, a), (_, b) in pairwise(drawn))
    return len(lefts) >= DRAWN_ROWS and len(drawn) >= DRAWN_LINES * blocks


def _quarter(values: Iterable[float], number: int) -> float:
    """Return the value below which one, two or three quarters of them lie."""
    ordered = sorted(values)
    return ordered[number * len(ordered) // 4]


def _is_table(gaps: Sequence[Gap]) -> bool:
    """Return whether what stands side by side begins anew at the same height: cells do, columns of text do not.

    A line of prose begins with a capital or a number about once in eight, two beside one another once in sixty.
    An author's address in Russian beside the one in English has a capital in most lines, and is no table.
    """
    if _in_two_scripts(gaps):
        return False
    if len(gaps) >= LONG_COLUMN and all(
        median(len(c.glyphs) for c in side) >= LONG_LINE for side in ([g.left for g in gaps], [g.right for g in gaps])
    ):
        return False
    begun = [(_begins(g.left), _begins(g.right)) for g in gaps]
    both = sum(left and right for left, right in begun)
    return both >= 2 and both > sum(left != right for left, right in begun)


def _in_two_scripts(gaps: Sequence[Gap]) -> bool:
    """Return whether one side is written in Cyrillic and the other in Latin letters."""
    sides = [
        [g.char for gap in gaps for g in (gap.left, gap.right)[side].glyphs if g.char.isalpha()] for side in (0, 1)
    ]
    shares = sorted(sum("Ѐ" <= char <= "ӿ" for char in side) / max(1, len(side)) for side in sides)
    return all(sides) and shares[0] < 1 - ONE_SCRIPT and shares[1] > ONE_SCRIPT


def _begins(chunk: Chunk) -> bool:
    head = chunk.glyphs[0].char if chunk.glyphs else chunk.text[:1]
    return head.isdigit() or head.isupper()


def _adjoining(base: float, crossing: Sequence[Chunk], pitch: float) -> int:
    """Count the full lines that follow one another from a row on without white space between."""
    count = 0
    for chunk in crossing:
        if abs(chunk.base - base) > TIGHT * pitch:
            break
        count += 1
        base = chunk.base
    return count


def _reach(x: float, gaps: Sequence[Gap], inside: Sequence[Chunk], page: Type, *, ends: bool) -> tuple[float, float]:
    """Return how far up and down columns go on beyond the rows in which both are seen.

    Upwards as far as lines follow at the usual distance; downwards to the next full line, but past white space only
    where no full line ends the columns.
    """
    top, bottom = max(max(g.left.base, g.right.base) for g in gaps), min(min(g.left.base, g.right.base) for g in gaps)
    edge, end = min(g.right.left for g in gaps), max(g.right.right for g in gaps)
    for chunk in sorted(inside, key=lambda c: c.base):
        # A name set to the right above the columns begins far from their edge, and is in the middle of none.
        centred = abs(chunk.left + chunk.right - edge - end) < 2 * ALIGNED * page.size
        in_column = chunk.left < x or chunk.left - edge < INDENTED * page.size or centred
        if in_column and top < chunk.base <= top + LOOSE * page.pitch and not _heads(chunk, top, inside, page):
            top = chunk.base
    for chunk in sorted(inside, key=lambda c: -c.base):
        if chunk.base < bottom and (not ends or bottom - chunk.base <= LOOSE * page.pitch):
            bottom = chunk.base
    return top + 0.5 * page.size, bottom - 0.5 * page.size


def _heads(chunk: Chunk, top: float, inside: Sequence[Chunk], page: Type) -> bool:
    """Return whether a line above three columns is the title's or the authors': alone, in the middle, set apart."""
    middle = (min(c.left for c in inside) + max(c.right for c in inside)) / 2
    centred = abs((chunk.left + chunk.right) / 2 - middle) < ALIGNED * page.size
    alone = not any(c is not chunk and c.bottom < chunk.top and chunk.bottom < c.top for c in inside)
    return centred and alone and chunk.base - top > APART * page.pitch


def _same_strip(strip: Strip, other: Strip, size: float) -> bool:
    near = abs(strip.x - other.x) < INDENTED * size
    return near and strip.bottom < other.top and other.bottom < strip.top
