"""Push records to doccano: new examples in bulk, known ones by a three-way merge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from letopis.doccano.base import DEFAULT_FOLDER, Base, Entry, load_base, save_base
from letopis.doccano.changes import announce, carry_out
from letopis.doccano.parts import ORDERS, split_article
from letopis.doccano.planning import Work, plan_article
from letopis.doccano.projects import add_annotators, complete_types, create_project, find_project
from letopis.doccano.review import Item
from letopis.doccano.settle import settle
from letopis.doccano.snapshot import take_snapshot
from letopis.doccano.transfer import make_row, upload
from letopis.errors import InputError, OutputError

if TYPE_CHECKING:
    from letopis.doccano.connection import Server
    from letopis.doccano.projects import Project
    from letopis.records import Article

ROUNDS = 3
"""Uploads tried in one push before it gives up on examples that do not arrive whole."""


@dataclass
class PushReport:
    """What a push did: examples by what became of them, places for a person to look at, remarks."""

    project: str
    created: bool = False
    uploaded: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    annotators: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def push(  # noqa: PLR0913 - keyword options of a command
    server: Server,
    articles: Sequence[Article],
    name: str,
    *,
    folder: Path = DEFAULT_FOLDER,
    unit: str = "paragraph",
    order: str = "text",
    annotators: Iterable[str] = (),
) -> PushReport:
    """Push records to the project ``name``; it is created when missing, and a second push adds only what is new.

    Args:
        server: from :func:`letopis.doccano.connection.connect`; the user administers the project.
        articles: records of articles, each id once.
        name: the project.
        folder: where the base of the merge is kept.
        unit: an example a ``paragraph``, ``sentence`` or ``article``.
        order: ``text``, or ``uncertain`` for the examples first where extraction is least sure; holds for new ones.
        annotators: users of the server who are to annotate the project.

    Raises:
        InputError: the server refuses or is silent, or the base belongs to something else.
        OutputError: doccano would not keep a record as it is, or did not take all examples.
    """
    if order not in ORDERS:
        raise InputError(f"{order!r} is no order; choose one of {', '.join(ORDERS)}")
    parts = {article.id: split_article(article, unit) for article in articles}
    base = load_base(folder, name)
    if base is not None and base.unit != unit and base.entries:
        raise InputError(
            f"project {name!r} was pushed by the {base.unit}; push it so again, or push to another project"
        )
    report = PushReport(name)
    project = _find_or_create(server, name, articles, report)
    if base is None or base.project_id != project.id:
        if base is not None and base.entries:
            report.notes.append(f"the base was of another project of this name (id {base.project_id}); it begins anew")
        base = Base(project=name, project_id=project.id, unit=unit)
    report.annotators = add_annotators(server, project, annotators)
    snapshot = take_snapshot(server, project)
    work = Work(base, snapshot, settle(base, snapshot))
    for article in articles:
        plan_article(work, article, parts[article.id])
    _carry_out(_Session(server, project, base, folder, report), work, order)
    report.items, report.updated, report.unchanged = work.items, len(work.changes), work.unchanged
    report.notes += work.settled.notes
    return report


@dataclass(frozen=True)
class _Session:
    """Where a push is carried out."""

    server: Server
    project: Project
    base: Base
    folder: Path
    report: PushReport

    def save(self) -> None:
        save_base(self.folder, self.base)

    def delete_doomed(self) -> None:
        if self.base.doomed:
            self.server.delete(f"projects/{self.project.id}/examples", {"ids": self.base.doomed})
            self.report.removed += len(self.base.doomed)
            self.base.doomed = []


def _find_or_create(server: Server, name: str, articles: Sequence[Article], report: PushReport) -> Project:
    project = find_project(server, name)
    if project is None:
        project = create_project(server, name)
        report.created = True
    labels = {entity.label for article in articles for entity in article.entities}
    relations = {relation.type for article in articles for relation in article.relations}
    return complete_types(server, project, labels, relations)


def _carry_out(session: _Session, work: Work, order: str) -> None:
    """Check all, write down what will be done, do it, write down that it is done."""
    base, entries = session.base, [entry for _, entry in _in_order(work.uploads, order)]
    rows = {entry.mark: _row(base, entry) for entry in entries}
    for entry, plan in work.changes:
        announce(entry, plan)
    base.doomed = sorted({*base.doomed, *work.settled.remove})
    session.save()
    session.delete_doomed()
    for entry, plan in work.changes:
        carry_out(session.server, session.project, entry, base.text_of(entry), plan)
    session.save()
    for _ in range(ROUNDS):
        waiting = [entry for entry in entries if entry.example is None]
        if not waiting:
            return
        upload(session.server, session.project, [rows[entry.mark] for entry in waiting])
        base.doomed = settle(base, take_snapshot(session.server, session.project)).remove
        session.save()
        session.delete_doomed()
        session.save()
        session.report.uploaded += sum(entry.example is not None for entry in waiting)
    lacking = sum(entry.example is None for entry in entries)
    if lacking:
        raise OutputError(
            f"{session.server.url}: {lacking} of {len(entries)} examples did not arrive whole; "
            "push again to complete them"
        )


def _in_order(uploads: list[tuple[float, Entry]], order: str) -> list[tuple[float, Entry]]:
    return sorted(uploads, key=lambda pair: -pair[0]) if order == "uncertain" else uploads


def _row(base: Base, entry: Entry) -> dict[str, object]:
    payload = {
        "article": entry.article, "unit": base.unit, "start": entry.start, "end": entry.end,
        "push": entry.push, "number": entry.number,
    }  # fmt: skip
    return make_row(base.text_of(entry), entry.said, entry.said_links, payload)
