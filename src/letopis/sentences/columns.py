"""What a spaCy ``Doc`` holds of all its tokens, read at once: one token after another takes many times as long.

Nothing is kept, for a ``Doc`` that was cut into other tokens gives those.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from letopis.batching import batches
from letopis.records import Sentence

if TYPE_CHECKING:
    from spacy.tokens import Doc

BATCHED_DOCS = 64
BATCH_CHARACTERS = 50_000
"""Texts, and their characters, that go through a network together: with few words in hand it is slow."""


def batches_of(docs: Iterable[Doc], most: int = BATCHED_DOCS) -> Iterator[list[Doc]]:
    """Put texts together: at most so many, and :data:`BATCH_CHARACTERS` in all; a longer one goes alone.

    >>> import spacy
    >>> [len(batch) for batch in batches_of(spacy.blank("ru").pipe(["Договор", "Указ", "Закон"]), 2)]
    [2, 1]
    """
    most = min(most, BATCHED_DOCS)
    return batches(docs, lambda doc: doc[-1].idx + len(doc[-1]) if doc else 0, BATCH_CHARACTERS, most=lambda _: most)


def token_bounds(doc: Doc) -> tuple[list[int], list[int]]:
    """Return where each token starts in the text, and where it ends.

    >>> import spacy
    >>> token_bounds(spacy.blank("ru")("Протокол подписан."))
    ([0, 9, 17], [8, 17, 18])
    """
    columns = doc.to_array(["IDX", "LENGTH"])
    return columns[:, 0].tolist(), (columns[:, 0] + columns[:, 1]).tolist()


def token_texts(doc: Doc) -> list[str]:
    """Return the text of each token.

    >>> import spacy
    >>> token_texts(spacy.blank("ru")("Протокол подписан."))
    ['Протокол', 'подписан', '.']
    """
    strings = doc.vocab.strings
    return [strings[form] for form in doc.to_array("ORTH").tolist()]


def sentence_bounds(doc: Doc) -> list[tuple[int, int]]:
    """Return the first token of each sentence and the one behind its last; one sentence where none are marked.

    >>> import spacy
    >>> sentence_bounds(spacy.blank("ru")("Протокол подписан."))
    [(0, 3)]
    """
    if not len(doc):
        return []
    starts = (doc.to_array("SENT_START") == 1).nonzero()[0].tolist() if doc.has_annotation("SENT_START") else []
    firsts = [0, *(start for start in starts if start)]
    return list(zip(firsts, [*firsts[1:], len(doc)], strict=True))


def sentence_spans(doc: Doc) -> list[Sentence]:
    """Return where the sentences of a ``Doc`` stand in its text, the white space at their ends too.

    >>> import spacy
    >>> sentence_spans(spacy.blank("ru")("Протокол подписан."))
    [Sentence(start=0, end=18)]
    """
    columns, bounds = doc.to_array(["IDX", "LENGTH"]), sentence_bounds(doc)
    starts = columns[[first for first, _ in bounds], 0].tolist()
    ends = columns[[last - 1 for _, last in bounds]].sum(axis=1).tolist()
    return [Sentence(*span) for span in zip(starts, ends, strict=True)]
