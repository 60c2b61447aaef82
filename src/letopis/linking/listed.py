"""What the other names of a list say of a name: all of a list stand in one case."""

from __future__ import annotations

import re
from functools import lru_cache

from letopis.dictionary import ANY_CASE
from letopis.russian.name_types import SURNAMES
from letopis.russian.names import name_readings

LIKELY = 0.35
"""What a reading may lose beside the likeliest and still tell the case of a list."""

_INITIALS = r"(?:[А-ЯЁ][а-яё]?\.[\s-]?){1,3}"
_SURNAME = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)*"
_ONE = rf"(?:{_INITIALS}{_SURNAME}|{_SURNAME}\s{_INITIALS})"
_JOINT = r"(?:,\s(?:и\s|а\sтакже\s)?|\s?(?:и|или)\s)"
EARLIER = re.compile(rf"(?<![^\s(])(?:{_ONE}{_JOINT})+$")
LATER = re.compile(rf"(?:{_JOINT}{_ONE})+")
"""The names of a list before one of it, and behind one."""

_ONE_MORE = re.compile(rf",\s{_ONE}")
_CLOSED = re.compile(r"\s*(?:[.;)\n]|$)")


def others_in_list(before: str, after: str) -> tuple[str, frozenset[str], str] | None:
    """Return what stands before the list that a name with initials is in, cases that others share, and what follows.

    ``None`` where it is in none. A comma and one more name begin a clause, unless the sentence ends there.

    >>> others_in_list("Выступили ", ", Гусев П. И. и Юсупова Г. Р."), others_in_list("от Гусева П. И., ", "")[0]
    (('Выступили ', frozenset({'nomn'}), ''), 'от ')
    """
    earlier, later = EARLIER.search(before), LATER.match(after)
    if later is not None and earlier is None and _ONE_MORE.fullmatch(later.group()):
        later = later if _CLOSED.match(after, later.end()) else None
    if earlier is None and later is None:
        return None
    names = re.findall(_SURNAME, (earlier.group() if earlier else "") + (later.group() if later else ""))
    shared = ANY_CASE.intersection(*(likely_cases(name) for name in names if len(name) > 2))
    rest = after[later.end() :] if later else after
    return before[: earlier.start()] if earlier else before, frozenset(shared or ANY_CASE), rest


@lru_cache(maxsize=50_000)
def likely_cases(name: str) -> frozenset[str]:
    """Return the cases in which a part of a name may stand: in its likely readings, and by a surname's ending.

    >>> sorted(likely_cases("Тарасову")), sorted(likely_cases("Гусев"))
    (['accs', 'datv'], ['nomn'])
    """
    readings = name_readings(name)
    least = max(reading.weight for reading in readings) - LIKELY
    likely = [reading.cases for reading in readings if reading.weight > least]
    by_ending = [reading.cases for kind in SURNAMES for reading in kind.readings(name.lower())]
    return frozenset().union(*likely, *by_ending)


@lru_cache(maxsize=50_000)
def is_nominative(name: str) -> bool:
    """Return whether a man's name is a nominative and nothing else: ``Петров`` in ``Петров и Петрова``.

    >>> is_nominative("Петров"), is_nominative("Петрова")
    (True, False)
    """
    readings = name_readings(name)
    likely = max(reading.weight for reading in readings) - 0.2
    men = [one for one in readings if one.weight > likely and one.gender == "masc"]
    return bool(men) and all(one.cases == {"nomn"} for one in men)
