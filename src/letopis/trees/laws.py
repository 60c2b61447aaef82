"""What Universal Dependencies forbid: relations that a part of speech or a direction rules out, and trees put right.

The laws are those that level 3 of UD's validator holds trees to (https://github.com/UniversalDependencies/tools).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from letopis.lemmas.analysis import PARTS
from letopis.russian.tables import rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]

_LAWS = list(rows("laws.tsv", __package__))
ONLY = {name: words for kind, name, words in _LAWS if kind == "only"}
"""The parts of speech that a relation can have; ``goeswith`` none, since it wants a feature that no tagger gives."""

LEFT_HEADED = frozenset({"conj", "fixed", "flat", "appos"})
"""Relations whose head stands before the word."""

LEAVES = {name: frozenset(words.split()) for kind, name, words in _LAWS if kind == "leaf"}
"""Relations whose words are leaves, with those that may hang on them all the same."""

NOMINAL = frozenset("nsubj obj iobj obl vocative expl nmod".split())
"""Relations of nouns that are no predicates, so that what hangs on them is ``nmod`` and no ``obl``."""

ONCE = frozenset("nsubj csubj obj root".split())
"""Relations that no second word takes."""

UNSPECIFIED = "dep"
"""UD's relation where no other holds."""


@cache
def base(relation: str) -> str:
    """Return a relation without its subtype.

    >>> base("nsubj:pass")
    'nsubj'
    """
    return relation.partition(":")[0]


def allowed_relations(relations: Sequence[str]) -> tuple[Mask, Mask]:
    """Return what parts of speech allow (parts x relations), and what a head behind the word allows.

    >>> parts, behind = allowed_relations(["punct", "conj", "nsubj"])
    >>> parts[PARTS.index("PUNCT")].tolist(), behind.tolist()
    ([True, False, False], [True, False, True])
    """
    parts = np.array(
        [[base(one) not in ONLY or part in ONLY[base(one)].split() for one in relations] for part in PARTS]
    )
    parts[:, [one == "root" for one in relations]] = False
    parts[PARTS.index("PUNCT"), [one != "punct" for one in relations]] = False
    return parts, np.array([base(one) not in LEFT_HEADED for one in relations])


class LawfulTree:
    """A tree that is put right law by law; heads are counted from 1, 0 is the root.

    ``others`` are what the relations are if they are not the first ones, ``parts`` the words' parts of speech.
    """

    def __init__(self, heads: list[int], relations: list[str], others: Sequence[str], parts: Sequence[str]) -> None:
        self.heads, self.relations, self._others, self._parts = heads, relations, others, parts

    def mend(self) -> None:
        """Put right what hangs on leaves, second subjects, obliques of nouns, and marks that cross arcs."""
        self._lift_from_leaves()
        self._keep_one("nsubj", "csubj")
        self._keep_one("obj")
        self._name_nominal_modifiers()
        self._hang_marks()

    def _base(self, place: int) -> str:
        return base(self.relations[place - 1])

    def _lift_from_leaves(self) -> None:
        """``в течение`` of ``в течение года``: what hangs on a function word hangs on that word's head."""
        for place, old in enumerate(self.heads, 1):
            own, head = self._base(place), old
            while head and own not in LEAVES.get(self._base(head), {own}):
                head = self.heads[head - 1]
            self.heads[place - 1] = head
            if old != head > place and own in LEFT_HEADED:
                self.relations[place - 1] = UNSPECIFIED

    def _keep_one(self, *names: str) -> None:
        """A predicate has one subject and one object; of several the nearest is it, the others another thing.

        Of two subjects the other may be the object: ``Сейм ратифицировал 5 мая [договор]``.
        """
        objects = {self.heads[place - 1] for place, relation in enumerate(self.relations, 1) if base(relation) == "obj"}
        found = defaultdict(list)
        for place, relation in enumerate(self.relations, 1):
            if base(relation) in names:
                found[self.heads[place - 1]].append(place)
        for head, places in found.items():
            nearest = min(places, key=lambda place: abs(place - head))
            for place in places:
                if place != nearest:
                    other = self._others[place - 1]
                    free = base(other) == "obj" and "nsubj" in names and head not in objects
                    self.relations[place - 1] = UNSPECIFIED if base(other) in ONCE and not free else other

    def _name_nominal_modifiers(self) -> None:
        """``письмо из Баку``: what hangs on a noun that is no predicate is ``nmod``, not ``obl``."""
        predicates = {
            self.heads[place - 1]
            for place, relation in enumerate(self.relations, 1)
            if base(relation) in {"cop", "nsubj", "csubj"}
        }
        for place, head in enumerate(self.heads, 1):
            oblique = head and self._base(place) == "obl" and head not in predicates
            if oblique and self._base(head) in NOMINAL and self._parts[head - 1] in {"NOUN", "PROPN", "PRON"}:
                self.relations[place - 1] = "nmod"

    def _hang_marks(self) -> None:
        """A mark that crosses an arc hangs on the nearest word from which it crosses none."""
        places = np.arange(1, len(self.heads) + 1)
        marks = np.array([relation == "punct" for relation in self.relations])
        if not marks.any() or marks.all():
            return
        heads = np.array(self.heads)
        low, high = np.minimum(places, heads)[~marks], np.maximum(places, heads)[~marks]
        words = places[~marks]
        for mark in places[marks].tolist():
            if self._crosses(low, high, mark, heads[mark - 1]).any():
                free = words[[not self._crosses(low, high, mark, word).any() for word in words]]
                if len(free):
                    self.heads[mark - 1] = int(free[np.abs(free - mark).argmin()])

    @staticmethod
    def _crosses(low: NDArray[np.int64], high: NDArray[np.int64], mark: int, head: int) -> Mask:
        first, last = min(mark, head), max(mark, head)
        crossed: Mask = ((low < first) & (first < high) & (high < last)) | (
            (first < low) & (low < last) & (last < high)
        )
        return crossed
