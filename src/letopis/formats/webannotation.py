"""W3C Web Annotation: for each article a ``.txt`` and a ``.jsonld`` with an annotation a span and a relation.

A span is found by a ``TextPositionSelector`` in code points, and by a ``TextQuoteSelector`` where the text has moved.
Fields of a record stand in a body of the type ``letopis:Entity``. The model: https://www.w3.org/TR/annotation-model/.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import msgspec

from letopis.errors import InputError
from letopis.files import read_utf8
from letopis.formats.folders import fields_of, file_name, read_folder, write_folder
from letopis.records import ENTITY_FIELDS, NO_JSON, Article, Entity, Relation
from letopis.sentences import split_sentences

Json = dict[str, Any]

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

    def collection(article: Article) -> str:
        return msgspec.json.format(msgspec.json.encode(annotation_collection(article)), indent=1).decode() + "\n"

    return write_folder(folder, articles, "Web Annotation", {".txt": lambda a: a.text, ".jsonld": collection})


def annotation_collection(article: Article) -> dict[str, Any]:
    """Return the annotations of an article as plain data for JSON-LD.

    >>> city = Entity(id=1, label="GPE", start_offset=2, end_offset=6, text="Баку")
    >>> collection = annotation_collection(Article(id="a", text="В Баку.", entities=[city]))
    >>> collection["first"]["items"][0]["target"]["selector"][1]
    {'type': 'TextQuoteSelector', 'exact': 'Баку', 'prefix': 'В ', 'suffix': '.'}
    """
    own = f"urn:letopis:{quote(article.id, safe='')}"
    items = [
        *(_of_entity(article, one, own) for one in article.entities),
        *(_of_relation(one, own) for one in article.relations),
    ]
    page = {"id": f"{own}:page1", "type": "AnnotationPage", "partOf": own, "startIndex": 0, "items": items}
    return {
        "@context": CONTEXT,
        "id": own,
        "type": "AnnotationCollection",
        "label": article.id,
        "letopis:language": article.language,
        "total": len(items),
        "first": page,
    }


def _of_entity(article: Article, entity: Entity, own: str) -> dict[str, Any]:
    start, end = entity.start_offset, entity.end_offset
    fields = {f"letopis:{name}": value for name, value in fields_of(entity).items()}
    bodies: list[dict[str, Any]] = [{"type": "TextualBody", "value": entity.label, "purpose": "tagging"}]
    if fields:
        bodies.append({"type": "letopis:Entity", **fields})
    return {
        "id": f"{own}:e{entity.id}",
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


def _of_relation(relation: Relation, own: str) -> dict[str, Any]:
    body: dict[str, Any] = {"type": "letopis:Relation", "letopis:type": relation.type}
    body["letopis:to"] = {"id": f"{own}:e{relation.to_id}"}
    if relation.by:
        body["letopis:by"] = relation.by
    return {
        "id": f"{own}:r{relation.id}",
        "type": "Annotation",
        "motivation": "linking",
        "body": [{"type": "TextualBody", "value": relation.type, "purpose": "tagging"}, body],
        "target": f"{own}:e{relation.from_id}",
    }


class _Annotation(msgspec.Struct):
    id: str
    target: Json | str
    body: list[Json] | Json = []
    motivation: str | list[str] = ""


class _Page(msgspec.Struct):
    items: list[_Annotation]


class _Collection(msgspec.Struct):
    first: _Page
    label: str = ""
    language: str = msgspec.field(name="letopis:language", default="ru")


def read_webannotation(path: Path) -> list[Article]:
    """Read every ``.jsonld`` file of a folder, or one, each an AnnotationCollection about the text that it names.

    A span is taken at its position; where the text there is another one, at the one place where its quotation stands.
    The body with the purpose ``tagging`` is the label. Sentences are split anew.

    Raises:
        InputError: no such file, no AnnotationCollection, a span that cannot be found, or one without label.
    """
    return read_folder(path, ".jsonld", _read_article)


def anchor(text: str, selectors: Sequence[Mapping[str, Any]]) -> tuple[int, int] | None:
    """Return the span that selectors mean: by position, else by the quotation where it stands only once.

    >>> quoted = {"type": "TextQuoteSelector", "exact": "Баку", "prefix": "в "}
    >>> anchor("Был в Баку.", [{"type": "TextPositionSelector", "start": 2, "end": 6}, quoted])
    (6, 10)
    """
    by_type = {str(selector.get("type")): selector for selector in selectors}
    position = by_type.get("TextPositionSelector", {})
    quotation = by_type.get("TextQuoteSelector", {})
    start, end, exact = position.get("start"), position.get("end"), quotation.get("exact")
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
        start = end = 0
    if start < end and (exact is None or exact == text[start:end]):
        return start, end
    if not isinstance(exact, str) or not exact:
        return None
    for before, after in ((str(quotation.get("prefix", "")), str(quotation.get("suffix", ""))), ("", "")):
        wanted = before + exact + after
        found = text.find(wanted)
        if found >= 0 and text.find(wanted, found + 1) < 0:
            return found + len(before), found + len(before) + len(exact)
    return None


def _read_article(path: Path) -> Article:
    try:
        collection = msgspec.json.decode(path.read_bytes(), type=_Collection)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    except NO_JSON as error:
        raise InputError(f"{path}: no AnnotationCollection with its first page: {error}") from None
    annotations = collection.first.items
    spans = [one for one in annotations if isinstance(one.target, dict)]
    links = [one for one in annotations if isinstance(one.target, str)]
    text = _read_text(path, spans)
    numbers = {one.id: number for one, number in zip(spans, _numbers([one.id for one in spans]), strict=True)}
    return Article(
        id=collection.label or path.stem,
        language=collection.language,
        text=text,
        sentences=split_sentences(text),
        entities=[_read_entity(one, numbers[one.id], text, str(path)) for one in spans],
        relations=[
            _read_relation(one, number, numbers, str(path))
            for one, number in zip(links, _numbers([one.id for one in links]), strict=True)
        ],
    )


def _numbers(names: Sequence[str]) -> list[int]:
    """Return the numbers at the end of our own ids; others are counted."""
    found = [re.search(r":[er](\d+)$", name) for name in names]
    if all(found):
        return [int(match[1]) for match in found if match]
    return list(range(1, len(names) + 1))


def _read_entity(annotation: _Annotation, number: int, text: str, path: str) -> Entity:
    place = f"{path}: annotation {annotation.id!r}"
    target = annotation.target if isinstance(annotation.target, dict) else {}
    span = anchor(text, _listed(target.get("selector", [])))
    if span is None:
        raise InputError(f"{place}: its text cannot be found; give a position, or a quotation that stands only once")
    said = {name: value for body in _listed(annotation.body) for name, value in body.items()}
    fields = {name: said[f"letopis:{name}"] for name in ENTITY_FIELDS if f"letopis:{name}" in said}
    own = Entity.at(text, *span, _tag(annotation, place), id=number)
    try:
        return msgspec.convert(msgspec.to_builtins(own) | fields, Entity)
    except msgspec.ValidationError as error:
        raise InputError(f"{place}: {error}") from None


def _read_relation(annotation: _Annotation, number: int, numbers: Mapping[str, int], path: str) -> Relation:
    place = f"{path}: annotation {annotation.id!r}"
    body = next((body for body in _listed(annotation.body) if "letopis:to" in body), {})
    end = body.get("letopis:to", {})
    ends = (str(annotation.target), str(end.get("id") if isinstance(end, dict) else end))
    for one in ends:
        if one not in numbers:
            raise InputError(f"{place}: links {one!r}, which is no annotation of this file")
    by = body.get("letopis:by")
    kind = _tag(annotation, place)
    return Relation(id=number, type=kind, from_id=numbers[ends[0]], to_id=numbers[ends[1]], by=by)


def _tag(annotation: _Annotation, place: str) -> str:
    for body in _listed(annotation.body):
        if body.get("purpose") == "tagging" and isinstance(body.get("value"), str):
            return str(body["value"])
    raise InputError(f"{place}: has no body with the purpose 'tagging', which names the label")


def _listed(value: Any) -> list[Json]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]


def _read_text(path: Path, spans: Sequence[_Annotation]) -> str:
    """Read the text that the annotations are about; without any it has the name of the ``.jsonld`` file."""
    sources = {str(one.target.get("source", "")) for one in spans if isinstance(one.target, dict)}
    if len(sources) > 1:
        raise InputError(f"{path}: is about {len(sources)} texts; split it into a collection a text")
    name = unquote(sources.pop()) if sources else path.with_suffix(".txt").name
    return read_utf8(path.parent / Path(name).name, f"the text of {path.name}")
