"""What most rules do with names: cut the edges of each, leave some out, put one name in the place of its parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import TypeAlias

from letopis.entities.names.passage import Name, Passage

Rule: TypeAlias = Callable[[Passage, list[Name]], list[Name]]
Bounds: TypeAlias = tuple[int, int] | None

OVER: dict[Rule, frozenset[str]] = {}
"""Of rules that only look at names of some labels, these: they are not asked of a sentence without such names."""

BY_PATTERN = 0.9
"""Score of a name that a pattern finds where the tagger saw none."""


def each(*labels: str) -> Callable[[Callable[[Passage, Name, list[Name]], Bounds]], Rule]:
    """Make a rule of what says where a name of some labels begins and ends; ``None`` says that it is none."""

    def decorate(bounds: Callable[[Passage, Name, list[Name]], Bounds]) -> Rule:
        @wraps(bounds)
        def rule(passage: Passage, names: list[Name]) -> list[Name]:
            asked = [(name, bounds(passage, name, names)) for name in names if name.label in labels]
            changed = {name: found for name, found in asked if found != name[:2]}
            if not changed:
                return names
            reached = (name.reaching(*found) if (found := changed.get(name, name[:2])) else None for name in names)
            return [name for name in reached if name is not None and name.first < name.last]

        OVER[rule] = frozenset(labels)
        return rule

    return decorate


def no_name(*labels: str) -> Callable[[Callable[[Passage, Name], bool]], Rule]:
    """Make a rule of what says that a name of some labels is none."""

    def decorate(is_none: Callable[[Passage, Name], bool]) -> Rule:
        @wraps(is_none)
        def rule(passage: Passage, names: list[Name]) -> list[Name]:
            return [name for name in names if name.label not in labels or not is_none(passage, name)]

        OVER[rule] = frozenset(labels)
        return rule

    return decorate


def longest_at(names: Iterable[Name], first: int, *labels: str) -> Name | None:
    """Return the longest name of some labels that begins at a word."""
    here = (name for name in names if name.first == first and name.label in labels)
    return max(here, key=lambda name: name.last, default=None)


def covered(names: Iterable[Name], first: int, last: int, *labels: str) -> bool:
    """Return whether a name of some labels reaches over a whole stretch."""
    return any(n.label in labels and n.first <= first and last <= n.last for n in names)


def whole(names: list[Name], first: int, last: int, by: str, *, before: int | None = None) -> list[Name]:
    """Put one organisation over a stretch in the place of those within it that begin before a word.

    Where a longer one covers the stretch, nothing changes.

    >>> names = [Name(1, 2, "ORG", "hand", 0.8), Name(2, 3, "GPE", "hand", 0.9)]
    >>> [name[:3] for name in whole(names, 0, 3, "hand")]
    [(2, 3, 'GPE'), (0, 3, 'ORG')]
    """
    if covered(names, first, last, "ORG"):
        return names
    end = last if before is None else before
    parts = [n for n in names if n.label == "ORG" and first <= n.first < end and n.last <= last]
    score = max((n.score for n in parts), default=BY_PATTERN)
    return [*(n for n in names if n not in parts), Name(first, last, "ORG", by, score)]
