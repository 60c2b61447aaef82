"""Text to names through the shipped tagger and the rules: plain cases, and texts that could break it."""

from __future__ import annotations

import pytest
import spacy

from letopis.entities.names import find_names
from letopis.entities.names.component import Names
from letopis.entities.spans import add_entities, entities_of
from letopis.errors import InputError
from letopis.formats.markup import read_markup
from letopis.records import Entity
from letopis.sentences import split_sentences
from letopis.sentences.tokens import tokenize

SENTENCES = [
    "Договор подписали {PERSON|Ангела Меркель} и {PERSON|Н. Саркози} в {GPE|Берлине}.",
    "{ORG|МИД {GPE|Польши}} и {ORG|МВД {GPE|Литвы}} подписали протокол.",
    "{ORG|Посольство {GPE|Бразилии} в {GPE|Перу}} переехало в {GPE|Лиму}.",
    "Президент {GPE|Финляндии} {PERSON|Урхо Кекконен} принял российских и шведских дипломатов.",
    "{ORG|Газета «Правда»} писала о {PERSON|Хрущеве}.",
    "Вопрос обсудила {ORG|Организация Объединенных Наций} ({ORG|ООН}).",
    "На Кавказе и в Сибири зима была суровой.",
    "{PERSON|Никола\u0301й Во\u0301лков} родился в {GPE|Каза\u0301ни}.",
    "Посольство открыто, министерство подтвердило это.",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_sentence(sentence):
    text, spans = read_markup(sentence)
    found = {(f.start_offset, f.end_offset, f.label) for f in find_names(text, [(0, len(text))])}
    assert found == {(span.start, span.end, span.label) for span in spans}


def test_schemes_differ_where_guidelines_do():
    text = "Российская полиция в Берлине."
    found = {}
    for scheme in ("letopis", "nerel"):
        found[scheme] = {f.label for f in find_names(text, [(0, len(text))], scheme=scheme)}
    assert found == {"letopis": {"GPE"}, "nerel": {"GPE", "ORG"}}


def test_unknown_scheme():
    with pytest.raises(InputError, match="there is no scheme 'x' of names"):
        find_names("Баку", [(0, 4)], scheme="x")


def test_findings_are_whole():
    text = "И. Алиев и Н. Саркози прибыли в Баку. Там их ждал И. Алиев."
    found = find_names(text, split_sentences(text))
    assert found == sorted(found, key=lambda f: (f.start_offset, -f.end_offset))
    assert all(f.by.startswith("names.") and 0 < f.score <= 1 for f in found)
    assert len({(f.start_offset, f.end_offset, f.label) for f in found}) == len(found)
    assert found == find_names(text, split_sentences(text), tokenize(text))


ODD = {
    "empty": "",
    "white space": " \n\n ",
    "latin": "Angela Merkel met Nicolas Sarkozy at the United Nations in New York.",
    "capitals": "ВСТРЕЧА ПРЕЗИДЕНТОВ РОССИИ И ФРАНЦИИ В ПАРИЖЕ",
    "no capitals": "президент россии владимир путин прибыл в париж",
    "broken by OCR": "Н. Сар кози и А н г е л а Мер кель в Бер- лине",
    "kyrgyz": "Кыргыз Республикасынын Президенти Алмазбек Атамбаев Өзгөн шаарына барды.",
    "azerbaijani": "Азәрбајҹан Республикасынын Президенти Һејдәр Әлијев Бакыја гајытды.",
    "marks": "((«““”»)) — … !!! ... *** №",
    "emoji and combining": "Посо́л 🇦🇿 прибыл 👍 в Баку\u0301.",
    "long word": "А" * 5_000 + " прибыл",
    "one letter": "А",
    "digits": "1 2 3 4,5 6-й 1930-х гг.",
}


@pytest.mark.parametrize("scheme", ["letopis", "nerel"])
@pytest.mark.parametrize("name", ODD)
def test_odd_text(name, scheme):
    text = ODD[name]
    for found in find_names(text, split_sentences(text), scheme=scheme):
        assert 0 <= found.start_offset < found.end_offset <= len(text)
        assert text[found.start_offset : found.end_offset].strip() == text[found.start_offset : found.end_offset]


def test_long_sentence():
    text = "Министр Иван Петров и посол " * 1_250
    found = find_names(text, [(0, len(text))])
    assert len([f for f in found if f.label == "PERSON"]) > 1_000


def test_tokens_of_blank_spacy():
    nlp = spacy.blank("ru")
    doc = Names(nlp, "letopis_names", "letopis")(nlp("Прибыл А.Ш. Вебер. Он посетил Ригу и г. Таллин."))
    assert {(span.text, span.label_) for span in doc.spans["letopis"]} >= {("Ригу", "GPE"), ("Таллин", "GPE")}


def test_names_inside_dates_are_left_out():
    nlp = spacy.blank("ru")
    doc = nlp("Весной в Риге 1990 г.")
    add_entities(doc, [Entity.at(doc.text, 0, len(doc.text), "DATE", by="test")])
    Names(nlp, "letopis_names", "letopis")(doc)
    assert [e.label for e in entities_of(doc)] == ["DATE"]


def test_scheme_is_checked_when_the_component_is_built():
    nlp = spacy.blank("ru")
    with pytest.raises(InputError, match="there is no scheme"):
        nlp.add_pipe("letopis_names", config={"scheme": "x"})
