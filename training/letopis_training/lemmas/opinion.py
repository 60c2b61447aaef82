"""What slovnet's news tagger, which comes with natasha, says of sentences: one input of the context tagger's teachers.

slovnet learnt from much more text than the treebanks hold, and knows no dictionary. The context tagger itself does not
ask it: that would cost more time than all of its own layers.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import torch

from letopis.navec import natasha_data, navec_path

MODEL = "slovnet_morph_news_v1.tar"


def opinion_labels(pos: str, feats: dict[str, str]) -> list[str]:
    """Return what a tag says, label by label.

    >>> opinion_labels("NOUN", {"Case": "Nom"})
    ['pos=NOUN', 'Case=Nom']
    """
    return [f"pos={pos}", *(f"{name}={value}" for name, value in feats.items())]


def opinions(sentences: Sequence[Sequence[str]]) -> torch.Tensor:
    """Tag sentences with slovnet: a row a token, a column for each label that it gives to any of them."""
    from navec import Navec
    from slovnet import Morph

    slovnet = Morph.load(natasha_data() / "model" / MODEL).navec(Navec.load(navec_path()))
    tokens = chain.from_iterable(markup.tokens for markup in slovnet.map(sentences))
    found = [opinion_labels(token.pos, token.feats) for token in tokens]
    places = {label: place for place, label in enumerate(sorted(set(chain.from_iterable(found))))}
    marks = torch.zeros(len(found), len(places))
    for row, labels in zip(marks, found, strict=True):
        row[[places[label] for label in labels]] = 1.0
    return marks
