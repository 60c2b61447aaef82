"""The JSON Schema of a record, made from the data model in :mod:`letopis.records`.

The schema says what Letopis writes. Its reader is more patient: it takes labels of other schemes and fields that it
does not know, so that records of later versions and of other projects can be scored and viewed.
"""

from __future__ import annotations

from typing import Any

import msgspec

from letopis.entities.agreements.stages import STATUSES
from letopis.records import LABELS, RELATIONS, SCHEMA, Article

DIALECT = "https://json-schema.org/draft/2020-12/schema"
"""The dialect that msgspec writes."""

_OFFSET = {"minimum": 0}
_ID = {"minimum": 1}
_ANY: dict[str, Any] = {}

Field = tuple[str, dict[str, Any]]

FIELDS: dict[str, dict[str, Field]] = {
    "Article": {
        "id": ("Name of the article, unique among the records of a run.", {"minLength": 1}),
        "schema": ("Format of the record.", {"const": SCHEMA}),
        "language": ("Language of the text, ISO 639-1.", {"pattern": "^[a-z]{2,3}$"}),
        "text": ("The clean text; all offsets but the source_ ones point into it.", _ANY),
        "source": ("Where the text came from; absent when it came from no file.", _ANY),
        "metadata": ("What the file says of its article; absent when it says nothing.", _ANY),
        "pipeline": ("What made the record: versions, components, hashes of the models, merges with doccano.", _ANY),
        "warnings": ("What was noticed while reading, a sentence each.", _ANY),
        "sections": ("Title, abstract, keywords, body, captions, references, footnotes, in order.", _ANY),
        "footnotes": ("Footnotes that cut a sentence in the file and are no part of the text.", _ANY),
        "sentences": ("Sentences in order, a pair of offsets each.", _ANY),
        "entities": ("Labelled spans; they nest.", _ANY),
        "relations": ("Links from an AGREEMENT to another entity of this article.", _ANY),
        "record_sha256": ("SHA-256 of the line without this field and its comma.", {"pattern": "^[0-9a-f]{64}$"}),
    },
    "Source": {
        "path": ("The file, as it was named on the command line; empty for a text out of memory.", _ANY),
        "sha256": ("SHA-256 of the file's bytes.", {"pattern": "^[0-9a-f]{64}$"}),
        "encoding": ("Encoding of a text file.", _ANY),
        "pages": ("Raw offset of each page's start, for formats that have pages.", _ANY),
        "edits": ("Every difference of clean and raw text, in order: five values each.", _ANY),
    },
    "Metadata": {
        "title": ("Title, by the language it is in (ISO 639), or und where that is not known.", _ANY),
        "authors": ("Authors in their order, as they are written.", _ANY),
        "journal": ("Journal or collection.", _ANY),
        "year": ("Year of publication.", _ANY),
        "doi": ("Digital object identifier, without address: 10.1234/abc.", {"pattern": "^10[.]"}),
        "udc": ("Number of the Universal Decimal Classification (УДК).", _ANY),
        "language": ("Language that the file says it is in, ISO 639.", _ANY),
        "abstract": ("Abstract, by language.", _ANY),
        "keywords": ("Keywords, by language.", _ANY),
    },
    "Section": {
        "kind": ("title, abstract, keywords, body, caption, references or footnotes.", _ANY),
        "start_offset": ("First character.", _OFFSET),
        "end_offset": ("Behind the last character.", _OFFSET),
    },
    "Footnote": {
        "text": ("Its text, lines joined.", _ANY),
        "offset": ("Place of the clean text where it stood.", _OFFSET),
        "source_start": ("First character in the raw text.", _OFFSET),
        "source_end": ("Behind the last character in the raw text.", _OFFSET),
    },
    "Entity": {
        "id": ("Number of the entity in this article.", _ID),
        "label": ("Kind of entity.", {"enum": list(LABELS)}),
        "start_offset": ("First character in the clean text.", _OFFSET),
        "end_offset": ("Behind the last character in the clean text.", _OFFSET),
        "text": ("The characters text[start_offset:end_offset].", {"minLength": 1}),
        "lemma": ("The lemmas of its tokens.", _ANY),
        "source_start": ("First character in the raw text.", _OFFSET),
        "source_end": ("Behind the last character in the raw text.", _OFFSET),
        "page": ("Page of the file, counted from 1.", {"minimum": 1}),
        "value": ("DATE: the date in EDTF (ISO 8601-2); absent when there is none such.", _ANY),
        "modifier": ("DATE: which part of the value is meant.", {"enum": ["start", "mid", "end"]}),
        "impossible": ("DATE: the calendar has no such day.", _ANY),
        "from_context": ("DATE: a part of the value was taken from other dates of the text.", _ANY),
        "normal": ("The name in the nominative, in its fullest form.", _ANY),
        "entity": ("One identity for all mentions, across the articles of a run: gpe:KG.", _ANY),
        "gender": ("PERSON: of the name, where its form shows it.", _ANY),
        "kind": ("AGREEMENT: the lemma of its head.", _ANY),
        "status": ("AGREEMENT: what the text says has become of it.", {"enum": list(STATUSES)}),
        "status_date": ("AGREEMENT: when, in EDTF.", _ANY),
        "by": ("The rule, model or annotator that made the span.", _ANY),
        "score": ("How sure that is, from 0 to 1.", {"minimum": 0, "maximum": 1}),
    },
    "Relation": {
        "id": ("Number of the relation in this article.", _ID),
        "type": ("Kind of relation.", {"enum": list(RELATIONS)}),
        "from_id": ("The AGREEMENT, by the id of its entity.", _ID),
        "to_id": ("The other end, by the id of its entity.", _ID),
        "by": ("The rule or annotator that made the link.", _ANY),
    },
}
"""Meaning of each field and what its values are held to, by type and field of the data model."""


def record_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of one record, as plain data.

    >>> schema = record_schema()
    >>> schema["$defs"]["Entity"]["properties"]["label"]["enum"]
    ['DATE', 'PERSON', 'ORG', 'GPE', 'AGREEMENT']
    """
    made = msgspec.json.schema(Article)
    for name, definition in made["$defs"].items():
        definition["description"] = _first_paragraph(definition["description"])
        for field, shape in definition.get("properties", {}).items():
            meaning, held_to = FIELDS[name][field]
            definition["properties"][field] = _described(shape, meaning, held_to)
        if name == "Article":  # always written, so that any reader can tell what it has before it
            definition["required"] = ["id", "schema", "language", "text"]
    return {"$schema": DIALECT, "title": f"Record {SCHEMA}", **made}


def _described(shape: dict[str, Any], meaning: str, held_to: dict[str, Any]) -> dict[str, Any]:
    """Put the meaning first, and what values are held to beside their type."""
    shape = dict(shape)
    if shape.get("default", 0) is None:  # never written: a field without value is left out
        del shape["default"]
        (shape,) = (kind for kind in shape["anyOf"] if kind != {"type": "null"})
    return {"description": meaning, **shape, **held_to}


def _first_paragraph(docstring: str) -> str:
    return " ".join(docstring.split("\n\n", maxsplit=1)[0].split())
