"""The tree of a sentence over its units: what each word, mark or name hangs on, and how."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from letopis.entities.agreements.units import Unit
from letopis.sentences.columns import sentence_bounds, token_bounds
from letopis.trees.component import arcs_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

ROOT = -1
"""The head of a root."""


class UnitTree:
    """Heads and relations of the units of a passage: ``heads[place]`` is a place, or :data:`ROOT`."""

    def __init__(self, heads: Sequence[int], relations: Sequence[str]) -> None:
        self.heads, self.relations = heads, relations

    @cached_property
    def children(self) -> list[list[int]]:
        """Return the units that hang on each unit, in order."""
        found: list[list[int]] = [[] for _ in self.heads]
        for place, head in enumerate(self.heads):
            if head != ROOT:
                found[head].append(place)
        return found

    def under(self, place: int, *relations: str) -> list[int]:
        """Return the units on one that have some relation to it; ``obl`` takes ``obl:agent`` too."""
        return [
            one
            for one in self.children[place]
            if self.relations[one] in relations or self.relations[one].partition(":")[0] in relations
        ]

    def relation(self, place: int) -> str:
        """Return the relation of a unit without its subtype."""
        return self.relations[place].partition(":")[0]


def trees_of(doc: Doc, passages: Sequence[Sequence[Unit]]) -> list[UnitTree] | None:
    """Parse the sentences that some units stand in; None where there is no parser, or nothing for it to read.

    The sentences are parsed together, and the ``Doc`` stays as it was.
    """
    starts, _ = token_bounds(doc)
    bounds = sentence_bounds(doc)
    firsts = [first for first, _ in bounds]
    wanted: list[list[int]] = [
        sorted({bisect_right(firsts, bisect_right(starts, unit.start) - 1) - 1 for unit in units}) for units in passages
    ]
    needed = sorted({place for some in wanted for place in some})
    arcs = arcs_of(doc, [bounds[place] for place in needed])
    if arcs is None:
        return None
    heads: dict[int, tuple[int, str]] = {}
    for place, tree in zip(needed, arcs, strict=True):
        first = bounds[place][0]
        heads |= {
            first + step: (first + arc.head - 1 if arc.head else ROOT, arc.relation) for step, arc in enumerate(tree)
        }
    return [_over_units(units, starts, heads) for units in passages]


def _over_units(units: Sequence[Unit], starts: Sequence[int], heads: dict[int, tuple[int, str]]) -> UnitTree:
    """Lead the arcs of tokens over to units; a name hangs as its top token does."""
    holder: dict[int, int] = {}
    tokens: list[range] = []
    for place, unit in enumerate(units):
        held = range(bisect_right(starts, unit.start) - 1, bisect_right(starts, unit.end - 1))
        tokens.append(held)
        holder.update(dict.fromkeys(held, place))
    found, relations = [], []
    for held in tokens:
        top = next((heads[token] for token in held if token in heads and heads[token][0] not in held), (ROOT, "dep"))
        found.append(holder.get(top[0], ROOT))
        relations.append(top[1])
    return UnitTree(found, relations)
