"""What a text only asks, doubts or wants, and what a clause gives the lie to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from letopis.dictionary import grammemes
from letopis.entities.agreements import values
from letopis.entities.agreements.chain import at
from letopis.entities.agreements.clauses import Clause, clauses_of
from letopis.entities.agreements.units import Unit

if TYPE_CHECKING:
    from letopis.entities.agreements.find import ReadSentence
    from letopis.entities.agreements.reading import ClauseReading

_HARDLY = frozenset({("едва", "ли"), ("вряд", "ли")})


def doubted(units: Sequence[Unit], clause: Clause, verb: int) -> bool:
    """``подписала [ли] Чехия``, ``[вряд ли] подписала``, ``маловероятно, [чтобы] подписала``: nobody says so.

    So it is with what is only supposed: ``[допустим], Чехия подписала``.
    """
    words = [units[place].lower for place in clause.members if place <= verb + 1]
    if "ли" in words and "бы" not in words:
        return at(units, verb + 1).lower == "ли" or not _HARDLY.isdisjoint(pairwise(words))
    above = clause.parent.members if clause.parent is not None else []
    if any(units[place].lower in values.SUPPOSING for place in (*above, *clause.members) if place < verb):
        return True
    doubts = any(units[place].lemmas() & values.DOUBTING for place in above if not units[place].label)
    return doubts and wanted(units, clause, verb)


def wanted(units: Sequence[Unit], clause: Clause, verb: int) -> bool:
    """``хочет, [чтобы] Чехия подписала договор``; not ``встретились, чтобы подписать``."""
    first = clause.members[0] if clause.members else verb
    return units[first].lower == "чтобы" and units[verb].pos == "VERB" and "past" in grammemes(units[verb].text)


def believed(passage: ReadSentence, readings: Iterable[ClauseReading]) -> Iterator[ClauseReading]:
    """Return what is read off the tree and not doubted in the clauses of a sentence."""
    clauses = clauses_of(passage.units, passage.taken)
    holding = {place: clause for clause in clauses for place in clause.members}
    for reading in readings:
        told = holding.get(reading.place)
        if told is None or not doubted(passage.units, told, reading.place):
            yield reading
