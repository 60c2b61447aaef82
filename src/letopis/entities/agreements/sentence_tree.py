"""A sentence as its readers see it: units, which of them are titles, and the tree over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from letopis.entities.agreements.chain import at
from letopis.entities.agreements.predicates import NOUNS, VERBS, Predicate
from letopis.entities.agreements.tree import ROOT, UnitTree
from letopis.entities.agreements.units import Unit

DEEPEST = 12
"""Arcs that are followed in one direction."""


@dataclass(frozen=True)
class SentenceTree:
    """Units with their tree; ``inside`` marks those of agreement titles."""

    units: Sequence[Unit]
    inside: Sequence[bool]
    tree: UnitTree

    def under(self, place: int, *relations: str) -> list[int]:
        """Return the units outside titles that hang on one by some relations."""
        return [one for one in self.tree.under(place, *relations) if not self.inside[one]]

    def above(self, place: int) -> int:
        """Return what a unit hangs on, or :data:`ROOT`."""
        return self.tree.heads[place]

    def relation(self, place: int) -> str:
        """Return the relation of a unit to what it hangs on."""
        return self.tree.relation(place)

    def verbal(self, place: int) -> bool:
        """Return whether a unit is a verb, a participle or a gerund."""
        return self.units[place].verb or self.units[place].participle

    def preposition(self, place: int, first: int = ROOT) -> str:
        """Return the preposition of a noun; ``first`` is where its phrase begins, if that is known."""
        for one in self.tree.under(place, "case"):
            if one < place and not self.units[one].label:
                return self.units[one].lower
        before = at(self.units, (place if first == ROOT else first) - 1)
        return before.lower if before.pos == "PREP" else ""

    def bare(self, places: Sequence[int], *cases: str) -> list[int]:
        """Return those of some nouns that stand in a case without a preposition."""
        return [one for one in places if self.units[one].cases() & set(cases) and not self.preposition(one)]

    def predicate(self, place: int) -> Predicate | None:
        """Return what a unit says of an agreement, as a verb or as a noun."""
        unit = self.units[place]
        if unit.label or not unit.readings or self.inside[place]:
            return None
        table = VERBS if self.verbal(place) else NOUNS
        lemmas = (lemma.rpartition("-")[2] for lemma in unit.lemmas())  # ``государство-участник``
        return next((table[lemma] for lemma in lemmas if lemma in table), None)
