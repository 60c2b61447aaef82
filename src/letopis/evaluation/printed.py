"""The tables that people read: modes, values, identities, relations, differences, errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from letopis.evaluation.tables import bounds, count_cells, number
from letopis.evaluation.units import OUTCOMES

if TYPE_CHECKING:
    from letopis.evaluation.compare import Comparison, SpanChange
    from letopis.evaluation.rows import Counts
    from letopis.evaluation.score import Scores
    from letopis.evaluation.units import Error
    from letopis.evaluation.values import Prf
    from letopis.records import Entity

DIFFERENCE_HEADER = ("", "F1", "other F1", "difference", "95 %", "p")
"""Columns of the comparison of two runs."""

MEASURES = {"b_cubed": "B-cubed", "ceaf_m": "CEAF by mention", "ceaf_e": "CEAF by entity"}
"""Names of the coreference scores."""

Table = tuple[str, tuple[str, ...], list[list[str]]]
"""Title, header, rows."""


def mode_table(scores: Scores) -> Table:
    """Return the counts of all spans in each matching mode."""
    rows = [[mode, *_prf(counts), *count_cells(counts)] for mode, counts in scores.modes.items()]
    return "All spans in each mode", ("", "P", "R", "F1", "gold", "predicted", *OUTCOMES), rows


def value_table(scores: Scores) -> Table:
    """Return the values of the spans that were found, and finding and value together."""
    title = "Values of found spans; P, R, F1 of span and value together"
    rows = [
        [f"{v.label} {v.field}", str(v.compared), str(v.equal), number(v.accuracy), *_prf(v.counts)]
        for v in scores.values
    ]
    return title, ("", "compared", "equal", "share", "P", "R", "F1"), rows


def identity_table(scores: Scores) -> Table:
    """Return the coreference scores, over all mentions and over those found on both sides."""
    found = scores.identities
    header = ("", "P", "R", "F1")
    if found is None:
        return "Identities", header, []
    sizes = f"{found.mentions_gold} gold mentions, {found.mentions_predicted} predicted, {found.mentions_common} common"
    title = f"Identities: {sizes}"
    rows = [
        [f"{MEASURES[name]}, {kind} mentions", *_prf(score)]
        for kind, measures in (("all", found.all), ("common", found.common))
        for name, score in measures.items()
    ]
    return title, header, rows


def relation_table(scores: Scores) -> Table:
    """Return the relations: right when type and both spans with their labels are."""
    rows = [
        [name, *_prf(counts), str(counts.gold), str(counts.predicted), str(counts.correct)]
        for name, counts in scores.relations
    ]
    return "Relations", ("", "P", "R", "F1", "gold", "predicted", "right"), rows


def difference_table(comparison: Comparison) -> Table:
    """Return the differences of two runs."""
    rows = [
        [r.name, number(r.f1), number(r.against), signed(r.difference), _signed_bounds(r.interval), p_text(r.p)]
        for r in comparison.rows
    ]
    return "Against the other run", DIFFERENCE_HEADER, rows


def signed(value: float | None) -> str:
    """Return a difference with its sign.

    >>> signed(0.0123), signed(None)
    ('+0.012', '–')
    """
    return number(None) if value is None else f"{value:+.3f}"


def p_text(p: float | None) -> str:
    """Return a p-value; small ones by their bound.

    >>> p_text(0.25), p_text(0.0001)
    ('0.250', '<0.001')
    """
    return "<0.001" if p is not None and p < 0.001 else number(p)


def error_cells(error: Error) -> tuple[str, ...]:
    """Return kind, label, article, sentence, offsets and text of an error."""
    entity, place = error.shown, error.place
    label, text = entity.label, entity.text
    if error.gold and error.predicted:
        if error.kind == "label":
            label = f"{error.gold.label} → {error.predicted.label}"
        else:
            text = f"{text} → {error.predicted.text}"
    return error.kind, label, place.article, f"sentence {place.sentence}", offsets(entity), one_line(text)


def change_cells(change: SpanChange) -> tuple[str, ...]:
    """Return kind, label, article, sentence, offsets and text of a span won or lost."""
    entity, place = change.entity, change.place
    start = (change.change, entity.label, place.article, f"sentence {place.sentence}")
    return *start, offsets(entity), one_line(entity.text)


def offsets(entity: Entity) -> str:
    """Return the place of an entity in the clean text."""
    return f"{entity.start_offset}–{entity.end_offset}"


def one_line(text: str) -> str:
    """Return a text with its white space folded.

    >>> one_line("Чуйской   области")
    'Чуйской области'
    """
    return " ".join(text.split())


def _signed_bounds(interval: tuple[float, float] | None) -> str:
    return bounds(None) if interval is None else f"{interval[0]:+.3f} to {interval[1]:+.3f}"


def _prf(counts: Counts | Prf) -> list[str]:
    return [number(counts.precision), number(counts.recall), number(counts.f1)]
