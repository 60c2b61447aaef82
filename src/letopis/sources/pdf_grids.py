"""Tables of a PDF whose cells are ruled: each row becomes one line with tabs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from letopis.sources.pdf_cells import Text, continues, group_lines, row_chunk
from letopis.sources.pdf_chunks import Chunk
from letopis.sources.pdf_rules import Rule

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
    rows: list[tuple[float, list[tuple[float, float]]]] = []
    for key in sorted(cells, key=lambda key: (-key[0], key[1])):
        if rows and abs(rows[-1][0] - key[0]) < TOUCH:
            rows[-1][1].append(key)
        else:
            rows.append((key[0], [key]))
    for _, keys in rows:
        members = [cells[key] for key in sorted(keys, key=lambda key: key[1])]
        yield from _entry_rows(members, text)


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
