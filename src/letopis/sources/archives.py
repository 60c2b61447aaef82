"""Zip archives that strangers made: what is in them, within bounds that no article reaches."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

from letopis.errors import InputError

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
    """The parts of an archive, by name; ``what`` it is, and ``path``, stand in complaints.

    Raises:
        InputError: damaged, encrypted, too many parts, or it would unpack to too much.
    """

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
        """Return a part, or nothing where there is none; it has no more bytes than it said.

        Raises:
            InputError: the part is damaged or encrypted.
        """
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


def starts_as_zip(data: bytes) -> bool:
    """Return whether a file begins as an archive.

    >>> starts_as_zip(b"PK\\x03\\x04...")
    True
    """
    return data.startswith(ZIP)


def holds(data: bytes, *names: bytes) -> bool:
    """Return whether an archive lists one of the parts, without opening it.

    >>> stream = io.BytesIO()
    >>> with zipfile.ZipFile(stream, "w") as archive:
    ...     archive.writestr("word/document.xml", "")
    >>> holds(stream.getvalue(), b"word/"), holds(stream.getvalue(), b"ppt/")
    (True, False)
    """
    start = data.find(b"PK\x01\x02")
    return starts_as_zip(data) and start >= 0 and any(name in _directory(data) for name in names)


def _directory(data: bytes) -> bytes:
    """Return the part of an archive that lists its parts, which stands at the end."""
    end = data.rfind(b"PK\x05\x06")
    at = int.from_bytes(data[end + 16 : end + 20], "little") if end >= 0 else 0
    return data[at:] if 0 < at < len(data) else data[-1_000_000:]
