"""A sentence as HTML with its entities underlined, everything escaped."""

from __future__ import annotations

from collections.abc import Container, Iterable
from html import escape
from typing import NamedTuple

from letopis.records import LABELS


class SentenceMark(NamedTuple):
    """A labelled span of a sentence; ``row`` is its mention."""

    start: int
    end: int
    label: str
    row: int


def marked(text: str, marks: Iterable[SentenceMark], on: Container[int] = ()) -> str:
    """Return the text with its marks as nested spans; the mentions ``on`` stand out.

    A span that crosses the end of an outer one is cut there.

    >>> marked("Баку <1997>", [SentenceMark(0, 4, "GPE", 7)], on=[7])
    '<span class="e GPE on">Баку</span> &lt;1997&gt;'
    """
    parts: list[str] = []
    ends: list[int] = []
    position = 0
    for mark in sorted(marks, key=lambda m: (m.start, -m.end, m.row)):
        position = _close(text, parts, ends, position, mark.start)
        start, end = max(mark.start, position), min(mark.end, len(text), *ends[-1:])
        if end <= start:
            continue
        label = mark.label if mark.label in LABELS else "OTHER"
        parts.append(escape(text[position:start]))
        parts.append(f'<span class="e {label}{" on" if mark.row in on else ""}">')
        ends.append(end)
        position = start
    position = _close(text, parts, ends, position, len(text))
    return "".join([*parts, escape(text[position:])])


def _close(text: str, parts: list[str], ends: list[int], position: int, until: int) -> int:
    while ends and ends[-1] <= until:
        end = ends.pop()
        parts.append(escape(text[position:end]) + "</span>")
        position = end
    return position
