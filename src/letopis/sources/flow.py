"""Marked-up formats to raw text: a tree of elements is walked by a table of their roles, paragraph after paragraph."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any
from xml.etree.ElementTree import Element

_SPACES = re.compile(r"[ \t\r\n\f]+")
_RAISED = re.compile(r"[\d,–-]+")
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


class Role(Enum):
    """What an element does to the text in it."""

    INLINE = auto()
    SKIP = auto()
    BLOCK = auto()
    """A paragraph of its own."""
    LINE = auto()
    """A line of its own within a paragraph: verse."""
    BREAK = auto()
    """A new line begins where it stands."""
    RAISED = auto()
    """Its digits are superscripts."""
    NOTE = auto()
    BOX = auto()
    ROW = auto()
    CELL = auto()


@dataclass
class _OpenPart:
    role: Role
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
    >>> flow.begin(Role.NOTE); flow.write("Отчёт управы. "); flow.end(Role.NOTE)
    >>> flow.write(" в 1911 г.")
    >>> flow.finish()
    'Читальня открылась¹ в 1911 г.\\n\\n1 Отчёт управы.\\n'
    """

    def __init__(self, *, collapse: bool = True) -> None:
        self._collapse = collapse
        self._stack = [_OpenPart(Role.BLOCK)]
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
            text = text.translate(SUPERSCRIPTS)
        elif not self.raised and self._mark and text[0].isalpha():
            current.append(" ")
        current.append(text)
        # A raised letter at a word's beginning is a mark: ``a`` of an institute.
        begins = len(current) < 2 or not current[-2][-1:].isalnum()
        self._mark = bool(self.raised) and text.isalpha() and len(text) == 1 and begins

    def paragraph(self) -> None:
        """End the paragraph, if there is one."""
        top = self._stack[-1]
        text = self._tidy("".join(top.current))
        top.current.clear()
        if text.strip():
            top.done.append(text)
        top.done += top.boxes
        top.boxes.clear()

    def begin(self, role: Role) -> None:
        """Begin what an element's role says; a note, box, row or cell takes what follows, until :meth:`end`."""
        current = self._stack[-1].current
        if role in {Role.BLOCK, Role.ROW}:
            self.paragraph()
        if role is Role.BREAK or (role is Role.LINE and current and current[-1] != "\n"):
            current.append("\n")
        elif role is Role.RAISED:
            self.raised += 1
        elif role in _APART:
            self._stack.append(_OpenPart(role))

    def end(self, role: Role) -> None:
        """End what was begun; what was gathered since goes to its place."""
        if role is Role.RAISED:
            self.raised -= 1
        elif role in _APART:
            self.paragraph()
            self._place(self._stack.pop())
        elif role is not Role.BREAK:
            self.begin(role)

    def _place(self, ended: _OpenPart) -> None:
        under = self._stack[-1]
        line = _SPACES.sub(" ", " ".join(ended.done)).strip()
        if ended.role is Role.BOX:
            under.boxes += ended.done
        elif ended.role is Role.CELL:
            under.done.append(line)
        elif ended.role is Role.ROW:
            under.done += ["\t".join(ended.done)] if any(ended.done) else []
        elif line:
            number = str(len(self._notes) + 1)
            under.current.append(number.translate(SUPERSCRIPTS))
            self._notes.append(f"{number} {line}")

    def finish(self) -> str:
        """Return the whole text, empty where nothing was written."""
        while len(self._stack) > 1:
            self.end(self._stack[-1].role)
        self.paragraph()
        paragraphs = [*self._stack[0].done, *self._notes]
        return "\n\n".join(paragraphs) + "\n" if paragraphs else ""

    def _tidy(self, text: str) -> str:
        text = "\n".join(line.strip(" \t") for line in text.split("\n")).strip("\n") if "\n" in text else text
        return re.sub(r" {2,}", " ", text).strip(" ") if self._collapse else text.rstrip(" \t")


_APART = frozenset({Role.NOTE, Role.BOX, Role.ROW, Role.CELL})


@dataclass(frozen=True, kw_only=True)
class Markup:
    """How a format is read.

    Args:
        roles: by local name, without namespace; what is not named runs along in its paragraph.
        decide: asked first, where a name alone does not tell; ``None`` leaves it to the table.
        text: what an element holds before its children, or stands for: a tab, a symbol; its own text when ``None``.
        label: what comes before the text of a block: the number of a list.
        tails: whether text behind an element counts; in Word only the text of certain elements does.
    """

    roles: Mapping[str, Role]
    decide: Callable[[Any], Role | None] | None = None
    text: Callable[[Any], str] | None = None
    label: Callable[[Any], str] | None = None
    tails: bool = True

    def role(self, element: Any) -> Role:
        """Return what an element does."""
        if not isinstance(element.tag, str):  # a remark or an instruction to a program
            return Role.SKIP
        decided = self.decide(element) if self.decide else None
        return decided or self.roles.get(local(element), Role.INLINE)


def roles(**names: str) -> dict[str, Role]:
    """Make a table of roles from words: ``roles(block="p title", skip="head")``.

    >>> roles(block="p title")["title"].name
    'BLOCK'
    """
    return {name: Role[role.upper()] for role, words in names.items() for name in words.split()}


def local(element: Any) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def part(elements: Iterable[Any], between: str = " ") -> None:
    """Put something between the children of elements where nothing stands, so that their words do not run together.

    >>> from xml.etree.ElementTree import fromstring
    >>> name = fromstring("<name><surname>Лунин</surname><given-names>П. П.</given-names></name>")
    >>> part([name])
    >>> "".join(name.itertext())
    'Лунин П. П.'
    """
    for element in elements:
        for child in element[:-1]:
            if not (child.tail or "").strip():
                child.tail = between


def poured(elements: Iterable[Element], markup: Markup, *, collapse: bool = True) -> str:
    """Return the text of elements, one after another, however deep they are nested.

    >>> from xml.etree.ElementTree import fromstring
    >>> tree = fromstring("<b><p>Договор <i>подписан</i>.</p><p>Он в силе.</p></b>")
    >>> poured([tree], Markup(roles=roles(block="p")))
    'Договор подписан.\\n\\nОн в силе.\\n'
    """
    flow = Flow(collapse=collapse)
    for element in elements:
        todo = list(reversed(_entered(element, flow, markup)))
        while todo:
            item = todo.pop()
            if isinstance(item, str):
                flow.write(item)
            elif isinstance(item, Role):
                flow.end(item)
            else:
                todo += [item.tail] if markup.tails and item.tail else []
                todo += reversed(_entered(item, flow, markup))
        flow.paragraph()
    return flow.finish()


def _entered(element: Any, flow: Flow, markup: Markup) -> list[Any]:
    """Write what stands before an element's children; return these, and the role that ends behind them."""
    role = markup.role(element)
    if role is Role.SKIP:
        return []
    flow.begin(role)
    if markup.label is not None:
        flow.write(markup.label(element))
    flow.write(markup.text(element) if markup.text is not None else element.text or "")
    return [*element, role]
