"""What doccano holds of a project at one moment, examples, spans, confirmations, comments, and how far people are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from letopis.batching import steps
from letopis.doccano.base import find_base
from letopis.doccano.merge import Found, is_changed
from letopis.doccano.projects import member_names, require_project
from letopis.doccano.settings import DEFAULT_FOLDER
from letopis.doccano.settle import settle
from letopis.doccano.transfer import Example, download
from letopis.errors import InputError

if TYPE_CHECKING:
    from letopis.doccano.base import Entry
    from letopis.doccano.connection import Server
    from letopis.doccano.projects import Project


@dataclass(frozen=True)
class Said:
    """Who confirmed an example or commented on it, and when (ISO 8601, the server's clock)."""

    user: str
    at: str
    text: str = ""


@dataclass(frozen=True)
class Snapshot:
    """A project as it was when it was asked for; examples by id, in the order of their ids."""

    examples: Mapping[int, Example]
    confirmations: Mapping[int, Said]
    comments: Mapping[int, list[Said]]
    names: Mapping[int, str]

    def confirmed_at(self, example: int) -> str | None:
        """Return the time of the confirmation; ``None`` for an example that is open."""
        confirmation = self.confirmations.get(example)
        return confirmation.at if confirmation else None

    def still_holds(self, example: Example, comments: int) -> bool:
        """Return whether an example that was read again is as it was: text, spans, relations, state, comments."""
        before = self.examples.get(example.id)
        return (
            before is not None
            and (before.text, before.found) == (example.text, example.found)
            and len(self.comments.get(example.id, [])) == comments
        )


def take_snapshot(server: Server, project: Project) -> Snapshot:
    """Ask for everything; one bulk export, and one request more for each page and each confirmed example."""
    names = member_names(server, project)
    comments: dict[int, list[Said]] = {}
    with server.refusals("comments"):
        rows = sorted(server.rows(f"projects/{project.id}/comments"), key=lambda row: str(row["created_at"]))
        for row in rows:
            comment = Said(str(row["username"]), str(row["created_at"]), str(row["text"]))
            comments.setdefault(int(row["example"]), []).append(comment)
    confirmed = confirmations(server, project, names)
    # Spans last: whoever confirms in between is seen by the next pull, with the spans that were confirmed.
    examples = {
        example.id: replace(example, found=replace(example.found, confirmed=example.id in confirmed))
        for example in sorted(download(server, project), key=lambda example: example.id)
    }
    return Snapshot(examples, confirmed, comments, names)


def confirmations(server: Server, project: Project, names: Mapping[int, str]) -> dict[int, Said]:
    """Return the confirmed examples, by id."""
    found = {}
    for row in steps(list(server.rows(f"projects/{project.id}/examples", confirmed="true")), "reading confirmations"):
        states = server.records(f"projects/{project.id}/examples/{row.get('id')}/states", limit=100)
        with server.refusals("states"):
            for state in sorted(states, key=lambda state: str(state["confirmed_at"])):
                user = int(state["confirmed_by"])
                found[int(row["id"])] = Said(names.get(user, f"user {user}"), str(state["confirmed_at"]))
    return found


@dataclass(frozen=True)
class Authors:
    """Who made the spans and relations of an example, by id, and who confirmed it."""

    spans: Mapping[int, str]
    links: Mapping[int, str]
    confirmed_by: str | None


def find_authors(server: Server, project: Project, snapshot: Snapshot, entry: Entry) -> Authors:
    """Ask who made what the base does not know; the export does not say it, so each such example costs a request."""
    number = entry.example
    found = snapshot.examples[number].found if number is not None else Found()
    confirmation = snapshot.confirmations.get(number or 0)
    place = f"projects/{project.id}/examples/{number}"

    def ask(resource: str, new: bool) -> dict[int, str]:
        if not new:
            return {}
        rows = server.records(f"{place}/{resource}")
        with server.refusals(resource):
            return {int(row["id"]): snapshot.names.get(int(row["user"]), f"user {row['user']}") for row in rows}

    return Authors(
        ask("spans", bool(found.spans.keys() - entry.spans.keys())),
        ask("relations", bool(found.links.keys() - entry.links.keys())),
        confirmation.user if confirmation else None,
    )


class ArticleStatus(msgspec.Struct):
    """Counts of one article.

    ``changed`` counts examples in which a person has changed a span or relation since the last push. A comment is
    open until its example is confirmed later than it was written.
    """

    examples: int = 0
    confirmed: int = 0
    changed: int = 0
    comments: int = 0
    open_comments: int = 0


class AnnotatorStatus(msgspec.Struct):
    """Counts of one annotator: examples confirmed, spans made that are there now, comments written."""

    confirmed: int = 0
    spans: int = 0
    comments: int = 0


class Status(msgspec.Struct):
    """The state of a project, by article and by annotator."""

    project: str
    articles: dict[str, ArticleStatus]
    annotators: dict[str, AnnotatorStatus]
    notes: list[str]


def project_status(server: Server, name: str, *, folder: Path = DEFAULT_FOLDER) -> Status:
    """Count what the annotators have done.

    Raises:
        InputError: no such project, nothing was pushed from here, or the server refuses or is silent.
    """
    project = require_project(server, name)
    _, base = find_base(folder, project)
    if base is None:
        raise InputError(f"{folder}: holds no base of project {name!r}; push its records first")
    snapshot = take_snapshot(server, project)
    status = Status(name, {}, {member: AnnotatorStatus() for member in sorted(snapshot.names.values())}, [])
    settled = settle(base, snapshot)
    status.notes = settled.notes
    for entry in base.entries:
        if not entry.deleted and entry.example is not None and entry.example not in settled.altered:
            _count(status, entry, snapshot, find_authors(server, project, snapshot, entry))
    return status


def _count(status: Status, entry: Entry, snapshot: Snapshot, authors: Authors) -> None:
    number = entry.example or 0
    example, confirmation = snapshot.examples[number], snapshot.confirmations.get(number)
    comments = snapshot.comments.get(number, [])
    row = status.articles.setdefault(entry.article, ArticleStatus())
    row.examples += 1
    row.confirmed += confirmation is not None
    row.comments += len(comments)
    row.open_comments += sum(confirmation is None or confirmation.at <= comment.at for comment in comments)
    row.changed += is_changed(entry.pushed(), example.found)
    if confirmation is not None:
        status.annotators.setdefault(confirmation.user, AnnotatorStatus()).confirmed += 1
    for comment in comments:
        status.annotators.setdefault(comment.user, AnnotatorStatus()).comments += 1
    for span in example.found.spans.keys() - entry.spans.keys():
        if span in authors.spans:
            status.annotators.setdefault(authors.spans[span], AnnotatorStatus()).spans += 1
