"""Articles in zip archives: each is named by a path that goes on behind the archive's, ``articles.zip/one.docx``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path, PurePosixPath

from letopis.errors import InputError
from letopis.sources.archives import Archive
from letopis.sources.limits import check_size, read_bounded
from letopis.sources.registry import suffixes

PACKED = ".zip"
"""The suffix of archives whose members are articles."""


def read_bytes(path: Path) -> bytes:
    """Read a file, or a member of an archive.

    Raises:
        InputError: there is none, it cannot be read, or it is too large.
    """
    archive = archive_of(path)
    if archive is None:
        return read_bounded(path)
    name = path.relative_to(archive).as_posix()
    opened = _opened(archive)
    if name not in opened:
        raise InputError(f"{path}: no such file in the archive")
    check_size(opened.size(name), path)
    return opened.read(name)


def size_of(path: Path) -> int:
    """Return the bytes of a file or a member of an archive; 0 where there is none.

    >>> size_of(Path("none.zip/a.txt"))
    0
    """
    archive = archive_of(path)
    try:
        if archive is None:
            return path.stat().st_size
        return _opened(archive).size(path.relative_to(archive).as_posix())
    except (OSError, InputError, KeyError):
        return 0


def archive_of(path: Path) -> Path | None:
    """Find the file in which another is said to lie, if the path goes on behind a file."""
    if path.suffix == "" or PACKED not in path.as_posix().lower():
        return None
    return next((parent for parent in path.parents if parent.suffix.lower() == PACKED and parent.is_file()), None)


def members(path: Path) -> list[Path]:
    """List the articles in an archive, in its order: members with the name of a format, and archives in it.

    Raises:
        InputError: damaged, too large, or a member is named as a place outside of the archive.
    """
    found = []
    for name in _opened(path).names:
        parts = PurePosixPath(name).parts
        if name.startswith("/") or ".." in parts:
            raise InputError(f"{path}: holds {name!r}, which lies outside of it; pack it again")
        if PurePosixPath(name).suffix.lower() in suffixes() and not any(p.startswith((".", "__MACOSX")) for p in parts):
            found.append(path / name)
    return found


def _opened(path: Path) -> Archive:
    try:
        status = path.stat()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    return _kept_open(path, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=1)
def _kept_open(path: Path, size: int, changed: int) -> Archive:
    """Keep the last archive, whose members are mostly asked for one after another."""
    return Archive(read_bounded(path), path, "archive")
