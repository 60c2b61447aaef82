"""Measures of corpus linguistics over arrays of counts; each names its source."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def log_dice(both: Any, one: Any, other: Any) -> Floats:
    """Return logDice: 14 + log2 of Dice's coefficient (Rychlý 2008, A lexicographer-friendly association score).

    >>> float(log_dice(16, 16, 16)), round(float(log_dice(10, 100, 50)), 3)
    (14.0, 11.093)
    """
    return 14 + np.log2(2 * _floats(both) / (_floats(one) + _floats(other)))


def mutual_information(both: Any, one: Any, other: Any, size: Any) -> Floats:
    """Return log2 of how much more often two things meet than by chance (Church and Hanks 1990).

    >>> round(float(mutual_information(8, 16, 32, 1024)), 3)
    4.0
    """
    return np.log2(_floats(both) * _floats(size) / (_floats(one) * _floats(other)))


def log_likelihood(both: Any, one: Any, other: Any, size: Any) -> Floats:
    """Return G² of the table of two things (Dunning 1993): both, each without the other, neither.

    >>> round(float(log_likelihood(30, 100, 80, 1000)), 3)
    49.159
    """
    both, one, other, size = (_floats(value) for value in (both, one, other, size))
    seen = np.broadcast_arrays(both, one - both, other - both, size - one - other + both)
    expected = (one * other, one * (size - other), (size - one) * other, (size - one) * (size - other))
    found: Floats = 2 * np.sum([_weighted(a, b / size) for a, b in zip(seen, expected, strict=True)], axis=0)
    return found


def _weighted(seen: Floats, expected: Floats) -> Floats:
    """Return O ln(O/E), which is 0 where nothing was seen."""
    ratio = np.divide(seen, expected, out=np.ones_like(seen * expected), where=(seen > 0) & (expected > 0))
    return np.where(seen > 0, seen * np.log(ratio), 0.0)


def log_ratio(here: Any, size: Any, there: Any, other_size: Any) -> Floats:
    """Return log2 of the ratio of two relative frequencies; half an occurrence stands for none (Hardie 2014).

    >>> float(log_ratio(80, 1000, 10, 1000)), float(log_ratio(8, 100, 0, 100))
    (3.0, 4.0)
    """
    left, right = (np.where(_floats(one) > 0, _floats(one), 0.5) for one in (here, there))
    return np.log2(left / _floats(size) / (right / _floats(other_size)))


def simple_maths(here: Any, size: Any, there: Any, other_size: Any) -> Floats:
    """Return Sketch Engine's keyness: the ratio of frequencies per million, each with one added.

    Source: Kilgarriff 2009, Simple maths for keywords.

    >>> float(simple_maths(5, 1_000_000, 1, 1_000_000))
    3.0
    """
    left, right = 1e6 * _floats(here) / _floats(size), 1e6 * _floats(there) / _floats(other_size)
    return (left + 1) / (right + 1)


def deviation_of_proportions(counts: Any, sizes: Any) -> tuple[float, float]:
    """Return Gries' DP, 0 for even and towards 1 for uneven spread, and DP normed by its highest value.

    Source: Gries 2008, Dispersions and adjusted frequencies in corpora; Lijffijt and Gries 2012 for the norm. The
    example is Gries' own: five parts of 9, 10, 10, 10 and 11 words that hold a word 1, 2, 3, 4 and 5 times.

    >>> [round(value, 3) for value in deviation_of_proportions([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])]
    [0.18, 0.22]
    """
    shares, parts = _floats(counts) / np.sum(counts), _floats(sizes) / np.sum(sizes)
    value = float(np.abs(shares - parts).sum() / 2)
    highest = 1 - float(parts.min())
    return value, value / highest if highest else 0.0


def juilland_d(counts: Any, sizes: Any) -> float:
    """Return Juilland's D, 1 for even and towards 0 for uneven spread, over relative frequencies in the parts.

    Source: Juilland, Brodin and Davidovitch 1970; for parts of several sizes as in Gries 2008, whose example it is.

    >>> round(juilland_d([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]), 3)
    0.785
    """
    rates = _floats(counts) / _floats(sizes)
    if len(rates) < 2:
        return 1.0
    return float(1 - rates.std() / rates.mean() / np.sqrt(len(rates) - 1))


def _floats(value: Any) -> Floats:
    return np.asarray(value, dtype=np.float64)
