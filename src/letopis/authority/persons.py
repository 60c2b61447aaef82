"""Names of persons in the nominative: which word is the surname, how they are compared, how an index prints them."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from letopis.authority.spelling import is_cyrillic, same_word
from letopis.bilingual.names import same_initial
from letopis.russian.names import is_patronymic
from letopis.russian.tables import CHILDREN, FATHERS, PARTICLES

_ONE_INITIAL = r"[^\W\d_]{1,2}\.(?:-[^\W\d_]{1,2}\.)*"
_PARTS = re.compile(rf"{_ONE_INITIAL}(?=[\s,]|[^\W\d_]|$)|[^\s.,]+")
_INITIAL = re.compile(_ONE_INITIAL)
_LATIN_PATRONYMIC = re.compile(r"(?:[oe]vich|[oe]vna|ichna|inichna|yevna)$", re.IGNORECASE)
_NUMERAL = re.compile("[IVXLC]+")


class PersonParts(NamedTuple):
    """A person's name taken apart: the surname, then first name and patronymic, or their initials (``А.``)."""

    surname: str
    given: tuple[str, ...] = ()


class Likeness(IntEnum):
    """How well two names agree; what contradicts is ``NONE``."""

    NONE = 0
    SURNAME = 1
    INITIALS = 2
    FULL = 3


@lru_cache(maxsize=200_000)
def person_parts(name: str) -> tuple[PersonParts, ...]:
    """Return how a name can be taken apart, the likeliest first; two words without a mark stand in either order.

    >>> person_parts("Акаев, Аскар Акаевич"), person_parts("А.А. Акаев")
    ((PersonParts(surname='Акаев', given=('Аскар', 'Акаевич')),), (PersonParts(surname='Акаев', given=('А.', 'А.')),))
    >>> [parts.surname for parts in person_parts("Роза Отунбаева")]
    ['Отунбаева', 'Роза']
    """
    surname, comma, rest = name.partition(",")
    if comma and rest.strip():
        return (PersonParts(surname.strip(), tuple(_PARTS.findall(rest))),)
    parts = _PARTS.findall(name)
    words = [part for part in parts if not _INITIAL.fullmatch(part)]
    if not words:
        return ()
    if len(words) == 1:
        return (PersonParts(words[0], tuple(part for part in parts if part is not words[0])),)
    return tuple(_in_order(parts, words))


def _in_order(parts: list[str], words: list[str]) -> list[PersonParts]:
    places = [len(parts) - 1, 0]
    if _INITIAL.fullmatch(parts[-1]):  # Акаев А. А.
        places = [0]
    elif any(_INITIAL.fullmatch(part) for part in parts):
        places = [len(parts) - 1]
    elif _is_patronymic(words[-1]):
        places = [0] if len(words) > 2 else []
    elif len(words) > 2 or _NUMERAL.fullmatch(words[-1]):
        places = [len(parts) - 1]
    return [PersonParts(parts[place], (*parts[:place], *parts[place + 1 :])) for place in places]


def compare_persons(one: str, other: str) -> Likeness:
    """Return how well two names agree, in the best way to take them apart.

    >>> compare_persons("Аскар Акаев", "Akayev, Askar"), compare_persons("И. Каримов", "Ислам Каримов")
    (<Likeness.FULL: 3>, <Likeness.INITIALS: 2>)
    >>> compare_persons("Гейдар Алиев", "Ильхам Алиев"), compare_persons("Алиев", "Ильхам Алиев")
    (<Likeness.NONE: 0>, <Likeness.SURNAME: 1>)
    """
    if _numeral(one) != _numeral(other):
        return Likeness.NONE
    if same_word(one, other):
        return Likeness.FULL if " " in one else Likeness.SURNAME
    pairs = ((a, b) for a in person_parts(one) for b in person_parts(other))
    return max((_compared(a, b) for a, b in pairs), default=Likeness.NONE)


def _numeral(name: str) -> str:
    """``Николай II`` is another than ``Николай I``."""
    last = name.split()[-1:]
    return last[0] if last and _NUMERAL.fullmatch(last[0]) else ""


def _compared(one: PersonParts, other: PersonParts) -> Likeness:
    if not same_word(one.surname, other.surname):
        return Likeness.NONE
    if not one.given or not other.given:
        return Likeness.SURNAME
    found = [_given(a, b) for a, b in zip(_plain(one.given), _plain(other.given), strict=False)]
    if not found or not all(found):
        return Likeness.NONE
    return found[0]


def _plain(given: tuple[str, ...]) -> list[str]:
    return [word for word in given if word.lower() not in PARTICLES]


def _given(one: str, other: str) -> Likeness:
    short = min(one, other, key=len)
    if not short.endswith("."):
        return Likeness.FULL if same_word(one, other) else Likeness.NONE
    a, b = one[0].upper(), other[0].upper()
    if is_cyrillic(a) == is_cyrillic(b):
        return Likeness.INITIALS if a == b else Likeness.NONE
    russian, latin = (a, b) if is_cyrillic(a) else (b, a)
    return Likeness.INITIALS if same_initial(russian, latin) else Likeness.NONE


def _is_patronymic(word: str) -> bool:
    return is_patronymic(word) if is_cyrillic(word) else _LATIN_PATRONYMIC.search(word) is not None


def index_order(name: str) -> str:
    """Return a person's name as an index prints it: surname, comma, the rest.

    >>> [index_order(name) for name in ("Аскар Акаевич Акаев", "Шарль де Голль", "Николай II", "Низами")]
    ['Акаев, Аскар Акаевич', 'Голль, Шарль де', 'Николай II', 'Низами']
    """
    words = name.split()
    if "," in name or len(words) < 2 or _NUMERAL.fullmatch(words[-1]):
        return name
    if any(word.lower() in FATHERS | CHILDREN for word in words):
        return name  # Мамед Расул оглы, Омар ибн Юсуф: no surname
    readings = person_parts(name)
    if not readings:
        return name
    surname, given = readings[0]
    rest = " ".join(given).replace(". ", ".\u00a0")
    return f"{surname}, {rest}" if rest else name
