"""Exact, nested precision and recall of names against NEREL, and the thresholds that serve F1 best."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from letopis.entities.names.network import FormProducts
from letopis.entities.names.passage import Name, Passage
from letopis.entities.names.tagger import tag_with
from letopis.entities.names.weights import Model

Spans = set[tuple[int, int, str]]

GRID = tuple(step / 100 for step in range(30, 65, 5))
"""Thresholds that are tried."""


class Score(NamedTuple):
    """Correct, found and marked spans of one label."""

    correct: int
    found: int
    marked: int

    @property
    def precision(self) -> float:
        """Return the share of the found spans that are marked."""
        return self.correct / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Return the share of the marked spans that are found."""
        return self.correct / self.marked if self.marked else 0.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall.

        >>> Score(1, 2, 2).f1
        0.5
        """
        return 2 * self.correct / (self.found + self.marked) if self.found + self.marked else 0.0


def score(pairs: Iterable[tuple[Spans, Spans]]) -> dict[str, Score]:
    """Count, by label, over pairs of found and marked spans of one text each.

    >>> score([({(0, 4, "GPE")}, {(0, 4, "GPE"), (9, 12, "ORG")})])["GPE"]
    Score(correct=1, found=1, marked=1)
    """
    correct, found, marked = Counter[str](), Counter[str](), Counter[str]()
    for found_spans, marked_spans in pairs:
        correct.update(label for _, _, label in found_spans & marked_spans)
        found.update(label for _, _, label in found_spans)
        marked.update(label for _, _, label in marked_spans)
    return {label: Score(correct[label], found[label], marked[label]) for label in sorted(found.keys() | marked.keys())}


def spans_of(passages: Sequence[Passage], names: Iterable[Sequence[Name]]) -> Spans:
    """Return names as spans of the text."""
    return {
        (passage.starts[name.first], passage.ends[name.last - 1], name.label)
        for passage, here in zip(passages, names, strict=True)
        for name in here
    }


def tagged(model: Model, texts: Sequence[tuple[Sequence[Passage], Spans]]) -> list[tuple[Spans, Spans]]:
    """Tag texts and pair what was found with what is marked."""
    table = FormProducts(model)
    found = tag_with(model, table, [passages for passages, _ in texts])
    return [(spans_of(passages, names), marked) for names, (passages, marked) in zip(found, texts, strict=True)]


def with_best_thresholds(
    model: Model, texts: Sequence[tuple[Sequence[Passage], Spans]], tell: Callable[[str], None]
) -> Model:
    """Return the model with the threshold of each label that scores best on the texts."""
    best: dict[str, tuple[float, float]] = {}
    for threshold in GRID:
        scores = score(tagged(replace(model, thresholds=(threshold,) * len(model.labels)), texts))
        for label in model.labels:
            f1 = scores[label].f1 if label in scores else 0.0
            best[label] = max(best.get(label, (0.0, 0.5)), (f1, threshold))
    tell(
        "thresholds: " + ", ".join(f"{label} {best[label][1]:.2f} (F1 {best[label][0]:.4f})" for label in model.labels)
    )
    return replace(model, thresholds=tuple(best[label][1] for label in model.labels))


def in_words(scores: dict[str, Score]) -> str:
    """Return scores as one line.

    >>> in_words({"GPE": Score(1, 2, 2)})
    'GPE .500'
    """
    return ", ".join(f"{label} {value.f1:.3f}".replace(" 0.", " .") for label, value in scores.items())
