"""The pretrained encoder that the large tagger reads beside its own input, run by onnxruntime.

Words are cut into the pieces of which it has vectors, each in the likeliest way, and pieces of whole sentences are put
into the windows that it reads.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from letopis.batching import batches
from letopis.dictionary import CACHED_FORMS
from letopis.errors import InputError, MissingDependencyError, needed
from letopis.files import replacing

if TYPE_CHECKING:
    from letopis.entities.names.weights import Array

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


MOST_PIECES = 158
"""Pieces of a window; the encoder's own two marks come to them."""


class PieceWindow(NamedTuple):
    """Word pieces, and the place of the word that each belongs to."""

    pieces: list[int]
    words: list[int]


def windows(
    words: Sequence[str], split: Callable[[str], Sequence[int]], most: int = MOST_PIECES
) -> Iterator[PieceWindow]:
    """Cut words into windows of whole sentences; only a sentence that is longer than one is cut, between words.

    Args:
        words: sentences one after another, an empty word or more between two.
        split: the pieces of a word.
        most: pieces of a window. A word of more has the first.

    >>> [window.words for window in windows(["да", "нет", "", "и", "", "ах"], lambda word: [1] * len(word), 5)]
    [[0, 0, 1, 1, 1], [3, 5, 5]]
    >>> [window.words for window in windows(["да", "нет"], lambda word: [1] * len(word), 2)]
    [[0, 0], [1, 1]]
    """
    window, sentence = PieceWindow([], []), PieceWindow([], [])
    for place, word in enumerate([*words, ""]):
        pieces = split(word)[:most] if word else ()
        if word and len(sentence.pieces) + len(pieces) <= most:
            sentence.pieces.extend(pieces)
            sentence.words.extend([place] * len(pieces))
            continue
        if window.pieces and len(window.pieces) + len(sentence.pieces) > most:
            yield window
            window = PieceWindow([], [])
        window.pieces.extend(sentence.pieces)
        window.words.extend(sentence.words)
        sentence = PieceWindow([*pieces], [place] * len(pieces))
        if word:
            yield window
            window = PieceWindow([], [])
    if window.pieces:
        yield window


GRAPH = "encoder.onnx"

FIRST, LAST, PADDING, UNKNOWN = range(4)
"""Numbers of the pieces that begin and end a window, fill it up, and stand for letters without one."""

PADDED = 1_280
"""Pieces that are read at once, padding among them: what they need stays in the processor's cache."""


class Encoder:
    """The encoder of a folder.

    Raises:
        MissingDependencyError: onnxruntime is not installed, or the encoder's files are not there.
        InputError: they are damaged.
    """

    def __init__(self, folder: Path) -> None:
        with needed("the large engine", "large"):
            import onnxruntime
        graph = folder / GRAPH
        if not graph.is_file():
            raise MissingDependencyError(f"{graph} is missing: install letopis again")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads()
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime's own kinds have no common parent but this
            raise InputError(f"{graph} is damaged: {str(error).splitlines()[0]}; install letopis again") from error
        self._pieces, self._vectors = read_pieces(folder)

    def words(self, words: Sequence[str]) -> Array:
        """Return the states of words, a row each, zeros for the empty words that part sentences.

        A word's state is the mean of its pieces' states.
        """
        states: Array = np.zeros((len(words), self._vectors.rows.shape[1]), np.float32)
        cut = sorted(windows(words, self._pieces.split), key=lambda window: len(window.pieces))
        for batch in batches(cut, lambda _: len(cut[-1].pieces) + 2, PADDED):
            self._read(batch, states)
        return states

    def _read(self, batch: Sequence[PieceWindow], states: Array) -> None:
        pieces = np.full((len(batch), len(batch[-1].pieces) + 2), PADDING, np.int64)
        for row, window in enumerate(batch):
            pieces[row, : len(window.pieces) + 2] = [FIRST, *window.pieces, LAST]
        given = {"vectors": self._vectors.of(pieces), "there": pieces != PADDING}
        found: Any = self._session.run(None, given)[0]
        for row, window in enumerate(batch):
            places = np.array(window.words)
            starts = np.flatnonzero(np.diff(places, prepend=-1))
            sums = np.add.reduceat(found[row, 1 : len(places) + 1], starts, axis=0)
            states[places[starts]] = sums / np.diff(starts, append=len(places))[:, None]


def threads() -> int:
    """Return how many threads the encoder takes: ``OMP_NUM_THREADS``, or one a core."""
    said = os.environ.get("OMP_NUM_THREADS", "")
    return int(said) if said.isdecimal() and int(said) else os.cpu_count() or 1
