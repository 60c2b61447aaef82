"""Marked sentences to what rules of names take and give."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from letopis.entities.names.passage import Name, Passage, passages
from letopis.entities.names.rules import apply
from letopis.formats.markup import read_markup


def marked(text: str) -> tuple[Passage, list[Name]]:
    plain, spans = read_markup(text)
    (passage,) = passages(plain, [(0, len(plain))])
    names = [
        Name(passage.starts.index(span.start), passage.ends.index(span.end) + 1, span.label, "hand", 0.9)
        for span in spans
    ]
    return passage, names


def stretches(names: list[Name]) -> set[tuple[int, int, str]]:
    return {(name.first, name.last, name.label) for name in names}


def found_and_wanted(rule: Callable[..., Any], before: str, after: str | None) -> tuple[set[Any], set[Any]]:
    """What a rule makes of the names that are marked in ``before``, and those in ``after``, by default the same."""
    passage, names = marked(before)
    wanted = marked(before if after is None else after)[1]
    return stretches(apply((rule,), passage, names)), stretches(wanted)
