"""A table's row as one line: the lines of a cell joined by spaces, the cells parted by tabs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from statistics import median

from letopis.sources.pdf_chunks import Chunk

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
    lines: list[list[Chunk]] = []
    for chunk in sorted(chunks, key=lambda c: (-c.base, c.left)):
        if lines and abs(lines[-1][0].base - chunk.base) < 0.35 * min(chunk.size, lines[-1][0].size):
            lines[-1].append(chunk)
        else:
            lines.append([chunk])
    for line in lines:
        line.sort(key=lambda c: c.left)
    return lines


def continues(entries: Iterable[Sequence[Chunk]], text: Text) -> bool:
    """``рососедстве и | странных дел | фицирован``: no entry of a line begins with a capital or a number."""
    return all(words[:1].islower() or words[:1] in "(–—" for words in map(text, entries))
