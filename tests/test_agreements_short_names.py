"""Agreements by their short names: they have sides, days and a status as titles have, introduced or not."""

from __future__ import annotations

from itertools import product

import pytest
from spacy.language import Language

from letopis import extract_text

SIDES = [("Дания", "Литва"), ("Перу", "Чили"), ("США", "Мексика"), ("Кения", "Уганда")]
SHORT = ("ДНЯО", "ДРСМД", "МАРПОЛ")
UNKNOWN = ("СВПД", "ДТЛ", "КЗРЖ")


def read(text: str, nlp: Language) -> tuple[list[tuple[str, str | None]], set[tuple[str, str]]]:
    article = extract_text(text, nlp)
    ends = {entity.id: entity.text for entity in article.entities}
    spans = [(one.text, one.status) for one in article.entities if one.label == "AGREEMENT"]
    return spans, {(link.type, ends[link.to_id]) for link in article.relations}


@pytest.mark.parametrize(("short", "sides"), list(product((*SHORT, *UNKNOWN), SIDES)))
def test_who_signed_and_when(short: str, sides: tuple[str, str], nlp: Language) -> None:
    one, other = sides
    wanted = {("party", one), ("party", other), ("signed_on", "7 июня 1997 года"), ("signed_in", "Вене")}
    for text in (
        f"{short} подписали 7 июня 1997 года в Вене {one} и {other}.",
        f"В Вене {short} подписали {one} и {other} 7 июня 1997 года.",
    ):
        assert read(text, nlp) == ([(short, "signed")], wanted)


@pytest.mark.parametrize("short", SHORT)
def test_what_became_of_it(short: str, nlp: Language) -> None:
    for text, status in {
        f"{short} утратил силу 2 августа 2019 года.": "expired",
        f"До подписания {short} переговоры шли три года.": "signed",
        f"Кения намерена ратифицировать {short}.": "planned",
        f"Кения отказалась подписать {short}.": "refused",
    }.items():
        assert read(text, nlp)[0] == [(short, status)]
    assert read(f"Договор о реках ({short}) устарел.", nlp)[0][0] == ("Договор о реках", None)


def test_a_year_behind_a_short_name_is_in_it(nlp: Language) -> None:
    assert read("Статья V ГАТТ от 1994 года длинна.", nlp) == (
        [("ГАТТ от 1994 года", None)], {("signed_on", "1994 года")},
    )  # fmt: skip


@pytest.mark.parametrize("body", ["МИД", "ФСБ", "ВВС"])
def test_a_body_that_signs_is_no_agreement(body: str, nlp: Language) -> None:
    for text in (f"{body} подписал с Чехией договор о мире.", f"Чехия и {body} подписали договор о мире."):
        assert [name for name, _ in read(text, nlp)[0]] == ["договор о мире"]
    assert read(f"Фирма и клиент решили подписать {body}.", nlp)[0] == []


@pytest.mark.parametrize("sides", SIDES)
@pytest.mark.parametrize("name", ["Североатлантического договора", "Варшавского договора", "Тихоокеанского пакта"])
def test_the_treaty_in_a_bodys_name_that_the_clause_speaks_of(
    name: str, sides: tuple[str, str], nlp: Language
) -> None:  # fmt: skip
    wanted = {("party", sides[0]), ("party", sides[1]), ("signed_on", "1955 году")}
    text = f"Такой была Организация {name}, который подписали в 1955 году {sides[0]} и {sides[1]}."
    assert read(text, nlp) == ([(name, "signed")], wanted)
    assert read(f"Такой была Организация {name}, в которую вступила {sides[0]}.", nlp)[0] == []


@pytest.mark.parametrize("body", ["МВД", "МИД", "МЧС", "ФСБ"])
def test_a_body_that_concludes_something_is_no_treaty(body: str, nlp: Language) -> None:
    article = extract_text(f"В руководстве {body} заключили, что 3 мая в Минске он лгал. Глава {body} Чехии ушёл.", nlp)
    assert [entity.text for entity in article.entities if entity.label == "AGREEMENT"] == []
