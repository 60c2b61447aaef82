"""Tables of a PDF without ruled lines, told by white space at the same places of lines one under another."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise

from letopis.sources.pdf_cells import Text, continues, row_chunk
from letopis.sources.pdf_chunks import Chunk

CELL_GAP = 1.0
"""Font sizes of white space between the entries of a row in a table without ruled lines."""

EVEN = 0.12
"""Font sizes by which the gaps of a filled line differ at most."""

MOSTLY_LETTERS = 0.6
"""Share of letters from which on a line is prose; rows of numbers may stand equally far apart."""

LONGEST_LABEL = 5
"""Characters of the mark of a list or of a formula's number: what hangs beside a text makes no table with it."""

ROW_STEP = 1.3
"""Shortest distances between a table's lines from which on a line begins a row."""


def aligned_tables(lines: Sequence[list[Chunk]], text: Text) -> list[list[Chunk]]:
    """Put one line with ready text in the place of each row of a table that has no ruled lines.

    Such a table is told by lines with white space at the same places, one under another, where the entries begin at
    one edge, have one middle or are numbers that end at one edge.
    """
    found: list[list[Chunk]] = []
    place = 0
    while place < len(lines):
        end = place
        while end < len(lines) and (_parted(lines[end]) or _follows(lines, place, end)):
            end += 1
        while end > place and not _parted(lines[end - 1]) and not _in_column(lines[place:end]):
            end -= 1
        edges = _columns(lines[place:end]) if end - place >= 2 else []
        if len(edges) >= 2:
            found += [[row] for row in _aligned_rows(lines[place:end], edges, text)]
            place = end
        else:
            found.append(lines[place])
            place += 1
    return found


def _parted(line: Sequence[Chunk]) -> bool:
    return not _stretched(line) and any(
        b.left - a.right > CELL_GAP * min(a.size, b.size) for a, b in pairwise(line) if not a.text and not b.text
    )


def _stretched(line: Sequence[Chunk]) -> bool:
    """Return whether words stand far apart because a line of a narrow column was filled: all are equally far."""
    gaps = [b.left - a.right for a, b in pairwise(line)]
    chars = [glyph.char for chunk in line for glyph in chunk.glyphs]
    letters = sum(char.isalpha() for char in chars)
    return len(gaps) >= 2 and max(gaps) - min(gaps) < EVEN * line[0].size and letters > MOSTLY_LETTERS * len(chars)


def _follows(lines: Sequence[Sequence[Chunk]], start: int, place: int) -> bool:
    """Return whether a line without white space stands close under a row, within one of its columns."""
    if place == start or len(lines[place]) > 1 or lines[place][0].text:
        return False
    return _in_column(lines[start : place + 1])


def _in_column(lines: Sequence[Sequence[Chunk]]) -> bool:
    """Return whether the last of some lines stands within one column that those before it leave."""
    edges = _projection([c for line in lines[:-1] for c in line])
    last, before = lines[-1][0], lines[-2][0]
    within = any(low - 1 <= last.left and last.right <= high + 1 for low, high in edges)
    return len(edges) >= 2 and within and before.base - last.base < 1.6 * last.size


def _projection(chunks: Iterable[Chunk]) -> list[tuple[float, float]]:
    """Return the stretches that chunks take up from left to right, white space between them."""
    taken: list[tuple[float, float]] = []
    for chunk in sorted(chunks, key=lambda c: c.left):
        if taken and chunk.left < taken[-1][1] + 0.5 * chunk.size:
            taken[-1] = (taken[-1][0], max(taken[-1][1], chunk.right))
        else:
            taken.append((chunk.left, chunk.right))
    return taken


def _columns(lines: Sequence[Sequence[Chunk]]) -> list[tuple[float, float]]:
    """Return the columns of a table; none when their entries have no edge or middle in common."""
    every = [c for line in lines for c in line]
    if any(c.text for c in every):
        return []
    edges = _projection(every)
    if len(edges) < 2 or sum(len(line) >= 2 for line in lines) < 2:
        return []
    labels = [c for c in every if c.right <= edges[0][1]]
    if len(edges) == 2 and all(len(c.glyphs) <= LONGEST_LABEL for c in labels):
        return []
    for low, high in edges[1:]:
        entries = [c for c in every if low <= c.left and c.right <= high]
        numbers = sum(any(g.char.isdigit() for g in c.glyphs) for c in entries) >= 0.6 * len(entries)
        marks = [[c.left for c in entries], [(c.left + c.right) / 2 for c in entries]]
        marks += [[c.right for c in entries]] if numbers else []
        near = 0.5 * entries[0].size
        if len(entries) < 2 or max(_together(sorted(mark), near) for mark in marks) < 0.6 * len(entries):
            return []
    return [] if _flush(entries) else edges


def _flush(entries: Sequence[Chunk]) -> bool:
    """Return whether the last column holds the last words of filled lines: its right edge alone is straight."""
    near = EVEN * entries[0].size
    chars = [glyph.char for chunk in entries for glyph in chunk.glyphs]
    letters = sum(char.isalpha() for char in chars) > MOSTLY_LETTERS * len(chars)
    ends, starts = sorted(c.right for c in entries), sorted(c.left for c in entries)
    return letters and ends[-1] - ends[0] < near < starts[-1] - starts[0]


def _together(places: Sequence[float], near: float) -> int:
    return max(bisect_left(places, place + near) - index for index, place in enumerate(places))


def _aligned_rows(
    lines: Sequence[Sequence[Chunk]], edges: Sequence[tuple[float, float]], text: Text
) -> Iterable[Chunk]:
    """Gather lines to rows: a line goes on with the row above when none of its entries begins anew."""
    rows: list[list[list[Chunk]]] = []
    closest = min(a[0].base - b[0].base for a, b in pairwise(lines))
    last = lines[0][0].base
    for line in lines:
        cells: list[list[Chunk]] = [[c for c in line if low <= c.left <= high] for low, high in edges]
        step = last - line[0].base
        last = line[0].base
        if rows and step < ROW_STEP * closest and continues([cell for cell in cells if cell], text):
            for cell, more in zip(rows[-1], cells, strict=True):
                cell.extend(more)
        else:
            rows.append(cells)
    for row in rows:
        yield row_chunk([cell for cell in row if cell], text)
