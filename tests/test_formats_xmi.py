"""UIMA XMI: read by the library that knows UIMA, with nothing lost, and as INCEpTION wants it."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import cassis
import msgspec
import pytest
from hypothesis import given, settings

from exported_articles import articles, by_hand
from letopis.errors import InputError
from letopis.formats.xmi import (
    FEATURES,
    NUMBER,
    RELATION,
    SENTENCE,
    SOURCE,
    SPAN,
    TARGET,
    TOKEN,
    TYPE_SYSTEM,
    type_system_lines,
    uima_types,
    write_xmi,
    xmi_lines,
)
from letopis.records import ENTITY_FIELDS, Article, Entity, Relation

TYPES = cassis.load_typesystem("\n".join(type_system_lines()))


def read(article: Article) -> Any:
    return cassis.load_cas_from_xmi("\n".join(xmi_lines(article)), typesystem=TYPES)


def entity_of(span: Any) -> Entity:
    named = {name: getattr(span, FEATURES.get(name, name)) for name in ENTITY_FIELDS}
    known = {name: value for name, value in named.items() if value is not None}
    text = span.get_covered_text()
    return Entity(id=span[NUMBER], label=span.value, start_offset=span.begin, end_offset=span.end, text=text, **known)


def relation_of(link: Any) -> Relation:
    ends = {"from_id": link[SOURCE][NUMBER], "to_id": link[TARGET][NUMBER]}
    return Relation(id=link[NUMBER], type=link["label"], by=link["by"], **ends)


def assert_whole(article: Article) -> None:
    cas = read(article)
    assert cas.sofa_string == article.text
    assert [(one.begin, one.end) for one in cas.select(SENTENCE)] == [*map(tuple, article.sentences)]
    spans = sorted(map(entity_of, cas.select(SPAN)), key=lambda one: one.id)
    assert spans == sorted(article.entities, key=lambda one: one.id)
    links = sorted(map(relation_of, cas.select(RELATION)), key=lambda one: one.id)
    assert links == sorted(article.relations, key=lambda one: one.id)


def test_nothing_is_lost() -> None:
    assert_whole(by_hand())


@given(article=articles())
@settings(deadline=None, max_examples=100)
def test_nothing_of_any_article_is_lost(article: Article) -> None:
    assert_whole(article)


def test_offsets_in_the_file_are_utf16_units() -> None:
    city = Entity(id=1, label="GPE", start_offset=2, end_offset=6, text="Баку")
    line = next(line for line in xmi_lines(Article(id="a", text="🙂 Баку", entities=[city])) if ":NamedEntity " in line)
    assert 'begin="3" end="7"' in line


def test_the_types_are_those_of_dkpro_core() -> None:
    with (files("cassis") / "resources" / "dkpro-core-types.xml").open("rb") as file:
        shared = cassis.load_typesystem(file)
    for kind, features in uima_types().items():
        if shared.contains_type(kind):
            known = shared.get_type(kind)
            assert known.supertype.name == TYPES.get_type(kind).supertype.name
            reached = {f.name: getattr(f.rangeType, "name", f.rangeType) for f in known.all_features}
            assert reached.items() >= {k: v for k, v in features.items() if k in reached}.items()
    assert {"value", "identifier"} <= uima_types()[SPAN].keys()


def test_a_relation_lies_on_its_target_and_tokens_are_there() -> None:
    article = by_hand()
    cas = read(article)
    for link in cas.select(RELATION):
        assert (link.begin, link.end) == (link[TARGET].begin, link[TARGET].end)
    assert [token.get_covered_text() for token in cas.select(TOKEN)][:3] == ["\U0001f642", "Посольство", "Франции"]


def test_a_folder_with_its_type_system(tmp_path: Path) -> None:
    assert write_xmi(tmp_path / "out", [by_hand(), Article(id="b", text="")]) == 2
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == [TYPE_SYSTEM, "b.xmi", "письмо 1.xmi"]
    with (tmp_path / "out" / TYPE_SYSTEM).open("rb") as file:
        types = cassis.load_typesystem(file)
    with (tmp_path / "out" / "письмо 1.xmi").open("rb") as file:
        assert len(cassis.load_cas_from_xmi(file, typesystem=types).select(SPAN)) == 6


def test_characters_that_xml_cannot_hold_keep_their_place() -> None:
    assert read(Article(id="a", text="\x00В\x0b Баку")).sofa_string == "\ufffdВ\ufffd Баку"


def test_a_relation_without_its_end_is_refused() -> None:
    article = by_hand()
    broken = msgspec.structs.replace(article, relations=[Relation(id=1, type="party", from_id=9, to_id=99)])
    with pytest.raises(InputError, match="relation 1 leads to an entity that is not there"):
        list(xmi_lines(broken))
