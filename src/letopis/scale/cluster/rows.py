"""Records as rows of Parquet: one row an article, spans and relations as nested columns, and back again.

The columns follow from :mod:`letopis.records`, so that a new field there is a new column here.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from letopis.formats.jsonl import hash_of
from letopis.records import Article

if TYPE_CHECKING:
    import pyarrow as pa


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
