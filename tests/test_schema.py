"""The JSON Schema of a record: as the code makes it, true of what Letopis writes, false of what is broken."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import letopis
from letopis.formats.jsonl import encode_article, record_schema
from letopis.records import Article

ROOT = Path(__file__).parent.parent
VALIDATOR = Draft202012Validator(json.loads((ROOT / "docs" / "schema" / "letopis-1.json").read_text(encoding="utf-8")))
TEXT = (
    "Введение\n\nВ начале 1993 г. А. Акаев при-\nбыл в Баку. Договор о дружбе между Кыргызстаном и Азербайджаном был "
    "подписан 23 апреля 1997 г. Встреча 31 ноября 2009 г. не состоялась.\n"
)


@pytest.fixture(scope="module")
def record() -> dict[str, Any]:
    article = letopis.extract_text(TEXT, letopis.load(), article_id="made")
    return json.loads(encode_article(article))


def test_the_committed_schema_is_the_code_s() -> None:
    assert VALIDATOR.schema == record_schema(), "docs/schema/letopis-1.json is not as the code is; run make pages"


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(record_schema())


def test_every_field_has_its_meaning() -> None:
    for name, definition in record_schema()["$defs"].items():
        for field, shape in definition.get("properties", {}).items():
            assert shape["description"], (name, field)


def test_what_extract_writes_is_valid(record: dict[str, Any]) -> None:
    assert {entity["label"] for entity in record["entities"]} >= {"DATE", "PERSON", "GPE", "AGREEMENT"}
    assert record["relations"]
    assert record["source"]["edits"]
    assert any(entity.get("impossible") for entity in record["entities"])
    VALIDATOR.validate(record)


FILES = sorted(
    path
    for path in (ROOT / "annotations").glob("**/*.jsonl")
    if path.parent.name not in {"passages", "projection", "sentences"}
)
"""The records among the annotations; passages, pairs and sentences are stand-off annotation without texts."""


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_annotations_are_valid(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        VALIDATOR.validate(json.loads(line))


def test_a_short_record_is_valid() -> None:
    VALIDATOR.validate(json.loads(encode_article(Article(id="a", text=""))))


BROKEN = [
    ((), "text", None),
    ((), "schema", "letopis/2"),
    ((), "id", ""),
    ((), "sentences", [[0, 8, 9]]),
    (("source",), "sha256", "not a hash"),
    (("source",), "edits", [[1, 2, 3, 4]]),
    (("entities", 0), "label", "PLACE"),
    (("entities", 0), "start_offset", -1),
    (("entities", 0), "start_offset", "3"),
    (("entities", 0), "end_offset", None),
    (("entities", 0), "text", ""),
    (("entities", 0), "score", 1.5),
    (("entities", 0), "modifier", "early"),
    (("entities", 0), "status", "forgotten"),
    (("relations", 0), "type", "friend_of"),
    (("relations", 0), "to_id", None),
]


@pytest.mark.parametrize(("place", "field", "value"), BROKEN, ids=str)
def test_a_broken_record_is_not(record: dict[str, Any], place: tuple[Any, ...], field: str, value: Any) -> None:
    broken = copy.deepcopy(record)
    inner: Any = broken
    for step in place:
        inner = inner[step]
    if value is None:
        del inner[field]
    else:
        inner[field] = value
    assert list(VALIDATOR.iter_errors(broken))
