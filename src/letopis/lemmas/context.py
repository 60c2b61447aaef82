"""The context tagger: a small convolutional network in numpy that weighs the dictionary's readings by their neighbours.

It gives each token a universal part of speech, features, and a score for each grammeme; the reading whose grammemes
score highest is the one that fits. Trained by ``letopis train morphology``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypedDict

import numpy as np

from letopis.batching import batches
from letopis.dictionary import PROPER, Parse
from letopis.lemmas.candidates import fold
from letopis.lemmas.forms import FormTable, best_readings, readings_of, score_readings, shape_table
from letopis.lemmas.models import read_network
from letopis.lemmas.vectors import DenseLayer, WordVectors

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]
    Places = NDArray[np.int64]

BATCH_TOKENS = 1_000
"""Tokens that go through the network at once: their states stay in the processor's cache."""


SURE_NAME = 0.9
"""Probability from which on the first word of a sentence is a name although the dictionary holds it as a common noun.

Of the 480 such words in the treebanks that are trained on, 467 are common nouns.
"""


class Tags(NamedTuple):
    """What the network says of a token.

    ``confidence`` is the probability of ``upos``; ``best`` is the place of the reading with the highest of ``scores``.
    """

    upos: str
    feats: str
    readings: tuple[Parse, ...]
    scores: Array
    best: int
    confidence: float


class _Embedding:
    """Vectors of texts; the first is for those that are not known."""

    def __init__(self, weights: Mapping[str, NDArray[np.float16]], name: str, texts: Sequence[str]) -> None:
        self._table = weights[f"{name}.weight"].astype(np.float32)
        self._places = {text: place for place, text in enumerate(texts, 1)}

    def __call__(self, texts: Iterable[str]) -> Array:
        rows: Array = self._table[[self._places.get(text, 0) for text in texts]]
        return rows


class Labels(TypedDict):
    """What the rows of the weights stand for."""

    heads: dict[str, list[str]]
    """For ``UPOS`` and each feature its values; ``_`` stands for none."""
    words: list[str]
    endings: dict[str, list[str]]
    """By their length."""


class ContextTagger:
    """The network: its weights by name, as the training wrote them, and what their rows stand for."""

    def __init__(self, weights: Mapping[str, NDArray[np.float16]], labels: Labels) -> None:
        self._vectors = WordVectors(weights["axes"])
        self._form, self._heads, self._grammemes = (
            DenseLayer(weights, name) for name in ("form", "heads", "grammemes")
        )
        layers = sum(name.startswith("convolutions") for name in weights) // 2
        self._layers = [DenseLayer(weights, f"convolutions.{number}") for number in range(layers)]
        self._word = _Embedding(weights, "word", labels["words"])
        self._endings = {
            int(length): _Embedding(weights, f"endings.{number}", texts)
            for number, (length, texts) in enumerate(labels["endings"].items())
        }
        self._labels = labels["heads"]
        self._forms = FormTable(self._describe)
        self._combinations: dict[bytes, tuple[str, str]] = {}

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[Tags]]:
        """Tag tokenised sentences."""
        result: list[list[Tags]] = []
        for batch in batches(sentences, lambda sentence: len(sentence) + 1, BATCH_TOKENS):
            tags = self._tag_batch(batch)
            result += [list(islice(tags, len(sentence))) for sentence in batch]
        for sentence, row in zip(sentences, result, strict=True):
            if row:
                row[0] = common_first_word(sentence[0], row[0])
        return result

    def _describe(self, forms: Sequence[str]) -> Array:
        """Return the states of forms that go into the first layer."""
        folded = [fold(form) for form in forms]
        vectors = self._form(np.concatenate([self._vectors.table(folded), shape_table(forms)], axis=1))
        vectors += self._word(folded)
        for length, embedding in self._endings.items():
            vectors += embedding(form[-length:] for form in folded)
        return np.maximum(vectors, 0, out=vectors)

    def _tag_batch(self, sentences: Sequence[Sequence[str]]) -> Iterator[Tags]:
        forms = list(chain.from_iterable(sentences))
        if not forms:
            return
        vectors, readings = self._forms.look_up(forms)
        states = self._convolve(vectors, _rows(sentences))
        chosen = self._choose_labels(self._heads(states))
        scores = score_readings(readings, self._grammemes(states))
        best = best_readings(scores, readings.counts).tolist()
        end = 0
        for form, (upos, feats, confidence), count, place in zip(
            forms, chosen, readings.counts.tolist(), best, strict=True
        ):
            start, end = end, end + count
            yield Tags(upos, feats, readings_of(form), scores[start:end], place, confidence)

    def _convolve(self, inputs: Array, rows: Places) -> Array:
        """Mix each state with its neighbours, layer by layer; the blank rows between sentences stay blank."""
        width = inputs.shape[1]
        states = np.zeros((int(rows[-1]) + 2, width), np.float32)
        states[rows] = inputs
        kept = np.zeros((len(states), 1), np.float32)
        kept[rows] = 1.0
        window = np.zeros((len(states), 3 * width), np.float32)
        for layer in self._layers:
            window[1:, :width] = states[:-1]
            window[:, width : 2 * width] = states
            window[:-1, 2 * width :] = states[1:]
            mixed = layer(window)
            np.maximum(mixed, 0, out=mixed)
            states += mixed
            states *= kept
        return states[rows]

    def _choose_labels(self, heads: Array) -> list[tuple[str, str, float]]:
        """Take the likeliest label of each head; tokens mostly repeat the same few hundred combinations."""
        start, columns = 0, []
        confidence = np.zeros(len(heads), np.float32)
        for name, values in self._labels.items():
            block = heads[:, start : start + len(values)]
            start += len(values)
            columns.append(block.argmax(axis=1).astype(np.int8))
            if name == "UPOS":
                confidence = 1 / np.exp(block - block.max(axis=1, keepdims=True)).sum(axis=1)
        rows = np.stack(columns, axis=1)
        return [(*self._named(row.tobytes()), sure) for row, sure in zip(rows, confidence.tolist(), strict=True)]

    def _named(self, row: bytes) -> tuple[str, str]:
        named = self._combinations.get(row)
        if named is None:
            values = [labels[place] for labels, place in zip(self._labels.values(), row, strict=True)]
            pairs = zip(list(self._labels)[1:], values[1:], strict=True)
            feats = "|".join(f"{name}={value}" for name, value in pairs if value != "_")
            named = self._combinations[row] = (values[0], feats)
        return named


def common_first_word(form: str, tags: Tags) -> Tags:
    """``Президент подписал указ``: the first word has a capital anyway, and is no name if the dictionary knows none.

    Not where the network is sure of a name: ``Кремль отверг…``.
    """
    known = [reading for reading in tags.readings if reading.known]
    common = known and all(reading.pos == "NOUN" and not reading.grammemes & PROPER for reading in known)
    unsure = tags.upos == "PROPN" and tags.confidence < SURE_NAME
    return tags._replace(upos="NOUN") if common and unsure and form.istitle() and len(form) > 2 else tags


def _rows(sentences: Sequence[Sequence[str]]) -> Places:
    """Return the row of each token where a blank row stands before, between and after the sentences."""
    lengths = np.array([len(sentence) for sentence in sentences], np.int64)
    return np.arange(lengths.sum()) + np.repeat(np.arange(1, len(lengths) + 1), lengths)


def load_tagger(folder: Path) -> ContextTagger:
    """Load a tagger from its folder: ``weights.npz`` and ``labels.json``."""
    return read_network(folder, ContextTagger, "context tagger", "letopis train morphology UD_FOLDER")
