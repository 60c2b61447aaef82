"""The upper layers of the network of names, forwards and backwards in numpy: what learning changes.

The lower layers (word forms, the first two convolutions, the memory) stay as they are where no label is new, so their
states are computed once; else see :mod:`letopis.learning.layers`. Gradients are written by hand; a test holds them
against differences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from letopis.entities.names.weights import Array, Model, Sizes
from letopis.learning.layers import PARTS, Dropping, Layer, back, convolved, dropped, shown

UPPER = (
    *(f"{layer}.{part}" for layer in ("third", "fourth") for part in PARTS),
    "ends.weight", "ends.bias", "pairs.weight", "pairs.bias", "lengths",
)  # fmt: skip
"""The weights that learning changes."""

RARE = -4.0
"""What every length of a new label begins with: most spans are none of it."""

NEW_THRESHOLD = 0.3
"""The score from which a span of a new label counts: few texts leave the network unsure (docs/learning.md, figures)."""


def with_labels(model: Model, labels: Sequence[str], dice: np.random.Generator) -> Model:
    """Return a model that scores more labels, knowing nothing of them yet; of a label that is there, itself."""
    new = [label for label in labels if label not in model.labels]
    if not new:
        return model
    sizes, count, arrays = model.sizes, len(model.labels), dict(model.arrays)
    for name, parts, spread in (("ends", 3, 0.01), ("pairs", 2, 0.1)):
        weight = arrays[f"{name}.weight"].reshape(sizes.hidden, parts, count, -1)
        bias = arrays[f"{name}.bias"].reshape(parts, count, -1)
        more = dice.normal(0, spread, (sizes.hidden, parts, len(new), weight.shape[3])).astype(np.float32)
        arrays[f"{name}.weight"] = np.concatenate([weight, more], 2).reshape(sizes.hidden, -1)
        nothing = np.zeros((parts, len(new), bias.shape[2]), np.float32)
        arrays[f"{name}.bias"] = np.concatenate([bias, nothing], 1).reshape(-1)
    rare = np.full((len(new), sizes.longest), RARE, np.float32)
    arrays["lengths"] = np.concatenate([arrays["lengths"], rare])
    return replace(
        model,
        labels=(*model.labels, *new),
        thresholds=(*model.thresholds, *[NEW_THRESHOLD] * len(new)),
        sizes=replace(sizes, labels=count + len(new)),
        arrays=arrays,
    )


def possible(sentences: NDArray[np.int32], longest: int) -> NDArray[np.bool_]:
    """Return whether a span of each length from each word stays in its sentence: words x lengths.

    >>> possible(np.array([-1, 0, 0, -1], np.int32), 2).tolist()
    [[False, False], [True, True], [True, False], [False, False]]
    """
    numbers = np.pad(sentences, (0, longest), constant_values=-1)
    window = np.lib.stride_tricks.sliding_window_view(numbers, longest)[: len(sentences)]
    within: NDArray[np.bool_] = (window == sentences[:, None]) & (sentences[:, None] >= 0)
    return within


class Pass(NamedTuple):
    """One way forwards: the scores (words x labels x lengths), and what the way back needs."""

    scores: Array
    third: Layer
    fourth: Layer
    hidden: Array
    pairs: Array
    masks: tuple[Array | None, Array | None, Array | None]
    padding: NDArray[np.int64]


def forward(
    arrays: Mapping[str, Array],
    sizes: Sizes,
    seen: Array,
    sentences: NDArray[np.int32],
    dropping: Dropping = None,
) -> Pass:
    """Score the spans of a stretch of words from the lower states of each.

    Args:
        arrays: the upper layers' weights.
        sizes: the network's.
        seen: what :func:`letopis.entities.names.network.lower_states` gives.
        sentences: the number of the sentence that each word is in, -1 in padding.
        dropping: random numbers and the share of states that are hidden while learning.
    """
    padding = np.flatnonzero(sentences < 0)
    seen, seen_mask = dropped(seen, dropping)
    third = convolved(arrays, "third", seen, padding)
    inner, inner_mask = dropped(third.gave, dropping)
    fourth = convolved(arrays, "fourth", inner, padding)
    hidden, hidden_mask = dropped(third.gave + fourth.gave, dropping)
    words, labels, longest = len(seen), sizes.labels, sizes.longest
    ends = (hidden @ arrays["ends.weight"] + arrays["ends.bias"]).reshape(words, 3, labels)
    pairs = (hidden @ arrays["pairs.weight"] + arrays["pairs.bias"]).reshape(words, 2, labels, sizes.pair)
    scores: Array = np.empty((words, labels, longest), np.float32)
    scores[:] = ends[:, 0, :, None] + arrays["lengths"]
    sums = np.zeros((words, labels), np.float32)
    for length in range(min(longest, words)):
        last = words - length
        sums = sums[:last] + ends[length:, 2]
        scores[:last, :, length] += sums + ends[length:, 1]
        scores[last:, :, length] = 0
    left, right = pairs.transpose(1, 2, 0, 3)
    products = np.zeros((labels, words, words + longest), np.float32)
    np.matmul(left, right.transpose(0, 2, 1), out=products[:, :, :words])
    scores += _band(products, longest).transpose(1, 0, 2) / np.float32(sizes.pair**0.5)
    return Pass(scores, third, fourth, hidden, pairs, (seen_mask, inner_mask, hidden_mask), padding)


def backward(
    arrays: Mapping[str, Array], sizes: Sizes, went: Pass, slopes: Array, *, further: bool = False
) -> tuple[dict[str, Array], Array]:
    """Return the gradient of every upper weight, given that of every score, and ``further`` that of what was read."""
    words, labels, longest = slopes.shape
    ends, pairs = np.zeros((words, 3, labels), np.float32), np.zeros_like(went.pairs)
    rest = np.cumsum(slopes[:, :, ::-1], 2)[:, :, ::-1]
    ends[:, 0] = rest[:, :, 0]
    for length in range(min(longest, words)):
        last = words - length
        here = slopes[:last, :, length]
        ends[length:, 1] += here
        ends[length:, 2] += rest[:last, :, length]
    products = np.zeros((labels, words, words + longest), np.float32)
    _band(products, longest)[:] = slopes.transpose(1, 0, 2) / sizes.pair**0.5
    products = products[:, :, :words]
    left, right = went.pairs.transpose(1, 2, 0, 3)
    pairs[:, 0] = (products @ right).transpose(1, 0, 2)
    pairs[:, 1] = (products.transpose(0, 2, 1) @ left).transpose(1, 0, 2)
    flat_ends, flat_pairs = ends.reshape(words, -1), pairs.reshape(words, -1)
    gradients = {
        "lengths": slopes.sum(0),
        "ends.weight": went.hidden.T @ flat_ends,
        "ends.bias": flat_ends.sum(0),
        "pairs.weight": went.hidden.T @ flat_pairs,
        "pairs.bias": flat_pairs.sum(0),
    }
    hidden = flat_ends @ arrays["ends.weight"].T + flat_pairs @ arrays["pairs.weight"].T
    hidden = shown(hidden, went.masks[2])
    inner = shown(back(arrays, "fourth", went.fourth, hidden, went.padding, gradients), went.masks[1])
    seen = back(arrays, "third", went.third, hidden + inner, went.padding, gradients, further=further)
    return gradients, shown(seen, went.masks[0]) if further else seen


def _band(products: Array, longest: int) -> Array:
    """Return the products of each word with itself and those behind it, as a view: labels x words x lengths."""
    labels, words, _ = products.shape
    block, row, column = products.strides
    return np.lib.stride_tricks.as_strided(products, (labels, words, longest), (block, row + column, column))
