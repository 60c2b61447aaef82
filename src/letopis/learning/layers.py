"""Layers of the network of names, forwards and backwards in numpy: a convolution, hidden states, and the lower half.

The lower half learns where a label is new: what parts one's own label from other words (``выборы`` from ``вопросы``)
may be nothing that names hang on, so the upper layers never hear of it. The tables of endings, shapes and vectors stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from letopis.entities.names.corpus import Layout
from letopis.entities.names.features import memory_key
from letopis.entities.names.network import FormProducts, remembered
from letopis.entities.names.weights import Array

STEPS = {"first": 1, "second": 1, "third": 1, "fourth": 2}
"""How far apart the words are that a convolution joins."""

PARTS = ("weight", "bias", "scale", "shift")
"""The weights of a convolution."""

Dropping: TypeAlias = tuple[np.random.Generator, float] | None
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


LOWER = (*(f"{layer}.{part}" for layer in ("first", "second") for part in PARTS), "memory.weight", "memory.bias")
"""The weights that a new label changes beside the upper ones."""


class WordForms(NamedTuple):
    """A stretch of words as the first layer reads it: distinct forms, which of them each is, surroundings, keys."""

    forms: NDArray[np.float16]
    rows: NDArray[np.int64]
    context: NDArray[np.float32]
    keys: list[str]


class LowerPass(NamedTuple):
    """One way forwards: what the third layer reads of each word, and what the way back needs."""

    words: WordForms
    seen: Array
    first: Layer
    second: Layer
    memory: Array
    mask: Array | None
    padding: NDArray[np.int64]


def words_of(table: FormProducts, layout: Layout, here: slice) -> WordForms:
    """Return a stretch of words for the first layer."""
    words = layout.words[here]
    distinct = {word: row for row, word in enumerate(dict.fromkeys(words))}
    rows = np.array([distinct[word] for word in words], np.int64)
    forms = table.inputs([*distinct]).astype(np.float16)
    return WordForms(forms, rows, layout.context[here], [memory_key(word) for word in words])


def lower_forward(
    arrays: Mapping[str, Array], words: WordForms, sentences: NDArray[np.int32], dropping: Dropping = None
) -> LowerPass:
    """Return the states that the third layer reads; names are remembered within the stretch."""
    padding = np.flatnonzero(sentences < 0)
    first = convolved(arrays, "first", words.forms.astype(np.float32)[words.rows], padding)
    inner, mask = dropped(first.gave, dropping)
    second = convolved(arrays, "second", np.hstack([inner, words.context]), padding)
    memory = np.maximum(second.gave @ arrays["memory.weight"] + arrays["memory.bias"], 0)
    seen = np.hstack([second.gave, remembered(memory, words.keys), words.context])
    return LowerPass(words, seen, first, second, memory, mask, padding)


def lower_backward(arrays: Mapping[str, Array], went: LowerPass, slopes: Array) -> dict[str, Array]:
    """Return the gradient of every lower weight, given that of what the third layer reads."""
    words = went.words
    width, context = went.second.gave.shape[1], words.context.shape[1]
    # Each word gives the others with its key as much as it takes from each, so the way back is the same mean.
    told = remembered(slopes[:, width:-context], words.keys) * (went.memory > 0)
    gradients = {"memory.weight": went.second.gave.T @ told, "memory.bias": told.sum(0)}
    read = slopes[:, :width] + told @ arrays["memory.weight"].T
    inner = back(arrays, "second", went.second, read, went.padding, gradients)[:, :-context]
    back(arrays, "first", went.first, shown(inner, went.mask), went.padding, gradients, further=False)
    return gradients
