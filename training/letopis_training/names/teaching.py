"""Plain and annotated texts as a tagger judges them, for another one to learn from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np

from letopis.batching import batches
from letopis.entities.names.corpus import lay_out
from letopis.entities.names.network import FormProducts, span_scores
from letopis.entities.names.passage import Passage, passages
from letopis.entities.names.tagger import Tagger, load_tagger
from letopis.entities.names.weights import Model
from letopis.errors import InputError
from letopis.files import read_utf8
from letopis.sentences import split_sentences
from letopis_training.names.corrections import Marks, corrected, document_of, on_words, read_marks
from letopis_training.names.nerel import Annotated
from letopis_training.names.rewriting import Document, WordSpan

WORDS = 250
"""Words of a document that is cut out of a text, about as many as NEREL's have."""

LEAST = 0.02
"""Score from which a span is told."""

MARKED = frozenset({"PERSON", "ORG", "GPE", "DATE", "AGREEMENT"})
"""What people mark in an annotated text."""


def taught_texts(
    teacher: Path, folder: Path | None, annotated: Iterable[Annotated], marked: Path | None, *, marked_alone: bool
) -> list[Document]:
    """Return what a tagger makes of annotated texts, and of a folder of plain ones with a file of marks."""
    tagger = load_tagger(teacher)
    lessons = list(annotated_texts(annotated, tagger))
    if folder is not None:
        lessons += judged_texts(folder, tagger, read_marks(marked) if marked else None, marked_alone=marked_alone)
    return lessons


def judged_texts(
    folder: Path, teacher: Tagger, marks: Marks | None = None, *, marked_alone: bool = False
) -> Iterator[Document]:
    """Read the ``.txt`` files of a folder, in pieces of some sentences, with the names that a tagger sees in them.

    How surely it sees each is told with it; labels that it does not give are not judged.

    Args:
        folder: where the texts are.
        teacher: the tagger.
        marks: what people marked in lines of the texts, by which the tagger is corrected there.
        marked_alone: whether other lines are left out: a tagger learns nothing from its own judgement.

    Raises:
        InputError: the folder holds no ``.txt``, or one is not UTF-8.
    """
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        raise InputError(f"{folder} holds no .txt files: give a folder of plain texts")
    for path in paths:
        lines = [
            (line, (marks or {}).get(sha256(line.encode()).hexdigest()))
            for line in read_utf8(path, "the text").splitlines()
        ]
        yield from _marked(path.stem, [(line, spans) for line, spans in lines if spans is not None], teacher)
        if marked_alone:
            continue
        text = "\n".join("" if spans is not None else line for line, spans in lines)
        cut = passages(text, split_sentences(text))
        for number, part in enumerate(batches(cut, lambda passage: len(passage.words), WORDS)):
            yield judged(f"{path.stem}-{number}", part, *teacher)


def annotated_texts(texts: Iterable[Annotated], teacher: Tagger) -> Iterator[Document]:
    """Return texts with the names and agreements that people marked in them, in the scheme of the networks.

    Args:
        texts: with all spans of :data:`MARKED`.
        teacher: the tagger that has its say where the schemes differ.
    """
    for one in texts:
        marked = document_of(one)
        yield corrected(judged(one.name, marked.passages, *teacher), marked.spans)._replace(judged=MARKED)


def _marked(stem: str, lines: list[tuple[str, Sequence[tuple[int, int, str]]]], teacher: Tagger) -> Iterator[Document]:
    for number, part in enumerate(batches(lines, lambda one: len(one[0].split()), WORDS)):
        cut: list[Passage] = []
        marked: list[WordSpan] = []
        for line, spans in part:
            here = list(passages(line, split_sentences(line)))
            marked += on_words(here, spans, len(cut))
            cut += here
        yield corrected(judged(f"{stem}-marked-{number}", cut, *teacher), marked)


def judged(name: str, cut: list[Passage], teacher: Model, table: FormProducts) -> Document:
    """Return sentences with what the teacher sees in them."""
    layout = lay_out([passage.words for passage in cut])
    shares = 1 / (1 + np.exp(-span_scores(teacher, table, layout).clip(-30)))
    spans = []
    for first, label, length in np.argwhere(shares >= LEAST).tolist():
        sentence = int(layout.sentences[first])
        place = first - layout.firsts[sentence]
        share = float(shares[first, label, length])
        spans.append((sentence, place, place + length, teacher.labels[label], share))
    return Document(Annotated(name, "", []), cut, spans, frozenset(teacher.labels))
