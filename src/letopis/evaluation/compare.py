"""Is the new run better than the old one: the difference, how sure it is, and the spans behind it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from letopis.entities.spans import key_of
from letopis.evaluation.anchor import AnchoredPair, pair_readings, unlike
from letopis.evaluation.intervals import (
    Floats,
    Interval,
    bootstrap_totals,
    p_value,
    percentile_interval,
    shuffled_totals,
    strata_of,
)
from letopis.evaluation.rows import divisors, mean_over_labels, scores_of
from letopis.evaluation.score import check_labels, check_settings, keep_labels
from letopis.evaluation.settings import RESAMPLES, SEED
from letopis.evaluation.units import Locator, SentenceCounts, SentencePlace, count_units, labels_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from letopis.evaluation.match import Mode
    from letopis.records import Article, Entity

Change = Literal["found", "lost", "new extra", "extra gone"]


@dataclass(frozen=True)
class F1Difference:
    """The F1 of both runs in one row, this run's minus the other's, its 95 % interval and its p-value."""

    name: str
    f1: float | None
    against: float | None
    difference: float | None
    interval: Interval | None
    p: float | None


@dataclass(frozen=True)
class SpanChange:
    """A span that one run has right and the other has not, strictly."""

    change: Change
    place: SentencePlace
    entity: Entity


@dataclass(frozen=True)
class Comparison:
    """Differences by label, then ``micro`` and ``macro``, every span won or lost, and what makes the runs unlike."""

    mode: Mode
    rows: tuple[F1Difference, ...]
    changes: tuple[SpanChange, ...]
    warnings: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        from letopis.evaluation.tables import difference_table, tables_html

        return tables_html([difference_table(self)], "; ".join(self.warnings))

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        from letopis.evaluation.tables import difference_table, tables_markdown

        printer.text(tables_markdown([difference_table(self)]))


def compare(  # noqa: PLR0913 (named options of one question)
    predicted: Sequence[Article],
    against: Sequence[Article],
    gold: Sequence[Article],
    *,
    mode: Mode = "strict",
    labels: Sequence[str] = (),
    resamples: int = RESAMPLES,
    seed: int = SEED,
    allow_missing: bool = False,
) -> Comparison:
    """Compare two runs on one gold set, sentence by sentence.

    The interval comes from a bootstrap that draws the same sentences for both runs, the p-value (two-sided) from
    approximate randomisation. Arguments and errors are those of :func:`letopis.evaluation.score.evaluate`.
    """
    check_settings(mode, resamples)
    sides = []
    for run in (predicted, against):
        readings, _ = pair_readings(run, gold, allow_missing=allow_missing)
        check_labels(labels, readings)
        sides.append([keep_labels(reading, labels) for reading in readings])
    occurring = labels_of([reading for side in sides for reading in side])
    ours, theirs = (count_units(side, occurring, mode) for side in sides)
    places = tuple(dict.fromkeys([*ours.places, *theirs.places]))
    tables = [divisors(_at(units, places)) for units in (ours, theirs)]
    rows = _differences([*occurring, "micro", "macro"], tables, places, resamples, seed)
    return Comparison(mode, tuple(rows), tuple(_changes(*sides)), tuple(unlike(predicted, against, gold)))


def _at(units: SentenceCounts, places: Sequence[SentencePlace]) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    # Spans that stand in no listed sentence can make one run have a place more than the other.
    index = {place: row for row, place in enumerate(places)}
    counts = np.zeros((len(places), *units.counts.shape[1:]), dtype=np.int64)
    counts[[index[place] for place in units.places]] = units.counts
    return counts


def _differences(
    names: Sequence[str], tables: Sequence[Floats], places: Sequence[SentencePlace], resamples: int, seed: int
) -> list[F1Difference]:
    def f1(totals: Floats) -> Floats:
        scores = scores_of(totals)[2]
        return np.column_stack([scores, mean_over_labels(scores[:, :-1])])

    observed = [f1(table.sum(axis=0)[None])[0] for table in tables]
    columns = tables[0].shape[1]
    sampled = shuffled = None
    if resamples:
        strata = strata_of([place.article for place in places])
        joint = bootstrap_totals(np.hstack(tables), strata, resamples=resamples, seed=seed)
        sampled = f1(joint[:, :columns]) - f1(joint[:, columns:])
        one, other = shuffled_totals(*tables, resamples=resamples, seed=seed)
        shuffled = f1(one) - f1(other)
    rows = []
    for index, name in enumerate(names):
        ours, theirs = (None if np.isnan(side[index]) else float(side[index]) for side in observed)
        if ours is None or theirs is None:
            rows.append(F1Difference(name, ours, theirs, None, None, None))
            continue
        interval = None if sampled is None else percentile_interval(sampled[:, index])
        p = None if shuffled is None else p_value(ours - theirs, shuffled[:, index])
        rows.append(F1Difference(name, ours, theirs, ours - theirs, interval, p))
    return rows


def _changes(ours: Sequence[AnchoredPair], theirs: Sequence[AnchoredPair]) -> list[SpanChange]:
    changes: list[SpanChange] = []
    for one, other in zip(ours, theirs, strict=True):
        locator = Locator(one.gold)
        right = {key_of(entity) for entity in one.gold.entities}
        for run, rival, on_gold, off_gold in ((one, other, "found", "new extra"), (other, one, "lost", "extra gone")):
            had = Counter(key_of(entity) for entity in rival.predicted.entities)
            for entity in run.predicted.entities:
                key = key_of(entity)
                if had[key]:
                    had[key] -= 1
                    continue
                change: Change = on_gold if key in right else off_gold  # type: ignore[assignment]
                changes.append(SpanChange(change, locator.place(entity.start_offset), entity))
    return changes
