"""Russian in Latin letters: BGN/PCGN 1947 without diacritics, and sound skeletons that find names again.

BGN/PCGN is the romanisation of the United States Board on Geographic Names and the Permanent Committee on
Geographical Names. ``е`` is ``ye`` at the start of a word, after vowels, ``й``, ``ъ`` and ``ь``; ``ё`` is written as
``е``, soft and hard signs are left out, and so are the diacritics and middle dots.
"""

from __future__ import annotations

import re
from functools import lru_cache

from letopis.russian.tables import rows

_LETTERS, _RUSSIAN_SOUNDS, _GROUP_SOUNDS, _ENGLISH_SOUNDS = (
    dict(pair.split(":") for pair in pairs.split()) for _, pairs in rows("letters.tsv", __package__)
)
_VOWELS = "аеёиоуыэюяйъь"

_GROUPS = re.compile("|".join(sorted(_GROUP_SOUNDS, key=len, reverse=True)))
LONGEST_SKELETON = 4
"""Sounds compared; endings differ more often than beginnings."""


def transliterate(text: str) -> str:
    """Write Russian in Latin letters by BGN/PCGN without diacritics; other characters stay.

    >>> transliterate("Жогорку Кенеш, Атамбаев, Эгемберды, Щёлково")
    'Zhogorku Kenesh, Atambayev, Egemberdy, Shchelkovo'
    """
    return re.sub(r"[А-Яа-яЁё]+", lambda match: _word(match.group()), text)


def _word(word: str) -> str:
    parts: list[str] = []
    small = word.lower()
    for index, letter in enumerate(small):
        latin = _LETTERS["е" if letter == "ё" else letter].replace("_", "")
        if letter in "её" and (index == 0 or small[index - 1] in _VOWELS):
            latin = "ye"
        if word[index].isupper() and latin:
            whole = len(word) > 1 and word.isupper()
            latin = latin.upper() if whole else latin[0].upper() + latin[1:]
        parts.append(latin)
    return "".join(parts)


@lru_cache(maxsize=100_000)
def russian_skeleton(word: str) -> str:
    """Return the sounds of a Russian word: consonants in classes, one sign for a vowel at its start.

    >>> russian_skeleton("Атамбаев"), russian_skeleton("революция")
    ('ATMBV', 'RVLS')
    """
    word = word.lower().replace("ё", "е").replace("дж", "ж")
    return _squeezed("".join(_RUSSIAN_SOUNDS.get(letter, "-") for letter in word))


@lru_cache(maxsize=100_000)
def english_skeletons(word: str) -> tuple[str, ...]:
    """Return the ways an English word may sound, in the classes of :func:`russian_skeleton`.

    >>> english_skeletons("Atambayev"), english_skeletons("George")
    (('ATMBV',), ('GRG', 'JRJ'))
    """
    word = re.sub(r"^y(?=[aeou])", "a", word.lower())
    plain = _english_sounds(word)
    found = [plain]
    if re.search(r"g[eiy]", word):
        found.append(_english_sounds(re.sub(r"g(?=[eiy])", "j", word)))
    if "w" in word:
        found.append(_english_sounds(word.replace("w", "u")))
    return tuple(dict.fromkeys(found))


def _english_sounds(word: str) -> str:
    grouped = _GROUPS.sub(lambda match: _GROUP_SOUNDS[match.group()], word)
    return _squeezed("".join(s if s.isupper() else _ENGLISH_SOUNDS.get(s, "-") for s in grouped))


def _squeezed(sounds: str) -> str:
    """Drop vowels but the first, and doubled sounds."""
    first = sounds[:1]
    rest = re.sub(r"[A-]", "", sounds[1:]) if first else ""
    return re.sub(r"(.)\1+", r"\1", first + rest)
