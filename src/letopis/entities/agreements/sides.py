"""Rules of a title: the sides, ``между … и …``, ``с …``, ``с одной стороны, … с другой стороны``."""

from __future__ import annotations

from collections.abc import Sequence

from letopis.entities.agreements import values
from letopis.entities.agreements.chain import Chain, at, names_between
from letopis.entities.agreements.phrases import noun_phrase
from letopis.entities.agreements.subjects import in_peril
from letopis.entities.agreements.units import AND, DASHES, Unit

_SIDES = frozenset({"GPE", "ORG"})
_JOINTS = DASHES | {"/"}


def sides_between(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``[между правительством Канады и правительством США]``."""
    if at(units, chain.end).lower != "между":
        return None
    phrase = noun_phrase(units, chain.end + 1, frozenset({"ablt", "gent"}))
    if phrase is None:
        return None
    sides = names_between(units, chain.end + 1, phrase.end)
    return chain.grown(
        phrase.end, "between", "sides", cases=frozenset({"ablt", "gent"}) & phrase.cases or phrase.cases,
        noun=phrase.noun, used=chain.used | {"между"}, sides=(*chain.sides, *sides),
    )  # fmt: skip


def sides_joined(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``Договор [РК – РУз] о границе``, ``Соглашение [Россия/ЕС]``: names right behind the head, joined by marks."""
    place = chain.end
    while chain.end == chain.head + 1 and at(units, place).label in _SIDES and at(units, place + 1).text in _JOINTS:
        place += 2
    if place == chain.end or at(units, place).label not in _SIDES:
        return None
    return chain.grown(place + 1, "sides", noun=place, sides=names_between(units, chain.end, place + 1))


def sides_in_genitive(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``о дружбе [Чехии и Польши]``, ``о границе [Ганы, Бенина и Того]``: two or more, behind what they share.

    So are those whom a dash names: ``договор трёх держав [— России, Германии и Австрии]``.
    """
    behind = chain.noun == chain.end - 1 > chain.head and "sides" not in chain.traits
    dash = at(units, chain.end).text in DASHES
    words = values.GENERIC_SIDES | values.POSTS if dash else values.SHARED
    if not behind or not units[chain.noun].lemmas() & words:
        return None
    place, joined = chain.end + dash, False
    while at(units, place).label in _SIDES and "gent" in units[place].cases():
        mark = at(units, place + 1).lower
        if joined or (mark != "," and mark not in AND):
            break
        joined = mark in AND
        place += 2
    if not joined or at(units, place).label not in _SIDES or "gent" not in units[place].cases():
        return None
    sides = names_between(units, chain.end, place + 1)
    return chain.grown(place + 1, "sides", cases=frozenset({"gent"}), noun=place, sides=(*chain.sides, *sides))


def side_with(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``мирный договор [с Венецией]``, ``[с соседними странами]``; ``с жильцом`` is no side."""
    if at(units, chain.end).lower not in {"с", "со"} or at(units, chain.end + 1).label == "DATE":
        return None
    phrase = noun_phrase(units, chain.end + 1, frozenset({"ablt"}))
    if phrase is None or at(units, phrase.end).lower == "стороны":
        return None  # ``Меморандум [с чилийской стороны] подписал …``
    named = names_between(units, chain.end + 1, phrase.end)
    generic = units[phrase.noun].lemmas() & values.GENERIC_SIDES
    if not named and not generic and "subject" not in chain.traits:
        return None
    if "between" in chain.traits or any(in_peril(units, place) for place in range(chain.head + 1, chain.end)):
        named = ()  # ``между КНР и Индией о торговле района Китая [с Индией]``, ``в случае войны [с Румынией]``
    traits = ("sides",) if named else ()
    before = chain.end - 1
    first = (before,) if named and units[before].label in {"GPE", "ORG"} and before > chain.head else ()
    return chain.grown(
        phrase.end, *traits, cases=frozenset({"ablt"}), noun=phrase.noun, used=chain.used | {"с"},
        sides=(*chain.sides, *(first if first and first[0] not in chain.sides else ()), *named),
    )  # fmt: skip


def in_person(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``между Грузией [в лице Е. Гегечкори] и …``: who speaks for a side, before the list goes on."""
    words = [unit.lower for unit in units[chain.end : chain.end + 2]]
    if words != ["в", "лице"] or not chain.sides:
        return None
    person = next((place for place in range(chain.end + 2, chain.end + 8) if at(units, place).label == "PERSON"), -1)
    return chain.grown(person + 1) if person > 0 else None


def one_side_other_side(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``между А, [с одной стороны,] и Б[, с другой стороны]``: the formula closes the title."""
    words = [unit.lower for unit in units[chain.end : chain.end + 5]]
    comma = 1 if words[:1] == [","] else 0
    if words[comma : comma + 3] == ["с", "одной", "стороны"] and "sides" in chain.traits:
        closing = 1 if words[comma + 3 : comma + 4] == [","] and comma else 0
        return chain.grown(chain.end + comma + 3 + closing, "formula", open_list=True)
    if words[comma : comma + 2] == ["с", "другой"] and "formula" in chain.traits:
        longer = 1 if words[comma + 2 : comma + 3] == ["стороны"] else 0
        return chain.grown(chain.end + comma + 2 + longer, "closed", open_list=False)
    return None
