"""The raw text as lines, each with its place; what furniture, hyphens and paragraphs are decided on."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

HYPHENS = "-\u2010\u2011\u00ac"
"""Marks that stand for a hyphen at the end of a line: hyphens, and the ``¬`` of some scanners."""

SOFT_HYPHEN = "\u00ad"
CLOSERS = "\"'”’»)]}›"
OPENERS = "\"'“„‘«([{‹"

_LINE = re.compile(r"[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\n\r\f\v\x1c-\x1e\x85\u2028\u2029]|\Z)")
_CITATION_TAIL = re.compile(r"\s*\[[\d\s,;.–—\-с–c]{1,40}\]$")


class Line(NamedTuple):
    """One line without its end: place in the raw text, text without outer white space, page.

    ``indent`` tells that the line begins with white space.
    """

    start: int
    end: int
    text: str
    indent: bool
    page: int


def split_lines(raw: str, pages: Sequence[int] = ()) -> list[Line]:
    """Split a raw text into lines; a form feed begins a new page, and so does each offset in ``pages``.

    >>> [line.text for line in split_lines("один \\n  два\\n\\nтри")]
    ['один', 'два', '', 'три']
    """
    lines: list[Line] = []
    page = 0
    for match in _LINE.finditer(raw):
        if match.start() == len(raw) and lines:
            break
        body = match.group().rstrip("\n\r\f\v\x1c\x1d\x1e\x85\u2028\u2029")
        text = body.strip()
        indent = body[:1].isspace() and bool(text)
        start = match.start() + (len(body) - len(body.lstrip()) if text else 0)
        number = bisect_right(pages, start) - 1 if pages else page
        lines.append(Line(start, start + len(text), text, indent, max(number, 0)))
        if match.group().endswith("\f"):
            page += 1
    return lines


def ends_sentence(text: str) -> bool:
    """Tell whether a stretch of text ends as a sentence does, quotes and citations aside.

    >>> ends_sentence("экспорт – 1,8 млн долл. [1]."), ends_sentence("наличие в Кыргызстане")
    (True, False)
    """
    tail = text[-80:].rstrip().rstrip(CLOSERS)
    if tail.endswith((".", "!", "?", "…")):
        return True
    tail = _CITATION_TAIL.sub("", text[-80:].rstrip()).rstrip(CLOSERS)
    return tail.endswith((".", "!", "?", "…"))


def starts_lower(text: str) -> bool:
    """Tell whether the first letter or digit of a text is a small letter."""
    head = text.lstrip(OPENERS + " ")
    return head[:1].islower()
