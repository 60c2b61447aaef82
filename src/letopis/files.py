"""Files and folders that are written whole or not at all, and texts that are read with one clear complaint."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import IO

from letopis.errors import InputError, OutputError


def read_utf8(path: Path, what: str = "") -> str:
    """Read a text of UTF-8 as it stands, line ends and byte order mark too.

    Args:
        path: the file.
        what: what the file is, for the message when it cannot be read: ``the text of news.jsonld``.

    Raises:
        InputError: the file cannot be read, or is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 (byte {error.start}); write the file again as UTF-8") from None
    except OSError as error:
        raise InputError(f"{path}: {what} cannot be read: {error.strerror}".replace(":  ", ": ")) from None


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Open a temporary file beside ``path`` and rename it to ``path`` once its block ends without error.

    Raises:
        OutputError: the place cannot be written; what stood at ``path`` is as it was.
    """
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        with os.fdopen(descriptor, "wb") as file:
            yield file
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(path)
        temporary = None
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from None
    finally:
        if temporary is not None:
            with suppress(OSError):
                Path(temporary).unlink()


def check_replaceable(output: Path, is_own: Callable[[str], bool], what: str) -> None:
    """Refuse to replace a folder that holds anything but files of its own kind.

    Args:
        output: the folder; it may be missing or empty.
        is_own: whether a file of this name belongs to ``what``.
        what: the name of the kind, for the message: ``brat export``.

    Raises:
        OutputError: ``output`` is a file, cannot be read, or holds other things.
    """
    try:
        if not output.exists():
            return
        if not output.is_dir():
            raise OutputError(f"{output}: is a file; give the name of a folder")
        others = sorted(entry.name for entry in output.iterdir() if entry.is_dir() or not is_own(entry.name))
    except OSError as error:
        raise OutputError(f"{output}: cannot be read: {error.strerror or error}") from None
    if others:
        raise OutputError(f"{output}: holds {others[0]!r} and is no {what}; name a new folder, or move it away")


@contextmanager
def replacing_folder(output: Path) -> Iterator[Path]:
    """Give an empty folder beside ``output`` and rename it to ``output`` once its block ends without error.

    Whatever stood there is gone then; ask :func:`check_replaceable` first.

    Raises:
        OutputError: the place cannot be written; what stood there is as it was.
    """
    output = output.resolve()
    temporary: Path | None = None
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{output.name}.", suffix=".part", dir=output.parent))
        yield temporary
        # mkdtemp keeps others out; a folder made in the ordinary way has what the umask leaves.
        plain = temporary / ".mode"
        plain.mkdir()
        temporary.chmod(plain.stat().st_mode)
        plain.rmdir()
        _exchange(temporary, output)
        temporary = None
    except OSError as error:
        raise OutputError(f"{output}: cannot be written: {error.strerror or error}") from None
    finally:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)


def _exchange(new: Path, output: Path) -> None:
    if not output.exists():
        new.rename(output)
        return
    old = new.with_name(new.name + ".old")
    output.rename(old)
    try:
        new.rename(output)
    except OSError:
        with suppress(OSError):
            old.rename(output)
        raise
    shutil.rmtree(old, ignore_errors=True)


@cache
def _umask() -> int:
    """Ask once: it can only be asked by setting it, and another thread could make a file in between."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
