"""What stands at a page's edges, told by its place: running heads and feet, page numbers, footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from statistics import median

from letopis.sources.pdf_layout import Glyph, PageLine

EDGE_LINES = 2
"""Lines at a page's top and bottom among which furniture is looked for."""

NOTE_SIZE = 0.94
"""Notes are set below this share of the body's font size."""

EDGE_GAP = 1.3
"""Line pitches of white space that part a page number from the text when nothing repeats."""

HEAD_SIZE = 0.97
"""Running heads are often set below this share of the body's font size."""

_NUMBERED = re.compile(r"^(?:\d{1,4}\s+\S.*|.*\S\s+\d{1,4})$")
_NUMBER = re.compile(r"^\W*\d{1,4}\W*$")
_NOTE = re.compile(r"^(?:[¹²³⁴-⁹⁰]{1,3}|\d{1,3}[.)]?|\*{1,3})\s*(?=\S)")
_SUPERSCRIPT = re.compile(r"^[¹²³⁴-⁹⁰]{1,3}\s*")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def body_size(pages: Sequence[Sequence[Glyph]]) -> float:
    """Give the font size that most characters have, to a quarter of a point."""
    sizes = Counter(round(glyph.size * 4) / 4 for glyph in chain.from_iterable(pages))
    return sizes.most_common(1)[0][0]


def find_edges(pages: Sequence[Sequence[PageLine]], size: float) -> list[dict[int, str]]:
    """Give, for each page, the numbers of the lines that are furniture and why.

    A row of lines at the page's edge that white space parts from the text is furniture when it says the same,
    numbers aside, as one on another page; when it holds the page's number; or when it is set smaller than the
    text above which it stands.
    """
    rows = [_edge_rows(lines) for lines in pages]
    shapes = Counter(shape for page in rows for shape in {_shape(_words(row)) for row in page})
    found: list[dict[int, str]] = []
    for lines, page in zip(pages, rows, strict=True):
        own: dict[int, str] = {}
        for row in page:
            reason = _reason(row, lines, shapes, size)
            if reason:
                own.update((line.number, reason) for line in row)
        found.append(own)
    return found


def _reason(row: Sequence[PageLine], lines: Sequence[PageLine], shapes: Counter[str], size: float) -> str:
    """Say why a row at a page's edge is furniture; empty when it is none."""
    words = _words(row)
    if not _apart(row, lines) or words.endswith((",", ";", "-")):
        return ""
    if _NUMBER.match(words):
        return "page_number"
    smaller = max(line.size for line in row) < HEAD_SIZE * size
    at_top = row[0].bottom >= max(line.bottom for line in lines) - 0.5 * row[0].size
    repeated = shapes[_shape(words)] > 1
    numbered = bool(_NUMBERED.match(words)) and (smaller or not words.endswith("."))
    return "running_head" if repeated or numbered or (smaller and at_top) else ""


def _words(row: Sequence[PageLine]) -> str:
    return " ".join(line.text for line in sorted(row, key=lambda line: line.left))


def _edge_rows(lines: Sequence[PageLine]) -> list[list[PageLine]]:
    """Give the highest and the lowest rows of a page, whatever columns their lines stand in."""
    rows: list[list[PageLine]] = []
    for line in sorted(lines, key=lambda line: -line.bottom):
        if rows and abs(rows[-1][0].bottom - line.bottom) < 0.5 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows if len(rows) <= 2 * EDGE_LINES else rows[:EDGE_LINES] + rows[-EDGE_LINES:]


def _apart(row: Sequence[PageLine], lines: Sequence[PageLine]) -> bool:
    """Tell whether white space parts a row from the text of its page, other rows at the edge left out."""
    mine = {line.number for line in row}
    others = [line for line in lines if line.number not in mine]
    if not others:
        return False
    pitch = median(line.pitch for line in others)
    return min(abs(other.bottom - row[0].bottom) for other in others) > EDGE_GAP * max(pitch, 1.0)


def _shape(text: str) -> str:
    return re.sub(r"\d+", "0", text).casefold()


def take_notes(
    pages: Sequence[Sequence[PageLine]], edges: Sequence[Mapping[int, str]], size: float
) -> tuple[list[list[PageLine]], list[str]]:
    """Part each page's lines from its footnotes; a note is given whole, its lines one under another.

    Footnotes stand in smaller type at the foot of a column, and the first begins with a number or a star.
    """
    bodies: list[list[PageLine]] = []
    notes: list[str] = []
    for lines, edge in zip(pages, edges, strict=True):
        taken: set[int] = set()
        for column in sorted({line.column for line in lines}):
            members = [line for line in lines if line.column == column and line.number not in edge]
            taken |= _note_lines(members, size)
        for line in lines:
            if line.number not in taken:
                continue
            if _NOTE.match(line.text) or not notes:
                notes.append(_SUPERSCRIPT.sub(lambda match: match.group().translate(_DIGITS).strip() + " ", line.text))
            else:
                notes[-1] += "\n" + line.text
        bodies.append([line for line in lines if line.number not in taken])
    return bodies, notes


def _note_lines(members: Sequence[PageLine], size: float) -> set[int]:
    """Give the numbers of the lines at a column's foot that are notes."""
    small: list[PageLine] = []
    for line in reversed(members):
        if line.size > NOTE_SIZE * size:
            break
        small.append(line)
    small.reverse()
    if len(small) == len(members):
        return set()
    first = next((place for place, line in enumerate(small) if _NOTE.match(line.text)), None)
    return {line.number for line in small[first:]} if first is not None else set()
