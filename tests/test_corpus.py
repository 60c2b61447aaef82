"""The corpus and its annotations are what their files say."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import pytest

from letopis.cleaning import clean_text
from letopis.formats.jsonl import read_articles
from letopis.labels import labels, relation_types
from letopis.offsets import OffsetMap
from letopis.records import Article
from letopis.sentences import split_sentences

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parent.parent
ARTICLES = ("cooperation", "origins")
FOLDERS = ("gold", "annotators/a", "annotators/b")


@pytest.mark.parametrize("name", ARTICLES)
def test_source_is_the_one_that_article_toml_describes(name: str) -> None:
    known = tomllib.loads((ROOT / "corpus" / name / "article.toml").read_text(encoding="utf-8"))
    data = (ROOT / "corpus" / name / known["source"]).read_bytes()
    assert hashlib.sha256(data).hexdigest() == known["sha256"]
    assert known["id"] == name
    data.decode(known["encoding"])


def annotated() -> list[tuple[str, Article]]:
    return [(folder, article) for folder in FOLDERS for article in read_articles(ROOT / "annotations" / folder)]


@pytest.mark.parametrize(("folder", "article"), annotated(), ids=lambda value: getattr(value, "id", value))
def test_annotation_fits_clean_text_raw_text_and_scheme(folder: str, article: Article) -> None:
    raw = (ROOT / "corpus" / article.id / "source.txt").read_text(encoding="utf-8")
    clean, offsets = clean_text(raw)
    assert clean == article.text
    assert article.source is not None
    edits = OffsetMap(article.source.edits)
    assert edits.undo(article.text, raw) == raw
    sentences = split_sentences(clean)
    assert sentences == article.sentences
    for entity in article.entities:
        assert clean[entity.start_offset : entity.end_offset] == entity.text == entity.text.strip()
        assert offsets.span_to_raw(entity.start_offset, entity.end_offset) == (entity.source_start, entity.source_end)
        assert entity.label in labels()
        assert any(s.start <= entity.start_offset and entity.end_offset <= s.end for s in sentences), entity.text
        if entity.label == "DATE":
            assert bool(entity.value) != entity.impossible
        elif entity.label == "AGREEMENT":
            assert entity.kind
        else:
            assert entity.normal
            assert entity.entity
    label_by_id = {entity.id: entity.label for entity in article.entities}
    targets = {"party": {"ORG", "GPE"}, "signed_on": {"DATE"}, "signed_in": {"GPE"}, "signatory": {"PERSON"}}
    for relation in article.relations:
        assert relation.type in relation_types()
        assert label_by_id[relation.from_id] == "AGREEMENT"
        assert label_by_id[relation.to_id] in targets[relation.type]


@pytest.mark.parametrize("article", read_articles(ROOT / "annotations" / "gold"), ids=lambda a: a.id)
def test_spans_of_one_label_overlap_only_where_the_scheme_nests(article: Article) -> None:
    for one in article.entities:
        for other in article.entities:
            if one.id < other.id and one.label == other.label:
                overlap = one.start_offset < other.end_offset and other.start_offset < one.end_offset
                assert not overlap or one.label in {"ORG", "GPE"}, (one.text, other.text)


def test_every_dates_value_is_edtf() -> None:
    import edtf

    values = {e.value for _, article in annotated() for e in article.entities if e.label == "DATE" and e.value}
    for value in values:
        edtf.parse_edtf(value)
