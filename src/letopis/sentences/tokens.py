"""Clean text to tokens, as Universal Dependencies cuts Russian: hyphenated words and ``г.`` are one."""

from __future__ import annotations

import re

from letopis.sentences.abbreviations import USES

# What may follow a number without a space; every alternative before a word of letters is bounded in length, so that
# a long run of characters is read in one pass.
_GLUED = "гг?|г[аг]|[кмс]?м|[кмц]|кг|тыс|млн|млрд|руб|коп|чел|шт|сек|мин|лет|год[ау]?|[а-яё]{4,}"
_DOMAINS = "ru|su|com|org|net|info|edu|gov|int|eu|kg|kz|az|uz|by|ua|uk|de|fr"

_SOUNDS = "Дж|Дз|Ж[аеу]|Ю[аэ]|Ch|Sh|Th|Yu|Ya"
_INITIAL = rf"(?:{_SOUNDS}|[А-ЯЁA-Z])\."
_TWO_LETTERS = re.compile(rf"{_SOUNDS}|Ал|Вл|Дм|Ив")
"""Two letters that write one sound, and so are one initial: ``Дж. Буш``; first names cut short: ``Вл. Соловьёв``."""

_TOKEN = re.compile(
    # Nine tokens of ten are settled here, before the costlier alternatives are tried.
    rf"(?:{_INITIAL}-){{1,3}}{_INITIAL}"  # Ж.-П.
    r"|[а-яёА-ЯЁ]+(?![\w\u0300-\u036f'’-])|,|\.(?!\.)"
    r"|(?=[a-zA-Z0-9])(?:"
    r"(?:https?://|ftp://|www\.)[^\s«»<>\"]*[^\s«»<>\".,:;!?…)\]]"  # https://www.un.org/ru/
    r"|[a-zA-Z0-9][a-zA-Z0-9._+-]{0,63}@[\w-]+(?:\.[\w-]+)+"  # vestnik@krsu.edu.kg
    rf"|[a-zA-Z0-9][a-zA-Z0-9.-]{{0,63}}\.(?:{_DOMAINS})(?![\w-])(?:/[^\s«»<>\"]*[\w/])?"  # kremlin.ru  un.org/ru
    r")|\d+(?:[.,:]\d+)+(?=\W|$)(?!-)"  # 39,4  12:30  30.03.2012
    r"|\d+(?:-[^\W\d_]+)+(?![\w])"  # 1930-х  7-й  10-недельный
    r"|\d+(?![^\W_])"  # 1993
    rf"|\d+(?=(?:{_GLUED})(?![\w-]))"  # 1993г.  100грамм, but 4а and 2й are one
    r"|[^\W\d_][а-яё]{2,}(?=-(?:19|20)\d\d(?!\d))"  # Баку-2015: the year is a token
    r"|[#@]\w[\w-]*"  # #история  @museum
    r"|[^\W_][\w\u0300-\u036f]*(?:['’][^\W\d_]+)*(?:-[^\W_][\w\u0300-\u036f]*(?:['’][^\W\d_]+)*)*"  # О’Нил  А1  по́ле
    r"|\.{2,}|[!?]+(?:\.{2,})?|-{2,}|``|''|(?:&#39;){2}|&[a-z]{2,6};|\){3,}"
    r"|(?:[\u2600-\u27bf\U0001f300-\U0001faff][\ufe0f\u200d\u2640\u2642\U0001f3fb-\U0001f3ff]*)+"
    r"|[^\w\s]|_"
)
_UNITS = frozenset("км мм кг га мл мин шт".split())
"""Units that are written without a stop of their own: ``80 км.`` are two tokens and the sentence's stop."""
_ABBREVIATED = (USES.all - _UNITS) | {"гос", "сокр", "макс", "spp"}

_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)

_TITLES = frozenset({"Акад", "Проф", "Доц", "Ген", "Тов"})
"""Titles before a name that begin a sentence."""

_ARTICLES = frozenset({"Ст", "Гл", "Пп", "Разд"})
_FIGURE_NEXT = re.compile(r"\s?(?:\d|[IVX]+\b)")
"""What tells that such a part of a law or treaty begins a sentence: ``Ст. 11 Договора``, ``Гл. IV``."""

_NUMERALS = frozenset("IVX")
"""Latin letters that behind a word in Cyrillic are a numeral: ``при Николае I.`` ends with a stop of its own."""


def _begins_initial(word: str) -> bool:
    return (len(word) == 1 and word.isupper()) or (len(word) == 2 and _TWO_LETTERS.fullmatch(word) is not None)


def _is_behind_cyrillic(text: str, spans: list[tuple[int, int]]) -> bool:
    """Return whether the word before the last token has a letter of Russian."""
    return len(spans) > 1 and _CYRILLIC.search(text[slice(*spans[-2])]) is not None


def tokenize(text: str, own: frozenset[str] = frozenset()) -> list[tuple[int, int]]:
    """Return the tokens of a text as spans; white space belongs to none.

    A stop after a known abbreviation, one of your ``own``, or an initial belongs to its token.

    >>> text = "А.Ш. Атамбаев, 19 января 1993 г., Кыдыр-аке."
    >>> [text[start:end] for start, end in tokenize(text)]
    ['А.', 'Ш.', 'Атамбаев', ',', '19', 'января', '1993', 'г.', ',', 'Кыдыр-аке', '.']
    """
    spans: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if text[start] == "." and end - start == 1 and spans and spans[-1][1] == start:
            before = text[slice(*spans[-1])]
            titled = before in _TITLES or (before in _ARTICLES and _FIGURE_NEXT.match(text, end))
            small = before.lower() if titled else before
            shortened = small.islower() and (small in _ABBREVIATED or small in own)
            if shortened or (
                _begins_initial(before) and not (before in _NUMERALS and _is_behind_cyrillic(text, spans))
            ):
                spans[-1] = (spans[-1][0], end)
                continue
        spans.append((start, end))
    return spans
