"""Standard input and output, pipes and devices: read and written as they are, and not waited for in vain."""

from __future__ import annotations

import errno
import io
import os
import re
import select
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from contextvars import ContextVar
from pathlib import Path
from typing import IO, TextIO

from letopis.errors import InputError, OutputError

STANDARD = Path("-")
"""Standard input where something is read, standard output where something is written."""

PATIENCE = 5.0
"""Seconds in which somebody must open the other end of a pipe."""

_NAMED = {"/dev/stdin": 0, "/dev/stdout": 1, "/dev/stderr": 2}
_OPEN = re.compile(r"/(?:dev|proc/self)/fd/(\d+)")

_standard_output: ContextVar[TextIO | None] = ContextVar("standard_output", default=None)


def descriptor(path: Path, standard: int) -> int | None:
    """Return the number of the open file that a path stands for, ``standard`` for ``-``; ``None`` for other paths.

    >>> descriptor(Path("-"), 0), descriptor(Path("/dev/stdout"), 1), descriptor(Path("/dev/fd/63"), 0)
    (0, 1, 63)
    >>> descriptor(Path("note.txt"), 0) is None
    True
    """
    if path == STANDARD:
        return standard
    named, opened = _NAMED.get(str(path)), _OPEN.fullmatch(str(path))
    return int(opened.group(1)) if opened else named


def is_stream(path: Path) -> bool:
    """Return whether a path is written to as it is: ``-``, a file that is open already, a pipe or a device.

    >>> is_stream(Path("-")), is_stream(Path("note.txt"))
    (True, False)
    """
    if descriptor(path, 1) is not None:
        return True
    try:
        mode = path.lstat().st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)


def exists(path: Path) -> bool:
    """Return whether there is something to read at a path.

    >>> exists(Path("-")), exists(Path("no-such-file"))
    (True, False)
    """
    return path == STANDARD or path.exists()


def status(path: Path, standard: int) -> os.stat_result | None:
    """Return what the system knows of a path, or ``None`` where nothing is there.

    A folder on the way need not be there yet: ``new/../a.txt`` is ``a.txt`` once it is.
    """
    number = descriptor(path, standard)
    try:
        return os.stat(os.path.realpath(path)) if number is None else os.fstat(number)  # noqa: PTH116
    except OSError:
        return None


@contextmanager
def opening(path: Path, what: str = "") -> Iterator[IO[bytes]]:
    """Open an input for reading: a file, ``-`` for standard input, or a pipe; ``what`` names it in complaints.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "a.txt").write_bytes(b"Baku")
    ...     with opening(Path(folder) / "a.txt") as file:
    ...         file.read()
    b'Baku'
    """
    try:
        with _opened(path) as file:
            yield file
    except BrokenPipeError:
        raise  # of standard output, to which the block printed
    except FileNotFoundError:
        raise InputError(f"{path}: {what} cannot be read: no such file" if what else f"{path}: no such file") from None
    except OSError as error:
        raise InputError(f"{path}: {what} cannot be read: {error.strerror or error}".replace(":  ", ": ")) from None


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    number = descriptor(path, 0)
    if number == 0 and sys.stdin is not None:
        yield sys.stdin.buffer
        return
    if number is not None:
        handle = os.dup(number)
    elif stat.S_ISFIFO(path.stat().st_mode):
        handle = _awaited(path)
    else:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        yield file


def _awaited(path: Path) -> int:
    """Open a pipe without waiting for its other end for longer than :data:`PATIENCE`; one that is open may be slow."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        if not select.select([handle], [], [], PATIENCE)[0] and not os.read(handle, 1):
            raise InputError(f"{path}: is a pipe to which nobody writes; start first what is to write there")
    except BlockingIOError:
        pass  # somebody has it open and has written nothing yet
    except BaseException:
        os.close(handle)
        raise
    os.set_blocking(handle, True)
    return handle


@contextmanager
def writing(path: Path) -> Iterator[IO[bytes]]:
    """Open a stream for writing; see :func:`is_stream`."""
    try:
        if descriptor(path, 1) == 1:
            with _whole_writes((_standard_output.get() or sys.stdout).buffer) as file:
                yield file
        else:
            with os.fdopen(_handle(path), "wb") as file:
                yield file
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from None


@contextmanager
def _whole_writes(stream: IO[bytes]) -> Iterator[IO[bytes]]:
    """Have all bytes written: an unbuffered stream (``PYTHONUNBUFFERED``) writes what fits into the pipe."""
    if isinstance(stream, io.RawIOBase):
        buffered = io.BufferedWriter(stream)
        yield buffered
        buffered.detach()
    else:
        yield stream
        stream.flush()


def _handle(path: Path) -> int:
    number = descriptor(path, 1)
    if number is not None:
        return os.dup(number)
    if not stat.S_ISFIFO(path.stat().st_mode):
        return os.open(path, os.O_WRONLY)
    end = time.monotonic() + PATIENCE
    while True:
        try:
            handle = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            if time.monotonic() > end:
                raise OutputError(
                    f"{path}: is a pipe from which nobody reads; start first what is to read it"
                ) from None
            time.sleep(0.05)
        else:
            os.set_blocking(handle, True)
            return handle


@contextmanager
def output_alone() -> Iterator[None]:
    """Keep standard output for what is written to ``-``: what is printed in the block goes to standard error."""
    token = _standard_output.set(sys.stdout)
    try:
        with redirect_stdout(sys.stderr):
            yield
    finally:
        _standard_output.reset(token)
