"""One layer of the network of names, forwards and backwards in numpy: a convolution over words, and hidden states."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from letopis.entities.names.weights import Array

STEPS = {"first": 1, "second": 1, "third": 1, "fourth": 2}
"""How far apart the words are that a convolution joins."""

PARTS = ("weight", "bias", "scale", "shift")
"""The weights of a convolution."""

Dropping: TypeAlias = "tuple[np.random.Generator, float] | None"
"""Random numbers and the share of states that are hidden while learning."""


class Layer(NamedTuple):
    """What a convolution read, its sums behind the rectifier, and what it gave."""

    read: Array
    rectified: Array
    gave: Array


def dropped(states: Array, dropping: Dropping) -> tuple[Array, Array | None]:
    """Hide a share of states; return them and by what they were multiplied."""
    if dropping is None:
        return states, None
    dice, share = dropping
    mask = (dice.random(states.shape, np.float32) >= share).astype(np.float32) / (1 - share)
    return states * mask, mask


def shown(slopes: Array, mask: Array | None) -> Array:
    """Return the slopes of states that were hidden by a mask, none where they were."""
    return slopes if mask is None else slopes * mask


def convolved(arrays: Mapping[str, Array], name: str, words: Array, padding: NDArray[np.int64]) -> Layer:
    """Run a convolution over a stretch of words."""
    weight, step = arrays[f"{name}.weight"], STEPS[name]
    sums = words @ weight[1]
    sums[step:] += words[:-step] @ weight[0]
    sums[:-step] += words[step:] @ weight[2]
    sums += arrays[f"{name}.bias"]
    np.maximum(sums, 0, out=sums)
    gave = sums * arrays[f"{name}.scale"] + arrays[f"{name}.shift"]
    gave[padding] = 0
    return Layer(words, sums, gave)


def back(  # noqa: PLR0913, PLR0917 (one layer of the way back)
    arrays: Mapping[str, Array],
    name: str,
    layer: Layer,
    slopes: Array,
    padding: NDArray[np.int64],
    gradients: dict[str, Array],
    *,
    further: bool = True,
) -> Array:
    """Write a convolution's gradients, and return those of what it read (of its sums where it goes no ``further``)."""
    weight, step = arrays[f"{name}.weight"], STEPS[name]
    slopes = slopes.copy()
    slopes[padding] = 0
    gradients[f"{name}.scale"] = (slopes * layer.rectified).sum(0)
    gradients[f"{name}.shift"] = slopes.sum(0)
    sums = slopes * arrays[f"{name}.scale"] * (layer.rectified > 0)
    gradients[f"{name}.bias"] = sums.sum(0)
    words = layer.read
    gradients[f"{name}.weight"] = np.stack(
        [words[:-step].T @ sums[step:], words.T @ sums, words[step:].T @ sums[:-step]]
    )
    if not further:
        return sums
    read: Array = sums @ weight[1].T
    read[:-step] += sums[step:] @ weight[0].T
    read[step:] += sums[:-step] @ weight[2].T
    return read
