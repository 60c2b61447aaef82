"""The base of the merge: what was pushed, kept in the project beside the annotations.

One JSON file a doccano project. It is written before the server is changed, with what is about to be done, and again
afterwards: a push that is cut off at any point leaves enough behind for the next one to finish it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from letopis.doccano.merge import Key, Link, Pushed
from letopis.errors import InputError
from letopis.files import replacing
from letopis.records import Article, Source

DEFAULT_FOLDER = Path("annotations/.doccano")
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
    is known to be whole. ``removing`` and ``creating`` hold what a change under way does; ``settled`` is the time of
    the confirmation that the last push saw.
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
    removing: list[int] = []
    removing_links: list[int] = []
    creating: list[Key] = []
    creating_links: list[Link] = []
    settled: str | None = None
    deleted: bool = False

    @property
    def mark(self) -> tuple[str, int]:
        """The name of the example in doccano."""
        return self.push, self.number

    def pushed(self) -> Pushed:
        """Give what was pushed as the base of a merge."""
        return Pushed(self.spans, self.links, frozenset(self.said), frozenset(self.declined), frozenset(self.unsure))


class Base(msgspec.Struct, omit_defaults=True):
    """Everything that was pushed to one project: the records as they were last pushed, and an entry an example.

    ``doomed`` holds the ids of examples that are being replaced.
    """

    project: str
    project_id: int
    unit: str
    format: int = VERSION
    articles: dict[str, Article] = {}
    versions: dict[str, Version] = {}
    entries: list[Entry] = []
    doomed: list[int] = []

    def text_of(self, entry: Entry) -> str:
        """Give the text of an entry's example."""
        return self.versions[entry.version].text[entry.start : entry.end]

    def of_article(self, name: str) -> list[Entry]:
        """Give the live entries of an article in the order of the text."""
        found = [entry for entry in self.entries if entry.article == name and not entry.deleted]
        return sorted(found, key=lambda entry: (entry.start, entry.end))


def version_of(article: Article) -> Version:
    """Give the version that the article's text is."""
    return Version(article.text, article.source)


def base_path(folder: Path, project: str) -> Path:
    """Give the file of a project's base.

    >>> base_path(Path("annotations/.doccano"), "Договоры/1").name
    'Договоры%2F1.json'
    """
    return folder / ("".join(c if c.isalnum() or c in "-_" else f"%{ord(c):X}" for c in project) + ".json")


def load_base(folder: Path, project: str) -> Base | None:
    """Read the base of a project; ``None`` when nothing was pushed from this folder.

    Raises:
        InputError: the file is damaged or of another format.
    """
    path = base_path(folder, project)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    try:
        base = msgspec.json.decode(content, type=Base)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"{path}: no base of a doccano project ({error}); restore it, or move it away and push again"
        ) from None
    if base.format != VERSION or base.project != project:
        raise InputError(
            f"{path}: belongs to project {base.project!r}, format {base.format}; expected {project!r}, {VERSION}"
        )
    lacking = [entry.version for entry in base.entries if entry.version not in base.versions]
    if lacking:
        raise InputError(f"{path}: lacks the text {lacking[0]}; restore the file, or move it away and push again")
    return base


def save_base(folder: Path, base: Base) -> None:
    """Write the base, whole or not at all; texts that nothing refers to are left out.

    Raises:
        OutputError: the file cannot be written.
    """
    used = {entry.version for entry in base.entries}
    base.versions = {name: version for name, version in base.versions.items() if name in used}
    with replacing(base_path(folder, base.project)) as file:
        file.write(msgspec.json.format(msgspec.json.encode(base), indent=1) + b"\n")
