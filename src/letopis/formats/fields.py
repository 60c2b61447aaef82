"""What an entity carries beside its span, as text: for formats that hold nothing but strings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from letopis.errors import InputError
from letopis.records import ENTITY_FIELDS, SPAN_FIELDS, Entity, Kind


def fields_of(entity: Entity) -> dict[str, Any]:
    """Return the fields beyond the span that an entity has.

    >>> fields_of(Entity(id=1, label="DATE", start_offset=0, end_offset=4, text="1997", value="1997", score=1.0))
    {'value': '1997', 'score': 1.0}
    """
    return {name: value for name, value in msgspec.to_builtins(entity).items() if name not in SPAN_FIELDS}


def field_texts(entity: Entity) -> dict[str, str]:
    """Return the same as strings; :func:`read_fields` leads back.

    >>> field_texts(Entity(id=1, label="DATE", start_offset=0, end_offset=4, text="1997", impossible=True, page=2))
    {'page': '2', 'impossible': 'true'}
    """
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in fields_of(entity).items()
    }


def read_fields(texts: Mapping[str, str], place: str) -> dict[str, Any]:
    """Return the fields that strings stand for; names that no entity has are passed over.

    Raises:
        InputError: a number or a truth value is none; the message begins with ``place``.

    >>> read_fields({"page": "2", "impossible": "true", "colour": "red"}, "a.ann:3")
    {'page': 2, 'impossible': True}
    """
    known: dict[str, Any] = {}
    for name, text in texts.items():
        if name not in ENTITY_FIELDS:
            continue
        kind = ENTITY_FIELDS[name].kind
        try:
            known[name] = _READERS[kind](text)
        except (ValueError, KeyError):
            raise InputError(f"{place}: {name} is {text!r}, but should be {_NAMES[kind]}") from None
    return known


_READERS: dict[Kind, Callable[[str], Any]] = {
    str: str,
    int: int,
    float: float,
    bool: {"true": True, "false": False}.__getitem__,
}
_NAMES: dict[Kind, str] = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}
