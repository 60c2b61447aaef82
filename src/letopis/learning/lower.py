"""The lower layers of the network of names, forwards and backwards in numpy: what a new label changes, too.

What parts a label of one's own from other words (``выборы`` from ``вопросы``) may be nothing that names hang on, so the
upper layers never hear of it. The tables of endings, shapes and vectors stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from letopis.entities.names.features import memory_key
from letopis.entities.names.network import FormProducts, remembered
from letopis.learning.layers import PARTS, Dropping, Layer, back, convolved, dropped, shown

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from letopis.entities.names.corpus import Layout
    from letopis.entities.names.weights import Array

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
