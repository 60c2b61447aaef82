"""What a query asks for, as a tree: conditions of tokens and spans, and patterns of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple


class Compared(NamedTuple):
    """``name=value`` of a token, of what ``steps`` lead to in its tree, or of a span; a ``quoted`` value is a regex."""

    name: str
    operator: str
    value: str
    quoted: bool
    steps: tuple[str, ...] = ()


class Related(NamedTuple):
    """A token whose head, or one of whose children, meets a condition."""

    step: str
    condition: TokenCondition


class Neither(NamedTuple):
    """What does not meet a condition."""

    condition: Any


class Both(NamedTuple):
    """What meets all conditions."""

    conditions: tuple[Any, ...]


class Either(NamedTuple):
    """What meets one of the conditions."""

    conditions: tuple[Any, ...]


TokenCondition = Compared | Related | Neither | Both | Either


class Claim(NamedTuple):
    """A condition on labelled tokens: ``1.lemma = 2.lemma``, or ``1.lemma = "…"`` without a second name."""

    label: int
    name: str
    operator: str
    other: int | None
    value: str


class OneToken(NamedTuple):
    """A token that meets a condition, any where there is none; ``label`` is a number, 0 for none."""

    condition: TokenCondition | None
    label: int = 0


class Region(NamedTuple):
    """A sentence, article, section or entity: the whole of it, or the place where it starts or ends."""

    name: str
    condition: TokenCondition | None
    part: str = "whole"


class Repeated(NamedTuple):
    """A pattern so many times; ``most`` is ``None`` where there is no limit."""

    pattern: Pattern
    least: int
    most: int | None


class Sequence(NamedTuple):
    """Patterns one after the other."""

    patterns: tuple[Any, ...]


class OneOf(NamedTuple):
    """One of several patterns."""

    patterns: tuple[Any, ...]


class Within(NamedTuple):
    """Hits of one pattern that lie within a hit of another, or contain one; or that do not."""

    pattern: Pattern
    other: Pattern
    way: str
    wanted: bool


Pattern = OneToken | Region | Repeated | Sequence | OneOf | Within


class Query(NamedTuple):
    """A pattern, what it claims of its labelled tokens, and the text that was read."""

    pattern: Pattern
    claims: Any
    text: str


def labels_of(pattern: Pattern) -> Iterator[int]:
    """Yield the labels of the tokens of a pattern, those aside that stand in what it lies within.

    >>> from letopis.index.query import parse_query
    >>> list(labels_of(parse_query("1:[] [] 2:[] within (3:[])").pattern))
    [1, 2]
    """
    if isinstance(pattern, Within | Repeated):
        yield from labels_of(pattern.pattern)
    elif isinstance(pattern, Sequence | OneOf):
        for one in pattern.patterns:
            yield from labels_of(one)
    elif isinstance(pattern, OneToken) and pattern.label:
        yield pattern.label
