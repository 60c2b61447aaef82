"""A visit or a meeting that governs what was signed: in the sentence before, or in the clause above."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from letopis.dictionary import grammemes
from letopis.entities.agreements import values
from letopis.entities.agreements.chain import at
from letopis.entities.agreements.clauses import Clause
from letopis.entities.agreements.doubles import side_of
from letopis.entities.agreements.phrases import fits
from letopis.entities.agreements.roles import PLACE_PREPOSITIONS
from letopis.entities.agreements.scope import REACH
from letopis.entities.agreements.units import DASHES, Unit
from letopis.labels import NAMED

OPENINGS = frozenset("здесь там тогда тут итог результат ход визит встреча переговоры сторона день ночь вечер".split())
"""Words at a sentence's start that lean on the one before: ``Здесь был подписан``, ``В ту же ночь``."""

_THERE = frozenset({"там", "здесь", "тут"})
_COUNTED = {"оба": 2, "два": 2, "три": 3, "четыре": 4}

_LEANING = frozenset({"в", "во", "на", "по", "после", "их", "его", "ее", "её", "этот", "это", "эта", "тот"})
_VISITED = frozenset({"посетить", "посещать", "навестить"})


class Frame(NamedTuple):
    """Where and when a visit or a meeting was; ``visit`` tells that the words say that it was one."""

    places: list[Unit]
    dates: list[Unit]
    visit: bool


def frame_of(units: Sequence[Unit], following: Sequence[Unit] = ()) -> Frame:
    """Read the place and the date of a visit: ``прилетел в Москву 5 мая``, ``посетил Рабат``.

    ``following`` may open with a word that means a place that somebody left, too: ``вернулся из [Витебска]. Там …``.
    """
    near = units[:REACH]
    visit = any(unit.lemmas() & values.VISITS for unit in near if not unit.label)
    places = [unit for place, unit in enumerate(near) if unit.label == "GPE" and _is_place(near, place)]
    if not places and at(following, 0).lower in _THERE:
        left = [unit for place, unit in enumerate(near) if unit.label == "GPE" and at(near, place - 1).lower == "из"]
        places = [unit for unit in left if not unit.state]
    dates = [unit for unit in near if unit.label == "DATE"]
    return Frame(places[-1:], dates, visit)


def _is_place(units: Sequence[Unit], place: int) -> bool:
    """``в Москву``, ``посетил Рабат``, ``Тегеран посетила делегация``; not ``послов в [ООН]``."""
    before = at(units, place - 1 - bool(at(units, place - 1).lemmas() & values.SITES))
    if before.lower in PLACE_PREPOSITIONS:
        return True
    around = [*units[max(0, place - 2) : place], *units[place + 1 : place + 2]]
    return "accs" in units[place].cases() and any(
        unit.lemmas() & _VISITED and unit.pos in {"VERB", "GRND"} for unit in around
    )


def leans(units: Sequence[Unit]) -> bool:
    """Return whether a sentence opens with a word that leans on the one before: ``По итогам встречи подписан``."""
    if not units:
        return False
    opening = units[: 4 if units[0].lower in _LEANING else 1]
    words = {lemma for unit in opening for lemma in unit.lemmas()}
    verb_first = units[0].pos in {"PRTS", "VERB"}
    return verb_first or bool(words & (OPENINGS | values.VISITS))


def frame_above(units: Sequence[Unit], clause: Clause) -> Frame | None:
    """``состоялся визит …, в ходе которого были подписаны``, ``побывал министр, который подписал``."""
    if clause.parent is None or clause.kind != "relative":
        return None
    upto = [units[place] for place in clause.parent.members[-REACH:] if place < clause.anchor]
    frame = frame_of(upto)
    return frame if frame.visit else None


def place_of_there(units: Sequence[Unit], clause: Clause) -> list[int]:
    """``Делегации, прибывшие в г. [Хива], подписали там …``, ``из [Хивы], где …``: the place named last before it."""
    there = next((place for place in clause.members if units[place].lower in {"где", *_THERE}), -1)
    where = at(units, there).lower == "где"
    before = range(max(0, there - (2 if where else REACH)), there)
    return [n for n in before if units[n].label == "GPE" and (where or _is_place(units, n))][-1:]


def stands_for_others(units: Sequence[Unit], clause: Clause, verb: int) -> bool:
    """Return whether those who act are named elsewhere: ``[стороны] подписали``, ``лидеры [двух стран]``, ``[они]``."""
    for place in clause.members[: bisect_right(clause.members, verb + 6)]:
        unit = units[place]
        if unit.lower == "они":
            return True
        behind = units[place + 1 : place + 5]
        counted = at(units, place - 1).lemmas() & _COUNTED.keys()  # ``[оба] президента``, ``[две] страны``
        several = counted or any(reading.number == "plur" for reading in unit.readings)
        if unit.lemmas() & values.GENERIC_ACTORS and several:
            return not any(one.label for one in behind[:2])
        of_actors = (one for one in behind if one.lemmas() & values.GENERIC_ACTORS and "gent" in one.cases())
        if unit.lemmas() & values.POSTS and (several or any(of_actors)):
            return not any(one.label for one in behind) and at(units, place - 1).pos != "PREP"
    return False


def as_many(units: Sequence[Unit], clause: Clause, found: Sequence[Unit]) -> bool:
    """Return whether some names are as many as a clause counts: ``[обе] стороны``, ``лидеры [трёх] стран``."""
    said = {_COUNTED[lemma] for place in clause.members for lemma in units[place].lemmas() & _COUNTED.keys()}
    return not said or sum(unit.label != "PERSON" for unit in found) in said


def named_together(units: Sequence[Unit]) -> list[Unit]:
    """Return those whom a sentence speaks of together: ``[Дания и Швеция] воевали за Норвегию``.

    Subjects come first, then those behind ``между``, then those for whom somebody came (``делегации [Перу и Чили]``),
    then the only two states or bodies. Of several persons all count, each with the state right before it.
    """
    people = [place for place, unit in enumerate(units) if unit.label == "PERSON"]
    if len(people) > 1:
        return [
            unit for place in people for unit in units[place - 1 : place + 1] if unit.label == "PERSON" or unit.state
        ]
    roles = [(_role(units, run), run) for run in _lists(units)]
    for wanted in ("subject", "between", "post"):
        runs = [run for role, run in roles if role == wanted]
        if len(runs) == 1:
            return [units[place] for place in runs[0]]
    return _only_two(units)


def came_together(units: Sequence[Unit]) -> list[Unit]:
    """``[Делегации Перу и Чили] прибыли в Осло``: the two or more who came."""
    runs = [run for run in _lists(units) if _role(units, run) == "subject" or "nomn" in _post(units, run).cases()]
    return [units[place] for place in runs[0]] if len(runs) == 1 else []


def _post(units: Sequence[Unit], run: Sequence[int]) -> Unit:
    """Return those who speak for states: ``[министры] иностранных дел Перу и Чили``."""
    before = range(run[0] - 1, max(-1, run[0] - 5), -1)
    found = (n for n in before if units[n].lemmas() & values.POSTS and not units[n].label)
    return at(units, next(found, -1))


def _lists(units: Sequence[Unit]) -> list[list[int]]:
    """Return the places of states and bodies that ``и`` and commas join in one case."""
    runs: list[list[int]] = []
    for place, unit in enumerate(units):
        if unit.label not in {"GPE", "ORG"}:
            continue
        last = runs[-1][-1] if runs else -1
        joins = [between.lower for between in units[last + 1 : place]]
        joined = last >= 0 and joins in (["и"], [","], [",", "и"]) and units[last].cases() & unit.cases()
        if joined:
            runs[-1].append(place)
        else:
            runs.append([place])
    return [run for run in runs if len(run) > 1 and at(units, run[-1] - 1).lower == "и"]


def _role(units: Sequence[Unit], run: Sequence[int]) -> str:
    before = at(units, run[0] - 1)
    if before.lower == "между":
        return "between"
    if not before.label and before.noun and not before.verb:
        return "post" if _post(units, run).text else ""
    nominative = all("nomn" in units[place].cases() for place in run)
    explains = before.text in {*DASHES, "(", ":"}  # ``Посредники — [Чили и Перу]``
    return "subject" if nominative and before.pos != "PREP" and not (before.adjective or explains) else ""


def _only_two(units: Sequence[Unit]) -> list[Unit]:
    """Return the two states or bodies of a stretch, each where it is named last; none of any other number."""
    last: dict[str, Unit] = {}
    for unit in units:
        if unit.name is not None and (unit.state or unit.label == "ORG"):
            last[side_of(unit.name)] = unit
    states = [unit for unit in last.values() if unit.state]
    found = states or list(last.values())
    return found if len(found) == 2 else []


def antecedents(units: Sequence[Unit], clause: Clause) -> list[int]:
    """Return the names that ``который`` stands for as a subject: ``министр Перу Х. Торне, который подписал``.

    So does an active participle: ``[Греции], подписавшей его``.
    """
    last = clause.anchor - 1
    if not clause.members or last < 0 or units[last].label not in NAMED:
        return []
    word = units[clause.members[0]]
    active = clause.kind == "participle" and "actv" in grammemes(word.text) and fits(word, units[last])
    subject = units[last].label == "PERSON" or "nomn" in units[last].cases()
    relative = clause.kind == "relative" and subject and "nomn" in word.cases(frozenset({"ADJF"}))
    return [last] if active or relative else []
