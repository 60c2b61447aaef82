"""Doubts whether a text is Russian: what is extracted from another language is chance, and the record should say so."""

from __future__ import annotations

import re
from collections import Counter

from letopis.dictionary import parses

LETTERS_READ = 200_000
"""Letters looked at, from the beginning: some forty pages."""

FOREIGN_CYRILLIC = 0.005
"""Share of Cyrillic letters that Russian has not (``ө``, ``і``) from which a text is in doubt."""

LATIN = 0.5
"""Share of Latin letters from which a text is in doubt."""

UNKNOWN = 0.35
"""Share of small words outside the dictionary from which a text is in doubt; NEREL's texts have at most .05."""

FEWEST_WORDS = 30
"""Small words below which the dictionary tells nothing."""

_CYRILLIC = re.compile(r"[\u0400-\u052f]+")
_FOREIGN = re.compile(r"[\u0400\u0402-\u040f\u0450\u0452-\u052f]")  # without а-я, ё, А-Я, Ё
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_SMALL_WORD = re.compile(r"\b[а-яё]{3,}\b")


def language_doubts(text: str) -> tuple[str, ...]:
    """Say why a text does not look Russian; nothing where it does, or where there is too little of it.

    >>> language_doubts("Посол прибыл в Баку.")
    ()
    >>> language_doubts("Президент өлкөнүн тышкы саясатын өзү аныктайт.")
    ('does not look Russian: 12 % of its Cyrillic letters are no Russian ones (ө, ү)',)
    """
    sample = text[:LETTERS_READ]
    cyrillic, latin = len("".join(_CYRILLIC.findall(sample))), len(_LATIN.findall(sample))
    foreign = _FOREIGN.findall(sample.lower())
    if not cyrillic + latin:
        return ()
    if latin / (cyrillic + latin) > LATIN:
        return (f"does not look Russian: {_percent(latin, cyrillic + latin)} of its letters are Latin",)
    if len(foreign) / cyrillic > FOREIGN_CYRILLIC and len(foreign) > 1:
        letters = ", ".join(sorted(set(foreign), key=lambda letter: -foreign.count(letter))[:5])
        share = _percent(len(foreign), cyrillic)
        return (f"does not look Russian: {share} of its Cyrillic letters are no Russian ones ({letters})",)
    words = Counter(_SMALL_WORD.findall(sample))
    count = words.total()
    unknown = sum(times for word, times in words.items() if not parses(word)[0].known)
    if count >= FEWEST_WORDS and unknown / count > UNKNOWN:
        return (f"does not look Russian: {_percent(unknown, count)} of its words are not in the dictionary",)
    return ()


def _percent(part: int, whole: int) -> str:
    return f"{max(1, round(100 * part / whole))} %"
