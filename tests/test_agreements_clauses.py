"""What another clause tells is none of an agreement's, nor is a day on which it will be signed."""

from __future__ import annotations

from itertools import product

import pytest
from spacy.language import Language

from letopis import extract_text

TITLES = {
    "Договор о союзе": "был подписан",
    "Конвенция о реках": "была подписана",
    "Соглашение о визах": "было подписано",
}
OTHERS = (
    "а 7 июля 1991 г. в Вене были утверждены правила торговли",
    "а 7 июля 1991 г. в Вене Сейм принял закон о выборах",
    "а 7 июля 1991 г. в Вене стороны подписали протест",
    "после чего 7 июля 1991 г. в Вене открылись переговоры",
    "при этом 7 июля 1991 г. в Вене послы заявили протест",
    "в результате чего 7 июля 1991 г. в Вене открыли музей",
)
OBLIQUE = {"Договор о союзе": "Договора о союзе", "Конвенция о реках": "Конвенции о реках"}


def read(text: str, nlp: Language) -> tuple[str | None, set[tuple[str, str]]]:
    article = extract_text(text, nlp)
    ends = {entity.id: entity.text for entity in article.entities}
    (one,) = (entity for entity in article.entities if entity.label == "AGREEMENT")
    return one.status, {(link.type, ends[link.to_id]) for link in article.relations}


@pytest.mark.parametrize(("title", "other"), list(product(TITLES, OTHERS)))
def test_the_day_and_town_of_another_clause_are_none(title: str, other: str, nlp: Language) -> None:
    _, found = read(f"5 мая 1990 г. в Риме {TITLES[title]} {title}, {other}.", nlp)
    assert found == {("signed_on", "5 мая 1990 г."), ("signed_in", "Риме")}


@pytest.mark.parametrize("title", ["Договор о союзе", "Конвенцию о реках"])
def test_a_clause_without_an_object_goes_on_with_the_one_before(title: str, nlp: Language) -> None:
    for behind in ("а подписали 7 июля 1991 г. в Вене", "а год спустя, 7 июля 1991 г., в Вене подписали"):
        _, found = read(f"Чехия и Литва парафировали {title} 5 мая 1990 г., {behind}.", nlp)
        assert {("signed_on", "7 июля 1991 г."), ("signed_in", "Вене")} <= found
        assert ("signed_on", "5 мая 1990 г.") not in found


@pytest.mark.parametrize("state", ["США", "Перу", "Дании", "Мексики"])
def test_who_acts_behind_a_consequence_is_no_side(state: str, nlp: Language) -> None:
    for behind in (
        f"после чего начались переговоры с участием Кении и {state}",
        f"из-за чего послы Кении и {state} уехали",
    ):
        _, found = read(f"Чехия вышла из Конвенции о реках, {behind}.", nlp)
        assert found == {("party", "Чехия")}


AHEAD = (
    "Церемония подписания {} состоится 26 сентября в Женеве.",
    "26 сентября в Женеве пройдёт подписание {}.",
    "Подписание {} намечено на 26 сентября в Женеве.",
    "Подписание {} ожидается 26 сентября в Женеве.",
    "На 26 сентября в Женеве назначено подписание {}.",
)
DONE = (
    "Церемония подписания {} состоялась 26 сентября в Женеве.",
    "26 сентября в Женеве прошло подписание {}.",
)


@pytest.mark.parametrize(("text", "title"), list(product(AHEAD, OBLIQUE.values())))
def test_a_signing_that_will_take_place_is_planned(text: str, title: str, nlp: Language) -> None:
    assert read(text.format(title), nlp) == ("planned", set())


@pytest.mark.parametrize(("text", "title"), list(product(DONE, OBLIQUE.values())))
def test_a_signing_that_took_place_is_done(text: str, title: str, nlp: Language) -> None:
    assert read(text.format(title), nlp) == ("signed", {("signed_on", "26 сентября"), ("signed_in", "Женеве")})


@pytest.mark.parametrize("wish", ["желая", "стремясь", "намереваясь", "решив", "договорившись"])
def test_what_is_wished_is_planned(wish: str, nlp: Language) -> None:
    sides = {("party", "Чехия"), ("party", "Литва")}
    text = f"Чехия и Литва, {wish} заключить Договор о союзе, встретились 3 мая 1990 г. в Праге."
    assert read(text, nlp) == ("planned", sides)
    text = f"{wish.title()} заключить Договор о союзе, Чехия и Литва подписали его 5 мая 1990 г."
    assert read(text, nlp) == ("signed", {*sides, ("signed_on", "5 мая 1990 г.")})


@pytest.mark.parametrize("region", ["Донбассе", "Закавказье", "Полесье"])
def test_a_landscape_completes_what_happens_there(region: str, nlp: Language) -> None:
    article = extract_text(f"Подписано соглашение о прекращении огня в {region}.", nlp)
    assert [e.text for e in article.entities if e.label == "AGREEMENT"] == [f"соглашение о прекращении огня в {region}"]


@pytest.mark.parametrize(
    ("place", "town"),
    [
        ("в столице Эстонии Таллинне", "Таллинне"),
        ("в столице Кении городе Найроби", "Найроби"),
        ("в Лиме, Перу", "Лиме"),
        ("в Кении, в Найроби", "Найроби"),
        ("в Перу", "Перу"),
    ],
)
def test_a_state_beside_its_town_is_no_place_of_signing(place: str, town: str, nlp: Language) -> None:
    _, found = read(f"Договор о реках подписан {place}.", nlp)
    assert {name for kind, name in found if kind == "signed_in"} == {town}


HEADS = {"Договор о союзе": ("Договор был подписан", "Документ подписан"),
         "Соглашение о визах": ("Соглашение заключено", "Документ был заключён")}  # fmt: skip


@pytest.mark.parametrize("title", HEADS)
def test_a_bare_head_speaks_of_the_agreement_before(title: str, nlp: Language) -> None:
    wanted = {("signed_on", "3 мая 1921 г."), ("signed_in", "Риге")}
    for opening in HEADS[title]:
        for before in (f"{title} сблизил соседей.", f"{title} обсуждали год."):
            assert read(f"{before} {opening} 3 мая 1921 г. в Риге.", nlp)[1] == wanted
    for other in set(HEADS) - {title}:
        assert read(f"{title} обсуждали год. {HEADS[other][0]} 3 мая 1921 г. в Риге.", nlp)[1] == set()


def test_a_bare_head_that_may_mean_two_speaks_of_none(nlp: Language) -> None:
    text = "Договор о союзе и Договор о реках забыты. Договор был подписан 3 мая 1921 г. в Риге."
    assert not extract_text(text, nlp).relations
