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


@pytest.mark.parametrize(
    "town", ["Пном-Пень", "Куала-Лумпур", "Аддис-Абеба", "Тель-Авив", "Лос-Анджелес", "Улан-Батор"]
)
def test_a_town_of_two_parts_is_one_wherever_it_stands(town: str, nlp: Language) -> None:
    for text in (f"{town} и Токио установили связи.", f"В 1979 г. пал {town}.", f"Согласие дал и {town}, и Токио."):
        assert ("GPE", town) in spans(text, nlp)


@pytest.mark.parametrize("town", ["Хивы", "Коканда", "Самарканда", "Ленкорани", "Нахичевани"])
@pytest.mark.parametrize("what", ["План крепости", "Карта окрестностей", "Осада"])
def test_a_listed_town_is_one_behind_a_noun(what: str, town: str, nlp: Language) -> None:
    assert ("GPE", town) in spans(f"{what} {town}.", nlp)


REPUBLICS = (
    "Киргизской Автономной Социалистической Советской Республики",
    "Горской Автономной Советской Социалистической Республики",
    "Югославской Народной Республики",
    "Йеменской Арабской Республики",
    "Туркестанской Советской Федеративной Республики",
)


@pytest.mark.parametrize(("one", "other"), [(a, b) for a, b in product(REPUBLICS, REPUBLICS) if a != b])
def test_old_names_of_states_are_whole_and_two(one: str, other: str, nlp: Language) -> None:
    assert spans(f"Границы {one} и {other} изменены.", nlp) == {("GPE", one), ("GPE", other)}


@pytest.mark.parametrize("verb", ["пала", "создана", "ждала", "пали"])
def test_a_verb_behind_a_state_is_outside(verb: str, nlp: Language) -> None:
    for name in ("Донецкая Советская Республика", "Туркестанская Советская Федеративная Республика"):
        assert spans(f"Терская область и {name} {verb}.", nlp) >= {("GPE", name)}


@pytest.mark.parametrize("head", ["княжество", "герцогство"])
@pytest.mark.parametrize("name", ["Финляндское", "Рязанское", "Литовское", "Тосканское"])
def test_a_great_duchy_has_its_adjective_behind(head: str, name: str, nlp: Language) -> None:
    assert ("GPE", f"Великое {head} {name}") in spans(f"На западе лежало Великое {head} {name}.", nlp)
    behind = f"{name[:-1]}го"
    assert ("GPE", f"Великого {head[:-1]}а {behind}") in spans(f"Земли Великого {head[:-1]}а {behind} поделены.", nlp)


@pytest.mark.parametrize("town", ["Фрунзе", "Киров", "Калинин", "Орджоникидзе"])
@pytest.mark.parametrize("before", ["Диссертация канд. ист. наук.", "Сборник статей –"])
def test_a_town_before_its_year_is_a_place_of_print(town: str, before: str, nlp: Language) -> None:
    assert spans(f"{before} {town}, 1974.", nlp) == {("GPE", town), ("DATE", "1974")}


@pytest.mark.parametrize("town", ["Вёшенская", "Софийская", "Кегенская", "Прохладная"])
def test_an_adjective_behind_its_settlement_is_its_name(town: str, nlp: Language) -> None:
    found = [one.text for one in extract_text(f"Там стояла станица {town}.", nlp).entities if one.label == "GPE"]
    assert found == [town]
