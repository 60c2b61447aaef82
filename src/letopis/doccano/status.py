"""How far the annotators are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from letopis.doccano.base import DEFAULT_FOLDER, find_base
from letopis.doccano.merge import is_changed
from letopis.doccano.projects import require_project
from letopis.doccano.settle import settle
from letopis.doccano.snapshot import find_authors, take_snapshot
from letopis.errors import InputError

if TYPE_CHECKING:
    from letopis.doccano.base import Entry
    from letopis.doccano.connection import Server
    from letopis.doccano.snapshot import Authors, Snapshot


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
