"""A trained encoder to the files that :mod:`letopis.entities.names.encoder` reads: 8-bit ONNX, and its pieces."""

from __future__ import annotations

import re
import tempfile
import warnings
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import torch

from letopis.entities.names.encoder import GRAPH, UNKNOWN, Pieces, save_pieces
from letopis.files import replacing
from letopis_training.encoder import HIDDEN, PieceFile, WordEncoder
from letopis_training.names.rewriting import Document

LATIN_KEPT = 8_000
"""The most frequent Latin pieces, which stay beside all Russian ones and those of the texts."""

_ALWAYS = re.compile(r"▁?(?:[А-Яа-яЁё]+|[\W\d]{1,2}|[A-Za-zÀ-žΑ-ωЀ-ӿ]|\d{1,4})")
_LATIN = re.compile("▁?[A-Za-z]+")


def export_encoder(encoder: WordEncoder, folder: Path, documents: Iterable[Document]) -> None:
    """Write an encoder's graph, pieces and their vectors; its matrices become 8-bit whole numbers.

    Args:
        encoder: a trained one.
        folder: where the files go.
        documents: texts whose pieces stay.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    words = set(chain.from_iterable(passage.words for one in documents for passage in one.passages))
    kept = kept_pieces(encoder.file, words)
    axes = {"vectors": {0: "windows", 1: "pieces"}, "there": {0: "windows", 1: "pieces"}}
    example = (torch.zeros(2, 5, HIDDEN), torch.tensor([[1, 1, 1, 1, 0], [1, 1, 1, 1, 1]]) > 0)
    with tempfile.TemporaryDirectory() as temporary, warnings.catch_warnings():
        plain, small = Path(temporary) / "plain.onnx", Path(temporary) / GRAPH
        warnings.simplefilter("ignore", DeprecationWarning)  # the newer exporter needs the package onnxscript
        torch.onnx.export(
            encoder.eval(), example, plain, input_names=["vectors", "there"], output_names=["states"],
            dynamic_axes=axes | {"states": axes["there"]}, opset_version=17, dynamo=False,
        )  # fmt: skip
        # Seven bits where eight overflow: processors without VNNI add pairs of products in 16 bits.
        quantize_dynamic(plain, small, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
        with replacing(folder / GRAPH) as file:
            file.write(small.read_bytes())
    own = encoder.file.pieces
    scores = [round(own.scores[number], 4) for number in kept]
    save_pieces(
        folder,
        Pieces([own.pieces[number] for number in kept], scores, own.letters, UNKNOWN),
        encoder.vectors[kept].numpy(),
    )


def kept_pieces(file: PieceFile, words: Iterable[str]) -> list[int]:
    """Return the pieces that words have, and all Russian and much English ones: a sixth of an encoder's.

    The four marks come first, in the order of their numbers in :mod:`letopis.entities.names.encoder`.
    """
    marks = [file.first, file.last, file.padding, file.unknown]
    kept = set(chain.from_iterable(file.pieces.split(word) for word in words))
    kept |= {number for number, piece in enumerate(file.pieces.pieces) if _ALWAYS.fullmatch(piece)}
    kept |= set([number for number, piece in enumerate(file.pieces.pieces) if _LATIN.fullmatch(piece)][:LATIN_KEPT])
    return marks + sorted(kept - set(marks))
