"""Filled templates: a seeded tenth of the benchmark's sentences, and the tables that fill them."""

from __future__ import annotations

import random
from collections import defaultdict

import pytest
from spacy.language import Language

from template_checking import judged
from template_filling import HALVES, Template, fill, fillings, run, templates
from template_spellings import SPELLINGS, folded
from template_tables import rows

TENTH = 1_200
"""Sentences of each half."""

SEED = 21


def test_shares_hold(nlp: Language) -> None:
    floors = {kind: float(share) for kind, share in rows("floors.tsv")}
    counts: dict[str, list[int]] = defaultdict(list)
    for half in HALVES:
        for one in judged(run(TENTH, half, SEED), nlp):
            counts[one.filled.template.kind].append(not one.faults)
    shares = {kind: sum(held) / len(held) for kind, held in counts.items()}
    assert shares.keys() == floors.keys()
    assert {kind: share for kind, share in shares.items() if share < floors[kind]} == {}


def test_the_tables_are_as_wide_as_they_are_said_to_be() -> None:
    assert len(templates()) >= 60
    assert len({row[0] for row in rows("people.tsv")}) >= 15
    assert len(rows("cities.tsv")) >= 300
    assert all(len(forms) == 6 for forms in rows("cities.tsv"))
    for slot, halves in fillings().items():
        assert min(map(len, halves.values())) >= 5, slot


@pytest.mark.parametrize("spelling", sorted(SPELLINGS))
def test_a_spelling_says_the_same(spelling: str) -> None:
    text = "Посол Пётр О’Нил прибыл в «Европейский дом» 5 мая."
    assert folded(SPELLINGS[spelling](text, random.Random(SEED))).rstrip(".") == folded(text).rstrip(".")


@pytest.mark.parametrize(
    ("sentence", "facts"),
    [
        ("Посол прибыл в {c:city:accs}.", ("sentences 2",)),
        ("Посол прибыл в {c:city:accs}.", ("signed_in c",)),
        ("Посол прибыл в {c:city:accs}.", ("lemma посол после",)),
        ("Посол прибыл в {c:city:accs}.", ('ORG "Посол"',)),
        ("Посол Орлов прибыл в {c:city:accs}.", ()),
    ],
)
def test_a_false_fact_is_seen(nlp: Language, sentence: str, facts: tuple[str, ...]) -> None:
    filled = fill(Template("false", sentence, facts), "seen", random.Random(SEED))
    (verdict,) = judged([filled], nlp)
    assert verdict.faults
