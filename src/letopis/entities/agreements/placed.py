"""Whether a town behind a bare head names it, ``условия договора [в Яссах]``, or says where somebody did something."""

from __future__ import annotations

from collections.abc import Sequence

from letopis.dictionary import FUNCTION_WORDS, grammemes
from letopis.entities.agreements import values
from letopis.entities.agreements.chain import at
from letopis.entities.agreements.heads import modifies
from letopis.entities.agreements.predicates import VERBS
from letopis.entities.agreements.units import AND, MARKS, Unit

_AFTER = frozenset({"после", "до", "вслед", "благодаря", "вопреки", "согласно", "накануне"})
"""Prepositions that want the instrument itself: ``[после] договора в Яссах``."""


def named_there(units: Sequence[Unit], head: int, end: int, *, peace: bool) -> bool:
    """Return whether the town before ``end`` names the head: the head begins a clause, or nothing there can be done.

    ``Договор в Яссах открыл море``, ``условия договора в Яссах``, ``помнил о договоре в Яссах``, ``сравнил договор в
    Яссах и договор в Риге``; not ``обсудили договор в Яссах``. ``Мир в Яссах`` has to be signed, to be gone by, or
    to give and take: ``Мир в Яссах закрепил границу``.
    """
    first = head
    while first and modifies(units[first - 1], units[head]):
        first -= 1
        if "Apro" in grammemes(units[first].text):  # ``о [том] договоре в Риме молчат``
            return False
    if _joined(units, first, end):
        return True
    before = at(units, first - 1)
    if peace:
        behind = [unit for unit in units[end : end + 3] if not unit.label]
        signed = any(unit.lemmas() & (values.SIGNING | values.IMPOSING) for unit in behind)
        signed = signed or any(unit.verb and unit.lemmas() & values.TERMS_OF_PEACE for unit in behind)
        begins = all(unit.pos == "PREP" for unit in units[:first])
        return (begins and signed) or before.lower == "согласно" or (begins and before.lower == "по")
    if all(unit.pos == "PREP" for unit in units[:first]):
        return True
    clause = _clause_before(units, first)
    if any(unit.lemmas() & (values.SIGNING | values.EVENT_OF_SIGNING) for unit in clause):
        return False
    links = FUNCTION_WORDS | {"ADVB"} if clause and clause[0].pos == "CONJ" else FUNCTION_WORDS
    if all(unit.pos in links for unit in clause) or before.lower in _AFTER:
        return True
    if any(VERBS[lemma].bound for lemma in before.lemmas() if lemma in VERBS):
        return True  # ``нарушил [договор] в Фонтенбло``
    if before.lower in {"о", "об"}:
        told = at(units, end).text == "," and at(units, end + 1).participle
        return told or any(unit.lemmas() & values.REMEMBERING for unit in clause if not unit.label)
    if before.lower == "по":
        talk = at(units, first - 2)
        return talk.verb or bool(talk.label) or bool(talk.lemmas() & values.CARRIERS)
    return "gent" in units[head].cases() and bool(before.lemmas() & (values.CARRIERS | values.ARTICLES))


def _joined(units: Sequence[Unit], first: int, end: int) -> bool:
    """``[договор в Айгуне и] договор в Нанкине``, each with its town."""
    if at(units, first - 1).lower in AND:
        return _in_town(units, first - 4)
    other = end + 1
    while at(units, other).adjective and not units[other].label:
        other += 1
    return at(units, end).lower in AND and _in_town(units, other)


def _in_town(units: Sequence[Unit], head: int) -> bool:
    towards = at(units, head + 1).lower in {"в", "во"}
    return bool(at(units, head).head) and towards and at(units, head + 2).label == "GPE"


def _clause_before(units: Sequence[Unit], place: int) -> list[Unit]:
    start = place
    while start > 0 and units[start - 1].text not in MARKS:
        start -= 1
    return list(units[start:place])
