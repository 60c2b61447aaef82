"""Words to the pieces of which a pretrained encoder has vectors: the likeliest way to cut each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from letopis.dictionary import CACHED_FORMS
from letopis.errors import InputError
from letopis.files import replacing

PIECES = "pieces.npz"

START = "▁"
"""What begins a word."""

UNKNOWN_COST = 10.0
"""What an unknown letter costs beyond the rarest piece."""


class Pieces:
    """The pieces of an encoder: a unigram model of words.

    Method: Kudo 2018, https://aclanthology.org/P18-1007; of all ways to cut a word the likeliest is taken.

    Args:
        pieces: with their logarithms of probability, in the order of their numbers.
        letters: what some letters are read as.
        unknown: number of the piece that stands for a letter without one.

    >>> pieces = Pieces(["?", "▁", "Ба", "ку", "▁Баку"], [-9.0, -3.0, -2.0, -2.0, -4.0], {"Ё": "Е"}, 0)
    >>> pieces.split("Баку"), pieces.split("Бак")
    ((4,), (1, 2, 0))
    """

    def __init__(
        self, pieces: Sequence[str], scores: Sequence[float], letters: Mapping[str, str], unknown: int
    ) -> None:
        self.pieces, self.scores, self.letters, self.unknown = pieces, scores, letters, unknown
        self._known = {piece: (number, scores[number]) for number, piece in reversed(list(enumerate(pieces)))}
        self._rarest, self._longest = min(scores) - UNKNOWN_COST, max(map(len, pieces))
        self.split = lru_cache(CACHED_FORMS)(self._split)

    def _split(self, word: str) -> tuple[int, ...]:
        text = START + "".join(self.letters.get(letter, letter) for letter in word).strip().replace(" ", START)
        best: list[tuple[float, int, int]] = [(0.0, 0, 0)] + [(-float("inf"), 0, 0)] * len(text)
        for start in range(len(text)):
            for end in range(start + 1, min(len(text), start + self._longest) + 1):
                known = self._known.get(text[start:end])
                if known is None and end > start + 1:
                    continue
                number, score = known or (self.unknown, self._rarest)
                best[end] = max(best[end], (best[start][0] + score, start, number))
        found, place = [], len(text)
        while place:
            _, place, number = best[place]
            found.append(number)
        return tuple(reversed(found))


def save_pieces(folder: Path, pieces: Pieces, vectors: NDArray[np.float32]) -> None:
    """Write pieces and their vectors, a row each, as :func:`read_pieces` reads them; numbers become 8-bit."""
    largest = np.abs(vectors).max(1).astype(np.float16)
    small = np.rint(vectors / largest[:, None].astype(np.float32) * 127).astype(np.int8)
    said = {"pieces": pieces.pieces, "scores": pieces.scores, "letters": pieces.letters, "unknown": pieces.unknown}
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    with replacing(folder / PIECES) as file:
        np.savez(file, vectors=small, largest=largest, said=np.frombuffer(text.encode("utf-8"), np.uint8))


def read_pieces(folder: Path) -> tuple[Pieces, PieceVectors]:
    """Read the pieces of an encoder and their vectors.

    Raises:
        InputError: the file is not there or damaged.
    """
    path = folder / PIECES
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            pieces = Pieces(**json.loads(stored["said"].tobytes()))
            return pieces, PieceVectors(stored["vectors"], stored["largest"].astype(np.float32) / 127)
    except (OSError, EOFError, BadZipFile, KeyError, ValueError, TypeError) as error:
        raise InputError(
            f"{path} holds no pieces of an encoder ({type(error).__name__}): install letopis again"
        ) from error


class PieceVectors(NamedTuple):
    """Vectors as 8-bit whole numbers, a row each, and the step of each row."""

    rows: NDArray[np.int8]
    steps: NDArray[np.float32]

    def of(self, pieces: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the vectors of pieces; their numbers come as the last axis."""
        return self.rows[pieces] * self.steps[pieces][..., None]
