"""The pages of a PDF as lines in reading order: chunks, tables, columns, then lines from top to bottom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain, pairwise
from statistics import median
from typing import NamedTuple

from letopis.batching import runs
from letopis.sources.pdf_chunks import (
    CHUNK_GAP,
    WORD_GAP,
    Chunk,
    find_chunks,
    line_text,
    usual_gap,
)
from letopis.sources.pdf_columns import Strip, find_strips
from letopis.sources.pdf_glyphs import Glyph, PageContent, Rule
from letopis.sources.pdf_large import join_initials, part_stamps
from letopis.sources.pdf_margins import part_margins
from letopis.sources.pdf_tables import Text, aligned_tables, group_lines, take_tables

SURE = 0.5
"""Sureness of a strip up to which columns are doubtful: three or four rows that show it, or half of them aligned."""

MANY_ROWS = 10
"""Rows of a strip from which on its columns tell how wide the next one is."""

LONG_PIECE = 8
"""Characters of a piece of a line, at least; marks, labels and numbers are often drawn apart."""

FEWEST = 3
"""Lines of a page, at least, that bear a doubt out; one or two are a formula or a signature."""

SHARE = 0.08
"""Share of a page's lines that bear a doubt out."""


def page_doubt(columns: Sequence[Sequence[Sequence[Chunk]]], strips: Sequence[Strip]) -> str:
    """Say why the order of a page is doubtful; empty where it is not.

    Args:
        columns: the lines of each stretch of the page, each line as its chunks.
        strips: the strips between its columns.

    A file draws one column after the other, a line from left to right: where lines were put together of pieces that
    are drawn apart, they may have been columns. Columns that few rows show may have been none. Lines that lie over one
    another have no order.
    """
    lines = [line for column in columns for line in column]
    enough = max(FEWEST, SHARE * len(lines))
    if any(strip.sure <= SURE for strip in strips):
        return "columns are seen in few rows"
    if sum(map(_drawn_apart, lines)) >= enough:
        return "lines are drawn in pieces, as columns are"
    if sum(_overlaps(a, b) for column in columns for a, b in pairwise(column)) >= enough:
        return "lines lie over one another"
    return ""


def _drawn_apart(line: Sequence[Chunk]) -> bool:
    return any(
        b.order - a.order != 1
        and len(a.glyphs) >= LONG_PIECE
        and len(b.glyphs) >= LONG_PIECE
        and b.left - a.right > CHUNK_GAP * a.size
        for a, b in pairwise(line)
    )


def _overlaps(line: Sequence[Chunk], other: Sequence[Chunk]) -> bool:
    """Return whether a line lies over the next one, by more than half of its height."""
    return any(
        min(a.right, b.right) - max(a.left, b.left) > a.size and abs(a.base - b.base) < 0.45 * min(a.size, b.size)
        for a in line
        for b in other
        if len(a.glyphs) >= LONG_PIECE and len(b.glyphs) >= LONG_PIECE
    )


LONGEST_MARK = 12
"""Characters of a raised or lowered mark that is drawn apart: ``max``, ``theory``, with the brackets that follow."""

FEWEST_STEPS = 4
"""Distances between lines from which on a column has a usual one of its own; below, it is the page's."""


INDENT, BLOCK = 0.7, 3.0
"""Font sizes right of its column from which on a line is a paragraph's first, and from which on it may be more."""


class PageLine(NamedTuple):
    """A line of one column, top to bottom numbered within its page; ``moved`` out of a sentence that it parted."""

    number: int
    text: str
    left: float
    right: float
    base: float
    size: float
    column: int
    pitch: float
    indented: bool
    row: bool
    moved: bool = False


class PageLayout(NamedTuple):
    """A page's lines in reading order, its ruled lines, its stamps, and text that is turned against the page."""

    lines: list[PageLine]
    rules: list[Rule]
    stamps: list[str]
    turned: list[str]
    strips: list[Strip]
    doubt: str


def body_size(pages: Sequence[PageContent]) -> float:
    """Return the font size that most characters have, to a quarter of a point."""
    sizes: Counter[float] = Counter()
    for size, count in Counter(glyph.size for page in pages for glyph in page.glyphs).items():
        sizes[round(size * 4) / 4] += count
    return sizes.most_common(1)[0][0] if sizes else 10.0


def document_layout(pages: Sequence[PageContent]) -> list[PageLayout]:
    """Return the lines of every page in reading order.

    Where columns stand on several pages, a column too short to be seen as one is known by its place.
    """
    size = body_size(pages)
    chunks = [find_chunks(page.glyphs) for page in pages]
    gap = usual_gap(chain.from_iterable(chunks))
    parted = [part_stamps(page, size) for page in chunks]
    margins = [part_margins(body, size) for body, _ in parted]

    def text(line: Sequence[Chunk]) -> str:
        return chunks_text(line, gap)

    tabled = [
        take_tables(join_initials(body, size), page.rules, text)
        for (body, _, _), page in zip(margins, pages, strict=True)
    ]
    strips = [find_strips(page) for page in tabled]
    known = usual_places(strips, size)
    next_ones = [next_places(page, own) for page, own in zip(tabled, strips, strict=True)]
    if known or any(next_ones):
        strips = [find_strips(page, [*known, *more]) for page, more in zip(tabled, next_ones, strict=True)]
    layouts = []
    for page, body, own, (_, stamps), (_, numbers, notes) in zip(pages, tabled, strips, parted, margins, strict=True):
        columns = [group_lines(_settled(column)) for column in [*arranged(body, own), *notes]]
        lines = _numbered_lines(columns, text)
        stamped = [line_text(c.glyphs, gap) for c in [*stamps, *numbers, *find_chunks(page.oblique)]]
        turned = [text(line) for group in page.turned for line in group_lines(find_chunks(group))]
        layouts.append(PageLayout(lines, page.rules, stamped, turned, own, page_doubt(columns, own)))
    return layouts


def usual_places(strips: Sequence[Sequence[Strip]], size: float) -> list[float]:
    """Return the places at which two pages or more have strips between columns."""
    places = sorted((s.x, page) for page, own in enumerate(strips) for s in own if s.sure >= SURE)
    groups = runs(places, lambda group, place: place[0] - group[-1][0] < size)
    return [median(x for x, _ in group) for group in groups if len({page for _, page in group}) > 1]


def next_places(chunks: Sequence[Chunk], strips: Sequence[Strip]) -> list[float]:
    """Return where columns as wide as those of a page's surest strip would have the next one: the last may be short."""
    if not strips or strips[0].sure <= SURE or strips[0].rows < MANY_ROWS:
        return []
    first = strips[0]
    lefts = [c.left for c in chunks if first.bottom <= c.base <= first.top]
    width = first.x - min(lefts)
    place = first.x + width
    return [place] if place < max(lefts) and all(abs(place - strip.x) > 0.5 * width for strip in strips) else []


def chunks_text(line: Sequence[Chunk], gap: float = WORD_GAP) -> str:
    """Return the text of the chunks of one line."""
    if any(chunk.text for chunk in line):
        return " ".join(chunk.text or line_text(chunk.glyphs, gap) for chunk in line)
    glyphs: list[Glyph] = [glyph for chunk in line for glyph in chunk.glyphs]
    if any(b.left < a.right - 0.5 * a.size for a, b in pairwise(line)):
        # A mark or a word that was drawn later stands within another chunk.
        glyphs.sort(key=lambda g: g.left)
    return line_text(glyphs, gap)


def arranged(chunks: Sequence[Chunk], strips: Sequence[Strip]) -> list[list[Chunk]]:
    """Return stretches of the page in reading order, each of one column.

    The longest strip parts what is above it, its left side, its right side and what is below; each part is
    arranged in the same way by the strips within it.
    """
    for place, strip in enumerate(strips):
        within = [c for c in chunks if strip.bottom <= c.base <= strip.top]
        left = [c for c in within if (c.left + c.right) / 2 < strip.x]
        right = [c for c in within if (c.left + c.right) / 2 >= strip.x]
        if not left or not right:
            continue
        above = [c for c in chunks if c.base > strip.top]
        below = [c for c in chunks if c.base < strip.bottom]
        rest = strips[place + 1 :]
        return [part for side in (above, left, right, below) for part in arranged(side, rest)]
    return [list(chunks)] if chunks else []


def _numbered_lines(columns: Sequence[Sequence[list[Chunk]]], text: Text) -> list[PageLine]:
    placed = [(number, line) for number, column in enumerate(columns) for line in aligned_tables(column, text)]
    steps = [a[0].base - b[0].base for (m, a), (n, b) in pairwise(placed) if m == n]
    usual = median(steps) if steps else 0.0
    lines: list[PageLine] = []
    for number in range(len(columns)):
        lines += _column_lines(number, [line for own, line in placed if own == number], len(lines), usual, text)
    return lines


def _settled(chunks: Sequence[Chunk]) -> list[Chunk]:
    """Put raised marks that the file draws apart from their line onto its baseline, so that they are read in it."""
    settled = []
    for chunk in chunks:
        if len(chunk.glyphs) <= LONGEST_MARK and not chunk.text:
            line = next((c for c in chunks if _carries(c, chunk)), None)
            settled.append(chunk._replace(base=line.base) if line is not None else chunk)
        else:
            settled.append(chunk)
    return settled


def _carries(line: Chunk, mark: Chunk) -> bool:
    """Return whether a small chunk stands close beside or within a line and above or below its baseline."""
    if line is mark or mark.size > 0.85 * line.size or not line.glyphs:
        return False
    level = -0.4 * line.size < mark.base - line.base < 0.65 * line.size
    # Before a note's text there is room.
    return level and line.left - 1.5 * line.size < mark.right and mark.left < line.right + 0.6 * line.size


def _column_lines(
    column: int, lines: Sequence[Sequence[Chunk]], first: int, usual: float, text: Text
) -> list[PageLine]:
    lefts = Counter(round(min(c.left for c in line)) for line in lines)
    column_left = float(min((x for x, count in lefts.items() if count >= 0.2 * len(lines)), default=min(lefts)))
    column_right = max(c.right for line in lines for c in line)
    steps = [a[0].base - b[0].base for a, b in pairwise(lines)]
    pitch = median(steps) if len(steps) >= FEWEST_STEPS else usual
    found: list[PageLine] = []
    edges = [(min(c.left for c in line), max(c.right for c in line)) for line in lines]
    for place, line in enumerate(lines):
        left, right = edges[place]
        size = max(line, key=lambda c: c.width).size
        shift, row = left - column_left, any(c.text for c in line)
        above, *below = (abs(x - left) < 1 for x, _ in [edges[place - 1], *edges[place + 1 : place + 2]])
        centred = abs(shift - (column_right - right)) < 0.15 * (column_right - column_left)
        # Lines of verse begin at one edge, far from the column's; only the first of them is indented.
        far = shift > BLOCK * size and ((above and place > 0) or (centred and not any(below)))
        words = text(line)
        if words:
            found.append(
                PageLine(
                    first + len(found), words, left, right, line[0].base, size, column, pitch,
                    shift > INDENT * size and not far and not row, row,
                )
            )  # fmt: skip
    return found
