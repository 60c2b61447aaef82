"""Change examples on the server, span by span, so that each keeps its id, comments and confirmation.

Every change is read, checked and written by the example: what a person has done since the plan was made is left.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from letopis.doccano.journal import Journal, Step
from letopis.doccano.merge import Found, Link, Plan, resolved_links
from letopis.doccano.transfer import read_example
from letopis.doccano.utf16 import Units

if TYPE_CHECKING:
    from letopis.doccano.base import Entry
    from letopis.doccano.connection import Server
    from letopis.doccano.projects import Project
    from letopis.doccano.snapshot import Snapshot
    from letopis.doccano.transfer import Example

LEFT = "somebody worked on it while the push ran; it is left as it is, push again to merge"


@dataclass(frozen=True)
class Change:
    """An example to be changed: its entry and text, the plan, and what to write into the entry once it is done."""

    entry: Entry
    text: str
    plan: Plan
    remember: Callable[[], None]


@dataclass(frozen=True)
class Hand:
    """What changes a project on the server and keeps the journal."""

    server: Server
    project: Project
    journal: Journal

    def place(self, example: int | None) -> str:
        """Give the resource of an example."""
        return f"projects/{self.project.id}/examples/{example}"

    def reread(self, example: int, snapshot: Snapshot) -> Example | None:
        """Read an example again; ``None`` when it is not as it was."""
        fresh = read_example(self.server, self.project, example)
        return fresh[0] if fresh is not None and snapshot.still_holds(*fresh) else None

    def change(self, change: Change, snapshot: Snapshot) -> tuple[Found | None, str]:
        """Change an example that is as it was; give what it holds then, or ``None`` and why it was left."""
        entry = change.entry
        fresh = self.reread(entry.example or 0, snapshot)
        if fresh is None:
            return None, LEFT
        now = self._carry_out(entry, change.text, change.plan, fresh.found)
        after = self.server.find(self.place(entry.example))
        if after is not None and after.get("is_confirmed"):
            self._carry_out(entry, change.text, _way_back(fresh.found, now), now)
            return None, "it was confirmed while it was being changed; it was put back as it had been, look at it again"
        change.remember()
        return now, ""

    def remove(self, entry: Entry) -> None:
        """Delete the example of an entry."""
        self._delete(entry, "examples", entry.example or 0, self.place(entry.example))

    def _carry_out(self, entry: Entry, text: str, plan: Plan, found: Found) -> Found:
        """Do what is planned; the entry follows step by step."""
        place, units = self.place(entry.example), Units(text)
        spans, links = dict(found.spans), dict(found.links)
        for kind, numbers in (("relations", plan.remove_links), ("spans", plan.remove)):
            for number in numbers:
                self._delete(entry, kind, number, f"{place}/{kind}/{number}")
                (links if kind == "relations" else spans).pop(number, None)
        ids = {key: number for number, key in plan.keep.items()}
        for key in plan.create:
            start, end = units.to_units(key[0]), units.to_units(key[1])
            body = {"start_offset": start, "end_offset": end, "label": self.project.span_types[key[2]]}
            ids[key] = self._make(entry, Step(*entry.mark, "spans", span=key), place, body)
            spans[ids[key]] = key
        for link in plan.create_links:
            ends = ids[link[1]], ids[link[2]]
            types = {"from_id": ends[0], "to_id": ends[1], "type": self.project.relation_types[link[0]]}
            links[self._make(entry, Step(*entry.mark, "relations", link=link), place, types)] = (link[0], *ends)
        # doccano deletes the relations of a deleted span.
        whole = {n: link for n, link in links.items() if {link[1], link[2]} <= spans.keys()}
        return Found(spans, whole, found.confirmed)

    def _delete(self, entry: Entry, kind: str, number: int, resource: str) -> None:
        step = Step(*entry.mark, kind, number)
        self.journal.write(step)
        self.server.delete(resource)
        self._done(entry, step)

    def _make(self, entry: Entry, step: Step, place: str, body: Mapping[str, object]) -> int:
        self.journal.write(step)
        resource = f"{place}/{step.kind}"
        answer = self.server.post(resource, body)
        with self.server.refusals(resource):
            step = msgspec.structs.replace(step, id=int(answer["id"]))
        self._done(entry, step)
        return step.id

    def _done(self, entry: Entry, step: Step) -> None:
        entry.apply(step)
        self.journal.write(msgspec.structs.replace(step, done=True))


def _way_back(before: Found, now: Found) -> Plan:
    """Plan the way from what an example holds now to what it held before."""
    there, here = resolved_links(before), resolved_links(now)
    lost: list[Link] = [link for number, link in there.items() if number not in here]
    return Plan(
        keep={number: key for number, key in now.spans.items() if number in before.spans},
        touched=frozenset(),
        remove=tuple(number for number in now.spans if number not in before.spans),
        create=tuple(key for number, key in before.spans.items() if number not in now.spans),
        withheld=(),
        keep_links={},
        remove_links=tuple(number for number in here if number not in there),
        create_links=tuple(lost),
        differences=(),
        lost_links=(),
    )
