"""Records on their way to the output: a file of whole lines that grows, and where each record lies."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import NamedTuple

import msgspec

from letopis.errors import InputError, OutputError
from letopis.formats.jsonl import is_whole
from letopis.records import NO_JSON

SYNC_SECONDS = 5.0
"""Work of at most so long is lost when the machine itself goes down; a killed process loses whole lines never."""


_BINARY: int = getattr(os, "O_BINARY", 0)
"""Windows alone would change line ends."""


class Known(NamedTuple):
    """What a line says of itself, where it lies in its file, and whether its hash of itself fits."""

    id: str
    sha256: str
    fingerprint: str
    start: int
    size: int
    path: str = ""
    whole: bool | None = True


class _Source(msgspec.Struct, frozen=True):
    sha256: str = ""
    path: str = ""


class _Pipeline(msgspec.Struct, frozen=True):
    fingerprint: str = ""


class _Head(msgspec.Struct, frozen=True):
    id: str
    source: _Source | None = None
    pipeline: _Pipeline = _Pipeline()


_decode_head = msgspec.json.Decoder(_Head).decode


class RecordFile:
    """A JSON Lines file by places: whole lines are appended and read back, never held.

    Raises:
        InputError: the file cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._descriptor = os.open(path, os.O_RDONLY | _BINARY)
        except OSError as error:
            raise InputError(f"{path}: cannot be read: {error.strerror}") from None

    def __enter__(self) -> RecordFile:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._descriptor)

    foreign = 0
    """Whole lines that :meth:`known` passed over, since they are no records."""

    def known(self) -> Iterator[Known]:
        """Yield the whole records of the file; a torn last line is passed over, and foreign ones are counted."""
        start = self.foreign = 0
        with open(self._descriptor, "rb", closefd=False) as file:
            file.seek(0)
            for line in file:
                if line.endswith(b"\n"):
                    try:
                        head = _decode_head(line)
                    except NO_JSON:
                        self.foreign += 1
                    else:
                        source = head.source or _Source()
                        yield Known(
                            head.id, source.sha256, head.pipeline.fingerprint, start, len(line) - 1, source.path,
                            is_whole(line),
                        )  # fmt: skip
                start += len(line)

    def read(self, start: int, size: int) -> bytes:
        """Return the line at a place, without its end.

        Raises:
            InputError: the file cannot be read, or is shorter now.
        """
        parts = []
        try:
            while size > 0 and (part := _read_at(self._descriptor, start, size)):
                parts.append(part)
                start, size = start + len(part), size - len(part)
        except OSError as error:
            raise InputError(f"{self.path}: cannot be read: {error.strerror}") from None
        if size:
            raise InputError(f"{self.path}: was cut off while it was read; run again")
        return b"".join(parts)


class PartialFile(RecordFile):
    """The records of a run that is not finished, beside its output; a lock keeps other runs away.

    Args:
        path: made where it is not there.
        keep: go on with what is there; a torn last line is cut off. Otherwise begin anew.

    Raises:
        OutputError: the place cannot be written, or another run writes there.
    """

    def __init__(self, path: Path, *, keep: bool) -> None:
        self.path = path
        self._removed = False
        self._synced = monotonic()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._descriptor = _locked(path)
            self._end = _whole(self._descriptor) if keep else 0
            os.ftruncate(self._descriptor, self._end)
        except OSError as error:
            raise OutputError(f"{path}: cannot be written: {error.strerror}") from None

    def __exit__(self, *raised: object) -> None:
        if not (self._end or self._removed):  # the run failed before its first record
            self.remove()
        super().__exit__(*raised)

    def append(self, line: bytes) -> tuple[int, int]:
        """Write a whole line, or nothing of it; give its place.

        Raises:
            OutputError: the line cannot be written.
        """
        start, rest = self._end, memoryview(line + b"\n")
        try:
            while rest:
                written = os.write(self._descriptor, rest)
                rest = rest[written:]
            self._end = start + len(line) + 1
            if monotonic() - self._synced > SYNC_SECONDS:
                self.sync()
        except OSError as error:
            self._end = start
            with suppress(OSError):
                os.ftruncate(self._descriptor, start)
            raise OutputError(
                f"{self.path}: cannot be written: {error.strerror}; what is done stays there: make room and run again "
                "with --resume"
            ) from None
        return start, len(line)

    def sync(self) -> None:
        """Have the system write to the disk what is in its memory."""
        os.fsync(self._descriptor)
        self._synced = monotonic()

    def remove(self) -> None:
        """Remove the file; its records are in the output."""
        self.path.unlink(missing_ok=True)
        self._removed = True


def _read_at(descriptor: int, start: int, size: int) -> bytes:
    os.lseek(descriptor, start, os.SEEK_SET)
    return os.read(descriptor, size)


def _opened(path: Path) -> int:
    """Open a file whose name can be guessed: never through a link that waits there, symbolic or hard, nor a pipe.

    Raises:
        OutputError: something of that kind is there.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | _BINARY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        descriptor = os.open(path, flags, 0o666)
    except OSError as error:
        if error.errno != errno.ELOOP:
            raise
        raise OutputError(f"{path}: is a link; remove it, or give another output") from None
    there = os.fstat(descriptor)
    if not stat.S_ISREG(there.st_mode) or there.st_nlink > 1:
        os.close(descriptor)
        raise OutputError(f"{path}: is a link or no file; remove it, or give another output")
    return descriptor


def _locked(path: Path) -> int:
    """Open a file and lock it until it is closed, or its process has died."""
    while True:
        descriptor = _opened(path)
        try:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise OutputError(f"{path}: another run writes there; wait for it, or give another output") from None
        except (ImportError, OSError):  # Windows and some network disks have no such locks
            return descriptor
        if os.fstat(descriptor).st_nlink:
            return descriptor
        os.close(descriptor)  # the run before removed the file between our opening and locking it


def _whole(descriptor: int) -> int:
    """Return where the last whole line of a file ends."""
    end = os.fstat(descriptor).st_size
    while end > 0:
        start = max(0, end - 65_536)
        found = _read_at(descriptor, start, end - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0
