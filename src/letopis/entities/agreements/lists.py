"""Rules of a title: coordination, ``о дружбе и сотрудничестве``, ``и о границе``."""

from __future__ import annotations

from collections.abc import Sequence

from letopis.entities.agreements import values
from letopis.entities.agreements.chain import LONG, Chain, at, names_between, speaks_from_outside
from letopis.entities.agreements.phrases import noun_phrase
from letopis.entities.agreements.units import AND, Unit

_NEXT_HEADS = values.HEADS - values.NAMING - {"мир", "перемирие", "акт"}
"""Heads that after ``и`` begin the next instrument: ``Договор о дружбе и Протокол о границе``."""


def coordination(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``о дружбе [и сотрудничестве]``, ``[и о границе]``, ``между Данией [и Швецией]``, ``[а также …]``."""
    place = chain.end + (at(units, chain.end).text == ",")
    place += at(units, place).lower == "а" and at(units, place + 1).lower == "также"
    if at(units, place).lower in AND | {"также"}:
        return _conjunct(units, chain, place + 1, open_list=False)
    return _conjunct(units, chain, place, open_list=True) if place > chain.end else None


def synonym_in_brackets(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``о передаче [(экстрадиции)] преступников``: common nouns in brackets, in the case of the noun before them."""
    if at(units, chain.end).text != "(" or "subject" not in chain.traits or not chain.cases:
        return None
    phrase = noun_phrase(units, chain.end + 1, chain.cases)
    if phrase is None or at(units, phrase.end).text != ")":
        return None
    inside = units[chain.end + 1 : phrase.end]
    if any(unit.label or not unit.text[:1].islower() or speaks_from_outside(unit) for unit in inside):
        return None
    return chain.grown(phrase.end + 1, "brackets", cases=phrase.cases, noun=phrase.noun)


def _conjunct(units: Sequence[Unit], chain: Chain, place: int, *, open_list: bool) -> Chain | None:
    unit = at(units, place)
    word = LONG.get(unit.lower, unit.lower)
    again = word in chain.used or (word in values.SPATIAL and bool(chain.used & values.SPATIAL))
    cases, used = chain.cases, unit.lower if again else ""
    if used:
        cases, place = frozenset(values.TITLE_PREPOSITIONS.get(used, {"ablt"})), place + 1
    phrase = noun_phrase(units, place, cases)
    if phrase is None or (units[phrase.noun].head in _NEXT_HEADS and not used):
        return None
    if units[phrase.noun].lemmas() & values.QUANTIFIERS and not units[phrase.noun].label:
        return None
    named = names_between(units, place, phrase.end) if _adds_sides(units, chain) else ()
    return chain.grown(
        phrase.end, "coordinated", cases=chain.cases if not used else phrase.cases, noun=phrase.noun,
        sides=(*chain.sides, *named), open_list=open_list,
    )  # fmt: skip


def _adds_sides(units: Sequence[Unit], chain: Chain) -> bool:
    if "formula" in chain.traits:
        return True
    return bool(chain.sides) and chain.sides[-1] >= chain.end - 6 and bool(units[chain.end - 1].label)
