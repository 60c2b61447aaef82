"""The tables of the database: columns, keys, indexes, full-text search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils import Database

COLUMNS: dict[str, dict[str, Any]] = {
    "articles": {"id": str, "file": str, "sha256": str, "sentences": int, "characters": int},
    "sentences": {
        "id": int, "article_id": str, "number": int, "text": str, "start_offset": int, "end_offset": int,
        "source_start": int, "source_end": int, "page": int,
    },
    "persons": {"id": str, "name": str, "gender": str, "mentions": int, "articles": int},
    "organisations": {"id": str, "name": str, "mentions": int, "articles": int},
    "states": {"id": str, "name": str, "is_state": int, "mentions": int, "articles": int},
    "agreements": {
        "id": int, "title": str, "kind": str, "kinds": str, "sides": str, "subject": str, "date": str,
        "first_day": str, "last_day": str, "sort_first": int, "sort_last": int, "place": str, "signatories": str,
        "status": str, "status_date": str, "mentions": int, "articles": int,
    },
    "mentions": {
        "id": int, "article_id": str, "sentence_id": int, "label": str, "text": str, "normal": str, "value": str,
        "start_offset": int, "end_offset": int, "source_start": int, "source_end": int, "page": int,
        "status": str, "status_date": str, "agreement_id": int, "person_id": str, "organisation_id": str,
        "state_id": str, "by": str, "score": float,
    },
    "events": {
        "id": int, "mention_id": int, "article_id": str, "sentence_id": int, "date": str, "text": str,
        "first_day": str, "last_day": str, "sort_first": int, "sort_last": int, "modifier": str, "impossible": int,
        "who": str, "agreements": str,
    },
    "relations": {
        "id": int, "article_id": str, "type": str, "agreement_id": int, "agreement_mention_id": int,
        "target_mention_id": int, "by": str,
    },
    "contradictions": {
        "id": int, "type": str, "certainty": str, "note": str, "agreement_id": int, "other_agreement_id": int,
        "first_value": str, "first_sentence": str, "first_file": str, "first_source_start": int,
        "first_source_end": int, "second_value": str, "second_sentence": str, "second_file": str,
        "second_source_start": int, "second_source_end": int, "first_sentence_id": int, "second_sentence_id": int,
        "first_mention_id": int, "second_mention_id": int,
    },
}  # fmt: skip
"""Tables and their columns, with Python types; the first column is the primary key."""

_SENTENCE, _ARTICLE, _AGREEMENT = (
    ("sentence_id", "sentences", "id"),
    ("article_id", "articles", "id"),
    ("agreement_id", "agreements", "id"),
)

FOREIGN_KEYS: dict[str, list[tuple[str, str, str]]] = {
    "sentences": [_ARTICLE],
    "mentions": [
        _ARTICLE, _SENTENCE, _AGREEMENT, ("person_id", "persons", "id"), ("organisation_id", "organisations", "id"),
        ("state_id", "states", "id"),
    ],
    "events": [_ARTICLE, _SENTENCE, ("mention_id", "mentions", "id")],
    "relations": [
        _ARTICLE, _AGREEMENT, ("agreement_mention_id", "mentions", "id"), ("target_mention_id", "mentions", "id"),
    ],
    "contradictions": [
        _AGREEMENT, ("other_agreement_id", "agreements", "id"), ("first_sentence_id", "sentences", "id"),
        ("second_sentence_id", "sentences", "id"), ("first_mention_id", "mentions", "id"),
        ("second_mention_id", "mentions", "id"),
    ],
}  # fmt: skip

INDEXES: dict[str, list[list[str]]] = {
    "sentences": [["article_id"]],
    "mentions": [["sentence_id"], ["agreement_id"], ["person_id"], ["organisation_id"], ["state_id"], ["label"]],
    "events": [["sort_first"], ["sentence_id"]],
    "relations": [["agreement_id"], ["agreement_mention_id"], ["target_mention_id"]],
    "agreements": [["sort_first"]],
}

SEARCHED: dict[str, list[str]] = {
    "sentences": ["text"],
    "agreements": ["title", "sides", "subject", "place", "signatories"],
    "events": ["text", "who", "agreements"],
    "persons": ["name"],
    "organisations": ["name"],
    "states": ["name"],
    "contradictions": ["note", "first_sentence", "second_sentence"],
}
"""Columns with full-text search."""


def create_tables(database: Database) -> None:
    """Make all tables, empty, with their keys; so that a chronicle without agreements has its tables too."""
    for name, columns in COLUMNS.items():
        database.table(name).create(columns, pk="id", foreign_keys=FOREIGN_KEYS.get(name, []))


def finish_tables(database: Database) -> None:
    """Make the indexes and the full-text search, once all rows are there."""
    for name, indexes in INDEXES.items():
        for columns in indexes:
            database.table(name).create_index(columns)
    for name, columns in SEARCHED.items():
        database.table(name).enable_fts(columns)
    database.execute("analyze")
