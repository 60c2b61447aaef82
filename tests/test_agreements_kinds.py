"""What must hold of agreements whatever instrument, place and date stand in the sentence."""

from __future__ import annotations

from itertools import product

import pytest
from spacy.language import Language

from letopis import extract_text

INNER = ("Соглашению", "Договору о границе", "Конвенции о реках", "Меморандуму о торговле")
OUTER = ("Протокол к", "Дополнительный протокол к", "Протокол № 2 к")
TAKING_PLACE = ("состоялось подписание", "прошло подписание")
TITLES = ("Договора о дружбе", "Соглашения о торговле", "Конвенции о реках")


def links(text: str, nlp: Language) -> set[tuple[str, str]]:
    article = extract_text(text, nlp)
    ends = {entity.id: entity for entity in article.entities}
    return {(link.type, ends[link.to_id].text) for link in article.relations}


@pytest.mark.parametrize(("outer", "inner"), list(product(OUTER, INNER)))
def test_the_date_of_another_instrument_is_no_signing(outer: str, inner: str, nlp: Language) -> None:
    found = links(f"{outer} {inner} от 5 мая 1993 г. подписан 7 июня 2001 г. в Риге.", nlp)
    assert ("signed_on", "7 июня 2001 г.") in found
    assert ("signed_on", "5 мая 1993 г.") not in found
    assert ("signed_in", "Риге") in found


@pytest.mark.parametrize("title", ["Протокол о границе", "Договор о мире", "Мирный договор"])
def test_the_date_of_the_title_itself_is_one(title: str, nlp: Language) -> None:
    assert links(f"{title} от 5 мая 1993 г. подписан в Риге.", nlp) >= {
        ("signed_on", "5 мая 1993 г."),
        ("signed_in", "Риге"),
    }


@pytest.mark.parametrize(("verb", "title"), list(product(TAKING_PLACE, TITLES)))
def test_when_and_where_a_signing_took_place(verb: str, title: str, nlp: Language) -> None:
    wanted = {("signed_on", "12 октября 1994 г."), ("signed_in", "Вене")}
    assert links(f"12 октября 1994 г. в Вене {verb} {title}.", nlp) >= wanted
    assert links(f"Подписание {title} состоялось 12 октября 1994 г. в Вене.", nlp) >= wanted
    assert links(f"Церемония подписания {title} прошла 12 октября 1994 г. в Вене.", nlp) >= wanted
