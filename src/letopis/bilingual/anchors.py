"""What a Russian and an English sentence may have in common: keys of words, names, numbers and glossary terms.

A key is a string; two words that share one may translate each other. ``w:`` is an English stem (from the lexicon, or
learnt from the text), ``n:`` a number, ``s:`` the sounds of a name or cognate, ``g:`` a glossary entry.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from letopis.bilingual.english import NUMBER_WORDS, STOP_WORDS, english_stem
from letopis.bilingual.transliterate import LONGEST_SKELETON, english_skeletons, russian_skeleton
from letopis.dictionary import parses
from letopis.russian.spelling import LETTERS, lowered
from letopis.russian.tables import rows

NUMBER, LEXICON, NAME, COGNATE, TERM = 0.9, 0.4, 0.7, 0.3, 0.9
"""How likely a word's translation has the key: a number, a lexicon word, a capitalised and a small cognate, a term."""

_RUSSIAN_TOKEN = re.compile(
    r"(?P<date>\b\d{1,2}\.\d{1,2}\.\d{4}\b)"
    r"|(?P<number>\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:,\d+)?)"
    r"|(?P<word>[^\W\d_]+)"
)
_ENGLISH_TOKEN = re.compile(r"(?P<number>\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?)|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)?)")
_ROMAN = re.compile(r"(?=[IVXLХ])(X{0,3}|Х{0,3})(IX|IV|V?I{0,3}|IХ)$")
_RUSSIAN_FUNCTION = frozenset({"PREP", "CONJ", "PRCL", "NPRO", "INTJ"})
_UNITS = frozenset({"гг", "млн", "млрд", "тыс"})
_RUSSIAN_NUMBERS = {
    "один": "1", "два": "2", "три": "3", "четыре": "4", "пять": "5", "шесть": "6", "семь": "7", "восемь": "8",
    "девять": "9", "десять": "10", "одиннадцать": "11", "двенадцать": "12",
}  # fmt: skip


class ContentWord(NamedTuple):
    """A content word: what it is counted under, and its keys with their weights."""

    form: str
    keys: Mapping[str, float]


@cache
def lexicon() -> dict[str, tuple[str, ...]]:
    """Return the English stems of each Russian lemma in the lexicon.

    >>> lexicon()["договор"]
    ('treaty', 'contract', 'agreement', 'pact')
    """
    table = rows("lexicon.tsv", "letopis.bilingual")
    return {lowered(lemma): tuple(dict.fromkeys(map(english_stem, forms.split()))) for lemma, forms in table}


def russian_words(text: str, learnt: Mapping[str, Mapping[str, float]] | None = None) -> list[ContentWord]:
    """Return the content words of a Russian sentence; ``learnt`` adds English stems with weights to a lemma.

    >>> [word.form for word in russian_words("В 1997 г. подписан Договор о дружбе.")]
    ['1997', 'подписать', 'договор', 'дружба']
    """
    words: list[ContentWord] = []
    for match in _RUSSIAN_TOKEN.finditer(text):
        token = match.group()
        if match.lastgroup == "date":
            words += [_number(part.lstrip("0")) for part in token.split(".")]
        elif match.lastgroup == "number":
            words.append(_number(re.sub(r"\s", "", token).replace(",", ".")))
        elif (roman := roman_value(token)) and len(token) > 1:
            words.append(_number(str(roman)))
        elif len(token) > 1:
            word = _russian_word(token, learnt or {})
            if word is not None:
                words.append(word)
    return words


def _russian_word(token: str, learnt: Mapping[str, Mapping[str, float]]) -> ContentWord | None:
    reading = parses(token)[0]
    if reading.pos in _RUSSIAN_FUNCTION or token in _UNITS:
        return None
    lemma = lowered(reading.lemma)
    keys: dict[str, float] = {}
    if lemma in _RUSSIAN_NUMBERS:
        keys[f"n:{_RUSSIAN_NUMBERS[lemma]}"] = NUMBER
    keys |= {f"w:{stem}": LEXICON for stem in lexicon().get(lemma, ())}
    named = token[0].isupper()
    for form in {lemma, lowered(token.lower())} if named else {lemma}:
        skeleton = russian_skeleton(form)
        if len(skeleton) > (1 if named else 2):
            keys[f"s:{skeleton[:LONGEST_SKELETON]}"] = NAME if named and len(skeleton) > 2 else COGNATE
    for stem, weight in learnt.get(lemma, {}).items():
        keys[f"w:{stem}"] = max(weight, keys.get(f"w:{stem}", 0.0))
    return ContentWord(lemma, keys)


def english_words(text: str) -> list[ContentWord]:
    """Return the content words of an English sentence.

    >>> [sorted(word.keys) for word in english_words("The 26 treaties")]
    [['n:26'], ['s:TRTS', 'w:treaty']]
    """
    words: list[ContentWord] = []
    for match in _ENGLISH_TOKEN.finditer(text):
        token = match.group()
        small = token.lower()
        if match.lastgroup == "number":
            words.append(_number(token.replace(",", "")))
        elif (roman := roman_value(token)) and (len(token) > 1):
            words.append(_number(str(roman)))
        elif len(token) > 1 and small not in STOP_WORDS:
            keys = {f"w:{english_stem(token)}": 1.0}
            if small in NUMBER_WORDS:
                keys[f"n:{NUMBER_WORDS[small]}"] = 1.0
            for skeleton in english_skeletons(re.sub(r"['’]s$", "", token)):
                if len(skeleton) > 1:
                    keys[f"s:{skeleton[:LONGEST_SKELETON]}"] = 1.0
            words.append(ContentWord(english_stem(token), keys))
    return words


def roman_value(token: str) -> int:
    """Return the number that Roman figures write, 0 for any other word; a Cyrillic ``Х`` counts as ten.

    >>> roman_value("XV"), roman_value("ХV"), roman_value("III"), roman_value("MIX")
    (15, 15, 3, 0)
    """
    match = _ROMAN.fullmatch(token)
    if match is None:
        return 0
    ones = {"": 0, "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "IХ": 9}
    return 10 * len(match.group(1)) + ones[match.group(2)]


def add_terms(
    russian: Sequence[list[ContentWord]],
    english: Sequence[list[ContentWord]],
    english_texts: Sequence[str],
    glossary: Mapping[str, str],
) -> None:
    """Add a word with a ``g:`` key to each sentence in which a glossary entry stands, on both sides."""
    for number, (source, target) in enumerate(glossary.items()):
        stems = [lowered(parses(word)[0].lemma) for word in LETTERS.findall(source)]
        for words in russian:
            forms = [word.form for word in words]
            if any(forms[start : start + len(stems)] == stems for start in range(len(forms))):
                words.append(ContentWord(f"g:{number}", {f"g:{number}": TERM}))
        for words, text in zip(english, english_texts, strict=True):
            if target.lower() in text.lower():
                words.append(ContentWord(f"g:{number}", {f"g:{number}": 1.0}))


def _number(digits: str) -> ContentWord:
    return ContentWord(digits, {f"n:{digits}": NUMBER})
