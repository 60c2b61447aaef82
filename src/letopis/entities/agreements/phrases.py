"""Noun phrases over morphological readings: modifiers that agree, a noun or a name, a quoted title."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from letopis.dictionary import ANY_CASE
from letopis.entities.agreements import values
from letopis.entities.agreements.chain import at
from letopis.entities.agreements.units import AND, DASHES, QUOTES_CLOSE, QUOTES_OPEN, Unit, UnitReading

LONGEST_PHRASE = 12
"""Units that the modifiers of one noun may take."""

_MODIFIERS = frozenset({"ADJF", "PRTF", "NUMR"})

LONGEST_QUOTE = 40
"""Units that a quoted title may take."""


class Phrase(NamedTuple):
    """A phrase that ends before unit ``end``; its noun is unit ``noun``, which stands in one of ``cases``."""

    end: int
    noun: int
    cases: frozenset[str]


def agree(one: UnitReading, other: UnitReading) -> bool:
    """Return whether two readings share case, number and, in the singular, gender: ``мирному договору``."""
    same = one.case != "" and one.case == other.case and one.number == other.number
    return same and ("" in {one.gender, other.gender} or one.gender == other.gender)


def noun_phrase(units: Sequence[Unit], start: int, cases: frozenset[str]) -> Phrase | None:
    """Read a noun phrase in one of some cases, ``мерах``, ``взаимной помощи``; commas and ``и`` may part adjectives."""
    position, agreed, adjectives = start, cases, 0
    limit = min(len(units), start + LONGEST_PHRASE)
    while position < limit:
        unit = units[position]
        if unit.label == "DATE":
            return None
        if quoted := _in_quotes(units, position, agreed):
            return quoted
        counted = position > start and units[position - 1].text.isdigit() and "gent" in unit.cases()
        noun = agreed if counted else _noun_cases(unit) & agreed  # ``на 30 [процентов]``
        modifier = frozenset() if unit.label else unit.cases(_MODIFIERS) & agreed
        if noun and not (modifier and _noun_follows(units, position + 1, modifier)):
            return Phrase(_route(units, position + 1), position, noun)
        if modifier:
            agreed, adjectives, position = modifier, adjectives + 1, position + 1
        elif (
            unit.text.isdigit()
            or (unit.pos == "ADVB" and at(units, position + 1).adjective)
            or (adjectives and _joins_adjectives(units, position, agreed))
        ):
            position += 1
        else:
            return None
    return None


def _in_quotes(units: Sequence[Unit], position: int, cases: frozenset[str]) -> Phrase | None:
    """``с [«Газпромом»]``, ``о [«разводе»]``, ``о [«вечной дружбе»]``: a body's name or a phrase in quotes alone."""
    if units[position].text not in QUOTES_OPEN:
        return None
    inside = units[position + 1 : position + 1 + LONGEST_PHRASE]
    end = next((step for step, unit in enumerate(inside) if unit.text in QUOTES_CLOSE), 0)
    phrase = noun_phrase(inside[:end], 0, cases) if end else None
    if phrase is None or phrase.end != end or (end > 1 and inside[0].label) or inside[0].label not in {"", "ORG"}:
        return None
    return Phrase(position + end + 2, position + 1 + phrase.noun, phrase.cases)


def _noun_cases(unit: Unit) -> frozenset[str]:
    if unit.text[:1].isupper() and (unit.text.isupper() or unit.text.isascii()) and len(unit.text) > 1:
        return unit.cases(frozenset({"NOUN", "NPRO"})) | ANY_CASE
    return unit.cases()


def _noun_follows(units: Sequence[Unit], position: int, cases: frozenset[str]) -> bool:
    """``русский язык``: a word that can be noun or adjective is an adjective before a noun in its case."""
    unit = at(units, position)
    return unit.label != "DATE" and bool((_noun_cases(unit) | unit.cases(_MODIFIERS)) & cases)


def _joins_adjectives(units: Sequence[Unit], position: int, cases: frozenset[str]) -> bool:
    """``политическом, экономическом и культурном``: the mark or word between two adjectives of one case."""
    joins = units[position].text == "," or units[position].lower in AND
    return joins and bool(at(units, position + 1).cases(_MODIFIERS) & cases)


def _route(units: Sequence[Unit], position: int) -> int:
    """``железной дороги [Баку – Тбилиси – Карс]``, ``силами [НАТО]``: take names in capitals behind a common noun."""
    place, before = position, units[position - 1]
    if before.label or not before.text[:1].islower():
        return position
    if at(units, position).label == "ORG" and units[position].text.isupper() and not before.lemmas() & values.POSTS:
        return position + 1
    while place + 2 < len(units) and units[place].text[:1].isupper() and units[place + 1].text in DASHES:
        place += 2
    return place + 1 if place > position and units[place].text[:1].isupper() else position


def quoted_title(units: Sequence[Unit], position: int) -> int | None:
    """Return the end of a quoted title that begins at a unit, the closing quote included."""
    if at(units, position).text not in QUOTES_OPEN:
        return None
    behind = range(position + 1, min(len(units), position + LONGEST_QUOTE))
    return next((place + 1 for place in behind if units[place].text in QUOTES_CLOSE), None)


def nominative_subject(units: Sequence[Unit], head: int, phrase: Phrase) -> bool:
    """Return whether a phrase is rather the subject of the verb right behind it: ``… и стороны разошлись``.

    A name that does not decline leaves the verb to a head that agrees: ``Договор с Кубой и США подписан``.
    """
    if _first_of_subjects(units, phrase):
        return True
    if phrase.end >= len(units) or not units[phrase.end].verb:
        return False
    noun, verb, before = units[phrase.noun], units[phrase.end], at(units, phrase.noun - 1)
    if before.adjective and not noun.label and "nomn" not in before.cases(_MODIFIERS):
        return False  # ``о выполнении Рижской [конвенции] подписали``
    if noun.label and noun.cases() == ANY_CASE and may_be_subject(units[head], verb):
        return False
    return may_be_subject(noun, verb)


def _first_of_subjects(units: Sequence[Unit], phrase: Phrase) -> bool:
    """``об аренде базы [США] и Куба подписали``: one that does not decline, before a nominative."""
    other, verb = at(units, phrase.end + 1), at(units, phrase.end + 2)
    undeclined = bool(units[phrase.noun].label) and units[phrase.noun].cases() == ANY_CASE
    joined = undeclined and at(units, phrase.end).lower in AND and other.label != ""
    return joined and verb.pos == "VERB" and "nomn" in other.cases() and "gent" not in other.cases()


def fits(participle: Unit, noun: Unit) -> bool:
    """Return whether a participle belongs to a noun: ``веществам, [разрушающим]``; of a name its case is enough."""
    forms = [reading for reading in participle.readings if reading.pos in {"ADJF", "PRTF"}]
    if noun.label:
        return bool(noun.cases() & {form.case for form in forms})
    return any(agree(form, reading) for form in forms for reading in noun.readings if reading.pos == "NOUN")


def may_be_subject(noun: Unit, verb: Unit) -> bool:
    """Return whether a noun in the nominative has the number and gender of a verb."""
    return any(
        subject.case == "nomn" and (not subject.number or subject.number == action.number)
        and (not subject.gender or not action.gender or subject.gender == action.gender)
        for subject in noun.readings
        for action in verb.readings
    )  # fmt: skip
