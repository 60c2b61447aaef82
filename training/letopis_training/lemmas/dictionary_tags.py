"""What the training asks of the dictionary: its parts of speech in UD's terms, and the main axes of navec's vectors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from letopis.dictionary import PROPER
from letopis.lemmas.vectors import navec_table
from letopis.navec import frequency, vectors

if TYPE_CHECKING:
    from numpy.typing import NDArray

REDUCED_DIMENSIONS = 100

UPOS: Mapping[str, str] = {
    "NOUN": "NOUN", "ADJF": "ADJ", "ADJS": "ADJ", "COMP": "ADV", "VERB": "VERB", "INFN": "VERB", "PRTF": "VERB",
    "PRTS": "VERB", "GRND": "VERB", "NUMR": "NUM", "ADVB": "ADV", "NPRO": "PRON", "PRED": "ADV", "PREP": "ADP",
    "CONJ": "CCONJ", "PRCL": "PART", "INTJ": "INTJ", "LATN": "X", "PNCT": "PUNCT", "NUMB": "NUM", "intg": "NUM",
    "real": "NUM", "ROMN": "NUM", "UNKN": "X",
}  # fmt: skip

SUBORDINATORS = frozenset(
    """что чтобы если как когда пока хотя раз ибо поскольку словно будто кабы дабы покуда коли нежели чем якобы
    ежели раз едва точно""".split()
)
"""``что``, ``если``, ``хотя``: conjunctions that subordinate (SCONJ); the others coordinate (CCONJ)."""


def universal_pos(pos: str, grammemes: frozenset[str], lemma: str) -> str:
    """Return the universal part of speech of a reading.

    >>> universal_pos("NOUN", frozenset({"NOUN", "Geox"}), "баку")
    'PROPN'
    """
    if pos == "NOUN" and grammemes & PROPER:
        return "PROPN"
    if pos == "ADJF" and "Apro" in grammemes:
        return "DET"
    if lemma == "быть" and pos in {"VERB", "INFN", "GRND"}:
        return "AUX"
    if pos == "CONJ" and lemma in SUBORDINATORS:
        return "SCONJ"
    return UPOS.get(pos, "X")


def principal_axes(dimensions: int = REDUCED_DIMENSIONS, words: int = 50_000) -> NDArray[np.float16]:
    """Find the axes along which navec's commonest words differ most, for :class:`WordVectors`.

    Args:
        dimensions: axes to keep; 100 lose nothing for tagging.
        words: commonest words that are looked at.
    """
    vocabulary = sorted(list(vectors().rows)[:-2], key=lambda word: (-frequency(word), word))[:words]
    values, axes = np.linalg.eigh(np.cov(navec_table(vocabulary).T))
    kept = axes[:, np.argsort(-values)[:dimensions]]
    # One axis in absolute value scales all others, so that the inputs are of the order of one.
    reduced: NDArray[np.float16] = (kept / np.sqrt(values.max())).astype(np.float16)
    return reduced
