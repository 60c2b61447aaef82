"""Towns of two words that decline together, from the table: found and named in every case, whichever they are."""

from __future__ import annotations

import random

import pytest
from spacy.language import Language

import letopis
from letopis.dictionary import CASES
from letopis.linking.places import place_nominative
from letopis.russian.states import folded
from letopis.russian.tables import rows
from letopis.russian.toponyms import long_town
from town_forms import town_in_case

SEED = 1703
FRAMES = {
    "nomn": ["На карте обозначен город {}.", "Крупнейший центр уезда — {}, где открылась школа."],
    "gent": ["Делегация из {} прибыла в Ош.", "Жители {} обратились к министру.", "До {} войска шли три дня."],
    "datv": ["Отряд подошёл к {} вечером.", "Президент проехал по {} в мае."],
    "accs": ["Президент посетил {} весной.", "Посол прибыл в {} 5 мая 1999 г."],
    "ablt": ["Бои шли под {} всю зиму.", "Дорога между {} и Ошем закрыта.", "Встреча прошла перед {}."],
    "loct": ["Музей открыли в {} в 1950 г.", "Переговоры в {} продолжались три дня.", "В {} жил учитель."],
}
OTHERS = ["Красной Армии", "Белом доме", "Чёрном море", "Большой Волге", "Великой Отечественной", "Новом Свете"]


def towns() -> list[str]:
    return sorted({name for _, names in rows("long_towns.tsv") for name in names.split(";")})


@pytest.fixture(scope="module")
def nlp() -> Language:
    return letopis.load()


@pytest.mark.parametrize("case", CASES)
def test_every_form_leads_back(case: str) -> None:
    for name in towns():
        for form in town_in_case(name, case):
            assert long_town(form) == name == place_nominative(form), form


@pytest.mark.parametrize("case", CASES)
def test_one_place_in_every_case(nlp: Language, case: str) -> None:
    for name in random.Random(SEED).sample(towns(), 30):
        form = town_in_case(name, case)[0]
        for frame in FRAMES[case]:
            text = frame.format(form)
            start = text.index(form)
            doc = nlp(text)
            found = [s for s in doc.spans["letopis"] if s.start_char < start + len(form) and start < s.end_char]
            assert [(s.label_, s.text, s._.normal, s._.entity) for s in found] == [
                ("GPE", form, name, f"gpe:{folded(name)}")
            ], text


def test_a_treaty_is_signed_there(nlp: Language) -> None:
    for name in random.Random(SEED).sample(towns(), 20):
        town = town_in_case(name, "loct")[0]
        doc = nlp(f"Чехия и Польша подписали в {town} 5 мая 1999 г. Договор о границе.")
        assert [one.target.text for one in doc._.relations if one.type == "signed_in"] == [town], doc.text


@pytest.mark.parametrize("phrase", OTHERS)
def test_what_is_no_town(phrase: str) -> None:
    assert long_town(phrase) is None


def test_what_bears_the_name_of_a_town(nlp: Language) -> None:
    for name in random.Random(SEED).sample(towns(), 20):
        doc = nlp(f"Завод «{name}» работает с 1950 г.")
        assert name not in {span.text for span in doc.spans["letopis"] if span.label_ == "GPE"}, doc.text


CAPITALS = {
    "Кампала": "Кампале", "Додома": "Додоме", "Масеру": "Масеру", "Хониара": "Хониаре", "Сува": "Суве",
    "Либревиль": "Либревиле", "Нукуалофа": "Нукуалофе", "Морони": "Морони", "Фунафути": "Фунафути",
}  # fmt: skip
WITH_LINKS = {
    "Стратфорд-на-Эйвоне": "Стратфорда-на-Эйвоне Стратфорду-на-Эйвоне Стратфордом-на-Эйвоне Стратфорде-на-Эйвоне",
    "Фрайбург-им-Брайсгау": "Фрайбурга-им-Брайсгау Фрайбургу-им-Брайсгау Фрайбургом-им-Брайсгау",
    "Брандис-над-Лабем": "Брандиса-над-Лабем Брандису-над-Лабем Брандисом-над-Лабем Брандисе-над-Лабем",
}


@pytest.mark.parametrize("name", CAPITALS)
def test_capitals_that_no_dictionary_has(nlp: Language, name: str) -> None:
    for text in ("Протокол о границе подписан в {}.", "Посольства в {} и Риге закрыты."):
        article = letopis.extract_text(text.format(CAPITALS[name]), nlp)
        assert next(one.normal for one in article.entities if one.label == "GPE") == name


@pytest.mark.parametrize("name", WITH_LINKS)
def test_a_town_told_by_what_it_holds(nlp: Language, name: str) -> None:
    for form in WITH_LINKS[name].split():
        article = letopis.extract_text(f"Снимки {form} и моря вышли в печать.", nlp)
        assert [(one.label, one.text, one.normal) for one in article.entities] == [("GPE", form, name)]


@pytest.mark.parametrize(
    ("name", "forms"),
    [("Кыргыз-Ата", "Кыргыз-Аты Кыргыз-Ате Кыргыз-Ату Кыргыз-Атой"), ("Сары-Куль", "Сары-Куля Сары-Кулю Сары-Куле")],
)
def test_the_last_part_of_a_town_is_that_of_others(name: str, forms: str) -> None:
    assert {place_nominative(form) for form in [name, *forms.split()]} == {name}
