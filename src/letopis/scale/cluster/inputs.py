"""What there is to do: files, JSON Lines and Parquet as pieces of known size, packed into partitions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath, PurePosixPath
from typing import Any, Literal, NamedTuple

from letopis.batching import batches
from letopis.errors import InputError
from letopis.scale.cluster.storage import absolute, is_local, join, reaching, reading, storage
from letopis.sources import SUFFIXES
from letopis.sources.naming import SOURCE_STEM, Located, absolute_path, name_articles

LINES_SUFFIXES = (".jsonl", ".ndjson")
ROWS_SUFFIXES = (".parquet", ".pq")

PARTITION_SIZE = 16_000_000
"""Bytes of input in a partition: some minutes of work, so that little is lost with a worker."""

COLUMNS = ("id", "text")
"""The columns of a Parquet file, and the keys of a line of JSON, that are read."""


class InputPiece(NamedTuple):
    """A stretch of input: one file, the lines that begin in ``[start, end)``, or the row groups ``[start, end)``.

    ``url`` can be opened on every machine, ``shown`` is the path as the user gave it, ``size`` counts bytes,
    ``root`` is the folder that was given, where it was one.
    """

    kind: Literal["file", "lines", "rows"]
    url: str
    shown: str
    size: int
    start: int = 0
    end: int = 0
    article_id: str = ""
    root: str = ""

    @property
    def described(self) -> str:
        """Its name in a manifest.

        >>> InputPiece("lines", "/in/a.jsonl", "a.jsonl", 10, start=20, end=30).described
        'a.jsonl bytes 20-30'
        """
        unit = {"file": "", "lines": f" bytes {self.start}-{self.end}", "rows": f" row group {self.start}"}
        return self.shown + unit[self.kind]


class Partition(NamedTuple):
    """The input of one task and of one part of the output."""

    number: int
    pieces: tuple[InputPiece, ...]

    @property
    def size(self) -> int:
        """Bytes of input."""
        return sum(piece.size for piece in self.pieces)


def plan(inputs: Sequence[str], *, partition_size: int = PARTITION_SIZE, ids: str = "path") -> list[Partition]:
    """List the inputs in order and pack them into partitions of about ``partition_size`` bytes.

    A folder stands for the articles in it, as in :func:`letopis.sources.read.find_articles`; one without
    articles stands for its JSON Lines and Parquet files. A path with ``*`` stands for what fits it. ``ids`` says what
    the id of a file is made of.

    Raises:
        InputError: a path is missing or holds nothing to read, or two files have one id.
    """
    if partition_size < 1:
        raise InputError(f"partition size {partition_size}: must be at least one byte")
    listed: list[InputPiece] = []
    for given in inputs:
        with reaching(given):
            listed += _found(given)
    pieces = list(_cut(_named(listed, ids), partition_size))
    if not pieces:
        raise InputError("no input holds an article")
    groups = batches(pieces, lambda piece: piece.size, partition_size)
    return [Partition(number, tuple(group)) for number, group in enumerate(groups)]


def _found(given: str) -> Iterator[InputPiece]:
    """Yield the files that an argument stands for, each as one piece."""
    system, path = storage(given)
    if "*" in given:
        protocol = "" if is_local(given) else given.partition("://")[0] + "://"
        found = sorted(str(name) for name in system.glob(path))
        if not found:
            raise InputError(f"{given}: fits no file")
        for name in found:
            yield from _found(protocol + name)
        return
    shown = Path(given).as_posix() if is_local(given) else given
    if not system.exists(path):
        raise InputError(f"{given}: no such file or folder")
    if not system.isdir(path):
        yield _whole(absolute(given), shown, int(system.size(path) or 0))
        return
    pieces = list(_articles(system, path, absolute(given), shown)) or list(_data(system, path, absolute(given), shown))
    if not pieces:
        formats = ", ".join(f"*{suffix}" for suffix in (*SUFFIXES, *LINES_SUFFIXES, *ROWS_SUFFIXES))
        raise InputError(f"{given}: holds no article; an article is a folder with source.txt or comes from {formats}")
    yield from (piece._replace(root=absolute(given)) for piece in pieces)


def _articles(system: Any, path: str, url: str, shown: str) -> Iterator[InputPiece]:
    """Return the article files of a folder, in the order of :func:`letopis.sources.read.find_articles`."""
    children = _children(system, path)
    for name, child in _sources(children) or children.items():
        where = join(url, name), join(shown, name)
        if child["type"] == "directory" and not name.startswith("."):
            yield from _articles(system, str(child["name"]), *where)
        elif child["type"] != "directory" and _suffix(name) in SUFFIXES:
            yield _whole(*where, int(child.get("size") or 0))


def _sources(children: dict[str, dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    """Return the file that makes a folder an article, where there is one."""
    found = (one for one in children.items() if PurePosixPath(one[0]).stem == SOURCE_STEM)
    return [one for one in found if _suffix(one[0]) in SUFFIXES][:1]


def _data(system: Any, path: str, url: str, shown: str) -> Iterator[InputPiece]:
    for name, child in _children(system, path).items():
        if child["type"] != "directory" and _suffix(name) in (*LINES_SUFFIXES, *ROWS_SUFFIXES):
            yield _whole(join(url, name), join(shown, name), int(child.get("size") or 0))


def _children(system: Any, path: str) -> dict[str, dict[str, Any]]:
    """Return what the storage tells of each thing in a folder, by name and in the order of names."""
    listed = ((str(entry["name"]).rstrip("/").rpartition("/")[2], entry) for entry in system.ls(path, detail=True))
    return {name: entry for name, entry in sorted(listed, key=lambda one: one[0]) if name}


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _whole(url: str, shown: str, size: int) -> InputPiece:
    if _suffix(url) in LINES_SUFFIXES:
        return InputPiece("lines", url, shown, size, 0, size)
    return InputPiece("rows" if _suffix(url) in ROWS_SUFFIXES else "file", url, shown, size)


def _named(pieces: Iterable[InputPiece], ids: str) -> Iterator[InputPiece]:
    """Leave out files that are named twice, and give the articles among the others their ids."""
    once: dict[str, InputPiece] = {}
    for piece in pieces:
        once.setdefault(piece.url, piece)
    names = iter(name_articles([_located(piece) for piece in once.values() if piece.kind == "file"], ids=ids))
    for piece in once.values():
        yield piece._replace(article_id=next(names)) if piece.kind == "file" else piece


def _located(piece: InputPiece) -> Located:
    path = _absolute(piece.url)
    return Located(path, _absolute(piece.root) if piece.root else path.parent)


def _absolute(url: str) -> PurePath:
    return absolute_path(Path(url)) if is_local(url) else PurePosixPath("/", url.partition("://")[2].lstrip("/"))


def _cut(pieces: Iterable[InputPiece], size: int) -> Iterator[InputPiece]:
    """Cut long JSON Lines files into ranges of bytes, and Parquet files into their row groups."""
    for piece in pieces:
        if piece.kind == "lines" and piece.size > size:
            for start in range(0, piece.size, size):
                end = min(start + size, piece.size)
                yield piece._replace(start=start, end=end, size=end - start)
        elif piece.kind == "rows":
            yield from _row_groups(piece)
        elif piece.size or piece.kind == "file":
            yield piece


def _row_groups(piece: InputPiece) -> Iterator[InputPiece]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with reading(piece.url) as file:
            metadata = pq.ParquetFile(file).metadata
    except pa.ArrowException as error:
        raise InputError(f"{piece.shown}: is no Parquet file, or a damaged one: {error}") from None
    # Paths, not names: a nested column may have an "id" of its own.
    names = [metadata.schema.column(index).path for index in range(metadata.num_columns)]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise InputError(f"{piece.shown}: has no column {missing[0]!r}; it has {', '.join(names)}")
    wanted = [names.index(name) for name in COLUMNS]
    for group in range(metadata.num_row_groups):
        columns = [metadata.row_group(group).column(index) for index in wanted]
        size = sum(column.total_uncompressed_size for column in columns)
        yield piece._replace(start=group, end=group + 1, size=size)
