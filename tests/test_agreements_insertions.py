"""Day, place and sides stay those of their verb around insertions, sites and abbreviations of towns."""

from __future__ import annotations

from itertools import product

import pytest
from spacy.language import Language

from letopis import extract_text

TOWNS = ("Осло", "Лиме", "Ереване")
INSERTIONS = (
    "когда послы уже уезжали", "как сообщала газета «Эпоха»", "где собрались послы", "как писал журнал «Нива»",
    "хотя переговоры затянулись", "пока шли переговоры",
)  # fmt: skip


def links(text: str, nlp: Language) -> set[tuple[str, str]]:
    article = extract_text(text, nlp)
    names = {entity.id: entity.text for entity in article.entities}
    return {(link.type, names[link.to_id]) for link in article.relations}


@pytest.mark.parametrize(("town", "insertion"), list(product(TOWNS, INSERTIONS)))
def test_an_insertion_parts_no_day_or_place_from_its_verb(town: str, insertion: str, nlp: Language) -> None:
    wanted = {("signed_in", town), ("signed_on", "5 июня 1975 года"), ("party", "Чехия"), ("party", "Непал")}
    assert links(f"В {town} 5 июня 1975 года, {insertion}, Чехия и Непал подписали Договор о реках.", nlp) == wanted
    assert links(f"5 июня 1975 года в {town}, {insertion}, был подписан Договор о реках.", nlp) == {
        ("signed_in", town),
        ("signed_on", "5 июня 1975 года"),
    }


@pytest.mark.parametrize(("town", "state"), [("Осло", "Норвегии"), ("Лиме", "Перу"), ("Асунсьоне", "Парагвая")])
def test_the_town_and_not_the_state_that_it_heads(town: str, state: str, nlp: Language) -> None:
    for text in (
        f"В {town}, столице {state}, был подписан Договор о реках.",
        f"В {town}, столице {state}, где собрались послы, был подписан Договор о реках.",
        f"Послы прибыли в {town}, столицу {state}. Договор о реках подписан в {town}.",
    ):
        assert {name for kind, name in links(text, nlp) if kind == "signed_in"} == {town}, text


@pytest.mark.parametrize(("town", "there"), [("Брно", "Брно"), ("Нукус", "Нукусе"), ("Ташкент", "Ташкенте")])
def test_towns_behind_their_abbreviation(town: str, there: str, nlp: Language) -> None:
    for site in ("г.", "гор."):
        assert ("signed_in", there) in links(f"Договор о реках подписан в {site} {there} 3 июня 1994 г.", nlp)
        text = f"Делегации, прибывшие в {site} {town}, подписали там Договор о реках."
        assert links(text, nlp) == {("signed_in", town)}
    found = links(f"г. {town}, 3 мая 2001 г. Подписан Протокол о торговле.", nlp)
    assert found == {("signed_in", town), ("signed_on", "3 мая 2001 г.")}


def test_a_title_ends_before_the_place_behind_its_sides(nlp: Language) -> None:
    for place in ("Лиме", "г. Осло"):
        text = f"Состоялось подписание Договора о торговле между Чехией и Непалом в {place} 5 мая 1998 года."
        article = extract_text(text, nlp)
        (title,) = (entity.text for entity in article.entities if entity.label == "AGREEMENT")
        assert title == "Договора о торговле между Чехией и Непалом"
        assert links(text, nlp) >= {("signed_in", place.split()[-1]), ("signed_on", "5 мая 1998 года")}


def test_one_agreement_among_several_papers_has_the_day_and_place_of_all(nlp: Language) -> None:
    wanted = {("signed_in", "Лиме"), ("signed_on", "3 марта 1998 г.")}
    text = "3 марта 1998 г. в Лиме состоялось подписание ряда документов, в том числе Соглашения о торговле."
    assert links(text, nlp) >= wanted


def test_where_an_envoy_resides_is_no_place_of_signing(nlp: Language) -> None:
    for town in ("Париже", "Лиме"):
        assert ("signed_in", town) not in links(f"Посол Дании в {town} П. Берг подписал Договор о реках.", nlp)
