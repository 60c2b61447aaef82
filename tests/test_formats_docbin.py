"""spaCy's DocBin: read by spaCy's own class, and back into records."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

import letopis
from exported_articles import articles, bare, by_hand
from letopis.errors import InputError, OutputError
from letopis.formats.docbin import article_of, doc_of, read_docbin, write_docbin
from letopis.records import Article, Entity


def test_comes_back_whole(tmp_path: Path) -> None:
    article = by_hand()
    assert write_docbin(tmp_path / "a.spacy", [article, Article(id="b", text="")]) == 2
    assert read_docbin(tmp_path / "a.spacy") == [article, Article(id="b", text="")]


@given(articles())
@settings(deadline=None, max_examples=100)
def test_anything_comes_back(article: Article) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_docbin(Path(folder) / "a.spacy", [article])
        (again,) = read_docbin(Path(folder) / "a.spacy")
    assert bare(again) == bare(article)
    assert again.sentences == article.sentences


def test_spacy_reads_it(tmp_path: Path) -> None:
    article = by_hand()
    write_docbin(tmp_path / "a.spacy", [article])
    (doc,) = DocBin().from_disk(tmp_path / "a.spacy").get_docs(Vocab())
    assert doc.text == article.text
    spans = {(span.label_, span.start_char, span.end_char): span for span in doc.spans["letopis"]}
    assert set(spans) == {(e.label, e.start_offset, e.end_offset) for e in article.entities}
    for entity in article.entities:
        span = spans[entity.label, entity.start_offset, entity.end_offset]
        assert (span.text, span._.value, span._.normal) == (entity.text, entity.value, entity.normal)
        assert (span.kb_id_, span.id_) == (entity.entity or "", str(entity.id))
    assert [ent.label_ for ent in doc.ents] == ["ORG", "AGREEMENT", "DATE"]
    assert [sent.text.strip() for sent in doc.sents] == [article.text[s.start : s.end] for s in article.sentences]
    assert [(link.type, link.target._.value) for link in doc._.relations] == [
        ("signed_on", "1997-04-23"),
        ("party", None),
    ]


def test_two_spans_of_one_stretch_keep_their_own_fields(tmp_path: Path) -> None:
    place = {"start_offset": 0, "end_offset": 4, "text": "Баку"}
    entities = [Entity(id=1, label="GPE", normal="Баку", **place), Entity(id=2, label="ORG", by="rule", **place)]
    write_docbin(tmp_path / "a.spacy", [Article(id="a", text="Баку", entities=entities)])
    assert read_docbin(tmp_path / "a.spacy")[0].entities == entities


@pytest.mark.parametrize(("start", "end"), [(1, 6), (2, 7), (1, 7), (0, 3), (4, 5)])
def test_spans_that_no_token_fits(tmp_path: Path, start: int, end: int) -> None:
    text = "В Баку и"
    odd = Entity(id=1, label="GPE", start_offset=start, end_offset=end, text=text[start:end])
    write_docbin(tmp_path / "a.spacy", [Article(id="a", text=text, entities=[odd])])
    (again,) = read_docbin(tmp_path / "a.spacy")
    assert (again.text, again.entities) == (text, [odd])


def test_docs_of_the_pipeline_are_articles_too(nlp: Language, tmp_path: Path) -> None:
    text = "Правительства Франции и Италии подписали в Риме 23 апреля 1997 г. Соглашение о торговле."
    DocBin(docs=[nlp(text)], store_user_data=True).to_disk(tmp_path / "a.spacy")
    (article,) = read_docbin(tmp_path / "a.spacy")
    wanted = letopis.extract_text(text, nlp, article_id="doc1")
    raw = ("lemma", "source_start", "source_end")
    assert bare(article, *raw) == bare(wanted, *raw)
    assert article.sentences == wanted.sentences


def test_a_span_that_a_user_added_is_read() -> None:
    doc = doc_of(by_hand(), Vocab())
    doc.spans["letopis"] = [*doc.spans["letopis"], doc.char_span(2, 12, label="NOUN")]
    article = article_of(doc)
    assert ("NOUN", "Посольство") in [(entity.label, entity.text) for entity in article.entities]
    assert len(article.relations) == 2


@pytest.mark.parametrize("content", [b"", b"no DocBin", "Баку".encode()])
def test_no_docbin(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.spacy").write_bytes(content)
    with pytest.raises(InputError, match=r"a\.spacy: no DocBin of spaCy"):
        read_docbin(tmp_path / "a.spacy")


def test_refusals(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.spacy: no such file"):
        read_docbin(tmp_path / "none.spacy")
    outside = Entity(id=1, label="GPE", start_offset=0, end_offset=9, text="Баку")
    with pytest.raises(InputError, match="entity 1 does not lie within the text"):
        write_docbin(tmp_path / "a.spacy", [Article(id="a", text="Баку", entities=[outside])])
    with pytest.raises(OutputError, match="cannot be written"):
        write_docbin(tmp_path, [])
    doc = Doc(Vocab(), words=["Баку"])
    doc.user_data["letopis"] = {"id": 7}
    with pytest.raises(InputError, match=r"doc\.user_data\['letopis'\] is no record"):
        article_of(doc)
    assert list(tmp_path.iterdir()) == []
