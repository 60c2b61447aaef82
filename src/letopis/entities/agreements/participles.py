"""Words that are a short participle or a verb of what is to come, as their subject tells: ``расторгнут``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from letopis.dictionary import ANY_CASE

if TYPE_CHECKING:
    from letopis.entities.agreements.units import Unit

NEAREST_SUBJECT = 12
"""Units before a verb among which its subject is looked for."""

_AND = frozenset({"и", "или"})


def settled(units: list[Unit]) -> list[Unit]:
    """Return units in which each such word has one part of speech first.

    ``Договор [расторгнут]`` is done, ``Стороны [расторгнут] договор``, ``Чехия и Польша [расторгнут] …`` are to come.
    """
    for place, unit in enumerate(units):
        if unit.text.endswith("нут") and unit.pos in {"VERB", "PRTS"}:
            wanted = "VERB" if _has_several_before(units, place) else "PRTS"
            units[place] = replace(unit, readings=tuple(sorted(unit.readings, key=lambda one: one.pos != wanted)))
    return units


def _has_several_before(units: Sequence[Unit], verb: int) -> bool:
    """Return whether the noun in the nominative before a verb is a plural, or joined to another by ``и``.

    A name that does not decline leaves it to a head before it: ``Договор между Данией и [США] расторгнут``.
    """
    near = range(verb - 1, max(-1, verb - NEAREST_SUBJECT), -1)
    subjects = [place for place in near if units[place].noun and "nomn" in units[place].cases()]
    headed = next((place for place in subjects if units[place].head), -1)
    subject = next((place for place in subjects if headed < 0 or units[place].cases() != ANY_CASE), headed)
    if subject < 0:
        return False
    plural = any(one.case == "nomn" and one.number == "plur" for one in units[subject].readings)
    return plural or (subject > 1 and units[subject - 1].lower in _AND and units[subject - 2].noun)
