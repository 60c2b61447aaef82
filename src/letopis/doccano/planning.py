"""Decide, for every article of a push, what is uploaded, changed, replaced and kept; nothing is done yet."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from letopis.doccano.base import Entry, version_of
from letopis.doccano.merge import Key, Link, merge
from letopis.doccano.parts import Part, uncertainty
from letopis.doccano.places import Bridges, Group, Lens, Reading, align
from letopis.doccano.review import Item, plan_items
from letopis.doccano.settle import Settled, confirmed_base, resolved_links, worked_on

if TYPE_CHECKING:
    from letopis.doccano.base import Base
    from letopis.doccano.merge import Plan
    from letopis.doccano.snapshot import Snapshot
    from letopis.doccano.transfer import Example
    from letopis.records import Article


@dataclass
class Work:
    """A push being planned: what is known, and what is to be done about it.

    ``uploads`` are entries with their uncertainty; ``changes`` are entries with the merge that changes them.
    """

    base: Base
    snapshot: Snapshot
    settled: Settled
    token: str = field(default_factory=lambda: secrets.token_hex(6))
    uploads: list[tuple[float, Entry]] = field(default_factory=list)
    changes: list[tuple[Entry, Plan]] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    unchanged: int = 0


@dataclass(frozen=True)
class Today:
    """An article as it is pushed, ready to be looked at through an example."""

    article: Article
    parts: Sequence[Part]
    version: str
    reading: Reading
    bridges: Bridges

    def lens(self, entry: Entry, part: Part | None) -> Lens:
        """Give the view of an entry; ``part`` is ``None`` when its text has changed."""
        return Lens(entry, part, self.bridges.of(entry))


def look_at(base: Base, article: Article, parts: Sequence[Part]) -> Today:
    """Make an article ready; its text becomes a version of the base."""
    version = version_of(article)
    base.versions[version.name] = version
    return Today(article, parts, version.name, Reading(article), Bridges(base, version))


def plan_article(work: Work, article: Article, parts: Sequence[Part]) -> None:
    """Plan one article; the base is changed to what it will be when all is done."""
    base = work.base
    today = look_at(base, article, parts)
    _adopt(work, today)
    entries = sorted((e for e in base.entries if e.article == article.id), key=lambda e: (e.start, e.end))
    alignment = align(base, entries, article, parts, today.bridges)
    shown: set[int] = set()
    for entry, part in alignment.pairs:
        shown |= _plan_entry(work, today, today.lens(entry, part))
        entry.version, entry.start, entry.end = today.version, part.start, part.end
    for group in alignment.groups:
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
    held = [entry for entry in group.entries if entry.deleted or _is_held(entry, work.snapshot)]
    if held:
        work.settled.notes += [_kept_note(entry) for entry in held]
        for entry in group.entries:
            shown |= _plan_entry(work, today, today.lens(entry, None))
        return shown
    work.settled.remove += [entry.example for entry in group.entries if entry.example is not None]
    gone = {id(entry) for entry in group.entries}
    work.base.entries = [entry for entry in work.base.entries if id(entry) not in gone]
    for part in group.parts:
        entry = Entry(today.article.id, today.version, part.start, part.end, work.token, len(work.uploads))
        work.base.entries.append(entry)
        shown |= _plan_entry(work, today, today.lens(entry, part))
    return shown


def _plan_entry(work: Work, today: Today, lens: Lens) -> set[int]:
    """Plan one example and give the ids of the entities that are in it."""
    entry = lens.entry
    keys, links = today.reading.through(lens)
    ours = frozenset(keys.values())
    if entry.deleted:
        return set(keys)
    if entry.example is None:
        entry.said, entry.said_links = sorted(ours), sorted(links)
        doubt = uncertainty(today.reading.by_id[number] for number in keys)
        work.uploads.append((doubt, entry))
        return set(keys)
    confirmed_at = work.snapshot.confirmed_at(entry.example)
    pushed = confirmed_base(entry, confirmed_at)
    plan = merge(pushed, work.snapshot.examples[entry.example].found, ours, links)
    work.items += plan_items(lens, plan, today.article, work.base.text_of(entry))
    withheld = set(plan.withheld)
    entry.declined, entry.unsure = sorted(pushed.declined & withheld), sorted(pushed.unsure & withheld)
    entry.said, entry.said_links, entry.settled = sorted(ours), sorted(links), confirmed_at
    if plan.changes:
        work.changes.append((entry, plan))
    else:
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
        keys, links = today.reading.through(today.lens(entry, part))
        _take_over(entry, example, sorted(set(keys.values())), sorted(links))
        base.entries.append(entry)


def _take_over(entry: Entry, example: Example, said: list[Key], links: list[Link]) -> None:
    """Guess nothing: what doccano has and we say was pushed, what it lacks is listed, the rest is a person's."""
    here = example.found.spans
    entry.spans = {number: key for number, key in here.items() if key in said}
    entry.said, entry.said_links = said, links
    entry.unsure = [key for key in said if key not in here.values()]
    there = resolved_links(example.found)
    entry.links = {number: link for number, link in there.items() if link in links}
    # A relation that is not there counts as deleted: ids below zero are in no snapshot.
    missing = [link for link in links if link not in there.values()]
    entry.links |= {-number: link for number, link in enumerate(missing, 1)}


def _is_held(entry: Entry, snapshot: Snapshot) -> bool:
    return entry.example is not None and worked_on(entry, snapshot.examples[entry.example], snapshot)


def _kept_note(entry: Entry) -> str:
    if entry.deleted:
        place = f"article {entry.article!r}"
        return f"{place}: a part whose example was deleted in doccano has another text now and stays away"
    return (
        f"article {entry.article!r}, example {entry.example}: its text has changed since; as a person worked on it, it "
        "keeps the old text in doccano, and its spans are carried over through the raw text"
    )
