"""What ``последний``, ``тот`` and pronouns take up, whatever the gender of the title."""

from __future__ import annotations

import pytest
from spacy.language import Language

from letopis import extract_text

FORMS = {
    "Договор о почте": ("Последний", "Тот", "был подписан", "Последний", "нему", "последнему", "нём"),
    "Конвенция о почте": ("Последняя", "Та", "была подписана", "Последнюю", "ней", "последней", "ней"),
    "Соглашение о почте": ("Последнее", "", "было подписано", "Последнее", "нему", "последнему", "нём"),
}
OTHERS = {"Договор о почте": "Хартия лесов", "Конвенция о почте": "Пакт о лесах", "Соглашение о почте": "Хартия лесов"}


def accusative(title: str) -> str:
    return title.replace("Конвенция", "Конвенцию")


def links(text: str, nlp: Language) -> set[tuple[str, str, str]]:
    article = extract_text(text, nlp)
    ends = {entity.id: entity for entity in article.entities}
    return {(link.type, ends[link.from_id].text, ends[link.to_id].text) for link in article.relations}


@pytest.mark.parametrize("title", FORMS)
@pytest.mark.parametrize("town", ["Софии", "Лиме"])
def test_the_last_one_is_the_nearest_of_its_gender(title: str, town: str, nlp: Language) -> None:
    last, that, signed, object_, _, to, _ = FORMS[title]
    wanted = {("signed_in", accusative(title), town), ("signed_on", accusative(title), "3 мая 1953 г.")}
    for word in filter(None, (last, that)):
        assert links(f"Куба нарушила {accusative(title)}. {word} {signed} в {town} 3 мая 1953 г.", nlp) >= wanted
    assert ("party", accusative(title), "Куба") in links(
        f"Перу нарушило {accusative(title)}. К {to} присоединилась Куба.", nlp
    )
    assert ("party", accusative(title), "Куба") in links(
        f"Перу нарушило {accusative(title)}. {object_} ратифицировала Куба.", nlp
    )


@pytest.mark.parametrize("title", FORMS)
def test_the_last_one_of_two_in_a_sentence(title: str, nlp: Language) -> None:
    object_ = FORMS[title][3].lower()
    found = links(f"{OTHERS[title]} заменила {accusative(title)}; {object_} подписали в 1858 году.", nlp)
    assert ("signed_on", accusative(title), "1858 году") in found


def test_the_last_one_with_a_noun_is_no_agreement(nlp: Language) -> None:
    for noun in ("солдат был отозван", "пароход был продан", "посол подписал приказ"):
        assert not links(f"Договор о почте хвалили. Последний {noun} в Лиме 3 мая 1953 г.", nlp)
    assert not links("Договор о почте хвалил Хуан Перес. Последний подписал указ в Лиме.", nlp)


@pytest.mark.parametrize(("title", "pronoun"), [("Договор о почте", "его"), ("Конвенция о почте", "её")])
@pytest.mark.parametrize("verb", ["сменил", "заменил", "отменил"])
def test_what_replaces_a_pronoun_replaces_the_one_before(title: str, pronoun: str, verb: str, nlp: Language) -> None:
    wanted = ("supersedes", "Пакт о портах", title)
    assert wanted in links(f"{title} открыла порты. Пакт о портах, подписанный в Лиме, {pronoun} {verb}.", nlp)
    assert wanted in links(f"{title} открыла порты. {pronoun.capitalize()} {verb} Пакт о портах.", nlp)
    assert wanted in links(f"{title} открыла порты, но позже {pronoun} {verb} Пакт о портах.", nlp)


@pytest.mark.parametrize("title", FORMS)
def test_what_rests_on_a_pronoun_rests_on_the_one_before(title: str, nlp: Language) -> None:
    word = FORMS[title][6]
    for participle, newer in {"Основанный": "Протокол о портах", "Основанная": "Конвенция о портах"}.items():
        found = links(f"{title} открыла порты. {participle} на {word} {newer} одобрили все.", nlp)
        assert ("based_on", newer, title) in found
    found = links(f"{title} Куба нарушила, как и основанное на {word} Соглашение о портах.", nlp)
    assert ("based_on", "Соглашение о портах", title) in found


@pytest.mark.parametrize("second", [", или Пакт Берга,", " (полное название — Договор о мире)", " (или Пакт Берга)"])
@pytest.mark.parametrize("state", ["Куба", "Чехия"])
def test_a_pronoun_means_the_first_name_of_two(second: str, state: str, nlp: Language) -> None:
    found = links(f"Чилийский договор о почте{second} был подписан в Лиме. {state} вышла из него в 1960 году.", nlp)
    assert ("party", "Чилийский договор о почте", state) in found


@pytest.mark.parametrize("state", ["Куба", "США", "Перу"])
def test_who_left_with_the_day_between(state: str, nlp: Language) -> None:
    for text in (
        f"Выйдя 22 ноября 2020 г. из Договора о почте, {state} протестует.",
        f"{state} 5 мая вышла из Договора о почте.",
    ):
        assert ("party", "Договора о почте", state) in links(text, nlp)
