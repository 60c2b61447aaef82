"""What a reader of a format is: the one thing that a module of ``sources/readers`` has to define."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from letopis.errors import MissingDependencyError
from letopis.sources.raw import RawText


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

    >>> from letopis.sources.registry import readers_for
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

    def missing(self, source: SourceFile, package: str) -> MissingDependencyError:
        """Make the error that says which extra brings a package that is not installed."""
        return MissingDependencyError(
            f"{source.path}: reading {self.title} files needs {package}: pip install 'letopis[{self.extra}]'"
        )
