"""The sentence behind an agreement that goes on about it: ``Чехия присоединилась к нему``, ``За Перу расписался …``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set

from letopis.dictionary import grammemes
from letopis.entities.agreements import values
from letopis.entities.agreements.beside import linked
from letopis.entities.agreements.chain import another_name, at
from letopis.entities.agreements.clauses import Clause, clauses_of, window
from letopis.entities.agreements.events import Event, behind_preposition, event_of
from letopis.entities.agreements.find import Agreement, ReadSentence
from letopis.entities.agreements.mood import denied, planned
from letopis.entities.agreements.phrases import may_be_subject
from letopis.entities.agreements.pointing import personal, pointed
from letopis.entities.agreements.roles import roles_of
from letopis.entities.agreements.scope import Scope
from letopis.entities.agreements.stages import stage
from letopis.entities.agreements.units import Unit
from letopis.entities.agreements.verbs import takes_place_at
from letopis.entities.spans import Link
from letopis.records import Entity

NEAR = 8
"""Units around a verb within which the word is looked for that stands for the agreement."""

_CASES = {"к": {"datv"}, "из": {"gent"}, "под": {"ablt"}, "в": {"loct"}}
"""In which case a preposition takes what stands for the agreement."""

_POINTING = frozenset({"этот", "данный", "указанный", "названный", "сей", "тот"})
_DESCRIBING = frozenset({"о", "об", "с", "со", "между", "по", "от"})
_SIDES = values.MEMBERS - {"член"}


def links_behind(
    passage: ReadSentence, previous: ReadSentence | None, have: Set[tuple[str, int, int]]
) -> Iterable[Link[Entity]]:
    """Return the links that a sentence without an agreement of its own adds to one of the sentence before.

    ``have`` holds what agreements have already: type and offsets.
    """
    older = _older(passage, previous)
    if previous is None or not older:
        return
    units, taken = passage.units, passage.taken
    for clause in clauses_of(units, taken):
        event = event_of(units, clause, (), taken)
        if event is None:
            yield from _members(passage, clause, previous, older)
            if len(older) == 1:
                yield from of_signing_alone(units, clause, older[0], taken, have)
            continue
        meant_only = units[event.verb].pos == "INFN"  # ``опасается утвердить её``
        agreement = None if meant_only else _meant(units, event, previous, older)
        if agreement is not None:
            yield from _of_event(passage, event, agreement, have)


def stages_behind(passage: ReadSentence, previous: ReadSentence | None) -> Iterator[tuple[Agreement, Clause, int]]:
    """Return which agreement of the sentence before a word of a stage speaks of, with its clause and place.

    ``Договор о мире завершил войну. [Его] подписали 5 мая``, ``[Документ] вступил в силу``, ``Чехия [его] расторгла``.
    """
    older = _older(passage, previous)
    if previous is None or not older:
        return
    units = passage.units
    for clause in clauses_of(units, passage.taken):
        noun = signing_alone(units, clause, passage.taken) if len(older) == 1 else -1
        for place in clause.members:
            unit = units[place]
            if place == noun and not unit.verb:
                yield older[0], clause, place
            if not unit.verb or unit.pos == "INFN" or not stage(units, place):
                continue
            itself = unit.pos == "PRTS" or unit.text.endswith("ся") or bool(unit.lemmas() & values.OF_THINGS)
            agreement = _meant(units, Event(clause, place, dated=True, passive=itself, objects=()), previous, older)
            if agreement is not None:
                yield agreement, clause, place


def _older(passage: ReadSentence, previous: ReadSentence | None) -> list[Agreement]:
    """Return the agreements of the sentence before, by their first names; none where a sentence has its own."""
    own = any(one.chain is not None for one in passage.agreements)
    if previous is None or own:
        return []
    return [one for one in previous.agreements if one.chain is not None and not _second_name(previous.units, one.first)]


def _second_name(units: Sequence[Unit], first: int) -> bool:
    """``Чилийский договор, или [Пакт Берга]``, ``Чилийский договор (полное название – [Договор о почте])``."""
    marks = [unit.text for unit in units[max(0, first - 5) : first] if unit.text in {"(", ")"}]
    return another_name(units, first) or marks[-1:] == ["("]


def _of_event(
    passage: ReadSentence, event: Event, agreement: Agreement, have: Set[tuple[str, int, int]]
) -> Iterable[Link[Entity]]:
    units, lemmas = passage.units, passage.units[event.verb].lemmas()
    roles = roles_of(Scope(units, event.clause.members, event.verb, event.passive, passage.taken))
    titled = agreement.chain is not None and len(agreement.chain.sides) > 1 and not lemmas & values.BINDING
    for place in () if titled else roles.parties:
        if units[place].label == "GPE" or not lemmas & values.RATIFYING:
            yield from linked("party", agreement, units[place], "sentence_behind")
    told = {"signatory": roles.signatories, "signed_on": roles.dates, "signed_in": roles.places}
    for kind, places in told.items() if event.dated else ():
        offsets = agreement.entity.start_offset, agreement.entity.end_offset
        if kind == "signatory" or (kind, *offsets) not in have:
            for place in places:
                yield from linked(kind, agreement, units[place], "sentence_behind")


def signing_alone(units: Sequence[Unit], clause: Clause, taken: Sequence[bool]) -> int:
    """Return the place of a noun of signing that names no object, or -1: ``его [подписание] состоялось 5 мая``."""
    if not any(units[place].label == "DATE" or takes_place_at(units, place) for place in clause.members):
        return -1
    if any(taken[clause.members[0] : clause.members[-1] + 1]):
        return -1
    for place in clause.members:
        unit, after = units[place], at(units, place + 1)
        alone = not after.label or after.label == "DATE"
        if not unit.label and unit.lemmas() & values.EVENT_OF_SIGNING and "nomn" in unit.cases() and alone:
            return place
    return -1


def of_signing_alone(
    units: Sequence[Unit], clause: Clause, agreement: Agreement, taken: Sequence[bool], have: Set[tuple[str, int, int]]
) -> Iterable[Link[Entity]]:
    """``Чехия одобрила Договор о границе. [Подписание] состоялось в Риме 5 мая``: day and place of the one before."""
    noun = signing_alone(units, clause, taken)
    if noun < 0 or denied(units, clause, noun) or planned(units, clause, noun):
        return
    roles = roles_of(Scope(units, clause.members, noun, True, taken))
    for kind, places in {"signed_on": roles.dates, "signed_in": roles.places}.items():
        if (kind, agreement.entity.start_offset, agreement.entity.end_offset) not in have:
            for place in places:
                yield from linked(kind, agreement, units[place], "signing_alone")


def _members(
    passage: ReadSentence, clause: Clause, previous: ReadSentence, older: Sequence[Agreement]
) -> Iterable[Link[Entity]]:
    """``Его [сторонами] были Чехия и Польша``, ``Участником договора стала Чехия``."""
    units = passage.units
    for place in clause.members:
        unit = units[place]
        if unit.label or not unit.noun or not unit.lemmas() & _SIDES or not unit.cases() & {"nomn", "ablt"}:
            continue
        whose = pointed(units, place - 1, {"gent"}, older, previous.units) if place else None
        agreement = whose or _bare(units, place + 1, {"gent"}, older)
        if agreement is None or denied(units, clause, place):
            continue
        for one in roles_of(Scope(units, clause.members, place, False, passage.taken)).parties:
            yield from linked("party", agreement, units[one], "sentence_behind")


def _meant(units: Sequence[Unit], event: Event, previous: ReadSentence, older: Sequence[Agreement]) -> Agreement | None:
    """Return the agreement that a verb takes up: by a pronoun, a bare noun, or nothing where one signs for a side."""
    lemmas = units[event.verb].lemmas()
    preposition = _preposition(lemmas)
    for place in window(event.clause, event.verb - NEAR, event.verb + NEAR):
        first = place - 1 - bool(at(units, place - 1).lemmas() & _POINTING)
        before, after = at(units, first).lower, at(units, place + 1)
        acting = place == event.verb + 1 and may_be_subject(after, units[event.verb])  # ``приняла [её] конференция``
        owned = personal(units[place]) and after.noun and not (after.label or after.verb or acting)
        if owned and after.lower != "действие":  # ``приостановила его [действие]``
            continue
        behind = before == preposition or (preposition == "к" and before == "ко")
        needs = preposition in {"к", "из"}
        plain = behind if needs else at(units, first).pos != "PREP"
        cases = {"nomn"} if event.passive else {"accs"}
        bare_in = _CASES[preposition] if needs else cases
        acts = not event.passive and not personal(units[place]) and may_be_subject(units[place], units[event.verb])
        told = not acts and (behind or not needs)
        found = pointed(units, place, _CASES[preposition] if behind else cases, older, previous.units) if told else None
        found = found or (_bare(units, place, bare_in, older) if plain else None)
        if found is not None:
            return found
    bare = lemmas & values.PUTTING_NAMES and not event.passive and not _has_object(units, event)
    return older[0] if bare and len(older) == 1 else None


def _has_object(units: Sequence[Unit], event: Event) -> bool:
    """Return whether a verb has an object of its own: ``подписал [указ]``."""
    for place in window(event.clause, event.verb - NEAR, event.verb + NEAR):
        unit = units[place]
        plain = unit.noun and not (unit.label or unit.verb or unit.adjective) and place != event.verb
        thing = "accs" in unit.cases() and "anim" not in grammemes(unit.text)
        if plain and thing and not behind_preposition(units, place):
            return True
    return False


def _preposition(lemmas: frozenset[str]) -> str:
    """Return the preposition by which a verb takes an agreement, ``под`` where it may do without."""
    joins = bool(lemmas & {"присоединиться", "примкнуть", "присоединяться"})
    return "к" if joins else "из" if lemmas & values.LEAVING else "в" if lemmas & values.SUSPENDING else "под"


def _bare(units: Sequence[Unit], place: int, cases: Set[str], older: Sequence[Agreement]) -> Agreement | None:
    """Return the one agreement that a noun without a description can mean: ``к [договору]``, ``этот [документ]``."""
    unit, before, after = at(units, place), at(units, place - 1), at(units, place + 1)
    described = before.adjective and not before.label and not before.verb and not before.lemmas() & _POINTING
    if described or after.lower in _DESCRIBING or (after.noun and not after.label and not after.verb):
        return None
    if not unit.cases() & cases:
        return None
    fitting = [one for one in older if "документ" in unit.lemmas() or (one.chain and one.chain.lemma == unit.head)]
    return fitting[0] if len(fitting) == 1 else None
