"""Links between agreements: one replaces another, one rests on another."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain

from letopis.entities.agreements import values
from letopis.entities.agreements.chain import at
from letopis.entities.agreements.clauses import Clause, clauses_of, window
from letopis.entities.agreements.events import holds
from letopis.entities.agreements.find import Agreement, ReadSentence
from letopis.entities.agreements.mood import denied, planned
from letopis.entities.agreements.phrases import fits, may_be_subject
from letopis.entities.agreements.pointing import attached, personal, pointed
from letopis.entities.agreements.units import Unit
from letopis.entities.spans import Link
from letopis.records import Entity

NEAR = 40
"""Units within which the other agreement is looked for; it keeps the cost linear."""

_PRONOUNS = frozenset({"он", "она", "оно"})
REPLACING = frozenset("заменить заменять сменить отменить отменять аннулировать упразднить".split())
"""Verbs whose subject is the newer agreement: ``[Договор о мире] заменил [Соглашение о перемирии]``."""

RESTING_ON = frozenset("основать основывать основываться базироваться строиться".split())
"""Verbs that with ``на`` lead to the agreement that another rests on: ``[основанное] на нём Соглашение``."""

RESTING = frozenset("дополнить дополнять развивать уточнить уточнять".split())
"""Verbs whose object is the agreement that another rests on: ``[Протокол], дополняющий [Договор]``."""

_Before = tuple[Sequence[Agreement], Sequence[Unit]]
"""The agreements of the sentence before, and its units."""


def successions_of(passage: ReadSentence, previous: ReadSentence | None) -> Iterator[Link[Entity]]:
    """Return the links ``supersedes`` and ``based_on`` that a sentence states, from the newer to the older."""
    units, agreements = passage.units, passage.agreements
    if agreements and previous is not None and previous.agreements:
        yield from _by_pronoun(units, agreements[0], previous.agreements[-1])
    older = [one for one in (previous.agreements if previous is not None else ()) if one.chain is not None]
    taken, before = passage.taken, previous.units if previous is not None else ()
    for order in range(len(agreements)):
        yield from _by_words_before(units, agreements, order)
    for clause in clauses_of(units, taken):
        yield from _by_verb(units, agreements, clause, taken, (older, before))


def _link(kind: str, newer: Agreement, older: Agreement, by: str) -> Link[Entity]:
    return Link(kind, newer.entity, older.entity, f"relations.{by}")


def _by_words_before(units: Sequence[Unit], agreements: Sequence[Agreement], order: int) -> Iterator[Link[Entity]]:
    older = agreements[order]
    place = older.first
    while place > max(0, older.first - 4) and units[place - 1].adjective:
        place -= 1
    kind, start = next(
        ((kind, place - len(words)) for words, kind in values.OLDER_FOLLOWS.items()
         if tuple(unit.lower for unit in units[max(0, place - len(words)) : place]) == words),
        ("", -1),
    )  # fmt: skip
    newer = _newer(units, agreements, order, start) if kind else None
    if newer is not None:
        yield _link(kind, newer, older, "words_before")


def _by_pronoun(units: Sequence[Unit], newer: Agreement, older: Agreement) -> Iterator[Link[Entity]]:
    """``[Договор 1832 г.] устарел. Взамен него подписали [Договор о дружбе]``: the one named last."""
    opening = tuple(unit.lower for unit in units[:4])
    for words, kind in values.OLDER_FOLLOWS.items():
        size = len(words)
        if opening[:size] != words or opening[size : size + 1] not in {(word,) for word in ("него", "нее", "неё")}:
            continue
        if _put_in_place(units, size, min(newer.first, NEAR)) and newer.first < NEAR:
            yield _link(kind, newer, older, "pronoun")


def _newer(units: Sequence[Unit], agreements: Sequence[Agreement], order: int, start: int) -> Agreement | None:
    """Return the agreement before the words or behind the older one that a verb puts in place."""
    older = agreements[order]
    before = agreements[order - 1] if order and agreements[order - 1].chain is not None else None
    behind = (one for one in agreements[order + 1 : order + 3] if one.chain and one.first - older.end < NEAR)
    if before is not None and start - before.end < NEAR:
        between = units[before.end : start]
        plain = all(not unit.verb and unit.text not in {";", ":"} for unit in between)
        if plain or _put_in_place(units, before.end, start):
            return before
    return next((one for one in behind if _put_in_place(units, older.end, one.first)), None)


def _put_in_place(units: Sequence[Unit], low: int, high: int) -> bool:
    """``подписан``, ``пришёл``: a verb in a stretch brings the newer agreement, and is no plan."""
    for place in range(low, min(high, len(units))):
        unit = units[place]
        if unit.text == ";":
            return False
        if unit.verb and unit.lemmas() & (values.SIGNING | {"прийти", "приходить", "вступить"}):
            around = Clause("main", members=list(range(max(0, place - 6), min(len(units), place + 4))))
            return not (denied(units, around, place) or planned(units, around, place))
    return False


def _by_verb(
    units: Sequence[Unit], agreements: Sequence[Agreement], clause: Clause, taken: Sequence[bool], previous: _Before
) -> Iterator[Link[Entity]]:  # fmt: skip
    for verb in clause.members:
        kind, wanted, swapped = ("", "", False) if taken[verb] else _kind_of(units, verb)
        ahead = kind == "supersedes" and units[verb].ahead  # ``Договор [заменит] Соглашение``
        if not kind or denied(units, clause, verb) or (not ahead and planned(units, clause, verb)):
            continue
        behind = [one for one in _between(agreements, verb + 1, verb + NEAR) if holds(clause, one.first)]
        target = next((one for one in behind if wanted in _cases(units, one)), None)
        source = _subject(units, agreements, clause, verb) or _new_one(units, behind, target)
        source = source or _taken_up(units, agreements, clause, verb, previous[0][-1:])
        source = source or _behind_verb(units, behind, verb)
        older = [one for one in agreements if one.chain is not None and one.end <= verb and one is not source]
        places = _pronouns(units, clause, verb, wanted)
        here = (pointed(units, place, {wanted}, older, units) for place in places)
        before = (pointed(units, place, {wanted}, *previous) for place in places)
        target = next((one for one in chain(here, before) if one is not None), target)
        if source is None or target is None or source is target:
            continue
        yield _link(kind, *((target, source) if swapped else (source, target)), "verb")


def _kind_of(units: Sequence[Unit], verb: int) -> tuple[str, str, bool]:
    """Return the link that a word tells of, the case of the other agreement, and whether that one is the newer."""
    unit = units[verb]
    lemmas = unit.lemmas()
    instead = "замена" in lemmas and "ablt" in unit.cases()  # ``стал [заменой] Соглашению``
    if lemmas & RESTING_ON:
        return "based_on", "loct", False
    kind = "supersedes" if lemmas & REPLACING or instead else "based_on" if lemmas & RESTING else ""
    passive = unit.pos == "PRTS"
    return kind, "datv" if instead else "ablt" if passive else "accs", passive


def _pronouns(units: Sequence[Unit], clause: Clause, verb: int, case: str) -> list[int]:
    """``Договоры 1977 г. [его] заменили``, ``основанное на [нём] Соглашение``: not ``его часть``."""
    return [
        place for place in window(clause, verb - 3, verb + 3)
        if personal(units[place]) and (case != "loct" or at(units, place - 1).lower == "на")
        and not (units[place].adjective and (after := at(units, place + 1)).noun and not (after.label or after.verb))
    ]  # fmt: skip


def _behind_verb(units: Sequence[Unit], behind: Sequence[Agreement], verb: int) -> Agreement | None:
    """``Его сменило [Соглашение]``, ``основанное на нём [Соглашение]``: the subject, or the noun of a participle."""
    suits = fits if units[verb].participle else lambda unit, noun: may_be_subject(noun, unit)
    return next((one for one in behind if suits(units[verb], one.noun(units))), None)


def _subject(units: Sequence[Unit], agreements: Sequence[Agreement], clause: Clause, verb: int) -> Agreement | None:
    """Return the agreement that a verb of replacing belongs to: its subject, or what its clause is attached to.

    Without a comma a participle is of what follows: ``основанный на нём [Договор]``.
    """
    if clause.kind in {"relative", "participle"}:
        return next(iter(attached(units, clause, agreements)), None)
    if units[verb].participle:
        return None
    low = clause.anchor if clause.kind == "gerund" else verb
    before = [one for one in _between(agreements, low - NEAR, low) if one.end <= low]
    if clause.kind == "gerund":
        return before[-1] if before else None
    own = [one for one in before if holds(clause, one.first) and "nomn" in _cases(units, one)]
    called = {one.first for one in own if at(units, one.first - 1).lemmas() & {"называться"}}  # ``он называется ДНЯО``
    return next((one for one in reversed(own) if one.first not in called), None)


def _new_one(units: Sequence[Unit], behind: Sequence[Agreement], older: Agreement | None) -> Agreement | None:
    """``Чехия заменила Соглашение на [Договор]``, ``… новым [Договором]``."""
    for one in behind:
        if older is not None and one.chain is not None and one.first >= older.end:
            said = [unit.lower for unit in units[max(older.end, one.first - 3) : one.first]]
            if "на" in said or (not older.noun(units).cases() & {"ablt"} and "ablt" in _cases(units, one)):
                return one
    return None


def _taken_up(
    units: Sequence[Unit], agreements: Sequence[Agreement], clause: Clause, verb: int, previous: Sequence[Agreement]
) -> Agreement | None:
    """``Подписан [Договор о мире]. Он заменил Соглашение``: a pronoun or a bare noun is the one named last."""
    opening = next((place for place in clause.members if units[place].noun and not units[place].label), verb)
    noun = units[opening]
    if opening >= verb or not (noun.lower in _PRONOUNS or "документ" in noun.lemmas()) or "nomn" not in noun.cases():
        return None
    before = [one for one in agreements if one.end <= opening and one.chain is not None]
    return next(iter(before[-1:] or previous), None)


def _between(agreements: Sequence[Agreement], low: int, high: int) -> Sequence[Agreement]:
    """Return the agreements that begin from one place up to another."""
    first = bisect_left(agreements, low, key=lambda one: one.first)
    return agreements[first : bisect_left(agreements, high, key=lambda one: one.first)]


def _cases(units: Sequence[Unit], agreement: Agreement) -> frozenset[str]:
    return agreement.noun(units).cases()
