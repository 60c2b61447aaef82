"""What the parser sees of a token before its neighbours: form, lemma, part of speech and features.

The first layer's sum is kept for each such token, so that one seen before costs a look-up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypedDict

import numpy as np

from letopis.lemmas.candidates import fold
from letopis.lemmas.forms import GrowingRows, shape_table
from letopis.lemmas.vectors import dictionary_table, navec_table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

ROOT = "ROOT"
"""spaCy's name of the relation ``root``."""

KEPT_WORDS = 30_000
"""Words whose sums are kept; about 30 MB when full."""

VECTOR_SCALE = 2.0
"""navec's numbers times this are of the order of one."""


class ParsedWord(NamedTuple):
    """A token as the parser takes it: what a tagger says of it."""

    form: str
    lemma: str
    upos: str
    feats: str


class TreeLabels(TypedDict):
    """What the rows of the parser's weights stand for."""

    words: list[str]
    lemmas: list[str]
    tags: list[str]
    relations: list[str]


def form_vectors(forms: Sequence[str]) -> Array:
    """Return what is known of forms without a tagger: navec's vector, the shape, the dictionary's readings.

    >>> form_vectors(["Баку", "договор"]).shape[0]
    2
    """
    folded = [fold(form).lower() for form in forms]
    vectors = navec_table(folded) * VECTOR_SCALE
    return np.concatenate([vectors, shape_table(forms), dictionary_table(folded)], axis=1, dtype=np.float32)


def tag_marks(upos: str, feats: str) -> list[str]:
    """Return a tag as the marks that the network has a weight for.

    >>> tag_marks("NOUN", "Case=Gen|Number=Sing"), tag_marks("ADP", "_")
    (['NOUN', 'Case=Gen', 'Number=Sing'], ['ADP'])
    """
    return [upos, *(feats.split("|") if feats not in {"", "_"} else ())]


class WordStates:
    """The sums of the first layer, a row for each word that was met."""

    def __init__(self, weights: Mapping[str, Array], labels: TreeLabels) -> None:
        self._form, self._bias = np.ascontiguousarray(weights["form.weight"].T), weights["form.bias"]
        self._word, self._lemma, self._tag = weights["word.weight"], weights["lemma.weight"], weights["tag.weight"].T
        self._words = {text: place for place, text in enumerate(labels["words"], 1)}
        self._lemmas = {text: place for place, text in enumerate(labels["lemmas"], 1)}
        self._tags = {text: place for place, text in enumerate(labels["tags"])}
        self._forget()

    def _forget(self) -> None:
        self._places: dict[ParsedWord, int] = {}
        self._rows = GrowingRows()

    def rows(self, words: Sequence[ParsedWord]) -> Array:
        """Return the states of words, a row each."""
        if len(self._places) > KEPT_WORDS:
            self._forget()
        new = [word for word in dict.fromkeys(words) if word not in self._places]
        if new:
            self._rows.extend(self._states(new))
            self._places |= zip(new, range(len(self._places), len(self._rows)), strict=True)
        return self._rows[[self._places[word] for word in words]]

    def _states(self, words: Sequence[ParsedWord]) -> Array:
        states = form_vectors([word.form for word in words]) @ self._form
        states += self._bias
        states += self._word[self._known(self._words, (fold(word.form) for word in words))]
        states += self._lemma[self._known(self._lemmas, (word.lemma.lower() for word in words))]
        for row, word in enumerate(words):
            marks = (self._tags.get(mark) for mark in tag_marks(word.upos, word.feats))
            states[row] += self._tag[[mark for mark in marks if mark is not None]].sum(0)
        np.maximum(states, 0, out=states)
        return states

    @staticmethod
    def _known(places: Mapping[str, int], texts: Iterable[str]) -> list[int]:
        return [places.get(text, 0) for text in texts]
