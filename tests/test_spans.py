from __future__ import annotations

from itertools import permutations

import spacy

from letopis.entities.spans import Link, add_entities, attributes_of, entities_of
from letopis.records import KNOWN, Entity
from letopis.sentences.columns import sentence_spans, token_bounds, token_texts


def test_the_order_of_findings_changes_nothing() -> None:
    findings = [
        Entity.at("Баку сити", 0, 4, "GPE", by="tagger", score=0.6),
        Entity.at("Баку сити", 0, 4, "GPE", by="rule", score=1.0),
        Entity.at("Баку сити", 0, 9, "ORG", by="rule", score=0.9),
    ]
    answers = []
    for order in permutations(findings):
        doc = spacy.blank("ru")("Баку сити")
        add_entities(doc, order)
        answers.append(entities_of(doc))
    assert all(answer == answers[0] for answer in answers)
    assert [(f.label, f.by) for f in answers[0]] == [("ORG", "rule"), ("GPE", "rule")]


def test_attributes_are_what_span_extensions_say() -> None:
    doc = spacy.blank("ru")("Договор 1993 года и Баку")
    add_entities(
        doc,
        [
            Entity.at(doc.text, 8, 17, "DATE", by="rule", value="1993", from_context=True),
            Entity.at(doc.text, 20, 24, "GPE", by="tagger", score=0.0),
        ],
    )
    doc.spans["letopis"][1]._.normal = "Баку"
    for span in [*doc.spans["letopis"], doc[:1]]:
        said = {name: span._.get(name) for name in KNOWN if span._.get(name) is not None}
        assert attributes_of(span) == said
    assert attributes_of(doc.spans["letopis"][0])["from_context"] is True
    assert attributes_of(doc[:1]) == {}


def test_what_is_read_of_a_doc_is_what_it_holds_now() -> None:
    doc = spacy.blank("ru")("Нью Йорк и Баку")
    assert token_texts(doc) == ["Нью", "Йорк", "и", "Баку"]
    with doc.retokenize() as retokenizer:  # as many tokens as before, and others
        retokenizer.merge(doc[0:2])
        retokenizer.split(doc[3], ["Ба", "ку"], heads=[doc[3], doc[3]])
    assert token_texts(doc) == ["Нью Йорк", "и", "Ба", "ку"]
    assert token_bounds(doc) == ([0, 9, 11, 13], [8, 10, 13, 15])
    assert sentence_spans(doc) == [(0, 15)]
    filled = spacy.blank("ru")("")
    assert token_texts(filled) == []
    assert entities_of(filled) == []
    add_entities(doc, [Entity.at(doc.text, 0, 8, "GPE", by="hand")])
    assert token_texts(filled.from_bytes(doc.to_bytes())) == token_texts(doc)
    assert [one.text for one in entities_of(filled)] == ["Нью Йорк"]


def test_values_of_two_labels_over_the_same_characters_do_not_mix() -> None:
    doc = spacy.blank("ru")("Тройственный союз 1882 года")
    add_entities(doc, [Entity.at(doc.text, 0, 17, label, by=label.lower()) for label in ("ORG", "AGREEMENT")])
    by_label = {span.label_: span for span in doc.spans["letopis"]}
    by_label["AGREEMENT"]._.kind = "союз"
    by_label["ORG"]._.normal = "Тройственный союз"
    assert [(span._.by, span._.kind, span._.normal) for _, span in sorted(by_label.items())] == [
        ("agreement", "союз", None),
        ("org", None, "Тройственный союз"),
    ]
    assert doc[0:2]._.kind is None
    again = spacy.tokens.Doc(doc.vocab).from_json(doc.to_json(underscore=["letopis"]))
    assert entities_of(again) == entities_of(doc)


def test_values_that_another_package_set_are_read_and_kept() -> None:
    doc = spacy.blank("ru")("Договор 1993 года")
    doc.user_data["._.", "value", 8, 17] = "1993"
    span = spacy.tokens.Span(doc, 1, 3, label="DATE")
    assert span._.value == "1993"
    span._.by = "hand"
    assert (span._.value, span._.by) == ("1993", "hand")


def test_a_relation_is_of_spans_and_goes_with_them() -> None:
    doc = spacy.blank("ru")("Договор подписан в Баку")
    add_entities(doc, [Entity.at(doc.text, 0, 7, "AGREEMENT"), Entity.at(doc.text, 19, 23, "GPE")])
    treaty, city = doc.spans["letopis"]
    doc._.relations = [Link("signed_in", treaty, city, "hand")]
    (link,) = doc.copy()._.relations
    assert (link.type, link.source.text, link.target.text, link.target.label_) == (
        "signed_in",
        "Договор",
        "Баку",
        "GPE",
    )
    doc.spans["letopis"] = [treaty]
    assert doc._.relations == []
