"""The pretrained encoder that the large tagger reads beside its own input, run by onnxruntime."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from letopis.batching import batches
from letopis.entities.names.pieces import read_pieces
from letopis.entities.names.windows import PieceWindow, windows
from letopis.errors import InputError, MissingDependencyError, needed

if TYPE_CHECKING:
    from letopis.entities.names.weights import Array

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
