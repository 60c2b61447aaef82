"""Titles that each have a verb of their own, and words that are a participle or a verb of what is to come."""

from __future__ import annotations

from itertools import product

import pytest
from spacy.language import Language

from letopis import extract_text

SAID = {
    "утратил силу": "expired", "истёк": "expired", "подписан": "signed", "парафирован": "initialled",
    "ратифицирован": "ratified", "действует": "in_force", "расторгнут": "denounced", "денонсирован": "denounced",
    "не подписан": "refused", "отвергнут": "refused",
}  # fmt: skip
TITLES = ("договор о границе", "протокол о реках", "меморандум о торговле")


def statuses(text: str, nlp: Language) -> dict[str, str | None]:
    found = extract_text(text, nlp)
    return {one.text: one.status for one in found.entities if one.label == "AGREEMENT"}


def related(text: str, nlp: Language) -> set[tuple[str, str, str]]:
    found = extract_text(text, nlp)
    texts = {one.id: one.text for one in found.entities}
    return {(one.type, texts[one.from_id], texts[one.to_id]) for one in found.relations}


@pytest.mark.parametrize("first", SAID)
@pytest.mark.parametrize("joint", [", ", ", а "])
def test_each_title_has_its_own_verb(first: str, joint: str, nlp: Language) -> None:
    one, two, _ = TITLES
    for second, status in SAID.items():
        text = f"{one.capitalize()} {first}{joint}{two} {second}."
        assert statuses(text, nlp) == {one.capitalize(): SAID[first], two: status}, text


@pytest.mark.parametrize("town", ["Риге", "Ташкенте", "Найроби"])
def test_a_place_stays_with_its_verb(town: str, nlp: Language) -> None:
    one, two, three = TITLES
    text = f"{one.capitalize()} подписан в {town}, {two} действует, {three} истёк."
    assert related(text, nlp) == {("signed_in", one.capitalize(), town)}


@pytest.mark.parametrize(("state", "by"), [("Латвия", "Латвией"), ("Кения", "Кенией"), ("Перу", "Перу")])
@pytest.mark.parametrize("verb", ["подписан", "ратифицирован", "заключён"])
def test_a_title_ends_before_its_participle(state: str, by: str, verb: str, nlp: Language) -> None:
    for title in TITLES:
        for text in (f"{title.capitalize()} {verb} {by}.", f"Хартия утратила силу, {title} {verb} {by}."):
            assert ("party", title, by) in {(t, one.lower(), to) for t, one, to in related(text, nlp)}, text


@pytest.mark.parametrize("title", TITLES)
def test_what_is_to_come_and_what_is_done(title: str, nlp: Language) -> None:
    """``Договор расторгнут``, but ``Стороны расторгнут договор`` one day."""
    for word, subject in product(("расторгнут",), ("Стороны", "Чехия и Польша", "Оба государства")):
        assert statuses(f"{subject} {word} {title}.", nlp) == {title: None}
    for text in (f"{title.capitalize()} был расторгнут.", f"{title.capitalize()} с Чехией расторгнут в мае 1999 г."):
        assert set(statuses(text, nlp).values()) == {"denounced"}, text


def test_titles_of_one_verb_stay_together(nlp: Language) -> None:
    one, two, three = TITLES
    assert statuses(f"Были подписаны {one}, {two} и {three}.", nlp) == dict.fromkeys(TITLES, "signed")
    text = f"Чехия подписала {one}, {two} ратифицировала Польша."
    assert statuses(text, nlp) == {one: "signed", two: "ratified"}
