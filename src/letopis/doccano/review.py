"""What a person has to look at after a push or a pull: places with all their readings, ready for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from letopis.doccano.merge import Key, Plan
from letopis.offsets import OffsetMap

if TYPE_CHECKING:
    from letopis.doccano.places import Lens
    from letopis.records import Article


class Mark(msgspec.Struct, frozen=True, omit_defaults=True):
    """A span as one side reads it; offsets are missing where the article's text today has no place for it."""

    label: str
    text: str
    start_offset: int | None = None
    end_offset: int | None = None
    source_start: int | None = None
    source_end: int | None = None


class Item(msgspec.Struct, frozen=True):
    """One place, and why a person has to look at it.

    ``kind`` is ``conflict``, ``unanchored`` or ``lost_relation``; ``base`` was pushed, ``theirs`` is in doccano, and
    ``ours`` is what extraction says.
    """

    kind: str
    article: str
    example: int | None
    reason: str
    base: Mark | None = None
    theirs: list[Mark] = []
    ours: Mark | None = None


def plan_items(lens: Lens, plan: Plan, article: Article, text: str) -> Iterator[Item]:
    """List the differences of a merge, its lost relations, and the touched spans that cannot be anchored."""
    example, name = lens.entry.example, article.id

    def mark(key: Key | None) -> Mark | None:
        return None if key is None else _mark(lens, key, article, text)

    def marks(keys: Iterable[Key]) -> list[Mark]:
        return [_mark(lens, key, article, text) for key in keys]

    for found in plan.differences:
        yield Item("conflict", name, example, found.reason, mark(found.base), marks(found.theirs), mark(found.ours))
    for kind, start, end in plan.lost_links:
        reason = f"the relation {kind} went when one of its ends was drawn anew; draw it again"
        yield Item("lost_relation", name, example, reason, None, marks([start, end]), None)
    for number in sorted(plan.touched):
        key = plan.keep[number]
        if lens.to_article(key) is None:
            yield Item(
                "unanchored", name, example, "the text has changed and holds no place for it", None, marks([key]), None
            )


def describe(item: Item) -> str:
    """Return an item as one line for people.

    >>> was, now = Mark("ORG", "СНГ"), Mark("ORG", "СНГ и")
    >>> describe(Item("conflict", "a", 7, "a person deleted the span here", was, [], now))
    'a, example 7: a person deleted the span here: pushed [ORG СНГ], doccano has nothing, extraction says [ORG СНГ и]'
    """
    theirs = " ".join(map(_shown, item.theirs)) or "nothing"
    pushed = f"pushed {_shown(item.base)}, " if item.base else ""
    ours = f", extraction says {_shown(item.ours) if item.ours else 'nothing'}" if item.kind == "conflict" else ""
    return f"{item.article}, example {item.example}: {item.reason}: {pushed}doccano has {theirs}{ours}"


def _shown(mark: Mark) -> str:
    return f"[{mark.label} {mark.text}]"


def _mark(lens: Lens, key: Key, article: Article, text: str) -> Mark:
    place = lens.to_article(key)
    if place is None:
        return Mark(key[2], text[key[0] : key[1]])
    raw = (None, None)
    if article.source is not None:
        raw = OffsetMap(article.source.edits).span_to_raw(place[0], place[1])  # type: ignore[assignment]
    return Mark(key[2], text[key[0] : key[1]], place[0], place[1], *raw)
