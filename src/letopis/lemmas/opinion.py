"""A second opinion for the context tagger: the tags of slovnet's news model, which comes with natasha.

slovnet learnt from much more text than the treebanks hold, and knows no dictionary; the context tagger weighs it as
one more input. The weights are slovnet's; the sentences run through them here, one after another in one array, at
several times the speed of slovnet's own batches.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from letopis.dictionary import natasha_data, vectors

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from slovnet.exec.model import Morph as Network

    Array = NDArray[np.float32]
    Places = NDArray[np.int64]

MODEL = "slovnet_morph_news_v1.tar"

LONGEST_FORM = 100
"""Letters of a form that slovnet reads; a longer string is no word."""


KEPT_FORMS = 16_000
"""Forms whose products of the first layer are kept; about 50 MB when full."""


class _Layer(NamedTuple):
    """A convolution over three neighbours, and the scale and shift after it."""

    weight: Array
    bias: Array
    scale: Array
    shift: Array


class SecondOpinion:
    """slovnet's tagger.

    Args:
        network: slovnet's model; navec's vectors need not be in it.
        shapes: places of the shapes that slovnet knows, ``RU_Xx``.
        tags: its tags, ``NOUN|Animacy=Inan|Case=Nom``.
    """

    def __init__(self, network: Network, shapes: Mapping[str, int], tags: Sequence[str]) -> None:
        self.tags = tuple(tags)
        self._words, self._shapes = vectors().rows, shapes
        self._shape = network.emb.shape.weight.array
        self._layers = [_layer(layer) for layer in network.encoder.layers]
        self._head = network.head.proj
        self._rows: dict[int, int] = {}
        # Memory is taken when a row is written. The last row is for what stands between sentences.
        self._products = np.zeros((KEPT_FORMS + 1, self._layers[0].weight.shape[1]), np.float32)

    def inputs(self, forms: Sequence[str]) -> Places:
        """Give for each form one number that stands for its word and its shape."""
        from slovnet.shape import word_shape

        unknown, width = self._words["<unk>"], len(self._shape)
        cut = [form[:LONGEST_FORM] for form in forms]
        rows = [self._words.get(form.lower(), unknown) * width + self._shapes[word_shape(form)] for form in cut]
        return np.array(rows, np.int64)

    def __call__(self, inputs: Places, blank: NDArray[np.bool_]) -> Places:
        """Give the place of each token's tag in :attr:`tags`.

        Args:
            inputs: a number a token, as :meth:`inputs` gives them.
            blank: the rows that stand between sentences, so that these do not touch.
        """
        first, *others = self._layers
        rows = self._look_up(inputs)
        rows[blank] = -1
        states = _mixed(self._products[rows], first, blank)
        for layer in others:
            states = _mixed(states @ layer.weight, layer, blank)
        places: Places = (states @ self._head.weight.array + self._head.bias.array).argmax(axis=1)
        return places

    def _look_up(self, inputs: Places) -> Places:
        """Give the row of each input in the products of the first layer, which costs most and sees single forms."""
        asked = inputs.tolist()
        new = [number for number in dict.fromkeys(asked) if number not in self._rows]
        if len(self._rows) + len(new) > KEPT_FORMS:
            new = list(dict.fromkeys(asked))
            self._rows = {}
            self._make_room(len(new))
        if new:
            start = len(self._rows)
            self._rows |= zip(new, range(start, start + len(new)), strict=True)
            words, shapes = np.divmod(np.array(new), len(self._shape))
            forms = np.concatenate([vectors().vectors(words), self._shape[shapes]], axis=1)
            np.matmul(forms, self._layers[0].weight, out=self._products[start : start + len(new)])
        return np.array([self._rows[number] for number in asked], np.int64)

    def _make_room(self, forms: int) -> None:
        """Let the table hold the forms of one very long sentence."""
        if forms >= len(self._products):
            self._products = np.zeros((forms + 1, self._products.shape[1]), np.float32)


def _mixed(parts: Array, layer: _Layer, blank: NDArray[np.bool_]) -> Array:
    """Add up what each row and its neighbours give, and apply what follows; ``parts`` are the three products."""
    left, middle, right = np.split(parts, 3, axis=1)
    states = middle + layer.bias
    states[1:] += left[:-1]
    states[:-1] += right[1:]
    np.maximum(states, 0, out=states)
    states *= layer.scale
    states += layer.shift
    states[blank] = 0
    return states


def _layer(layer: Any) -> _Layer:
    norm = layer.norm
    scale = norm.weight.array / norm.std.array
    weight = np.concatenate(list(layer.conv.weight.array.transpose(2, 1, 0)), axis=1)
    return _Layer(weight, layer.conv.bias.array, scale, norm.bias.array - norm.mean.array * scale)


@cache
def load_second_opinion() -> SecondOpinion:
    """Load slovnet's tagger once.

    >>> slovnet = load_second_opinion()
    >>> slovnet.tags[slovnet(slovnet.inputs(["Мир", "."]), np.zeros(2, bool))[1]]
    'PUNCT'
    """
    from slovnet.const import SHAPE, TAG
    from slovnet.exec.model import Morph
    from slovnet.exec.pack import Pack

    # slovnet's own loader reads navec's 250,000 words once more.
    with Pack(str(natasha_data() / "model" / MODEL)) as pack:
        model = pack.load_model(Morph)
        arrays = dict(pack.load_arrays(model.weights))
        shapes, tags = pack.load_vocab(SHAPE), pack.load_vocab(TAG)
    return SecondOpinion(model.inject_arrays(arrays), shapes.item_ids, tags.items)


def opinion_labels(tag: str) -> list[str]:
    """Give what a tag says, label by label.

    >>> opinion_labels("NOUN|Case=Nom")
    ['pos=NOUN', 'Case=Nom']
    """
    upos, *feats = tag.split("|")
    return [f"pos={upos}", *feats]
