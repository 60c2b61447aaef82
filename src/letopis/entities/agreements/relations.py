"""Links of agreements: what the title says, what the clause says, what the sentence before says."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace

from letopis.entities.agreements import values
from letopis.entities.agreements.arguments import Argument
from letopis.entities.agreements.behind import links_behind, of_signing_alone
from letopis.entities.agreements.beside import (
    behind_acronym,
    bound,
    bracketed,
    linked,
    members,
    of_roles,
    set_off,
    standing,
)
from letopis.entities.agreements.clauses import Clause, clauses_of
from letopis.entities.agreements.doubles import each_side_once
from letopis.entities.agreements.doubts import believed
from letopis.entities.agreements.events import Event, event_of, has_own_object
from letopis.entities.agreements.find import Agreement, ReadSentence, own_dates
from letopis.entities.agreements.mood import denied, planned
from letopis.entities.agreements.reading import ClauseReading
from letopis.entities.agreements.roles import roles_of
from letopis.entities.agreements.scope import REACH, Roles, Scope, in_person, speaks_for
from letopis.entities.agreements.succession import successions_of
from letopis.entities.agreements.units import Unit
from letopis.entities.agreements.verbs import signs, takes_place
from letopis.entities.agreements.visits import (
    Frame,
    antecedents,
    as_many,
    came_together,
    frame_above,
    frame_of,
    leans,
    named_together,
    place_of_there,
    stands_for_others,
)
from letopis.entities.spans import Link
from letopis.records import Entity

ROLES = {"signatory": "signatory", "when": "signed_on", "where": "signed_in"}
"""The relation that an argument of a signing makes."""


def links_of(passages: Sequence[ReadSentence], readings: Sequence[Sequence[ClauseReading]] = ()) -> list[Link[Entity]]:
    """Return the links within passages, each side once; ``readings`` are of their clauses.

    They are ``party``, ``signed_on``, ``signed_in``, ``signatory`` from agreements to names and dates, and
    ``supersedes``, ``based_on`` from one agreement to another.
    """
    found: dict[tuple[str, int, int, int, int], Link[Entity]] = {}
    have: set[tuple[str, int, int]] = set()
    previous: ReadSentence | None = None
    for passage in passages:
        own = [*_in_titles(passage), *_in_clauses(passage, previous), *successions_of(passage, previous)]
        for link in [*own, *links_behind(passage, previous, have)]:
            key = (link.type, *_offsets(link.source), *_offsets(link.target))
            found.setdefault(key, link)
            have.add(key[:3])
        previous = passage
    for passage, read in zip(passages, readings, strict=False):
        for link in _of_readings(passage, read, have):
            found.setdefault((link.type, *_offsets(link.source), *_offsets(link.target)), link)
    return each_side_once(list(found.values()))


def _of_readings(
    passage: ReadSentence, readings: Sequence[ClauseReading], have: Set[tuple[str, int, int]]
) -> Iterable[Link[Entity]]:
    """Return what the reading off the tree adds: sides and signers, and time and place where there are none yet."""
    for reading in believed(passage, readings) if readings else ():
        agreement, predicate = reading.agreement, reading.predicate
        for argument in reading.arguments:
            kind = _kind_of(argument, reading, dated=bool(own_dates(passage.units, agreement)))
            if kind == "party" and predicate.stage == "ratified" and passage.units[argument.place].label != "GPE":
                continue  # a parliament is no side
            taken = kind in {"signed_on", "signed_in"} and (kind, *_offsets(agreement.entity)) in have
            if kind and not taken and (kind == "party" or predicate.dates):
                yield from linked(kind, agreement, passage.units[argument.place], argument.by)


def _kind_of(argument: Argument, reading: ClauseReading, *, dated: bool) -> str:
    """Name the relation that an argument makes, or none: who does not ratify or might sign is no signer."""
    if argument.role == "party":
        predicate = reading.predicate
        return "party" if predicate.bound or (predicate.binds and not reading.denied) else ""
    if not reading.done or (argument.role == "when" and dated):
        return ""
    return ROLES[argument.role]


def _offsets(entity: Entity) -> tuple[int, int]:
    return entity.start_offset, entity.end_offset


def _in_titles(passage: ReadSentence) -> Iterable[Link[Entity]]:
    """``договор между А и Б от 3 мая``: sides and date within the title."""
    for agreement in passage.agreements:
        if agreement.chain is None:
            continue
        for place in own_dates(passage.units, agreement):
            yield from linked("signed_on", agreement, passage.units[place], "title")
        for place in range(agreement.chain.head, agreement.end):
            if in_person(passage.units, place):
                yield from linked("signatory", agreement, passage.units[place], "title")
        if len(agreement.chain.sides) > 1 or "sides" in agreement.chain.traits:
            for place in agreement.chain.sides:
                unit = passage.units[place]
                yield from linked("signatory" if unit.label == "PERSON" else "party", agreement, unit, "title")


def _in_clauses(passage: ReadSentence, previous: ReadSentence | None) -> Iterable[Link[Entity]]:
    units, agreements = passage.units, passage.agreements
    if not agreements:
        return
    taken = passage.taken
    in_brackets = [link for one in agreements for beside in (bracketed, set_off) for link in beside(units, one, taken)]
    yield from in_brackets
    told = {(link.type, *_offsets(link.source)) for link in in_brackets}
    last: Event | None = None
    for clause in clauses_of(units, taken):
        event = _elliptical(units, clause, event_of(units, clause, agreements, taken), last, agreements)
        if event is None:
            older = [one for one in agreements if one.chain is not None and one.end <= clause.anchor]
            for one in older[-1:]:
                yield from of_signing_alone(units, clause, one, taken, told)
            yield from standing(units, clause, agreements, taken)
            yield from bound(units, clause, agreements, taken)
            continue
        last = event
        for link in _of_event(units, event, taken, previous):
            if (link.type, *_offsets(link.source)) not in told:
                yield link
    for agreement in agreements:
        links = _of_noun(units, agreement, taken, previous)
        yield from (link for link in links if (link.type, *_offsets(link.source)) not in told)
        yield from behind_acronym(units, agreement)
        yield from members(units, agreement)


def _elliptical(
    units: Sequence[Unit], clause: Clause, event: Event | None, last: Event | None, agreements: Sequence[Agreement]
) -> Event | None:  # fmt: skip
    """``…парафировали 21 ноября, а подписали 14 декабря``, ``…, а за Чили — Х. Руис``."""
    if clause.kind != "main" or clause.anchor < 0 or last is None:
        return event
    if not clause.members or (event is None and len(clause.members) > REACH):
        return event
    low = bisect_left(agreements, clause.members[0], key=lambda agreement: agreement.first)
    high = bisect_right(agreements, clause.members[-1], key=lambda agreement: agreement.first)
    own = [agreement for agreement in agreements[low:high] if agreement.chain is not None]
    if event is not None and not event.objects and not own:
        return event if has_own_object(units, event) else replace(event, objects=last.objects)
    if event is None and not any(units[place].verb for place in clause.members):
        members = set(clause.members)
        mine = tuple(agreement for agreement in own if agreement.first in members)
        mine = mine or (last.objects if any(speaks_for(units, place) for place in clause.members) else ())
        if mine and clause.anchor - last.verb < REACH:
            return replace(last, objects=mine, beside=clause)
    return event


def _of_event(
    units: Sequence[Unit], event: Event, taken: Sequence[bool], previous: ReadSentence | None
) -> Iterable[Link[Entity]]:
    roles = roles_of(Scope(units, event.clause.members, event.verb, event.passive, taken))
    if event.beside is not None:
        own = roles_of(Scope(units, event.beside.members, event.beside.members[0], event.passive, taken))
        roles.dates, roles.places = own.dates, own.places
        if event.beside.members[0] > event.verb and not any(one.first in event.beside.members for one in event.objects):
            roles.parties, roles.signatories = own.parties, own.signatories
    if units[event.verb].lemmas() & values.RATIFYING:
        roles.parties = [place for place in roles.parties if units[place].label == "GPE"]
    if event.clause.kind == "gerund" and event.clause.parent is not None:
        above = roles_of(Scope(units, event.clause.parent.members, event.verb, False, taken))
        roles.parties += above.parties
        roles.signatories += above.signatories
    roles.places = roles.places or place_of_there(units, event.clause)
    for place in antecedents(units, event.clause) if not event.passive else ():
        (roles.signatories if units[place].label == "PERSON" else roles.parties).append(place)
    above_frame = frame_above(units, event.clause) if event.dated else None
    if above_frame is not None:
        yield from _of_frame(units, event, roles, above_frame, "clause_above")
    elif event.dated and previous is not None:
        yield from _from_sentence_before(units, event, roles, previous)
    for agreement in event.objects:
        yield from of_roles(units, agreement, roles, dated=event.dated)
        if not roles.parties:
            yield from _named_before(units, event, agreement, previous)


def _named_before(
    units: Sequence[Unit], event: Event, agreement: Agreement, previous: ReadSentence | None
) -> Iterable[Link[Entity]]:
    """``[Индия] и [США] сотрудничают. Стороны подписали …``: two that were named, in this sentence or before."""
    before = previous.units if previous is not None else ()
    found: Sequence[Unit] = ()
    if stands_for_others(units, event.clause, event.verb):
        here = units[: event.clause.members[0]]
        found = named_together(here) or (named_together(before) if not any(unit.state for unit in here) else ())
    elif event.passive and event.dated and leans(units):
        found = came_together(before)
    for unit in found if as_many(units, event.clause, found) else ():
        yield from linked("signatory" if unit.label == "PERSON" else "party", agreement, unit, "named_before")


def _of_noun(
    units: Sequence[Unit], agreement: Agreement, taken: Sequence[bool], previous: ReadSentence | None
) -> Iterable[Link[Entity]]:
    """``после подписания в Хельсинки 12 марта 1940 г. мирного договора``: a noun instead of the verb."""
    noun = next(
        (place for place in range(agreement.first - 1, max(-1, agreement.first - 25), -1)
         if taken[place] or units[place].verb or units[place].text in {";", ","}
         or (units[place].lemmas() & values.EVENT_OF_SIGNING and not units[place].label)), -1,
    )  # fmt: skip
    if noun < 0 or taken[noun] or not units[noun].lemmas() & values.EVENT_OF_SIGNING or signs(units, noun):
        return
    high = agreement.end
    while high < min(len(units), agreement.end + 8) and not units[high].verb and units[high].text not in {",", ";"}:
        high += 1
    around = Clause("main", members=list(range(max(0, noun - 12), min(len(units), high + 12))))
    members = range(noun, high)
    if takes_place(units, noun, high, taken):
        members = range(max(0, noun - REACH), min(len(units), high + REACH))
    roles = roles_of(Scope(units, members, noun, True, taken))
    dated = not (planned(units, around, noun) or denied(units, around, noun))
    yield from of_roles(units, agreement, roles, dated=dated)
    if dated and previous is not None:
        yield from _from_sentence_before(units, Event(around, noun, dated, False, (agreement,)), roles, previous)


def _from_sentence_before(
    units: Sequence[Unit], event: Event, roles: Roles, previous: ReadSentence
) -> Iterable[Link[Entity]]:
    """``Риббентроп прилетел в Москву. В ту же ночь был подписан …``: a visit gives place and date."""
    frame = frame_of(previous.units, units)
    told = event.passive or stands_for_others(units, event.clause, event.verb)
    if leans(units) or (frame.visit and told and not roles.dates):
        yield from _of_frame(units, event, roles, frame, "sentence_before")


def _of_frame(units: Sequence[Unit], event: Event, roles: Roles, frame: Frame, by: str) -> Iterable[Link[Entity]]:
    for agreement in event.objects:
        if not roles.places:
            for unit in frame.places:
                yield from linked("signed_in", agreement, unit, by)
        dated = roles.dates or own_dates(units, agreement)
        if frame.visit and len(frame.dates) == 1 and not dated:
            yield from linked("signed_on", agreement, frame.dates[0], by)
