"""JSON Lines: one article a line, read with its place in every complaint, written whole or not at all; its JSON Schema.

The schema says what Letopis writes. Its reader is more patient: it takes labels of other schemes and fields that it
does not know, so that records of later versions and of other projects can be scored and viewed.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import msgspec

from letopis.errors import InputError
from letopis.files import refuse_database, replacing
from letopis.labels import labels, labels_with, relation_types
from letopis.records import ENTITY_FIELDS, NO_JSON, SCHEMA, Article
from letopis.streams import exists, opening

ERRORS_SUFFIX = ".errors.jsonl"
"""The end of the names of files that list failures."""

_LISTS = tuple(field.name for field in msgspec.structs.fields(Article) if field.default_factory is list)

ALWAYS = ("id", "schema", "language", "text", *_LISTS)
"""Fields that every record has, lists too where nothing stands in them."""

_FIELDS = tuple(field for field in Article.__struct_fields__ if field != "record_sha256")
_decoder = msgspec.json.Decoder(Article)
_encoder = msgspec.json.Encoder()


def encode_article(article: Article) -> bytes:
    """Return an article as one line of JSON without the line end, Cyrillic as Cyrillic.

    A record with a hash of itself gets it anew, whatever it was.

    >>> print(encode_article(Article(id="a", text="Баку")).decode().replace(',"warnings"', ',\\n"warnings"'))
    {"id":"a","schema":"letopis/1","language":"ru","text":"Баку",
    "warnings":[],"sections":[],"footnotes":[],"sentences":[],"entities":[],"relations":[]}
    """
    # Defaults are left out to keep lines short, but ALWAYS are there for other readers.
    known = {name: getattr(article, name) for name in ALWAYS} | msgspec.to_builtins(article)
    line = _encoder.encode({name: known[name] for name in _FIELDS if name in known})
    if article.record_sha256 is None:
        return line
    return b'%s,"record_sha256":"%s"}' % (line[:-1], hashlib.sha256(line).hexdigest().encode())


_SEAL = re.compile(rb',"record_sha256":"([0-9a-f]{64})"\}\s*\Z')


def is_whole(line: bytes) -> bool | None:
    """Return whether a line is as Letopis wrote it, by its hash of itself; ``None`` where it has none.

    >>> line = encode_article(Article(id="a", text="Баку", record_sha256=""))
    >>> is_whole(line), is_whole(line.replace(b"a", b"b", 1)), is_whole(b"{}")
    (True, False, None)
    """
    seal = _SEAL.search(line, max(0, len(line) - 100))
    return seal and hashlib.sha256(line[: seal.start()] + b"}").hexdigest().encode() == seal.group(1)


def hash_of(article: Article) -> str:
    """Return the hash that a record has of itself, the same whatever format it is kept in.

    >>> article = decode_article(encode_article(Article(id="a", text="Баку", record_sha256="")))
    >>> article.record_sha256 == hash_of(article), hash_of(article) == hash_of(Article(id="a", text="Рига"))
    (True, False)
    """
    return hashlib.sha256(encode_article(msgspec.structs.replace(article, record_sha256=None))).hexdigest()


def decode_article(line: bytes | str, *, place: str = "line 1") -> Article:
    """Read one line of JSON.

    Raises:
        InputError: no JSON, no article, or offsets that do not fit the text; the message begins with ``place``.
    """
    try:
        article = _decoder.decode(line)
    except UnicodeDecodeError as error:
        refuse_database(place, line)
        raise InputError(f"{place}: not UTF-8 (byte {error.start}); write the file again as UTF-8") from None
    except msgspec.ValidationError as error:
        raise InputError(f"{place}: no {SCHEMA} record: {error}") from None
    except NO_JSON as error:
        refuse_database(place, line)
        raise InputError(f"{place}: no JSON: {error}") from None
    if article.schema != SCHEMA:
        raise InputError(f"{place}: schema {article.schema!r}; this version reads {SCHEMA!r}")
    return check_article(article, place)


READ: ContextVar[Callable[[int], object]] = ContextVar("READ", default=lambda size: None)
"""What is told of every line of records that is read: its bytes."""


def read_jsonl(path: Path) -> Iterator[Article]:
    """Read the articles of a file, one at a time; empty lines are passed over.

    Raises:
        InputError: as :func:`decode_article`, with ``file:line`` in front; or the file cannot be read.
    """
    told = READ.get()
    with opening(path) as file:
        for number, line in enumerate(file, 1):
            told(len(line))
            if number == 1:
                line = line.removeprefix(codecs.BOM_UTF8)  # noqa: PLW2901 as editors of Windows write it
            if line.strip():
                yield decode_article(line, place=f"{path}:{number}")


def read_articles(path: Path | str) -> list[Article]:
    """Read a JSON Lines file (``-`` is standard input), or every ``*.jsonl`` file of a folder in the order of names.

    Raises:
        InputError: nothing there, two records with one ``id``, or a damaged line.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = write_jsonl(Path(folder) / "a.jsonl", [Article(id="a", text="Баку")])
    ...     read_articles(Path(folder))[0].text
    'Баку'
    """
    return list(stream_articles(path))


def stream_articles(path: Path | str) -> Iterator[Article]:
    """Read as :func:`read_articles` one article at a time, so that any number of them fits in memory.

    Raises:
        InputError: as :func:`read_articles`, once the reading comes to it.
    """
    path = Path(path)
    if not exists(path):
        raise InputError(f"{path}: no such file or folder")
    files = record_files(path) if path.is_dir() else [path]
    if not files:
        raise InputError(f"{path}: holds no *.jsonl file")
    places: dict[str, Path] = {}
    for file in files:
        for article in read_jsonl(file):
            if article.id in places:
                raise InputError(f"{file}: article {article.id!r} is there twice, first in {places[article.id]}")
            places[article.id] = file
            yield article
    if not places:
        raise InputError(f"{path}: holds no record")


def record_files(folder: Path) -> list[Path]:
    """List the ``*.jsonl`` files of a folder in the order of names; lists of failures are no records."""
    return sorted(path for path in folder.glob("*.jsonl") if not path.name.endswith(ERRORS_SUFFIX))


def errors_path(output: Path) -> Path:
    """Return the file beside ``output`` that lists the articles without a record.

    >>> errors_path(Path("out/letopis.jsonl")).as_posix()
    'out/letopis.errors.jsonl'
    """
    return output.with_name(output.name.removesuffix(".jsonl") + ERRORS_SUFFIX)


def write_jsonl(path: Path, articles: Iterable[Article]) -> int:
    """Write articles to a file and give their number; the old file stays until the new one is whole.

    Raises:
        OutputError: the file cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_jsonl(Path(folder) / "a.jsonl", [Article(id="a", text="Баку")])
    1
    """
    count = 0
    with replacing(path) as file:
        for article in articles:
            file.write(encode_article(article) + b"\n")
            count += 1
    return count


def check_article(article: Article, place: str) -> Article:
    """Refuse an article whose spans or relations do not fit.

    Raises:
        InputError: a span outside the text or with another text, an id twice, a relation to nothing; the message
            begins with ``place``.
    """
    size = len(article.text)
    for entity in article.entities:
        if not 0 <= entity.start_offset < entity.end_offset <= size:
            raise InputError(
                f"{place}: entity {entity.id} of {article.id!r} stands at {entity.start_offset}–{entity.end_offset}, "
                f"but the text has {size} characters"
            )
        there = article.text[entity.start_offset : entity.end_offset]
        if there != entity.text:
            raise InputError(
                f"{place}: entity {entity.id} of {article.id!r} says {entity.text!r}, but the text at "
                f"{entity.start_offset}–{entity.end_offset} is {there!r}"
            )
    ids: set[int] = set()
    for entity in article.entities:
        if entity.id in ids:
            raise InputError(f"{place}: two entities of {article.id!r} have the id {entity.id}")
        ids.add(entity.id)
    for relation in article.relations:
        for end in (relation.from_id, relation.to_id):
            if end not in ids:
                raise InputError(
                    f"{place}: relation {relation.id} of {article.id!r} names entity {end}, which is not there"
                )
    return article


DIALECT = "https://json-schema.org/draft/2020-12/schema"
"""The dialect that msgspec writes."""


def record_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of one record, as plain data.

    >>> schema = record_schema()
    >>> schema["$defs"]["Entity"]["properties"]["label"]["enum"]
    ['DATE', 'PERSON', 'ORG', 'GPE', 'AGREEMENT']
    """
    made = msgspec.json.schema(Article)
    definitions = made["$defs"]
    for definition in definitions.values():
        definition["description"] = " ".join(definition["description"].split("\n\n", maxsplit=1)[0].split())
        for field, shape in definition.get("properties", {}).items():
            definition["properties"][field] = _without_null(shape)
    entity, relation = (definitions[name]["properties"] for name in ("Entity", "Relation"))
    entity["label"]["enum"], relation["type"]["enum"] = list(labels()), list(relation_types())
    for field in ENTITY_FIELDS:
        meaning = entity[field]["description"]
        if owners := labels_with(field):
            entity[field]["description"] = f"{', '.join(owners)}: {meaning[0].lower()}{meaning[1:]}"
    # Always written, so that any reader can tell what it has before it.
    definitions["Article"]["required"] = ["id", "schema", "language", "text"]
    return {"$schema": DIALECT, "title": f"Record {SCHEMA}", **made}


def _without_null(shape: dict[str, Any]) -> dict[str, Any]:
    """A field without value is left out, so that ``null`` is never written."""
    if shape.get("default", 0) is not None:
        return shape
    kind: dict[str, Any]
    (kind,) = (kind for kind in shape["anyOf"] if kind != {"type": "null"})
    return {name: held for name, held in shape.items() if name not in {"anyOf", "default"}} | kind
