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
