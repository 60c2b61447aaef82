"""Sentences of plain texts that people marked: a teacher's judgement, corrected by what they say."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from letopis.entities.names.passage import Passage, passages
from letopis.entities.names.words import CLOSING, OPENING, is_adjective
from letopis.errors import InputError
from letopis.files import read_utf8
from letopis.sentences import split_sentences
from letopis_training.names.nerel import Annotated
from letopis_training.names.rewriting import Document, WordSpan

Marks: TypeAlias = Mapping[str, Sequence[tuple[int, int, str]]]
"""What is marked in sentences: by the sha256 of their text, start, end and label of each span."""


def read_marks(path: Path) -> Marks:
    """Read stand-off marks: a JSON object a line with ``sha256`` of a sentence and its ``spans``.

    Raises:
        InputError: a line is none.
    """
    marks = {}
    for number, line in enumerate(read_utf8(path, "the marks").splitlines(), 1):
        try:
            sentence = json.loads(line)
            marks[sentence["sha256"]] = [(int(start), int(end), str(label)) for start, end, label in sentence["spans"]]
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(f"{path}:{number} holds no sha256 and spans: {line[:60]!r}") from error
    return marks


def on_words(cut: Sequence[Passage], spans: Iterable[tuple[int, int, str]], before: int = 0) -> list[WordSpan]:
    """Put spans of a text on its words; those that do not begin and end with words of one sentence are left out.

    Args:
        cut: the text's sentences.
        spans: start, end and label of each.
        before: sentences that stand before these.

    >>> on_words([Passage(["в", "Баку"], [0, 2], [1, 6])], [(2, 6, "GPE"), (3, 6, "GPE")])
    [(0, 1, 1, 'GPE', 1.0)]
    """
    starts = {start: (i, j) for i, passage in enumerate(cut, before) for j, start in enumerate(passage.starts)}
    ends = {end: (i, j) for i, passage in enumerate(cut, before) for j, end in enumerate(passage.ends)}
    found = [(starts.get(start), ends.get(end), label) for start, end, label in spans]
    return [(i[0], i[1], j[1], label, 1.0) for i, j, label in found if i and j and i[0] == j[0]]


def document_of(annotated: Annotated) -> Document:
    """Cut a text into sentences of words, with its spans on them."""
    cut = list(passages(annotated.text, split_sentences(annotated.text)))
    return Document(annotated, cut, on_words(cut, annotated.spans))


def corrected(document: Document, marked: Sequence[WordSpan]) -> Document:
    """Return a judged document with what people marked in it as sure, and without what they left unmarked.

    The teacher keeps its say where NEREL's scheme, which the networks write, is not that of the guidelines: on
    adjectives and common nouns, and inside a name that was marked (``МИД`` in ``МИД Польши``).
    """
    sure = {as_nerel(document.passages[span[0]].words, span) for span in marked}
    told = {span[:4] for span in sure}
    left = [
        span
        for span in document.spans
        if span[:4] not in told
        and (_other_scheme(document.passages[span[0]].words[span[1]], span[3]) or any(_in(span, one) for one in marked))
    ]
    return document._replace(spans=[*sorted(sure), *left])


def as_nerel(words: Sequence[str], span: WordSpan) -> WordSpan:
    """Return an organisation's name as NEREL marks it: without quotes, and a small head before them or before Latin.

    >>> as_nerel(["клуб", "«", "Лада", "»"], (0, 0, 3, "ORG", 1.0))
    (0, 2, 2, 'ORG', 1.0)
    >>> as_nerel(["группы", "The", "Smiths"], (0, 0, 2, "ORG", 1.0))
    (0, 1, 2, 'ORG', 1.0)
    >>> as_nerel(["министерство", "обороны", "Чили"], (0, 0, 2, "ORG", 1.0))
    (0, 0, 2, 'ORG', 1.0)
    """
    sentence, first, last, label, share = span
    if label != "ORG":
        return span
    begin = next((place for place in range(first, last + 1) if not words[place].islower()), first)
    if words[begin] not in OPENING and not words[begin].isascii():
        begin = first
    if words[begin] in OPENING and words[last] in CLOSING and last - begin > 1:
        begin, last = begin + 1, last - 1
    return sentence, begin, last, label, share


def _other_scheme(word: str, label: str) -> bool:
    return word.islower() or (label == "GPE" and is_adjective(word))


def _in(span: WordSpan, marked: WordSpan) -> bool:
    return span[0] == marked[0] and span[3] == marked[3] and marked[1] <= span[1] and span[2] <= marked[2]
