"""Adjectives of places: which are made of a place's name, and how."""

from __future__ import annotations

import pytest

from letopis.entities.names import features
from letopis.entities.names.words import is_of_place, is_of_state

OF_PLACES = [
    "лиссабонский", "рижский", "кубинский", "зимбабвийский", "тульский", "ярославский", "стамбульский", "баварский",
    "красноярский", "орловский", "пражский", "нью-йоркский", "русско-турецкий", "одесский", "грозненский",
]  # fmt: skip
OTHERS = ["детский", "человеческий", "морской", "философский", "новый", "ский", "-ский", "", "поэтический"]


@pytest.mark.parametrize("adjective", OF_PLACES)
def test_adjectives_of_places(adjective):
    assert is_of_place(adjective)


@pytest.mark.parametrize("adjective", OTHERS)
def test_other_adjectives(adjective):
    assert not is_of_place(adjective)
    assert not is_of_state(adjective)


def test_states():
    assert is_of_state("норвежский")
    assert is_of_state("русско-шведский")
    assert not is_of_state("франко-прусский")


MARKS = [("Рижского", [1, 0]), ("шведскую", [1, 1]), ("Рига", [0, 0]), ("", [0, 0])]


@pytest.mark.parametrize(("word", "marks"), MARKS)
def test_the_tagger_sees_them(word, marks):
    row = features.grammars([word], [-1])[0]
    assert row[-features.EXTRA - features.DERIVED : -features.EXTRA].tolist() == marks
