"""spaCy's ``doc.noun_chunks`` for Russian: a noun, a name or a pronoun with the words before it that agree with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from letopis.errors import InputError

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

HEADS = frozenset({"NOUN", "PROPN", "PRON"})

BEFORE = frozenset({"amod", "det", "nummod", "nummod:gov"})
"""Relations of words before the noun that belong to its chunk, with what hangs on them: ``весьма важный договор``."""

BEHIND = frozenset({"flat", "flat:name", "flat:foreign", "fixed", "compound"})
"""Relations of words behind it: ``Ильхам Алиев``."""


def noun_chunks(doclike: Doc | Span) -> Iterator[tuple[int, int, int]]:
    """Return the chunks of a parsed text as first token, the one behind the last, and the label ``NP``.

    A chunk holds no other: what hangs on a noun as a noun (``договор дружбы``) is a chunk of its own.
    """
    doc = doclike.doc
    if len(doc) and not doc.has_annotation("DEP"):
        raise InputError("noun chunks need trees: call letopis.trees.parse(doc), or load with trees='always'")
    label = doc.vocab.strings.add("NP")
    upto = -1
    for token in doclike:
        if token.pos_ in HEADS and token.dep_ and token.dep_ not in BEHIND:
            first, last = _first(token, upto), _last(token)
            if first >= upto:
                yield first, last + 1, label
                upto = last + 1


def _first(token: Token, upto: int) -> int:
    """Return the first word of an unbroken row of modifiers before a noun."""
    first = token.i
    for child in sorted(token.lefts, key=lambda one: -one.i):
        if child.dep_ not in BEFORE or child.right_edge.i != first - 1 or child.left_edge.i < upto:
            break
        first = child.left_edge.i
    return first


def _last(token: Token) -> int:
    last = token.i
    for child in token.rights:
        if child.dep_ in BEHIND and child.left_edge.i == last + 1:
            last = child.right_edge.i
    return last
