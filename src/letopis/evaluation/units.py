"""Counts and errors by sentence: what every score, interval, comparison and report is made from."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from letopis.entities.spans import key_of
from letopis.evaluation.match import LabelledSpan, Mode, SpanPair, match_errors, match_spans
from letopis.labels import in_order
from letopis.records import Article, Entity, Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from letopis.evaluation.anchor import AnchoredPair

OUTCOMES = ("COR", "INC", "PAR", "MIS", "SPU")
"""Correct, incorrect, partial, missed, spurious: the last axis of :class:`SentenceCounts`."""

ELSEWHERE = "elsewhere"
"""The section of a span that stands in none."""


@dataclass(frozen=True)
class SentencePlace:
    """A sentence of an article; ``sentence`` counts from 1."""

    article: str
    section: str
    sentence: int


@dataclass(frozen=True)
class SentenceCounts:
    """Counts of shape (places, labels and all labels together, outcomes).

    The last row of the middle axis is matched over all labels at once, and so is no sum of the others.
    """

    places: tuple[SentencePlace, ...]
    labels: tuple[str, ...]
    counts: NDArray[np.int64]


class Locator:
    """Finds the sentence and the section in which a position of an article stands."""

    def __init__(self, article: Article) -> None:
        self._article = article.id
        self.sentences = [*article.sentences] or [Sentence(0, len(article.text))]
        self._starts = [start for start, _ in self.sentences]
        self._sections = article.sections

    def place(self, position: int) -> SentencePlace:
        """Return the place of a position; one between two sentences belongs to the one before it."""
        sentence = max(1, bisect_right(self._starts, position))
        inside = (s.kind for s in self._sections if s.start_offset <= position < s.end_offset)
        return SentencePlace(self._article, next(inside, ELSEWHERE), sentence)


def spans_of(entities: Sequence[Entity]) -> list[LabelledSpan]:
    """Return the spans of entities, in their order."""
    return [LabelledSpan(*key_of(entity)) for entity in entities]


def labels_of(readings: Sequence[AnchoredPair]) -> tuple[str, ...]:
    """Return the labels that occur in gold or prediction: ours in our order, then others by name."""
    sides = [side for reading in readings for side in (reading.gold, reading.predicted)]
    return tuple(in_order(entity.label for side in sides for entity in side.entities))


def count_units(readings: Sequence[AnchoredPair], labels: Sequence[str], mode: Mode) -> SentenceCounts:
    """Match every article and count the outcomes by sentence of the gold text.

    A pair counts in the sentence where its gold span begins, an extra span where it begins itself. Counts of one
    label come from matching within the label, as in nervaluate; the last row from matching all spans together.
    """
    locators = [Locator(reading.gold) for reading in readings]
    places: dict[SentencePlace, int] = {}
    for locator in locators:
        for start, _ in locator.sentences:
            places.setdefault(locator.place(start), len(places))
    cells: list[tuple[int, int, int]] = []
    for reading, locator in zip(readings, locators, strict=True):
        predicted, gold = spans_of(reading.predicted.entities), spans_of(reading.gold.entities)
        for row, label in enumerate([*labels, None]):
            left = [span for span in predicted if label is None or span.label == label]
            right = [span for span in gold if label is None or span.label == label]
            for position, outcome in outcomes(left, right, match_spans(left, right, mode)):
                # A position in no listed sentence (a title, say) makes a place of its own.
                index = places.setdefault(locator.place(position), len(places))
                cells.append((index, row, OUTCOMES.index(outcome)))
    counts = np.zeros((len(places), len(labels) + 1, len(OUTCOMES)), dtype=np.int64)
    if cells:
        np.add.at(counts, tuple(np.array(cells).T), 1)
    return SentenceCounts(tuple(places), tuple(labels), counts)


def outcomes(
    predicted: Sequence[LabelledSpan], gold: Sequence[LabelledSpan], pairs: Sequence[SpanPair]
) -> list[tuple[int, str]]:
    """Return the position and outcome of every pair, missed span and extra span.

    >>> outcomes([], [LabelledSpan(3, 5, "GPE")], [])
    [(3, 'MIS')]
    """
    found = [(gold[pair.gold].start, pair.outcome) for pair in pairs]
    left, right = {pair.predicted for pair in pairs}, {pair.gold for pair in pairs}
    found += [(span.start, "MIS") for index, span in enumerate(gold) if index not in right]
    found += [(span.start, "SPU") for index, span in enumerate(predicted) if index not in left]
    return found


KINDS = ("missed", "extra", "boundary", "label")
"""boundary: the right label on another stretch that overlaps; label: the right stretch with another label."""

NOTHING = "nothing"
"""In the table of confusions: no span on that side."""


@dataclass(frozen=True)
class Error:
    """One error: ``gold`` is None for an extra span, ``predicted`` for a missed one; ``shown`` is gold where it can."""

    place: SentencePlace
    shown: Entity
    gold: Entity | None
    predicted: Entity | None

    @property
    def kind(self) -> str:
        """One of :data:`KINDS`."""
        if self.gold is None or self.predicted is None:
            return "missed" if self.gold else "extra"
        return "boundary" if self.gold.label == self.predicted.label else "label"


def list_errors(readings: Sequence[AnchoredPair]) -> tuple[list[Error], Counter[tuple[str, str]]]:
    """Return all errors in the order of the text, and how often a gold label met a predicted one.

    The strict count of missed spans is the number of errors that have a gold entity, and that of extra spans the
    number of those that have a predicted one. In the table of confusions :data:`NOTHING` stands for a side
    without a span, and pairs that differ in boundaries alone stand on the diagonal.
    """
    errors: list[Error] = []
    confusion: Counter[tuple[str, str]] = Counter()
    for reading in readings:
        gold, predicted = reading.gold.entities, reading.predicted.entities
        pairs = match_errors(spans_of(predicted), spans_of(gold))
        answered, used = {pair.gold for pair in pairs}, {pair.predicted for pair in pairs}
        met: list[tuple[Entity, Entity | None, Entity | None]] = [
            *((gold[pair.gold], gold[pair.gold], predicted[pair.predicted]) for pair in pairs),
            *((entity, entity, None) for index, entity in enumerate(gold) if index not in answered),
            *((entity, None, entity) for index, entity in enumerate(predicted) if index not in used),
        ]
        confusion.update((one.label if one else NOTHING, two.label if two else NOTHING) for _, one, two in met)
        place = Locator(reading.gold).place
        wrong = [
            Error(place(shown.start_offset), shown, right, found)
            for shown, right, found in met
            if right is None or found is None or key_of(right) != key_of(found)
        ]
        errors += sorted(wrong, key=lambda e: (e.shown.start_offset, -e.shown.end_offset, e.kind, e.shown.label))
    return errors, confusion
