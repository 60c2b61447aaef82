"""The stages in the life of an agreement, and the words that speak of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from letopis.dictionary import grammemes
from letopis.entities.agreements import values
from letopis.entities.agreements.chain import at
from letopis.entities.agreements.units import Unit
from letopis.entities.agreements.verbs import OPENING, hands_over_ratification, takes_part
from letopis.russian.tables import rows

STAGES = {stage: frozenset(words.split()) for stage, words, _ in rows("stages.tsv", __package__)}
"""Verbs and nouns of each stage."""

_NEAR = 5
_GAINING = frozenset({"обрести", "обретать", "приобрести", "приобретать", "получить"})
_PUTTING = frozenset({"ввести", "вводить", "введение"})
_PROLONGING = frozenset({"продлить", "продлевать", "пролонгировать", "продление", "пролонгация"})
_BEGINNING = frozenset({"начать", "начинать"})


def coming_into_force(units: Sequence[Unit], place: int) -> str | None:
    """``вступил в силу``, ``вступление в силу``, ``обрёл силу``, ``введён в действие``; ``вступил в НАТО`` is none."""
    if units[place].lemmas() & _GAINING and "силу" in _behind(units, place)[:2]:
        return "in_force"
    if units[place].lemmas() & _PUTTING:
        after = _behind(units, place)
        return "in_force" if after[:2] in (["в", "действие"], ["в", "силу"]) else None
    if not units[place].lemmas() & {"вступить", "вступать", "вступление"}:
        return None
    before = [unit.lower for unit in units[max(0, place - 6) : place]]
    told = "силу" in _behind(units, place) or ("в", "силу") in pairwise(before)  # ``в силу так и не [вступил]``
    return "in_force" if told else ""


def being_in_force(units: Sequence[Unit], place: int) -> str | None:
    """``Договор действует с 1994 г.``, ``начал действовать``, ``продлён``; not a bare ``действовал``."""
    unit, after = units[place], _behind(units, place)
    if (unit.verb or unit.participle or unit.noun) and unit.lemmas() & _PROLONGING:
        return "in_force"
    if unit.lower == "действовать" and any(one.lemmas() & _BEGINNING for one in units[max(0, place - 2) : place]):
        return "in_force"
    if not (unit.verb and unit.lemmas() & values.STANDING - {"существовать"}):
        return None
    since = bool(after) and after[0] in {"с", "со"} and at(units, place + 2).label == "DATE"
    return "in_force" if since or "pres" in grammemes(unit.text) else ""


def losing_force(units: Sequence[Unit], place: int) -> str | None:
    """``утратил силу``, ``прекратил действие``, ``прекратил участие в Договоре``; ``утратил доверие`` is none."""
    unit, after = units[place], _behind(units, place)
    if unit.lemmas() & {"утратить", "утрачивать", "потерять", "терять"}:
        return "expired" if "силу" in after else ""
    if unit.lemmas() & {"прекратить", "прекращать", "прекратиться"}:
        if takes_part(units, place):
            return "denounced"
        of_other = at(units, place + 2).noun  # ``прекратил существование империи``
        if after[:1] == ["действие"] and unit.verb and any(one.head for one in units[place + 2 : place + 5]):
            return "denounced"  # ``прекратила действие [Договора]``: somebody ended it
        ended = {"действие", "действовать"} & set(after) or ("существование" in after and not of_other)
        return "expired" if ended else ""
    return None


def leaving(units: Sequence[Unit], place: int) -> str | None:
    """``вышли из Договора``, ``выход из Договора``; ``вышел в свет``, ``покинули зал`` are none."""
    if "покинуть" in units[place].lemmas():
        after = at(units, place + 1)
        return "" if after.label in {"GPE", "ORG"} or (after.noun and not after.head and not after.label) else None
    if not units[place].lemmas() & {*values.LEAVING, "выход"}:
        return None
    return "denounced" if _behind(units, place)[:1] == ["из"] else ""


def exchanging_ratifications(units: Sequence[Unit], place: int) -> str | None:
    """``обменялись ратификационными грамотами Договора``; ``обменялись послами`` is none."""
    if not units[place].lemmas() & values.HANDING_OVER:
        return None
    return "ratified" if hands_over_ratification(units, place) else ""


def opened(units: Sequence[Unit], place: int) -> str | None:
    """``открыт для подписания``: the day on which the first sides sign."""
    return "signed" if units[place].lemmas() & OPENING and "подписания" in _behind(units, place) else None


def undone(units: Sequence[Unit], place: int) -> str | None:
    """``остался [неподписанным]``, ``так и остаётся [нератифицированным]``."""
    told = units[place].adjective and units[place].lemmas() & values.UNDONE
    return "refused" if told else None


PHRASES: tuple[Callable[[Sequence[Unit], int], str | None], ...] = (
    coming_into_force,
    being_in_force,
    losing_force,
    leaving,
    opened,
    exchanging_ratifications,
    undone,
)
"""Stages of more than one word, in the order in which they are asked; ``None`` leaves the question open."""


def stage(units: Sequence[Unit], place: int) -> str:
    """Name the stage that a word speaks of; an empty string for none."""
    said = next((found for phrase in PHRASES if (found := phrase(units, place)) is not None), None)
    if said is not None:
        return said
    lemmas = units[place].lemmas()
    return next((name for name, words in STAGES.items() if lemmas & words), "")


def _behind(units: Sequence[Unit], place: int) -> list[str]:
    return [unit.lower for unit in units[place + 1 : place + _NEAR]]
