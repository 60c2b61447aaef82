"""What speaks for the bounds of a title: a conditional logit over those that rules and network propose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from letopis.entities.agreements.named import Candidate
from letopis.entities.agreements.titles import bound_marks

WEIGHT_DECAY = 3.0
"""The penalty of large weights; 1, 3 and 10 differ by a point at most."""

STEPS = 20
"""Steps of Newton's method, more than it needs."""

LEAST = 5
"""Bounds of which a mark has to speak to have a weight."""

Choice = Sequence[tuple[dict[str, float], bool]]
"""The bounds that one title may have: what speaks for each, and whether they are the right ones."""


def choices_of(candidates: Iterable[tuple[Candidate, Collection[tuple[int, int]]]]) -> list[Choice]:
    """Return the choices of bounds that candidates leave, of which one is right, each with its text's agreements."""
    choices: list[Choice] = []
    for it, agreements in candidates:
        options = [
            (marks, (it.units[first].start, it.units[end - 1].end) in agreements)
            for (first, end), marks in bound_marks(it).items()
        ]
        if len(options) > 1 and any(right for _, right in options):
            choices.append(options)
    return choices


def fit_bounds(
    candidates: Iterable[tuple[Candidate, Collection[tuple[int, int]]]],
) -> tuple[dict[str, float], str]:
    """Return the weight of each mark, and a line about them."""
    choices = choices_of(candidates)
    counts = Counter(mark for choice in choices for marks, _ in choice for mark in marks)
    names = sorted(mark for mark, count in counts.items() if count >= LEAST)
    if not choices:
        return {}, "no title leaves a choice of bounds"
    columns = {mark: place for place, mark in enumerate(names)}
    rows = [(number, marks, right) for number, choice in enumerate(choices) for marks, right in choice]
    seen = np.zeros((len(rows), len(names)))
    for row, (_, marks, _) in enumerate(rows):
        for mark in marks.keys() & columns.keys():
            seen[row, columns[mark]] = marks[mark]
    weights = _fitted(seen, np.array([number for number, _, _ in rows]), np.array([right for _, _, right in rows]))
    ruled = sum(choice[0][1] for choice in choices)
    told = f"{len(choices)} titles of which rules and network see other bounds; the rules' are right in {ruled}"
    return dict(zip(names, np.round(weights, 3).tolist(), strict=True)), told


def _fitted(seen: NDArray[np.float64], groups: NDArray[np.int64], right: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the likeliest weights by Newton's method."""
    weights = np.zeros(seen.shape[1])
    held = WEIGHT_DECAY * np.eye(len(weights))
    for _ in range(STEPS):
        odds = np.exp(np.clip(seen @ weights, -30, 30))
        shares = odds / np.bincount(groups, odds)[groups]
        means = np.zeros((groups[-1] + 1, len(weights)))
        np.add.at(means, groups, shares[:, None] * seen)
        curve = (seen.T * shares) @ seen - means.T @ means + held
        weights -= np.linalg.solve(curve, seen.T @ (shares - right) + held @ weights)
    return weights
