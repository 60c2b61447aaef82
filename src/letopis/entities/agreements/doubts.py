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
    """``подписала [ли] Чехия``, ``[вряд ли] подписала``, ``маловероятно, [чтобы] подписала``: nobody says so."""
    words = [units[place].lower for place in clause.members if place <= verb + 1]
    if "ли" in words and "бы" not in words:
        return at(units, verb + 1).lower == "ли" or not _HARDLY.isdisjoint(pairwise(words))
    above = clause.parent.members if clause.parent is not None else []
    doubts = any(units[place].lemmas() & values.DOUBTING for place in above if not units[place].label)
    return doubts and wanted(units, clause, verb)


def wanted(units: Sequence[Unit], clause: Clause, verb: int) -> bool:
    """``хочет, [чтобы] Чехия подписала договор``; not ``встретились, чтобы подписать``."""
    first = clause.members[0] if clause.members else verb
    return units[first].lower == "чтобы" and units[verb].pos == "VERB" and "past" in grammemes(units[verb].text)


def believed(passage: ReadSentence, readings: Iterable[ClauseReading]) -> Iterator[ClauseReading]:
    """Return what is read off the tree and not given the lie to by the clauses of a sentence.

    What nobody says; and a verb of the clause before: ``Договор был подписан, а [протокол] остался проектом``.
    """
    units, taken = passage.units, passage.taken
    clauses = clauses_of(units, taken)
    holding = {place: clause for clause in clauses for place in clause.members}
    for reading in readings:
        told, own = holding.get(reading.place), holding.get(reading.agreement.first)
        if told is not None and doubted(units, told, reading.place):
            continue
        if told is not own and _of_its_own(passage, reading, own, taken):
            continue
        yield reading


def _of_its_own(passage: ReadSentence, reading: ClauseReading, own: Clause | None, taken: Sequence[bool]) -> bool:
    """Return whether an agreement behind a verb is the subject of another verb."""
    if own is None or own.kind != "main" or reading.place > own.members[0]:
        return False
    units = passage.units
    verbs = any(units[place].pos in {"VERB", "PRTS"} and not taken[place] for place in own.members)
    return verbs and "nomn" in reading.agreement.noun(units).cases()
