"""Verbs of signing, and sentences that stop before their object."""

from __future__ import annotations

from collections.abc import Sequence

from letopis.entities.agreements import values
from letopis.entities.agreements.units import Unit


def signs(units: Sequence[Unit], place: int) -> bool:
    """Tell whether a unit is a verb of signing or joining, or ``открыт для подписания``, ``поставили подписи под``."""
    unit = units[place]
    if unit.label or not unit.readings:
        return False
    lemmas = unit.lemmas()
    if lemmas & {"подпись"} and units[min(place + 1, len(units) - 1)].lower == "под":
        return True
    if "подпись" in lemmas and place and units[place - 1].lemmas() & {"поставить", "ставить"}:
        return any(other.lower == "под" for other in units[max(0, place - 6) : place])
    if "открыть" in lemmas:
        return [other.lower for other in units[place + 1 : place + 3]] == ["для", "подписания"]
    if lemmas & values.LEAVING:
        return unit.verb and units[min(place + 1, len(units) - 1)].lower == "из"
    verbal = unit.verb or unit.participle
    return verbal and bool(lemmas & (values.SIGNING | values.JOINING))


def waits_for_object(units: Sequence[Unit]) -> bool:
    """Tell whether a stretch ends in a date and has a verb or noun of signing whose object is yet to come.

    A splitter may take the stop of ``17 июня 1925 г.`` in ``подписали 17 июня 1925 г. Женевский протокол`` for
    the end of the sentence.
    """
    if not units or units[-1].label != "DATE" or not units[-1].text.endswith("."):
        return False
    for place in range(len(units) - 1, max(-1, len(units) - 25), -1):
        if units[place].head or units[place].text in {";", ":"}:
            return False
        if signs(units, place) or units[place].lemmas() & values.EVENT_OF_SIGNING:
            return True
    return False


def opens_with_head(units: Sequence[Unit]) -> bool:
    """Tell whether a stretch begins with an instrument: ``Женевский протокол …``, ``Договор о …``."""
    for unit in units[:4]:
        if unit.head:
            return True
        if not unit.adjective:
            return False
    return False
