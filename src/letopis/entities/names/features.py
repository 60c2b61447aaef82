"""What the tagger sees of a word form: its vector, shape, beginning and end, and what the dictionary says.

A form is looked up once; the network keeps the result of its first layer for it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray
from slovnet.shape import SHAPES, word_shape

from letopis.dictionary import CACHED_FORMS, Parse, parses
from letopis.entities.names.words import bare, is_of_place, is_of_state
from letopis.navec import vectors

AFFIX_LENGTHS = (1, 2, 3, 4)
AFFIX_BUCKETS = 1500
"""Rows of the table that each kind of affix is hashed into."""

GRAMMEMES = (
    "NOUN", "ADJF", "ADJS", "COMP", "VERB", "INFN", "PRTF", "PRTS", "GRND", "NUMR", "ADVB", "NPRO", "PRED", "PREP",
    "CONJ", "PRCL", "INTJ", "LATN", "PNCT", "NUMB", "ROMN", "UNKN", "Name", "Surn", "Patr", "Geox", "Orgn", "Trad",
    "Abbr", "Sgtm", "Fixd", "Apro", "Qual", "anim", "inan", "masc", "femn", "neut", "sing", "plur", "nomn", "gent",
    "datv", "accs", "ablt", "loct",
)  # fmt: skip
"""OpenCorpora grammemes that the tagger sees, weighted by the probability of the readings that have them."""

DICTIONARY_ONLY = ("Name", "Surn", "Patr", "Geox", "Orgn", "Abbr")
"""Grammemes that are also marked when any reading at all has them."""

EXTRA = 6
"""Known to the dictionary, vector found, length, stop at the end, digit inside, Latin inside."""

_LATIN = re.compile("[A-z]")
_MARKED = [GRAMMEMES.index(grammeme) for grammeme in DICTIONARY_ONLY]

DERIVED = 2
"""Adjective made of a place's name, adjective of a state."""

_DERIVED = len(GRAMMEMES) + len(DICTIONARY_ONLY)
GRAMMAR_SIZE = _DERIVED + DERIVED + EXTRA
VECTOR_SIZE = 300


@cache
def _shape_index() -> dict[str, int]:
    return {shape: place for place, shape in enumerate(["<pad>", *SHAPES])}


def shapes_known() -> int:
    """Count the shapes."""
    return len(_shape_index())


def shape(word: str) -> int:
    """Return the number of a form's shape: alphabet and capitals, as slovnet tells them.

    >>> shape("Баку") == shape("Осло"), shape("Баку") == shape("БАКУ")
    (True, False)
    """
    return _shape_index()[word_shape(bare(word))] if word else 0


def vector_row(word: str) -> int:
    """Return the row of a form's vector, of its lemma or last part when the form has none; -1 without any.

    >>> vector_row("посольстве") >= 0, vector_row("ъыъ") >= 0
    (True, False)
    """
    if not word:
        return -1
    rows = vectors().rows
    form = bare(word).lower()
    for candidate in (form, form.replace("ё", "е")):
        if candidate in rows:
            return rows[candidate]
    if not form.isascii():
        for candidate in (parses(form)[0].lemma, form.rpartition("-")[2]):
            if candidate in rows:
                return rows[candidate]
    return -1


def affix_buckets(word: str) -> list[int]:
    """Hash the first and last one to four letters of a form; the hash is the same on every machine.

    >>> affix_buckets("Баку")[:4] == affix_buckets("Бакуба")[:4]
    True
    """
    if not word:
        return [0] * (2 * len(AFFIX_LENGTHS))
    form = bare(word).lower()
    return [*_prefix_buckets(form[: AFFIX_LENGTHS[-1]]), *_suffix_buckets(form[-AFFIX_LENGTHS[-1] :])]


@lru_cache(maxsize=CACHED_FORMS)
def _prefix_buckets(start: str) -> list[int]:
    return [_bucket(kind, f"<{start[:n]}") for kind, n in enumerate(AFFIX_LENGTHS)]


@lru_cache(maxsize=CACHED_FORMS)
def _suffix_buckets(end: str) -> list[int]:
    return [_bucket(kind, f"{end[-n:]}>") for kind, n in enumerate(AFFIX_LENGTHS, len(AFFIX_LENGTHS))]


@lru_cache(maxsize=CACHED_FORMS)
def _bucket(kind: int, affix: str) -> int:
    return kind * AFFIX_BUCKETS + zlib.crc32(affix.encode("utf-8")) % AFFIX_BUCKETS


def grammars(words: Sequence[str], vector_rows: Sequence[int]) -> NDArray[np.float32]:
    """Return what the dictionary says of some forms, a row of ``GRAMMAR_SIZE`` numbers each.

    ``vector_rows`` are theirs by :func:`vector_row`; one number tells whether a form has one. The readings of all forms
    are added up at once: new forms come by the hundred.

    >>> grammars(["договор", ""], [-1, -1])[:, GRAMMEMES.index("NOUN")].tolist()
    [1.0, 0.0]
    """
    table = np.zeros((len(words), GRAMMAR_SIZE), np.float32)
    filled = [place for place, word in enumerate(words) if word]
    if not filled:
        return table
    forms = [bare(words[place]) for place in filled]
    readings = [parses(form) for form in forms]
    totals = [sum(reading.score for reading in row) or 1.0 for row in readings]
    shares = [reading.score / total for row, total in zip(readings, totals, strict=True) for reading in row]
    rows = [_tags.row(reading.grammemes) for row in readings for reading in row]
    marks = _tags.marks[rows]
    starts = np.cumsum([0, *map(len, readings)])[:-1]
    likely = np.add.reduceat(marks * np.array(shares, np.float32)[:, None], starts, axis=0)
    possible = np.maximum.reduceat(marks[:, _MARKED], starts, axis=0)
    beside = [
        (
            *_derived(row),
            row[0].known,
            vector_rows[place] >= 0,
            min(len(form), 20) / 10,
            form != words[place],
            not form.isalpha() and any(letter.isdigit() for letter in form),
            _LATIN.search(form) is not None,
        )
        for place, form, row in zip(filled, forms, readings, strict=True)
    ]
    table[filled] = np.concatenate([likely, possible, np.array(beside, np.float32)], axis=1)
    return table


def _derived(readings: Sequence[Parse]) -> tuple[bool, bool]:
    """Return whether a form is an adjective made of a place's name, and of a state's."""
    adjectives = [reading.lemma for reading in readings if reading.pos == "ADJF"]
    return (any(map(is_of_place, adjectives)), any(map(is_of_state, adjectives))) if adjectives else (False, False)


class _Tags:
    """The sets of grammemes met so far, a row of marks each; pymorphy3 knows some 5,000 sets."""

    def __init__(self) -> None:
        self.rows: dict[frozenset[str], int] = {}
        self.marks = np.zeros((1000, len(GRAMMEMES)), np.float32)

    def row(self, grammemes: frozenset[str]) -> int:
        row = self.rows.get(grammemes)
        if row is None:
            row = self.rows[grammemes] = len(self.rows)
            if row == len(self.marks):
                self.marks = np.concatenate([self.marks, np.zeros_like(self.marks)])
            self.marks[row] = [grammeme in grammemes for grammeme in GRAMMEMES]
        return row


_tags = _Tags()


def memory_key(word: str) -> str:
    """Return what a capitalised form shares with its other cases in the text; empty for the rest.

    >>> memory_key("Обамой") == memory_key("Обама"), memory_key("посол")
    (True, '')
    """
    if len(word) < 2 or not word[0].isupper():
        return ""
    if word.isupper():
        return word.lower()
    lemma = parses(bare(word))[0].lemma
    return lemma.rstrip("аеиоуыйьюя")[: max(4, len(lemma) - 2)] or lemma
