"""What follows the head of an instrument, as far as it has been read: subject, sides, date, title."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from letopis.entities.agreements import values
from letopis.entities.agreements.units import Unit
from letopis.labels import NAMED

LONGEST_CHAIN = 90
"""Units that one title may take; it keeps the cost linear."""


@dataclass(frozen=True)
class Chain:
    """What has been read so far: ``units[head:end]``; ``traits`` say what the title holds.

    ``cases`` are those in which a coordinated phrase may go on, ``noun`` the last noun's place, ``used`` the
    prepositions so far, ``sides`` the units that are sides, ``dates`` those that date the instrument.
    """

    head: int
    end: int
    lemma: str
    traits: frozenset[str] = frozenset()
    cases: frozenset[str] = frozenset()
    noun: int = -1
    used: frozenset[str] = frozenset()
    sides: tuple[int, ...] = ()
    dates: tuple[int, ...] = ()
    open_list: bool = False

    def grown(self, end: int, *traits: str, **changes: object) -> Chain:
        """Return the chain that ends further on, with more traits."""
        return replace(self, end=end, traits=self.traits | set(traits), **changes)  # type: ignore[arg-type]


class SeenTitle(NamedTuple):
    """A stretch of units that the network of titles takes for one, and how surely (0 to 1)."""

    first: int
    end: int
    share: float


LONG = {"об": "о", "обо": "о", "во": "в", "со": "с", "ко": "к"}
"""Fuller forms of prepositions, by which a list may go on."""

ON_BEHALF = frozenset({("от", "имени"), ("от", "лица"), ("со", "стороны"), ("в", "лице")})
"""Words that name for whom, or by whom, somebody signs."""


Rule = Callable[[Sequence[Unit], Chain], "Chain | None"]


EDGE = Unit(-1, -1, "", ())
"""What stands before a sentence's first unit and behind its last: no word, and no name."""


def at(units: Sequence[Unit], place: int) -> Unit:
    """Return the unit at a place, :data:`EDGE` beyond either end: a look back from the first unit sees no last one.

    >>> units = [Unit(0, 2, "из", ())]
    >>> at(units, 0).text, at(units, -1).text, at(units, 1).text
    ('из', '', '')
    """
    return units[place] if 0 <= place < len(units) else EDGE


def ended(units: Sequence[Unit]) -> Sequence[Unit]:
    """Return units that end in a stop, which those of ``Подписан в 1947 г.`` have within their last."""
    last = units[-1]
    return units if last.text == "." else [*units, Unit(last.end, last.end, ".", ())]


def another_name(units: Sequence[Unit], first: int) -> bool:
    """``Боннский пакт, или [Рейнский договор], подписали …``: what is told of it is told of its first name."""
    return at(units, first - 1).lower == "или" and at(units, first - 2).text == ","


def names_between(units: Sequence[Unit], start: int, end: int) -> tuple[int, ...]:
    """Return the places of the states, bodies and persons in a stretch."""
    return tuple(place for place in range(start, end) if units[place].label in NAMED)


def speaks_from_outside(unit: Unit) -> bool:
    """Return whether a participle speaks of an instrument rather than within its title: ``подписанный``."""
    return unit.participle and bool(unit.lemmas() & values.NEVER_TITLE)
