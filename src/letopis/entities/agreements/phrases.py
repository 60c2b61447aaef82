"""Noun phrases over morphological readings: modifiers that agree, a noun or a name, a quoted title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from letopis.dictionary import ANY_CASE
from letopis.entities.agreements import values
from letopis.entities.agreements.chain import at
from letopis.entities.agreements.units import AND, DASHES, QUOTES_CLOSE, QUOTES_OPEN, Unit, UnitReading

LONGEST_PHRASE = 12
"""Units that the modifiers of one noun may take."""

LONGEST_QUOTE = 40
"""Units that a quoted title may take."""

_MODEL = re.compile("[А-ЯЁA-Z][а-яёa-zА-ЯЁA-Z]{0,2}-\\d+[А-ЯЁA-Z]{0,2}$")
"""``истребителей [Су-35]``, ``ракет [С-400]``."""

_MODIFIERS = frozenset({"ADJF", "PRTF", "NUMR"})


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
    """Read a noun phrase in one of some cases: ``мерах``, ``взаимной помощи``, ``компанией «Заря»``.

    Adjectives may be parted by commas and ``и``; an adjective alone stands for a noun (``раненых``).
    """
    position, agreed, adjectives = start, cases, 0
    limit = min(len(units), start + LONGEST_PHRASE)
    while position < limit:
        unit = units[position]
        if unit.label == "DATE":
            return None
        if quoted := _in_quotes(units, position, agreed):
            return quoted
        noun = _noun_cases(unit) & agreed or _counted(units, position, start, agreed)
        modifier = frozenset() if unit.label else unit.cases(_MODIFIERS) & agreed
        if noun and not (modifier and _noun_follows(units, position + 1, modifier)):
            return Phrase(_appositions(units, position + 1), position, noun)
        if modifier:
            agreed, adjectives, position = modifier, adjectives + 1, position + 1
        elif (
            unit.text.isdigit()
            or (units[position].pos == "ADVB" and at(units, position + 1).adjective)
            or (adjectives and _joins_adjectives(units, position, agreed))
        ):
            position += 1
        else:
            break
    last, after = units[position - 1], at(units, position)
    alone = adjectives and last.adjective and not last.participle and not _is_noun_of(after, last)
    return Phrase(position, position - 1, agreed) if alone else None


def _is_noun_of(noun: Unit, adjective: Unit) -> bool:
    """``с украинской [стороны]``: in another case than was asked for."""
    forms = [one for one in adjective.readings if one.pos in _MODIFIERS]
    return any(agree(form, one) for form in forms for one in noun.readings if one.pos == "NOUN")


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
    if unit.label:
        return unit.cases()
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


def _counted(units: Sequence[Unit], position: int, start: int, cases: frozenset[str]) -> frozenset[str]:
    """``на 30 [процентов]``: behind a figure the genitive stands for the case of the phrase."""
    behind = position > start and units[position - 1].text.isdigit() and not units[position].label
    return cases & {"accs", "nomn"} if behind and "gent" in units[position].cases() else frozenset()


def _appositions(units: Sequence[Unit], position: int) -> int:
    """Take what stands beside a noun: a quoted title, a name, initials of a group (``компанией DCNS``)."""
    quoted = quoted_title(units, position)
    if quoted is not None:
        return quoted
    before = units[position - 1]
    if position < len(units) and not before.label and _MODEL.match(units[position].text):
        return position + 1
    if before.lemmas() & values.GEOGRAPHIC_NOUNS and not before.label:
        return _proper_name(units, position)
    route = _route(units, position) if not before.label and before.text[:1].islower() else None
    if route is not None:
        return route
    if position < len(units) and not before.label and units[position].label in {"ORG", "PERSON"}:
        unit = units[position]
        led = unit.label == "ORG" and before.lemmas() & values.POSTS  # ``лидерами [АСЕАН и Южного союза]``
        if not led and (unit.text.isupper() or unit.text[:1] in QUOTES_OPEN):
            return position + 1
    return position


def _proper_name(units: Sequence[Unit], position: int) -> int:
    """``бассейна реки [Меконг]``, ``порта [Бендер-Аббас]``: the name of what a common noun calls by its kind.

    A state that follows is the clause's: ``о строительстве моста Россия и Китай договорились``.
    """
    place = position
    while place < min(len(units), position + 3) and not units[place].label:
        if not (units[place].text[:1].isupper() and units[place].text[1:2].islower()):
            break
        place += 1
    named = place == position < len(units) and units[place].label == "GPE"
    return place + 1 if named and not values.is_state_or_region(units[place].text) else place


def _route(units: Sequence[Unit], position: int) -> int | None:
    """``железной дороги [Баку – Тбилиси – Карс]``: capitals joined by dashes behind a common noun."""
    place = position
    while place + 2 < len(units) and units[place].text[:1].isupper() and units[place + 1].text in DASHES:
        place += 2
    return place + 1 if place > position and units[place].text[:1].isupper() else None


def quoted_title(units: Sequence[Unit], position: int) -> int | None:
    """Return the end of a quoted title that begins at a unit, the closing quote included."""
    if at(units, position).text not in QUOTES_OPEN:
        return None
    behind = range(position + 1, min(len(units), position + LONGEST_QUOTE))
    return next((place + 1 for place in behind if units[place].text in QUOTES_CLOSE), None)


def name_chain(units: Sequence[Unit], position: int) -> int | None:
    """Read family names in the genitive joined by dashes: ``Молотова – Риббентропа``, ``Джея``.

    A common word with a capital counts (``Страстной пятницы``), a state or a body does not.
    """
    place = position
    while place < len(units):
        unit = units[place]
        joined = at(units, place + 1).text in DASHES and at(units, place + 2).label == "PERSON"
        joined = joined or (place > position and units[place - 1].text in DASHES)
        proper = unit.label == "PERSON" or (unit.label == "ORG" and joined)
        proper = proper or (not unit.label and unit.text[:1].isupper() and not unit.text.isupper())
        second = place > position and unit.label == "PERSON"  # of a family whose forms nobody knows
        undeclined = unit.noun and unit.text[-1:] in "иоуеэыю"
        if not proper or not (second or unit.cases(frozenset({"NOUN", "ADJF"})) & {"gent"} or undeclined):
            break
        place += 1
        if at(units, place).text in DASHES and at(units, place + 1).text[:1].isupper():
            place += 1
            continue
        after = at(units, place)
        if not unit.label and unit.adjective and not after.verb and "gent" in after.cases():
            place += 1
        break
    if place > position and units[place - 1].text in DASHES:
        place -= 1  # what stands behind it is no name of these
    return place if place > position else None


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
    if noun.label and noun.cases() == ANY_CASE and (passive(units, phrase.end) or may_be_subject(units[head], verb)):
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


def passive(units: Sequence[Unit], place: int) -> bool:
    """Return whether a verb says what is done to its subject: ``[подписан]``, ``[были] приняты``."""
    forms = [unit.pos for unit in units[place : place + 2] if unit.pos and not unit.label]
    return forms[:1] == ["PRTS"] or ("быть" in units[place].lemmas() and forms[1:] == ["PRTS"])


def may_be_subject(noun: Unit, verb: Unit) -> bool:
    """Return whether a noun in the nominative has the number and gender of a verb."""
    return any(
        subject.case == "nomn" and (not subject.number or subject.number == action.number)
        and (not subject.gender or not action.gender or subject.gender == action.gender)
        for subject in noun.readings
        for action in verb.readings
    )  # fmt: skip
