"""Files and parts of records wherever fsspec reaches: local paths, ``s3://…`` and its like with their package."""

from __future__ import annotations

import hashlib
import re
import sys
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from letopis.errors import InputError, LetopisError, MissingDependencyError, OutputError, needed
from letopis.files import replacing
from letopis.formats.jsonl import decode_article, encode_article
from letopis.records import Article

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem


class UnreachableError(LetopisError):
    """A storage that cannot be reached, or refuses; nothing is said of what lies there."""


def storage(url: str) -> tuple[AbstractFileSystem, str]:
    """Return the file system that an address belongs to, and the path within it.

    Raises:
        InputError: no such protocol.
        UnreachableError: its package cannot begin, for want of keys or the like.
        MissingDependencyError: the package that speaks the protocol, or fsspec itself, is not installed.

    >>> storage("memory://corpus/a.jsonl")[1]
    '/corpus/a.jsonl'
    """
    with needed("reading from a cluster", "cluster"):
        from fsspec.core import url_to_fs
    try:
        with reaching(url):
            system, path = url_to_fs(url)
    except ImportError as error:
        raise MissingDependencyError(f"{url}: this kind of address needs another package: {error}") from None
    except ValueError as error:
        raise InputError(f"{url}: cannot be reached: {error}") from None
    return system, str(path)


def absolute(url: str) -> str:
    """Return an address that means the same in every working folder; local ones become absolute paths.

    >>> absolute("s3://corpus/a.jsonl"), Path(absolute("a.jsonl")).is_absolute()
    ('s3://corpus/a.jsonl', True)
    """
    return url if "://" in url else str(Path(url).absolute())


def is_local(url: str) -> bool:
    """Return whether an address is a path of this machine.

    >>> is_local("out/parts"), is_local("s3://corpus/parts")
    (True, False)
    """
    return "://" not in url


def join(url: str, *names: str) -> str:
    """Put names under an address.

    >>> join("s3://corpus/out/", "parts", "part-00000.jsonl")
    's3://corpus/out/parts/part-00000.jsonl'
    """
    return "/".join([url.rstrip("/") or url, *names])


@contextmanager
def reaching(url: str) -> Iterator[None]:
    """Return what a storage's package raises in the block as one sentence: no network, no such user, no leave.

    Such packages have errors of their own, which are no ``OSError``.

    Raises:
        UnreachableError: names the address.
    """
    try:
        yield
    except Exception as error:
        if is_local(url) or type(error).__module__.partition(".")[0] in _NO_STORAGES:
            raise
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        raise UnreachableError(
            f"{url}: cannot be reached ({reason}); look at the address, the network and the keys"
        ) from None


_NO_STORAGES = {*sys.stdlib_module_names, "builtins", "letopis", "msgspec", "pyarrow"}
"""Where errors come from that have nothing to do with a storage."""


@contextmanager
def reading(url: str) -> Iterator[IO[bytes]]:
    """Open a file for reading.

    Raises:
        InputError: there is none, or it cannot be read.
    """
    system, path = storage(url)
    try:
        with reaching(url), system.open(path, "rb") as file:
            yield file
    except FileNotFoundError:
        raise InputError(f"{url}: no such file on this machine; name a place that every worker sees") from None
    except OSError as error:
        raise InputError(f"{url}: cannot be read: {error.strerror or error}") from None


@contextmanager
def writing(url: str) -> Iterator[IO[bytes]]:
    """Open a temporary file that becomes ``url`` once its block ends without error; two writers never mix.

    Raises:
        OutputError: the place cannot be written; what stood there is as it was.
    """
    if is_local(url):
        with replacing(Path(url)) as local:
            yield local
        return
    system, path = storage(url)
    folder, _, name = path.rpartition("/")
    temporary = f"{folder}/.{name}.{uuid.uuid4().hex}.part"
    try:
        with reaching(url):
            system.makedirs(folder, exist_ok=True)
            with system.open(temporary, "wb") as file:
                yield file
            system.mv(temporary, path)
    except OSError as error:
        raise OutputError(f"{url}: cannot be written: {error.strerror or error}") from None
    finally:
        with suppress(Exception):  # it is gone where all went well
            system.rm_file(temporary)


def names_in(url: str) -> list[str]:
    """Return the names of the files in a folder, in order; none where there is no folder."""
    system, path = storage(url)
    try:
        with reaching(url):
            listed: list[dict[str, Any]] = system.ls(path, detail=True)
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted(str(entry["name"]).rstrip("/").rpartition("/")[2] for entry in listed if entry["type"] == "file")


def remove(url: str) -> None:
    """Remove a file; it may be gone already."""
    system, path = storage(url)
    with suppress(FileNotFoundError), reaching(url):
        system.rm_file(path)


OWN_NAME = re.compile(r"part-\d{5,}\.(?:jsonl|parquet)|\.part-\d{5,}\..*\.part")
"""A part, one in Parquet of an older version too, or the temporary file of one that a dead worker left."""


class PartFile(NamedTuple):
    """What was written: its bytes and their SHA-256."""

    size: int
    sha256: str


def part_name(number: int) -> str:
    """Name a part; names sort in the order of the input.

    >>> part_name(12)
    'part-00012.jsonl'
    """
    return f"part-{number:05}.jsonl"


def write_part(url: str, articles: Iterable[Article]) -> PartFile:
    """Write records to a part; the old part stays until the new one is whole.

    Raises:
        OutputError: the place cannot be written.
    """
    size, digest = 0, hashlib.sha256()
    with writing(url) as file:
        for article in articles:
            line = encode_article(article) + b"\n"
            file.write(line)
            digest.update(line)
            size += len(line)
    return PartFile(size, digest.hexdigest())


def read_part(url: str) -> Iterator[Article]:
    """Read the records of a part, one at a time.

    Raises:
        InputError: it cannot be read, or holds no records.
    """
    with reading(url) as file:
        for number, line in enumerate(file, 1):
            yield decode_article(line, place=f"{url}:{number}")
