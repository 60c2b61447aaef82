"""Files and folders that are written whole or not at all, and never in the place of an input."""

from __future__ import annotations

import os
import re
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import IO, Any

from letopis import streams
from letopis.errors import InputError, OutputError
from letopis.streams import is_stream, opening


def read_utf8(path: Path, what: str = "") -> str:
    """Read a text of UTF-8 as it stands, line ends and byte order mark too; ``what`` the file is stands in messages."""
    try:
        with opening(path, what) as file:
            return file.read().decode("utf-8")
    except UnicodeDecodeError as error:
        refuse_database(path, error.object)
        raise InputError(f"{path}: not UTF-8 (byte {error.start}); write the file again as UTF-8") from None


def parse_toml(text: str, place: object) -> dict[str, Any]:
    """Return what a text of TOML says, with a byte order mark or without; ``place`` is where it stands.

    >>> parse_toml("year = 1997", "a.toml")
    {'year': 1997}
    """
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        line = re.search(r"at line (\d+)", str(error))
        where = f"{place}:{line[1]}" if line else place
        raise InputError(f"{where}: is no TOML (Russian words stand in quotes): {error}") from None


def refuse_database(place: object, data: bytes | str) -> None:
    """Refuse a SQLite file that was given where text is read."""
    if data[:15] in {"SQLite format 3", b"SQLite format 3"}:
        raise InputError(f"{place}: a database; ask it with 'letopis grep' or 'letopis serve', or name the records")


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Open a temporary file beside ``path`` and rename it to ``path`` once its block ends without error.

    Standard output (``-``), pipes and devices are written to as they are.
    """
    if is_stream(path):
        with streams.writing(path) as stream:
            yield stream
        return
    check_output(path)
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        with os.fdopen(descriptor, "wb") as file:
            yield file
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(path)
        temporary = None
    except BrokenPipeError:
        raise  # of standard output, to which the block printed
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from None
    finally:
        if temporary is not None:
            with suppress(OSError):
                Path(temporary).unlink()


def check_output(path: Path) -> None:
    """Refuse a place that is a link, or a thing that no file can be put in the place of.

    What a link leads to may be anything; whoever means it names it. Links above the last name are followed.
    """
    try:
        mode = path.lstat().st_mode
    except OSError:
        return
    if stat.S_ISLNK(mode) and not is_stream(path):
        raise OutputError(f"{path}: is a link to {path.readlink()}; name that file itself, or remove the link")
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or is_stream(path)):
        raise OutputError(f"{path}: is neither a file nor a folder; give another output")


def check_folder(path: Path) -> None:
    """Refuse as the place of a folder what :func:`check_output` refuses, and streams: they hold one file."""
    check_output(path)
    if is_stream(path):
        raise OutputError(f"{path}: is no folder, and several files are written; name a folder")


Listing = Callable[[Path], Iterable[Path]]
"""Lists the files that a command reads of a folder."""


def check_outputs(outputs: Sequence[Path], inputs: Mapping[Path, Listing]) -> None:
    """Refuse outputs that are inputs, hold inputs, or are one place; nothing is written then.

    One file under two names is one: hard links, other spellings, letters' case where the disk does not heed it.

    Args:
        outputs: files and folders that will be written or replaced.
        inputs: files and folders that will be read, each with what lists the files that are read of it.

    >>> check_outputs([Path("a.txt")], {Path("b.txt"): lambda folder: []})
    >>> check_outputs([Path("a.txt"), Path("x/../a.txt")], {})
    Traceback (most recent call last):
    letopis.errors.OutputError: x/../a.txt: is the place of two outputs; give each its own
    """
    for number, output in enumerate(outputs):
        check_output(output)
        if any(_one_place(output, other) for other in outputs[:number]):
            raise OutputError(f"{output}: is the place of two outputs; give each its own")
        for given, listed in inputs.items():
            lost = _lost(output, given, listed)
            if lost is not None:
                raise OutputError(f"{output}: the input {lost} would be lost there; give another output")


def _one_place(one: Path, other: Path) -> bool:
    numbers = streams.descriptor(one, 1), streams.descriptor(other, 1)
    if None not in numbers:
        return numbers[0] == numbers[1]
    here, there = streams.status(one, 1), streams.status(other, 1)
    if here is not None and there is not None:
        return os.path.samestat(here, there) and not stat.S_ISCHR(here.st_mode)
    return os.path.realpath(one) == os.path.realpath(other)


def _lost(output: Path, given: Path, listed: Listing) -> Path | None:
    """Return the input that an output would take away, or ``None``."""
    there, read = streams.status(output, 1), streams.status(given, 0)
    if there is None or read is None or stat.S_ISCHR(there.st_mode):
        return None
    if os.path.samestat(there, read):
        return given
    inside = _is_inside(given, there)
    if stat.S_ISDIR(there.st_mode) and inside:
        return given
    if stat.S_ISDIR(read.st_mode) and (_is_inside(output, read) or there.st_nlink > 1):
        return next((file for file in listed(given) if _is_inside(file, there)), None)
    return None


def _is_inside(path: Path, place: os.stat_result) -> bool:
    """Return whether a path is a place, or lies in the folder that is."""
    real = Path(os.path.realpath(path))
    return any(os.path.samestat(above.stat(), place) for above in (real, *real.parents) if above.exists())


def check_replaceable(output: Path, is_own: Callable[[str], bool], what: str, *, sign: str = "") -> None:
    """Refuse to replace a folder that holds anything but files of its own kind.

    Args:
        output: the folder; it may be missing or empty.
        is_own: whether a file of this name belongs to ``what``.
        what: the name of the kind, for the message: ``brat export``.
        sign: a file that every folder of the kind holds.
    """
    try:
        if not output.exists():
            return
        if not output.is_dir():
            raise OutputError(f"{output}: is a file; give the name of a folder")
        names = {entry.name: entry.is_file() and is_own(entry.name) for entry in sorted(output.iterdir())}
    except OSError as error:
        raise OutputError(f"{output}: cannot be read: {error.strerror or error}") from None
    others = [name for name, own in names.items() if not own] or (list(names) if sign and sign not in names else [])
    if others:
        raise OutputError(f"{output}: holds {others[0]!r} and is no {what}; name a new folder, or move it away")


@contextmanager
def replacing_folder(output: Path) -> Iterator[Path]:
    """Return an empty folder beside ``output`` and rename it to ``output`` once its block ends without error.

    Whatever stood there is gone then; ask :func:`check_replaceable` first.
    """
    check_folder(output)
    output = output.resolve()
    temporary: Path | None = None
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{output.name}.", suffix=".part", dir=output.parent))
        yield temporary
        temporary.chmod(0o777 & ~_umask())  # mkdtemp keeps others out
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
