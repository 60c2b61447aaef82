"""Marked-up text, for people: ``{DATE=1997-04-23|23 апреля 1997 г.}``.

A span is ``{LABEL|text}``, with ``#name`` when a relation needs it and ``=value`` when it has one; spans
nest. The value is the first field of the label: EDTF and the narrowing word for a DATE (``=1942 start``, ``!`` for an
impossible one), the kind of an AGREEMENT, the nominative of a name. Any name without ``{}|#=`` is a label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from letopis.errors import InputError
from letopis.labels import label_of
from letopis.records import Entity

_LABEL, _VALUE = r"([^\s{}|#=][^{}|#=]*)", r"((?:[^|{}]|\{[^|{}]*\})*)"  # EDTF sets hold braces
_MARK = re.compile(rf"\{{{_LABEL}(?:#([\w-]+))?(?:={_VALUE})?\||[{{}}]")


class MarkedSpan(NamedTuple):
    """A marked span of the plain text; ``name`` and ``value`` are empty when not given."""

    start: int
    end: int
    label: str
    name: str
    value: str


def read_markup(marked: str) -> tuple[str, list[MarkedSpan]]:
    """Return the plain text of a marked one and its spans, outer before inner.

    Raises:
        InputError: a brace is open, or a span empty.

    >>> read_markup("{ORG|Посольство {GPE|КР} в {GPE=Азербайджан|АР}}")[0]
    'Посольство КР в АР'
    """
    plain: list[str] = []
    length = position = 0
    spans: list[MarkedSpan] = []
    open_spans: list[tuple[int, str, str, str]] = []
    for match in _MARK.finditer(marked):
        plain.append(marked[position : match.start()])
        length += match.start() - position
        position = match.end()
        if match.group() == "}":
            if not open_spans:
                raise InputError(f"a '}}' closes nothing at character {match.start()} of {marked[:60]!r}")
            start, label, name, value = open_spans.pop()
            if start == length:
                raise InputError(f"an empty {label} span ends at character {match.start()} of {marked[:60]!r}")
            spans.append(MarkedSpan(start, length, label, name, value))
        elif match[1]:
            open_spans.append((length, match[1], match[2] or "", match[3] or ""))
        else:
            raise InputError(f"{marked[match.start() : match.start() + 20]!r} opens no span: write {{LABEL|text}}")
    if open_spans:
        raise InputError(f"a span of {open_spans[-1][1]} is never closed in {marked[:60]!r}")
    plain.append(marked[position:])
    return "".join(plain), sorted(spans, key=lambda span: (span.start, -span.end))


def value_fields(label: str, value: str) -> dict[str, Any]:
    """Return the fields of :class:`Entity` that a span's value stands for.

    >>> value_fields("DATE", "1942 start")
    {'value': '1942', 'modifier': 'start'}
    """
    if not value:
        return {}
    main = label_of(label).main_field
    if main != "value":
        return {main: value}
    if value == "!":
        return {"impossible": True}
    date, _, modifier = value.partition(" ")
    return {"value": date, "modifier": modifier} if modifier else {"value": date}


def write_markup(text: str, entities: Iterable[Entity], names: Mapping[int, str] | None = None) -> str:
    """Mark the entities of a text; ``names`` gives some of them, by id, a ``#name``.

    >>> write_markup("в Баку", [Entity(id=1, label="GPE", start_offset=2, end_offset=6, text="Баку")])
    'в {GPE|Баку}'
    """
    opening: dict[int, list[tuple[int, str]]] = {}
    closing: dict[int, int] = {}
    for entity in entities:
        name = f"#{names[entity.id]}" if names and entity.id in names else ""
        value = entity.normal or entity.kind or entity.value or ("!" if entity.impossible else "")
        if entity.modifier:
            value = f"{value} {entity.modifier}"
        tag = f"{{{entity.label}{name}{'=' + value if value else ''}|"
        opening.setdefault(entity.start_offset, []).append((-entity.end_offset, tag))
        closing[entity.end_offset] = closing.get(entity.end_offset, 0) + 1
    parts: list[str] = []
    position = 0
    for place in sorted(opening.keys() | closing.keys()):
        parts += [text[position:place], "}" * closing.get(place, 0)]
        parts += [tag for _, tag in sorted(opening.get(place, []), key=lambda item: item[0])]
        position = place
    return "".join([*parts, text[position:]])
