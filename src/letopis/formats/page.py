"""Pages for people: a Jinja2 template with its style and script within it, and texts with nested marks.

Nothing in a page is loaded from elsewhere, and whatever a template shows is escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, Generic, TypeVar

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from letopis.formats.folders import xml_text, xml_value
from letopis.labels import in_order, label_of, labels

Item = TypeVar("Item")


def render_page(
    package: str, name: str, *, colours: Iterable[str] | None = None, scripts: Iterable[str] = (), **content: Any
) -> str:
    """Fill the template ``name.html`` of a package, with ``name.css`` and ``name.js`` as ``style`` and ``script``.

    ``colours`` are labels whose spans the page shows; theirs stand before the style. ``scripts`` go before the script,
    each of them ``NAME.js`` of the package or, as ``package:NAME``, of another.
    """

    def read(name: str, end: str) -> Markup:
        room, _, last = name.rpartition(":")
        return Markup(files(room or package).joinpath(f"{last}.{end}").read_text(encoding="utf-8"))  # noqa: S704

    own = {"style": read(name, "css"), "script": Markup("\n").join(read(one, "js") for one in [*scripts, name])}
    if colours is not None:
        own["style"] = Markup(style_sheet(colours)) + own["style"]  # noqa: S704 checked when a label is registered
    return environment(package).get_template(f"{name}.html").render(**own, **content)


def style_sheet(names: Iterable[str]) -> str:
    """Return the colours of labels, by day, at night and on paper: ``--c`` within what has the class of a label.

    >>> ".LAW { --c: var(--LAW); }" in style_sheet(["LAW"])
    True
    """
    shown = [label_of(name) for name in in_order([*labels(), *names])]
    day, night = (
        " ".join(f"--{label.css_class}: {getattr(label, ink)};" for label in shown) for ink in ("ink", "ink_at_night")
    )
    lines = [
        f":root {{ {day} }}",
        f':root[data-theme="dark"] {{ {night} }}',
        f'@media (prefers-color-scheme: dark) {{ :root:not([data-theme="light"]) {{ {night} }} }}',
        f'@media print {{ :root, :root[data-theme="dark"], :root:not([data-theme="light"]) {{ {day} }} }}',
        " ".join(f".{label.css_class} {{ --c: var(--{label.css_class}); }}" for label in shown),
    ]
    return "\n".join(lines) + "\n"


@cache
def environment(package: str, *, text: bool = False) -> Environment:
    """Return what fills the templates of a package; those of a ``text`` escape by the filters ``text``, ``value``."""
    made = Environment(
        loader=PackageLoader(package, "."),
        autoescape=not text,  # noqa: S701 XML has filters of its own
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {"text": xml_text, "value": xml_value}
    return made


def attributes(values: dict[str, object]) -> Markup:
    """Return attributes of a tag; those without a value are left out.

    >>> str(attributes({"class": "e GPE", "title": 'a "b"', "data-n": None}))
    ' class="e GPE" title="a &#34;b&#34;"'
    """
    shown = (f' {name}="{escape(value)}"' for name, value in values.items() if value is not None)
    return Markup("".join(shown))  # noqa: S704 every value is escaped


def nested_marks(
    text: str,
    bounds: tuple[int, int],
    spans: Iterable[tuple[int, int, Item]],
    tag: Callable[[Item, int], dict[str, object]],
    *,
    element: str = "span",
) -> Markup:
    """Return a stretch of a text with its spans as nested tags; where two cross, the inner one is cut in two.

    Args:
        text: the whole text.
        bounds: of the stretch; spans that lie outside of it are passed over, longer ones are cut.
        spans: start, end and what is marked; of two with the same bounds the first is the outer one.
        tag: the attributes for what is marked, given how high other spans stand in it: 0 where there are none.
        element: name of the tags.

    >>> tag = lambda label, height: {"class": f"{label} d{height}"}
    >>> print(nested_marks("МИД <КР>", (0, 8), [(0, 8, "ORG"), (5, 7, "GPE")], tag))
    <span class="ORG d1">МИД &lt;<span class="GPE d0">КР</span>&gt;</span>
    """
    start, end = bounds
    cut = [(max(low, start), min(high, end), item) for low, high, item in spans if low < end and high > start]
    waiting = sorted(cut, key=lambda span: (span[0], -span[1]))[::-1]
    opened: list[_OpenSpan[Item]] = []
    stack: list[_OpenSpan[Item]] = []
    parts: list[str] = []
    for left, right in pairwise(sorted({start, end, *(place for span in cut for place in span[:2])})):
        kept = next((number for number, one in enumerate(stack) if one.end <= left), len(stack))
        again = [one for one in stack[kept:] if one.end > left]
        _close(stack, kept, parts, element)
        while waiting and waiting[-1][0] == left:
            again.append(_OpenSpan(*waiting.pop()[1:]))
            opened.append(again[-1])
        for one in again:
            one.places.append(len(parts))
            stack.append(one)
            parts.append("")
        parts.append(escape(text[left:right]))
    _close(stack, 0, parts, element)
    for one in opened:
        for place in one.places:
            parts[place] = f"<{element}{attributes(tag(one.item, one.height))}>"
    return Markup("".join(parts))  # noqa: S704 the text and all attributes are escaped


@dataclass
class _OpenSpan(Generic[Item]):
    """A span that is open, the places of its tags among the parts, and how high other spans stand in it."""

    end: int
    item: Item
    places: list[int] = field(default_factory=list)
    height: int = 0


def _close(stack: list[_OpenSpan[Item]], kept: int, parts: list[str], element: str) -> None:
    while len(stack) > kept:
        inner = stack.pop()
        parts.append(f"</{element}>")
        if stack:
            stack[-1].height = max(stack[-1].height, inner.height + 1)
