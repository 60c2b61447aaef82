from __future__ import annotations

from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

import letopis
from letopis import extraction
from letopis.extraction import ToExtract, extract_raw, raw_text
from letopis.formats.jsonl import decode_article, encode_article
from letopis.formats.markup import read_markup
from letopis.offsets import OffsetMap
from letopis.records import Article
from letopis.sentences.tokens import tokenize

SENTENCES = [
    "{DATE=1992-03-10|10 марта 1992 г.} {GPE|Ташкент} посетил министр {PERSON=Николай Орлов|Николай Орлов}.",
    (
        "Между {ORG|Министерством юстиции {GPE=Чехия|Чехии}} и {ORG|Министерством юстиции {GPE=Словакия|Словакии}} "
        "подписано {AGREEMENT=соглашение|Соглашение о правовой помощи}."
    ),
    "{PERSON=Николай Орлов|Н. Орлов} выступил в {GPE=Прага|Праге}.",
]


def found(article: Article) -> set[tuple[str, str]]:
    return {(entity.label, entity.text) for entity in article.entities}


def test_whole_way_on_sentences_of_our_own(nlp: Language) -> None:
    pairs = [read_markup(sentence) for sentence in SENTENCES]
    article = letopis.extract_text(" ".join(text for text, _ in pairs), nlp)
    wanted = {(span.label, text[span.start : span.end]) for text, spans in pairs for span in spans}
    assert found(article) == wanted
    people = {entity.text: (entity.normal, entity.referent) for entity in article.entities}
    assert people["Н. Орлов"] == ("Н. Орлов", "Николай Орлов")
    texts = {entity.id: entity.text for entity in article.entities}
    parties = {texts[r.to_id] for r in article.relations if r.type == "party"}
    assert parties == {"Министерством юстиции Чехии", "Министерством юстиции Словакии"}


def test_record_is_read_back_and_leads_to_the_raw_text(nlp: Language) -> None:
    raw = "В Баш-\nкирии подпи-\n сан Дого-\n\n12\n\nвор о дружбе между Рос-\nсией и Казах-\nстаном."
    article = letopis.extract_text(raw, nlp, article_id="a")
    assert decode_article(encode_article(article)) == article
    assert article.text == "В Башкирии подписан Договор о дружбе между Россией и Казахстаном."
    assert article.source is not None
    offsets = OffsetMap(article.source.edits)
    assert offsets.undo(article.text, raw) == raw
    spans = {raw[e.source_start : e.source_end] for e in article.entities}
    assert {"Баш-\nкирии", "Рос-\nсией", "Казах-\nстаном"} <= spans


def test_doc_has_nested_spans_flat_ents_and_lemmas(nlp: Language) -> None:
    doc = nlp("Посольство Франции в Италии открыто 16 мая 2007 г.")
    assert [(s.text, s.label_) for s in doc.spans["letopis"]] == [
        ("Посольство Франции в Италии", "ORG"), ("Франции", "GPE"), ("Италии", "GPE"), ("16 мая 2007 г.", "DATE"),
    ]  # fmt: skip
    assert [e.text for e in doc.ents] == ["Посольство Франции в Италии", "16 мая 2007 г."]
    assert doc.spans["letopis"][-1]._.value == "2007-05-16"
    assert doc[1].lemma_ == "Франция"


def test_texts_in_a_stream_come_out_as_they_do_alone(nlp: Language) -> None:
    texts = [read_markup(sentence)[0] for sentence in SENTENCES] + ["", "Орлов — село под Прагой."]
    for doc, text in zip(nlp.pipe(texts), texts, strict=True):
        alone = nlp(text)
        assert [(s.text, s.label_, s._.value) for s in doc.spans["letopis"]] == [
            (s.text, s.label_, s._.value) for s in alone.spans["letopis"]
        ]
        assert [(t.text, t.lemma_, t.is_sent_start) for t in doc] == [
            (t.text, t.lemma_, t.is_sent_start) for t in alone
        ]


def test_a_text_of_several_pieces_among_short_ones(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "pieces", partial(extraction.pieces, longest=40))
    short, long = "Посол прибыл в Ригу.", "\n\n".join(["Орлов прибыл в Прагу 3 мая 1999 г."] * 3)
    articles = [ToExtract(raw_text(text), str(n), tokens=[]) for n, text in enumerate([short, long, "", long, short])]
    found = list(extract_raw(articles, nlp))
    alone = [next(extract_raw([one._replace(tokens=None)], nlp)) for one in articles]
    assert found == alone
    assert [[len(s) for s in one.tokens or ()] for one in articles] == [[5], [8] * 3, [], [8] * 3, [5]]
    assert [len(one.entities) for one in found] == [1, 9, 0, 9, 1]


def test_unknown_engine() -> None:
    with pytest.raises(ValueError, match="no morphology engine 'magic'"):
        letopis.load(morphology="magic")


@given(st.text(alphabet=st.sampled_from("аБвГ .,-–\n1«»(г.)IVХ\u00ad\t№"), max_size=80))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_goes_through(nlp: Language, raw: str) -> None:
    article = letopis.extract_text(raw, nlp)
    assert article.source is not None
    assert OffsetMap(article.source.edits).undo(article.text, raw) == raw
    for entity in article.entities:
        assert article.text[entity.start_offset : entity.end_offset] == entity.text


@given(st.text(max_size=200))
def test_tokens_cover_all_but_white_space(text: str) -> None:
    spans = tokenize(text)
    assert all(start < end for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    covered = "".join(text[start:end] for start, end in spans)
    assert covered == "".join(text.split())


def test_articles_of_the_corpus(nlp: Language, root: Path) -> None:
    path = root / "corpus" / "origins" / "source.txt"
    article = letopis.extract_file(path, nlp)
    raw = path.read_text(encoding="utf-8")
    assert article.id == "origins"
    assert article.source is not None
    for entity in article.entities:
        piece = raw[entity.source_start : entity.source_end]
        inside = OffsetMap(article.source.edits)
        assert inside.span_to_clean(entity.source_start, entity.source_end) == (entity.start_offset, entity.end_offset)
        assert piece.replace("-\n", "").split()[0][:2] == entity.text.split()[0][:2]


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Подписано Совместное заявление Президента Французской Республики и Президента Итальянской Республики.", 2),
        ("Подписано Совместное заявление премьер-министров Польши и Чехии о границе.", 2),
        ("Опубликовано заявление президента Франции о реформе.", 0),
    ],
)
def test_states_behind_their_heads_are_the_sides(nlp: Language, text: str, sides: int) -> None:
    links = [link for link in nlp(text)._.relations if link.type == "party"]
    assert len(links) == sides
    assert all(link.target.label_ == "GPE" for link in links)
