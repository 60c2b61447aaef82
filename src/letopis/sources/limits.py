"""How large an input may be, and an archive that strangers made: bounds that no article reaches.

So that a hostile or mistaken file ends in one sentence.
"""

from __future__ import annotations

import io
import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from letopis.errors import InputError
from letopis.sources.trees import root_name
from letopis.streams import exists, opening

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_COMPRESSED = "a compressed file; unpack it first"

SIGNATURES = {
    b"AT&TFORM": "a DjVu file; save its text layer as plain text (djvutxt), or print it into a PDF and use --ocr",
    b"\x1f\x8b": _COMPRESSED,
    b"BZh": _COMPRESSED,
    b"\xfd7zXZ": _COMPRESSED,
    b"\x28\xb5\x2f\xfd": _COMPRESSED,
    b"Rar!": _COMPRESSED,
    b"7z\xbc\xaf": _COMPRESSED,
}
"""How a file begins, and what it is."""

_ADDRESS = re.compile(r"(?P<scheme>https?|ftp):/+(?P<rest>.+)", re.IGNORECASE)
_OLD_NAMES = (
    ("EncryptedPackage", "an encrypted file of Microsoft Office; save a copy without a password"),
    ("WordDocument", "an old Word file (.doc); save it as .docx in Word or LibreOffice"),
    ("Workbook", "a spreadsheet; save the article as .docx or plain text"),
    ("PowerPoint Document", "a presentation; save its text as .docx or plain text"),
)
"""Kinds of old Office files by the streams of their container, whose names are in UTF-16."""

_OTHER_OLD = "an old Word file, or another of old Microsoft Office; save it as .docx without a password"


def check_refused(data: bytes, path: Path) -> None:
    """Refuse a file that is known and cannot be read.

    >>> check_refused(b"AT&TFORM....DJVM", Path("book.djvu"))
    Traceback (most recent call last):
    letopis.errors.InputError: book.djvu: is a DjVu file; save its text layer as plain text (djvutxt), or ...
    """
    what = next((what for signature, what in SIGNATURES.items() if data.startswith(signature)), None)
    if data.startswith(_OLD):
        names = (what for name, what in _OLD_NAMES if name.encode("utf-16-le") in data)
        what = next(names, _OTHER_OLD)
    root = root_name(data) if data[:200].lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"<?xml") else ""
    if root and root.lower() != "html":
        what = f"XML of a kind that is not known here (<{root}>); save it as TEI, JATS, HTML or plain text"
    if what is not None:
        raise InputError(f"{path}: is {what}")


def check_address(path: Path) -> None:
    """Refuse an address of the web, which was meant to be a file."""
    address = _ADDRESS.fullmatch(path.as_posix())
    if address:
        shown = f"{address['scheme']}://{address['rest']}"
        raise InputError(f"{shown}: is an address; save the page or file on this machine and name that")


LARGEST_FILE = 500_000_000
"""Bytes of a file; a book scanned in colour with a text layer has some 300 million."""

BLOCK = 1_000_000
"""Bytes that are read at once."""

LONGEST_TEXT = 50_000_000
"""Characters of a text, some 20,000 printed pages; its records take some gigabytes of memory."""

MOST_PAGES = 5_000
"""Pages of a PDF."""

MOST_GLYPHS = 5_000_000
"""Characters of a PDF, some 2,000 full pages; with their places they take some 400 bytes of memory each."""


PAGE_MEMORY = 1_000_000_000
"""Bytes that PDFium may take for one page of a PDF in a process that called :func:`bound_page_memory`."""

_bounded: list[bool] = []
"""Holds something in a process whose pages are bounded."""


def bound_page_memory() -> None:
    """End this process, from now on, when a page of a PDF takes more than ``PAGE_MEMORY``.

    PDFium gives no error when there is no memory: it ends the process. So this is for the worker processes of a run,
    which may die of an article, and not for a notebook. It holds on Linux; other systems know no such bound.
    """
    if Path("/proc/self/statm").is_file():
        _bounded[:] = [True]


@contextmanager
def page_memory() -> Iterator[None]:
    """Keep the memory that is taken in here within the bound, where there is one."""
    if not _bounded:
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    most = used + PAGE_MEMORY
    if soft == resource.RLIM_INFINITY or most < soft:
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def read_bounded(path: Path) -> bytes:
    """Read a file's bytes; a pipe or device is read no further than a file would be."""
    if not exists(path):
        check_address(path)
    with opening(path) as file:
        data = _first_bytes(file, LARGEST_FILE + 1)
    check_most(len(data), LARGEST_FILE, "bytes", path)
    return data


def _first_bytes(file: IO[bytes], most: int) -> bytes:
    """Read block by block: memory for all that is asked for is taken at once, however short the file."""
    blocks: list[bytes] = []
    while most > 0 and (block := file.read(min(BLOCK, most))):
        blocks.append(block)
        most -= len(block)
    return blocks[0] if len(blocks) == 1 else b"".join(blocks)


def check_most(count: int, most: int, what: str, path: Path) -> None:
    """Refuse a file of which more than ``most`` bytes, characters or the like were counted."""
    if count > most:
        raise InputError(f"{path}: has more than {most // 1_000_000} million {what}; cut it into articles")


LARGEST_UNPACKED = 500_000_000
"""Bytes that the parts of a file, pictures with them, may have together once unpacked."""

MOST_PARTS = 10_000
"""Parts of a file; a picture is one."""

LARGEST_RATIO = 400
"""How many times its packed size a part of more than a megabyte may have; text packs about ten to one."""

ZIP = b"PK\x03\x04"
"""How an archive with something in it begins."""

_DAMAGED = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError, ValueError)


class Archive:
    """The parts of an archive, by name; ``what`` it is, and ``path``, stand in complaints."""

    def __init__(self, data: bytes, path: Path, what: str) -> None:
        self._path, self._what = path, what
        if data.count(b"PK\x01\x02") > MOST_PARTS:  # before the list of parts is read into memory
            raise InputError(f"{path}: the {what} has more than {MOST_PARTS:,} parts; it is not read")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGED:
            raise self._damaged() from None
        parts = self._archive.infolist()
        packed_well = any(p.file_size > 1 << 20 and p.file_size > LARGEST_RATIO * p.compress_size for p in parts)
        if packed_well or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
            raise InputError(f"{path}: the {what} would unpack to more than it should; it is not read")
        self._parts = {_named(part): part for part in parts if not part.is_dir()}

    @property
    def names(self) -> list[str]:
        """The names of all parts, in the order of the archive."""
        return list(self._parts)

    def __contains__(self, name: object) -> bool:
        return name in self._parts

    def size(self, name: str) -> int:
        """Return the bytes that a part says it has."""
        return self._parts[name].file_size

    def read(self, name: str) -> bytes:
        """Return a part, or nothing where there is none; it has no more bytes than it said."""
        if name not in self._parts:
            return b""
        part = self._parts[name]
        if part.flag_bits & 1:
            raise InputError(f"{self._path}: {name} is encrypted; save a copy without a password")
        try:
            with self._archive.open(part) as stream:
                return stream.read(part.file_size + 1)
        except _DAMAGED:
            raise self._damaged() from None

    def _damaged(self) -> InputError:
        return InputError(f"{self._path}: the {self._what} is damaged; save or download it again")


def _named(part: zipfile.ZipInfo) -> str:
    """Return a part's name; without the mark of UTF-8 it was written in the encoding of DOS, Russian mostly.

    >>> _named(zipfile.ZipInfo("Статья.txt".encode("cp866").decode("cp437")))
    'Статья.txt'
    """
    if part.flag_bits & 0x800 or part.filename.isascii():
        return part.filename
    try:
        return part.filename.encode("cp437").decode("cp866")
    except UnicodeError:
        return part.filename


def holds(data: bytes, *names: bytes) -> bool:
    """Return whether an archive lists one of the parts, without opening it.

    >>> stream = io.BytesIO()
    >>> with zipfile.ZipFile(stream, "w") as archive:
    ...     archive.writestr("word/document.xml", "")
    >>> holds(stream.getvalue(), b"word/"), holds(stream.getvalue(), b"ppt/")
    (True, False)
    """
    end = data.rfind(b"PK\x05\x06")
    at = int.from_bytes(data[end + 16 : end + 20], "little") if end >= 0 else 0
    listing = data[at:] if 0 < at < len(data) else data[-1_000_000:]
    return data.startswith(ZIP) and b"PK\x01\x02" in data and any(name in listing for name in names)
