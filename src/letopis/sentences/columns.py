"""What a spaCy ``Doc`` holds of all its tokens, read at once: one token after another takes many times as long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from letopis.batching import batches
from letopis.records import Sentence

if TYPE_CHECKING:
    from spacy.tokens import Doc

BATCHED_DOCS = 64
BATCH_CHARACTERS = 50_000
"""Texts, and their characters, that go through a network together: with few words in hand it is slow."""

KEPT_DOCS = 3 * BATCHED_DOCS
"""Texts whose columns are kept: those of a batch in each component that makes batches, and then some."""


def batches_of(docs: Iterable[Doc], most: int = BATCHED_DOCS) -> Iterator[list[Doc]]:
    """Put texts together: at most so many, and :data:`BATCH_CHARACTERS` in all; a longer one goes alone.

    >>> import spacy
    >>> [len(batch) for batch in batches_of(spacy.blank("ru").pipe(["Договор", "Указ", "Закон"]), 2)]
    [2, 1]
    """
    return batches(docs, lambda doc: len(text_of(doc)), BATCH_CHARACTERS, most=lambda _: min(most, BATCHED_DOCS))


class _Columns:
    """What was read of a ``Doc`` when it had so many tokens."""

    def __init__(self, tokens: int, text: str) -> None:
        self.tokens = tokens
        self.text = text
        self.bounds: tuple[Sequence[int], Sequence[int]] | None = None
        self.words: Sequence[str] | None = None


_read: WeakKeyDictionary[Doc, _Columns] = WeakKeyDictionary()
"""What was read of the latest texts: one component after another asks.

A ``Doc`` that is cut into other tokens is read again if they are more or fewer.
"""


def _columns(doc: Doc) -> _Columns:
    found = _read.get(doc)
    if found is None or found.tokens != len(doc):
        found = _keep(doc, _Columns(len(doc), doc.text))
    return found


def _keep(doc: Doc, columns: _Columns) -> _Columns:
    if len(_read) >= KEPT_DOCS:
        _read.clear()
    _read[doc] = columns
    return columns


def text_of(doc: Doc) -> str:
    """Return the text of a ``Doc``; spaCy builds ``doc.text`` anew from its tokens at every call.

    >>> import spacy
    >>> text_of(spacy.blank("ru")("Протокол подписан."))
    'Протокол подписан.'
    """
    return _columns(doc).text


def remember_text(doc: Doc, text: str) -> str:
    """Keep the text of a ``Doc`` for :func:`text_of`, and give it back."""
    return _keep(doc, _Columns(len(doc), text)).text


def token_bounds(doc: Doc) -> tuple[Sequence[int], Sequence[int]]:
    """Return where each token starts in the text, and where it ends.

    >>> import spacy
    >>> token_bounds(spacy.blank("ru")("Протокол подписан."))
    ((0, 9, 17), (8, 17, 18))
    """
    known = _columns(doc)
    if known.bounds is None:
        columns = doc.to_array(["IDX", "LENGTH"])
        known.bounds = tuple(columns[:, 0].tolist()), tuple(columns.sum(axis=1).tolist())
    return known.bounds


def token_texts(doc: Doc) -> Sequence[str]:
    """Return the text of each token.

    >>> import spacy
    >>> token_texts(spacy.blank("ru")("Протокол подписан."))
    ('Протокол', 'подписан', '.')
    """
    known = _columns(doc)
    if known.words is None:
        known.words = tuple(known.text[start:end] for start, end in zip(*token_bounds(doc), strict=True))
    return known.words


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
    starts, ends = token_bounds(doc)
    return [Sentence(starts[first], ends[last - 1]) for first, last in sentence_bounds(doc)]
