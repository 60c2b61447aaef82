"""How names decline: types of surnames, first names and patronymics by their endings.

Source of the endings: А. А. Зализняк, «Грамматический словарь русского языка», types of surnames.
"""

from __future__ import annotations

import re
from typing import NamedTuple, TypeAlias

from letopis.russian.tables import rows

LONGER_ENDING = 0.06
"""What each letter of an ending adds to a reading's weight: ``Бернадотом`` is rather Бернадот than itself."""


class NameReading(NamedTuple):
    """One way to read a name: its nominative, gender (``masc``, ``femn``, ``plur`` or ``any``), cases, weight."""

    nominative: str
    gender: str
    cases: frozenset[str]
    weight: float


Endings: TypeAlias = dict[str, tuple[NameReading, ...]]


class NameType(NamedTuple):
    """A type of names: what their stem looks like, and the readings of each ending, with the nominative's ending.

    The endings stand under their last letters, and those of forms that end in no such letter under ``""``.
    """

    stem: re.Pattern[str]
    endings: dict[str, Endings]

    def readings(self, form: str) -> list[NameReading]:
        """Return the readings of a form in small letters as a name of this type; none when it is not one."""
        found: list[NameReading] = []
        for ending, meanings in (self.endings.get(form[-1:]) or self.endings[""]).items():
            if form.endswith(ending) and self.stem.match(stem := form.removesuffix(ending)):
                found += [NameReading(stem + one[0], *one[1:]) for one in meanings]
        return found


def _types(*classes: str) -> tuple[NameType, ...]:
    """Read types: ``а=masc gent accs, femn nomn:а`` is an ending, its genders and cases, a nominative of its own."""
    found: list[NameType] = []
    for kind, stem, nominative, weight, *endings in rows("name_types.tsv"):
        table: Endings = {}
        for ending, _, text in (one.partition("=") for one in endings if kind in classes):
            meanings = []
            for number, part in enumerate(text.split(",")):
                meaning, _, own = part.partition(":")
                gender, *cases = meaning.split()
                likely = float(weight) + LONGER_ENDING * len(ending) - 0.1 * number
                meanings.append(NameReading(own or nominative, gender, frozenset(cases), likely))
            table[ending] = tuple(meanings)
        if kind in classes:
            by_letter = {one[-1:]: {e: table[e] for e in table if e[-1:] in {one[-1:], ""}} for one in ("", *table)}
            found.append(NameType(re.compile(stem), by_letter))
    return tuple(found)


PATRONYMICS = _types("patronymics")
"""The dictionary has one lemma for father's names of sons and daughters; the ending tells them apart."""

SURNAMES = _types("surnames")
"""Surnames by their suffixes alone."""

TYPES = _types("surnames", "types")
"""All others, behind them."""
