"""Names made alike before they are compared: letters, marks, and one spelling for all romanisations."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from letopis.bilingual.names import usual_forms
from letopis.bilingual.transliterate import transliterate

_CYRILLIC = re.compile("[а-яё]")
_LETTERS = str.maketrans(
    {"ə": "a", "ı": "i", "ş": "sh", "ç": "ch", "č": "ch", "š": "sh", "ž": "zh", "ğ": "g", "ł": "l", "đ": "d", "ø": "o"}
)
"""Letters that other alphabets write for what English writes with two, or that no mark can be taken from."""

_ALIKE = (
    ("dzh|zh", "j"), ("kh", "h"), ("x", "ks"), ("tch", "ch"), ("tz", "ts"), ("ph", "f"), ("ck", "k"), ("c(?!h)", "k"),
    ("w", "v"), ("yo", "e"), ("iy(?=[aeou])", "i"), ("y(?=[aeou])", ""), ("(?<=[aeou])i(?=[eu])|^i(?=[aeu])", ""),
    ("[yi]+", "i"), (r"(.)\1+", r"\1"), ("er$", "r"),
)  # fmt: skip
"""What is written in several ways, in order: ``Yeltsin`` and ``Eltsin``, ``Aliyev`` and ``Aliev``, ``Alexander``."""


def fold_title(name: str) -> str:
    """Return a name without capitals, ё, quotes and marks.

    >>> fold_title("ОАО «Северсталь–Метиз»"), fold_title("Щёлково")
    ('оао северсталь метиз', 'щелково')
    """
    small = unicodedata.normalize("NFC", name).lower().replace("ё", "е")
    return " ".join(re.findall(r"[^\W_]+", small))


def is_cyrillic(name: str) -> bool:
    """Return whether a name has a Cyrillic letter.

    >>> is_cyrillic("Ош"), is_cyrillic("Osh")
    (True, False)
    """
    return _CYRILLIC.search(name.lower()) is not None


@lru_cache(maxsize=200_000)
def romanised(name: str) -> str:
    """Return one spelling for a name and all its romanisations, without spaces.

    >>> romanised("Акаев"), romanised("Akayev"), romanised("Akaev")
    ('akaev', 'akaev', 'akaev')
    >>> {romanised(name) for name in ("Ельцин", "Yeltsin", "Eltsin", "El’tsin")}
    {'eltsin'}
    """
    latin = transliterate(name).lower().translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", latin)
    small = re.sub(r"[^\w]|_", "", "".join(sign for sign in plain if not unicodedata.combining(sign)))
    for pattern, sign in _ALIKE:
        small = re.sub(pattern, sign, small)
    return small


@lru_cache(maxsize=200_000)
def romanisations(word: str) -> frozenset[str]:
    """Return the spellings of a word as :func:`romanised` gives them, its usual English form's too.

    >>> sorted(romanisations("Гейдар"))
    ['geidar', 'haidar', 'heidar']
    """
    usual = usual_forms().get(word.lower().replace("ё", "е"), ())
    return frozenset(map(romanised, (word, *usual)))


def same_word(one: str, other: str) -> bool:
    """Return whether two words of a name are one, letter by letter in one alphabet, by sound in two.

    >>> same_word("Пётр", "петр"), same_word("Аскар", "Askar"), same_word("Акаев", "Акаева")
    (True, True, False)
    """
    if is_cyrillic(one) == is_cyrillic(other):
        return fold_title(one) == fold_title(other) or (not is_cyrillic(one) and romanised(one) == romanised(other))
    return bool(romanisations(one) & romanisations(other))


def same_title(one: str, other: str) -> bool:
    """Return whether two names of a body or a place are one: letter by letter, by sound in two alphabets.

    >>> same_title("ОАО «Газпром»", "оао Газпром"), same_title("Жогорку Кенеш", "Jogorku Kenesh")
    (True, True)
    >>> same_title("Лига Наций", "Лига Нации")
    False
    """
    if fold_title(one) == fold_title(other):
        return bool(fold_title(one))
    return is_cyrillic(one) != is_cyrillic(other) and romanised(one) == romanised(other) != ""
