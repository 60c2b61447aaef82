"""W3C Web Annotation: for each article a ``.txt`` and a ``.jsonld`` with an annotation a span and a relation.

A span is found by a ``TextPositionSelector`` in code points, and by a ``TextQuoteSelector`` where the text has moved.
Fields of a record stand in a body of the type ``letopis:Entity``. The model: https://www.w3.org/TR/annotation-model/.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from letopis.files import check_replaceable, replacing_folder
from letopis.formats.fields import fields_of, file_name
from letopis.records import Article, Entity, Relation

CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"letopis": "urn:letopis:"}]
"""The W3C's own terms, and a prefix for ours."""

QUOTED = 32
"""Characters of text before and after a span that tell it from its like."""


def write_webannotation(folder: Path, articles: Sequence[Article]) -> int:
    """Write articles as text files, each with an AnnotationCollection in JSON-LD beside it, and give their number.

    Raises:
        InputError: an id that cannot name a file.
        OutputError: the folder cannot be written, or holds other things.
    """
    check_replaceable(folder, _is_own, "Web Annotation export")
    with replacing_folder(folder) as new:
        for article in articles:
            (new / file_name(article, ".txt")).write_bytes(article.text.encode())
            collection = msgspec.json.format(msgspec.json.encode(annotation_collection(article)), indent=1)
            (new / file_name(article, ".jsonld")).write_bytes(collection + b"\n")
    return len(articles)


def annotation_collection(article: Article) -> dict[str, Any]:
    """Return the annotations of an article as plain data for JSON-LD.

    >>> city = Entity(id=1, label="GPE", start_offset=2, end_offset=6, text="Баку")
    >>> collection = annotation_collection(Article(id="a", text="В Баку.", entities=[city]))
    >>> collection["first"]["items"][0]["target"]["selector"][1]
    {'type': 'TextQuoteSelector', 'exact': 'Баку', 'prefix': 'В ', 'suffix': '.'}
    """
    items = list(_annotations(article))
    page = {
        "id": f"{_iri(article)}:page1",
        "type": "AnnotationPage",
        "partOf": _iri(article),
        "startIndex": 0,
        "items": items,
    }
    return {
        "@context": CONTEXT,
        "id": _iri(article),
        "type": "AnnotationCollection",
        "label": article.id,
        "letopis:language": article.language,
        "total": len(items),
        "first": page,
    }


def _annotations(article: Article) -> Iterator[dict[str, Any]]:
    for entity in article.entities:
        yield _of_entity(article, entity)
    for relation in article.relations:
        yield _of_relation(article, relation)


def _of_entity(article: Article, entity: Entity) -> dict[str, Any]:
    start, end = entity.start_offset, entity.end_offset
    fields = {f"letopis:{name}": value for name, value in fields_of(entity).items()}
    bodies: list[dict[str, Any]] = [{"type": "TextualBody", "value": entity.label, "purpose": "tagging"}]
    if fields:
        bodies.append({"type": "letopis:Entity", **fields})
    return {
        "id": f"{_iri(article)}:e{entity.id}",
        "type": "Annotation",
        "motivation": "classifying",
        "body": bodies,
        "target": {
            "source": quote(file_name(article, ".txt")),
            "selector": [
                {"type": "TextPositionSelector", "start": start, "end": end},
                {
                    "type": "TextQuoteSelector",
                    "exact": article.text[start:end],
                    "prefix": article.text[max(start - QUOTED, 0) : start],
                    "suffix": article.text[end : end + QUOTED],
                },
            ],
        },
    }


def _of_relation(article: Article, relation: Relation) -> dict[str, Any]:
    body: dict[str, Any] = {"type": "letopis:Relation", "letopis:type": relation.type}
    body["letopis:to"] = {"id": f"{_iri(article)}:e{relation.to_id}"}
    if relation.by:
        body["letopis:by"] = relation.by
    return {
        "id": f"{_iri(article)}:r{relation.id}",
        "type": "Annotation",
        "motivation": "linking",
        "body": [{"type": "TextualBody", "value": relation.type, "purpose": "tagging"}, body],
        "target": f"{_iri(article)}:e{relation.from_id}",
    }


def _iri(article: Article) -> str:
    return f"urn:letopis:{quote(article.id, safe='')}"


def _is_own(name: str) -> bool:
    return Path(name).suffix in {".txt", ".jsonld"}
