"""Annotated texts to the batches that the network is trained on, in torch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from letopis.entities.names import features
from letopis.entities.names.corpus import PADDING, lay_out
from letopis.navec import vectors
from letopis_training.names.corrections import document_of
from letopis_training.names.nerel import LABELS, SCHEME, Annotated
from letopis_training.names.rewriting import REWRITINGS, Document
from letopis_training.names.torch_network import Forms, SpanBatch


class DocumentArrays(NamedTuple):
    """A document as arrays: forms, sentence numbers, memory keys, context, and its words.

    Spans: first word, length - 1, label, and how surely it is one (1 where people marked it).
    """

    forms: NDArray[np.int64]
    sentences: NDArray[np.int64]
    keys: NDArray[np.int64]
    context: NDArray[np.float32]
    words: list[str]
    spans: list[tuple[int, int, str, float]]
    judged: frozenset[str] | None
    """The labels that were looked for; all when not given."""


class TrainingExample(NamedTuple):
    """A batch, the spans that it should give (words x lengths x labels), and which of them count.

    ``possible`` tells (words x lengths) which spans are possible at all, ``judged`` (words x labels) which labels were
    looked for.
    """

    batch: SpanBatch
    targets: Tensor
    possible: Tensor
    judged: Tensor


def read_document(annotated: Annotated) -> Document:
    """Cut a text into sentences of words and put its spans on them, with our label and with NEREL's where they differ.

    A span that does not begin and end with words of one sentence is left out (NEREL has 0.4 % of them).
    """
    labels = [
        (start, end, name)
        for start, end, label in annotated.spans
        for name in sorted({label, LABELS.get(label, label)})
    ]
    return document_of(annotated._replace(spans=labels))._replace(annotated=annotated, judged=SCHEME)


class FormRows:
    """The distinct forms of some documents, a row each."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = {PADDING: 0}

    def version(self, document: Document, case: str) -> DocumentArrays:
        """Return a document as arrays, its words rewritten in one of ``REWRITINGS``."""
        document = REWRITINGS[case](document)
        layout = lay_out([passage.words for passage in document.passages])
        forms = [self.rows.setdefault(word, len(self.rows)) for word in layout.words]
        numbers: dict[str, int] = {"": -1}
        keys = [numbers.setdefault(features.memory_key(word), len(numbers)) for word in layout.words]
        return DocumentArrays(
            np.array(forms),
            layout.sentences.astype(np.int64),
            np.array(keys),
            layout.context,
            layout.words,
            [(layout.firsts[i] + first, last - first, label, sure) for i, first, last, label, sure in document.spans],
            document.judged,
        )

    def tensors(self) -> Forms:
        """Return what the network sees of every form."""
        words = list(self.rows)
        found = [features.vector_row(word) for word in words]
        places = np.array(found)
        known = vectors().vectors(places)
        known[places < 0] = 0
        return Forms(
            torch.from_numpy(known),
            torch.tensor([features.shape(word) for word in words]),
            torch.tensor([features.affix_buckets(word) for word in words]),
            torch.from_numpy(features.grammars(words, found)),
        )


def make_example(
    versions: Sequence[DocumentArrays], forms: Forms, labels: Mapping[str, int], longest: int
) -> TrainingExample:
    """Join documents to one batch."""
    rows, inverse = np.unique(np.concatenate([version.forms for version in versions]), return_inverse=True)
    chosen = torch.from_numpy(rows)
    sentences = torch.from_numpy(_numbered([version.sentences for version in versions]))
    batch = SpanBatch(
        Forms(*(table[chosen] for table in forms)),
        torch.from_numpy(inverse),
        sentences,
        torch.from_numpy(_numbered([version.keys for version in versions])),
        torch.from_numpy(np.concatenate([version.context for version in versions])),
        [word for version in versions for word in version.words],
    )
    targets = torch.zeros(len(inverse), longest, len(labels))
    offset = 0
    for version in versions:
        for first, length, label, sure in version.spans:
            if label in labels and length < longest:
                targets[offset + first, length, labels[label]] = sure
        offset += len(version.forms)
    asked = torch.tensor([[one.judged is None or label in one.judged for label in labels] for one in versions])
    judged = asked.repeat_interleave(torch.tensor([len(one.forms) for one in versions]), 0)
    window = torch.nn.functional.pad(sentences, (0, longest), value=-1).unfold(0, longest, 1)[: len(sentences)]
    possible = (window == sentences.unsqueeze(1)) & (sentences >= 0).unsqueeze(1)
    return TrainingExample(batch, targets, possible, judged)


def _numbered(arrays: Iterable[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Join arrays of numbers so that none is shared between two; -1 stays -1."""
    joined = []
    offset = 0
    for array in arrays:
        joined.append(np.where(array >= 0, array + offset, -1))
        offset += int(array.max(initial=0)) + 1
    return np.concatenate(joined)
