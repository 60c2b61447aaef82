"""The sentence behind an agreement goes on about it; a bracket behind a title tells where and when it was signed."""

from __future__ import annotations

from itertools import pairwise

import pytest
from spacy.language import Language

from letopis import extract_text

STATES = [  # nominative, genitive, accusative, instrumental; the verb's number
    ("Чехия", "Чехии", "Чехию", "Чехией"), ("Польша", "Польши", "Польшу", "Польшей"),
    ("Перу", "Перу", "Перу", "Перу"), ("Кения", "Кении", "Кению", "Кенией"),
    ("Саудовская Аравия", "Саудовской Аравии", "Саудовскую Аравию", "Саудовской Аравией"),
]  # fmt: skip
HEADS = [  # title, verb of signing, bare head in the nominative and the dative, pronouns: его, нему, него
    ("Договор о границе", "был подписан", "Договор", "договору", "его", "нему", "него"),
    ("Конвенция о минах", "была подписана", "Конвенцию", "конвенции", "её", "ней", "неё"),
    ("Соглашение о торговле", "было подписано", "Соглашение", "соглашению", "его", "нему", "него"),
    ("Протокол о передаче судов", "был подписан", "Протокол", "протоколу", "его", "нему", "него"),
]
TOWNS = ["Бишкек", "Рим", "Алма-Ата", "Нижний Новгород", "Минеральные Воды", "Гаага", "Баку", "Осло", "Великие Луки"]
VERBS = [
    "был подписан в Вене",
    "обсуждали в Вене в 2001 г.",
    "действует",
    "был ратифицирован в Вене 5 мая 1998 г. сеймом",
]


def links(text: str, nlp: Language, *kinds: str) -> list[tuple[str, str]]:
    article = extract_text(text, nlp)
    ends = {entity.id: entity.text for entity in article.entities}
    return sorted((link.type, ends[link.to_id]) for link in article.relations if link.type in kinds)


def sides(text: str, nlp: Language) -> list[str]:
    return [target for _, target in links(text, nlp, "party")]


@pytest.mark.parametrize(("title", "signed", "_bare", "to", "_it", "to_it", "_of_it"), HEADS)
@pytest.mark.parametrize("state", STATES)
def test_who_joins_it(
    title: str,
    signed: str,
    _bare: str,
    to: str,
    _it: str,
    to_it: str,
    _of_it: str,
    state: tuple[str, ...],
    nlp: Language,
) -> None:
    for behind in (
        f"{state[0]} присоединилась к {to_it} в 1995 г.",
        f"В 1995 г. к {to_it} присоединилась {state[0]}.",
        f"Позже {state[0]} присоединилась к {to}.",
        f"Позже к {'этой' if to_it == 'ней' else 'этому'} {to} присоединилась {state[0]}.",
    ):
        text = f"{title} {signed} в Осло в 1990 г. {behind}"
        assert sides(text, nlp) == [state[0]], text
    assert links(text, nlp, "signed_on") == [("signed_on", "1990 г.")]


@pytest.mark.parametrize(("title", "signed", "bare", "_to", "it", "_to_it", "of_it"), HEADS)
@pytest.mark.parametrize("state", STATES)
def test_who_ratified_or_left_it(
    title: str,
    signed: str,
    bare: str,
    _to: str,
    it: str,
    _to_it: str,
    of_it: str,
    state: tuple[str, ...],
    nlp: Language,
) -> None:
    for behind in (
        f"{state[0]} ратифицировала {it} в 1995 г.",
        f"{state[0]} вышла из {of_it} в 1995 г.",
        f"В 1995 г. из {of_it} вышла {state[0]}.",
        f"{state[0]} ратифицировала {bare.lower()} в 1995 г.",
    ):
        text = f"{title} {signed} в Осло в 1990 г. {behind}"
        assert sides(text, nlp) == [state[0]], text


@pytest.mark.parametrize(("title", "signed", "bare", "_to", "it", "_to_it", "_of_it"), HEADS)
@pytest.mark.parametrize(("one", "other"), list(zip(STATES, STATES[1:] + STATES[:1], strict=True)))
def test_who_signed_it(
    title: str, signed: str, bare: str, _to: str, it: str, _to_it: str, _of_it: str,
    one: tuple[str, ...], other: tuple[str, ...], nlp: Language,
) -> None:  # fmt: skip
    for behind, first, second in (
        (f"Со стороны {one[1]} подписал министр, со стороны {other[1]} — посол.", one[1], other[1]),
        (f"Со стороны {one[1]} {it} подписал министр, со стороны {other[1]} — посол.", one[1], other[1]),
        (f"От имени {one[1]} расписался министр, от имени {other[1]} — посол.", one[1], other[1]),
        (f"За {one[2]} расписался министр, за {other[2]} — посол.", one[2], other[2]),
        (f"{it.capitalize()} подписали президенты {one[1]} и {other[1]}.", one[1], other[1]),
        (f"{bare} подписали {one[0]} и {other[0]}.", one[0], other[0]),
        (f"Документ подписали {one[0]} и {other[0]}.", one[0], other[0]),
    ):
        text = f"5 мая 1999 г. {signed} {title}. {behind}"
        assert sides(text, nlp) == sorted([first, second]), text
        assert links(text, nlp, "signed_on") == [("signed_on", "5 мая 1999 г.")], text


def test_who_signed_for_a_side(nlp: Language) -> None:
    for _, side, accusative, _ in STATES:
        for whom, name in ((f"Со стороны {side}", side), (f"От имени {side}", side), (f"За {accusative}", accusative)):
            told = [("party", name), ("signatory", "Я. Каван")]
            for text in (
                f"Договор о границе подписан в Осло. {whom} расписался Я. Каван.",
                f"{whom} под Договором о границе расписался Я. Каван.",
                f"{whom} Договор о границе подписал Я. Каван.",
            ):
                assert links(text, nlp, "party", "signatory") == told, text


@pytest.mark.parametrize("said", ["Его сторонами были", "Его участниками являются", "Сторонами договора стали"])
def test_whose_members_are_named(said: str, nlp: Language) -> None:
    for one, other in pairwise(STATES):
        text = f"Договор о границе подписан в 1999 г. {said} {one[0]} и {other[0]}."
        assert sides(text, nlp) == sorted([one[0], other[0]]), text


@pytest.mark.parametrize(
    "behind",
    [
        "{} не присоединилась к нему.",
        "{} подписала контракт на поставку угля.",
        "{} присоединилась к санкциям.",
        "{} отказалась подписать его.",
        "{} опасается утвердить его.",
        "Министр посетил столицу страны, его встретила {}.",
        "За {} выступил нападающий.",
        "{} приняла закон о земле.",
        "К новому договору о дружбе присоединилась {}.",
        "Его сторонами не были ни {}, ни другие.",
    ],
)
def test_what_says_nothing_of_it(behind: str, nlp: Language) -> None:
    for state in STATES:
        text = f"Договор о границе был подписан в Осло. {behind.format(state[2 if behind.startswith('За') else 0])}"
        article = extract_text(text, nlp)
        title = next(one for one in article.entities if one.label == "AGREEMENT")
        assert not [one for one in article.relations if one.type == "party" and one.from_id == title.id], text


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("town", TOWNS)
def test_a_bracket_tells_place_and_day(town: str, verb: str, nlp: Language) -> None:
    for title in ("Договор о границе", "Договор о границе между Чехией и Польшей", "Протокол о передаче судов"):
        for bracket in (f"{town}, 10 января 1997 г.", f"г. {town}, 10 января 1997 г.", f"10 января 1997 г., {town}"):
            text = f"{title} ({bracket}) {verb}."
            told = [("signed_in", town), ("signed_on", "10 января 1997 г.")]
            assert links(text, nlp, "signed_in", "signed_on") == told, text


@pytest.mark.parametrize("town", TOWNS)
def test_a_bracket_outranks_the_clause(town: str, nlp: Language) -> None:
    told = [("signed_in", town), ("signed_on", "10 января 1997 г.")]
    for text in (
        f"Чехия и Польша подписали в Вене 5 мая 1998 г. Договор о границе ({town}, 10 января 1997 г.).",
        f"После подписания в Вене Договора о границе ({town}, 10 января 1997 г.) начался обмен.",
        f"В Вене 5 мая 1998 г. стороны обсудили Договор о границе ({town}, 10 января 1997 г.).",
        f"Подписанный в Вене Договор о границе ({town}, 10 января 1997 г.) действует.",
        f"В силе Договор о запрещении мин (ДЗМ) ({town}, 10 января 1997 г.).",
    ):
        assert links(text, nlp, "signed_in", "signed_on") == told, text


STAGES_BEHIND = [
    ("Его подписали {day}.", "signed"),
    ("Чехия денонсировала его {day}.", "denounced"),
    ("Документ вступил в силу {day}.", "in_force"),
    ("{day} договор ратифицировала Польша.", "ratified"),
    ("Парламент его не ратифицировал.", "refused"),
    ("{day} он утратил силу.", "expired"),
    ("Чехия вышла из него {day}.", "denounced"),
]


@pytest.mark.parametrize(("behind", "status"), STAGES_BEHIND)
@pytest.mark.parametrize("title", ["Тартуский договор", "Договор о границе", "Союзный договор с Перу"])
def test_what_became_of_it_stands_in_the_next_sentence(title: str, behind: str, status: str, nlp: Language) -> None:
    article = extract_text(f"{title} обсуждали много лет. {behind.format(day='2 февраля 1920 г.')}", nlp)
    found = next(one for one in article.entities if one.label == "AGREEMENT")
    assert (found.text, found.status) == (title, status)
    assert found.status_date == ("1920-02-02" if "{day}" in behind else None)


@pytest.mark.parametrize(
    "behind", ["Затем парламент утвердил бюджет.", "Президент подписал указ.", "Он умер в 1920 г."]
)
def test_what_became_of_other_things_says_nothing_of_it(behind: str, nlp: Language) -> None:
    article = extract_text(f"Договор о границе обсуждали много лет. {behind}", nlp)
    assert [one.status for one in article.entities if one.label == "AGREEMENT"] == [None]
