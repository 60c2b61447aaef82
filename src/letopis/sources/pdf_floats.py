"""What stands within a sentence on a PDF's pages and is no part of it: captions, tables, quotations in larger type."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from letopis.sources.pdf_layout import PageLine

MOST_LINES = 40
"""Lines that may stand between the two halves of a sentence."""

SAME_SIZE = 0.03
"""Share by which the type of both halves differs from the body's at most."""

APART = 1.25
"""Line pitches of white space below a caption that is set as the text is."""

FEWEST_ROWS = 2
"""Rows of a table without a caption; a lone one may be a formula with its number."""

_CAPTION = re.compile(
    r"(?i)(?:рис(?:унок|\.)|табл(?:ица|\.)|схема|график|диаграмма|карта|fig(?:ure|\.)|table)\s*[\dSA]"
)
_WORD = re.compile(r"[^\W\d_]{4}")
_OPEN = re.compile(r"[\w,-]$")
_STOPPED = re.compile(r"[.!?…][»”\")\]]*$")

Lines = list[PageLine]


def settle_floats(pages: Sequence[Lines], edges: Sequence[Mapping[int, str]], size: float) -> list[Lines]:
    """Move what parts a sentence to the end of its paragraph, or before it where a page ends in between.

    Args:
        pages: the lines of every page in reading order.
        edges: for each page the numbers of the lines that are furniture.
        size: the body's font size.
    """
    settled = [list(lines) for lines in pages]
    before: PageLine | None = None
    for number, edge in enumerate(edges):
        text = [line for line in settled[number] if line.number not in edge]
        place = 0
        while place < len(text):
            end = _resumes(before, text, place, size)
            if end is not None:
                moved = [line._replace(moved=True) for line in text[place:end]]
                at = _paragraph_end(text, end, size)
                if at is not None:
                    text[place:at] = [*text[end:at], *moved]
            before = text[place]
            place += 1
        _close(text, settled[number + 1] if number + 1 < len(settled) else [], size)
        settled[number] = _with_furniture(settled[number], text, edge)
    return settled


def _resumes(before: PageLine | None, text: Lines, place: int, size: float) -> int | None:
    """Return where a sentence goes on that breaks off before a place where a caption or the like begins."""
    if before is None or before.moved or not _is_body(before, size) or not _OPEN.search(before.text):
        return None
    if not _is_odd(text[place], size):
        return None
    for end in range(place + 1, min(len(text), place + MOST_LINES)):
        last, line = text[end - 1], text[end]
        # Below the first line of a caption in the text's type its second one follows.
        parted = not _is_type(last, size) or last.column != line.column
        parted = parted or last.base - line.base > APART * max(line.pitch, 1.0)
        if _is_body(line, size) and line.indented:  # a paragraph of its own: the sentence ended before
            return None
        if _is_body(line, size) and line.text[:1].islower() and parted:
            return end if _is_float(text[place:end], edge=place == 0) else None
    return None


def _is_float(block: Lines, *, edge: bool) -> bool:
    """Return whether lines are a caption, a table or words; a formula is a part of its sentence.

    Words at a page's edge may be a running head, which is told later.
    """
    captioned = any(_CAPTION.match(line.text) for line in block) or sum(line.row for line in block) >= FEWEST_ROWS
    return captioned or (not edge and all(_WORD.search(line.text) for line in block))


def _is_type(line: PageLine, size: float) -> bool:
    return abs(line.size - size) <= SAME_SIZE * size and not line.row


def _is_body(line: PageLine, size: float) -> bool:
    return _is_type(line, size) and not _CAPTION.match(line.text)


def _is_odd(line: PageLine, size: float) -> bool:
    return not _is_body(line, size) and not line.moved


def _paragraph_end(text: Lines, start: int, size: float) -> int | None:
    """Return the place behind the first paragraph's end, or else sentence's end, from a line on."""
    stops = [at for at in range(start, len(text)) if _STOPPED.search(text[at].text) and _is_body(text[at], size)]
    for at in stops:
        following = text[at + 1] if at + 1 < len(text) else None
        if following is None or following.indented or not _is_body(following, size):
            return at + 1
    return stops[0] + 1 if stops else None


def _close(text: Lines, following: Lines, size: float) -> None:
    """Move what stands at a page's foot, where a sentence goes on overleaf, before the paragraph that it parts."""
    end = len(text)
    start = end
    while start and _is_odd(text[start - 1], size):
        start -= 1
    body = next((line for line in following if _is_body(line, size)), None)
    if not 0 < start < end or end - start > MOST_LINES or body is None or not body.text[:1].islower():
        return
    if not _OPEN.search(text[start - 1].text) or not _is_float(text[start:], edge=True):
        return
    begins = [at for at in range(1, start) if text[at].indented or _STOPPED.search(text[at - 1].text)]
    if begins:
        moved = [line._replace(moved=True) for line in text[start:]]
        text[begins[-1] :] = [*moved, *text[begins[-1] : start]]


def _with_furniture(lines: Lines, text: Lines, edge: Mapping[int, str]) -> Lines:
    """Put the lines of the text into the places that they leave between heads and feet."""
    ordered = iter(text)
    return [line if line.number in edge else next(ordered) for line in lines]
