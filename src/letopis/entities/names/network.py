"""The tagger's network in numpy: the same sums as in torch, where it was trained, only forwards.

The first layer's products are kept per word form, so that known forms cost a look-up.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from letopis.entities.names import features
from letopis.entities.names.corpus import PADDING
from letopis.navec import vectors

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from letopis.entities.names.corpus import Layout
    from letopis.entities.names.weights import Array, Model

KEPT_FORMS = 24_000
"""Forms whose products are kept; about 75 MB when full."""

BLOCK_WORDS = 1_000
"""Words that go through a layer at once: what they need stays in the processor's cache."""

BLOCK = 64
"""First words of spans that are scored in one product."""


class FormProducts:
    """The first layer's products of the word forms seen lately, a row each; row 0 is padding."""

    def __init__(self, model: Model) -> None:
        self.arrays = model.arrays
        self.weight = np.concatenate(list(model.arrays["first.weight"]), axis=1)
        self.rows: dict[str, int] = {PADDING: 0}
        self.keys: list[str] = [PADDING]
        # Room for all from the start: memory is taken when a row is written, and a table that grows is copied.
        self.products: Array = np.empty((KEPT_FORMS + 1, self.weight.shape[1]), np.float32)
        self.products[:1] = self.inputs([PADDING]) @ self.weight
        self._used = np.zeros(len(self.products), np.int64)
        self._looks = 0

    def look_up(self, words: Sequence[str]) -> NDArray[np.int64]:
        """Return the row of each word, reading forms not seen yet."""
        if len(self.rows) > KEPT_FORMS:
            self._forget()
        new = [word for word in dict.fromkeys(words) if word not in self.rows]
        if new:
            first, last = len(self.rows), len(self.rows) + len(new)
            self._make_room(last)
            self.rows.update(zip(new, range(first, last), strict=True))
            self.keys.extend(features.memory_key(word) for word in new)
            np.matmul(self.inputs(new), self.weight, out=self.products[first:last])
        rows = self.rows
        places = np.fromiter((rows[word] for word in words), np.int64, len(words))
        self._looks += 1
        self._used[places] = self._looks
        return places

    def _make_room(self, size: int) -> None:
        """Let the table hold ``size`` rows, and then some: one article may bring more forms than are kept."""
        if size > len(self.products):
            longer = size + KEPT_FORMS // 4 - len(self.products)
            self.products = np.concatenate([self.products, np.empty((longer, self.products.shape[1]), np.float32)])
            self._used = np.concatenate([self._used, np.zeros(longer, np.int64)])

    def _forget(self) -> None:
        """Drop the half of the forms that were not asked for of late."""
        size = len(self.rows)
        late = np.argsort(-self._used[1:size], kind="stable")[: KEPT_FORMS // 2] + 1
        kept = np.concatenate([[0], np.sort(late)])
        words = list(self.rows)
        self.rows = {words[row]: place for place, row in enumerate(kept.tolist())}
        self.keys = [self.keys[row] for row in kept.tolist()]
        self.products[: len(kept)] = self.products[kept]
        self._used[: len(kept)] = self._used[kept]

    def inputs(self, words: Sequence[str]) -> Array:
        """Return the input rows of some forms."""
        found = [features.vector_row(word) for word in words]
        places = np.array(found)
        known = vectors().vectors(places)
        known[places < 0] = self.arrays["unknown"]
        shapes = self.arrays["shape.weight"][[features.shape(word) for word in words]]
        affixes = self.arrays["affix.weight"][[features.affix_buckets(word) for word in words]]
        return np.concatenate([known, shapes, affixes.reshape(len(words), -1), features.grammars(words, found)], axis=1)


def span_scores(model: Model, table: FormProducts, layout: Layout, borders: Sequence[int] = ()) -> Array:
    """Score every span up to the longest length: first words x labels x lengths, before the sigmoid.

    Spans that run into padding hold a very low score. ``borders`` are the places of ``layout`` where a new text
    begins, which remembers nothing of the one before.
    """
    seen = lower_states(model, table, layout, borders)
    if model.encoder is not None:
        seen = np.hstack([seen, model.encoder.words(layout.words)])
    scores: list[Array] = []
    for start, end in blocks(layout.sentences):
        padding = np.flatnonzero(layout.sentences[start:end] < 0)
        hidden = _convolution(model.arrays, "third", seen[start:end], padding)
        hidden += _convolution(model.arrays, "fourth", hidden, padding, step=2)
        scores.append(_scores(model, hidden, layout.sentences[start:end]))
    own: Array = np.concatenate(scores)
    if model.companion is not None:
        own += span_scores(*model.companion, layout, borders)
        own /= 2
    return own


def lower_states(model: Model, table: FormProducts, layout: Layout, borders: Sequence[int] = ()) -> Array:
    """Return what the third layer reads of every word: the second's states, what is remembered, the surroundings.

    These are the same for every model that differs from this one in its upper layers alone.
    """
    arrays, width = model.arrays, model.sizes.second
    rows = table.look_up(layout.words)
    size, context = len(rows), layout.context.shape[1]
    seen: Array = np.empty((size, width + model.sizes.memory + context), np.float32)
    seen[:, -context:] = layout.context
    memory: Array = np.empty((size, model.sizes.memory), np.float32)
    for start, end in blocks(layout.sentences):
        padding = np.flatnonzero(layout.sentences[start:end] < 0)
        hidden = _finished(arrays, "first", _gathered(table.products, rows[start:end]), padding)
        read = _convolution(arrays, "second", np.hstack([hidden, layout.context[start:end]]), padding)
        seen[start:end, :width] = read
        memory[start:end] = np.maximum(read @ arrays["memory.weight"] + arrays["memory.bias"], 0)
    keys = [table.keys[row] for row in rows.tolist()]
    for start, end in pairwise([0, *borders, len(keys)]):
        seen[start:end, width:-context] = remembered(memory[start:end], keys[start:end])
    return seen


def blocks(sentences: NDArray[np.int32], words: int = BLOCK_WORDS) -> list[tuple[int, int]]:
    """Cut a sequence into blocks of about so many words, in the padding between sentences.

    >>> blocks(np.array([-1, -1, 0, 0, -1, -1]))
    [(0, 6)]
    """
    gaps = np.flatnonzero((sentences[:-1] < 0) & (sentences[1:] < 0)) + 1
    starts = [0]
    for gap in gaps.tolist():
        if gap - starts[-1] >= words:
            starts.append(gap)
    return list(zip(starts, [*starts[1:], len(sentences)], strict=True))


def _gathered(products: Array, rows: NDArray[np.int64]) -> Array:
    size = products.shape[1] // 3
    sums = products[rows, size : 2 * size]
    sums[1:] += products[rows[:-1], :size]
    sums[:-1] += products[rows[1:], 2 * size :]
    return sums


def _convolution(arrays: dict[str, Array], name: str, words: Array, padding: NDArray[np.int64], step: int = 1) -> Array:
    weight = arrays[f"{name}.weight"]
    sums = words @ weight[1]
    sums[step:] += words[:-step] @ weight[0]
    sums[:-step] += words[step:] @ weight[2]
    return _finished(arrays, name, sums, padding)


def _finished(arrays: dict[str, Array], name: str, sums: Array, padding: NDArray[np.int64]) -> Array:
    sums += arrays[f"{name}.bias"]
    np.maximum(sums, 0, out=sums)
    sums *= arrays[f"{name}.scale"]
    sums += arrays[f"{name}.shift"]
    sums[padding] = 0
    return sums


def remembered(words: Array, keys: Sequence[str]) -> Array:
    """Return each word the mean over the other words with its key; zeros where there is none.

    >>> remembered(np.array([[1.0], [2.0], [4.0]], np.float32), ["баку", "", "баку"]).tolist()
    [[4.0], [0.0], [1.0]]
    """
    means = np.zeros_like(words)
    places: dict[str, list[int]] = {}
    for place, key in enumerate(keys):
        if key:
            places.setdefault(key, []).append(place)
    for same in places.values():
        if len(same) > 1:
            rows = words[same]
            means[same] = (rows.sum(0) - rows) / (len(same) - 1)
    return means


def _scores(model: Model, hidden: Array, sentences: NDArray[np.int32]) -> Array:
    labels, longest, size = model.sizes.labels, model.sizes.longest, model.sizes.pair
    words = len(hidden)
    blocks = -(-words // BLOCK)
    ends = _padded(model.arrays, "ends", hidden, words + longest).reshape(-1, 3, labels)
    window = np.lib.stride_tricks.sliding_window_view(ends, longest, 0)[:words]
    scores: Array = window[:, 2].cumsum(2)
    scores += window[:, 1]
    scores += ends[:words, 0, :, None]
    scores += model.arrays["lengths"]
    pairs = _padded(model.arrays, "pairs", hidden, (blocks + 1) * BLOCK + longest).reshape(-1, 2, labels, size)
    left = pairs[: blocks * BLOCK, 0].reshape(blocks, BLOCK, labels, size).transpose(0, 2, 1, 3)
    right = np.lib.stride_tricks.sliding_window_view(pairs[:, 1], BLOCK + longest, 0)[::BLOCK][:blocks]
    products = np.ascontiguousarray(left) @ np.ascontiguousarray(right)
    stride = products.strides
    band = np.lib.stride_tricks.as_strided(
        products, (blocks, labels, BLOCK, longest), (*stride[:2], stride[2] + stride[3], stride[3]), writeable=False
    )
    scores += band.transpose(0, 2, 1, 3).reshape(blocks * BLOCK, labels, longest)[:words] / size**0.5
    numbers = np.pad(sentences, (0, longest), constant_values=-1)
    other = np.lib.stride_tricks.sliding_window_view(numbers, longest)[:words] != sentences[:, None]
    other |= sentences[:, None] < 0
    np.copyto(scores, -1e4, where=other[:, None, :])
    return scores


def _padded(arrays: dict[str, Array], name: str, hidden: Array, rows: int) -> Array:
    """Run a linear layer, with zeros below up to a number of rows."""
    weight = arrays[f"{name}.weight"]
    padded = np.zeros((rows, weight.shape[1]), np.float32)
    np.matmul(hidden, weight, out=padded[: len(hidden)])
    padded[: len(hidden)] += arrays[f"{name}.bias"]
    return padded
