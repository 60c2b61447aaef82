"""Tokens as the Universal Dependencies treebanks cut Russian."""

from __future__ import annotations

import pytest

from letopis.sentences.tokens import tokenize


@pytest.mark.parametrize(
    "marked",
    [
        "А.|Ш.|Атамбаев|,|19|января|1993|г.|,|Кыдыр-аке|.",
        "кыргызско-азербайджанских|и|10-недельный|7-й|1930-х|гг.",
        "15|–|16|августа|2013–2017".replace("2013–2017", "2013|–|2017"),
        "39,4|%|,|12:30|,|30.03.2012",
        "т.|е.|до|н.|э.",
        "О’Нил|и|д’Артаньян",
        "Ж.-П.|Дюваль|,|Дж.|Р.|Орм|и|С|.|-|Петербург".replace("С|.|-|", "С.|-|"),
        "по́ле|и|во́дская",
        "80|км|.",
        "“|Манас|”|(|эпос|)|…|?!|--",
        "``|Клуб|''|&#39;&#39;",
        "#история|@museum|:|12",
        "№|822|,|853",
        "в|1993|г.|и|3|кг|,|100|грамм|,|5|м",
        "2й|4а|90х|25ю",
        "при|Николае|I|.",
        "автор|Kamalov|I.",
        "сайт|kremlin.ru|,|https://www.un.org/ru/charter|.",
        "адрес|:|vestnik@krsu.edu.kg|.",
    ],
)
def test_tokens(marked: str) -> None:
    tokens = marked.split("|")
    text = "".join(f" {token}" if token[0].isalnum() else token for token in tokens).strip()
    found = [text[start:end] for start, end in tokenize(text)]
    assert found == tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("1993г. 3кг", ["1993", "г.", "3", "кг"]),
        ("100грамм", ["100", "грамм"]),
        ("12345678", ["12345678"]),
        ("www.kremlin.ru/acts/1.", ["www.kremlin.ru/acts/1", "."]),
        ("(http://vestnik.krsu.edu.kg/archive)", ["(", "http://vestnik.krsu.edu.kg/archive", ")"]),
        ("рука@музей", ["рука", "@музей"]),
        ("См.ru", ["См", ".", "ru"]),
    ],
)
def test_numbers_and_addresses_without_a_space(text: str, tokens: list[str]) -> None:
    assert [text[start:end] for start, end in tokenize(text)] == tokens


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_nothing_has_no_token(text: str) -> None:
    assert tokenize(text) == []
