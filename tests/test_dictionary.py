"""The dictionary: readings, and forms of a reading without building its paradigm again."""

from __future__ import annotations

from itertools import islice

import pytest
from pymorphy3 import MorphAnalyzer

from letopis.dictionary import Parse, analyzer, inflect_form, parses

FORMS = (
    ("nomn", "sing"),
    ("nomn", "plur"),
    ("nomn", "sing", "femn"),
    ("PRTF", "masc", "sing", "nomn"),
    ("loc2", "sing"),
    ("gent", "plur"),
)


@pytest.mark.parametrize("wanted", FORMS, ids="-".join)
@pytest.mark.parametrize(
    "word",
    "договорам подписанного наилучшими Ивановой лесу людей стали бакировым жогоркукенеша кыргызско-турецкого "
    "пол-литра ООН 1997 г XX nato , по-новому".split(),
)
def test_a_form_is_what_pymorphy_gives(word, wanted):
    for place, reading in enumerate(analyzer().parse(word)):
        other = reading.inflect(frozenset(wanted))
        for _ in range(2):  # the second time from memory
            assert inflect_form(word.lower(), place, *wanted) == (other.word if other else None)


@pytest.fixture(scope="module")
def plain():
    return MorphAnalyzer(lang="ru")


@pytest.mark.parametrize(
    "word",
    "стали все банк ивановой ёлка елка жогоркукенеша кыргызско-турецкого из-за xx nato 1997 , а бакировым".split(),
)
def test_readings_and_their_order_are_those_of_pymorphy(plain, word):
    own = [(p.lemma, p.grammemes, p.score, p.known) for p in parses(word)]
    assert own == [(p.normal_form, p.tag.grammemes, p.score, p.is_known) for p in plain.parse(word)]


def test_forms_all_through_the_dictionary_are_read_and_put_as_pymorphy_does(plain):
    forms = list(islice(plain.dictionary.words.iterkeys(""), 0, None, 9_973))
    assert len(forms) > 200
    for form in forms:
        found = plain.parse(form)
        assert parses(form) == tuple(
            Parse(p.normal_form, str(p.tag.POS), p.tag.grammemes, p.score, p.is_known) for p in found
        )
        for place, reading in enumerate(found):
            other = reading.inflect(frozenset({"sing", "nomn"}))
            assert inflect_form(form, place, "sing", "nomn") == (other.word if other else None), form


@pytest.mark.parametrize(
    ("word", "expected"), [("договор", True), ("елка", True), ("жогоркукенеш", False), ("1997", False), ("nato", False)]
)
def test_known_words_are_those_of_the_dictionary(word, expected):
    assert parses(word)[0].known is expected
    assert bool(analyzer().parse(word)[0].is_known) is expected


@pytest.mark.parametrize(
    ("word", "pos"),
    [("1997", "NUMB"), ("2,5", "NUMB"), ("xx", "ROMN"), ("nato", "LATN"), (",", "PNCT"), ("\U00017000", "UNKN")],
)
def test_what_is_no_word_has_the_first_grammeme_of_its_tag(word, pos):
    assert parses(word)[0].pos == pos


def test_capitals_do_not_matter_to_readings():
    assert parses("ДОГОВОРА") == parses("Договора") == parses("договора")
