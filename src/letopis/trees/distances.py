"""How far and on which side a head stands, in some classes: near places apart, far ones together."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

BORDERS = (1, 2, 3, 4, 5, 7, 10, 15, 25)
"""The least distances of the classes on one side."""

BUCKETS = 2 * len(BORDERS) + 1
"""The classes: the root, those to the left, those to the right."""


@lru_cache(maxsize=64)
def bucket_table(length: int) -> NDArray[np.int64]:
    """Return the class of each pair of a word and a head: words x (the root and the words).

    >>> bucket_table(3).tolist()
    [[0, 0, 10, 11], [0, 1, 0, 10], [0, 2, 1, 0]]
    """
    places = np.arange(length)
    distances = places[None, :] - places[:, None]
    classes = np.searchsorted(BORDERS, np.abs(distances), side="right")
    signed = np.where(distances > 0, classes + len(BORDERS), classes)
    return np.concatenate([np.zeros((length, 1), np.int64), signed], axis=1)
