"""Bring the base and the server to the same facts before anything else is done.

A push can be cut off at any point, a server can run a task again or late, and people delete examples. Here every
example on the server finds its entry, doubled and half-imported examples are told apart from those that a person has
worked on, and a change of which nobody knew whether it was done is looked up.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from letopis.doccano.merge import Pushed, is_changed

if TYPE_CHECKING:
    from letopis.doccano.base import Base, Entry, Step
    from letopis.doccano.merge import Found
    from letopis.doccano.snapshot import Snapshot
    from letopis.doccano.transfer import Example


@dataclass
class Settled:
    """What came out: examples to delete, examples that no entry knows, and what a person should be told.

    ``altered`` are examples whose text is not the one that was pushed; nothing is read from them or done to them.
    """

    remove: list[int] = field(default_factory=list)
    unknown: list[Example] = field(default_factory=list)
    altered: set[int] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)


def settle(base: Base, snapshot: Snapshot) -> Settled:
    """Assign examples to the entries of the base; changes the base, not the server."""
    outcome = Settled()
    copies: dict[tuple[str, int], list[Example]] = {}
    for example in snapshot.examples.values():
        if example.mark is not None:
            copies.setdefault(example.mark, []).append(example)
    if base.pending is not None and base.pending.kind == "examples" and base.pending.mark not in copies:
        # The push was cut off as it deleted this example, which is gone.
        base.entries = [entry for entry in base.entries if entry.mark != base.pending.mark]
    live = [entry for entry in base.entries if not entry.deleted]
    # A project without a single one of many examples was emptied to begin anew.
    if len(live) > 1 and not any(entry.mark in copies for entry in live):
        for entry in live:
            if entry.example is not None:
                entry.example, entry.settled = None, None
                entry.spans, entry.links, entry.declined, entry.unsure = {}, {}, [], []
    arrival = _Arrival(base, copies, snapshot)
    for entry in base.entries:
        _settle_entry(entry, copies.pop(entry.mark, []), base, arrival, outcome)
    base.pending = None
    outcome.unknown = [example for several in copies.values() for example in several]
    foreign = sum(example.mark is None for example in snapshot.examples.values())
    if foreign:
        outcome.notes.append(f"{foreign} examples of the project were not pushed by letopis and are left alone")
    return outcome


def confirmed_base(entry: Entry, confirmed_at: str | None) -> Pushed:
    """Return the base of a merge; a confirmation since the last push turns down what had been withheld until then."""
    pushed = entry.pushed()
    if confirmed_at is None or confirmed_at == entry.settled:
        return pushed
    withheld = pushed.said - set(pushed.spans.values())
    return Pushed(pushed.spans, pushed.links, pushed.said, pushed.declined | withheld, pushed.unsure)


def worked_on(entry: Entry, example: Example, snapshot: Snapshot) -> bool:
    """Return whether a person has changed, confirmed or commented the example."""
    changed = is_changed(entry.pushed(), example.found)
    return bool(changed or example.found.confirmed or snapshot.comments.get(example.id))


class _Arrival:
    """How whole the examples of an upload arrived, and what people have done to them since.

    The server writes the texts of a file first, then all its spans, then all its relations. So where one example of a
    file has spans, a span that another one lacks was deleted by a person.
    """

    def __init__(self, base: Base, copies: dict[tuple[str, int], list[Example]], snapshot: Snapshot) -> None:
        entries = {entry.mark: entry for entry in base.entries}
        known = [(entries[mark], example) for mark, several in copies.items() for example in several if mark in entries]
        self._snapshot = snapshot
        self._with_spans = {example.file for _, example in known if example.found.spans}
        self._with_links = {example.file for _, example in known if example.found.links}
        self._lacking = Counter(e.file for entry, e in known if entry.said_links and not e.found.links)

    def is_remains(self, entry: Entry, example: Example) -> bool:
        """Return whether the import broke off before all of the example was there, and nobody has touched it."""
        found = example.found
        if found.confirmed or self._snapshot.comments.get(example.id) or found.links:
            return False
        if entry.said and not found.spans:
            return example.file not in self._with_spans
        complete = sorted(found.spans.values()) == sorted(entry.said)
        # One that lacks its relations alone may as well have lost them to a person.
        unlinked = example.file not in self._with_links and self._lacking[example.file] > 1
        return complete and bool(entry.said_links) and unlinked

    def is_worked_on(self, entry: Entry, example: Example) -> bool:
        """Return whether a person has done anything to an example of which only the upload is known."""
        found = example.found
        as_sent = sorted(found.spans.values()) == sorted(entry.said)
        as_sent = as_sent and set(found.resolved().values()) == set(entry.said_links)
        commented = self._snapshot.comments.get(example.id)
        return bool(found.confirmed or commented or not (as_sent or self.is_remains(entry, example)))

    def choose(self, entry: Entry, copies: list[Example]) -> Example | None:
        """Choose the copy that a person worked on, else a whole one; ``None`` when all are remains."""
        worked = [example for example in copies if self.is_worked_on(entry, example)]
        whole = [example for example in copies if not self.is_remains(entry, example)]
        return next(iter([*worked, *whole]), None)


def _settle_entry(entry: Entry, copies: list[Example], base: Base, arrival: _Arrival, outcome: Settled) -> None:
    place = f"article {entry.article!r}, characters {entry.start}–{entry.end}"
    if not copies:
        if entry.example is not None and not entry.deleted:
            entry.deleted = True
            outcome.notes.append(f"{place}: the example was deleted in doccano and stays away")
        return
    if entry.deleted:
        entry.deleted = False
        outcome.notes.append(f"{place}: the example is in doccano again")
    text = base.text_of(entry)
    altered = [example for example in copies if example.text != text]
    outcome.altered |= {example.id for example in altered}
    outcome.notes += [
        f"{place}: the text of example {example.id} was changed in doccano; its spans are not read until it is put back"
        for example in altered
    ]
    mine = [example for example in copies if example.text == text]
    own = next((example for example in copies if example.id == entry.example), None)
    if own is None:
        own = arrival.choose(entry, mine) or next(iter(altered), None)
        if own is not None:
            outcome.notes += _assign(entry, own, place)
    elif base.pending is not None and base.pending.mark == entry.mark:
        _finish_change(entry, own.found, base.pending)
    for copy in mine:
        if own is not None and copy.id == own.id:
            continue
        said = f"{place}: example {copy.id} {f'doubles {own.id}' if own else 'did not arrive whole'}"
        if own is not None and arrival.is_worked_on(entry, copy):
            outcome.notes.append(f"{said} and was worked on; delete one in doccano")
        else:
            outcome.notes.append(f"{said}; a push removes it" + ("" if own else " and sends it anew"))
            outcome.remove.append(copy.id)


def _assign(entry: Entry, example: Example, place: str) -> list[str]:
    """Take an example that was uploaded for the entry's; what it lacks counts as deleted by a person."""
    entry.example = example.id
    lost_spans, lost_links = entry.take_up(example.found, entry.said, entry.said_links)
    entry.spans |= {-number: key for number, key in enumerate(lost_spans, 1)}
    if not lost_spans and not lost_links:
        return []
    what = f"{len(lost_spans)} spans and {len(lost_links)} relations"
    return [f"{place}: example {example.id} lacks {what} that were pushed; they count as deleted by a person"]


def _finish_change(entry: Entry, found: Found, step: Step) -> None:
    """Look up whether the one change in doubt was made."""
    if step.span is None and step.link is None:
        if step.id not in (found.spans if step.kind == "spans" else found.links):
            entry.apply(step)
        return
    there = found.spans if step.span is not None else found.resolved()
    known = entry.spans if step.span is not None else entry.links
    made = [number for number, what in there.items() if number not in known and what == (step.span or step.link)]
    for number in made[:1]:
        entry.apply(msgspec.structs.replace(step, id=number))
