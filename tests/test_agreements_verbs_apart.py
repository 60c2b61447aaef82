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
def test_what_is_done(title: str, nlp: Language) -> None:
    for text in (f"{title.capitalize()} был расторгнут.", f"{title.capitalize()} с Чехией расторгнут в мае 1999 г."):
        assert set(statuses(text, nlp).values()) == {"denounced"}, text


def test_titles_of_one_verb_stay_together(nlp: Language) -> None:
    one, two, three = TITLES
    assert statuses(f"Были подписаны {one}, {two} и {three}.", nlp) == dict.fromkeys(TITLES, "signed")
    text = f"Чехия подписала {one}, {two} ратифицировала Польша."
    assert statuses(text, nlp) == {one: "signed", two: "ratified"}


CAPITAL = [title.capitalize() for title in TITLES]
JOINTS = (" и ", ", ", ", затем ", " и позже ")
LATER = ("ратифицирован", "одобрен", "опубликован", "напечатан")
TOWNS = [("Риге", "Ташкенте"), ("Найроби", "Баку"), ("Киеве", "Сан-Стефано")]


@pytest.mark.parametrize(("joint", "later"), list(product(JOINTS, LATER)))
def test_joined_verbs_have_each_their_own_day_and_place(joint: str, later: str, nlp: Language) -> None:
    for title, (town, other) in product(CAPITAL, TOWNS):
        text = f"{title} подписан 5 мая 1999 г. в {town}{joint}{later} в {other} 7 июня 2000 г."
        assert related(text, nlp) == {("signed_on", title, "5 мая 1999 г."), ("signed_in", title, town)}, text


@pytest.mark.parametrize("later", ["ратифицирован", "одобрен"])
def test_a_stage_before_has_its_own_day_and_place(later: str, nlp: Language) -> None:
    for title, (town, other) in product(CAPITAL, TOWNS):
        text = f"{title} {later} в {other} 7 июня 2000 г. и подписан в {town} 9 июня 2000 г."
        assert related(text, nlp) == {("signed_on", title, "9 июня 2000 г."), ("signed_in", title, town)}, text


@pytest.mark.parametrize("joint", [" и ", ", затем ", " и затем "])
def test_verbs_without_a_name_between_them_share_what_follows(joint: str, nlp: Language) -> None:
    for title, (town, _) in product(CAPITAL, TOWNS):
        text = f"{title} подписан{joint}ратифицирован в {town} 5 мая 1999 г."
        assert {("signed_on", title, "5 мая 1999 г."), ("signed_in", title, town)} == related(text, nlp), text


def test_what_a_journey_tells_goes_on_to_the_signing(nlp: Language) -> None:
    for town in ("Баку", "Ташкент", "Софию"):
        assert ("signed_in", "Договор о мире", town) in related(
            f"Министр прибыл в {town} и подписал Договор о мире.", nlp
        )


ALREADY = [
    ("подписан", "подписано"), ("был заключён", "было заключено"), ("подписали", "подписали"),
    ("Чехия и Перу заключили", "Чехия заключила"), (", который Чехия подписала", "подписано"),
]  # fmt: skip


@pytest.mark.parametrize("year", ["г.", "года."])
@pytest.mark.parametrize(("he", "it"), ALREADY)
def test_a_verb_that_has_its_title_waits_for_none(he: str, it: str, year: str, nlp: Language) -> None:
    """The stop of ``1999 г.`` may end the sentence, so that the next title has a day and a town of its own."""
    said = f" {he}".replace(" ,", ",")
    found = related(
        f"Договор о дружбе{said} в Риме 3 мая 1999 {year} Соглашение о торговле {it} 4 мая 2001 {year}", nlp
    )
    days = {(one, to) for kind, one, to in found if kind == "signed_on"}
    assert days == {("Договор о дружбе", f"3 мая 1999 {year[:4]}"), ("Соглашение о торговле", f"4 мая 2001 {year[:4]}")}
    assert {one for kind, one, _ in found if kind == "signed_in"} == {"Договор о дружбе"}


@pytest.mark.parametrize("opening", [
    "Президенты подписали", "Был подписан", "Обсудив устав, стороны подписали", "Кроме устава был подписан",
    "Устав действует, и президенты подписали", "Президент, который подписал", "На смену старому уставу подписан",
])  # fmt: skip
@pytest.mark.parametrize("town", ["Риме", "Ташкенте"])
def test_a_verb_without_its_title_waits_for_it(opening: str, town: str, nlp: Language) -> None:
    found = related(f"{opening} в {town} 3 мая 1999 г. Договор о дружбе", nlp)
    assert {("signed_on", "Договор о дружбе", "3 мая 1999 г."), ("signed_in", "Договор о дружбе", town)} <= found
