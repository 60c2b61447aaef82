"""What a spaCy ``Doc`` holds of all its tokens, read at once: one token after another takes many times as long."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from letopis.records import Sentence

if TYPE_CHECKING:
    from spacy.tokens import Doc

_texts: dict[tuple[Doc, int], str] = {}


def text_of(doc: Doc) -> str:
    """Give the text of a ``Doc``; spaCy builds ``doc.text`` anew from its tokens at every call.

    The text of the last ``Doc`` is kept, for one component after another asks for it; so are its tokens.

    >>> import spacy
    >>> text_of(spacy.blank("ru")("Протокол подписан."))
    'Протокол подписан.'
    """
    text = _texts.get((doc, len(doc)))
    return remember_text(doc, doc.text) if text is None else text


def remember_text(doc: Doc, text: str) -> str:
    """Keep the text of a ``Doc`` for :func:`text_of`, in the place of the last one's, and give it back."""
    _texts.clear()
    _texts[doc, len(doc)] = text
    return text


def token_bounds(doc: Doc) -> tuple[Sequence[int], Sequence[int]]:
    """Give where each token starts in the text, and where it ends.

    >>> import spacy
    >>> token_bounds(spacy.blank("ru")("Протокол подписан."))
    ((0, 9, 17), (8, 17, 18))
    """
    return _bounds(doc, len(doc))


@lru_cache(maxsize=1)
def _bounds(doc: Doc, _tokens: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    columns = doc.to_array(["IDX", "LENGTH"])
    return tuple(columns[:, 0].tolist()), tuple(columns.sum(axis=1).tolist())


def token_texts(doc: Doc) -> Sequence[str]:
    """Give the text of each token.

    >>> import spacy
    >>> token_texts(spacy.blank("ru")("Протокол подписан."))
    ('Протокол', 'подписан', '.')
    """
    return _token_texts(doc, len(doc))


@lru_cache(maxsize=1)
def _token_texts(doc: Doc, _tokens: int) -> tuple[str, ...]:
    text = text_of(doc)
    return tuple(text[start:end] for start, end in zip(*token_bounds(doc), strict=True))


def sentence_bounds(doc: Doc) -> list[tuple[int, int]]:
    """Give the first token of each sentence and the one behind its last; one sentence where none are marked.

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
    """Give where the sentences of a ``Doc`` stand in its text, the white space at their ends too.

    >>> import spacy
    >>> sentence_spans(spacy.blank("ru")("Протокол подписан."))
    [Sentence(start=0, end=18)]
    """
    starts, ends = token_bounds(doc)
    return [Sentence(starts[first], ends[last - 1]) for first, last in sentence_bounds(doc)]
