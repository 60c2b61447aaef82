"""What a morphological engine says of one token, in Universal Dependencies terms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple


class Analysis(NamedTuple):
    """Lemma, universal part of speech, features (``Case=Nom|Number=Sing``) and the lemma's origin.

    >>> Analysis("договор", "NOUN", "Case=Nom|Number=Plur", "pymorphy3.reading_that_fits").lemma
    'договор'
    """

    lemma: str
    upos: str
    feats: str
    source: str


Engine = Callable[[Sequence[Sequence[str]]], list[list[Analysis]]]
"""Sentences of token texts to their analyses, token by token."""

Tokens = tuple[str, ...]

CACHED_SENTENCES = 20_000
"""Sentences whose analyses are kept, some 2 kB each: running heads, repeated titles and second runs cost nothing."""


class SentenceMemory:
    """Analyses each different sentence once.

    Args:
        analyse: sentences, none of them empty and none there twice, to their analyses.
    """

    def __init__(self, analyse: Callable[[Sequence[Tokens]], Sequence[list[Analysis]]]) -> None:
        self._analyse = analyse
        self._known: dict[Tokens, list[Analysis]] = {}

    def __call__(self, sentences: Sequence[Sequence[str]]) -> list[list[Analysis]]:
        """Analyse sentences; an empty one has no analysis."""
        keys = [tuple(sentence) for sentence in sentences]
        new = [key for key in dict.fromkeys(keys) if key and key not in self._known]
        if len(self._known) + len(new) > CACHED_SENTENCES:
            self._known.clear()
            new = [key for key in dict.fromkeys(keys) if key]
        if new:
            self._known |= zip(new, self._analyse(new), strict=True)
        return [list(self._known[key]) if key else [] for key in keys]
