"""What a reference looks like, wherever it stands: in a list, a footnote or brackets (GOST 7.1, GOST R 7.0.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from letopis.cleaning.edges import has_verb

LONGEST_REFERENCE = 700
"""Characters of one reference at most."""

ENOUGH = 2
"""Signs that make a reference of what has the length of one."""

_YEAR = r"(?:1[5-9]|20)\d\d"
_MONTH = r"(?:янв|февр|март|апр|ма[яй]|июн|июл|авг|сент|окт|нояб|дек)[а-я]*"
_DASH = r"(?:[–—-]\s*)?"
_AUTHOR = r"[А-ЯЁA-Z][а-яёa-z’'-]+(?:-[А-ЯЁA-Z][а-яёa-z’'-]+)?,?\s(?:[А-ЯЁA-Z][а-яёa-z]?\.\s?){1,3}"

_SIGNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\s//\s",
        rf"(?:^|[.\s–—-])(?:[МЛ]\.|СПб\.?|Пг\.?|[А-ЯЁA-Z][а-яёa-z-]+(?:\s[А-ЯЁA-Z][а-яёa-z]+)?)\s?:\s?[^.:,]{{2,60}},\s?{_YEAR}\b",
        rf"(?:^|[.\s–—-])(?:[МЛ]\.|СПб\.|[МЛ]\.;\s?[А-ЯЁ][а-яё.]+),\s?{_YEAR}\b",
        r"(?<!\d\s)\b\d{1,4}\s?(?:с|p|pp|стр)\.(?=\s*(?:$|[–—(\[]))",
        rf"[.,;:–—\])»]\s*{_DASH}(?:С|Cтр|Стр|с|P|Pp|p|pp|Л|лл?|Л\.\s?д)\.\s?\d+(?:\s?[–—-]\s?\d+)?",
        rf"{_DASH}(?:№|[Nn]o\.|[Тт]\.|[Vv]ol\.|[Вв]ып\.|[Чч]\.|[Кк]н\.|[Сс]ер\.|Iss\.)\s?[\dIVXLC]+(?=\s*(?:[.,;:(–—-]|$))",
        r"\b(?:URL|Режим доступа|DOI|doi|ISBN|ISSN)\b\s?:?",
        r"\(?дата\s+обращения|[Ээ]лектронный ресурс",
        r"(?:^|[\s.,])(?:Ф|ф)\.\s?[\dР-]+\.?,?\s?(?:Оп|оп)\.\s?\d+",
        r"\bТам же\b|\b[Уу]каз\.\s?(?:соч|раб|изд)\.|\bIbid\b|\bОр\.\s?cit\b",
        rf"^[\W\d]*{_AUTHOR}",
        rf"\s/\s{_DASH}(?:под ред|отв\. ред|сост|гл\. ред|пер\.|[А-ЯЁ]\.\s?[А-ЯЁ]\.)",
        r"[Аа]втореф|\bдис(?:с)?\.\s*(?:…|\.\.\.|канд|докт?)|\bучеб\.\s?пособ|\bсб\.\s?(?:ст|науч|тр)|перераб\.|[Ии]зд-во",
        rf"[.,»]\s?{_DASH}{_YEAR}\s?[.,]\s?{_DASH}(?=№|С\.|Т\.|Вып\.|\d|$)",
    )
)
_PAPER = re.compile(rf"[.,»]\s?{_DASH}{_YEAR}\s?[.,]\s?{_DASH}\d{{1,2}}\s{_MONTH}\b")
_BRACKETED = re.compile(r"\(([^()\n]{8,400})\)|\[([^\[\]\n]{8,400})\]")


def reference_signs(text: str) -> int:
    """Return how many signs of a reference a stretch of text bears.

    >>> reference_signs("Орлова Н. К. Школы Поволжья // Вестник. 2016. № 10. С. 134–136.")
    5
    >>> reference_signs("Договор подписан в Баку 3 мая 1997 г.")
    0
    """
    found = sum(sign.search(text) is not None for sign in _SIGNS)
    return found + ENOUGH * (_PAPER.search(text) is not None)


def is_reference(text: str) -> bool:
    """Return whether a paragraph is one reference: it bears the signs of one and tells of nothing.

    >>> is_reference("Казахстанская правда. – 1997. – 28 февраля."), is_reference("ЦГА. Ф. 105. Оп. 3. Д. 12. Л. 45.")
    (True, True)
    >>> is_reference("Орлова пишет о школах Поволжья (Вестник. 2016. № 10. С. 5).")
    False
    """
    if not 8 <= len(text) <= LONGEST_REFERENCE:
        return False
    signs = reference_signs(text)
    if signs < ENOUGH:
        return False
    outside = _BRACKETED.sub(" ", text)  # prose too may hold a citation in brackets
    return reference_signs(outside) > 0 and (signs > ENOUGH + 1 or not has_verb(outside))


def find_citations(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of citations in brackets, brackets included.

    >>> text = "Мост открыт (Правда. – 1997. – 28 февраля) в Баку (столица с 1920 г.)."
    >>> [text[start:end] for start, end in find_citations(text)]
    ['(Правда. – 1997. – 28 февраля)']
    """
    for match in _BRACKETED.finditer(text):
        if is_reference(match.group(1) or match.group(2)):
            yield match.span()
