"""Spans mended by hand: added, deleted, given another label; and the folder in which the corrected records lie."""

from __future__ import annotations

from bisect import bisect_left
from pathlib import Path
from typing import Any, Literal

import msgspec

from letopis.entities.spans import key_of
from letopis.errors import InputError
from letopis.formats.folders import file_name
from letopis.formats.jsonl import read_jsonl, write_jsonl
from letopis.labels import label_of, labels, relation_types
from letopis.offsets import OffsetMap, page_of, trimmed, utf16_offsets
from letopis.records import ENTITY_FIELDS, KNOWN, Article, Entity, Relation

CORRECTED = "corrected"
"""What ``by`` says of a span that a person set."""


class Mend(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to be done: ``start`` and ``end`` of a new span count as JavaScript does, in units of UTF-16."""

    article: str
    act: Literal["add", "delete", "relabel"]
    entity: int = 0
    label: str = ""
    start: int = 0
    end: int = 0


def mended(article: Article, mend: Mend) -> Article:
    """Return the record with one span added, deleted or relabelled, and without relations that no longer hold.

    Raises:
        InputError: no such span or label, or the new one is there already.

    >>> article = Article(id="a", text="В Баку.")
    >>> mended(article, Mend(article="a", act="add", label="GPE", start=2, end=6)).entities[0].text
    'Баку'
    """
    known = {*labels(), *(e.label for e in article.entities)}
    if mend.act != "delete" and mend.label not in known:
        raise InputError(f"label {mend.label!r} is not known; take one of {', '.join(sorted(known))}")
    if mend.act == "add":
        entities = [*article.entities, _added(article, mend)]
    else:
        if all(entity.id != mend.entity for entity in article.entities):
            raise InputError(f"entity {mend.entity} of {article.id!r} is gone; load the page again")
        entities = [
            _relabelled(entity, mend.label) if entity.id == mend.entity else entity
            for entity in article.entities
            if mend.act == "relabel" or entity.id != mend.entity
        ]
    by_id = {entity.id: entity.label for entity in entities}
    relations = [one for one in article.relations if _holds(one, by_id)]
    return msgspec.structs.replace(article, entities=entities, relations=relations)


def _added(article: Article, mend: Mend) -> Entity:
    units = utf16_offsets(article.text)
    start, end = bisect_left(units, mend.start), bisect_left(units, mend.end)
    if end <= len(article.text):
        start, end = trimmed(article.text, start, end)
    if not 0 <= start < end <= len(article.text):
        raise InputError(f"{mend.start}–{mend.end} is no stretch of {article.id!r}; mark the words again")
    if (start, end, mend.label) in map(key_of, article.entities):
        raise InputError(f"{article.text[start:end]!r} is a {mend.label} already")
    number = max((entity.id for entity in article.entities), default=0) + 1
    return Entity.at(article.text, start, end, mend.label, id=number, by=CORRECTED, **_places(article, start, end))


def _places(article: Article, start: int, end: int) -> dict[str, Any]:
    if article.source is None:
        return {}
    low, high = OffsetMap(article.source.edits).span_to_raw(start, end)
    return {"source_start": low, "source_end": high, "page": page_of(article.source.pages, low)}


def _relabelled(entity: Entity, label: str) -> Entity:
    """Return an entity under another label, without what that one does not have."""
    fields = label_of(label).fields
    empty = {name: False if ENTITY_FIELDS[name].kind is bool else None for name in KNOWN if name not in fields}
    return msgspec.structs.replace(entity, **(empty | {"label": label, "by": CORRECTED}))


def _holds(relation: Relation, labels_of: dict[int, str]) -> bool:
    """Return whether both ends of a relation are there, with labels that it leads from and to."""
    if relation.from_id not in labels_of or relation.to_id not in labels_of:
        return False
    kind = relation_types().get(relation.type)
    if kind is None:
        return True
    return labels_of[relation.from_id] in kind.sources and labels_of[relation.to_id] in kind.targets


def save_correction(folder: Path, article: Article) -> Path:
    """Write a corrected record into the folder, in a file of its own, and return the file."""
    path = folder / file_name(article, ".jsonl")
    write_jsonl(path, [article])
    return path


def read_corrections(folder: Path) -> dict[str, Article]:
    """Return the corrected records of a folder by id; none where there is no folder."""
    files = sorted(folder.glob("*.jsonl")) if folder.is_dir() else []
    return {article.id: article for file in files for article in read_jsonl(file)}
