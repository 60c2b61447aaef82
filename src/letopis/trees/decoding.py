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


def best_tree(scores: Scores) -> Heads:
    """Return the heads of the best tree with one root.

    Each word's best head, but for the one that gains most, or loses least, by hanging on the root, is it in most
    sentences; where there is a cycle in that, the best tree is looked for.

    Args:
        scores: words x (the root and the words).

    >>> best_tree(np.array([[1.0, -np.inf, 9.0], [0.0, 9.0, -np.inf]])).tolist()
    [0, 1]
    """
    length = len(scores)
    table = np.full((length + 1, length + 1), -np.inf)
    table[1:] = scores
    np.fill_diagonal(table, -np.inf)
    heads: Heads = np.append(0, table[1:, 1:].argmax(1) + 1)
    heads[1 + (table[1:, 0] - table[1:, 1:].max(1)).argmax()] = 0
    if _cycle(heads.tolist()):
        known = table[np.isfinite(table)]
        table[1:, 0] -= (length + 1) * (known.max() - known.min() + 1)
        heads = _arborescence(table)
    return heads[1:]


def _arborescence(table: NDArray[np.float64]) -> Heads:
    """Return the head of each row, 0 being the root; ``table`` holds a row for each word and a column for each head.

    Words of a cycle become one, in the row and column of the first of them, and are parted again in the tree above.
    """
    heads: Heads = table.argmax(1)
    heads[0] = 0
    cycle = _cycle(heads.tolist())
    if not cycle:
        return heads
    one, inside = cycle[0], np.array(cycle)
    entering = table[inside] - table[inside, heads[inside]][:, None]
    leaving = table[:, inside]
    smaller = table.copy()
    smaller[one], smaller[:, one] = entering.max(0), leaving.max(1)
    smaller[inside[1:]] = smaller[:, inside[1:]] = smaller[one, inside] = -np.inf
    found = _arborescence(smaller)
    above = found[one]
    under = np.flatnonzero(found == one)
    found[under] = inside[leaving[under].argmax(1)]
    found[inside] = heads[inside]
    found[inside[entering[:, above].argmax()]] = above
    return found


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
