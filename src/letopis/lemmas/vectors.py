"""What is known of a word form before its context: navec's vector, reduced, and the dictionary's readings.

Both taggers read these vectors: the one in numpy, and Stanza's, to which they are its "pretrained embeddings".
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from letopis.dictionary import CACHED_FORMS, navec_path, parses

if TYPE_CHECKING:
    from navec import Navec
    from numpy.typing import NDArray

GRAMMEMES = tuple(
    """NOUN ADJF ADJS COMP VERB INFN PRTF PRTS GRND NUMR ADVB NPRO PRED PREP CONJ PRCL INTJ LATN PNCT NUMB ROMN
    UNKN anim inan masc femn neut ms-f sing plur Sgtm Pltm Fixd nomn gent datv accs ablt loct voct gen2 acc2
    loc2 Abbr Name Surn Patr Geox Orgn Trad Supr Qual Apro Anum Poss perf impf tran intr 1per 2per 3per pres
    past futr indc impr actv pssv Prdx Coll Prnt Ques Dmns""".split()
)
"""OpenCorpora's grammemes that a vector has a place for."""

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
AGREEMENTS = ("masc", "femn", "neut", "plur")
"""Case and gender or plural together: what an adjective shares with its noun."""

NAVEC_DIMENSIONS = 300
REDUCED_DIMENSIONS = 100
DICTIONARY_DIMENSIONS = 2 * len(GRAMMEMES) + len(CASES) * len(AGREEMENTS) + 1

_PLACE = {grammeme: place for place, grammeme in enumerate(GRAMMEMES)}
_PAIRS = [(case, agreement) for case in CASES for agreement in AGREEMENTS]


@lru_cache(maxsize=CACHED_FORMS)
def dictionary_vector(form: str) -> NDArray[np.float32]:
    """Describe the readings of a form: how likely each grammeme is, whether it is possible at all, and known or not.

    >>> vector = dictionary_vector("договоров")
    >>> bool(vector[GRAMMEMES.index("gent")] > 0.9), vector.shape == (DICTIONARY_DIMENSIONS,)
    (True, True)
    """
    readings = parses(form)
    shares = np.array([reading.score or 1 / len(readings) for reading in readings], np.float32)
    shares /= sum(reading.score for reading in readings) or 1.0
    rows = shares @ np.stack([grammeme_row(reading.grammemes) for reading in readings])
    likely = rows[: len(GRAMMEMES)]
    known = np.array([readings[0].known], np.float32)
    return np.concatenate([likely, (likely > 0).astype(np.float32), rows[len(GRAMMEMES) :], known])


@cache
def grammeme_row(grammemes: frozenset[str]) -> NDArray[np.float32]:
    """Mark the grammemes of a reading, and then its pairs of case and agreement."""
    row = np.zeros(len(GRAMMEMES) + len(_PAIRS), np.float32)
    row[[_PLACE[grammeme] for grammeme in grammemes if grammeme in _PLACE]] = 1.0
    for place, (case, agreement) in enumerate(_PAIRS, len(GRAMMEMES)):
        row[place] = case in grammemes and agreement in grammemes
    return row


@cache
def load_navec() -> Navec:
    """Load navec's news vectors once (about 1 s)."""
    from navec import Navec

    return Navec.load(str(navec_path()))


def navec_vector(form: str) -> NDArray[np.float32]:
    """Give navec's vector of a form, zeros where it has none.

    >>> bool(navec_vector("договор").any()), bool(navec_vector("жогоркукенеш").any())
    (True, False)
    """
    place = load_navec().vocab.word_ids.get(form)
    if place is None:
        return np.zeros(NAVEC_DIMENSIONS, np.float32)
    vector: NDArray[np.float32] = np.asarray(load_navec().pq[place], np.float32)
    return vector


def principal_axes(dimensions: int = REDUCED_DIMENSIONS, words: int = 50_000) -> NDArray[np.float16]:
    """Find the axes along which navec's commonest words differ most, for :class:`WordVectors`.

    Args:
        dimensions: axes to keep; 100 lose nothing for tagging.
        words: commonest words that are looked at.
    """
    from letopis.dictionary import frequency

    vocabulary = sorted(load_navec().vocab.words[:-2], key=lambda word: (-frequency(word), word))[:words]
    table = np.stack([navec_vector(word) for word in vocabulary])
    values, axes = np.linalg.eigh(np.cov(table.T))
    kept = axes[:, np.argsort(-values)[:dimensions]]
    # One axis in absolute value scales all others, so that the inputs are of the order of one.
    reduced: NDArray[np.float16] = (kept / np.sqrt(values.max())).astype(np.float16)
    return reduced


class WordVectors:
    """Vectors of word forms, case folded: the reduced navec vector and then the dictionary's."""

    def __init__(self, axes: NDArray[np.float16]) -> None:
        self.axes = axes.astype(np.float32)
        self.dimensions = axes.shape[1] + DICTIONARY_DIMENSIONS

    def __call__(self, form: str) -> NDArray[np.float32]:
        """Give the vector of a form."""
        folded = form.lower()
        return np.concatenate([navec_vector(folded) @ self.axes, dictionary_vector(folded)])
