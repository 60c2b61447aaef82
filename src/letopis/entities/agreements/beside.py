"""Links beside a title: in brackets, in a participle before it, with a verb that tells no signing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import takewhile

from letopis.entities.agreements import values
from letopis.entities.agreements.chain import at
from letopis.entities.agreements.clauses import Clause
from letopis.entities.agreements.events import governed, holds, is_object
from letopis.entities.agreements.find import Agreement, own_dates
from letopis.entities.agreements.lists import coordination
from letopis.entities.agreements.mood import denied
from letopis.entities.agreements.pointing import attached
from letopis.entities.agreements.roles import roles_of
from letopis.entities.agreements.scope import LONGEST_LIST, Roles, Scope, member, not_this
from letopis.entities.agreements.sides import side_with, sides_between
from letopis.entities.agreements.units import Unit
from letopis.entities.spans import Link
from letopis.records import Entity
from letopis.russian.states import state_of

_BEING = frozenset({"быть", "иметься"})
LONGEST_BRACKET = 10
"""Units that a bracket behind a title may take."""

_BARE_YEAR = re.compile(r"\d{4}(?: ?г\.?| год[а-я]*)?")
_YEAR = re.compile(r"\d{4}")
_DAY = re.compile(r"\d{1,2} [а-я]|\d{1,2}\.\d")


def linked(kind: str, agreement: Agreement, unit: Unit, by: str) -> Iterable[Link[Entity]]:
    """Return the link from an agreement to a name."""
    if unit.name is not None:
        yield Link(kind, agreement.entity, unit.name, f"relations.{by}")


def days_beside(units: Sequence[Unit], agreement: Agreement, places: Sequence[int]) -> Sequence[int]:
    """Return the dates of a clause that add to a title's: all to none, and to a bare year the days in it.

    ``Протокол 1914 года, подписанный [6 августа]``.
    """
    own = [units[place].text for place in own_dates(units, agreement)]
    if not own:
        return places
    years = {text[:4] for text in own if _BARE_YEAR.fullmatch(text)}
    days = (place for place in places if _DAY.match(units[place].text))
    return [place for place in days if len(years) == 1 and set(_YEAR.findall(units[place].text)) <= years]


def of_roles(units: Sequence[Unit], agreement: Agreement, roles: Roles, *, dated: bool) -> Iterable[Link[Entity]]:
    """Return the links that the arguments of a verb make; ``dated`` tells that they are those of a signing."""
    if dated:
        for place in days_beside(units, agreement, roles.dates):
            yield from linked("signed_on", agreement, units[place], "clause")
        for place in roles.places:
            yield from linked("signed_in", agreement, units[place], "clause")
    for place in roles.parties:
        yield from linked("party", agreement, units[place], "clause")
    if dated:
        for place in roles.signatories:
            yield from linked("signatory", agreement, units[place], "clause")


def bracketed(units: Sequence[Unit], agreement: Agreement, taken: list[bool]) -> Iterable[Link[Entity]]:
    """``Договор о границе (Париж, 3 мая 1999 г.)``: brackets give place and date; no verb takes them any more.

    Not those of another event: ``(вступил в силу 3 мая 1999 г.)``.
    """
    place = agreement.end
    if [unit.text for unit in units[place : place + 4]][::2] == ["(", ")"] or at(units, place + 2).text == ")":
        place += 3 if at(units, place + 3).text == "(" else 0  # ``… (ДНЯО) (Москва, 1 июля 1968 г.)``
    if at(units, place).text != "(":
        return
    end = place + len(list(takewhile(lambda unit: unit.text != ")", units[place : place + LONGEST_BRACKET])))
    inside = units[place:end]
    other = any((unit.verb or unit.participle) and not unit.lemmas() & values.SIGNING for unit in inside)
    signed = any(unit.participle and unit.lemmas() & values.SIGNING for unit in inside)
    for one in range(place, end):
        unit = units[one]
        kind = {"DATE": "signed_on", "GPE": "signed_in"}.get(unit.label, "")
        if kind:
            taken[one] = True
        stands = "nomn" in unit.cases() or (signed and "loct" in unit.cases())
        town = stands and not unit.text.isupper() and state_of(unit.text) is None
        if kind and not other and (kind == "signed_on" or town):
            yield from linked(kind, agreement, unit, "brackets")


def set_off(units: Sequence[Unit], agreement: Agreement, taken: list[bool]) -> Iterable[Link[Entity]]:
    """``Конвенция о водах, г. Хельсинки, 17 марта 1992 г., действует``: town and day between commas, as in brackets."""
    town = agreement.end + 1 + bool(at(units, agreement.end + 1).lemmas() & values.SITES)
    day, marks = town + 2, [at(units, place).text for place in (agreement.end, town + 1, town + 3)]
    stands = at(units, town).label == "GPE" and "nomn" in units[town].cases() and state_of(units[town].text) is None
    if marks[:2] != [",", ","] or marks[2] not in {",", ".", ";", ""} or not stands or at(units, day).label != "DATE":
        return
    for kind, place in (("signed_in", town), ("signed_on", day)):
        taken[place] = True
        yield from linked(kind, agreement, units[place], "brackets")


def behind_acronym(units: Sequence[Unit], agreement: Agreement) -> Iterable[Link[Entity]]:
    """``Договор о торговле (ДТ) [между Чили и Перу]``: it goes on behind its acronym."""
    place = agreement.end
    if agreement.chain is None or [unit.text for unit in units[place : place + 3 : 2]] != ["(", ")"]:
        return
    behind = replace(agreement.chain, end=place + 3, sides=())
    rest = sides_between(units, behind) or side_with(units, behind)
    while rest is not None and rest.sides:
        longer = coordination(units, rest)
        if longer is None or longer.sides == rest.sides:
            break
        rest = longer
    for side in rest.sides if rest is not None else ():
        yield from linked("party", agreement, units[side], "behind_acronym")


def members(units: Sequence[Unit], agreement: Agreement) -> Iterable[Link[Entity]]:
    """``Участница Договора, [Мексика]``, ``[Мексика], участница Договора``, ``Как участник Договора [Тунис] …``."""
    place = agreement.first - 1
    while at(units, place).adjective:
        place -= 1
    side = at(units, place)
    if not member(side) or "gent" not in agreement.noun(units).cases() or at(units, place - 1).lower == "не":
        return
    as_one = at(units, place - 1).lower == "как"
    comma = at(units, agreement.end).text == ","
    cases = frozenset({"nomn"}) if as_one else side.cases()
    behind = _listed(units, range(agreement.end + comma, len(units)), cases) if comma or as_one else []
    before = place - 2 if at(units, place - 1).text == "," else -1
    named = at(units, before).label in {"GPE", "ORG"} and at(units, before).cases() & side.cases()
    for one in [before] if named else behind:
        if not not_this(units, one):
            yield from linked("party", agreement, units[one], "member")


def standing(
    units: Sequence[Unit], clause: Clause, agreements: Sequence[Agreement], taken: Sequence[bool]
) -> Iterable[Link[Entity]]:
    """``[Между США и Таиландом] существует договор о выдаче``: a verb that tells no event leaves the sides."""
    verb = next((place for place in clause.members if units[place].verb and not taken[place]), None)
    between = next((place for place in clause.members if units[place].lower == "между" and not taken[place]), None)
    if verb is None or between is None or not units[verb].lemmas() & (values.STANDING | _BEING):
        return
    roles = roles_of(Scope(units, [place for place in clause.members if place >= between], verb, True, taken))
    for agreement in governed(units, clause, agreements, verb, is_object):
        for place in roles.parties:
            yield from linked("party", agreement, units[place], "standing")


def bound(
    units: Sequence[Unit], clause: Clause, agreements: Sequence[Agreement], taken: Sequence[bool]
) -> Iterable[Link[Entity]]:
    """``договор, по которому [Чехия] обязалась …``, ``Договор обязывает [Чехию и Польшу]``: who is bound is a side."""
    duty = next((place for place in clause.members if not taken[place] and _binds(units, place)), -1)
    if duty < 0 or denied(units, clause, duty):
        return
    by = attached(units, clause, agreements) if clause.kind in {"relative", "participle"} else ()
    if not by:
        held = [one for one in agreements if one.chain is not None and holds(clause, one.first)]
        by = tuple(one for one in held if _is_ground(units, one) or (_obliges(units, duty) and one.first < duty))[:1]
    if by and _obliges(units, duty):
        names = [place for place in clause.members if place > duty and not taken[place]]
        roles = _listed(units, names, frozenset({"accs"}))
    else:
        roles = roles_of(Scope(units, clause.members, duty, False, taken)).parties if by else []
    for place in roles:
        yield from linked("party", by[0], units[place], "bound")


def _binds(units: Sequence[Unit], place: int) -> bool:
    unit = units[place]
    return bool(unit.lemmas() & values.DUTIES) and (unit.verb or unit.participle or "обязательство" in unit.lemmas())


def _obliges(units: Sequence[Unit], duty: int) -> bool:
    """``обязывает``, ``обязавший``: the agreement acts, and its sides follow; not ``обязана``."""
    return bool(units[duty].lemmas() & {"обязывать", "обязать"}) and units[duty].pos != "PRTS"


def _is_ground(units: Sequence[Unit], agreement: Agreement) -> bool:
    """``по [Договору]``, ``согласно [Договору]``, ``в соответствии с [Договором]``."""
    words = range(max(0, agreement.first - 3), agreement.first)
    ground = next((place for place in words if units[place].lower in values.GROUNDS), -1)
    before = at(units, ground - 1)
    spoken_of = ground > 0 and before.noun and not before.label and "обязательство" not in before.lemmas()
    return ground >= 0 and not (spoken_of and units[ground].lower == "по")  # ``переговоры [по] Договору``


def _listed(units: Sequence[Unit], places: Sequence[int], cases: frozenset[str]) -> list[int]:
    """Return the names in some cases that a stretch begins with, as far as their list goes."""
    found: list[int] = []
    for place in places[:LONGEST_LIST]:
        if units[place].label in {"GPE", "ORG"} and units[place].cases() & cases:
            found.append(place)
        elif not (units[place].adjective or units[place].text == "," or units[place].lower == "и"):
            break
    return found
