"""Push records to doccano: new examples in bulk, known ones by a three-way merge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from letopis.batching import steps
from letopis.doccano.base import Base, Entry, find_base, journal, save_base
from letopis.doccano.changes import LEFT, Hand
from letopis.doccano.lock import locked, marked
from letopis.doccano.places import split_article
from letopis.doccano.planning import Item, Work, plan_article
from letopis.doccano.projects import add_annotators, complete_types, create_project, find_project
from letopis.doccano.settings import DEFAULT_FOLDER, ORDERS
from letopis.doccano.settle import settle
from letopis.doccano.snapshot import take_snapshot
from letopis.doccano.transfer import Row, make_row, upload
from letopis.errors import InputError, OutputError

if TYPE_CHECKING:
    from letopis.doccano.connection import Server
    from letopis.doccano.merge import Found
    from letopis.doccano.projects import Project
    from letopis.doccano.snapshot import Snapshot
    from letopis.records import Article

ROUNDS = 3
"""Uploads tried in one push before it gives up on examples that do not arrive whole."""


@dataclass
class PushReport:
    """What a push did: examples by what became of them, places for a person to look at, remarks.

    ``left`` counts examples that somebody worked on while the push ran; the next push merges them.
    """

    project: str
    created: bool = False
    uploaded: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    left: int = 0
    annotators: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


Stretch = tuple[str, int, int]
"""An article's id, and a stretch of its text."""


def push(  # noqa: PLR0913 - keyword options of a command
    server: Server,
    articles: Sequence[Article],
    name: str,
    *,
    folder: Path = DEFAULT_FOLDER,
    unit: str = "paragraph",
    order: str = "text",
    ranks: Mapping[Stretch, int] | None = None,
    annotators: Iterable[str] = (),
    force: bool = False,
) -> PushReport:
    """Push records to the project ``name``; it is created when missing, and a second push adds only what is new.

    Every example is read again right before it is changed or deleted, and left when it is not as it was.

    Args:
        server: from :func:`letopis.doccano.connection.connect`; the user administers the project.
        articles: records of articles, each id once.
        name: the project.
        folder: where the base of the merge is kept.
        unit: an example a ``paragraph``, ``sentence`` or ``article``.
        order: ``text``, or ``uncertain`` for the examples first where extraction is least sure; holds for new ones.
            ``gain`` is that of ``ranks``.
        ranks: the rank of each example for ``gain``, by article and stretch (:mod:`letopis.learning.gain`).
        annotators: users of the server who are to annotate the project.
        force: break the marker of another push that was cut off elsewhere.

    Raises:
        InputError: the server refuses or is silent, another push is under way, or the base is damaged.
        OutputError: doccano would not keep a record as it is, or did not take all examples.
    """
    if order not in ORDERS:
        raise InputError(f"{order!r} is no order; choose one of {', '.join(ORDERS)}")
    parts = {article.id: split_article(article, unit) for article in articles}
    report = PushReport(name)
    with locked(folder) as lock:
        project = find_project(server, name)
        path, base = find_base(folder, project) if project is not None else (Path(), None)
        if base is not None and base.unit != unit and base.entries:
            raise InputError(
                f"project {name!r} was pushed by the {base.unit}; push it so again, or push to another project"
            )
        if project is None:
            project = create_project(server, name)
            report.created = True
        labels = {entity.label for article in articles for entity in article.entities}
        project = complete_types(server, project, labels, {link.type for one in articles for link in one.relations})
        with marked(server, project, lock, force=force) as broken:
            report.notes += broken
            if base is None:
                path, base = find_base(folder, project)
            base = base or Base(name, project.id, unit, project.created)
            base.unit, base.created = unit, project.created
            report.annotators = add_annotators(server, project, annotators)
            if base.project != name:
                report.notes.append(f"the project was named {base.project!r} when it was last pushed")
                base.project = name
            snapshot = take_snapshot(server, project)
            work = Work(base, snapshot, settle(base, snapshot))
            for article in articles:
                plan_article(work, article, parts[article.id])
            report.notes += work.settled.notes
            _carry_out(_Session(server, project, base, path, report), work, order, ranks or {})
            report.items, report.unchanged = work.items, work.unchanged
    return report


@dataclass(frozen=True)
class _Session:
    """Where a push is carried out."""

    server: Server
    project: Project
    base: Base
    path: Path
    report: PushReport

    @contextmanager
    def writing(self) -> Iterator[Hand]:
        """Save the base, keep a journal of what is done, and save the base again."""
        save_base(self.path, self.base)
        with journal(self.path) as write:
            yield Hand(self.server, self.project, write)
            save_base(self.path, self.base)

    def leave(self, article: str, example: int | None, why: str) -> None:
        """Count and name an example that was not changed as planned."""
        self.report.left += 1
        self.report.notes.append(f"article {article!r}, example {example}: {why}")


def _carry_out(session: _Session, work: Work, order: str, ranks: Mapping[Stretch, int]) -> None:
    """Check all, then change example by example, then upload, then look once more at what was changed."""
    planned = [*work.uploads, *(one for _, new in work.replacements for one in new)]
    rows: dict[tuple[str, int], Row] = {}
    for _, entry in planned:
        place = {"article": entry.article, "unit": session.base.unit, "start": entry.start, "end": entry.end}
        payload = {**place, "push": entry.push, "number": entry.number}
        rows[entry.mark] = make_row(session.base.text_of(entry), entry.said, entry.said_links, payload)
    expected: dict[int, Found] = {}
    with session.writing() as hand:
        _remove_copies(session, work, hand)
        for old, new in steps(work.replacements, "replacing"):
            if _remove_old(session, work, hand, old):
                session.base.entries += [entry for _, entry in new]
                work.uploads += new
        for change in steps(work.changes, "changing"):
            now, why = hand.change(change, work.snapshot)
            if now is None:
                session.leave(change.entry.article, change.entry.example, why)
            else:
                expected[change.entry.example or 0] = now
    session.report.updated = len(expected)
    if order == "uncertain":
        work.uploads.sort(key=lambda upload: -upload[0])
    elif order == "gain":
        work.uploads.sort(key=lambda upload: ranks.get((upload[1].article, upload[1].start, upload[1].end), len(ranks)))
    last = _upload(session, [entry for _, entry in work.uploads], rows)
    if expected:
        # Where somebody worked on an example since, that stays.
        last = last or take_snapshot(session.server, session.project)
        session.report.notes += [
            f"example {number}: somebody worked on it after it was changed; that stays, look at it again"
            for number, found in expected.items()
            if number not in last.examples or last.examples[number].found != found
        ]


def _remove_copies(session: _Session, work: Work, hand: Hand) -> None:
    """Delete doubled and half-imported examples; they have no entry."""
    for number in work.settled.remove:
        if hand.reread(number, work.snapshot) is None:
            session.report.notes.append(f"example {number}: somebody worked on it while the push ran; it is left")
            continue
        session.server.delete(hand.place(number))
        session.report.removed += 1


def _remove_old(session: _Session, work: Work, hand: Hand, entries: Sequence[Entry]) -> bool:
    """Delete the examples of a text that has changed, all or none; say whether new ones may come."""
    old = [entry for entry in entries if entry.example is not None]
    for entry in old:
        if hand.reread(entry.example or 0, work.snapshot) is None:
            session.leave(entry.article, entry.example, LEFT)
            return False
    for entry in old:
        hand.remove(entry)
    session.report.removed += len(old)
    gone = {id(entry) for entry in entries}
    session.base.entries = [entry for entry in session.base.entries if id(entry) not in gone]
    return True


def _upload(session: _Session, entries: Sequence[Entry], rows: Mapping[tuple[str, int], Row]) -> Snapshot | None:
    """Upload until all is there; give the last look at the project, ``None`` when nothing had to be sent."""
    last = None
    for _ in range(ROUNDS):
        waiting = [entry for entry in entries if entry.example is None]
        if not waiting:
            return last
        upload(session.server, session.project, [rows[entry.mark] for entry in waiting])
        last = take_snapshot(session.server, session.project)
        settled = settle(session.base, last)
        session.report.notes += [note for note in settled.notes if note not in session.report.notes]
        with session.writing() as hand:
            _remove_copies(session, Work(session.base, last, settled), hand)
        session.report.uploaded += sum(entry.example is not None for entry in waiting)
    lacking = sum(entry.example is None for entry in entries)
    if lacking:
        raise OutputError(
            f"{session.server.url}: {lacking} of {len(entries)} examples did not arrive whole; "
            "push again to complete them"
        )
    return last
