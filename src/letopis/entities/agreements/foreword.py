"""What the words before a title say of it: that it is a draft or talked about, that it is signed or in force."""

from __future__ import annotations

from collections.abc import Sequence

from letopis.entities.agreements import values
from letopis.entities.agreements.chain import at
from letopis.entities.agreements.find import Agreement
from letopis.entities.agreements.phrases import fits
from letopis.entities.agreements.stages import stage
from letopis.entities.agreements.units import Unit


def drafted(units: Sequence[Unit], agreement: Agreement) -> bool:
    """Return whether a text speaks of a draft or of talks: ``проект [договора]``, ``переговоры с США о [договоре]``.

    So it does of an idea, of work on it, and of what is to come: ``работа над [договором]``, ``будущий [договор]``.
    """
    before = at(units, agreement.first - 1)
    if before.lower in {"о", "об", "по", "над"}:
        talks = values.TALKS | ({"работа"} if before.lower == "над" else frozenset())
        near = range(agreement.first - 2, max(-1, agreement.first - 6), -1)
        stop = next((units[place] for place in near if units[place].verb or units[place].lemmas() & talks), None)
        return stop is not None and not stop.verb
    words = values.YET_TO_COME if before.adjective else values.DRAFTS
    return bool(before.lemmas() & words) and not before.label


def modified(units: Sequence[Unit], agreement: Agreement) -> str:
    """Name the stage that a participle before a title states: ``[действующий] договор``, ``в [подписанном] договоре``.

    So does one before what an agreement holds: ``[действующих] положений Договора``.
    """
    noun, before = agreement.noun(units), agreement.first - 1
    held = at(units, before)
    carried = not held.adjective and held.noun and bool(held.lemmas() & values.CARRIERS) and "gent" in noun.cases()
    for place in range(before - carried, max(-1, agreement.first - 12), -1):
        unit = units[place]
        if unit.verb or unit.text in {",", ";", ":", "(", ")"} or at(units, place - 1).lower == "не":
            break
        if unit.adjective and fits(unit, held if carried else noun):
            if unit.lemmas() & {"действующий", "действовать"}:
                return "in_force"
            if unit.participle and not carried:
                return stage(units, place)
    return ""
