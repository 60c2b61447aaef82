"""How sure a score is: bootstrap intervals over sentences, and a test of the difference of two runs.

Both need only the counts by sentence. Sentences with equal counts are drawn together, as one multinomial or
binomial number, which is the same distribution at a fraction of the work.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from letopis.batching import steps
from letopis.evaluation.settings import LEVEL

_CELLS = 4_000_000
"""Numbers held at once while resampling, to bound the memory."""

Floats = NDArray[np.float64]


class Interval(NamedTuple):
    """The ends of an interval."""

    low: float
    high: float


def strata_of(names: list[str]) -> NDArray[np.int64]:
    """Number the articles of the sentences; articles of a single sentence are put together.

    A single sentence drawn from itself never varies, and its article would add no width to the interval.

    >>> strata_of(["a", "a", "b", "c"]).tolist()
    [0, 0, 1, 1]
    """
    sizes = Counter(names)
    numbers: dict[str, int] = {}
    for name in names:
        numbers.setdefault(name if sizes[name] > 1 else "", len(numbers))
    return np.array([numbers[name if sizes[name] > 1 else ""] for name in names], dtype=np.int64)


def bootstrap_totals(units: Floats, strata: NDArray[np.int64], *, resamples: int, seed: int) -> Floats:
    """Return the totals of ``resamples`` resamples of the units, each stratum resampled by itself.

    Args:
        units: counts of shape (units, columns).
        strata: the stratum of each unit.
        resamples: how many; at least 1.
        seed: of the random numbers.

    Returns:
        Totals of shape (resamples, columns). Efron and Tibshirani 1993, chapter 6.

    >>> bootstrap_totals(np.ones((4, 1)), np.array([0, 0, 1, 1]), resamples=2, seed=1).tolist()
    [[4.0], [4.0]]
    """
    random = np.random.default_rng(seed)
    totals = np.zeros((resamples, units.shape[1]))
    for stratum in steps(np.unique(strata), "resampling"):
        rows, sizes = np.unique(units[strata == stratum], axis=0, return_counts=True)
        size = int(sizes.sum())
        step = max(1, _CELLS // len(rows))
        for start in range(0, resamples, step):
            part = slice(start, min(resamples, start + step))
            drawn = random.multinomial(size, sizes / size, size=part.stop - part.start)
            totals[part] += drawn.astype(float) @ rows
    return totals


def shuffled_totals(ours: Floats, theirs: Floats, *, resamples: int, seed: int) -> tuple[Floats, Floats]:
    """Return the totals of both runs after exchanging their counts sentence by sentence at random.

    Approximate randomisation (Noreen 1989; Yeh 2000): were the runs alike, the exchange would change nothing.

    Args:
        ours: counts of shape (units, columns).
        theirs: the same of the other run.
        resamples: how many shuffles.
        seed: of the random numbers.
    """
    random = np.random.default_rng(seed)
    rows, sizes = np.unique(ours - theirs, axis=0, return_counts=True)
    moving = np.any(rows != 0, axis=1)
    rows, sizes = rows[moving], sizes[moving]
    exchanged = np.zeros((resamples, ours.shape[1]))
    step = max(1, _CELLS // max(1, len(rows)))
    for start in steps(range(0, resamples, step), "shuffling"):
        part = slice(start, min(resamples, start + step))
        if len(rows):
            exchanged[part] = random.binomial(sizes, 0.5, size=(part.stop - part.start, len(rows))) @ rows
    return ours.sum(axis=0) - exchanged, theirs.sum(axis=0) + exchanged


def prf(credit: Floats, predicted: Floats, gold: Floats) -> tuple[Floats, Floats, Floats]:
    """Return precision, recall and F1, NaN where nothing was there to divide by.

    F1 is 2 · credit / (predicted + gold): zero when one side is empty, undefined when both are.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return credit / predicted, credit / gold, 2 * credit / (predicted + gold)


def percentile_interval(samples: Floats) -> Interval | None:
    """Return the ends between which the middle 95 % of the samples lie; undefined samples do not count.

    >>> percentile_interval(np.array([0.0, 0.5, 1.0, np.nan]))
    Interval(low=0.025, high=0.975)
    """
    defined = samples[~np.isnan(samples)]
    if not len(defined):
        return None
    low, high = np.quantile(defined, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(round(float(low), 12), round(float(high), 12))


def p_value(observed: float, shuffled: Floats) -> float:
    """Return the share of shuffles whose difference is at least as great as the observed one, either way.

    One is added above and below, so that the value is never zero (Phipson and Smyth 2010).

    >>> p_value(0.2, np.array([0.1, -0.3, 0.0]))
    0.5
    """
    defined = np.abs(shuffled[~np.isnan(shuffled)])
    return float((np.count_nonzero(defined >= abs(observed) - 1e-12) + 1) / (len(defined) + 1))
