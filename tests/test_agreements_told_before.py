"""Whom generic actors stand for: the states that the sentence before speaks of together, by their role in it."""

from __future__ import annotations

from itertools import product

import pytest
from spacy.language import Language

from letopis import extract_text

PAIRS = [("Франция", "Испания", "Францией", "Испанией", "Франции", "Испании"), ("Перу", "Чили") * 3]
ACTORS = ("Стороны", "Державы", "Обе страны", "Соседи", "Противники", "Министры", "Оба президента", "Они", "Монархи")


def sides(text: str, nlp: Language) -> set[str]:
    article = extract_text(text, nlp)
    names = {entity.id: entity.text for entity in article.entities}
    return {names[link.to_id] for link in article.relations if link.type == "party"}


@pytest.mark.parametrize(("pair", "actors"), list(product(PAIRS, ACTORS)))
def test_actors_without_a_name_are_those_told_of_before(pair: tuple[str, ...], actors: str, nlp: Language) -> None:
    one, other, with_one, with_other, of_one, of_other = pair
    for before, wanted in {
        f"{one} и {other} долго воевали за Тунис.": {one, other},
        f"Война между {with_one} и {with_other} шла в Тунисе.": {with_one, with_other},
        f"Делегации {of_one} и {of_other} встретились в Тунисе.": {of_one, of_other},
    }.items():
        assert sides(f"{before} {actors} подписали Договор о границе.", nlp) == wanted, before


@pytest.mark.parametrize("pair", PAIRS)
def test_delegations_that_came_are_the_sides(pair: tuple[str, ...], nlp: Language) -> None:
    text = f"Делегации {pair[4]} и {pair[5]} прибыли в Осло. Там был подписан Договор о границе."
    assert sides(text, nlp) == {pair[4], pair[5]}


def test_who_is_named_or_one_alone_stands_for_nobody(nlp: Language) -> None:
    before = "Франция и Испания долго воевали."
    assert sides(f"{before} Министры Чехии подписали Договор о границе.", nlp) <= {"Чехии"}
    assert sides(f"{before} Министр подписал Договор о границе.", nlp) == set()
    assert sides("Куба и Перу просили о помощи Чехию и Непал. Страны подписали Договор о реках.", nlp) == {
        "Куба",
        "Перу",
    }


@pytest.mark.parametrize("actors", ["Главы государств", "Монархи", "Оба короля", "Стороны"])
def test_where_they_met_is_where_they_signed(actors: str, nlp: Language) -> None:
    article = extract_text(f"Король Пруссии встретился с царём в Потсдаме. {actors} подписали Договор о союзе.", nlp)
    ends = {entity.id: entity.text for entity in article.entities}
    assert ("signed_in", "Потсдаме") in {(link.type, ends[link.to_id]) for link in article.relations}


@pytest.mark.parametrize(("town", "there"), [("Витебска", "Там"), ("Лимы", "Там"), ("Осло", "Здесь")])
def test_there_means_the_town_that_somebody_left(town: str, there: str, nlp: Language) -> None:
    article = extract_text(f"Делегация вернулась из {town}. {there} министры подписали Договор о реках.", nlp)
    ends = {entity.id: entity.text for entity in article.entities}
    assert ("signed_in", town) in {(link.type, ends[link.to_id]) for link in article.relations}
