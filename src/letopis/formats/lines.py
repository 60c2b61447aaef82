"""Spans by lines of JSON: doccano's own files, without its server, and minimal records, a text and its spans.

doccano's two shapes are read: ``{"text": …, "label": [[0, 4, "GPE"]]}`` and ``{"text": …, "entities": […],
"relations": […]}`` with ``start_offset``, ``end_offset``, ``from_id``, ``to_id``. A minimal record says ``{"text": …,
"spans": [[0, 4, "GPE"]]}`` or ``{"marked": "{GPE|Баку} …"}``; a ``.txt`` file of marked text is one too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import Any

from letopis.entities.spans import key_of
from letopis.errors import InputError
from letopis.files import read_utf8, replacing
from letopis.formats.jsonl import check_article
from letopis.formats.markup import read_markup, value_fields, write_markup
from letopis.records import Article, Entity, Relation
from letopis.sentences import split_sentences

TEMPLATE = {"id": "news-1", "marked": "{DATE=1997|В 1997 г.} посол прибыл в {GPE|Баку}."}
"""A minimal record, to begin from."""


def write_doccano(path: Path, articles: Sequence[Article]) -> int:
    """Write articles as doccano imports them (JSONL of a project with relations), and give their number."""
    with replacing(path) as file:
        for article in articles:
            entities = [
                {"id": e.id, "label": e.label, "start_offset": e.start_offset, "end_offset": e.end_offset}
                for e in article.entities
            ]
            relations = [
                {"id": r.id, "from_id": r.from_id, "to_id": r.to_id, "type": r.type} for r in article.relations
            ]
            row = {"id": article.id, "text": article.text, "entities": entities, "relations": relations, "Comments": []}
            file.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
    return len(articles)


def write_minimal(path: Path, articles: Sequence[Article]) -> int:
    """Write articles as minimal records with marked text, which a person can edit, and give their number.

    Raises:
        InputError: two spans of an article cross, which marks cannot show, or its text or a label has braces
            of its own.
    """
    lines = []
    for article in articles:
        marked = write_markup(article.text, article.entities)
        spans = set(map(key_of, article.entities))
        if not _reads_back(marked, article.text, spans):
            raise InputError(
                f"article {article.id!r}: its spans cross, or its text has braces, or a label one of {{}}|#=; "
                "write it as doccano"
            )
        lines.append(json.dumps({"id": article.id, "marked": marked}, ensure_ascii=False))
    with replacing(path) as file:
        file.writelines(line.encode() + b"\n" for line in lines)
    return len(articles)


def _reads_back(marked: str, text: str, spans: Set[tuple[int, int, str]]) -> bool:
    try:
        plain, again = read_markup(marked)
    except InputError:
        return False
    return plain == text and {(one.start, one.end, one.label) for one in again} == spans


def read_doccano(path: Path) -> list[Article]:
    """Read a JSONL file that doccano exported.

    Raises:
        InputError: the file cannot be read, a line is no JSON, or a span does not fit; with file and line.
    """
    return [_from_row(row, f"{path.stem}-{number}", place) for number, row, place in _rows(path)]


def read_minimal(path: Path) -> list[Article]:
    """Read minimal records: JSON Lines, or a ``.txt`` file of marked text, which is one article.

    Raises:
        InputError: as :func:`read_doccano`, or a mark is open.
    """
    if path.suffix == ".txt":
        return [_marked(read_utf8(path), path.stem, str(path))]
    return [_from_row(row, f"{path.stem}-{number}", place) for number, row, place in _rows(path)]


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, Any], str]]:
    for number, line in enumerate(read_utf8(path).removeprefix("\ufeff").split("\n"), 1):
        if line.strip():
            place = f"{path}:{number}"
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise InputError(f"{place}: no JSON: {error}") from None
            if not isinstance(row, dict):
                raise InputError(f"{place}: is {type(row).__name__}; a line is to be an object with text and spans")
            yield number, row, place


def _from_row(row: Mapping[str, Any], otherwise: str, place: str) -> Article:
    """Return the article of a line in any of the shapes."""
    name = str(row.get("id") or otherwise)
    if isinstance(row.get("marked"), str):
        return _marked(row["marked"], name, place)
    text = row.get("text", row.get("data"))
    if not isinstance(text, str):
        raise InputError(f"{place}: has no text; write {json.dumps(TEMPLATE, ensure_ascii=False)}")
    try:
        spans = [_span(one) for one in _first(row, "entities", "spans", "label", "labels")]
        links = [(int(one["from_id"]), int(one["to_id"]), str(one["type"])) for one in row.get("relations") or ()]
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise InputError(
            f"{place}: a span is [start, end, label], a relation has from_id, to_id, type: {error!r}"
        ) from None
    numbers = {old: number for number, (old, *_) in enumerate(spans, 1) if old is not None}
    return check_article(
        Article(
            id=name,
            text=text,
            sentences=split_sentences(text),
            entities=[Entity.at(text, s, e, label, id=number) for number, (_, s, e, label) in enumerate(spans, 1)],
            relations=[
                Relation(id=number, type=kind, from_id=numbers.get(source, 0), to_id=numbers.get(target, 0))
                for number, (source, target, kind) in enumerate(links, 1)
            ],
        ),
        place,
    )


def _first(row: Mapping[str, Any], *keys: str) -> Sequence[Any]:
    return next((row[key] for key in keys if isinstance(row.get(key), list)), [])


def _span(one: Any) -> tuple[int | None, int, int, str]:
    if isinstance(one, Mapping):
        number = one.get("id")
        return (
            None if number is None else int(number),
            int(one["start_offset"]),
            int(one["end_offset"]),
            str(one["label"]),
        )
    return None, int(one[0]), int(one[1]), str(one[2])


def _marked(marked: str, name: str, place: str) -> Article:
    try:
        text, spans = read_markup(marked)
    except InputError as error:
        raise InputError(f"{place}: {error}") from None
    entities = [
        Entity.at(text, span.start, span.end, span.label, id=number, **value_fields(span.label, span.value))
        for number, span in enumerate(spans, 1)
    ]
    return check_article(Article(id=name, text=text, sentences=split_sentences(text), entities=entities), place)
