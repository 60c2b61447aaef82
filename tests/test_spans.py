from __future__ import annotations

from itertools import permutations

import spacy

from letopis.entities.spans import Finding, add_findings, attributes_of, findings_of
from letopis.records import KNOWN
from letopis.sentences.columns import sentence_spans, token_bounds, token_texts


def test_the_order_of_findings_changes_nothing() -> None:
    findings = [
        Finding(start=0, end=4, label="GPE", by="tagger", score=0.6),
        Finding(start=0, end=4, label="GPE", by="rule", score=1.0),
        Finding(start=0, end=9, label="ORG", by="rule", score=0.9),
    ]
    answers = []
    for order in permutations(findings):
        doc = spacy.blank("ru")("Баку сити")
        add_findings(doc, order)
        answers.append(findings_of(doc))
    assert all(answer == answers[0] for answer in answers)
    assert [(f.label, f.by) for f in answers[0]] == [("ORG", "rule"), ("GPE", "rule")]


def test_attributes_are_what_span_extensions_say() -> None:
    doc = spacy.blank("ru")("Договор 1993 года и Баку")
    add_findings(
        doc,
        [
            Finding(start=8, end=17, label="DATE", by="rule", value="1993", from_context=True),
            Finding(start=20, end=24, label="GPE", by="tagger", score=0.0),
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
    assert token_texts(filled.from_bytes(doc.to_bytes())) == token_texts(doc)
