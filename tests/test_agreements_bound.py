"""Sides that are bound by an agreement, agree on it, act together, or were named in the sentence before."""

from __future__ import annotations

from itertools import product

import pytest
from spacy.language import Language

from letopis import extract_text

PAIRS = [("Чехия", "Польша"), ("Кения", "Уганда"), ("Индия", "Дания")]
TITLES = ("Договор о союзе", "Лимский договор", "Соглашение о торговле рудой")
DATIVE = ("Договору о союзе", "Лимскому договору", "Соглашению о торговле рудой")
GENITIVE = ("Договора о союзе", "Лимского договора", "Соглашения о торговле рудой")


def sides(text: str, nlp: Language, kind: str = "party") -> list[str]:
    article = extract_text(text, nlp)
    ends = {entity.id: entity.text for entity in article.entities}
    return sorted(ends[link.to_id] for link in article.relations if link.type == kind)


@pytest.mark.parametrize(("title", "pair"), list(product(range(3), PAIRS)))
def test_who_is_bound_is_a_side(title: int, pair: tuple[str, str], nlp: Language) -> None:
    state = pair[0]
    assert sides(f"По {DATIVE[title]} {state} обязалась вывести войска.", nlp) == [state]
    assert sides(f"Согласно {DATIVE[title]} {state} обязана платить дань.", nlp) == [state]
    assert sides(f"Известен {TITLES[title]}, по которому {state} обязалась платить дань.", nlp) == [state]
    assert sides(f"По {DATIVE[title]} {state} не обязана платить дань.", nlp) == []


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("pair", ["Чехию и Польшу", "Кению и Уганду", "Перу и Чили"])
def test_whom_an_agreement_obliges(title: str, pair: str, nlp: Language) -> None:
    assert sides(f"{title} обязывает {pair} к миру.", nlp) == sorted(pair.split(" и "))


@pytest.mark.parametrize("being", ["есть", "был", "имеется", "существует"])
@pytest.mark.parametrize("pair", [("Перу", "Чили"), ("Ганой", "Того"), ("Данией", "Литвой")])
def test_an_agreement_that_is_there(being: str, pair: tuple[str, str], nlp: Language) -> None:
    assert sides(f"Между {pair[0]} и {pair[1]} {being} договор о границе.", nlp) == sorted(pair)


@pytest.mark.parametrize(("title", "pair"), list(product(GENITIVE, PAIRS)))
@pytest.mark.parametrize(
    "words", ["договорились о подписании", "обменялись нотами о заключении", "условились о подписании"]
)
def test_who_agrees_on_a_signing(words: str, title: str, pair: tuple[str, str], nlp: Language) -> None:
    assert sides(f"{pair[0]} и {pair[1]} {words} {title}.", nlp) == sorted(pair)
    assert sides(f"{pair[0]} и {pair[1]} сообщили о подписании {title}.", nlp) == []


@pytest.mark.parametrize(("title", "pair"), list(product(TITLES, PAIRS)))
@pytest.mark.parametrize(
    "actor",
    ["Стороны подписали", "Ранее страны подписали", "Лидеры двух стран подписали", "Министры обеих стран заключили"],
)
def test_the_two_that_the_sentence_before_names(actor: str, title: str, pair: tuple[str, str], nlp: Language) -> None:
    one, other = pair
    assert sides(f"{one} и {other} давно торгуют. {actor} {title}.", nlp) == sorted(pair)
    three = [] if "двух" in actor or "обеих" in actor else sorted([*pair, "Перу"])
    assert sides(f"{one}, Перу и {other} давно торгуют. {actor} {title}.", nlp) == three
    assert sides(f"{one} и {other} давно торгуют. Министры Перу и Чили подписали {title}.", nlp) == ["Перу", "Чили"]


@pytest.mark.parametrize("title", ["Договор о союзе", "Декларацию о мире"])
def test_the_persons_of_the_sentence_before(title: str, nlp: Language) -> None:
    text = f"На встречу прибыли президент Франции Ж. Помпиду и канцлер ФРГ В. Брандт. Они подписали {title}."
    assert sides(text, nlp) == ["ФРГ", "Франции"]
    assert sides(text, nlp, "signatory") == ["В. Брандт", "Ж. Помпиду"]


@pytest.mark.parametrize("pair", [("Кения", "Уганда"), ("Иран", "Судан")])
def test_what_was_settled_is_as_good_as_signed(pair: tuple[str, str], nlp: Language) -> None:
    text = f"В августе {pair[0]} и {pair[1]} согласовали мирный договор."
    assert sides(text, nlp) == sorted(pair)
    assert sides(text, nlp, "signed_on") == ["августе"]


@pytest.mark.parametrize("means", ["право", "выгоды"])
def test_behind_a_dash_another_clause_begins(means: str, nlp: Language) -> None:
    text = f"Чехия и Дания подписали договор о рыбе — документ даёт {means} Перу и ВМС США."
    assert sides(text, nlp) == ["Дания", "Чехия"]


OLD = [("Соглашение о перемирии", "Соглашению о перемирии"), ("Лимский договор", "Лимскому договору"),
       ("Протокол о рыбе", "Протоколу о рыбе")]  # fmt: skip


def newer(text: str, nlp: Language) -> list[tuple[str, str]]:
    article = extract_text(text, nlp)
    ends = {entity.id: entity.text for entity in article.entities}
    return [(ends[one.from_id], ends[one.to_id]) for one in article.relations if one.type == "supersedes"]


@pytest.mark.parametrize(("old", "dative"), OLD)
@pytest.mark.parametrize("new", ["Договор о мире", "Меморандум о торговле рудой", "Венский пакт"])
def test_what_takes_the_place_of_an_older_agreement(new: str, old: str, dative: str, nlp: Language) -> None:
    for text in (
        f"{new} заменит {old}.",
        f"Чехия подписала {new}, призванный заменить {old}.",
        f"{new} стал заменой {dative}.",
        f"{new} пришёл на смену {dative}.",
        f"Чехия заменила {old} на {new}.",
        f"Чехия подписала {new}. Он заменил {old}.",
        f"Чехия подписала {new}. Документ заменит {old}.",
        f"Чехия подписала {new}. Он стал заменой {dative}.",
    ):
        found = newer(text, nlp)
        assert found in ([(new, old)], [(new, dative)]), text
    text = f"Чехия подписала {new}. Он называется ДНЯО и заменит {old}."
    assert newer(text, nlp) == [(new, old)]
    assert newer(f"{new} не заменил {old}.", nlp) == []
    assert newer(f"Чехия подписала {new}. Посол заменил {old}.", nlp) == []
