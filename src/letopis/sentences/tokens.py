"""Clean text to tokens, as Universal Dependencies cuts Russian: hyphenated words and ``г.`` are one."""

from __future__ import annotations

import re

from letopis.sentences.abbreviations import ALL

_TOKEN = re.compile(
    r"\d+(?:[.,:]\d+)+(?=\W|$)(?!-)"  # 39,4  12:30  30.03.2012
    r"|\d+(?:-[^\W\d_]{1,4})?(?![^\W\d_])"  # 1930-х  7-й  1993
    r"|[^\W_]+(?:['’][^\W\d_]+)*(?:-[^\W_]+(?:['’][^\W\d_]+)*)*"  # кыргызско-азербайджанских  О’Нил  А1
    r"|\.{2,}|[!?]+(?:\.\.)?"
    r"|[^\w\s]|_"
)
_ABBREVIATED = ALL | {"т", "гос"}


def tokenize(text: str) -> list[tuple[int, int]]:
    """Give the tokens of a text as spans; white space belongs to none.

    A stop after a known abbreviation or an initial belongs to its token.

    >>> text = "А.Ш. Атамбаев, 19 января 1993 г., Кыдыр-аке."
    >>> [text[start:end] for start, end in tokenize(text)]
    ['А.', 'Ш.', 'Атамбаев', ',', '19', 'января', '1993', 'г.', ',', 'Кыдыр-аке', '.']
    """
    spans: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if text[start] == "." and end - start == 1 and spans and spans[-1][1] == start:
            before = text[slice(*spans[-1])]
            if before.lower() in _ABBREVIATED and before.islower() or len(before) == 1 and before.isupper():
                spans[-1] = (spans[-1][0], end)
                continue
        spans.append((start, end))
    return spans
