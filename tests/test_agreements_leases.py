"""What is an instrument of states and what is private: leases, contracts of sportsmen, coalitions, sets of measures."""

from __future__ import annotations

from itertools import product

import pytest
from spacy.language import Language

from letopis import extract_text

STATES = [("Джибути", "США"), ("Россия", "Катар"), ("Непал", "Индия")]


def agreements(text: str, nlp: Language) -> list[str]:
    return [entity.text for entity in extract_text(text, nlp).entities if entity.label == "AGREEMENT"]


def links(text: str, nlp: Language) -> set[tuple[str, str]]:
    article = extract_text(text, nlp)
    names = {entity.id: entity.text for entity in article.entities}
    return {(link.type, names[link.to_id]) for link in article.relations}


@pytest.mark.parametrize(("one", "other"), STATES)
@pytest.mark.parametrize("title", ["договор аренды базы", "соглашение об аренде порта", "договор о продаже острова"])
def test_what_two_states_lease_is_theirs(one: str, other: str, title: str, nlp: Language) -> None:
    text = f"{one} и {other} подписали {title} в 1994 г."
    assert agreements(text, nlp) == [title]
    assert links(text, nlp) == {("party", one), ("party", other), ("signed_on", "1994 г.")}


@pytest.mark.parametrize("title", ["договор аренды квартиры", "договор аренды зала", "договор купли-продажи дома"])
def test_what_persons_lease_is_private(title: str, nlp: Language) -> None:
    assert agreements(f"Студент подписал {title} в Праге.", nlp) == []


@pytest.mark.parametrize("land", ["Квантунской области", "Гонконга"])
def test_a_lease_of_land_is_of_states(land: str, nlp: Language) -> None:
    assert agreements(f"Договор аренды {land} перешёл к Японии.", nlp) == [f"Договор аренды {land}"]


def test_an_undeclined_state_before_a_second_subject_is_outside_the_title(nlp: Language) -> None:
    for state in ("США", "Чили", "Перу"):
        text = f"Соглашение об аренде базы {state} и Куба подписали в 1903 году."
        assert agreements(text, nlp) == ["Соглашение об аренде базы"]
        assert {("party", state), ("party", "Куба")} <= links(text, nlp)


@pytest.mark.parametrize(
    ("head", "whom"), list(product(["контракт", "соглашение"], ["клубом НХЛ", "защитником", "певицей"]))
)
def test_contracts_of_sportsmen_and_artists_are_none(head: str, whom: str, nlp: Language) -> None:
    assert agreements(f"Хоккеист из Чехии подписал {head} с {whom} 5 июля 2017 года.", nlp) == []


@pytest.mark.parametrize(
    "text",
    [
        "Коалиционное соглашение СДПГ и «Зелёных» насчитывает сто страниц.",
        "Коалиционный договор ХДС и СДПГ подписан в Берлине.",
        "Конвенция Республиканской партии в Чикаго закончилась дракой.",
        "Дипломатический протокол в Японии строг.",
    ],
)
def test_coalitions_conventions_of_parties_and_manners_are_none(text: str, nlp: Language) -> None:
    assert agreements(text, nlp) == []


@pytest.mark.parametrize("inner", ["Минских соглашений", "Рижской конвенции"])
def test_a_set_of_measures_that_carries_out_an_agreement(inner: str, nlp: Language) -> None:
    title = f"Комплекс мер по выполнению {inner}"
    assert agreements(f"{title} подписали 12 мая 2015 года.", nlp) == [title]


def test_an_acronym_that_reads_like_a_preposition_is_a_subject(nlp: Language) -> None:
    for state in ("США", "Россия"):
        assert agreements(f"{state} вышли из Договора по ПРО в 2001 году.", nlp) == ["Договора по ПРО"]


@pytest.mark.parametrize("verb", ["нарушил", "не соблюдал", "выполнил"])
def test_a_town_names_what_is_kept_or_broken(verb: str, nlp: Language) -> None:
    for town in ("Фонтенбло", "Люневиле"):
        assert agreements(f"Наполеон {verb} договор в {town}.", nlp) == [f"договор в {town}"]


@pytest.mark.parametrize("town", ["Хельсинки", "Монтевидео", "Осло"])
def test_town_and_day_between_commas(town: str, nlp: Language) -> None:
    wanted = {("signed_in", town), ("signed_on", "17 марта 1992 г.")}
    for site in ("", "г. "):
        assert links(f"Конвенция о водах, {site}{town}, 17 марта 1992 г., действует и поныне.", nlp) == wanted


@pytest.mark.parametrize("who", ["трёх императоров", "трёх держав", "трёх королей"])
def test_a_dash_names_the_sides(who: str, nlp: Language) -> None:
    text = f"В 1887 году истёк договор о союзе {who} — России, Германии и Австрии."
    assert {name for kind, name in links(text, nlp) if kind == "party"} == {"России", "Германии", "Австрии"}


@pytest.mark.parametrize("town", ["Гори", "Мары", "Канте"])
def test_no_sentence_ends_between_a_town_and_its_abbreviation(town: str, nlp: Language) -> None:
    article = extract_text(f"Протокол о границе, подписанный в г. {town} 3 мая 1994 года, истёк.", nlp)
    assert len(article.sentences) == 1


@pytest.mark.parametrize("state", ["Ливонией", "Валахией"])
def test_states_of_the_past_are_sides(state: str, nlp: Language) -> None:
    assert links(f"Союзный договор с {state} был непрочен.", nlp) == {("party", state)}
