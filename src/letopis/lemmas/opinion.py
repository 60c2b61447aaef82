"""A second opinion for the context tagger: the tags of slovnet's news model, which comes with natasha.

slovnet learnt from much more text than the treebanks hold, and knows no dictionary; the context tagger weighs it as
one more input.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from letopis.dictionary import natasha_data
from letopis.lemmas.vectors import load_navec

if TYPE_CHECKING:
    from slovnet import Morph

MODEL = "slovnet_morph_news_v1.tar"

LONGEST_FORM = 100
"""Letters of a form that slovnet reads; a longer string is no word."""

Opinion = tuple[str, ...]
"""``("pos=NOUN", "Case=Gen", …)``: what slovnet says of one token."""


def second_opinions(sentences: Sequence[Sequence[str]]) -> list[list[Opinion]]:
    """Tag tokenised sentences with slovnet.

    >>> second_opinions([["Мир", "."], []])[0][1], second_opinions([[]])
    (('pos=PUNCT',), [[]])
    """
    # Sentences of like length together: slovnet fills up a batch to its longest.
    order = sorted((place for place, sentence in enumerate(sentences) if sentence), key=lambda i: len(sentences[i]))
    tagged = _morph().map([[form[:LONGEST_FORM] for form in sentences[place]] for place in order])
    result: list[list[Opinion]] = [[] for _ in sentences]
    for place, markup in zip(order, tagged, strict=True):
        result[place] = [
            (f"pos={token.pos}", *(f"{name}={value}" for name, value in token.feats.items())) for token in markup.tokens
        ]
    return result


@cache
def _morph() -> Morph:
    from slovnet import Morph

    morph = Morph.load(str(natasha_data() / "model" / MODEL))
    morph.navec(load_navec())
    return morph
