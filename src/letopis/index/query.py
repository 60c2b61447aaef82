"""The query language: CQL as Sketch Engine and CQP have it, read by a grammar into a tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import regex

from letopis.errors import InputError
from letopis.index.names import STRUCTURES
from letopis.index.pattern import (
    Both,
    Claim,
    Compared,
    Either,
    Neither,
    OneOf,
    OneToken,
    Pattern,
    Query,
    Region,
    Related,
    Repeated,
    Sequence,
    TokenCondition,
    Within,
    labels_of,
)
from letopis.labels import relation_types
from letopis.records import ENTITY_FIELDS

if TYPE_CHECKING:
    from lark import Lark

_CONDITIONS = re.compile(r"[\s(!]*[^\W\d]")
"""How a query begins that is conditions of one token, without brackets."""

_RELATED_BEFORE = re.compile(r"(?i)(?:head|child)\s*$")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'')
_STARRED = re.compile(r"\w\*")

DEEPEST = 100
"""Brackets, ``!`` and ``not`` that may stand within each other."""

_DEPTH = {"[": 1, "(": 1, "]": -1, ")": -1}
_NEGATIONS = re.compile(rf"(?:(?:!|\bnot\b)\s*){{{DEEPEST + 1}}}")

MOST_TIMES = 1_000
"""The largest number in ``[]{0,5}``."""


def parse_query(text: str) -> Query:
    """Read a query.

    Conditions of one token may stand without brackets. A value in quotation marks is a regular expression, as in
    Sketch Engine; in one without, ``*`` stands for any letters and ``|`` between values means or.

    Raises:
        InputError: what is no query; the message says where it goes wrong.

    >>> parse_query("lemma=договор pos=NOUN").pattern.condition.conditions[1].name
    'pos'
    >>> [type(one).__name__ for one in parse_query('[lemma="договор|соглашение"] []{0,3} [deprel="nmod"]').pattern[0]]
    ['OneToken', 'Repeated', 'OneToken']
    """
    from lark.exceptions import UnexpectedInput

    if wrong := too_deep(text):
        raise InputError(f"in the query {wrong}")
    if wrong := _unpaired(text):
        raise InputError(f"in the query {text!r} {wrong}")
    bare = _CONDITIONS.match(text) is not None
    try:
        tree = _parser().parse(text, start="conditions" if bare else "query")
    except UnexpectedInput as error:
        raise InputError(_said(text, error)) from None
    read = _TreeReader(text)
    if bare:
        return Query(OneToken(read.condition(tree.children[0])), None, text)
    query = Query(read.pattern(tree.children[0]), read.claim(tree.children[1]), text)
    _check_labels(query)
    return query


@cache
def _parser() -> Lark:
    from lark import Lark

    grammar = files("letopis.index").joinpath("cql.lark").read_text(encoding="utf-8")
    return Lark(grammar, start=["query", "conditions"], parser="lalr", maybe_placeholders=True)


def too_deep(text: str) -> str:
    """Return what is wrong with the nesting of a query or condition; nothing where it is shallow.

    >>> too_deep("(" * 101), too_deep("(a) " * 101)
    ('more than 100 brackets or negations stand within each other; write fewer', '')
    """
    depths = accumulate(_DEPTH.get(mark, 0) for mark in _QUOTED.sub("", text))
    if max(depths, default=0) > DEEPEST or _NEGATIONS.search(text) is not None:
        return f"more than {DEEPEST} brackets or negations stand within each other; write fewer"
    return ""


def _unpaired(text: str) -> str:
    """Return what is wrong with the brackets of a query; nothing where they pair. Only ``head[…]`` may nest."""
    opened: list[int] = []
    plain = _QUOTED.sub(lambda match: " " * len(match.group()), text)
    for place, mark in enumerate(plain, 1):
        if mark == "[":
            if opened and not _RELATED_BEFORE.search(plain[: place - 1]):
                return f"the bracket at character {opened[-1]} is still open at the next one; close it with ']'"
            opened.append(place)
        elif mark == "]":
            if not opened:
                return f"the bracket at character {place} closes none; write '[' before its token"
            opened.pop()
    return f"the bracket at character {opened[-1]} is open; close it with ']'" if opened else ""


def _said(text: str, error: Any) -> str:
    """Say where a text stops being a query, and how one is written."""
    return (
        f"{text!r} is no query: {where_wrong(text, error)}; write 'lemma=договор pos=NOUN', or a sequence of tokens as "
        "'[pos=ADJ] [lemma=\"договор\"]', and a value with brackets, '&' or '=' in quotation marks"
    )


def where_wrong(text: str, error: Any) -> str:
    """Say where the parser could not go on."""
    place = error.pos_in_stream
    if place is None or getattr(getattr(error, "token", None), "type", "") == "$END":
        return "its end is missing"
    return f"character {place + 1}, {text[place:][:12]!r}, does not fit there"


def _check_labels(query: Query) -> None:
    known = set(labels_of(query.pattern))
    for claim in _parts(query.claims):
        for label in (claim.label, claim.other) if isinstance(claim, Claim) else ():
            if label is not None and label not in known:
                raise InputError(
                    f"the query {query.text!r} has no token with the label {label}; write it as {label}:[…]"
                )


def fields_asked(query: Query) -> set[str]:
    """Return what a query asks of spans beside their labels and texts: their fields, relations and identities.

    >>> sorted(fields_asked(parse_query('<AGREEMENT party="gpe:KG" kind="договор"/> [referent="gpe:KG" & pos=NOUN]')))
    ['kind', 'party', 'referent']
    """
    parts = list(_parts(query.pattern))
    spans = [one for one in parts if isinstance(one, Region) and one.name.lower() not in STRUCTURES]
    asked = {one.name for span in spans for one in _parts(span.condition) if isinstance(one, Compared)}
    named = {"referent" for one in parts if isinstance(one, Compared) and one.name.lower() == "referent"}
    return named | asked & {*ENTITY_FIELDS, *relation_types()}


def _parts(part: Any) -> Iterator[Any]:
    """Yield a part of a query and all that stands in it."""
    yield part
    if isinstance(part, tuple):
        for inner in part:
            yield from _parts(inner)


class _TreeReader:
    """Makes the tree of a query from the tree of the parser."""

    def __init__(self, text: str) -> None:
        self._text = text

    def pattern(self, tree: Any) -> Pattern:
        kind, children = tree.data, tree.children
        if kind == "group":
            return self.pattern(children[0])
        if kind in {"sequence", "choice"}:
            patterns = tuple(self.pattern(child) for child in children)
            return Sequence(patterns) if kind == "sequence" else OneOf(patterns)
        if kind == "repeat":
            return self._repeated(*children)
        if kind == "within":
            left, *negated, way, right = children
            return Within(self.pattern(left), self.pattern(right), str(way), not negated)
        if kind == "token":
            return self._token(children)
        condition = children[1] if len(children) > 1 else None
        return Region(str(children[0]), condition and self.condition(condition), kind)

    def _token(self, children: list[Any]) -> OneToken:
        label = 0
        if children and getattr(children[0], "type", "") == "LABEL":
            label, children = int(children[0][:-1]), children[1:]
        inner = children[0] if children else None
        if getattr(inner, "type", "") == "QUOTED":
            return OneToken(Compared("form", "=", self._unquoted(str(inner)), quoted=True), label)
        return OneToken(inner and self.condition(inner), label)

    def _repeated(self, inner: Any, times: Any) -> Pattern:
        pattern = self.pattern(inner)
        if times is None:
            return pattern
        simple: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        if str(times) in simple:
            return Repeated(pattern, *simple[str(times)])
        low, comma, high = str(times)[1:-1].replace(" ", "").partition(",")
        least = int(low or 0)
        most = int(high) if high else None if comma else least
        if not (low or high) or (most is not None and most < max(least, 1)):
            raise InputError(f"{times} in the query {self._text!r} is no number of times; write {{0,3}}")
        if max(least, most or 0) > MOST_TIMES:
            raise InputError(f"{times} in the query {self._text!r} is more than {MOST_TIMES} times; write {{1,}}")
        return Repeated(pattern, least, most)

    def condition(self, tree: Any) -> TokenCondition:
        kind, children = tree.data, tree.children
        if kind == "comparison":
            return self._comparison(children)
        if kind == "related":
            return Related(str(children[0]).lower(), self.condition(children[1]))
        if kind == "not_":
            return Neither(self.condition(children[1]))
        conditions = tuple(self.condition(child) for child in children)
        return Both(conditions) if kind == "conjunction" else Either(conditions)

    def _comparison(self, children: list[Any]) -> Compared:
        *steps, name = str(children[0]).split(".")
        operator, value = str(children[1]), str(children[2])
        quoted = children[2].type == "QUOTED"
        if any(step.lower() not in {"head", "child"} for step in steps) or not name:
            raise InputError(
                f"{children[0]!s} in the query {self._text!r} is unknown: before a stop write head or child"
            )
        if quoted:
            value = self._unquoted(value) if "==" not in operator else value[1:-1]
        return Compared(name, operator, value, quoted, tuple(step.lower() for step in steps))

    def _unquoted(self, value: str) -> str:
        """Return a regular expression; what was written for any letters, without quotation marks, is refused."""
        pattern = value[1:-1]
        if (found := _STARRED.search(re.sub(r"\\.", "__", pattern))) is not None:
            letter = found.group()[0]
            raise InputError(
                f"{value} in the query {self._text!r}: in quotation marks, a regular expression, '*' repeats "
                f"the {letter!r} before it; write '.*' for any letters, or '{letter}{{0,}}' where you mean it"
            )
        try:
            regex.compile(pattern)
        except (regex.error, OverflowError, RecursionError) as error:
            raise InputError(f"{value} in the query {self._text!r} is no regular expression: {error}") from None
        return pattern

    def claim(self, tree: Any) -> Any:
        if tree is None:
            return None
        kind, children = tree.data, tree.children
        if kind == "claim":
            label, _, name = str(children[0]).partition(".")
            if children[2].type == "SLOT":
                other, _, second = str(children[2]).partition(".")
                return Claim(int(label), name, str(children[1]), int(other), second)
            return Claim(int(label), name, str(children[1]), None, self._unquoted(str(children[2])))
        if kind == "negated":
            return Neither(self.claim(children[1]))
        claims = tuple(self.claim(child) for child in children)
        return Both(claims) if kind == "both" else Either(claims)
