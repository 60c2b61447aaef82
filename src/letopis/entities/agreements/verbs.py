"""Verbs of signing, and sentences that stop before their object."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from letopis.dictionary import grammemes
from letopis.entities.agreements import values
from letopis.entities.agreements.chain import ON_BEHALF, at
from letopis.entities.agreements.units import Unit

TAKING_PLACE = frozenset(
    "состояться пройти проходить произойти происходить завершиться свершиться начаться последовать".split()
)
"""Verbs that say of a signing when and where it was: ``состоялось подписание``."""

OPENING = frozenset({"открыть", "открытый"})
"""``открыт для подписания``, ``открытый для подписания``."""

_PUTTING = frozenset({"поставить", "ставить"})
_SMALL = frozenset({"CONJ", "PRCL", "ADVB"})


def signs(units: Sequence[Unit], place: int) -> bool:
    """Return whether a unit is a verb of signing or joining, ``открыт для подписания``, ``поставили подписи под``."""
    unit = units[place]
    lemmas = unit.lemmas()
    if lemmas & {"подпись"} and at(units, place + 1).lower == "под":
        return True
    if "подпись" in lemmas and any(other.lemmas() & _PUTTING for other in units[max(0, place - 4) : place + 3]):
        near = [other.lower for other in units[max(0, place - 6) : place]]
        return "под" in near or bool({"имени", "лица"} & {*near})  # ``от [имени] Чили подписи поставил …``
    if lemmas & OPENING:
        return [other.lower for other in units[place + 1 : place + 3]] == ["для", "подписания"]
    if lemmas & values.LEAVING:
        near = [one.lower for one in (*units[max(0, place - 3) : place], *units[place + 1 : place + 3])]
        return unit.verb and "из" in near  # ``вышла [5 мая] из Договора``, ``[из него] 5 мая вышла``
    verbal = (unit.verb or unit.participle) and not ("покинуть" in lemmas and unit.pos == "INFN")
    if "согласовать" in lemmas:  # ``согласовали договор`` is as good as a signing where the text tells none
        return verbal and not any(other.lemmas() & values.PUTTING_NAMES for other in units)
    told = takes_part(units, place) or hands_over_ratification(units, place)
    return verbal and (told or bool(lemmas & (values.SIGNING | values.JOINING)))


def takes_part(units: Sequence[Unit], place: int) -> bool:
    """``приостановил [своё участие в] Договоре``: a side suspends, resumes or ends its part."""
    near = [other.lower for other in units[place + 1 : place + 5]]
    return bool(units[place].lemmas() & values.SUSPENDING) and any(
        near[at : at + 2] == ["участие", word] for at in range(3) for word in ("в", "во")
    )


def hands_over_ratification(units: Sequence[Unit], place: int) -> bool:
    """``обменялись [ратификационными грамотами]``, ``сдала на хранение [ратификационную грамоту]``."""
    near = units[place + 1 : place + 6]
    return bool(units[place].lemmas() & values.HANDING_OVER) and any(
        one.lemmas() & {"ратификационный"} and other.lemmas() & {"грамота"} for one, other in pairwise(near)
    )


def takes_place(units: Sequence[Unit], noun: int, high: int, taken: Sequence[bool]) -> bool:
    """``[5 мая] состоялось подписание``, ``церемония подписания … прошла [в Софии]``: when and where it took place."""
    near = (place for place in range(max(0, noun - 4), min(len(units), high + 2)) if not taken[place])
    return any(units[place].verb and takes_place_at(units, place) for place in near)


def takes_place_at(units: Sequence[Unit], verb: int) -> bool:
    """``состоялось``, ``имело место``."""
    lemmas = at(units, verb).lemmas()
    return bool(lemmas & TAKING_PLACE) or ("иметь" in lemmas and at(units, verb + 1).lower == "место")


def waits_for_object(units: Sequence[Unit]) -> bool:
    """Return whether a stretch ends in a date and has a verb or noun of signing whose object is yet to come.

    A splitter may take the stop of ``17 июня 1925 г.`` in ``подписали 17 июня 1925 г. Женевский протокол`` for
    the end of the sentence.
    """
    if not units or units[-1].label != "DATE" or not units[-1].text.endswith("."):
        return False
    for place in range(len(units) - 1, max(-1, len(units) - 25), -1):
        if units[place].head or units[place].text in {";", ":"}:
            return False
        if signs(units, place):
            return not _has_its_title(units, place)
        if units[place].lemmas() & values.EVENT_OF_SIGNING:
            return True
    return False


def _has_its_title(units: Sequence[Unit], verb: int) -> bool:
    """``[Договор о дружбе] подписан 3 мая``, ``[Соглашение] стороны подписали 3 мая``.

    ``Обсудив договор, стороны подписали 3 мая`` and ``Кроме договора подписан 3 мая`` wait for another one.
    """
    short, form = units[verb].pos == "PRTS", grammemes(units[verb].text)
    for place in range(verb - 1, -1, -1):
        unit = units[place]
        subject = any(r.case == "nomn" and (r.gender or r.number) in form for r in unit.readings)
        if unit.head and (subject if short else "accs" in unit.cases() and "gent" not in unit.cases()):
            before = at(units, place - 1)
            if before.pos != "PREP" and not before.verb:
                return True
        if unit.verb and not short and not unit.head:
            return False
    return False


def opens_without_subject(units: Sequence[Unit], head: str) -> bool:
    """Return whether a sentence begins with a verb that agrees with a head and has no subject: ``Был подписан …``.

    So does what lasts: ``Действует с 1998 г.``. Small words may stand before it: ``Так и не был ратифицирован``.
    """
    opening = next((place for place, unit in enumerate(units[:5]) if unit.pos not in _SMALL), 0)
    if (units[0].lower, at(units, 1).lower) in ON_BEHALF and any(unit.pos == "PRTS" for unit in units[:8]):
        opening = next(
            place for place, unit in enumerate(units) if unit.pos == "PRTS"
        )  # ``Со стороны Чили подписан …``
    first = at(units, opening)
    form, noun = grammemes(first.text), grammemes(head)
    lasts = "pres" in form and "3per" in form and bool(first.lemmas() & values.OF_THINGS)
    fits = bool(form & {"past", "PRTS"} and form & noun & {"masc", "femn", "neut"})
    if "sing" not in form or not (fits or lasts):
        return False
    return not any(unit.noun and not unit.verb and unit.cases() <= {"nomn"} for unit in units if unit.cases())
