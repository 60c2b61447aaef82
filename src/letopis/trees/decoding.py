"""Scores of heads to trees: the best tree with one root (Chu, Liu and Edmonds).

Sources: Chu and Liu 1965; Edmonds 1967. One root: a sum that no tree can outweigh is taken from every arc of the root,
so that the best tree has as few of them as can be, which is one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Scores = NDArray[np.float32]
    Heads = NDArray[np.int64]


def heads_of(scores: Scores, lengths: Heads) -> Heads:
    """Return the heads of sentences: sentences x words, counted from 1, 0 for the root and for padding.

    Args:
        scores: sentences x words x (the root and the words); the arc of a word to itself is not looked at.
        lengths: how many words each sentence has.
    """
    size = scores.shape[1]
    places = np.arange(size)
    outside = np.arange(size + 1) > lengths[:, None]
    scores = np.where(outside[:, None, :], -np.inf, scores)
    scores[:, places, places + 1] = -np.inf
    heads = _likeliest(scores, outside[:, 1:])
    for row in np.flatnonzero(~are_trees(heads, lengths)).tolist():
        length = int(lengths[row])
        heads[row, :length] = best_tree(scores[row, :length, : length + 1])
    return heads


def _likeliest(scores: Scores, outside: NDArray[np.bool_]) -> Heads:
    """Return the best heads where one word hangs on the root, cycles or not: where there is none, it is the best tree.

    The root is the word that gains most, or loses least, by hanging on it instead of on the best of the others.
    """
    if scores.shape[1] == 1:
        return np.zeros(scores.shape[:2], np.int64)
    heads: Heads = scores[:, :, 1:].argmax(2) + 1
    others = np.take_along_axis(scores, heads[..., None], axis=2)[..., 0]
    gains = np.where(outside, -np.inf, scores[:, :, 0] - others)
    heads[outside] = 0
    heads[np.arange(len(heads)), gains.argmax(1)] = 0
    return heads


def are_trees(heads: Heads, lengths: Heads) -> NDArray[np.bool_]:
    """Return which rows are trees with one root.

    >>> are_trees(np.array([[0, 1], [2, 1], [0, 0]]), np.array([2, 2, 2])).tolist()
    [True, False, False]
    """
    inside = np.arange(heads.shape[1]) < lengths[:, None]
    one_root = ((heads == 0) & inside).sum(1) == 1
    above = np.concatenate([np.zeros((len(heads), 1), heads.dtype), heads], axis=1)
    for _ in range(max(1, int(heads.shape[1]).bit_length())):
        above = np.take_along_axis(above, above, axis=1)
    trees: NDArray[np.bool_] = one_root & (above == 0).all(1)
    return trees


def best_tree(scores: Scores) -> Heads:
    """Return the heads of the best tree with one root.

    Args:
        scores: words x (the root and the words).

    >>> best_tree(np.array([[1.0, -np.inf, 9.0], [0.0, 9.0, -np.inf]])).tolist()
    [0, 1]
    """
    length = len(scores)
    table = np.full((length + 1, length + 1), -np.inf)
    table[1:] = scores
    np.fill_diagonal(table, -np.inf)
    known = table[np.isfinite(table)]
    table[1:, 0] -= (length + 1) * (known.max() - known.min() + 1) if len(known) else 0
    return _arborescence(table)[1:]


def _arborescence(table: NDArray[np.float64]) -> Heads:
    """Return the head of each row, 0 being the root; ``table`` holds a row for each word and a column for each head.

    Words of a cycle become one, in the row and column of the first of them; ``table`` is written over.
    """
    steps: list[tuple[Heads, Heads, Heads, Heads]] = []
    heads: Heads
    gone = np.zeros(len(table), bool)
    while True:
        heads = table.argmax(1)
        heads[0] = 0
        heads[gone] = 0
        cycle = _cycle(heads.tolist())
        if not cycle:
            break
        one, inside = cycle[0], np.array(cycle)
        entering = table[inside] - table[inside, heads[inside]][:, None]
        leaving = table[:, inside]
        steps.append((inside, heads[inside], entering.argmax(0), leaving.argmax(1)))
        table[one], table[:, one] = entering.max(0), leaving.max(1)
        table[inside[1:]] = table[:, inside[1:]] = table[one, inside] = -np.inf
        gone[inside[1:]] = True
    for inside, inner, entered, left in reversed(steps):
        one = inside[0]
        above = heads[one]
        outer = np.flatnonzero(heads == one)
        heads[outer] = inside[left[outer]]
        heads[inside] = inner
        heads[inside[entered[above]]] = above
    return heads


def _cycle(heads: list[int]) -> list[int]:
    """Return the places of a cycle, or none."""
    seen = [0] * len(heads)
    for start in range(1, len(heads)):
        place = start
        while place and not seen[place]:
            seen[place] = start
            place = heads[place]
        if place and seen[place] == start:
            found = [place]
            while heads[found[-1]] != place:
                found.append(heads[found[-1]])
            return found
    return []
