"""The layers that learning changes: gradients, what a new label leaves alone, the states that names are read by."""

from __future__ import annotations

import numpy as np
import pytest

from letopis.entities.names.corpus import lay_out
from letopis.entities.names.network import lower_states
from letopis.entities.names.tagger import load_tagger
from letopis.entities.names.weights import Sizes
from letopis.learning.layers import LOWER, STEPS, LowerPass, WordForms, lower_backward, lower_forward, words_of
from letopis.learning.upper import UPPER, Pass, backward, forward, possible, with_labels


def network() -> tuple[Sizes, dict[str, np.ndarray]]:
    """A small network at random; some units stay on and some off: a difference over a bend says nothing."""
    dice = np.random.default_rng(0)
    sizes = Sizes(shapes=1, labels=2, affix=1, first=5, second=5, memory=2, hidden=5, pair=3, longest=4)
    shapes = {
        "first.weight": (3, 6, 5), "second.weight": (3, 9, 5), "third.weight": (3, 11, 5), "fourth.weight": (3, 5, 5),
        "memory.weight": (5, 2), "memory.bias": (2,), "ends.weight": (5, 6), "ends.bias": (6,),
        "pairs.weight": (5, 12), "pairs.bias": (12,), "lengths": (2, 4),
    }  # fmt: skip
    shapes |= {f"{layer}.{part}": (5,) for layer in STEPS for part in ("bias", "scale", "shift")}
    arrays = {name: dice.normal(scale=0.4, size=shapes[name]) for name in (*LOWER, *UPPER)}
    for layer in STEPS:
        arrays[f"{layer}.bias"] = np.array([9.0, -9.0, 9.0, -9.0, 9.0])
    arrays["memory.bias"] = np.array([9.0, -9.0])
    return sizes, arrays


SENTENCES = np.array([-1, -1, 0, 0, 0, -1, -1, 1, 1, 1, 1, 1, 1, -1, -1], np.int32)
KEYS = ["", "", "а", "б", "а", "", "", "б", "в", "а", "", "г", "", "", ""]


def test_gradients_are_those_of_differences() -> None:
    sizes, arrays = network()
    dice = np.random.default_rng(1)
    context = dice.normal(size=(15, 4)).astype(np.float32) * (SENTENCES >= 0)[:, None]
    words = WordForms(dice.normal(size=(9, 6)).astype(np.float16), np.arange(15) % 9, context, KEYS)
    slopes = dice.normal(size=(15, 2, 4)) * possible(SENTENCES, 4)[:, None]

    def scores() -> tuple[LowerPass, Pass]:
        below = lower_forward(arrays, words, SENTENCES)
        return below, forward(arrays, sizes, below.seen, SENTENCES)

    def loss() -> float:
        return float((scores()[1].scores.astype(float) * slopes).sum())

    below, went = scores()
    gradients, seen = backward(arrays, sizes, went, slopes, further=True)
    gradients |= lower_backward(arrays, below, seen)
    assert gradients.keys() == arrays.keys()
    for name, array in arrays.items():
        for _ in range(5):
            place = tuple(int(dice.integers(size)) for size in array.shape)
            kept, ends = array[place], []
            for step in (0.001, -0.001):
                array[place] = kept + step
                ends.append(loss())
            array[place] = kept
            assert (ends[0] - ends[1]) / 0.002 == pytest.approx(float(gradients[name][place]), rel=1e-3, abs=0.02), name


def test_the_lower_layers_learn_on_what_the_network_reads() -> None:
    model, table = load_tagger()
    layout = lay_out([["Посол", "прибыл", "в", "Баку", "."], ["Выборы", "в", "Баку", "прошли", "."]])
    words = words_of(table, layout, slice(0, len(layout.words)))
    seen = lower_forward(model.arrays, words, layout.sentences).seen
    assert np.allclose(seen, lower_states(model, table, layout), atol=0.02)


def test_a_new_label_changes_no_old_score() -> None:
    model, _ = load_tagger()
    dice = np.random.default_rng(1)
    more = with_labels(model, ["LAW", "ORG"], dice)
    assert more.labels == ("PERSON", "ORG", "GPE", "LAW")
    seen = dice.normal(size=(40, model.arrays["third.weight"].shape[1])).astype(np.float32)
    sentences = np.zeros(40, np.int32)
    before, after = (forward(one.arrays, one.sizes, seen, sentences).scores for one in (model, more))
    assert np.allclose(before, after[:, :3], atol=1e-4)
