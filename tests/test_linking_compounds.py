"""A compound adjective of a title names both its states, for every pair of them, or none."""

from __future__ import annotations

import pytest

from letopis.linking.agreements.titles import lemma, read_title, states_in
from letopis.linking.bodies import state_of_adjective, states_named_by
from letopis.russian.tables import rows

ADJECTIVES = sorted(one for one in state_of_adjective() if one.endswith(("ский", "цкий")))
FIRSTS = {first: code for kind, first, *code in rows("bodies.tsv") if kind == "first"}
ENDINGS = {
    "ий": "договор",
    "ому": "договору",
    "ое": "соглашение",
    "ого": "перемирия",
    "ая": "конвенция",
    "ие": "отношения",
}

WRITTEN = {
    "Японо-китайский": "CN JP",
    "Чешско-словацкий": "CZ SK",
    "Болгаро-греческий": "BG GR",
    "Румынско-венгерский": "HU RO",
    "Финско-советский": "FI SUHH",
    "Финско-шведский": "FI SE",
    "Шведско-датский": "DK SE",
    "Аргентино-чилийский": "AR CL",
    "Греко-турецкий": "GR TR",
    "Индо-пакистанский": "IN PK",
    "Хорватско-венгерский": "HR HU",
    "Польско-литовский": "LT PL",
    "Швейцарско-австрийский": "AT CH",
    "Испано-португальский": "ES PT",
    "Англо-франко-советский": "FR GB SUHH",
    "Афгано-иранский": "AF IR",
    "Итало-эфиопский": "ET IT",
    "Русско-шведский": "RU SE",
    "Чехо-словацкий": "CSHH",
    "Советско-южно-африканский": "SUHH ZA",
    "Российско-шри-ланкийский": "LK RU",
}


@pytest.mark.parametrize("first", ADJECTIVES)
def test_every_pair_of_states(first: str) -> None:
    own = state_of_adjective()
    for last in ADJECTIVES:
        if own[last] != own[first]:
            compound = f"{first.removesuffix('ий')}о-{last}"
            assert states_named_by(compound) == {own[first], own[last]}, compound


@pytest.mark.parametrize("first", FIRSTS)
def test_short_first_parts(first: str) -> None:
    one_word = {"австро-венгерский", "чехо-словацкий"}
    for last in ADJECTIVES:
        if f"{first}-{last}" not in one_word:
            assert states_named_by(f"{first}-{last}") == {*FIRSTS[first], state_of_adjective()[last]}, last


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("ending", ENDINGS)
def test_titles_in_every_form(written: str, ending: str) -> None:
    codes = set(WRITTEN[written].split())
    form = written.removesuffix("ий") + ending
    for title in (f"{form} {ENDINGS[ending]} о мире", f"{form.lower()} {ENDINGS[ending]}"):
        assert read_title(title, kind=lemma(ENDINGS[ending])).states == codes, title
        assert read_title(title).states == codes, title
        assert states_in(f"В Праге обсудили {title.lower()}.") == codes, title


@pytest.mark.parametrize("known", ["Российско", "Греко", "Турецко"])
@pytest.mark.parametrize("other", ["европейский", "азиатский", "крымский"])
def test_none_rather_than_half(known: str, other: str) -> None:
    for title in (f"{known}-{other} договор", f"{other.title()[:-2]}о-турецкий договор"):
        assert not read_title(title).states, title
        assert not states_in(title), title
