"""The parser's network in numpy: convolutions over a sentence, then scores of every head and of every relation.

The same sums as in torch, where it was trained, only forwards. Sentences of a batch are padded to one length.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from letopis.lemmas.vectors import DenseLayer

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]
    Places = NDArray[np.int64]

LEAK = 0.1
"""What is left of a negative number behind the layers that arcs and relations are scored by."""


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


def _leaky(sums: Array) -> Array:
    """Return a layer's sums behind the leaky rectifier."""
    np.maximum(sums, LEAK * sums, out=sums)
    return sums


class TreeNetwork:
    """The layers above the words' states; ``dilations`` says how far the neighbours of each convolution stand."""

    def __init__(self, weights: Mapping[str, Array]) -> None:
        self._steps = weights["dilations"].astype(int).tolist()
        self._layers = [DenseLayer(weights, f"convolutions.{number}") for number in range(len(self._steps))]
        self._root = weights["root"]
        self._arc_head, self._arc_word = DenseLayer(weights, "arc_head"), DenseLayer(weights, "arc_word")
        self._arc, self._arc_bias = weights["arc"], DenseLayer(weights, "arc_bias")
        self._distance = DenseLayer(weights, "distance")
        self._label_head, self._label_word = DenseLayer(weights, "label_head"), DenseLayer(weights, "label_word")
        self._label, self._label_alone = weights["label.weight"].T.copy(), DenseLayer(weights, "label_alone")

    def states(self, inputs: Array, lengths: Places) -> Array:
        """Return the states of the root and the words: sentences x (1 + length) x width.

        ``inputs`` are sentences x words x width, zeros behind the end of a sentence.
        """
        count, length, width = inputs.shape
        gap = max(self._steps, default=0)
        # One row of rows, zeros before, between and behind the sentences: neighbours are the rows so many steps away.
        rows = np.zeros((count * (length + gap) + 2 * gap, width), np.float32)
        inner = len(rows) - 2 * gap
        words = rows[gap : gap + inner].reshape(count, length + gap, width)
        words[:, :length] = inputs
        kept = (np.arange(length + gap) < lengths[:, None]).reshape(-1, 1).astype(np.float32)
        for step, layer in zip(self._steps, self._layers, strict=True):
            mixed: Array = rows[gap : gap + inner] @ layer.weight[width : 2 * width]
            mixed += rows[gap - step : gap - step + inner] @ layer.weight[:width]
            mixed += rows[gap + step : gap + step + inner] @ layer.weight[2 * width :]
            mixed += layer.bias
            np.maximum(mixed, 0, out=mixed)
            mixed *= kept
            rows[gap : gap + inner] += mixed
        root = np.broadcast_to(self._root, (count, 1, width))
        return np.concatenate([root, words[:, :length]], axis=1)

    def arcs(self, states: Array) -> Array:
        """Return the scores of heads: sentences x words x (the root and the words)."""
        count, size, width = states.shape
        heads = _leaky(self._arc_head(states.reshape(-1, width)))
        words: Array = _leaky(self._arc_word(states[:, 1:].reshape(-1, width))) @ self._arc
        alone = self._arc_bias(heads).reshape(count, 1, size)
        scores: Array = words.reshape(count, size - 1, -1) @ heads.reshape(count, size, -1).transpose(0, 2, 1)
        scores += alone
        near = self._distance(states[:, 1:].reshape(-1, width)).reshape(count, size - 1, -1)
        scores += np.take_along_axis(near, bucket_table(size - 1)[None], axis=2)
        return scores

    def relations(self, words: Array, heads: Array) -> Array:
        """Return the scores of relations, a row for each pair of the states of a word and of its head."""
        head, word = _leaky(self._label_head(heads)), _leaky(self._label_word(words))
        pairs = (word @ self._label).reshape(len(word), -1, word.shape[1])
        scores = self._label_alone(np.concatenate([word, head], axis=1))
        scores += (pairs @ head[..., None])[..., 0]
        return scores


def padded(rows: Array, lengths: Sequence[int]) -> Array:
    """Put the rows of sentences into one array, sentences x words x width, zeros behind their ends.

    >>> padded(np.ones((3, 1), np.float32), [1, 2])[..., 0].tolist()
    [[1.0, 0.0], [1.0, 1.0]]
    """
    inside = np.arange(max(lengths)) < np.array(lengths)[:, None]
    result = np.zeros((*inside.shape, rows.shape[1]), np.float32)
    result[inside] = rows
    return result
