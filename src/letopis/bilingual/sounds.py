"""How well a Russian word may be the sounds of a foreign name: the cheapest way to write it in Latin letters.

A Russian ``Гилбо`` stands for Guilbeault: names are written in Russian by their sounds, in a way of its own for each
language (practical transcription; Palladius for Chinese). ``transcription.tsv`` says how letters may be written; what
it does not allow is dear: a letter left out or put in, or one for another.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from letopis.russian.tables import rows

RARE = 0.25
"""Cost of a rarer spelling; a usual one costs nothing."""

SILENT, VOWEL, LETTER = 0.25, 0.55, 1.0
"""Cost of a Latin letter that is often silent, of a vowel and of any other letter that the other side lacks."""

LIKE_VOWELS, LIKE_CONSONANTS, OTHERS = 0.5, 0.7, 1.4
"""Cost of one vowel for another, of a consonant for one of its class, and of any other letter for a letter."""

FIRST = 1.5
"""Cost of a first consonant that the other side lacks."""

ENDING = 0.35
"""Cost of a case ending that the Latin name has not."""

_VOWELS = frozenset("аеёиоуыэюяaeiouy")
_CLASSES = ("бпbp", "вфvfw", "гкхgkhcqj", "дтdt", "жшщчцzjscgx", "зсzsc", "лрlr", "мнmn", "йyij")
_ENDINGS = re.compile(r"(?:а|у|е|ы|и|ой|ом|ем|ым|им|ю|я|ей|ого|ому)")
_SOFT = frozenset("ъь")
_DEAF = {"h": 1.0, "e": 1.0, "'": 0.0, "-": 0.0, "u": 1.6, "s": 1.8, "t": 1.8, "d": 2.0, "p": 2.4, "x": 1.8, "z": 2.0}
"""Latin letters that may be silent, with how much dearer than the cheapest they are."""


def sounds_like(russian: str, english: str) -> float:
    """Say from 0 to 1 how well a Russian word may be a Latin one by its sounds.

    >>> sounds_like("Гилбо", "Guilbeault") > 0.7, sounds_like("Цинхай", "Qinghai") > 0.9, sounds_like("Вудс", "Reed")
    (True, True, 0.0)
    """
    return _likeness(re.sub(r"[^а-яё]", "", russian.lower()), _plain(english))


@lru_cache(maxsize=100_000)
def _likeness(russian: str, latin: str) -> float:
    if not russian or not latin:
        return 0.0
    worst = 0.5 * (len(russian) + len(latin))
    if abs(len(russian) - len(latin)) > max(3, 0.6 * min(len(russian), len(latin)) + 2):
        return 0.0
    return max(0.0, 1 - _cost(russian, latin) / worst * 1.5)


def _cost(russian: str, latin: str) -> float:
    """Return the cost of the cheapest way from the one to the other, letter by letter or group by group."""
    table, width = spellings(), len(latin)
    costs = [[0.0] * (width + 1)] + [[1e9] * (width + 1) for _ in russian]
    for j in range(1, width + 1):
        costs[0][j] = costs[0][j - 1] + _left_out(latin, j - 1)
    for i in range(1, len(russian) + 1):
        for j in range(width + 1):
            best = costs[i - 1][j] + _missing(russian, i - 1)
            if j:
                best = min(best, costs[i][j - 1] + _left_out(latin, j - 1))
                best = min(best, costs[i - 1][j - 1] + _instead(russian[i - 1], latin[j - 1]))
            for size in range(1, min(i, LONGEST) + 1):
                for spelling, cost in table.get(russian[i - size : i], ()):
                    if latin.startswith(spelling, j - len(spelling)) and len(spelling) <= j:
                        best = min(best, costs[i - size][j - len(spelling)] + cost)
            costs[i][j] = best
    return min([costs[-1][width], *(costs[at][width] + ENDING for at in _stems(russian))])


@cache
def spellings() -> dict[str, tuple[tuple[str, float], ...]]:
    """Return the Latin spellings of Russian letters and groups of them, with their costs.

    >>> spellings()["кв"]
    (('qu', 0.0), ('kv', 0.0), ('kw', 0.0), ('cu', 0.25), ('cw', 0.25))
    """
    table: dict[str, tuple[tuple[str, float], ...]] = {}
    for russian, *columns in rows("transcription.tsv", "letopis.bilingual"):
        usual, rare = ([_plain(one) for one in column.split()] for column in (*columns, "", "")[:2])
        table[russian] = tuple((one, 0.0) for one in usual) + tuple((one, RARE) for one in rare)
    return table


LONGEST = 5
"""Letters of the longest group in the table."""


def _stems(russian: str) -> list[int]:
    """Return where the word would end without a case ending."""
    return [at for at in range(max(3, len(russian) - 3), len(russian)) if _ENDINGS.fullmatch(russian[at:])]


def _missing(russian: str, place: int) -> float:
    letter = russian[place]
    if letter in _SOFT or (place and russian[place - 1] == letter):
        return 0.0
    if letter in _VOWELS or letter == "й":
        return VOWEL
    return LETTER if place else FIRST


def _left_out(latin: str, place: int) -> float:
    letter = latin[place]
    if place and latin[place - 1] == letter:
        return 0.0
    last = place >= len(latin) - 2
    if letter in _DEAF and (last or letter in "he'-u"):
        return SILENT * _DEAF[letter]
    if letter in _VOWELS:
        return VOWEL
    return LETTER if place else FIRST


def _instead(russian: str, latin: str) -> float:
    if russian in _VOWELS and latin in _VOWELS:
        return LIKE_VOWELS
    if any(russian in group and latin in group for group in _CLASSES):
        return LIKE_CONSONANTS
    return OTHERS


def _plain(word: str) -> str:
    """Return a Latin word in small letters without marks above and below them."""
    small = word.lower().replace("’", "'").replace("ł", "l").replace("ø", "o").replace("ı", "i").replace("ß", "ss")
    return "".join(sign for sign in unicodedata.normalize("NFD", small) if not unicodedata.combining(sign))
