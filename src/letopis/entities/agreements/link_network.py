"""The network of links in numpy: how surely an agreement leads to the names around it.

Layers over the units of a window: each hears its neighbours, what it hangs on, what hangs on it, and the head of the
agreement. The same sums as in torch, where it was trained, only forwards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from letopis.entities.agreements.windows import LinkNames, Windows
from letopis.lemmas.models import model_folder, read_network
from letopis.lemmas.vectors import DenseLayer
from letopis.navec import vectors

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

CODES = ("label", "pos", "relation", "lemma", "mark", "sentence", "distance")
"""The columns of :attr:`~letopis.entities.agreements.windows.Windows.codes`, each with a table."""

REACHES = (1, 2, 4)
"""How far the neighbours of each layer stand."""

EPSILON = 1e-5

NETWORK = "network"
"""The folder of the network beside the judge of links."""


class LinkNetwork:
    """The layers, and the ``names`` that their codes stand for."""

    def __init__(self, weights: Mapping[str, Floats], labels: Mapping[str, Sequence[str]]) -> None:
        self.names = LinkNames.of(labels)
        self._words = weights["words"].astype(np.float32)
        self._tables = [weights[f"{code}.weight"].astype(np.float32) for code in CODES]
        self._flags = DenseLayer(weights, "flags")
        self._layers = [DenseLayer(weights, f"layers.{number}") for number in range(len(REACHES))]
        self._scales = [weights[f"norms.{number}.weight"].astype(np.float32) for number in range(len(REACHES))]
        self._shifts = [weights[f"norms.{number}.bias"].astype(np.float32) for number in range(len(REACHES))]
        self._out = DenseLayer(weights, "out")

    def shares(self, seen: Windows) -> Floats:
        """Return how surely each row is each of ``RELATIONS``, 0 to 1: rows x relations."""
        states = self._flags(seen.flags)
        for column, table in enumerate(self._tables):
            states += table[seen.codes[:, column]]
        known = np.flatnonzero(seen.words)
        states[known] += vectors().vectors(seen.words[known] - 1) @ self._words
        states = np.maximum(states, 0) * seen.real
        order = np.argsort(seen.above, kind="stable")
        holders, firsts, counts = np.unique(seen.above[order], return_index=True, return_counts=True)
        for reach, layer, scale, shift in zip(REACHES, self._layers, self._scales, self._shifts, strict=True):
            below = np.zeros_like(states)
            below[holders] = np.add.reduceat(states[order], firsts, axis=0) / counts[:, None]
            heard = [shifted(states, reach), states, shifted(states, -reach)]
            sums = layer(np.concatenate([*heard, states[seen.above], below, states[seen.title]], axis=1))
            states = states + np.maximum(sums, 0)
            states -= states.mean(axis=1, keepdims=True)
            states /= np.sqrt((states**2).mean(axis=1, keepdims=True) + EPSILON)
            states = (states * scale + shift) * seen.real
        shares: Floats = 1 / (1 + np.exp(-self._out(states).clip(-30, 30)))
        return shares


def shifted(states: Floats, steps: int) -> Floats:
    """Return rows moved down by some steps, or up by as many below 0; zeros where there were none.

    >>> shifted(np.array([[1.0], [2.0], [3.0]], np.float32), 1).ravel().tolist()
    [0.0, 1.0, 2.0]
    """
    moved = np.zeros_like(states)
    if steps > 0:
        moved[steps:] = states[:-steps]
    else:
        moved[:steps] = states[-steps:]
    return moved


@cache
def link_network(folder: Path | None = None) -> LinkNetwork | None:
    """Return the network of a folder, that which comes with the project by default, or nothing where that is not there.

    Raises:
        InputError: a file is missing, damaged, or not of this form.
    """
    folder = folder or model_folder("links")
    network = folder / NETWORK if folder is not None else None
    if network is None or not network.is_dir():
        return None
    return read_network(network, LinkNetwork, "network of links", "letopis train links RECORDS")
