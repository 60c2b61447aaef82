"""Puts a raw text together from what marked-up formats say: paragraphs, lines, rows, boxes and notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum, auto

_SPACES = re.compile(r"[ \t\r\n\f]+")
_RAISED = re.compile(r"[\d,–-]+")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Destination(Enum):
    """Where text goes: into the running text, or somewhere of its own."""

    BODY = auto()
    NOTE = auto()
    BOX = auto()
    ROW = auto()
    CELL = auto()


@dataclass
class _Open:
    frame: Destination
    done: list[str] = field(default_factory=list)
    current: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)


class Flow:
    """A text under construction.

    A paragraph is parted from the next by a blank line; a row of a table is a paragraph, with a tab between its
    cells; a text box follows the paragraph to which it is tied; a note leaves its number as a superscript where it
    stood, and its text comes after all else, as a paragraph that begins with the number.

    Args:
        collapse: runs of blanks and line ends are one blank, as in XML and HTML; Word's text is taken as it is.

    >>> flow = Flow()
    >>> flow.write("Читальня открылась")
    >>> flow.begin(Destination.NOTE); flow.write("Отчёт управы. "); flow.end()
    >>> flow.write(" в 1911 г.")
    >>> flow.finish()
    'Читальня открылась¹ в 1911 г.\\n\\n1 Отчёт управы.\\n'
    """

    def __init__(self, *, collapse: bool = True) -> None:
        self._collapse = collapse
        self._stack = [_Open(Destination.BODY)]
        self._notes: list[str] = []
        self._mark = False
        self.raised = 0
        """Above 0 while digits are written as superscripts."""

    def write(self, text: str) -> None:
        """Add text to the paragraph."""
        if not text:
            return
        if self._collapse:
            text = _SPACES.sub(" ", text)
        current = self._stack[-1].current
        if self.raised and _RAISED.fullmatch(text.strip()):
            text = text.translate(_SUPERSCRIPTS)
        elif not self.raised and self._mark and text[0].isalpha():
            current.append(" ")
        current.append(text)
        self._mark = bool(self.raised) and text.isalpha() and len(text) == 1 and _begins_word(current)

    def line(self) -> None:
        """Begin a new line of the paragraph, unless one has just begun."""
        current = self._stack[-1].current
        if current and current[-1] != "\n":
            current.append("\n")

    def line_break(self) -> None:
        """Begin a new line where the text asks for one; what is collapsed otherwise stays."""
        self._stack[-1].current.append("\n")

    def paragraph(self) -> None:
        """End the paragraph, if there is one."""
        top = self._stack[-1]
        text = self._tidy("".join(top.current))
        top.current.clear()
        if text.strip():
            top.done.append(text)
        top.done += top.boxes
        top.boxes.clear()

    def begin(self, frame: Destination) -> None:
        """Let what follows go into a note, a box, a row or a cell, until :meth:`end`."""
        if frame is Destination.ROW:
            self.paragraph()
        self._stack.append(_Open(frame))

    def end(self) -> None:
        """Put what was gathered since :meth:`begin` to its place."""
        self.paragraph()
        top = self._stack.pop()
        _ENDS[top.frame](self, top.done)

    def finish(self) -> str:
        """Return the whole text, empty where nothing was written."""
        while len(self._stack) > 1:
            self.end()
        self.paragraph()
        paragraphs = [*self._stack[0].done, *self._notes]
        return "\n\n".join(paragraphs) + "\n" if paragraphs else ""

    def _tidy(self, text: str) -> str:
        text = "\n".join(line.strip(" \t") for line in text.split("\n")).strip("\n") if "\n" in text else text
        return re.sub(r" {2,}", " ", text).strip(" ") if self._collapse else text.rstrip(" \t")

    def _end_note(self, paragraphs: list[str]) -> None:
        if text := _one_line(paragraphs):
            number = str(len(self._notes) + 1)
            self._stack[-1].current.append(number.translate(_SUPERSCRIPTS))
            self._notes.append(f"{number} {text}")

    def _end_box(self, paragraphs: list[str]) -> None:
        self._stack[-1].boxes += paragraphs

    def _end_cell(self, paragraphs: list[str]) -> None:
        self._stack[-1].done.append(_one_line(paragraphs))

    def _end_row(self, cells: list[str]) -> None:
        if any(cells):
            self._stack[-1].done.append("\t".join(cells))


_ENDS = {
    Destination.NOTE: Flow._end_note,
    Destination.BOX: Flow._end_box,
    Destination.CELL: Flow._end_cell,
    Destination.ROW: Flow._end_row,
    Destination.BODY: Flow._end_box,
}


def _begins_word(written: list[str]) -> bool:
    """Return whether the last piece begins a word: a raised letter there is a mark (``a`` of an institute)."""
    return len(written) < 2 or not written[-2][-1:].isalnum()


def _one_line(paragraphs: list[str]) -> str:
    return _SPACES.sub(" ", " ".join(paragraphs)).strip()
