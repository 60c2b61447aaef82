"""Walks a tree of elements and pours its text into a :class:`letopis.sources.flow.Flow`, by a table of their roles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any
from xml.etree.ElementTree import Element

from letopis.sources.flow import Destination, Flow


class Role(Enum):
    """What an element does to the text in it."""

    INLINE = auto()
    BLOCK = auto()
    """A paragraph of its own."""
    LINE = auto()
    """A line of its own within a paragraph: verse."""
    RAISED = auto()
    """Its digits are superscripts."""
    SKIP = auto()
    NOTE = auto()
    BOX = auto()
    ROW = auto()
    CELL = auto()


DESTINATIONS = {
    Role.NOTE: Destination.NOTE,
    Role.BOX: Destination.BOX,
    Role.ROW: Destination.ROW,
    Role.CELL: Destination.CELL,
}


def roles(**names: str) -> dict[str, Role]:
    """Make a table of roles from words: ``roles(block="p title", skip="head")``.

    >>> roles(block="p title")["title"].name
    'BLOCK'
    """
    return {name: Role[role.upper()] for role, words in names.items() for name in words.split()}


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
            child.tail = child.tail if (child.tail or "").strip() else between


def own_text(element: Any) -> str:
    """Return what stands before the first child of an element."""
    return element.text or ""


def never(_: Any) -> bool:
    """Tell that no element begins a line."""
    return False


def named(name: str) -> Callable[[Any], bool]:
    """Make the question whether an element has a name.

    >>> from xml.etree.ElementTree import Element
    >>> named("br")(Element("{x}br"))
    True
    """
    return lambda element: local(element) == name


@dataclass(frozen=True, kw_only=True)
class Markup:
    """How a format is read.

    Args:
        roles: by local name, without namespace; what is not named runs along in its paragraph.
        decide: asked first, where a name alone does not tell; ``None`` leaves it to the table.
        text: what an element holds before its children, or stands for: a tab, a symbol.
        label: what comes before the text of a block: the number of a list.
        tails: whether text behind an element counts; in Word only the text of certain elements does.
        breaks: tells whether an element begins a new line.
    """

    roles: Mapping[str, Role]
    decide: Callable[[Any], Role | None] | None = None
    text: Callable[[Any], str] = own_text
    label: Callable[[Any], str] | None = None
    tails: bool = True
    breaks: Callable[[Any], bool] = never

    def role(self, element: Any) -> Role:
        """Return what an element does."""
        if not isinstance(element.tag, str):  # a remark or an instruction to a program
            return Role.SKIP
        decided = self.decide(element) if self.decide else None
        return decided or self.roles.get(local(element), Role.INLINE)


def local(element: Any) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def pour(root: Any, flow: Flow, markup: Markup) -> None:
    """Write the text of an element and all below it, however deep it is nested."""
    todo: list[Any] = [root]
    while todo:
        item = todo.pop()
        if isinstance(item, str):
            flow.write(item)
        elif isinstance(item, Role):
            _leave(item, flow)
        else:
            todo.extend(_entered(item, flow, markup, tail=item is not root))


def _entered(element: Any, flow: Flow, markup: Markup, *, tail: bool) -> Iterable[Any]:
    """Write what stands before the children; give what is to come, the last first."""
    role = markup.role(element)
    rest: list[Any] = [element.tail] if tail and markup.tails and element.tail else []
    if role is Role.SKIP:
        return rest
    _enter(role, flow)
    if markup.breaks(element):
        flow.line_break()
    if markup.label is not None:
        flow.write(markup.label(element))
    flow.write(markup.text(element))
    return [*rest, role, *reversed(element)]


def _enter(role: Role, flow: Flow) -> None:
    if role is Role.BLOCK:
        flow.paragraph()
    elif role is Role.LINE:
        flow.line()
    elif role is Role.RAISED:
        flow.raised += 1
    elif role in DESTINATIONS:
        flow.begin(DESTINATIONS[role])


def _leave(role: Role, flow: Flow) -> None:
    if role is Role.RAISED:
        flow.raised -= 1
    elif role in DESTINATIONS:
        flow.end()
    else:
        _enter(role, flow)


def poured(elements: Iterable[Element], markup: Markup, *, collapse: bool = True) -> str:
    """Return the text of elements, one after another.

    >>> from xml.etree.ElementTree import fromstring
    >>> tree = fromstring("<b><p>Договор <i>подписан</i>.</p><p>Он в силе.</p></b>")
    >>> poured([tree], Markup(roles=roles(block="p")))
    'Договор подписан.\\n\\nОн в силе.\\n'
    """
    flow = Flow(collapse=collapse)
    for element in elements:
        pour(element, flow, markup)
        flow.paragraph()
    return flow.finish()
