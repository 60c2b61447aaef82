"""Persons that the settings name: found in all cases, and learned from corrections."""

from __future__ import annotations

import pytest

import letopis
from letopis.dictionary import CASES
from letopis.entities.own_persons import own_persons
from letopis.errors import InputError
from letopis.extraction import extract_text
from letopis.learning.lessons import ReadRecord
from letopis.learning.words import learn_words
from letopis.records import Article, Entity

SENTENCES = {
    "nomn": "Пришёл {}.",
    "gent": "Не было {}.",
    "datv": "Дали {}.",
    "accs": "Видели {}.",
    "ablt": "Спорили с {}.",
    "loct": "Говорили о {}.",
}
NAMES = {
    "Рассвет Заботин": {
        "nomn": "Рассвет Заботин",
        "gent": "Рассвета Заботина",
        "datv": "Рассвету Заботину",
        "accs": "Рассвета Заботина",
        "ablt": "Рассветом Заботиным",
        "loct": "Рассвете Заботине",
    },
    "Надежда Зима": {
        "nomn": "Надежда Зима",
        "gent": "Надежды Зимы",
        "datv": "Надежде Зиме",
        "accs": "Надежду Зиму",
        "ablt": "Надеждой Зимой",
        "loct": "Надежде Зиме",
    },
}


@pytest.fixture(scope="module")
def nlp():  # type: ignore[no-untyped-def]
    return letopis.load(config={"names": {"persons": list(NAMES)}})


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("case", SENTENCES)
def test_a_person_of_the_settings_is_found_in_all_cases(nlp, name: str, case: str) -> None:  # type: ignore[no-untyped-def]
    form = NAMES[name][case]
    assert set(SENTENCES) <= set(CASES)
    found = extract_text(SENTENCES[case].format(form), nlp).entities
    assert [(e.text, e.label) for e in found] == [(form, "PERSON")]


def test_small_words_are_no_person(nlp) -> None:  # type: ignore[no-untyped-def]
    assert extract_text("Там рассвет заботин и надежда, зима.", nlp).entities == []


def test_a_name_without_a_capital_is_refused() -> None:
    with pytest.raises(InputError, match=r"names\.persons: 'юсуф'"):
        own_persons(["юсуф"])
    with pytest.raises(InputError, match=r"names\.persons is 'Юсуф'"):
        letopis.load(config={"names": {"persons": "Юсуф"}})


@pytest.mark.parametrize(("times", "learned"), [(1, []), (2, ["Юсуф Гашев"])])
def test_a_person_missed_twice_is_learned_in_the_nominative(times: int, learned: list[str]) -> None:
    text = "Видели Юсуфа Гашева."
    gold = Article(id="a", text=text, entities=[Entity.at(text, 7, 19, "PERSON", id=1)])
    pairs = [(ReadRecord(Article(id="a", text=text), []), gold)] * times
    words = learn_words([reading for reading, _ in pairs], [gold for _, gold in pairs])
    assert [(one.key, one.word) for one in words] == [("persons", name) for name in learned]
