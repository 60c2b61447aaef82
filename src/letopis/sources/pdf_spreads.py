"""Two pages of a book or magazine that a PDF holds as one."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from letopis.sources.pdf_chunks import find_chunks
from letopis.sources.pdf_glyphs import Glyph, PageContent, Rule

LANDSCAPE = 1.2
"""How much wider than high two pages side by side, and their text, are at least."""

MIDDLE = 0.08
"""Share of the width, to both sides of the middle, in which the white space between two pages stands."""

WHITE = 1.5
"""Font sizes of white space between two pages at least, from top to bottom."""

FEWEST_LINES, LONG_LINE = 8, 15
"""Lines of each page, and characters that half of them have, at least; a wide table has shorter cells."""


def pages_of(content: PageContent, size: tuple[float, float]) -> list[PageContent]:
    """Return the two pages that stand side by side on one; mostly the page itself.

    Text at right angles and stamps go with the first of them.

    Args:
        content: what stands on the page.
        size: its width and height.
    """
    place = _gutter(content) if size[0] > LANDSCAPE * size[1] else None
    if place is None:
        return [content]

    def half(*, left: bool) -> tuple[list[Glyph], list[Rule]]:
        glyphs = [g for g in content.glyphs if (g.left + g.right < 2 * place) is left]
        middles = [(r, (r.low + r.high) / 2 if r.level else r.place) for r in content.rules]
        return glyphs, [rule for rule, middle in middles if (middle < place) is left]

    (first, lines), (second, others) = half(left=True), half(left=False)
    if not (_is_page(first) and _is_page(second)):
        return [content]
    return [content._replace(glyphs=first, rules=lines), PageContent(second, [], [], others)]


def _gutter(content: PageContent) -> float | None:
    """Return the middle of the white space that parts two pages from top to bottom."""
    drawn = [g for g in content.glyphs if not g.char.isspace()]
    if not drawn:
        return None
    low, high = min(g.left for g in drawn), max(g.right for g in drawn)
    if high - low < LANDSCAPE * (max(g.base for g in drawn) - min(g.base for g in drawn)):
        return None
    around = MIDDLE * (high - low)
    middle, end = (low + high) / 2, (low + high) / 2 - around
    widest = (0.0, 0.0)
    for left, right in sorted((g.left, g.right) for g in drawn if g.right > end):
        widest = max(widest, (min(left, middle + around) - end, (left + end) / 2))
        end = max(end, right)
        if end > middle + around:
            break
    white, place = widest
    crossed = any(rule.level and rule.low < place < rule.high for rule in content.rules)
    return place if white > WHITE * median(g.size for g in drawn) and not crossed else None


def _is_page(glyphs: Sequence[Glyph]) -> bool:
    lengths = [len(chunk.glyphs) for chunk in find_chunks(glyphs)]
    return len(lengths) >= FEWEST_LINES and median(lengths) >= LONG_LINE
