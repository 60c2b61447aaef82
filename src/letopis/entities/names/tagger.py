"""The tagger: sentences of words to scored names."""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from letopis.dictionary import natasha_data, navec_path
from letopis.entities.names.passage import Name, Passage

if TYPE_CHECKING:
    from collections.abc import Sequence

_LABELS = {"PER": "PERSON", "ORG": "ORG", "LOC": "GPE"}
_BATCH = 32


@cache
def _slovnet() -> Any:
    from navec import Navec
    from slovnet import NER

    tagger = NER.load(natasha_data() / "model" / "slovnet_ner_news_v1.tar", batch_size=_BATCH)
    return tagger.navec(Navec.load(navec_path())).infer


def tag(passages: Sequence[Passage]) -> list[list[Name]]:
    """Give the names of each sentence, nested ones too.

    >>> from letopis.entities.names.passage import passages
    >>> (found,) = tag(list(passages("Посол прибыл в Баку.", [(0, 20)])))
    >>> [(name.first, name.last, name.label) for name in found]
    [(3, 4, 'GPE')]
    """
    infer = _slovnet()
    found: list[list[Name]] = []
    rest = iter(passages)
    while batch := list(islice(rest, _BATCH)):
        words = [[_bare(word) for word in passage.words] for passage in batch]
        for tags in infer.decoder(infer.process(infer.encoder(words))):
            found.append(_names(tags))
    return found


def _bare(word: str) -> str:
    return word[0] if len(word) == 2 and word[1] == "." else word


def _names(tags: Sequence[str]) -> list[Name]:
    names: list[Name] = []
    first = 0
    for index, (here, following) in enumerate(zip(tags, [*tags[1:], "O"], strict=True)):
        if here == "O":
            continue
        if here.startswith("B"):
            first = index
        if following != "I" + here[1:]:
            names.append(Name(first, index + 1, _LABELS[here[2:]], "names.tagger", 0.9))
            first = index + 1
    return names
