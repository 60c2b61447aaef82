"""Verbs and nouns of signing, and the agreements that are their objects."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from letopis.dictionary import grammemes
from letopis.entities.agreements import values
from letopis.entities.agreements.chain import another_name, at
from letopis.entities.agreements.clauses import Clause, window
from letopis.entities.agreements.find import Agreement
from letopis.entities.agreements.mood import denied, planned
from letopis.entities.agreements.phrases import may_be_subject
from letopis.entities.agreements.pointing import PERSONAL, attached, nearest_of
from letopis.entities.agreements.scope import REACH
from letopis.entities.agreements.units import Unit
from letopis.entities.agreements.verbs import signs

Governs = Callable[[Sequence[Unit], Agreement, int, Sequence[Agreement]], bool]

_PASSIVE = frozenset({"PRTS", "PRTF"})
_BINDING = frozenset({"связать", "связывать", "соединить"})
_PRONOUNS = frozenset({"его", "ее", "её", "их", "него", "нее", "неё"})
_UNDER = frozenset({"ним", "ней", "ними"})


@dataclass(frozen=True)
class Event:
    """A signing in a clause: the verb's place, whether it dates its objects, its objects.

    ``beside`` is a clause without a verb that takes this one's (``а в 2013 г. — Договор о границе``).
    """

    clause: Clause
    verb: int
    dated: bool
    passive: bool
    objects: tuple[Agreement, ...]
    beside: Clause | None = None


def event_of(
    units: Sequence[Unit], clause: Clause, agreements: Sequence[Agreement], taken: Sequence[bool]
) -> Event | None:
    """Find the signing that a clause tells of, with those agreements among its own that are signed."""
    verbs = [place for place in clause.members if not taken[place] and signs(units, place)]
    # ``Решив заключить договор, Чехия и Литва [подписали] его``: an infinitive only says what was meant.
    verb = next((place for place in verbs if units[place].pos != "INFN"), verbs[0] if verbs else None)
    if verb is not None and units[verb].lemmas() & values.BINDING:
        verb = next((place for place in verbs if _signed_besides(units, clause, verb, place)), verb)
    if verb is None or denied(units, clause, verb):
        return None
    lemmas = units[verb].lemmas()
    dated = not lemmas & values.BINDING and not planned(units, clause, verb)
    active = units[verb].pos == "PRTF" and "actv" in grammemes(units[verb].text)  # ``Греции, [подписавшей] его``
    passive = units[verb].pos in _PASSIVE and not (active or lemmas & _BINDING)
    objects = attached(units, clause, agreements) if clause.kind in {"relative", "participle"} else ()
    objects = objects or governed(units, clause, agreements, verb, is_object)
    objects = objects or recalled(units, clause, agreements, verb)
    return Event(clause, verb, dated, passive, objects)


def _signed_besides(units: Sequence[Unit], clause: Clause, binding: int, verb: int) -> bool:
    """``ратифицирован и [подписан]``, ``связал Чехию с Польшей. [Подписан] в Риме``: of its own signing, and done."""
    if units[verb].pos != "PRTS" or units[verb].lemmas() & values.BINDING or denied(units, clause, verb):
        return False
    return units[binding].pos == "PRTS" or any(units[place].text == "." for place in window(clause, binding, verb))


def has_own_object(units: Sequence[Unit], event: Event) -> bool:
    """``…, а 3 июня [был открыт] музей``, ``…, а Сейм утвердил [бюджет]``: a clause that speaks of something else.

    A noun that may be the subject of an active verb is no object yet: ``…, а [парламент] ратифицировал``.
    """
    verb, subjects = units[event.verb], 0
    for place in window(event.clause, event.verb - 7, event.verb + 7):
        unit = units[place]
        before = at(units, place - 1)
        if unit.label in {"GPE", "ORG"} and "nomn" in unit.cases() and (before.label or not before.noun):
            subjects += not event.passive
            continue
        plain = unit.noun and not unit.label and not unit.verb and not unit.adjective and place != event.verb
        if not plain or unit.head or unit.lemmas() & (values.ADVERBIAL_NOUNS | {"документ"}):
            continue
        if event.passive == may_be_subject(unit, verb) or subjects:
            return True
    return False


def behind_preposition(units: Sequence[Unit], place: int) -> bool:
    """Return whether a noun stands behind a preposition, with its adjectives and figures between."""
    before = place - 1
    while before > 0 and (units[before].adjective or units[before].text.isdigit()):
        before -= 1
    return at(units, before).pos == "PREP"


def holds(clause: Clause, place: int) -> bool:
    """Return whether a unit belongs to a clause itself."""
    at = bisect_left(clause.members, place)
    return at < len(clause.members) and clause.members[at] == place


def recalled(
    units: Sequence[Unit], clause: Clause, agreements: Sequence[Agreement], verb: int
) -> tuple[Agreement, ...]:
    """Return the agreement of an earlier clause that a pronoun or a bare noun takes up again.

    ``…, когда [его] ратифицировала Чехия``, ``…, но подписали [документ] через год``. ``[он] подписал`` is a person.
    """
    start = max(clause.anchor, 0)
    before = [
        one for one in agreements
        if one.chain is not None and (one.end <= start or (one.end <= verb and not holds(clause, one.first)))
    ][-2:]  # fmt: skip
    if not before or any(start < one.first for one in agreements if holds(clause, one.first)):
        return ()
    of_thing = units[verb].pos in _PASSIVE or bool(units[verb].lemmas() & values.OF_THINGS)
    for place in window(clause, verb - 8, verb + 8):
        unit, after = units[place], units[min(place + 1, len(units) - 1)]
        under = unit.lower in _UNDER and at(units, place - 1).lower == "под"
        if under and units[verb].lemmas() & values.PUTTING_NAMES | units[verb].lemmas() & {"подпись"}:
            return (before[-1],)
        if (nearest := nearest_of(units, place, verb, before, itself=of_thing)) is not None:
            return (nearest,)
        owned = after.noun and not after.label and not after.verb and after.pos != "ADVB"  # ``его [уже] подписали``
        owned = owned and after.lower != "действие"  # ``приостановила его [действие]``
        stands_for_it = (unit.lower in _PRONOUNS and not owned) or (unit.lower in PERSONAL and of_thing)
        same = "документ" in unit.lemmas() or bool(before[-1].chain and before[-1].chain.lemma == unit.head)
        if stands_for_it or (same and place != verb and unit.cases() & {"nomn", "accs"}):
            return (before[-1],)
    return ()


def governed(
    units: Sequence[Unit], clause: Clause, agreements: Sequence[Agreement], verb: int, governs: Governs
) -> tuple[Agreement, ...]:
    """Return the agreements of a clause near a verb that it governs, as ``governs`` says of each after the others."""
    found: list[Agreement] = []
    low = bisect_left(agreements, verb - REACH, key=lambda agreement: agreement.first)
    high = bisect_right(agreements, verb + REACH, key=lambda agreement: agreement.first)
    for agreement in agreements[low:high]:
        here = agreement.chain is not None and holds(clause, agreement.first)
        if here and governs(units, agreement, verb, found):
            found.append(agreement)
    return tuple(found)


def is_object(units: Sequence[Unit], agreement: Agreement, verb: int, found: Sequence[Agreement]) -> bool:
    """Return whether an agreement is what is signed: not ``по Договору``, not ``текст Договора``."""
    lemmas, first = units[verb].lemmas(), agreement.first
    before = at(units, first - 1)
    if another_name(units, first):
        return False
    if (before.text in {",", ";", ":"} or before.lower in {"и", "также"}) and found:
        return True
    if before.lower in {"взамен", "вместо", "помимо", "кроме"}:
        return False
    if any(unit.text == "(" for unit in units[max(0, first - 3) : first]):
        return False
    cases = agreement.noun(units).cases()
    if before.pos == "PREP":
        return (
            (bool(lemmas & {"подпись", "подписаться", "расписаться"}) and before.lower == "под")
            or (bool(lemmas & values.JOINING) and before.lower in {"к", "ко"})
            or (bool(lemmas & values.LEAVING) and before.lower == "из")
            or (bool(lemmas & values.SUSPENDING) and at(units, first - 2).lower == "участие")
        )
    if lemmas & _BINDING and "ablt" in cases:
        return True
    if lemmas & values.REACHING and units[verb].pos not in _PASSIVE:
        return "gent" in cases and (first > verb or not before.text or before.label != "")
    if not before.label and before.noun and not before.verb and "gent" in cases:
        handed = bool(lemmas & values.HANDING_OVER) and "грамота" in before.lemmas()
        return handed or bool(before.lemmas() & values.EVENT_OF_SIGNING)
    return bool(cases & {"nomn", "accs"})
