"""What stands in the margins of a PDF's pages, beside the text: numbers of lines, and notes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from letopis.batching import runs
from letopis.sources.pdf_chunks import Chunk

FEWEST_LINES = 8
"""Lines of text on a page from which on it has margins."""

LONG = 12.0
"""Font sizes that a line of text fills at least; shorter ones tell nothing of the margins."""

BESIDE = 0.8
"""Font sizes of white space between the text and what stands in a margin."""

FEWEST_NUMBERS = 3
"""Numbers of lines on a page, each as much higher than the one before; list items go up by one."""

EVEN = 0.15
"""Share by which the distances of numbers of lines differ at most."""

NOTE_SIZE = 0.9
"""Share of the text's font size that notes in a margin have at most."""

MOST_NOTES = 0.12
"""Share of a page's characters that notes in its margins take at most; more are a column."""

Chunks = Sequence[Chunk]


def part_margins(chunks: Chunks, size: float) -> tuple[list[Chunk], list[Chunk], list[list[Chunk]]]:
    """Part a page's chunks from the numbers of its lines and from the notes in its margins, each note by itself."""
    text = [c for c in chunks if abs(c.size - size) < 0.1 * size and c.width > LONG * size]
    if len(text) < FEWEST_LINES:
        return list(chunks), [], []
    left = sorted(c.left for c in text)[len(text) // 10] - BESIDE * size
    right = sorted(c.right for c in text)[9 * len(text) // 10] + BESIDE * size
    top, bottom = max(c.base for c in text), min(c.base for c in text)
    outside = [c for c in chunks if (c.right < left or c.left > right) and bottom <= c.base <= top]
    numbers = _line_numbers([c for c in outside if all(g.char.isdigit() for g in c.glyphs)])
    small = [c for c in outside if c.size <= NOTE_SIZE * size and sum(g.char.isalpha() for g in c.glyphs) > 2]
    if sum(len(c.glyphs) for c in small) > MOST_NOTES * sum(len(c.glyphs) for c in chunks):
        small = []
    taken = {id(c) for c in [*numbers, *small]}
    return [c for c in chunks if id(c) not in taken], numbers, _notes(small, (left + right) / 2)


def _line_numbers(numbers: Chunks) -> list[Chunk]:
    """Return numbers that go down a margin at equal distances, going up by as much: ``5``, ``10``, ``15``."""
    if not numbers:
        return []
    left, right = median(c.left for c in numbers), median(c.right for c in numbers)
    at_left = [c for c in numbers if abs(c.left - left) < 2]
    at_right = [c for c in numbers if abs(c.right - right) < 2]
    column = sorted(at_left if len(at_left) > len(at_right) else at_right, key=lambda c: -c.base)
    values = [int("".join(g.char for g in c.glyphs)[:6]) for c in column]
    steps = {b - a for a, b in pairwise(values)}
    gaps = [a.base - b.base for a, b in pairwise(column)]
    even = len(column) >= FEWEST_NUMBERS and max(gaps) < (1 + EVEN) * min(gaps)
    return column if even and len(steps) == 1 and min(steps) > 1 else []


def _notes(chunks: Chunks, middle: float) -> list[list[Chunk]]:
    """Gather the lines of notes, those of one margin that follow one another closely."""
    return runs(
        sorted(chunks, key=lambda c: (c.left > middle, -c.base, c.left)),
        lambda note, chunk: (
            (note[-1].left > middle) == (chunk.left > middle) and 0 <= note[-1].base - chunk.base < 1.8 * chunk.size
        ),
    )
