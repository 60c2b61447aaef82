"""Where the arguments of a verb are looked for, and who is named in others' stead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from letopis.entities.agreements import values
from letopis.entities.agreements.chain import ON_BEHALF, at
from letopis.entities.agreements.stages import stage
from letopis.entities.agreements.units import DASHES, QUOTES_CLOSE, Unit
from letopis.labels import NAMED

_PARTING = frozenset({"и", "а", "но", ","})

LONGEST_LIST = 12
"""Units that a list of names before or behind a verb may take."""

REACH = 80
"""Units on either side of the verb that may hold its arguments; it keeps the cost linear."""


@dataclass(frozen=True)
class Scope:
    """Where arguments are looked for: ``members`` in order, the ``verb`` among them, its voice.

    ``taken`` marks units of agreement titles.
    """

    units: Sequence[Unit]
    members: Sequence[int]
    verb: int
    passive: bool
    taken: Sequence[bool]


@dataclass
class Roles:
    """The units that are the arguments of a verb."""

    dates: list[int]
    places: list[int]
    parties: list[int]
    signatories: list[int]


def since_stop(units: Sequence[Unit], places: Sequence[int], verb: int) -> Sequence[int]:
    """Return those of some places that no sentence's end parts from a verb: ``Пакт открыл порты[.] Подписан …``."""
    stops = [place for place in places if units[place].text == "."]
    low = max((place for place in stops if place < verb), default=-1)
    high = min((place for place in stops if place > verb), default=len(units))
    return [place for place in places if low < place < high] if stops else places


def apart(scope: Scope) -> Callable[[int], bool]:
    """Return what tells of a member whether it is of another verb, joined to this one by ``и`` or a comma.

    ``подписан в Риме, ратифицирован [в Вене]``, ``одобрен [в Вене] и подписан``: so are told day, place and signers.
    Without a name between them verbs share them, ``подписан и ратифицирован в Риме``; a verb of no stage shares them.
    """
    verb = scope.verb
    joined = [place for place in scope.members if place != verb and _joined_verb(scope, place)]
    others = joined if verb in scope.members else []
    behind = (_border(scope, range(other - 1, verb, -1)) for other in others if other > verb)
    high = next((border for border in behind if border), len(scope.units))
    before = [other for other in reversed(others) if other < verb and stage(scope.units, other)]
    low, end = next(((n, border) for n in before if (border := _border(scope, range(n + 1, verb)))), (verb, verb))
    return lambda place: low < place < end or place > high


def _joined_verb(scope: Scope, place: int) -> bool:
    unit, same = scope.units[place], scope.units[scope.verb].participle
    inserted = at(scope.units, place - 1).lower == "как"  # ``, [как планировалось],``
    return not scope.taken[place] and not inserted and (unit.pos in {"VERB", "PRTS"} or (same and unit.participle))


def _border(scope: Scope, between: range) -> int:
    """Return the first mark or word between two verbs that parts what they have, 0 where nothing does."""
    units = scope.units
    parting = (place for place in between if units[place].lower in _PARTING and not scope.taken[place])
    border = next((n for n in parting if not (units[n - 1].label and at(units, n + 1).label in NAMED)), 0)
    named = any(units[place].label and not scope.taken[place] for place in range(min(between, default=0), border))
    return border if named else 0


def not_this(units: Sequence[Unit], place: int) -> str | None:
    """``не [Чехией], а Польшей``, ``не в [Риме]``, ``не 3 мая``: the name or date that is denied; not ``не только``."""
    before = at(units, place - 1)
    if before.pos == "PREP":
        before = at(units, place - 2)
    denied = (before.lower == "не" and not before.label) or _no_member(units, place)
    return "excluded" if denied or _instead(units, place) else None


def _instead(units: Sequence[Unit], place: int) -> bool:
    """``не президент [Ганы], а премьер Того``, ``не [Ирак] с [Ираном], а …``: denied with the nouns around it."""
    first, end = place - 1, place + 1
    while place - first < 6 and (at(units, first).noun or at(units, first).adjective or at(units, first).pos == "PREP"):
        first -= 1
    while end - place < 6 and (at(units, end).noun or at(units, end).adjective or at(units, end).pos == "PREP"):
        end += 1
    return at(units, first).lower == "не" and (at(units, end).text, at(units, end + 1).lower) == (",", "а")


def member(unit: Unit) -> bool:
    """Return whether a noun is a side's: ``участница``, ``государство-участник``."""
    return not unit.label and any(lemma.rpartition("-")[2] in values.MEMBERS for lemma in unit.lemmas())


def _no_member(units: Sequence[Unit], place: int) -> bool:
    """``[Чехия] и Польша не являются участницами``, ``[Чехия] никогда не участвовала``, ``[Чехия] не сторона``."""
    behind = place + 1
    while behind < place + LONGEST_LIST and (
        at(units, behind).label in NAMED or at(units, behind).lower in _PARTING or at(units, behind).pos == "ADVB"
    ):
        behind += 1
    if at(units, behind).lower != "не":
        return False
    said = units[behind + 1 : behind + 4]
    return bool(at(said, 0).lemmas() & {"участвовать"}) or any(member(unit) for unit in said)


def denied_name(scope: Scope, order: int, before: dict[int, str]) -> str | None:
    """``подписан не [Чехией], а Польшей``, ``Чехия и Польша, но не [Венгрия]``."""
    return not_this(scope.units, scope.members[order])


def shortened(scope: Scope, order: int, before: dict[int, str]) -> str | None:
    """``компания «Заря» ([LSE: ZRYA]) подписала``: what brackets say of a body or a state is no second one."""
    return "" if in_brackets_of_name(scope.units, scope.members[order]) else None


def in_brackets_of_name(units: Sequence[Unit], place: int) -> bool:
    """Return whether a name stands in brackets right behind a body or a state: its short name, ticker or country."""
    opening = next((back for back in range(place - 1, max(-1, place - 5), -1) if units[back].text in {"(", ")"}), -1)
    if opening < 1 or units[opening].text == ")":
        return False
    named = opening - 1 - (units[opening - 1].text in QUOTES_CLOSE)
    return at(units, named).label in {"ORG", "GPE"}


def on_behalf(scope: Scope, order: int, before: dict[int, str]) -> str | None:
    """``от имени [Франции]``, ``От [Чехии] договор подписал``, ``за [Турцию]``, ``в лице президента [И. Алиева]``."""
    units, place = scope.units, scope.members[order]
    if at(units, place - 1).lower == "от" and units[place].label in {"GPE", "ORG"}:
        outer = at(units, place - 2)
        begins = not outer.text or outer.text in {",", ";"} or outer.label == "PERSON"
        return "actor" if begins or place - 2 == scope.verb else None
    if at(units, place - 1).lower == "за":
        return "actor" if units[place].label in {"GPE", "ORG"} and "accs" in units[place].cases() else None
    if in_person(units, place) or speaks_for(units, place):
        return "actor"
    back = place - 1
    while back >= 1 and place - back < 6 and not units[back].verb and (units[back].label or units[back].noun):
        if (units[back - 1].lower, units[back].lower) in ON_BEHALF:
            beside = units[place].label == "PERSON" and any(unit.label for unit in units[back + 1 : place])
            person = "" if units[place].label == "PERSON" else None  # ``от имени короля [Георга III]``
            return "actor" if beside or (back == place - 1 and units[place].label != "PERSON") else person
        back -= 1
    return None


def in_person(units: Sequence[Unit], place: int) -> bool:
    """``Грузия в лице министра [Е. Гегечкори]``."""
    if units[place].label != "PERSON":
        return False
    back = place - 1
    while place - back < 6 and at(units, back).noun and at(units, back).lower != "лице":
        back -= 1
    return (at(units, back - 1).lower, at(units, back).lower) == ("в", "лице")


def speaks_for(units: Sequence[Unit], place: int) -> bool:
    """``…, за Чили — министр [Х. Руис]``, ``с чилийской стороны — [Х. Руис]``, ``от имени Чили — [Х. Руис]``."""
    if units[place].label != "PERSON":
        return False
    dash = place - 1
    while place - dash < 8 and not at(units, dash).verb and (at(units, dash).noun or at(units, dash).adjective):
        dash -= 1
    before = [unit.lower for unit in units[max(0, dash - 6) : dash]]
    starts = max((n for n, word in enumerate(before) if word in {"за", "от", "с", "со"}), default=-1)
    said = before[starts:]
    return (
        at(units, dash).text in DASHES
        and starts >= 0
        and (said[0] in {"за", "от"} or "стороны" in said or (len(said) == 2 and said[1].endswith("ой")))
    )
