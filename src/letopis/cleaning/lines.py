"""The raw text as lines, each with its place; what furniture, hyphens and paragraphs are decided on."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

CONTROLS = "".join(map(chr, [*range(9), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0), 0xFFFE, 0xFFFF]))
"""Control characters that no text holds; fonts without a proper table give hyphens so."""

LINE_END_CONTROLS = "\x02\ufffe"
"""What readers of PDF give for a hyphen at a line's end."""

HYPHENS = f"-\u2010\u2011\u00ac{CONTROLS}"
"""Marks that stand for a hyphen at the end of a line: hyphens, the ``¬`` of some scanners, control characters."""

_WORD_HYPHENS = str.maketrans("\x1c\x1d\x1e\x1f", "\x06\x06\x06\u00ad")
"""Python ends lines at three of these and strips all; old Word files hold U+001E and U+001F for hyphens."""

SOFT_HYPHEN = "\u00ad"
CLOSERS = "\"'”’»)]}›"
OPENERS = "\"'“„‘«([{‹"

_STOPS = (".", "!", "?", "…")
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
    place = 0
    for body in raw.translate(_WORD_HYPHENS).splitlines(keepends=True):
        text = body.strip()
        indent = bool(text) and body[0].isspace()
        start = place + (len(body) - len(body.lstrip()) if indent else 0)
        number = max(bisect_right(pages, start) - 1, 0) if pages else page
        lines.append(Line(start, start + len(text), text, indent, number))
        place += len(body)
        if body[-1] == "\f":
            page += 1
    return lines


def ends_sentence(text: str) -> bool:
    """Tell whether a stretch of text ends as a sentence does, quotes and citations aside.

    >>> ends_sentence("экспорт – 1,8 млн долл. [1]."), ends_sentence("наличие в Кыргызстане")
    (True, False)
    """
    last = text[-1:]
    if last.isalnum() or last == "-":
        return False
    tail = text[-80:].rstrip()
    if tail.rstrip(CLOSERS).endswith(_STOPS):
        return True
    return tail.endswith("]") and _CITATION_TAIL.sub("", tail).rstrip(CLOSERS).endswith(_STOPS)


def starts_lower(text: str) -> bool:
    """Tell whether the first letter or digit of a text is a small letter."""
    head = text.lstrip(OPENERS + " ")
    return head[:1].islower()
