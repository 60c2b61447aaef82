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
        "по́ле|и|во́дская",
        "80|км|.",
        "“|Манас|”|(|эпос|)|…|?!|--",
        "``|Клуб|''|&#39;&#39;",
        "#история|@museum|:|12",
        "№|822|,|853",
    ],
)
def test_tokens(marked: str) -> None:
    tokens = marked.split("|")
    text = "".join(f" {token}" if token[0].isalnum() else token for token in tokens).strip()
    found = [text[start:end] for start, end in tokenize(text)]
    assert found == tokens


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_nothing_has_no_token(text: str) -> None:
    assert tokenize(text) == []
