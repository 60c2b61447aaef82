"""A side that a sentence names twice, each time in its own words, is one side."""

from __future__ import annotations

import re
from collections.abc import Sequence

from letopis.dictionary import parses
from letopis.entities.spans import Link
from letopis.records import Entity
from letopis.russian.states import state_of

_GOVERNMENT = re.compile(r"правительств\w+ (?=[А-ЯЁ])", re.IGNORECASE)


def each_side_once(links: Sequence[Link[Entity]]) -> list[Link[Entity]]:
    """Keep of the mentions of one side that in the title, else the nearest.

    ``Министры Дании и Чили подписали Договор о мире между [Данией] и [Чили]``.
    """
    best: dict[tuple[int, str], Link[Entity]] = {}
    for link in links:
        if link.type == "party":
            key = (link.source.start_offset, side_of(link.target))
            best[key] = min(best.get(key, link), link, key=_remoteness)
    return [
        link for link in links
        if link.type != "party" or best[link.source.start_offset, side_of(link.target)] is link
    ]  # fmt: skip


def _remoteness(link: Link[Entity]) -> tuple[bool, int]:
    source, target = link.source, link.target
    inside = source.start_offset <= target.start_offset and target.end_offset <= source.end_offset
    return not inside, max(source.start_offset - target.end_offset, target.start_offset - source.end_offset)


def side_of(name: Entity) -> str:
    """Return what a name says of whose side it is, in whatever case: a government is its state's.

    >>> side_of(Entity.at("Данией", 0, 6, "GPE")) == side_of(Entity.at("Правительство Дании", 0, 19, "ORG"))
    True
    """
    bare = _GOVERNMENT.sub("", name.text, count=1) if name.label == "ORG" else name.text
    state = state_of(bare)
    if state is not None:
        return state.short
    return " ".join(parses(word)[0].lemma for word in re.findall(r"\w+", bare))
