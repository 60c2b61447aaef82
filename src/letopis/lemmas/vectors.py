"""What is known of a word form before its context: navec's vector, reduced, and the dictionary's readings.

Both taggers read these vectors: the one in numpy, and Stanza's, to which they are its "pretrained embeddings". Forms
are looked up together, many in one step of numpy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from letopis.dictionary import CASES, parses
from letopis.navec import vectors

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

GRAMMEMES = tuple(
    """NOUN ADJF ADJS COMP VERB INFN PRTF PRTS GRND NUMR ADVB NPRO PRED PREP CONJ PRCL INTJ LATN PNCT NUMB ROMN
    UNKN anim inan masc femn neut ms-f sing plur Sgtm Pltm Fixd nomn gent datv accs ablt loct voct gen2 acc2
    loc2 Abbr Name Surn Patr Geox Orgn Trad Supr Qual Apro Anum Poss perf impf tran intr 1per 2per 3per pres
    past futr indc impr actv pssv Prdx Coll Prnt Ques Dmns""".split()
)
"""OpenCorpora's grammemes that a vector has a place for."""

AGREEMENTS = ("masc", "femn", "neut", "plur")
"""Case and gender or plural together: what an adjective shares with its noun."""

DICTIONARY_DIMENSIONS = 2 * len(GRAMMEMES) + len(CASES) * len(AGREEMENTS) + 1

_PLACE = {grammeme: place for place, grammeme in enumerate(GRAMMEMES)}
_PAIRS = [(case, agreement) for case in CASES for agreement in AGREEMENTS]


class GrammemeRows:
    """The sets of grammemes that readings have, each a row of a table: some thousands in all.

    A row holds the grammemes, and then the pairs of case and agreement; rows behind the last set are empty.
    """

    def __init__(self) -> None:
        self._places: dict[frozenset[str], int] = {}
        self.table = np.zeros((1000, len(GRAMMEMES) + len(_PAIRS)), np.float32)

    def place(self, grammemes: frozenset[str]) -> int:
        """Return the row of a set of grammemes."""
        found = self._places.get(grammemes)
        if found is None:
            found = self._places[grammemes] = len(self._places)
            if found == len(self.table):
                self.table = np.concatenate([self.table, np.zeros_like(self.table)])
            self.table[found] = grammeme_row(grammemes)
        return found


GRAMMEME_ROWS = GrammemeRows()


def grammeme_row(grammemes: frozenset[str]) -> Array:
    """Mark the grammemes of a reading, and then its pairs of case and agreement."""
    row = np.zeros(len(GRAMMEMES) + len(_PAIRS), np.float32)
    row[[_PLACE[grammeme] for grammeme in grammemes if grammeme in _PLACE]] = 1.0
    for place, (case, agreement) in enumerate(_PAIRS, len(GRAMMEMES)):
        row[place] = case in grammemes and agreement in grammemes
    return row


def dictionary_table(forms: Sequence[str]) -> Array:
    """Describe the readings of forms: how likely each grammeme is, whether it is possible at all, and known or not.

    >>> table = dictionary_table(["договоров", "и"])
    >>> bool(table[0, GRAMMEMES.index("gent")] > 0.9), table.shape == (2, DICTIONARY_DIMENSIONS)
    (True, True)
    """
    readings = [parses(form) for form in forms]
    places = [GRAMMEME_ROWS.place(reading.grammemes) for row in readings for reading in row]
    counts = np.array([len(row) for row in readings])
    starts = np.cumsum(counts) - counts
    scores = np.array([reading.score for row in readings for reading in row])
    whole = np.add.reduceat(scores, starts)
    shares = np.where(scores, scores, np.repeat(1 / counts, counts)) / np.repeat(np.where(whole, whole, 1.0), counts)
    rows = np.add.reduceat(shares.astype(np.float32)[:, None] * GRAMMEME_ROWS.table[places], starts, axis=0)
    likely = rows[:, : len(GRAMMEMES)]
    known = np.array([[row[0].known] for row in readings], np.float32)
    return np.concatenate([likely, likely > 0, rows[:, len(GRAMMEMES) :], known], axis=1, dtype=np.float32)


def navec_table(forms: Sequence[str]) -> Array:
    """Return navec's vectors of forms, zeros where it has none.

    >>> navec_table(["договор", "жогоркукенеш"]).any(axis=1).tolist()
    [True, False]
    """
    navec = vectors()
    places = np.array([navec.rows.get(form, -1) for form in forms], np.int64)
    table = navec.vectors(places)
    table[places < 0] = 0
    return table


class WordVectors:
    """Vectors of word forms, case folded: the reduced navec vector and then the dictionary's."""

    def __init__(self, axes: NDArray[np.float16]) -> None:
        self.axes = axes.astype(np.float32)
        self.dimensions = axes.shape[1] + DICTIONARY_DIMENSIONS

    def table(self, forms: Sequence[str]) -> Array:
        """Return the vectors of forms, a row each."""
        if not forms:
            return np.zeros((0, self.dimensions), np.float32)
        folded = [form.lower() for form in forms]
        return np.concatenate([navec_table(folded) @ self.axes, dictionary_table(folded)], axis=1)


class DenseLayer:
    """A layer's weights, turned for rows of states."""

    def __init__(self, weights: Mapping[str, NDArray[Any]], name: str) -> None:
        self.weight = np.ascontiguousarray(weights[f"{name}.weight"].T, np.float32)
        self.bias = weights[f"{name}.bias"].astype(np.float32)

    def __call__(self, states: Array) -> Array:
        """Return the layer's sums, a row for each of states."""
        result: Array = states @ self.weight
        result += self.bias
        return result
