"""The lines of a PDF's pages written one under another, with what is known of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from letopis.offsets import Furniture
from letopis.sources.pdf_layout import PageLine

INDENT = 0.7
"""A line that begins this many font sizes right of its column is a paragraph's first."""

PARAGRAPH_GAP = 1.75
"""Line pitches from which on white space above a line parts it from the text before."""


def compose(
    pages: Sequence[Sequence[PageLine]],
    edges: Sequence[Mapping[int, str]],
    stamps: Sequence[Sequence[str]],
    notes: Sequence[str],
) -> tuple[str, tuple[int, ...], tuple[Furniture, ...]]:
    """Write the lines one under another; give the text, the page starts and the furniture.

    Stamps stand at their page's end, as furniture; notes after the last page's text.
    """
    parts: list[str] = []
    starts: list[int] = []
    furniture: list[Furniture] = []
    place = 0
    for lines, edge, stamped in zip(pages, edges, stamps, strict=True):
        starts.append(place)
        written = [(_lead(before, line), line.text, edge.get(line.number, "")) for before, line in _pairs(lines)]
        written += [("", stamp, "watermark") for stamp in stamped if stamp]
        for lead, text, reason in written:
            start = place + len(lead)
            if reason:
                furniture.append(Furniture(start, start + len(text), reason))
            parts += [lead, text, "\n"]
            place = start + len(text) + 1
    parts += [f"\n{note}\n" for note in notes]
    return "".join(parts), tuple(starts), tuple(furniture)


def _pairs(lines: Sequence[PageLine]) -> list[tuple[PageLine | None, PageLine]]:
    return list(zip((None, *lines), lines, strict=False))


def _lead(before: PageLine | None, line: PageLine) -> str:
    """Return what stands before a line: a blank line for white space above it, spaces for its indent."""
    return ("\n" if _parted(before, line) else "") + ("   " if _indented(line) else "")


def _parted(before: PageLine | None, line: PageLine) -> bool:
    """Return whether white space, another type size or a table's row parts a line from the one above it."""
    if before is None:
        return False
    if before.row or line.row:
        return True
    if before.column != line.column or before.base < line.base:
        return False
    step = before.base - line.base
    return step > PARAGRAPH_GAP * max(line.pitch, 1.0) or abs(before.size - line.size) > 0.25 * line.size


def _indented(line: PageLine) -> bool:
    return line.left - line.column_left > INDENT * line.size and not line.centred and not line.row
