"""Names of syllables, which no dictionary has: Chinese, Korean and Vietnamese ones."""

from __future__ import annotations

import re
from functools import lru_cache

from letopis.dictionary import known_parses

_ONE = r"[бвгджзйклмнпрстфхцчшщъь]*[аеёиоуыэюя]{1,2}(?:нь|нг|[гйклмнпрт])?"
_SYLLABLE = re.compile(_ONE)
_TWO_SYLLABLES = re.compile(rf"(?:{_ONE}){{2}}(?:[аяую]|[ое]м)?")

SYLLABLE_LETTERS = 5
"""Letters of the longest syllable in a Chinese, Korean or Vietnamese name; counts of such words tell nothing."""


def is_syllable(form: str) -> bool:
    """Return whether a part may be a syllable of a Chinese, Korean or Vietnamese name, which no dictionary has.

    >>> is_syllable("Мён"), is_syllable("Сяопин"), is_syllable("Зоя")
    (True, False, False)
    """
    lower = form.lower()
    return len(lower) <= SYLLABLE_LETTERS and _SYLLABLE.fullmatch(lower) is not None and not _is_womans(lower)


def is_two_syllables(form: str) -> bool:
    """Return whether a part may be two such syllables, with an ending: ``Цзиньпина``, ``Эньлай``."""
    return _TWO_SYLLABLES.fullmatch(form.lower()) is not None


def is_short(name: str) -> bool:
    """Return whether a name is a syllable or as short as one."""
    return len(name) < SYLLABLE_LETTERS or (len(name) == SYLLABLE_LETTERS and is_syllable(name))


@lru_cache(maxsize=50_000)
def _is_womans(lower: str) -> bool:
    """Return whether a word is a woman's given name, and not as one calls her: ``Ир``, ``Ян`` are syllables."""
    readings = (parse.grammemes for parse in known_parses(lower))
    return any({"Name", "femn", "sing"} <= tags and "voct" not in tags for tags in readings)
