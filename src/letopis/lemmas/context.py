"""The context tagger: a small convolutional network in numpy that weighs the dictionary's readings by their neighbours.

It gives each token a universal part of speech, features, and a score for each grammeme; the reading whose grammemes
score highest is the one that fits. Trained by :mod:`letopis.lemmas.training.context_model`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from letopis.dictionary import CACHED_FORMS, Parse, frequency
from letopis.lemmas.candidates import candidates, fold
from letopis.lemmas.opinion import Opinion, second_opinions
from letopis.lemmas.vectors import GRAMMEMES, WordVectors, grammeme_row

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

BATCH_TOKENS = 2_000
"""Tokens that go through the network at once; longer sentences go alone."""

SHAPES: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        r"[а-яё]",  # a small letter to begin with
        r"[А-ЯЁ][а-яё]",
        r"[А-ЯЁ]$",
        r"[А-ЯЁ]{2,}$",
        r".*[А-ЯЁ].*[А-ЯЁ]",
        r".*\d",
        r"\d+$",
        r"\d+-",
        r"[IVXLCDMХ]+$",
        r"[A-Z]",
        r"[a-z]",
        r".*-",
        r".+\.$",
        r"[.?!…]+$",
        r"[,:;]$",
        r"[«»\"“”„'’]+$",
        r"[-–—]+$",
        r"[()\[\]]$",
        r"\W+$",
        r"[%№$€§°+=<>*#@/&]",
        r"(19|20)\d\d$",
        r".{1,2}$",
        r".{1,3}$",
        r".{1,5}$",
    )
)
"""What the letters of a form show without a dictionary: capitals, figures, marks, length."""

READING_SCALARS = 4
"""Numbers beside the grammemes of a reading: its probability, its lemma's frequency, known, same as the form."""


def shape_vector(form: str) -> Array:
    """Tell which of :data:`SHAPES` a form has."""
    return np.array([bool(shape.match(form)) for shape in SHAPES], np.float32)


def reading_vector(form: str, reading: Parse) -> Array:
    """Describe a reading: its grammemes and :data:`READING_SCALARS` numbers."""
    vector = np.empty(len(GRAMMEMES) + READING_SCALARS, np.float32)
    vector[: len(GRAMMEMES)] = grammeme_row(reading.grammemes)[: len(GRAMMEMES)]
    vector[-4:] = (
        math.log(max(reading.score, 1e-4)),
        math.log1p(frequency(reading.lemma)) / 10,
        reading.known,
        reading.lemma == fold(form),
    )
    return vector


def readings_of(form: str) -> tuple[Parse, ...]:
    """Give the readings of a form as it stands in the text."""
    return candidates(fold(form), capital=form[:1].isupper())


def ending(form: str) -> str:
    """Give the last three letters, case folded: what an unknown word shows of its tag."""
    return fold(form)[-3:]


class Tags(NamedTuple):
    """What the network says of a token; ``confidence`` is the probability of ``upos``, ``scores`` are the readings'."""

    upos: str
    feats: str
    readings: tuple[Parse, ...]
    scores: Array
    confidence: float


class _Form(NamedTuple):
    vector: Array
    readings: tuple[Parse, ...]
    reading_vectors: Array


class ContextTagger:
    """The network with its weights.

    Args:
        weights: arrays by name, as the training wrote them.
        labels: for ``UPOS`` and each feature its values; ``_`` stands for none.
    """

    def __init__(self, weights: Mapping[str, NDArray[np.float16]], labels: Mapping[str, Sequence[str]]) -> None:
        self._weights = {name: np.asarray(array, np.float32) for name, array in weights.items() if name != "axes"}
        self._vectors = WordVectors(weights["axes"])
        self._labels = {name: list(values) for name, values in labels.items()}
        self._words = {word: place for place, word in enumerate(self._labels.pop("words"), 1)}
        self._endings = {text: place for place, text in enumerate(self._labels.pop("endings"), 1)}
        self._opinions = {text: place for place, text in enumerate(self._labels.pop("opinions", []))}
        self._opinion_vectors: dict[Opinion, Array] = {}
        self._layers = sum(name.startswith("conv") for name in self._weights) // 2
        self._forms: dict[str, _Form] = {}
        self._combinations: dict[bytes, tuple[str, str]] = {}

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[Tags]]:
        """Tag tokenised sentences."""
        result: list[list[Tags]] = []
        batch: list[Sequence[str]] = []
        size = 0
        for sentence in sentences:
            if batch and size + len(sentence) > BATCH_TOKENS:
                result += self._tag_batch(batch)
                batch, size = [], 0
            batch.append(sentence)
            size += len(sentence) + 1
        return result + (self._tag_batch(batch) if batch else [])

    def _form(self, form: str) -> _Form:
        found = self._forms.get(form)
        if found is None:
            if len(self._forms) >= CACHED_FORMS:
                self._forms.clear()
            w = self._weights
            features = np.concatenate([self._vectors(fold(form)), shape_vector(form)])
            hidden = features @ w["form.weight"].T + w["form.bias"]
            hidden += w["word.weight"][self._words.get(fold(form), 0)]
            hidden += w["ending.weight"][self._endings.get(ending(form), 0)]
            readings = readings_of(form)
            table = np.stack([reading_vector(form, reading) for reading in readings])
            found = self._forms[form] = _Form(hidden, readings, table)
        return found

    def _tag_batch(self, sentences: Sequence[Sequence[str]]) -> list[list[Tags]]:
        forms = [[self._form(form) for form in sentence] for sentence in sentences]
        states = self._convolve(self._inputs(sentences, forms))
        heads = states @ self._weights["heads.weight"].T + self._weights["heads.bias"]
        grammemes = states @ self._weights["grammemes.weight"].T + self._weights["grammemes.bias"]
        chosen = self._choose_labels(heads)
        result, place = [], 1
        for sentence in forms:
            tags = []
            for form in sentence:
                upos, feats, confidence = chosen[place]
                tags.append(Tags(upos, feats, form.readings, form.reading_vectors @ grammemes[place], confidence))
                place += 1
            result.append(tags)
            place += 1
        return result

    def _inputs(self, sentences: Sequence[Sequence[str]], forms: Sequence[Sequence[_Form]]) -> Array:
        """Give the states that go into the first layer, a blank row before, between and after the sentences."""
        blank = np.zeros(self._weights["form.bias"].shape[0], np.float32)
        opinions: list[list[Opinion]] = [[()] * len(sentence) for sentence in sentences]
        if self._opinions:
            opinions = second_opinions(sentences)
        own, other = [blank], [blank]
        for sentence, said in zip(forms, opinions, strict=True):
            own += [*(form.vector for form in sentence), blank]
            other += [*(self._opinion(opinion) for opinion in said), blank]
        return np.maximum(np.stack(own) + np.stack(other), 0)

    def _opinion(self, opinion: Opinion) -> Array:
        vector = self._opinion_vectors.get(opinion)
        if vector is None:
            places = [self._opinions[item] for item in opinion if item in self._opinions]
            width = self._weights["form.bias"].shape[0]
            rows = self._weights["opinion.weight"].T[places] if places else np.zeros((1, width), np.float32)
            vector = self._opinion_vectors[opinion] = rows.sum(axis=0)
        return vector

    def _convolve(self, states: Array) -> Array:
        """Mix each state with its neighbours, layer by layer; the blank rows between sentences stay blank."""
        blank = ~states.any(axis=1)
        w = self._weights
        for layer in range(self._layers):
            window = np.concatenate(
                [np.vstack([states[:1] * 0, states[:-1]]), states, np.vstack([states[1:], states[:1] * 0])], axis=1
            )
            mixed = np.maximum(window @ w[f"conv{layer}.weight"].T + w[f"conv{layer}.bias"], 0)
            states = states + mixed
            states[blank] = 0
        return states

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
        return [(*self._named(row.tobytes()), float(sure)) for row, sure in zip(rows, confidence, strict=True)]

    def _named(self, row: bytes) -> tuple[str, str]:
        named = self._combinations.get(row)
        if named is None:
            values = [labels[place] for labels, place in zip(self._labels.values(), row, strict=True)]
            pairs = zip(list(self._labels)[1:], values[1:], strict=True)
            feats = "|".join(f"{name}={value}" for name, value in pairs if value != "_")
            named = self._combinations[row] = (values[0], feats)
        return named


def load_tagger(folder: Path) -> ContextTagger:
    """Load a tagger from its folder: ``weights.npz`` and ``labels.json``."""
    import json

    with np.load(folder / "weights.npz", allow_pickle=False) as archive:
        weights = {name: archive[name] for name in archive.files}
    return ContextTagger(weights, json.loads((folder / "labels.json").read_text(encoding="utf-8")))


@cache
def context_tagger(folder: Path) -> ContextTagger:
    """Load a tagger once for each folder."""
    return load_tagger(folder)
