"""Tables of a PDF, each row a line with tabs: those whose cells are ruled, and those told by white space."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from letopis.batching import runs
from letopis.sources.pdf_chunks import Chunk
from letopis.sources.pdf_glyphs import Rule

Text = Callable[[Sequence[Chunk]], str]
"""Writes the chunks of one line as text."""


def row_chunk(cells: Sequence[Sequence[Chunk]], text: Text) -> Chunk:
    """Return a table's row as one chunk: the lines of a cell joined by spaces, the cells by tabs."""
    every = [chunk for cell in cells for chunk in cell]
    words = "\t".join(" ".join(text(line) for line in group_lines(cell)) for cell in cells)
    return Chunk(
        (), min(c.left for c in every), max(c.right for c in every), max(c.base for c in every),
        median(c.size for c in every), min(c.order for c in every), words,
    )  # fmt: skip


def group_lines(chunks: Iterable[Chunk]) -> list[list[Chunk]]:
    """Group chunks that stand on one baseline, top to bottom, each line from left to right."""
    lines = runs(
        sorted(chunks, key=lambda c: (-c.base, c.left)),
        lambda line, chunk: abs(line[0].base - chunk.base) < 0.35 * min(chunk.size, line[0].size),
    )
    return [sorted(line, key=lambda c: c.left) for line in lines]


def continues(entries: Iterable[Sequence[Chunk]], text: Text) -> bool:
    """``рососедстве и | странных дел | фицирован``: no entry of a line begins with a capital or a number."""
    return all(words[:1].islower() or words[:1] in "(–—" for words in map(text, entries))


CELL_GAP = 1.0
"""Font sizes of white space between the entries of a row in a table without ruled lines."""

EVEN = 0.12
"""Font sizes by which the gaps of a filled line differ at most."""

MOSTLY_LETTERS = 0.6
"""Share of letters from which on a line is prose; rows of numbers may stand equally far apart."""

FEWEST_FILLED = 2
"""Other lines that end where the entries of a table's last column do, from which on they fill a column of text."""

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
        if len(edges := _columns(lines, place, end)) >= 2:
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
    """Return whether words are equally far apart, since a line of a narrow column was filled: ``варь» [16, с. 6]``."""
    gaps = [b.left - a.right for a, b in pairwise(line)]
    if len(gaps) < 2 or max(gaps) - min(gaps) > EVEN * line[0].size:
        return False
    words = sum(any(glyph.char.isalpha() for glyph in chunk.glyphs) for chunk in line)
    return _is_prose(line) or (len(gaps) > 2 and 2 * words >= len(line))


def _is_prose(chunks: Iterable[Chunk]) -> bool:
    letters = [glyph.char.isalpha() for chunk in chunks for glyph in chunk.glyphs]
    return sum(letters) > MOSTLY_LETTERS * len(letters)


def _follows(lines: Sequence[Sequence[Chunk]], start: int, place: int) -> bool:
    """Return whether a line without white space stands close under a row, within one of its columns."""
    alone = place > start and len(lines[place]) == 1 and not lines[place][0].text
    return alone and _in_column(lines[start : place + 1])


def _in_column(lines: Sequence[Sequence[Chunk]]) -> bool:
    """Return whether the last of some lines stands within one column that those before it leave."""
    edges = stretches([c for line in lines[:-1] for c in line])
    last, before = lines[-1][0], lines[-2][0]
    within = any(low - 1 <= last.left and last.right <= high + 1 for low, high in edges)
    return len(edges) >= 2 and within and before.base - last.base < 1.6 * last.size


def stretches(chunks: Iterable[Chunk]) -> list[tuple[float, float]]:
    """Return the stretches that chunks take up from left to right, white space between them."""
    taken: list[tuple[float, float]] = []
    for chunk in sorted(chunks, key=lambda c: c.left):
        if taken and chunk.left < taken[-1][1] + 0.5 * chunk.size:
            taken[-1] = (taken[-1][0], max(taken[-1][1], chunk.right))
        else:
            taken.append((chunk.left, chunk.right))
    return taken


def _columns(every_line: Sequence[Sequence[Chunk]], start: int, stop: int) -> list[tuple[float, float]]:
    """Return the columns of a table from one line to another; none when entries have no edge or middle in common."""
    lines = every_line[start:stop]
    every = [c for line in lines for c in line]
    if any(c.text for c in every):
        return []
    edges = stretches(every)
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
        if len(entries) < 2 or max(together(sorted(m), 0.5 * entries[0].size) for m in marks) < 0.6 * len(entries):
            return []
    others = [line[-1].right for line in (*every_line[:start], *every_line[stop:])]
    return [] if _flush(entries, others) else edges


def _flush(entries: Sequence[Chunk], others: Sequence[float]) -> bool:
    """Return whether the last column holds last words of filled lines: it ends straight, alone or as other lines do."""
    near = EVEN * entries[0].size
    ends, starts = sorted(c.right for c in entries), sorted(c.left for c in entries)
    ragged = starts[-1] - starts[0] > near or sum(abs(right - ends[0]) < near for right in others) >= FEWEST_FILLED
    return _is_prose(entries) and ends[-1] - ends[0] < near and ragged


def together(places: Sequence[float], near: float) -> int:
    """Count the places, from left to right, that are nearest to one another."""
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


TOUCH = 3.0
"""Points between the ends of two ruled lines that meet."""

FRAME = 0.5
"""Share of a page's chunks in one cell from which on the ruled lines frame a page and part no cells."""

LONGEST_ENTRY = 16
"""Characters of an entry, a number or a word or two, that takes no second line."""

MOSTLY = 0.7
"""Share of the lines of a ruled row that have an entry in nearly all cells where each is a row of its own."""


class Grid(NamedTuple):
    """The ruled lines of one table."""

    level: list[Rule]
    upright: list[Rule]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top."""
        return (
            min(r.low for r in self.level), min(r.low for r in self.upright),
            max(r.high for r in self.level), max(r.high for r in self.upright),
        )  # fmt: skip


def find_grids(rules: Iterable[Rule]) -> list[Grid]:
    """Return the tables that ruled lines draw: lines that cross, at least two level and three upright ones, or more.

    >>> lines = [Rule(True, y, 0, 90) for y in (0, 20, 40)] + [Rule(False, x, 0, 40) for x in (0, 45, 90)]
    >>> [(len(grid.level), len(grid.upright)) for grid in find_grids(lines)]
    [(3, 3)]
    """
    rules = list(rules)
    level = _merged([r for r in rules if r.level])
    upright = _merged([r for r in rules if not r.level])
    groups: list[tuple[list[Rule], list[Rule]]] = []
    for line in upright:
        met = [h for h in level if _meet(h, line)]
        joined = [g for g in groups if any(h in g[0] for h in met)]
        group: tuple[list[Rule], list[Rule]] = ([*met], [line])
        for other in joined:
            groups.remove(other)
            group[0].extend(h for h in other[0] if h not in group[0])
            group[1].extend(other[1])
        groups.append(group)
    return [Grid(h, v) for h, v in groups if len(h) >= 2 and len(v) >= 2 and len(h) + len(v) >= 5]


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Join the pieces of which many programs make one line, a piece a cell."""
    merged: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (round(r.place / 1.5), r.low)):
        last = merged[-1] if merged else None
        if last is not None and abs(last.place - rule.place) < 2 and rule.low <= last.high + TOUCH:
            merged[-1] = last._replace(high=max(last.high, rule.high))
        else:
            merged.append(rule)
    return merged


def _meet(level: Rule, upright: Rule) -> bool:
    return (
        level.low - TOUCH <= upright.place <= level.high + TOUCH
        and upright.low - TOUCH <= level.place <= upright.high + TOUCH
    )


def take_tables(chunks: Sequence[Chunk], rules: Iterable[Rule], text: Text) -> list[Chunk]:
    """Put one chunk with ready text in the place of each row of each ruled table."""
    left = list(chunks)
    for grid in find_grids(rules):
        x0, y0, x1, y1 = grid.box
        inside = [c for c in left if x0 < (c.left + c.right) / 2 < x1 and y0 < c.base + 0.3 * c.size < y1]
        cells: dict[tuple[float, float], list[Chunk]] = {}
        for chunk in inside:
            cells.setdefault(_cell(chunk, grid), []).append(chunk)
        framed = max((len(members) for members in cells.values()), default=0) > FRAME * len(chunks)
        if len(cells) < 2 or framed:
            continue
        taken = {id(c) for c in inside}
        left = [c for c in left if id(c) not in taken] + list(_rows_of(cells, text))
    return left


def _cell(chunk: Chunk, grid: Grid) -> tuple[float, float]:
    """Return the upper and the left edge of the cell in which a chunk stands."""
    x, y = (chunk.left + chunk.right) / 2, chunk.base + 0.3 * chunk.size
    above = [r.place for r in grid.level if r.low - TOUCH <= x <= r.high + TOUCH and r.place > y]
    before = [r.place for r in grid.upright if r.low - TOUCH <= y <= r.high + TOUCH and r.place < x]
    return min(above, default=grid.box[3]), max(before, default=grid.box[0])


def _rows_of(cells: dict[tuple[float, float], list[Chunk]], text: Text) -> Iterable[Chunk]:
    """Write each row of cells as one line, tabs between the cells."""
    places = sorted(cells, key=lambda key: (-key[0], key[1]))
    for keys in runs(places, lambda row, key: abs(row[0][0] - key[0]) < TOUCH):
        yield from _entry_rows([cells[key] for key in sorted(keys, key=lambda key: key[1])], text)


def _entry_rows(cells: Sequence[Sequence[Chunk]], text: Text) -> Iterable[Chunk]:
    """Part a ruled row that holds a row of short entries on each of its lines: only its outer lines are drawn."""
    lines = group_lines(chunk for cell in cells for chunk in cell)
    filled = sum(len(line) >= max(2, len(cells) - 1) for line in lines)
    short = all(len(chunk.glyphs) <= LONGEST_ENTRY for cell in cells[1:] for chunk in cell)
    whole = any(continues([[chunk] for chunk in line], text) for line in lines[1:])
    if len(lines) > 1 and short and not whole and filled >= MOSTLY * len(lines):
        own = {id(chunk): number for number, cell in enumerate(cells) for chunk in cell}
        for line in lines:
            yield row_chunk([[c for c in line if own[id(c)] == n] for n in sorted({own[id(c)] for c in line})], text)
    else:
        yield row_chunk(cells, text)
