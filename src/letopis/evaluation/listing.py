"""Every error with its place: missed, extra, other boundaries, other label."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from letopis.evaluation.match import match_errors
from letopis.evaluation.units import Locator, SentencePlace, spans_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from letopis.evaluation.anchor import AnchoredPair
    from letopis.records import Article, Entity

Kind = Literal["missed", "extra", "boundary", "label"]

KINDS: tuple[Kind, ...] = ("missed", "extra", "boundary", "label")
"""boundary: the right label on another stretch that overlaps; label: the right stretch with another label."""

NOTHING = "nothing"
"""In the table of confusions: no span on that side."""


@dataclass(frozen=True)
class Error:
    """One error: ``gold`` is None for an extra span, ``predicted`` for a missed one."""

    kind: Kind
    place: SentencePlace
    gold: Entity | None
    predicted: Entity | None

    @property
    def shown(self) -> Entity:
        """The gold entity, or the predicted one where there is no gold."""
        entity = self.gold or self.predicted
        if entity is None:
            raise ValueError("an error has a gold or a predicted entity")
        return entity


def list_errors(readings: Sequence[AnchoredPair]) -> tuple[list[Error], Counter[tuple[str, str]]]:
    """Return all errors in the order of the text, and how often a gold label met a predicted one.

    The strict count of missed spans is the number of errors that have a gold entity, and that of extra spans the
    number of those that have a predicted one. In the table of confusions :data:`NOTHING` stands for a side
    without a span, and pairs that differ in boundaries alone stand on the diagonal.
    """
    errors: list[Error] = []
    confusion: Counter[tuple[str, str]] = Counter()
    for reading in readings:
        found = article_errors(reading.gold, reading.predicted.entities)
        errors += found[0]
        confusion += found[1]
    return errors, confusion


def article_errors(gold: Article, predicted: Sequence[Entity]) -> tuple[list[Error], Counter[tuple[str, str]]]:
    """Return the errors and confusions of one article."""
    locator = Locator(gold)
    pairs = match_errors(spans_of(predicted), spans_of(gold.entities))
    errors: list[Error] = []
    confusion: Counter[tuple[str, str]] = Counter()
    for pair in pairs:
        right, found = gold.entities[pair.gold], predicted[pair.predicted]
        confusion[right.label, found.label] += 1
        if pair.outcome != "COR":
            kind: Kind = "boundary" if right.label == found.label else "label"
            errors.append(Error(kind, locator.place(right.start_offset), right, found))
    answered, used = {pair.gold for pair in pairs}, {pair.predicted for pair in pairs}
    for index, entity in enumerate(gold.entities):
        if index not in answered:
            confusion[entity.label, NOTHING] += 1
            errors.append(Error("missed", locator.place(entity.start_offset), entity, None))
    for index, entity in enumerate(predicted):
        if index not in used:
            confusion[NOTHING, entity.label] += 1
            errors.append(Error("extra", locator.place(entity.start_offset), None, entity))
    return sorted(errors, key=_order), confusion


def _order(error: Error) -> tuple[int, int, str, str]:
    entity = error.shown
    return entity.start_offset, -entity.end_offset, error.kind, entity.label
