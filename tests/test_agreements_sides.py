"""Each side of an agreement once: what brackets say of it is no second one, nor is its name said again."""

from __future__ import annotations

import pytest
from spacy.language import Language

from letopis import extract_text

BRACKETS = ("LSE: ZRTN", "ЗАО", "ЗТН", "ZRTN")
STATES = [("Дании", "Норвегии", "Данией", "Норвегией"), ("Кении", "Чада", "Кенией", "Чадом"),
          ("Перу", "Чили", "Перу", "Чили"), ("США", "Мексики", "США", "Мексикой")]  # fmt: skip


def parties(text: str, nlp: Language) -> list[str]:
    article = extract_text(text, nlp)
    ends = {entity.id: entity.text for entity in article.entities}
    return sorted(ends[link.to_id] for link in article.relations if link.type == "party")


def agreements(text: str, nlp: Language) -> list[str]:
    return [entity.text for entity in extract_text(text, nlp).entities if entity.label == "AGREEMENT"]


@pytest.mark.parametrize("inside", BRACKETS)
def test_what_brackets_say_of_a_body_is_no_second_side(inside: str, nlp: Language) -> None:
    title = "соглашение о добыче газа"
    for text, sides in {
        f"Газовая компания «Заритон» ({inside}) подписала с Катаром {title}.": ["Катаром", "компания «Заритон»"],
        f"Иран ({inside}) и Катар подписали {title}.": ["Иран", "Катар"],
        f"Правительство Кении ({inside}) и Народный фронт (НФ) заключили {title}.": [
            "Народный фронт",
            "Правительство Кении",
        ],
    }.items():
        assert parties(text, nlp) == sides


def test_a_ticker_behind_the_end_of_a_title_names_no_agreement(nlp: Language) -> None:
    text = "Катар подписал меморандум о сотрудничестве с турецкой компанией «Анадолу» (ANDL). ANDL добывает газ."
    assert agreements(text, nlp) == ["меморандум о сотрудничестве с турецкой компанией «Анадолу»"]


@pytest.mark.parametrize(("of_one", "of_other", "one", "other"), STATES)
def test_a_side_said_twice_is_that_in_the_title(
    of_one: str, of_other: str, one: str, other: str, nlp: Language
) -> None:
    title = f"о торговле между {one} и {other}"
    for text in (
        f"Президенты {of_one} и {of_other} подписали Договор {title}.",
        f"Договор {title} подписан министрами {of_one} и {of_other}.",
        f"Соглашение {title} подписали послы {of_one} и {of_other}.",
    ):
        assert parties(text, nlp) == sorted([one, other])


def test_a_side_said_twice_is_that_by_the_verb(nlp: Language) -> None:
    text = "Кения искала мира с Чадом, и Кения и Чад подписали Договор о мире."
    found = extract_text(text, nlp)
    starts = {entity.id: entity.start_offset for entity in found.entities}
    assert {starts[link.to_id] for link in found.relations} == {text.rindex("Кения"), text.rindex("Чад")}


@pytest.mark.parametrize(
    ("title", "letters", "its_own"),
    [
        ("Договор о запрещении лазерного оружия", "ДЗЛО", True),
        ("Рамочная конвенция об охране лесов", "РКОЛ", True),
        ("Соглашение о торговле углём", "СТУ", True),
        ("Соглашение по Южноокеанскому партнёрству", "ЮОП", True),
        ("Договор об ограничении систем противовоздушной обороны", "ПВО", False),
        ("Договор о ликвидации ракет малой дальности", "РМД", False),
        ("Соглашение о сокращении лазерных вооружений", "ЛВ", False),
        ("Договор о создании Союза горных народов", "СОГОН", False),
    ],
)
def test_what_letters_in_brackets_shorten(title: str, letters: str, its_own: bool, nlp: Language) -> None:
    assert agreements(f"{title} ({letters}) подписан в Осло.", nlp) == [title, letters][: 1 + its_own]
    assert agreements(f"Римский договор (ныне: {title}, {letters}) действует.", nlp)[2:] == [letters][:its_own]


def test_two_short_names_in_one_pair_of_brackets(nlp: Language) -> None:
    text = "Чехия вышла из Договора о сокращении подводных вооружений (ДСПВ, или ДПВ-2)."
    assert agreements(text, nlp) == ["Договора о сокращении подводных вооружений", "ДСПВ", "ДПВ-2"]
