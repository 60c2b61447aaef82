"""A part of the output: records in JSON Lines or Parquet, with its size and hash, written whole or not at all.

In Parquet a record is a row, with spans and relations as nested columns. The columns follow from
:mod:`letopis.records`, so that a new field there is a new column here.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, NamedTuple

import msgspec

from letopis.errors import InputError
from letopis.formats.jsonl import decode_article, encode_article, hash_of
from letopis.records import Article
from letopis.scale.cluster.storage import reading, writing

if TYPE_CHECKING:
    import pyarrow as pa


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


@cache
def schema() -> pa.Schema:
    """Return the Arrow schema of a record; a free mapping such as ``pipeline`` is a column of JSON.

    >>> schema().field("entities").type.value_type.field("value").type
    DataType(string)
    """
    import pyarrow as pa

    return pa.schema(list(_arrow(msgspec.inspect.type_info(Article))))


def to_row(article: Article) -> dict[str, Any]:
    """Return a record as a row; one with a hash of itself gets it anew.

    >>> to_row(Article(id="a", text="Баку"))["text"]
    'Баку'
    """
    if article.record_sha256 is not None:
        article = msgspec.structs.replace(article, record_sha256=hash_of(article))
    row: dict[str, Any] = _plain(article, msgspec.inspect.type_info(Article))
    return row


def from_row(row: dict[str, Any]) -> Article:
    """Return a row as a record.

    >>> from_row(to_row(Article(id="a", text="Баку"))) == Article(id="a", text="Баку")
    True
    """
    return msgspec.convert(_record(row, msgspec.inspect.type_info(Article)), Article)


def _arrow(kind: Any) -> Any:
    """Return the Arrow type of a field."""
    import pyarrow as pa

    match kind := _bare(kind):
        case msgspec.inspect.StructType() | msgspec.inspect.NamedTupleType():
            return pa.struct([pa.field(field.name, _arrow(field.type)) for field in kind.fields])
        case msgspec.inspect.ListType():
            return pa.list_(_arrow(kind.item_type))
        case msgspec.inspect.IntType():
            return pa.int64()
        case msgspec.inspect.FloatType():
            return pa.float64()
        case msgspec.inspect.BoolType():
            return pa.bool_()
    return pa.string()


def _plain(value: Any, kind: Any) -> Any:
    """Return a value as Arrow takes it."""
    if value is None:
        return None
    match kind := _bare(kind):
        case msgspec.inspect.StructType() | msgspec.inspect.NamedTupleType():
            return {field.name: _plain(getattr(value, field.name), field.type) for field in kind.fields}
        case msgspec.inspect.ListType():
            return [_plain(item, kind.item_type) for item in value]
        case msgspec.inspect.DictType():
            return json.dumps(value, ensure_ascii=False)
    return value


def _record(value: Any, kind: Any) -> Any:
    """Return a value of Arrow as msgspec takes it; what is null is left out, so that the default stands."""
    match kind := _bare(kind):
        case msgspec.inspect.StructType():
            fields = {field.name: field.type for field in kind.fields}
            return {name: _record(item, fields[name]) for name, item in value.items() if item is not None}
        case msgspec.inspect.NamedTupleType():
            return [_record(value[field.name], field.type) for field in kind.fields]
        case msgspec.inspect.ListType():
            return [_record(item, kind.item_type) for item in value]
        case msgspec.inspect.DictType():
            return json.loads(value)
    return value


def _bare(kind: Any) -> Any:
    """Return a type without its description; ``str | None`` is a ``str`` that may be null."""
    match kind:
        case msgspec.inspect.Metadata():
            return _bare(kind.type)
        case msgspec.inspect.UnionType():
            return _bare(next(one for one in kind.types if not isinstance(one, msgspec.inspect.NoneType)))
    return kind
