"""Alliances that are called by their treaty: bodies where they act, treaties where they are signed, kept or left."""

from __future__ import annotations

from itertools import product

import pytest
from spacy.language import Language

from letopis import extract_text

ALLIANCES = {  # nominative, genitive, instrumental
    "Варшавский договор": ("Варшавского договора", "Варшавским договором"),
    "Североатлантический пакт": ("Североатлантического пакта", "Североатлантическим пактом"),
    "Багдадский пакт": ("Багдадского пакта", "Багдадским пактом"),
    "Балканский пакт": ("Балканского пакта", "Балканским пактом"),
}
OWNED = ("Войска", "Страны", "Генералы", "Столицы", "Командование", "Офицеры", "Танки", "Территория")
DEEDS = ("провёл в мае учения", "располагал сорока дивизиями", "имел общий штаб", "ввёл войска в Прагу", "распался")


def marked(text: str, nlp: Language) -> set[tuple[str, str]]:
    return {(one.label, one.text) for one in extract_text(text, nlp).entities}


@pytest.mark.parametrize(("name", "deed"), list(product(ALLIANCES, DEEDS)))
def test_what_acts_is_a_body(name: str, deed: str, nlp: Language) -> None:
    found = marked(f"{name} {deed}.", nlp)
    assert ("ORG", name) in found
    assert "AGREEMENT" not in {label for label, _ in found}


@pytest.mark.parametrize("name", ALLIANCES)
def test_what_has_members_or_troops_is_a_body(name: str, nlp: Language) -> None:
    genitive, instrumental = ALLIANCES[name]
    texts = [f"{owned} {genitive} упоминаются в печати." for owned in OWNED]
    texts += [
        f"СЭВ и {name} исчезли.",
        f"Разрядка между НАТО и {instrumental} кончилась.",
        f"В лагере {genitive} спорили.",
    ]
    for text in texts:
        found = marked(text, nlp)
        assert "AGREEMENT" not in {label for label, _ in found}, text
        assert any(
            label == "ORG" and one.lower().endswith(tuple(map(str.lower, (name, genitive, instrumental))))
            for label, one in found
        ), text


@pytest.mark.parametrize("name", ALLIANCES)
def test_what_is_signed_kept_or_left_is_the_treaty(name: str, nlp: Language) -> None:
    genitive, instrumental = ALLIANCES[name]
    dative = genitive.replace("ого ", "ому ").removesuffix("а") + "у"
    for text, wanted in {
        f"{name} был подписан 14 мая 1955 г.": name,
        f"Албания вышла из {genitive} в 1968 г.": genitive,
        f"Согласно {dative}, стороны обязались помогать друг другу.": dative,
        f"{name} предусматривал взаимную помощь.": name,
        f"{name} вступил в силу в июне.": name,
        f"Граница закреплена {instrumental}.": instrumental,
    }.items():
        assert ("AGREEMENT", wanted) in marked(text, nlp), text
