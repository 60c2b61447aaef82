"""Change examples on the server, span by span, so that each keeps its id, comments and confirmation.

Every change is read, checked and written by the example: what a person has done since the plan was made is left.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from letopis.doccano.base import Step
from letopis.doccano.merge import Found, Key, Plan
from letopis.doccano.transfer import read_example
from letopis.errors import InputError
from letopis.offsets import utf16_offsets

if TYPE_CHECKING:
    from letopis.doccano.base import Entry
    from letopis.doccano.connection import Server
    from letopis.doccano.projects import Project
    from letopis.doccano.snapshot import Snapshot
    from letopis.doccano.transfer import Example

LEFT = "somebody worked on it while the push ran; it is left as it is, push again to merge"
PUT_BACK = "somebody worked on it while it was being changed; it was put back as it had been, look at it again"


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
    journal: Callable[[Step], None]

    def place(self, example: int | None) -> str:
        """Return the resource of an example."""
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
        held = Found(dict(fresh.found.spans), dict(fresh.found.links))
        if self._try(change, held):
            change.remember()
            return held, ""
        now = read_example(self.server, self.project, entry.example or 0)
        if now is not None:
            way = _way_back(fresh.found, held, now[0].found)
            self._carry_out(entry, change.text, way, held, back=True)
        return None, PUT_BACK

    def _try(self, change: Change, held: Found) -> bool:
        """Do what is planned; ``False`` as soon as somebody else is seen to work on the example."""
        entry = change.entry
        try:
            whole = self._carry_out(entry, change.text, change.plan, held)
        except InputError:
            # A span that somebody deleted takes no relation, and so on; all else is an error.
            now = read_example(self.server, self.project, entry.example or 0)
            if now is not None and now[0].found == held:
                raise
            return False
        after = self.server.find(self.place(entry.example))
        return whole and after is not None and not after.get("is_confirmed")

    def remove(self, entry: Entry) -> None:
        """Delete the example of an entry."""
        self._remove(Step(*entry.mark, "examples", entry.example or 0), entry, self.place(entry.example))

    def _carry_out(self, entry: Entry, text: str, plan: Plan, held: Found, *, back: bool = False) -> bool:
        """Do what is planned; the entry, and what the example is known to hold, follow step by step.

        What somebody has changed since it was read is not deleted: ``False`` then, or, on the way ``back``, it stays.
        """
        place, units = self.place(entry.example), utf16_offsets(text)
        for number in plan.remove_links:
            kind, start, end = held.links.get(number, ("", 0, 0))
            link = {"from_id": start, "to_id": end, "type": self.project.relation_types.get(kind)}
            if not self._delete(entry, "relations", number, place, link) and not back:
                return False
            held.links.pop(number, None)
        for number in plan.remove:
            span = self._span(units, held.spans[number])
            if not self._delete(entry, "spans", number, place, span, held.links) and not back:
                return False
            del held.spans[number]
            for gone in [one for one, ends in held.links.items() if number in ends[1:]]:
                del held.links[gone]  # as doccano does it
        ids = {key: number for number, key in plan.keep.items()}
        for key in plan.create:
            ids[key] = self._make(entry, Step(*entry.mark, "spans", span=key), place, self._span(units, key))
            held.spans[ids[key]] = key
        for new in plan.create_links:
            if back and not {new[1], new[2]} <= ids.keys():
                continue
            ends = ids[new[1]], ids[new[2]]
            body = {"from_id": ends[0], "to_id": ends[1], "type": self.project.relation_types[new[0]]}
            held.links[self._make(entry, Step(*entry.mark, "relations", link=new), place, body)] = (new[0], *ends)
        return True

    def _span(self, units: Sequence[int], key: Key) -> dict[str, int]:
        start, end = units[key[0]], units[key[1]]
        return {"start_offset": start, "end_offset": end, "label": self.project.span_types[key[2]]}

    def _delete(  # noqa: PLR0913, PLR0917 - one call
        self, entry: Entry, kind: str, number: int, place: str, body: Mapping[str, object], links: Collection[int] = ()
    ) -> bool:
        """Delete a relation, or a span that has no other ``links``, if it still says what it said."""
        resource = f"{place}/{kind}/{number}"
        row = self.server.find(resource)
        if row is None or {name: row.get(name) for name in body} != body:
            return False
        if kind == "spans":
            rows = self.server.records(f"{place}/relations")
            if any(number in {link.get("from_id"), link.get("to_id")} and link.get("id") not in links for link in rows):
                return False
        self._remove(Step(*entry.mark, kind, number), entry, resource)
        return True

    def _remove(self, step: Step, entry: Entry, resource: str) -> None:
        self.journal(step)
        self.server.delete(resource)
        self._done(entry, step)

    def _make(self, entry: Entry, step: Step, place: str, body: Mapping[str, object]) -> int:
        self.journal(step)
        resource = f"{place}/{step.kind}"
        answer = self.server.post(resource, body)
        with self.server.refusals(resource):
            step = msgspec.structs.replace(step, id=int(answer["id"]))
        self._done(entry, step)
        return step.id

    def _done(self, entry: Entry, step: Step) -> None:
        entry.apply(step)
        self.journal(msgspec.structs.replace(step, done=True))


def _way_back(before: Found, held: Found, now: Found) -> Plan:
    """Plan the way from what we have made of an example to what it held before, around what somebody does now."""
    there, here = before.resolved(), held.resolved()
    return Plan(
        keep={number: key for number, key in before.spans.items() if number in held.spans and number in now.spans},
        remove=[number for number in held.spans if number not in before.spans],
        create=[key for number, key in before.spans.items() if number not in held.spans],
        remove_links=[number for number in here if number not in there],
        create_links=[link for number, link in there.items() if number not in here],
    )
