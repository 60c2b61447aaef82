"""Marked sentences to what rules of names take and give."""

from __future__ import annotations

from letopis.entities.names.passage import Name, Passage, passages
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
