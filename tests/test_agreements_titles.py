"""Where a title ends and what names an instrument, whatever states, goods and towns stand in it."""

from __future__ import annotations

from itertools import product

import pytest
from spacy.language import Language

from letopis import extract_text

SPEAKERS = ("лидерами", "президентами", "главами", "министрами обороны", "премьер-министрами")
PAIRS = [("Перу", "Чили"), ("Дании", "Швеции"), ("АСЕАН", "Африканского союза"), ("США", "Кении")]
SUBJECTS = ("об охране лесов", "о снижении пошлин", "об обмене пленными")
GOODS = ("48 учебных самолётов Т-50", "12 танков Т-72Б", "36 истребителей F-15QA", "около 40 бронемашин")
TOWNS = ("Монтевидео", "Асунсьона", "Рио-де-Жанейро", "Лусаки")


def read(text: str, nlp: Language) -> tuple[list[str], list[str], list[str | None]]:
    article = extract_text(text, nlp)
    ends = {entity.id: entity.text for entity in article.entities}
    found = [entity for entity in article.entities if entity.label == "AGREEMENT"]
    sides = sorted(ends[link.to_id] for link in article.relations if link.type == "party")
    return [entity.text for entity in found], sides, [entity.status for entity in found]


@pytest.mark.parametrize(("speakers", "pair", "subject"), list(product(SPEAKERS, PAIRS, SUBJECTS)))
def test_sides_behind_those_who_speak_for_them(
    speakers: str, pair: tuple[str, str], subject: str, nlp: Language
) -> None:
    title = f"соглашение между {speakers} {' и '.join(pair)} {subject}"
    assert read(f"В Лиме подписано {title}.", nlp)[:2] == ([title], sorted(pair))


@pytest.mark.parametrize(("goods", "receiver"), list(product(GOODS, ("", " ВВС Индонезии", " армии Перу"))))
def test_what_a_contract_counts(goods: str, receiver: str, nlp: Language) -> None:
    title = f"контракт на поставку{receiver} {goods}"
    titles, sides, _ = read(f"Индонезия и Турция заключили {title}.", nlp)
    assert (titles, sides) == ([title], ["Индонезия", "Турция"])


def test_counted_signers_are_no_goods(nlp: Language) -> None:
    assert read("Договор о запрете мин 40 стран подписали.", nlp)[0] == ["Договор о запрете мин"]


@pytest.mark.parametrize("group", ["группировкой «Фронт перемен» (ФП)", "партией «Заря» (ПЗ)"])
def test_a_government_and_a_group(group: str, nlp: Language) -> None:
    name, _, _ = group.rpartition(" (")
    title = f"договор о мире правительства Чада с {name}"
    titles, sides, _ = read(f"Подписан {title} с {group}.".replace(f"{name} с ", ""), nlp)
    assert (titles, sides) == ([title], sorted([name, "правительства Чада"]))


@pytest.mark.parametrize(("head", "town"), list(product(("Протокол", "Договор", "Соглашение", "Пакт"), TOWNS)))
def test_a_town_in_the_genitive_names_a_head(head: str, town: str, nlp: Language) -> None:
    assert read(f"{head} {town}, подписанный в 1952 году, действует.", nlp)[0] == [f"{head} {town}"]


@pytest.mark.parametrize("kind", ["мирный", "союзный", "пограничный"])
def test_a_described_treaty_that_was_signed(kind: str, nlp: Language) -> None:
    of_kind = f"{kind[:-2]}ого договора"
    assert read(f"Так было до подписания {of_kind} в 1821 году.", nlp)[0] == [of_kind]
    assert read(f"В 1821 году заключён {kind} договор.", nlp)[0] == [f"{kind} договор"]
    assert read(f"Дания и Кения заключили {kind} договор.", nlp)[0] == [f"{kind} договор"]


@pytest.mark.parametrize("protocol", ["Найробийский протокол", "Протокол № 3", "Дополнительный протокол"])
def test_a_protocol_with_its_treaty_is_one_title(protocol: str, nlp: Language) -> None:
    for treaty in ("Рамочной конвенции ООН об охране лесов", "Договору о реках"):
        assert read(f"{protocol} к {treaty} подписан.", nlp)[0] == [f"{protocol} к {treaty}"]


@pytest.mark.parametrize("law", ["закон", "Закон", "федеральный закон"])
def test_a_law_of_ratification_that_was_signed(law: str, nlp: Language) -> None:
    title = "Найробийского протокола к Рамочной конвенции ООН об охране лесов"
    titles, _, status = read(f"Президент подписал {law} «О ратификации {title}».", nlp)
    assert (titles, status) == ([title], ["ratified"])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Общий торговый план действий (ОТПД) подписан.", ["Общий торговый план действий", "ОТПД"]),
        ("Чехия и Литва подписали план действий по торговле.", ["план действий по торговле"]),
        ("Сделку называют Совместным планом действий (СПД).", ["Совместным планом действий", "СПД"]),
        ("Правительство утвердило план действий по борьбе с пожарами.", []),
        ("План Маршалла помог Чехии.", []),
        ("Обсуждается план ЕС по прекращению войны между Чадом и Нигером.", []),
    ],
)
def test_plans_that_two_sides_signed(text: str, found: list[str], nlp: Language) -> None:
    assert read(text, nlp)[0] == found


def test_a_purpose_behind_a_title_is_the_clauses(nlp: Language) -> None:
    text = "Чехия и Литва, желая заключить Соглашение о торговле и в целях дружбы двух стран, согласились."
    assert read(text, nlp) == (["Соглашение о торговле"], ["Литва", "Чехия"], ["planned"])
