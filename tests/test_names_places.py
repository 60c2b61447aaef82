"""What must hold of settlements and streets whatever they are named after, and of nominatives of towns."""

from __future__ import annotations

from itertools import product

import pytest
from spacy.language import Language

from letopis import extract_text
from letopis.linking.places import place_nominative
from letopis.russian.toponyms import town_nominative

NAMESAKES = ("Фрунзе", "Калинин", "Чапаев", "Орджоникидзе", "Панфилов", "Ананьево", "Киров")
SURNAMES = ("Гоголя", "Ленина", "Токтогула", "Фрунзе", "Абая", "М. Горького", "Калыка Акиева", "Карла Маркса")


def spans(text: str, nlp: Language) -> set[tuple[str, str]]:
    return {(entity.label, entity.text) for entity in extract_text(text, nlp).entities}


@pytest.mark.parametrize(("kind", "name"), list(product(("пос.", "дер.", "хут."), NAMESAKES)))
def test_a_settlement_behind_its_abbreviated_type_is_a_place(kind: str, name: str, nlp: Language) -> None:
    for text in (f"Бой шёл у {kind} {name} до утра.", f"Жители {kind} {name} и с. Покровка уехали."):
        found = spans(text, nlp)
        assert ("GPE", name) in found
        assert ("PERSON", name) not in found


@pytest.mark.parametrize("name", NAMESAKES)
def test_a_town_behind_a_preposition_is_no_man(name: str, nlp: Language) -> None:
    found = spans(f"Он вернулся в г. {name} весной.", nlp)
    assert ("GPE", name) in found
    assert "PERSON" not in {label for label, _ in found}


@pytest.mark.parametrize("man", ["Иванов", "Назаров", "Осмонов"])
def test_a_gentleman_is_none(man: str, nlp: Language) -> None:
    assert ("PERSON", man) in spans(f"Позже г. {man} выступил с речью.", nlp)


@pytest.mark.parametrize(
    ("kind", "name"), list(product(("ул.", "пл.", "просп.", "бул.", "улице", "площади"), SURNAMES))
)
def test_whom_a_street_is_named_after_is_no_person(kind: str, name: str, nlp: Language) -> None:
    for text in (f"Дом стоит на {kind} {name}.", f"По {kind} {name} прошли колонны."):
        assert "PERSON" not in {label for label, _ in spans(text, nlp)}


@pytest.mark.parametrize("town", ["Токмок", "Нукус", "Сумгаит", "Каракол", "Баткен"])
def test_a_listed_town_has_its_own_nominative(town: str) -> None:
    assert {town_nominative(town + ending) for ending in ("", "а", "у", "ом", "е")} == {town}


@pytest.mark.parametrize("town", ["Жангиш", "Муюнкум", "Тарбагат", "Барскоок", "Кокшаал"])
def test_a_town_that_nobody_knows_and_no_ending_tells_stays(town: str) -> None:
    assert place_nominative(town) == town
