"""Bring the base and the server to the same facts before anything else is done.

A push can be cut off at any point, a server can run a task again or late, and people delete examples. Here every
example on the server finds its entry, doubled and half-imported examples are told apart from those that a person has
worked on, and changes that were under way are written down as done or not done.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from letopis.doccano.merge import Found, Link, Pushed, is_changed

if TYPE_CHECKING:
    from letopis.doccano.base import Base, Entry
    from letopis.doccano.snapshot import Snapshot
    from letopis.doccano.transfer import Example


@dataclass
class Settled:
    """What came out: examples to delete, examples that no entry knows, and what a person should be told."""

    remove: list[int] = field(default_factory=list)
    unknown: list[Example] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def settle(base: Base, snapshot: Snapshot) -> Settled:
    """Assign examples to the entries of the base; changes the base, not the server."""
    outcome = Settled(remove=[number for number in base.doomed if number in snapshot.examples])
    base.doomed = list(outcome.remove)
    copies: dict[tuple[str, int], list[Example]] = {}
    for example in snapshot.examples.values():
        if example.mark is not None and example.id not in base.doomed:
            copies.setdefault(example.mark, []).append(example)
    live = [entry for entry in base.entries if not entry.deleted]
    # A server without a single one of many examples is another server, or was emptied to begin anew.
    emptied = len(live) > 1 and not any(entry.mark in copies for entry in live)
    for entry in live:
        mine = copies.pop(entry.mark, [])
        if entry.example is not None and emptied:
            _forget(entry)
        _settle_entry(entry, mine, base, snapshot, outcome)
    outcome.unknown = [example for several in copies.values() for example in several]
    foreign = sum(example.mark is None for example in snapshot.examples.values())
    if foreign:
        outcome.notes.append(f"{foreign} examples of the project were not pushed by letopis and are left alone")
    return outcome


def confirmed_base(entry: Entry, confirmed_at: str | None) -> Pushed:
    """Give the base of a merge; a confirmation since the last push turns down what had been withheld until then."""
    pushed = entry.pushed()
    if confirmed_at is None or confirmed_at == entry.settled:
        return pushed
    withheld = pushed.said - set(pushed.spans.values())
    return Pushed(pushed.spans, pushed.links, pushed.said, pushed.declined | withheld, pushed.unsure)


def worked_on(entry: Entry, example: Example, snapshot: Snapshot) -> bool:
    """Tell whether a person has changed, confirmed or commented the example."""
    changed = is_changed(entry.pushed(), example.found)
    return bool(changed or example.found.confirmed or snapshot.comments.get(example.id))


def resolved_links(found: Found) -> dict[int, Link]:
    """Give doccano's relations by what they say."""
    return {
        number: (kind, found.spans[start], found.spans[end])
        for number, (kind, start, end) in found.links.items()
        if start in found.spans and end in found.spans
    }


def _settle_entry(entry: Entry, mine: list[Example], base: Base, snapshot: Snapshot, outcome: Settled) -> None:
    text = base.text_of(entry)
    place = f"article {entry.article!r}, characters {entry.start}–{entry.end}"
    changed = [example for example in mine if example.text != text]
    if changed:
        outcome.notes.append(
            f"{place}: the text of example {changed[0].id} was changed in doccano; its spans are not read"
        )
        mine = [example for example in mine if example.text == text]
    own = next((example for example in mine if example.id == entry.example), None)
    if own is None and entry.example is not None and not mine:
        entry.deleted = True
        outcome.notes.append(f"{place}: the example was deleted in doccano and stays away")
        return
    if own is None and mine:
        own = _best(entry, mine, snapshot)
        if own is not None:
            _assign(entry, own)
    elif own is not None:
        _finish_changes(entry, own.found)
    for copy in mine:
        if own is not None and copy.id == own.id:
            continue
        if own is not None and (_person(entry, copy, snapshot)):
            outcome.notes.append(
                f"{place}: example {copy.id} doubles {own.id} and was worked on; delete one in doccano"
            )
        else:
            outcome.remove.append(copy.id)


def _best(entry: Entry, copies: list[Example], snapshot: Snapshot) -> Example | None:
    """Choose the copy that a person worked on, else a whole one; ``None`` when all are remains of a broken import."""
    worked = [example for example in copies if _person(entry, example, snapshot)]
    whole = [example for example in copies if _is_whole(entry, example)]
    return next(iter([*worked, *whole]), None)


def _person(entry: Entry, example: Example, snapshot: Snapshot) -> bool:
    known = {*entry.said, *entry.spans.values(), *entry.creating}
    return bool(
        example.found.confirmed
        or snapshot.comments.get(example.id)
        or any(key not in known for key in example.found.spans.values())
    )


def _is_whole(entry: Entry, example: Example) -> bool:
    spans = sorted(example.found.spans.values())
    return spans == sorted(entry.said) and set(resolved_links(example.found).values()) == set(entry.said_links)


def _assign(entry: Entry, example: Example) -> None:
    said, said_links = set(entry.said), set(entry.said_links)
    entry.example = example.id
    entry.spans = {number: key for number, key in example.found.spans.items() if key in said}
    entry.links = {number: link for number, link in resolved_links(example.found).items() if link in said_links}


def _finish_changes(entry: Entry, found: Found) -> None:
    """Write down what a change that was cut off has done; what it has not done is planned again."""
    for number in entry.removing:
        if number not in found.spans:
            entry.spans.pop(number, None)
    for number in entry.removing_links:
        if number not in found.links:
            entry.links.pop(number, None)
    entry.spans |= {n: key for n, key in found.spans.items() if n not in entry.spans and key in entry.creating}
    resolved = resolved_links(found)
    entry.links |= {n: link for n, link in resolved.items() if n not in entry.links and link in entry.creating_links}
    entry.removing, entry.removing_links, entry.creating, entry.creating_links = [], [], [], []


def _forget(entry: Entry) -> None:
    entry.example, entry.settled = None, None
    entry.spans, entry.links, entry.declined, entry.unsure = {}, {}, [], []
    entry.removing, entry.removing_links, entry.creating, entry.creating_links = [], [], [], []
