"""Carry a merge out on the server, span by span, so that an example keeps its id, comments and confirmation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from letopis.doccano.utf16 import Units

if TYPE_CHECKING:
    from collections.abc import Mapping

    from letopis.doccano.base import Entry
    from letopis.doccano.connection import Server
    from letopis.doccano.merge import Link, Plan
    from letopis.doccano.projects import Project


def announce(entry: Entry, plan: Plan) -> None:
    """Write into the entry what is about to be done, to be saved before it is done."""
    gone = {entry.spans[number] for number in plan.remove if number in entry.spans}
    entry.removing = list(plan.remove)
    # doccano deletes the relations of a deleted span.
    with_spans = [number for number, link in entry.links.items() if link[1] in gone or link[2] in gone]
    entry.removing_links = sorted({*plan.remove_links, *with_spans})
    entry.creating = list(plan.create)
    entry.creating_links = list(plan.create_links)


def carry_out(server: Server, project: Project, entry: Entry, text: str, plan: Plan) -> None:
    """Change the example on the server as planned, and write into the entry that it is done."""
    place = f"projects/{project.id}/examples/{entry.example}"
    units = Units(text)
    for number in plan.remove_links:
        server.delete(f"{place}/relations/{number}")
    for number in plan.remove:
        server.delete(f"{place}/spans/{number}")
    ids = {key: number for number, key in plan.keep.items()}
    made = {}
    for key in plan.create:
        start, end, label = key
        body = {
            "start_offset": units.to_units(start),
            "end_offset": units.to_units(end),
            "label": project.span_types[label],
        }
        made[_made_id(server, f"{place}/spans", body)] = key
    ids |= {key: number for number, key in made.items()}
    links: dict[int, Link] = {}
    for link in plan.create_links:
        body = {"from_id": ids[link[1]], "to_id": ids[link[2]], "type": project.relation_types[link[0]]}
        links[_made_id(server, f"{place}/relations", body)] = link
    entry.spans = {n: key for n, key in entry.spans.items() if n not in entry.removing} | made
    entry.links = {n: link for n, link in entry.links.items() if n not in entry.removing_links} | links
    entry.removing, entry.removing_links, entry.creating, entry.creating_links = [], [], [], []


def _made_id(server: Server, resource: str, body: Mapping[str, object]) -> int:
    answer = server.post(resource, body)
    with server.refusals(resource):
        return int(answer["id"])
