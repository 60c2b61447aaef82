from __future__ import annotations

from itertools import permutations

import spacy

from letopis.entities.spans import Finding, add_findings, findings_of


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
