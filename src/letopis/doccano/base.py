"""The base of the merge: what was pushed, kept in the project beside the annotations, and the journal of a push.

One JSON file a doccano project, named after it, and found by the project's id and birth: a project may be renamed, and
another one may get its name. It is written before the server is changed and again afterwards. In between, every change
of an example is written into a journal beside it before it is asked for, and once it is answered; so at any moment at
most one change is in doubt, and a push that is cut off is told from what people did since. A line is flushed to the
system, not to the disk: it outlives the process, not a power cut.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from letopis.doccano.merge import Found, Key, Link, Pushed
from letopis.errors import InputError, OutputError
from letopis.files import replacing
from letopis.records import NO_JSON, Article, Source
from letopis.streams import opening

if TYPE_CHECKING:
    from letopis.doccano.projects import Project


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    """A change of one example: a span or relation is made, or ``id`` of ``kind`` is deleted.

    ``kind`` is doccano's name of the resource: ``spans``, ``relations`` or ``examples``. ``id`` of what is made is
    known when it is ``done``.
    """

    push: str
    number: int
    kind: str
    id: int = 0
    span: Key | None = None
    link: Link | None = None
    done: bool = False

    @property
    def mark(self) -> tuple[str, int]:
        """The name of the example in doccano."""
        return self.push, self.number


@contextmanager
def journal(base: Path) -> Iterator[Callable[[Step], None]]:
    """Begin the journal of a base that was just saved, and yield what appends a step; it goes at a good end."""
    path = base.with_suffix(".journal")
    try:
        file = path.open("wb")
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from None

    def write(step: Step) -> None:
        try:
            file.write(msgspec.json.encode(step) + b"\n")
            file.flush()
        except OSError as error:
            raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from None

    with file:
        yield write
    path.unlink(missing_ok=True)


VERSION = 1


class Version(msgspec.Struct, frozen=True, omit_defaults=True):
    """A clean text with the way back to its raw one, as it was when something of it was pushed."""

    text: str
    source: Source | None = None

    @property
    def name(self) -> str:
        """A short digest of text and edits."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()[:16]


class Entry(msgspec.Struct, omit_defaults=True):
    """One example: its place in a version of its article's text, and what was pushed with it.

    ``push`` and ``number`` name it in doccano, in the payload; ``example`` is doccano's id, ``None`` until the upload
    is known to be whole. Spans and relations that were pushed and never seen again have ids below zero. ``settled``
    is the time of the confirmation that the last push saw.
    """

    article: str
    version: str
    start: int
    end: int
    push: str
    number: int
    example: int | None = None
    spans: dict[int, Key] = {}
    links: dict[int, Link] = {}
    said: list[Key] = []
    said_links: list[Link] = []
    declined: list[Key] = []
    unsure: list[Key] = []
    settled: str | None = None
    deleted: bool = False

    @property
    def mark(self) -> tuple[str, int]:
        """The name of the example in doccano."""
        return self.push, self.number

    def pushed(self) -> Pushed:
        """Return what was pushed as the base of a merge."""
        return Pushed(self.spans, self.links, frozenset(self.said), frozenset(self.declined), frozenset(self.unsure))

    def take_up(self, found: Found, said: Sequence[Key], links: Sequence[Link]) -> tuple[list[Key], list[Link]]:
        """Take what doccano holds and was said for pushed; return the spans and relations that doccano lacks.

        Such relations count as deleted by a person: ids below zero are in no snapshot.
        """
        there = found.resolved()
        self.said, self.said_links = list(said), list(links)
        self.spans = {number: key for number, key in found.spans.items() if key in said}
        lost = [link for link in links if link not in there.values()]
        self.links = {number: link for number, link in there.items() if link in links}
        self.links |= {-number: link for number, link in enumerate(lost, 1)}
        return [key for key in said if key not in found.spans.values()], lost

    def apply(self, step: Step) -> None:
        """Take up what a step on the server has done to spans and relations."""
        if step.span is not None:
            self.spans = self.spans | {step.id: step.span}
        elif step.link is not None:
            self.links = self.links | {step.id: step.link}
        elif step.kind == "relations":
            self.links = {number: link for number, link in self.links.items() if number != step.id}
        elif step.kind == "spans":
            gone = self.spans.get(step.id)
            self.spans = {number: key for number, key in self.spans.items() if number != step.id}
            # doccano deletes the relations of a deleted span.
            self.links = {number: link for number, link in self.links.items() if gone not in link[1:]}


class Base(msgspec.Struct, omit_defaults=True):
    """Everything that was pushed to one project: the records as they were last pushed, and an entry an example.

    ``created`` is the time at which the server made the project. ``pending`` is the step of which nobody knows whether
    it was done, since a push was cut off there.
    """

    project: str
    project_id: int
    unit: str
    created: str = ""
    format: int = VERSION
    articles: dict[str, Article] = {}
    versions: dict[str, Version] = {}
    entries: list[Entry] = []
    pending: Step | None = None

    def text_of(self, entry: Entry) -> str:
        """Return the text of an entry's example."""
        return self.versions[entry.version].text[entry.start : entry.end]

    def of_article(self, name: str) -> list[Entry]:
        """Return the live entries of an article in the order of the text."""
        found = [entry for entry in self.entries if entry.article == name and not entry.deleted]
        return sorted(found, key=lambda entry: (entry.start, entry.end))

    def is_of(self, project: Project) -> bool:
        """Return whether this is the project's base; those of before 0.2 know no birth and go by the name."""
        known = self.created == project.created if self.created else self.project == project.name
        return self.project_id == project.id and known


def base_path(folder: Path, project: str) -> Path:
    """Return the file of a project's base.

    >>> base_path(Path("annotations/.doccano"), "Договоры/1").name
    'Договоры%2F1.json'
    """
    return folder / ("".join(c if c.isalnum() or c in "-_" else f"%{ord(c):X}" for c in project) + ".json")


def find_base(folder: Path, project: Project) -> tuple[Path, Base | None]:
    """Find the base of a project; where there is none, give the first free file for it.

    No other project's base is ever written over.
    """
    named = base_path(folder, project.name)
    for path in [named, *sorted(set(folder.glob("*.json")) - {named})]:
        base = load_base(path)
        if base is not None and base.is_of(project):
            return path, base
    others = (named.with_name(f"{named.stem}-{number}.json") for number in count(2))
    return next(path for path in chain([named], others) if not path.exists()), None


def load_base(path: Path) -> Base | None:
    """Read a base, with what its journal says; ``None`` when there is none."""
    if not path.exists():
        return None
    with opening(path) as file:
        content = file.read()
    try:
        base = msgspec.json.decode(content, type=Base)
    except NO_JSON as error:
        raise InputError(
            f"{path}: no base of a doccano project ({error}); restore it, or move it away and push again"
        ) from None
    if base.format != VERSION:
        raise InputError(f"{path}: is a base of format {base.format}; this version reads {VERSION}")
    lacking = [entry.version for entry in base.entries if entry.version not in base.versions]
    if lacking:
        raise InputError(f"{path}: lacks the text {lacking[0]}; restore the file, or move it away and push again")
    _replay(base, path.with_suffix(".journal"))
    return base


def _replay(base: Base, journal: Path) -> None:
    """Take up what was done since the base was saved, and the step that was asked for and never answered."""
    if not journal.exists():
        return
    with opening(journal) as file:
        lines = file.read().split(b"\n")
    try:
        # What stands behind the last line end was cut off before anything was asked for.
        steps = [msgspec.json.decode(line, type=Step) for line in lines[:-1]]
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{journal}: is damaged ({error}); restore it, or move it away and push again") from None
    entries = {entry.mark: entry for entry in base.entries}
    for step in steps:
        entry = entries.get(step.mark)
        if entry is not None and step.done and step.kind == "examples":
            base.entries.remove(entry)
        elif entry is not None and step.done:
            entry.apply(step)
    if steps and not steps[-1].done:
        base.pending = steps[-1]


def save_base(path: Path, base: Base) -> None:
    """Write the base, whole or not at all; texts that nothing refers to are left out."""
    used = {entry.version for entry in base.entries}
    versions = {name: version for name, version in base.versions.items() if name in used}
    kept = msgspec.structs.replace(base, versions=versions)
    with replacing(path) as file:
        file.write(msgspec.json.format(msgspec.json.encode(kept), indent=1) + b"\n")
