"""What a reader of a format is and gives: a file to be read, its raw text, what a module of ``readers`` defines."""

from __future__ import annotations

import hashlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, NamedTuple

from letopis.errors import InputError
from letopis.offsets import Furniture
from letopis.records import Metadata
from letopis.sources import readers as package


class PageDoubt(NamedTuple):
    """A page, counted from one, whose lines may stand in a wrong order, and why."""

    page: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class RawText:
    """A file's text as it was read; every raw offset in a record counts the code points of ``text``.

    Line ends stay as they are (``\\r`` counts), a byte order mark is no part of the text. ``pages`` holds
    the offset at which each page starts, ``furniture`` the stretches that the page's layout shows to be no
    text; ``sha256`` is of the file's bytes. ``laid_out`` is true where the lines are those of a printed page,
    and false where the format has paragraphs and no lines, as Word's; ``metadata`` is what the file says of
    itself, ``doubts`` are the pages whose reading order is doubtful, ``note_numbers`` the numbers of the footnotes
    that a reader put behind the text, -1 for a star and -2 for two.

    >>> RawText(text="Баку", sha256="0" * 64, format="txt").text
    'Баку'
    """

    text: str
    sha256: str
    format: str
    encoding: str | None = None
    pages: tuple[int, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    laid_out: bool = True
    warnings: tuple[str, ...] = ()
    metadata: Metadata | None = None
    doubts: tuple[PageDoubt, ...] = ()
    note_numbers: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SourceFile:
    """A file that is to be read: its bytes, the path that names it in complaints, and what the user chose.

    ``encoding`` is of plain text, by Python's name, and found out when ``None``; ``whole_page`` reads all of a web
    page and not its article alone; ``ocr`` lets characters be recognised where a file holds only their picture.

    >>> SourceFile(data=b"Riga.", path=Path("a.txt")).sha256[:8]
    '56fff81c'
    """

    data: bytes
    path: Path
    encoding: str | None = None
    whole_page: bool = False
    ocr: bool = False

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the bytes, in hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Reader:
    """A way in: how files of a format are known, and how they are read.

    Each module of :mod:`letopis.sources.readers` has one as ``READER``; other packages name theirs under the entry
    point group ``letopis.readers``. Help texts, error messages and the search of folders follow from them.

    Args:
        name: what ``RawText.format`` says, and what complaints call it in capitals: ``odt``.
        title: what people call it: ``OpenDocument``.
        recognises: tells by its content whether a file is of this format; asked of every file, so it must be quick.
        read: gives the text, or raises :class:`letopis.errors.InputError` with one sentence.
        suffixes: names that a folder is searched for; a single file may have any name.
        extra: the extra of Letopis that installs what ``read`` imports; none for Python's own library.
        laid_out: whether the text comes with lines and pages as they were set, so that page furniture, broken words
            and joined lines are looked for; ``None`` where what lies in the file decides.
        rank: readers with a lower one are asked first; those that recognise anything come last.

    >>> from letopis.sources.reader import readers_for
    >>> [(reader.title, reader.laid_out) for reader in readers_for(".pdf")]
    [('PDF', True)]
    """

    name: str
    title: str
    recognises: Callable[[SourceFile], bool]
    read: Callable[[SourceFile], RawText]
    suffixes: tuple[str, ...] = ()
    extra: str | None = None
    laid_out: bool | None = False
    rank: int = 0

    def raw(self, source: SourceFile, text: str, **known: Any) -> RawText:
        """Return what was read of a file, with what else is ``known`` of it; refuse a file without text."""
        if not text.strip():
            raise InputError(f"{source.path}: the {self.title} file holds no text")
        return RawText(text=text, sha256=source.sha256, format=self.name, **known)


GROUP = "letopis.readers"
"""The entry points under which other packages name their readers."""


@cache
def readers() -> tuple[Reader, ...]:
    """Return all readers, in the order in which they are asked whether a file is theirs.

    >>> [reader.name for reader in readers()][-1]
    'txt'
    """
    own = [
        import_module(f"{package.__name__}.{module.name}").READER for module in pkgutil.iter_modules(package.__path__)
    ]
    others = [point.load() for point in entry_points(group=GROUP)]
    return tuple(sorted((*own, *others), key=lambda reader: (reader.rank, reader.name)))


def suffixes() -> tuple[str, ...]:
    """Return the names that a folder is searched for, each once.

    >>> ".docx" in suffixes()
    True
    """
    return tuple(dict.fromkeys(suffix for reader in readers() for suffix in reader.suffixes))


def readers_for(suffix: str) -> tuple[Reader, ...]:
    """Return the readers whose files are named so; ``.xml`` may be of several.

    >>> [reader.name for reader in readers_for(".DOCX")], [reader.name for reader in readers_for(".xml")]
    (['docx'], ['jats', 'tei'])
    """
    return tuple(reader for reader in readers() if suffix.lower() in reader.suffixes)


def in_words(names: Iterable[str]) -> str:
    """Join names as a sentence does.

    >>> in_words(["PDF", "Word", "plain text"])
    'PDF, Word or plain text'
    """
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last


def titles() -> str:
    """Name all formats in one phrase, for help texts.

    >>> titles().startswith("Word, EPUB, FictionBook")
    True
    """
    return in_words(reader.title for reader in readers())
