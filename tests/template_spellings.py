"""Spellings in which the same sentence may come: none changes a fact."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

VOWELS = "аеиоуыэюяАЕИОУЫЭЮЯ"
TO_LATIN = str.maketrans("АСЕНКМОРТХВаеорсху", "ACEHKMOPTXBaeopcxy")
TO_CYRILLIC = str.maketrans("ACEHKMOPTXBaeopcxy", "АСЕНКМОРТХВаеорсху")
_WORD = re.compile(r"[А-ЯЁ]?[а-яё]{4,}")
_UNSEEN = re.compile("[\u0300\u0301\u00ad\u200b\u200c\u200d\u2060\ufeff]")


def stress(text: str, dice: random.Random) -> str:
    """Put a stress mark on a vowel of every second long word."""

    def marked(match: re.Match[str]) -> str:
        word = match.group()
        places = [place for place, letter in enumerate(word) if letter in VOWELS]
        if not places or "ё" in word or dice.random() < 0.5:
            return word
        place = dice.choice(places) + 1
        return f"{word[:place]}\u0301{word[place:]}"

    return _WORD.sub(marked, text)


def decomposed(text: str, _dice: random.Random) -> str:
    """Write й and ё as a letter and a mark."""
    return unicodedata.normalize("NFD", text)


def nbsp(text: str, dice: random.Random) -> str:
    """Write some spaces as no-break ones, all before a unit and behind an initial's stop."""
    return re.sub(" ", lambda _: dice.choice(" \u00a0\u202f"), text)


def zero_width(text: str, dice: random.Random) -> str:
    """Put characters that nobody sees between letters and behind words."""
    return re.sub(
        r"(?<=\w)(?=\w)", lambda _: dice.choice("\u200b\u2060\ufeff\u00ad") if dice.random() < 0.04 else "", text
    )


def look_alikes(text: str, dice: random.Random) -> str:
    """Write some letters of words in the other alphabet."""

    def mixed(match: re.Match[str]) -> str:
        word = match.group()
        places = [place for place, letter in enumerate(word) if letter.translate(TO_LATIN) != letter]
        if not places or len(places) == len(word) or dice.random() < 0.6:
            return word
        place = dice.choice(places)
        return word[:place] + word[place].translate(TO_LATIN) + word[place + 1 :]

    return _WORD.sub(mixed, text)


def without_yo(text: str, _dice: random.Random) -> str:
    """Write е for ё."""
    return text.replace("ё", "е").replace("Ё", "Е")


def quotes(text: str, dice: random.Random) -> str:
    """Exchange the quotes for others, and the apostrophe."""
    left, right = dice.choice(['""', "“”", "„“", "«»"])
    return text.replace("«", left).replace("»", right).replace("’", dice.choice("'’ʼ"))


def capitals(text: str, _dice: random.Random) -> str:
    """Write a heading in capitals, without a stop."""
    return text.upper().rstrip(".")


SPELLINGS: dict[str, Callable[[str, random.Random], str]] = {
    "plain": lambda text, _dice: text,
    "stress": stress,
    "decomposed": decomposed,
    "no-break spaces": nbsp,
    "zero width": zero_width,
    "look-alikes": look_alikes,
    "е for ё": without_yo,
    "quotes": quotes,
    "capitals": capitals,
}


_SAME = str.maketrans(
    dict.fromkeys("«»“”„", '"') | dict.fromkeys("’ʼ", "'") | dict(zip("\u00a0\u202fё", "  е", strict=True))
)


@lru_cache(maxsize=100_000)
def folded(text: str) -> str:
    """Return a text in the one spelling in which what was found and what was meant are compared.

    >>> folded("Mоскву\u0301") == folded("Москву"), folded("«Ёлка»")
    (True, '"елка"')
    """
    text = _UNSEEN.sub("", unicodedata.normalize("NFD", text))
    text = unicodedata.normalize("NFC", text).translate(TO_CYRILLIC)
    return " ".join(text.lower().translate(_SAME).split())
