from __future__ import annotations

from itertools import permutations

import spacy

from letopis.entities.spans import Finding, add_findings, attributes_of, findings_of
from letopis.records import KNOWN
from letopis.sentences.columns import text_of


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


def test_each_doc_has_its_own_text() -> None:
    nlp = spacy.blank("ru")
    one, other = nlp("Да."), nlp("Нет.")
    assert [text_of(doc) for doc in (one, other, one, nlp(""))] == ["Да.", "Нет.", "Да.", ""]
    filled = nlp("")
    assert text_of(filled) == ""
    filled.from_bytes(other.to_bytes())
    assert text_of(filled) == "Нет."
