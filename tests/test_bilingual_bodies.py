"""Organisations that the English text shows by itself, and what they give to projection."""

from __future__ import annotations

import pytest
from tests.test_bilingual_names import project

from letopis.bilingual.bodies import english_bodies, names_in_s
from letopis.bilingual.linked import LinkedText
from letopis.bilingual.names import is_demonym
from letopis.bilingual.persons import word_list
from letopis.formats.markup import read_markup, write_markup

HEADS = sorted(word_list("heads.en.txt"))


@pytest.mark.parametrize("head", HEADS)
def test_every_head_makes_a_name_of_the_capitals_before_it_and_of_what_it_is_for(head: str) -> None:
    capital = head.capitalize()
    for name in (f"Northern {capital}", f"{capital} for Fish and Whales", f"Rivertown Fisher's {capital}"):
        text = f"She said that the {name} would not answer."
        assert [text[start:end] for start, end in english_bodies(LinkedText(text, {}, {}))] == [name]
    bare = LinkedText(f"She said that the {capital} would not answer, and no {head} did.", {}, {})
    assert english_bodies(bare) == []


@pytest.mark.parametrize(
    "text",
    [
        "Storm Threatens Northern Railway As Rain Hits Coast",  # a headline
        "He liked the Government of Ruritania Act of that year.",
        "He saw the northern office for whales.",
    ],
)
def test_no_body(text: str) -> None:
    assert english_bodies(LinkedText(text, {}, {})) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Harrow's is big. Harrow's, too.", {"Harrow's"}),
        ("Harrow's men came. Harrow's ships sailed.", set()),
        ("Harrow's said so. Harrow's left. Harrow stayed.", set()),
        ("Only Harrow's, here.", set()),
    ],
)
def test_names_that_end_in_s(text: str, names: set[str]) -> None:
    assert names_in_s(text) == names


@pytest.mark.parametrize(
    ("russian", "english"),
    [
        # all of a body, where words of it answer nothing
        ("Доклад {ORG|Комиссии по китам} вышел.", "A report of the {ORG|Commission for Whales and Squid} appeared."),
        # short words written out
        ("Он пришёл в {ORG|Нацсовет}.", "He came to the {ORG|National Council}."),
        # the state whose adjective begins the name
        ("{ORG|Чешский институт рыбы} молчал.", "The {ORG|Czech Republic's Institute for Fish} was silent."),
        # a firm's own 's, whatever the Russian side took it for
        ("{PERSON|Харроу} растёт. {PERSON|Харроу} и там.", "{ORG|Harrow's} is growing. {ORG|Harrow's}, too."),
        # a free translation: one word answers
        ("{ORG|Национальная рыбная дирекция} ответила.", "The {ORG|National Whale Center} answered."),
        # English alone
        ("Они молчали.", "The {ORG|Rivertown Police Department} was silent."),
        # the word behind a colon is capitalised anyway
        ("Итог: {ORG|«Ривертаун»} победил.", "Result: Unbeaten {ORG|Rivertown} won."),
    ],
)
def test_organisations_of_free_translations(russian: str, english: str) -> None:
    plain, spans = read_markup(english)
    found = [e for e in project(russian, plain).english.entities if e.label in {"ORG", "PERSON"}]
    assert sorted((e.start_offset, e.end_offset, e.label) for e in found) == sorted(s[:3] for s in spans), write_markup(
        plain, found
    )


def test_initials_must_fit_a_name_that_english_shortens() -> None:
    """AM stands for no Party of Wales, RSPB for a Royal Society for the Protection of Birds."""
    done = project("{ORG|Королевское общество защиты птиц} молчало.", "The RSPB was silent.")
    assert [e.text for e in done.english.entities] == ["RSPB"]
    assert project("{ORG|Партия дружбы} молчала.", "An AM was silent.").english.entities == []


@pytest.mark.parametrize("word", ["Welsh", "French", "Dutch", "Greek", "Catalan", "Danish", "Italian"])
def test_adjectives_of_places_are_no_places(word: str) -> None:
    assert is_demonym("Уэльс", word)
