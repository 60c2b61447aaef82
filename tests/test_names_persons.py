"""What must hold of persons' names in sentences: surnames that are words, things before names, headings."""

from __future__ import annotations

from itertools import product

import pytest
from spacy.language import Language

from letopis import extract_text
from letopis.folding.capitals import fold_capitals

THINGS = ("Речь", "Визит", "Письмо", "Указ", "Роль")
SYLLABLES = ("Ху Цзиньтао", "Дэн Сяопина", "Ким Чен Ира", "Хо Ши Мина", "Чжоу Эньлая")
ABLATIVES = {
    "Таран": "Тараном", "Мороз": "Морозом", "Буряк": "Буряком", "Гай": "Гаем",
}  # fmt: skip


def persons(text: str, nlp: Language) -> list[tuple[str, str | None]]:
    return [(one.text, one.normal) for one in extract_text(text, nlp).entities if one.label == "PERSON"]


@pytest.mark.parametrize(("thing", "name"), list(product(THINGS, SYLLABLES)))
def test_a_thing_before_a_name_is_outside(thing: str, name: str, nlp: Language) -> None:
    assert [text for text, _ in persons(f"{thing} {name} и А. Орлова обсудили.", nlp)][:1] == [name]


@pytest.mark.parametrize("surname", ABLATIVES)
def test_a_surname_that_is_a_word_too_is_in_the_full_name(surname: str, nlp: Language) -> None:
    form = ABLATIVES[surname]
    for name, normal in (
        (f"{form} Олегом Ивановичем", f"{surname} Олег Иванович"),
        (f"Олегом Ивановичем {form}", f"Олег Иванович {surname}"),
    ):
        assert persons(f"Вчера беседовали с {name}, послом Украины.", nlp) == [(name, normal)]


@pytest.mark.parametrize("owner", ["Совета", "Союза", "Банка"])
def test_whose_post_it_is_is_no_surname(owner: str, nlp: Language) -> None:
    found = persons(f"Речь председателя {owner} Олега Ивановича прочли.", nlp)
    assert [text for text, _ in found] == ["Олега Ивановича"]


@pytest.mark.parametrize("name", ["Си Цзиньпина", "Ху Цзиньтао", "Чжоу Эньлая", "Дэн Сяопина", "Цзян Цзэминя"])
def test_names_of_syllables_in_headings(name: str) -> None:
    assert fold_capitals(f"ПОЛИТИКА {name.upper()} В АЗИИ").startswith(f"Политика {name} в ")


@pytest.mark.parametrize("name", ["ТАСС", "ВАСХНИЛ", "ДОСААФ"])
def test_an_abbreviation_that_declines_stays_in_capitals(name: str, nlp: Language) -> None:
    found = [one for one in extract_text(f"Съезд {name} открылся в Риге.", nlp).entities if one.label == "ORG"]
    assert [(one.text, one.normal) for one in found] == [(name, name)]
