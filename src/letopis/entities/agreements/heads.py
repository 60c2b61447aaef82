"""What stands before the head: adjectives that agree with it, and words that only count it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from letopis.dictionary import CACHED_FORMS, PROPER, known_parses, parses
from letopis.entities.agreements import values
from letopis.entities.agreements.phrases import agree
from letopis.entities.agreements.units import AND, Unit, UnitReading

MOST_MODIFIERS = 20
"""Units before the head that can be its modifiers."""

_MODIFIERS = frozenset({"ADJF", "PRTF"})
_POSSESSIVE = {
    "ов": {"nomn", "accs"}, "ев": {"nomn", "accs"}, "ова": {"gent"}, "ева": {"gent"}, "ову": {"datv"}, "еву": {"datv"},
    "овым": {"ablt"}, "евым": {"ablt"}, "овом": {"loct"}, "евом": {"loct"},
}  # fmt: skip
"""Endings of adjectives made of a man's name, with the case of each in the singular masculine."""

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
    while place < head and (units[place].lower in AND or units[place].text == ","):
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
    ending = next((ending for ending in _POSSESSIVE if unit.text.endswith(ending)), "") if head.head == "мир" else ""
    return unit.capital and bool(ending) and bool(head.cases() & _POSSESSIVE[ending])


def modifies(unit: Unit, head: Unit) -> bool:
    """Return whether a unit is an adjective in the case, number and gender of the head (``II``, ``2-й`` count)."""
    if possessive(unit, head):
        return True
    if unit.label:
        return False
    if unit.text and all(letter in "IVXХ" for letter in unit.text):
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
    if unit.capital and not unit.participle:
        return False
    lemmas = unit.lemmas()
    pronoun = any("Apro" in parse.grammemes for parse in parses(unit.text)) if unit.text.isalpha() else False
    outside = pronoun or unit.pos == "PRTF" or bool(lemmas & (values.EPITHETS | values.NEVER_TITLE)) or _ordinal(unit)
    if unit.first and lemmas & values.OPENING_EPITHETS:
        return False
    return outside and (unit.first or not unit.text[:1].isupper() or unit.participle)


def _ordinal(unit: Unit) -> bool:
    return unit.text.isalpha() and any("Anum" in parse.grammemes for parse in parses(unit.text))


@lru_cache(maxsize=CACHED_FORMS)
def place_adjective(lemma: str) -> bool:
    """Return whether an adjective is made of a place or of two nations: ``женевский``, ``испано-алжирский``.

    The dictionary decides by the noun behind it; an adjective that it cannot explain is taken for a place's.

    >>> place_adjective("версальский"), place_adjective("русско-шведский"), place_adjective("агентский")
    (True, True, False)
    """
    if "-" in lemma:
        first, _, last = lemma.partition("-")
        nation = first in values.NATION_PREFIXES or first.endswith(("ско", "цко"))
        return last.endswith(("ский", "цкий")) and (
            nation
            or (place_adjective(lemma.replace("-", "")) and any("Geox" in parse.grammemes for parse in parses(first)))
        )
    if lemma in values.PLACE_ADJECTIVES:
        return True
    if not lemma.endswith(("ский", "цкий")) or lemma.endswith("ческий") or lemma in values.COMMON_SKIJ:
        return False
    stem = lemma[:-4]
    found = [parse for ending in _ENDINGS for parse in known_parses(stem + ending) if parse.pos == "NOUN"]
    return any(parse.grammemes & PROPER for parse in found) or not found


def names_instrument(units: Sequence[Unit], first: int, head: int) -> bool:
    """Return whether a modifier names an instrument: ``Версальский``, ``Союзный`` in mid-sentence, ``русско-шведский``.

    Two capitals show a place at a sentence's start too: ``Брест-Литовский``.
    """
    for unit in units[first:head]:
        if unit.capital and unit.adjective and not unit.text.isupper():
            return True
        lemmas = unit.lemmas(_MODIFIERS)
        parts = unit.text.split("-")
        if len(parts) > 1 and unit.adjective and all(part[:1].isupper() for part in parts):
            return True
        if any(place_adjective(lemma) and (unit.text[:1].isupper() or "-" in lemma) for lemma in lemmas):
            return True
    return False
