"""The JSON Schema of a record, made from the data model in :mod:`letopis.records`.

The schema says what Letopis writes. Its reader is more patient: it takes labels of other schemes and fields that it
does not know, so that records of later versions and of other projects can be scored and viewed.
"""

from __future__ import annotations

from typing import Any

import msgspec

from letopis.labels import labels, labels_with, relation_types
from letopis.records import ENTITY_FIELDS, SCHEMA, Article

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
        definition["description"] = _first_paragraph(definition["description"])
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


def _first_paragraph(docstring: str) -> str:
    return " ".join(docstring.split("\n\n", maxsplit=1)[0].split())
