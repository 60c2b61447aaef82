"""Decide, for every article of a push, what is uploaded, changed, replaced and kept; nothing is done yet."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

import msgspec

from letopis.doccano.base import Entry
from letopis.doccano.changes import Change
from letopis.doccano.merge import Key, Plan, merge
from letopis.doccano.places import Group, Lens, Part, Today, align, uncertainty
from letopis.doccano.settle import Settled, confirmed_base, worked_on
from letopis.offsets import OffsetMap

if TYPE_CHECKING:
    from letopis.doccano.base import Base
    from letopis.doccano.snapshot import Snapshot
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


@dataclass
class Work:
    """A push being planned: what is known, and what is to be done about it.

    ``uploads`` are entries with their uncertainty; ``replacements`` are entries whose text has changed, and those that
    take their place.
    """

    base: Base
    snapshot: Snapshot
    settled: Settled
    token: str = field(default_factory=lambda: secrets.token_hex(6))
    uploads: list[tuple[float, Entry]] = field(default_factory=list)
    replacements: list[tuple[Sequence[Entry], list[tuple[float, Entry]]]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    unchanged: int = 0
    numbers: Iterator[int] = field(default_factory=count)


def plan_article(work: Work, article: Article, parts: Sequence[Part]) -> None:
    """Plan one article; what a change or replacement makes of the base is written there when it is done."""
    base = work.base
    today = Today(base, article, parts)
    _adopt(work, today)
    entries = sorted((e for e in base.entries if e.article == article.id), key=lambda e: (e.start, e.end))
    pairs, groups = align(base, entries, today)
    shown: set[int] = set()
    for entry, part in pairs:
        shown |= _plan_entry(work, today, today.lens(entry, part))
        entry.version, entry.start, entry.end = today.version, part.start, part.end
    for group in groups:
        shown |= _plan_group(work, today, group)
    left = len(article.entities) - len(shown)
    if left:
        work.settled.notes.append(
            f"article {article.id!r}: {left} spans cross the edge of a {base.unit} or have no example, "
            "and stay out of doccano"
        )
    base.articles[article.id] = article


def _plan_group(work: Work, today: Today, group: Group) -> set[int]:
    """Replace the examples of a text that has changed, unless a person worked on one of them."""
    shown: set[int] = set()
    held = [entry for entry in group.entries if entry.deleted or _is_held(entry, work)]
    if held:
        work.settled.notes += [_kept_note(entry) for entry in held]
        for entry in group.entries:
            shown |= _plan_entry(work, today, today.lens(entry, None))
        return shown
    new = []
    for part in group.parts:
        entry = Entry(today.article.id, today.version, part.start, part.end, work.token, next(work.numbers))
        new.append(_plan_upload(today, today.lens(entry, part)))
        shown |= set(today.through(today.lens(entry, part))[0])
    work.replacements.append((group.entries, new))
    return shown


def _plan_upload(today: Today, lens: Lens) -> tuple[float, Entry]:
    """Fill an entry that the server has no example of, and give it with its uncertainty."""
    keys, links = today.through(lens)
    lens.entry.said, lens.entry.said_links = sorted(keys.values()), sorted(links)
    return uncertainty(today.by_id[number] for number in keys), lens.entry


def _plan_entry(work: Work, today: Today, lens: Lens) -> set[int]:
    """Plan one example and give the ids of the entities that are in it."""
    entry = lens.entry
    keys, links = today.through(lens)
    ours = frozenset(keys.values())
    if entry.deleted or entry.example in work.settled.altered:
        return set(keys)
    if entry.example is None:
        work.uploads.append(_plan_upload(today, lens))
        return set(keys)
    confirmed_at = work.snapshot.confirmed_at(entry.example)
    pushed = confirmed_base(entry, confirmed_at)
    plan = merge(pushed, work.snapshot.examples[entry.example].found, ours, links)
    work.items += plan_items(lens, plan, today.article, work.base.text_of(entry))

    def remember() -> None:
        withheld = set(plan.withheld)
        entry.declined, entry.unsure = sorted(pushed.declined & withheld), sorted(pushed.unsure & withheld)
        entry.said, entry.said_links, entry.settled = sorted(ours), sorted(links), confirmed_at

    if plan.changes:
        work.changes.append(Change(entry, work.base.text_of(entry), plan, remember))
    else:
        remember()
        work.unchanged += 1
    return set(keys)


def _adopt(work: Work, today: Today) -> None:
    """Take up examples of this article that an earlier push sent and this base does not know."""
    article, base = today.article, work.base
    unknown = [example for example in work.settled.unknown if example.payload.get("article") == article.id]
    if not unknown:
        return
    free: dict[str, list[Part]] = {}
    for part in today.parts:
        free.setdefault(article.text[part.start : part.end], []).append(part)
    for entry in base.entries:
        if entry.article == article.id and free.get(base.text_of(entry)):
            free[base.text_of(entry)].pop(0)
    for example in unknown:
        if example.mark is None or not free.get(example.text):
            work.settled.notes.append(
                f"example {example.id} of article {article.id!r} doubles another or is of an older text, "
                "and is left alone"
            )
            continue
        part = free[example.text].pop(0)
        entry = Entry(article.id, today.version, part.start, part.end, *example.mark, example=example.id)
        keys, links = today.through(today.lens(entry, part))
        # Guess nothing: what doccano lacks is listed, and what it has beside is a person's.
        entry.unsure, _ = entry.take_up(example.found, sorted(set(keys.values())), sorted(links))
        base.entries.append(entry)


def _is_held(entry: Entry, work: Work) -> bool:
    if entry.example is None:
        return False
    example = work.snapshot.examples[entry.example]
    return example.id in work.settled.altered or worked_on(entry, example, work.snapshot)


def _kept_note(entry: Entry) -> str:
    if entry.deleted:
        place = f"article {entry.article!r}"
        return f"{place}: a part whose example was deleted in doccano has another text now and stays away"
    return (
        f"article {entry.article!r}, example {entry.example}: its text has changed since; as a person worked on it, it "
        "keeps the old text in doccano, and its spans are carried over through the raw text"
    )
