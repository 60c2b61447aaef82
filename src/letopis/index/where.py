"""Conditions on articles: ``year>=2010 and journal="Вестник КРСУ"``."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import regex

from letopis.errors import InputError, nearest
from letopis.index.masks import in_time, matcher
from letopis.index.query import too_deep, where_wrong
from letopis.index.store import Fields
from letopis.russian.spelling import lowered

if TYPE_CHECKING:
    from lark import Lark

Meets = Callable[[Fields], bool]


def parse_where(text: str, names: Sequence[str]) -> Meets:
    """Read a condition on articles and return what tells whether one meets it.

    Numbers are compared as numbers where both sides are such; texts without regard to case and ё; ``*`` in a text
    stands for any letters, and ``~`` takes a regular expression, which may stand anywhere in the value. Where a value
    is not known, no comparison but ``!=`` holds. A cell with several values (authors) is met by each, and by the whole.

    Raises:
        InputError: what is no condition, or a name that no article has.

    >>> meets = parse_where('year>=2010 and journal="вестник*"', ["year", "journal"])
    >>> meets({"year": 2016, "journal": "Вестник КРСУ"}), meets({"year": None, "journal": "Вестник КРСУ"})
    (True, False)
    """
    if wrong := too_deep(text):
        raise InputError(f"in the condition on articles {wrong}")
    if not text.strip():
        return lambda fields: True
    from lark.exceptions import UnexpectedInput

    try:
        tree = _parser().parse(text)
    except UnexpectedInput as error:
        raise InputError(
            f"{text!r} is no condition on articles: {where_wrong(text, error)}; write "
            "'year>=2010 and journal=\"Вестник\"'"
        ) from None
    return _read(tree.children[0], names, text)


@cache
def _parser() -> Lark:
    from lark import Lark

    return Lark(files("letopis.index").joinpath("where.lark").read_text(encoding="utf-8"), parser="lalr")


def _read(tree: Any, names: Sequence[str], text: str) -> Meets:
    if tree.data == "comparison":
        return _comparison(*map(str, tree.children), names=names, text=text)
    parts = [_read(child, names, text) for child in tree.children]
    if tree.data == "negated":
        return lambda fields: not parts[0](fields)
    if tree.data == "both":
        return lambda fields: all(part(fields) for part in parts)
    return lambda fields: any(part(fields) for part in parts)


def _comparison(name: str, operator: str, value: str, *, names: Sequence[str], text: str) -> Meets:
    if name not in names:
        raise InputError(f"{name!r} in the condition {text!r} is unknown: {nearest(name, list(names))}")
    wanted = value[1:-1] if value[:1] in {'"', "'"} else value
    if operator == "~":
        try:
            found = in_time(re.sub("[ёЁ]", "е", wanted), text, "search")
        except (regex.error, OverflowError, RecursionError) as error:
            raise InputError(f"{value} in the condition {text!r} is no regular expression: {error}") from None
        return lambda fields: fields[name] is not None and found(lowered(str(fields[name])))
    if operator in {"=", "!="}:
        matches = matcher("=", wanted, False, text)
        return lambda fields: any(map(matches, _values(fields[name]))) == (operator == "=")
    return lambda fields: fields[name] is not None and _ordered(fields[name], operator, wanted)


def _values(value: object) -> list[str]:
    if value is None:
        return []
    whole = str(value)
    return [whole, *(part for part in re.split(r"; | \| ", whole) if part != whole)]


def _ordered(value: object, operator: str, wanted: str) -> bool:
    left, right = str(value), wanted
    if all(re.fullmatch(r"-?\d{1,18}", text) for text in (left, right)):
        below, above = int(left) < int(right), int(left) > int(right)
    else:
        below, above = left < right, left > right
    return {"<": below, ">": above, "<=": not above, ">=": not below}[operator]
