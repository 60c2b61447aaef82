"""The evaluation of a prediction against a gold set, as plain data."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from letopis.entities.spans import only
from letopis.errors import InputError, nearest
from letopis.evaluation.anchor import AnchoredPair, pair_readings, unlike
from letopis.evaluation.match import MODES, Mode, match_spans
from letopis.evaluation.rows import Counts, Row, group_rows, rows_of
from letopis.evaluation.settings import RESAMPLES, SEED
from letopis.evaluation.units import OUTCOMES, Error, count_units, labels_of, list_errors, outcomes, spans_of
from letopis.evaluation.values import Identities, ValueScore, score_identities, score_relations, score_values
from letopis.labels import in_order
from letopis.labels import labels as registered_labels

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from letopis.records import Article

GROUPS = ("article", "section")
"""What the scores are broken down by, beside the label."""


@dataclass(frozen=True)
class Scores:
    """Everything that was counted; undefined scores are None, never NaN.

    ``labels`` has a row for every label that occurs; ``groups`` rows by article and section; ``modes`` the counts
    of all spans in each matching mode; ``confusion`` how often a gold label met a predicted one;
    ``readings`` the articles themselves, in the coordinates of the gold text, for reports.
    """

    mode: Mode
    labels: tuple[Row, ...]
    micro: Row
    macro: Row
    groups: Mapping[str, tuple[Row, ...]]
    modes: Mapping[Mode, Counts]
    values: tuple[ValueScore, ...]
    identities: Identities | None
    relations: tuple[tuple[str, Counts], ...]
    errors: tuple[Error, ...]
    confusion: Mapping[tuple[str, str], int]
    warnings: tuple[str, ...]
    articles: tuple[str, ...]
    sentences: int
    resamples: int
    seed: int
    readings: tuple[AnchoredPair, ...]

    def _repr_html_(self) -> str:
        from letopis.evaluation.tables import scores_html

        return scores_html(self)

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        from letopis.evaluation.tables import scores_markdown

        printer.text(scores_markdown(self))


def evaluate(  # noqa: PLR0913 (named options of one question)
    predicted: Sequence[Article],
    gold: Sequence[Article],
    *,
    mode: Mode = "strict",
    labels: Sequence[str] = (),
    resamples: int = RESAMPLES,
    seed: int = SEED,
    allow_missing: bool = False,
    relations: bool = True,
) -> Scores:
    """Score a prediction against a gold set.

    Args:
        predicted: the records of a run.
        gold: the records it should have given.
        mode: how spans are matched; see :data:`letopis.evaluation.match.MODES`.
        labels: only these labels, on both sides; all that occur when none is named.
        resamples: bootstrap resamples for the intervals; 0 for none.
        seed: of the random numbers.
        allow_missing: count the spans of articles without prediction as missed.
        relations: score relations too, where the gold set has any.

    Raises:
        InputError: a label that is nowhere, or records that cannot be compared; see
            :func:`letopis.evaluation.anchor.pair_readings`.

    >>> from letopis.records import Article, Entity
    >>> city = Entity(id=1, label="GPE", start_offset=2, end_offset=6, text="Баку")
    >>> gold = [Article(id="a", text="в Баку", entities=[city])]
    >>> evaluate(gold, gold).micro.f1.value, evaluate([Article(id="a", text="в Баку")], gold).micro.f1.value
    (1.0, 0.0)
    """
    check_settings(mode, resamples)
    readings, warnings = pair_readings(predicted, gold, allow_missing=allow_missing)
    warnings += unlike(predicted, gold, gold, called="prediction and gold")
    check_labels(labels, readings)
    related = relations and any(reading.gold.relations for reading in readings)
    readings = [keep_labels(reading, labels) for reading in readings]
    units = count_units(readings, labels_of(readings), mode)
    *label_rows, micro, macro = rows_of(units, resamples=resamples, seed=seed)
    errors, confusion = list_errors(readings)
    return Scores(
        mode=mode,
        labels=tuple(label_rows),
        micro=micro,
        macro=macro,
        groups={by: tuple(group_rows(units, by, resamples=resamples, seed=seed)) for by in GROUPS},
        modes={each: micro_counts(readings, each) for each in MODES},
        values=tuple(score_values(readings)),
        identities=score_identities(readings),
        relations=tuple(score_relations(readings)) if related else (),
        errors=tuple(errors),
        confusion=dict(confusion),
        warnings=(*warnings, *_empty_sides(readings)),
        articles=tuple(reading.gold.id for reading in readings),
        sentences=len(units.places),
        resamples=resamples,
        seed=seed,
        readings=tuple(readings),
    )


def check_settings(mode: str, resamples: int) -> None:
    """Refuse a mode that is not known and a negative number of resamples with an ``InputError``."""
    if mode not in MODES:
        raise InputError(f"no matching mode {mode!r}; choose one of {', '.join(MODES)}")
    if resamples < 0:
        raise InputError(f"{resamples} resamples cannot be drawn; give 0 for no intervals, or 10000")


def check_labels(names: Sequence[str], readings: Sequence[AnchoredPair]) -> None:
    """Refuse a label that is neither registered nor in the records with an ``InputError``."""
    known = in_order([*registered_labels(), *labels_of(readings)])
    for name in names:
        if name not in known:
            raise InputError(f"there is no label {name!r}; {nearest(name, known)}")


def _empty_sides(readings: Sequence[AnchoredPair]) -> list[str]:
    if not any(reading.gold.entities for reading in readings):
        return ["the gold set holds no span: recall is undefined, and every prediction is extra"]
    if not any(reading.predicted.entities for reading in readings):
        return ["the prediction holds no span: precision is undefined, and every gold span is missed"]
    return []


def keep_labels(reading: AnchoredPair, labels: Sequence[str]) -> AnchoredPair:
    """Return the reading with the entities of these labels alone, and the relations between them."""
    sides = (reading.gold, reading.predicted)
    chosen = (only(side, [one for one in side.entities if one.label in labels]) for side in sides)
    return AnchoredPair(*chosen) if labels else reading


def micro_counts(readings: Sequence[AnchoredPair], mode: Mode) -> Counts:
    """Return the counts of all spans matched together in ``mode``."""
    found: Counter[str] = Counter()
    for reading in readings:
        predicted, gold = spans_of(reading.predicted.entities), spans_of(reading.gold.entities)
        found.update(outcome for _, outcome in outcomes(predicted, gold, match_spans(predicted, gold, mode)))
    return Counts(*(found[outcome] for outcome in OUTCOMES))
