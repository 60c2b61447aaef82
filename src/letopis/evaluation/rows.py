"""A line of a table of scores: counts, precision, recall and F1 with their intervals."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from letopis.batching import steps
from letopis.evaluation.intervals import Floats, Interval, bootstrap_totals, percentile_interval, prf, strata_of
from letopis.evaluation.units import OUTCOMES, SentenceCounts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True)
class Counts:
    """SemEval-2013 counts; ``partial`` only in partial mode. A score without a divisor is None, never NaN.

    >>> counts = Counts(correct=3, missed=1)
    >>> counts.precision, counts.recall, Counts().f1
    (1.0, 0.75, None)
    """

    correct: int = 0
    incorrect: int = 0
    partial: int = 0
    missed: int = 0
    spurious: int = 0

    @property
    def predicted(self) -> int:
        """How many spans were predicted (ACT)."""
        return self.correct + self.incorrect + self.partial + self.spurious

    @property
    def gold(self) -> int:
        """How many gold spans there are (POS), the support."""
        return self.correct + self.incorrect + self.partial + self.missed

    @property
    def credit(self) -> float:
        """Correct spans, and half of each partial one."""
        return self.correct + 0.5 * self.partial

    @property
    def precision(self) -> float | None:
        """Credit by predicted spans; None when nothing was predicted."""
        return self.credit / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        """Credit by gold spans; None when there are none."""
        return self.credit / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """2 · credit / (predicted + gold): 0 when one side is empty, None when both are."""
        return 2 * self.credit / (self.predicted + self.gold) if self.predicted + self.gold else None


@dataclass(frozen=True)
class Figure:
    """A score with its 95 % interval; both None when there is nothing to divide by."""

    value: float | None
    interval: Interval | None = None


@dataclass(frozen=True)
class Row:
    """The scores of one label, article or section; ``counts`` is None for a mean over labels."""

    name: str
    counts: Counts | None
    precision: Figure
    recall: Figure
    f1: Figure


def rows_of(units: SentenceCounts, *, resamples: int, seed: int) -> list[Row]:
    """Return a row for every label, then ``micro`` (all spans) and ``macro`` (the mean over labels).

    Labels that occur neither in gold nor in prediction have undefined scores and stay out of the mean; a label
    with one side empty counts as zero, so macro agrees with seqeval's.
    """
    counts = [Counts(*(int(n) for n in row)) for row in units.counts.sum(axis=0)]
    names = [*units.labels, "micro"]
    sampled = None
    if resamples:
        strata = strata_of([place.article for place in units.places])
        sampled = scores_of(bootstrap_totals(divisors(units.counts), strata, resamples=resamples, seed=seed))
    rows = []
    for index, (name, count) in enumerate(zip(names, counts, strict=True)):
        values = (count.precision, count.recall, count.f1)
        figures = [
            Figure(value, None if sampled is None or value is None else percentile_interval(sampled[kind][:, index]))
            for kind, value in enumerate(values)
        ]
        rows.append(Row(name, count, *figures))
    return [*rows, _macro(rows[:-1], sampled)]


def group_rows(units: SentenceCounts, by: str, *, resamples: int, seed: int) -> list[Row]:
    """Return a row over all labels for each value of ``by``: ``article`` or ``section``."""
    groups: dict[str, list[int]] = {}
    for index, place in enumerate(units.places):
        groups.setdefault(getattr(place, by), []).append(index)
    rows = []
    for name, chosen in steps(groups.items(), f"resampling by {by}"):
        part = SentenceCounts(tuple(units.places[i] for i in chosen), (), units.counts[chosen][:, -1:, :])
        rows.append(replace(rows_of(part, resamples=resamples, seed=seed)[0], name=name))
    return rows


def divisors(counts: NDArray[np.int64]) -> Floats:
    """Turn outcomes (…, 5) into credit, predicted and gold (…, 3), flat over all but the first axis."""
    correct, incorrect, partial, missed, spurious = (counts[..., i].astype(float) for i in range(len(OUTCOMES)))
    paired = correct + incorrect + partial
    table = np.stack([correct + 0.5 * partial, paired + spurious, paired + missed], axis=-1)
    return table.reshape(len(counts), -1)


def scores_of(totals: Floats) -> tuple[Floats, Floats, Floats]:
    """Return precision, recall and F1 of shape (resamples, rows) from totals as :func:`divisors` lays them out."""
    table = totals.reshape(len(totals), -1, 3)
    return prf(table[..., 0], table[..., 1], table[..., 2])


def mean_over_labels(scores: Floats) -> Floats:
    """Return the mean over the second axis of what is defined; NaN where nothing is.

    >>> mean_over_labels(np.array([[1.0, 0.5], [np.nan, 0.5]])).tolist()
    [0.75, 0.5]
    """
    defined = ~np.isnan(scores)
    number = defined.sum(axis=1)
    total = np.where(defined, scores, 0.0).sum(axis=1)
    return np.where(number > 0, total / np.maximum(number, 1), np.nan)


def _macro(rows: Sequence[Row], sampled: tuple[Floats, Floats, Floats] | None) -> Row:
    occurring = [row.counts for row in rows if row.counts and row.counts.f1 is not None]
    if not occurring:
        return Row("macro", None, Figure(None), Figure(None), Figure(None))
    figures = []
    for kind, name in enumerate(("precision", "recall", "f1")):
        mean = sum(getattr(counts, name) or 0.0 for counts in occurring) / len(occurring)
        interval = percentile_interval(mean_over_labels(sampled[kind][:, : len(rows)])) if sampled else None
        figures.append(Figure(mean, interval))
    return Row("macro", None, *figures)
