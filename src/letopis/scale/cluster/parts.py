"""A part of the output: records in JSON Lines or Parquet, with its size and hash, written whole or not at all."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, NamedTuple

from letopis.errors import InputError
from letopis.formats.jsonl import decode_article, encode_article
from letopis.records import Article
from letopis.scale.cluster.rows import from_row, schema, to_row
from letopis.scale.cluster.storage import reading, writing

FORMATS = ("jsonl", "parquet")
"""The formats of a part; its name ends in one of them."""

OWN_NAME = re.compile(r"part-\d{5,}\.(?:jsonl|parquet)|\.part-\d{5,}\..*\.part")
"""A part, or the temporary file of one that a dead worker left."""

GROUP = 64
"""Articles in a row group of Parquet: some megabytes."""


class PartFile(NamedTuple):
    """What was written: its bytes and their SHA-256."""

    size: int
    sha256: str


def part_name(number: int, form: str) -> str:
    """Name a part; names sort in the order of the input.

    >>> part_name(12, "jsonl")
    'part-00012.jsonl'
    """
    return f"part-{number:05}.{form}"


def write_part(url: str, articles: Iterable[Article]) -> PartFile:
    """Write records to a part in the format that its name ends in; the old part stays until the new one is whole.

    Raises:
        OutputError: the place cannot be written.
    """
    with writing(url) as file:
        counted = _Counted(file)
        if url.endswith(".parquet"):
            _write_rows(counted, articles)
        else:
            for article in articles:
                counted.write(encode_article(article) + b"\n")
    return PartFile(counted.size, counted.digest.hexdigest())


def read_part(url: str) -> Iterator[Article]:
    """Read the records of a part, one at a time.

    Raises:
        InputError: it cannot be read, or holds no records.
    """
    with reading(url) as file:
        if url.endswith(".parquet"):
            yield from _read_rows(file, url)
        else:
            for number, line in enumerate(file, 1):
                yield decode_article(line, place=f"{url}:{number}")


class _Counted(io.RawIOBase):
    """Passes bytes on and knows how many there were, and their hash."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__()
        self._file = file
        self.size = 0
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._file.write(data)
        self.digest.update(data)
        self.size += len(data)
        return len(data)

    def tell(self) -> int:
        return self.size


def _write_rows(file: _Counted, articles: Iterable[Article]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = map(to_row, articles)
    with pq.ParquetWriter(file, schema(), compression="zstd") as writer:
        while group := list(islice(rows, GROUP)):
            writer.write_table(pa.Table.from_pylist(group, schema=schema()))


def _read_rows(file: IO[bytes], url: str) -> Iterator[Article]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        for batch in pq.ParquetFile(file).iter_batches(batch_size=GROUP):
            for row in batch.to_pylist():
                yield from_row(row)
    except (pa.ArrowException, KeyError, ValueError) as error:
        raise InputError(f"{url}: holds no records of this version: {error}") from None
