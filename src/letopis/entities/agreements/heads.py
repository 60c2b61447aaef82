"""What stands before the head: adjectives that agree with it, and words that only count it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from letopis.dictionary import CACHED_FORMS, PROPER, known_parses, parses
from letopis.entities.agreements import values
from letopis.entities.agreements.phrases import agree
from letopis.entities.agreements.units import AND, Unit, UnitReading

MOST_MODIFIERS = 20
"""Units before the head that can be its modifiers."""

_MODIFIERS = frozenset({"ADJF", "PRTF"})
_POSSESSIVE = re.compile("[А-ЯЁ][а-яё]+[ое]в(?:а|у|ым|ом)?$")

_BRACKETED = ("(", "DATE", ")")

_ENDINGS = ("", "а", "я", "ь", "о", "е", "и", "ы", "ия", "й")


def first_modifier(units: Sequence[Unit], head: int) -> int:
    """Return the place of the first modifier of a head, or the head's own.

    Demonstratives, participles and epithets at the left edge stay outside: ``этот новый [Союзный договор]``.
    """
    place = head
    while place > max(0, head - MOST_MODIFIERS):
        before = units[place - 1]
        if modifies(before, units[head]):
            place -= 1
        elif _dated_modifier(units, place, head):
            place -= len(_BRACKETED) + 1
        elif place < head and _joint(units, place - 1, head):
            place -= 1 if units[place - 2].text == ")" else 2
        else:
            break
    while place < head and _stays_outside(units[place]):
        place += 1
    return place


def _dated_modifier(units: Sequence[Unit], place: int, head: int) -> bool:
    """``Портсмутский [(1905)] и Бухарестский [(1913)] договоры``: a year in brackets behind a modifier."""
    first = place - len(_BRACKETED)
    if first < 1 or tuple(unit.label or unit.text for unit in units[first:place]) != _BRACKETED:
        return False
    return modifies(units[first - 1], units[head])


def possessive(unit: Unit, head: Unit) -> bool:
    """Return whether a man's name makes a peace's: ``[Каллиев] мир``, ``по [Никиеву] миру``."""
    return unit.capital and head.head == "мир" and _POSSESSIVE.match(unit.text) is not None


def modifies(unit: Unit, head: Unit) -> bool:
    """Return whether a unit is an adjective in the case, number and gender of the head (``2-й`` counts)."""
    if possessive(unit, head):
        return True
    nouns = [reading for reading in head.readings if reading.pos == "NOUN"]
    return any(_fits(reading, noun) for reading in unit.readings if reading.pos in _MODIFIERS for noun in nouns)


def _fits(adjective: UnitReading, noun: UnitReading) -> bool:
    """Agree; several singular adjectives may share one plural head (``Киотский и Монреальский протоколы``)."""
    shared = adjective.number == "sing" and noun.number == "plur" and adjective.case == noun.case
    return agree(adjective, noun) or shared


def _joint(units: Sequence[Unit], place: int, head: int) -> bool:
    """``пятый и шестой протоколы``: ``и`` or a comma between two modifiers."""
    joins = units[place].lower in AND or units[place].text == ","
    return joins and place > 0 and (modifies(units[place - 1], units[head]) or _dated_modifier(units, place, head))


def _stays_outside(unit: Unit) -> bool:
    if unit.lower in AND or unit.text == ",":
        return True
    lemmas = unit.lemmas()
    if unit.first and lemmas & values.OPENING_EPITHETS:
        return False
    counting = unit.text.isalpha() and any(parse.grammemes & {"Apro", "Anum"} for parse in parses(unit.text))
    outside = counting or unit.pos == "PRTF" or bool(lemmas & (values.EPITHETS | values.NEVER_TITLE))
    return outside and (unit.first or not unit.text[:1].isupper() or unit.participle)


@lru_cache(maxsize=CACHED_FORMS)
def place_adjective(lemma: str) -> bool:
    """Return whether an adjective is made of a place or of two nations: ``женевский``, ``испано-алжирский``.

    The dictionary decides by the noun behind it; an adjective that it cannot explain is taken for a place's.

    >>> place_adjective("версальский"), place_adjective("русско-шведский"), place_adjective("агентский")
    (True, True, False)
    """
    if not lemma.endswith(("ский", "цкий")) or lemma.endswith("ческий") or lemma in values.COMMON_SKIJ:
        return False
    stem = lemma[:-4]
    found = [parse for ending in _ENDINGS for parse in known_parses(stem + ending) if parse.pos == "NOUN"]
    return any(parse.grammemes & PROPER for parse in found) or not found


def names_instrument(units: Sequence[Unit], first: int, head: int) -> bool:
    """Return whether a modifier names it: ``Версальский``, ``Союзный`` in mid-sentence, ``русско-шведский``."""
    for unit in units[first:head]:
        if unit.capital and unit.adjective and not unit.text.isupper():
            return True
        lemmas = unit.lemmas(_MODIFIERS)
        if any(place_adjective(lemma) and (unit.text[:1].isupper() or "-" in lemma) for lemma in lemmas):
            return True
    return False
