"""Words that take up an agreement named before: pronouns, and ``последний`` or ``тот`` where they stand for a noun."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence, Set

from letopis.entities.agreements.chain import at
from letopis.entities.agreements.clauses import Clause
from letopis.entities.agreements.find import Agreement
from letopis.entities.agreements.phrases import may_be_subject
from letopis.entities.agreements.units import DASHES, Unit

PERSONAL = frozenset({"он", "она", "оно", "они"})
_NEAREST = frozenset({"последний", "тот"})
"""These point at the noun named last of their gender."""


def pointed(
    units: Sequence[Unit], place: int, cases: Set[str], older: Sequence[Agreement], before: Sequence[Unit]
) -> Agreement | None:
    """Return the agreement that a word in some cases takes up; ``before`` are the units of the ``older`` ones.

    A personal pronoun wants one alone that it fits, ``последний`` and ``тот`` mean the nearest.
    """
    nearest = _stands_for_noun(units, place)
    lemmas = _NEAREST if nearest else PERSONAL
    genders = {one.gender or one.number for one in units[place].readings if one.lemma in lemmas and one.case in cases}
    fitting = [one for one in older if genders & genders_of(one.noun(before))] if genders else []
    return fitting[-1] if fitting and (nearest or len(fitting) == 1) else None


def personal(unit: Unit) -> bool:
    """Return whether a unit may be a pronoun of the third person: ``его``, ``её``, ``нём``."""
    return not unit.label and any(one.pos == "NPRO" and one.lemma in PERSONAL for one in unit.readings)


def nearest_of(
    units: Sequence[Unit], place: int, verb: int, older: Sequence[Agreement], *, itself: bool
) -> Agreement | None:
    """``…; [последний] подписали в 1858 году``, ``… подписан``, where ``itself`` is true; not where he signs."""
    if not units[place].lemmas() & _NEAREST or (not itself and may_be_subject(units[place], units[verb])):
        return None
    return pointed(units, place, {"nomn"} if itself else {"accs"}, older, units)


def _stands_for_noun(units: Sequence[Unit], place: int) -> bool:
    """``[Последний] был подписан``, ``к [последнему] примкнула Куба``; not ``последний солдат``, ``тот, кто``."""
    unit, after = units[place], at(units, place + 1)
    if unit.label or not unit.lemmas() & _NEAREST or after.lower in {",", "же", "самый", "из", "раз"}:
        return False
    described = after.adjective or (after.noun and not after.label and not after.verb)
    return not described or bool(after.readings and after.readings[0].pos in {"VERB", "PRTS", "PREP", "ADVB"})


def attached(units: Sequence[Unit], clause: Clause, agreements: Sequence[Agreement]) -> tuple[Agreement, ...]:
    """Return the agreement right before the comma of a relative or participle clause, an acronym skipped."""
    upto = bisect_right(agreements, clause.anchor, key=lambda agreement: agreement.end)
    last = next(
        (agreement for agreement in reversed(agreements[max(0, upto - 2) : upto]) if agreement.chain is not None), None
    )
    if last is None:
        return ()
    if _says_what_it_is(units, last, clause.anchor):
        return (last,)
    between = [unit.text for unit in units[last.end : clause.anchor]]
    return (last,) if not between or (between[0] == "(" and between[-1] == ")" and len(between) < 12) else ()


def _says_what_it_is(units: Sequence[Unit], agreement: Agreement, comma: int) -> bool:
    """``Римский договор – первый в истории [договор], который …``, ``… – это [документы], подписанные …``."""
    noun, between = at(units, comma - 1), units[agreement.end : comma - 1]
    same = noun.head == (agreement.chain and agreement.chain.lemma) or "документ" in noun.lemmas()
    said = any(unit.text in DASHES or unit.lemmas() & {"быть", "стать"} for unit in between[:2])
    return same and said and not any(unit.verb or unit.label for unit in between[1:])


def genders_of(noun: Unit) -> set[str]:
    """Return the genders of a noun's singular, and ``plur``, as its readings have them."""
    return {one.gender or one.number for one in noun.readings} - {""}
