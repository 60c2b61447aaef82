"""Where the reading order of a PDF's page is doubtful: what the page shows and what the file draws do not agree."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from letopis.sources.pdf_chunks import CHUNK_GAP, Chunk
from letopis.sources.pdf_columns import Strip

SURE = 0.5
"""Sureness of a strip up to which columns are doubtful: three or four rows that show it, or half of them aligned."""

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
