"""Large type on a PDF's pages: stamps that lie over the text, and initials that reach over two lines."""

from __future__ import annotations

from collections.abc import Sequence

from letopis.sources.pdf_chunks import Chunk
from letopis.sources.pdf_glyphs import Glyph

INITIAL = 1.7
"""Body sizes from which on a lone letter can be an initial that reaches over two lines."""

STAMP = 2.2
"""Body sizes from which on type that lies over lines of text is a stamp or watermark."""


def part_stamps(chunks: Sequence[Chunk], size: float) -> tuple[list[Chunk], list[Chunk]]:
    """Part the chunks of a page from large type that lies over two lines of text or more."""
    stamps = [c for c in chunks if c.size >= STAMP * size and sum(_under(c, other, size) for other in chunks) >= 2]
    taken = {id(c) for c in stamps}
    return [c for c in chunks if id(c) not in taken], stamps


def _under(stamp: Chunk, line: Chunk, size: float) -> bool:
    """Return whether a line of text lies under a stamp, sideways and in height."""
    if line.size > 1.5 * size:
        return False
    return (
        min(stamp.right, line.right) - max(stamp.left, line.left) > 0.3 * size
        and min(stamp.top, line.top) - max(stamp.bottom, line.bottom) > 0.3 * line.size
    )


def join_initials(chunks: Sequence[Chunk], size: float) -> list[Chunk]:
    """Put each large letter that hangs beside two lines before the first word of the upper one."""
    initials = [c for c in chunks if len(c.glyphs) == 1 and c.size >= INITIAL * size and c.glyphs[0].char.isalpha()]
    joined = list(chunks)
    for initial in initials:
        beside = [c for c in joined if c is not initial and _beside(initial, c)]
        if not beside:
            continue
        line = max(beside, key=lambda c: c.base)
        letter = Glyph(initial.glyphs[0].char, initial.left, line.left, line.base, line.size)
        joined[joined.index(line)] = line._replace(glyphs=[letter, *line.glyphs], left=initial.left)
        joined.remove(initial)
    return joined


def _beside(initial: Chunk, line: Chunk) -> bool:
    """Return whether a line begins just right of an initial, level with it but on a higher baseline."""
    near = -0.2 * line.size < line.left - initial.right < 0.7 * line.size
    return near and line.size < 0.7 * initial.size and initial.base + 0.3 * line.size < line.base < initial.top
