"""What the context tagger knows of each word form before it sees the neighbours; kept, and looked up together."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from letopis.dictionary import CACHED_FORMS, Parse
from letopis.lemmas.candidates import candidates, fold
from letopis.lemmas.vectors import GRAMMEME_ROWS, GRAMMEMES
from letopis.navec import frequencies
from letopis.russian.tables import rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]
    Places = NDArray[np.int64]

SHAPES = tuple(re.compile(pattern) for (pattern,) in rows("shapes.tsv", __package__))
"""What the letters of a form show without a dictionary: capitals, figures, marks, length."""

_PLAIN = re.compile(r"[А-ЯЁа-яё][а-яё]+$")
READING_SCALARS = 4
"""Numbers beside the grammemes of a reading: logarithms of its probability and of its lemma's frequency, whether the
dictionary knows it, whether the lemma is the form."""

LEAST_SCORE = 1e-4
"""What stands for probabilities below it."""


@lru_cache(maxsize=CACHED_FORMS)
def _shape(form: str) -> Array:
    return np.array([bool(shape.match(form)) for shape in SHAPES], np.float32)


def shape_table(forms: Sequence[str]) -> Array:
    """Return which of :data:`SHAPES` the forms have, a row each.

    >>> shape_table(["Баку", "1993"])[:, [1, 6]].tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    return np.stack([_shape(_alike(form)) for form in forms])


def _alike(form: str) -> str:
    """Return a form with the same shapes: of a plain word only the first letter's case and the length matter."""
    return ("А" if form[0].isupper() else "а") + "аааааа"[1 : len(form)] if _PLAIN.match(form) else form


@lru_cache(maxsize=CACHED_FORMS)
def readings_of(form: str) -> tuple[Parse, ...]:
    """Return the readings of a form as it stands in the text."""
    return candidates(fold(form), capital=form[:1].isupper())


class Readings(NamedTuple):
    """The readings of forms one after another: their grammemes, their numbers, and how many each form has."""

    grammemes: Places
    scalars: Array
    counts: Places


def describe_readings(forms: Sequence[str]) -> Readings:
    """Describe the readings of forms."""
    found = [readings_of(form) for form in forms]
    readings = list(chain.from_iterable(found))
    counts = np.array([len(row) for row in found], np.int64)
    folded = chain.from_iterable([fold(form)] * len(row) for form, row in zip(forms, found, strict=True))
    scalars = np.empty((len(readings), READING_SCALARS))
    scalars[:, 0] = np.log(np.maximum([reading.score for reading in readings], LEAST_SCORE))
    scalars[:, 1] = np.log1p(frequencies([reading.lemma for reading in readings])) / 10
    scalars[:, 2] = [reading.known for reading in readings]
    scalars[:, 3] = [reading.lemma == form for reading, form in zip(readings, folded, strict=True)]
    return Readings(
        np.array([GRAMMEME_ROWS.place(reading.grammemes) for reading in readings], np.int64),
        scalars.astype(np.float32),
        counts,
    )


def score_readings(readings: Readings, wanted: Array) -> Array:
    """Score readings by what their tokens want: for each a weight of every grammeme and of the reading's numbers."""
    weights = np.repeat(wanted, readings.counts, axis=0)
    rows = GRAMMEME_ROWS.table[readings.grammemes, : len(GRAMMEMES)]
    scores: Array = np.einsum("ij,ij->i", weights[:, : len(GRAMMEMES)], rows)
    scores += np.einsum("ij,ij->i", weights[:, len(GRAMMEMES) :], readings.scalars)
    return scores


def best_readings(scores: Array, counts: Places) -> Places:
    """Return the place of each token's best reading among its own, the first of equals.

    >>> best_readings(np.array([0.1, 0.7, 0.7, 0.2], np.float32), np.array([3, 1])).tolist()
    [1, 0]
    """
    starts = np.cumsum(counts) - counts
    tokens = np.repeat(np.arange(len(counts)), counts)
    highest = np.flatnonzero(scores == np.maximum.reduceat(scores, starts)[tokens])
    places = np.empty(len(counts), np.int64)
    places[tokens[highest[::-1]]] = highest[::-1]  # of places written twice the last write holds
    return places - starts


class GrowingRows:
    """An array that grows at its end, so that adding to it seldom copies it."""

    def __init__(self) -> None:
        self._array: NDArray[Any] = np.zeros(0)
        self._used = 0

    def extend(self, rows: NDArray[Any]) -> None:
        """Add rows; the first ones decide on width and type."""
        end = self._used + len(rows)
        if end > len(self._array):
            grown = np.empty((2 * end, *rows.shape[1:]), rows.dtype)
            if self._used:
                grown[: self._used] = self._array[: self._used]
            self._array = grown
        self._array[self._used : end] = rows
        self._used = end

    def __len__(self) -> int:
        return self._used

    def __getitem__(self, places: Places | list[int]) -> NDArray[Any]:
        return self._array[places]


class FormTable:
    """Forms that have been met: for each the vector that ``describe`` makes, and readings."""

    def __init__(self, describe: Callable[[Sequence[str]], Array]) -> None:
        self._describe = describe
        self._forget()

    def _forget(self) -> None:
        self._places: dict[str, tuple[int, int, int]] = {}
        """The row of a form, its first reading, and how many it has."""
        self._vectors, self._grammemes, self._scalars = GrowingRows(), GrowingRows(), GrowingRows()

    def look_up(self, forms: Sequence[str]) -> tuple[Array, Readings]:
        """Return the vectors of forms, a row each, and their readings; new ones are described together."""
        if len(self._places) > CACHED_FORMS:
            self._forget()
        new = [form for form in dict.fromkeys(forms) if form not in self._places]
        if new:
            self._add(new)
        rows, starts, counts = np.array([self._places[form] for form in forms], np.int64).T
        ends = np.cumsum(counts)
        places = np.arange(ends[-1]) + np.repeat(starts - ends + counts, counts)
        return self._vectors[rows], Readings(self._grammemes[places], self._scalars[places], counts)

    def _add(self, forms: Sequence[str]) -> None:
        readings = describe_readings(forms)  # first: a form's readings and their other forms are looked up together
        starts = len(self._grammemes) + np.cumsum(readings.counts) - readings.counts
        rows = range(len(self._vectors), len(self._vectors) + len(forms))
        self._places |= zip(forms, zip(rows, starts.tolist(), readings.counts.tolist(), strict=True), strict=True)
        self._vectors.extend(self._describe(forms))
        self._grammemes.extend(readings.grammemes)
        self._scalars.extend(readings.scalars)
