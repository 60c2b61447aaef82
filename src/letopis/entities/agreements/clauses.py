"""A sentence cut into clauses, so that a date or a name is looked for only where the verb reaches."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from letopis.entities.agreements import values
from letopis.entities.agreements.chain import at
from letopis.entities.agreements.phrases import may_be_subject
from letopis.entities.agreements.units import Unit

CONTRAST = frozenset(
    "а но однако причем причём хотя что чтобы если когда пока поскольку где куда откуда ибо зато тогда".split()
)
"""Words that after a comma begin a clause of their own."""

_SUBORDINATING = frozenset((word,) for word in "хотя когда если поскольку раз едва пока".split())
"""Words with which a sentence may begin a clause that a comma ends: ``[Хотя] переговоры шли, Чехия …``."""

_LONG_SUBORDINATING = tuple(
    tuple(words.split())
    for words in (
        "так как", "после того как", "до того как", "перед тем как", "прежде чем", "с тех пор как", "в то время как",
    )
)  # fmt: skip
"""Those of several words: ``[После того как] договор подписали, Чехия …``."""

_LIGHT = frozenset({"CONJ", "PRCL", "ADVB"})

_CONSEQUENCES = frozenset({"чего", "чему", "чем", "этого", "этому", "этим", "этом"})
"""What they take up: ``, после [чего] начались …``, ``, при [этом] США …``."""

_VERBAL = frozenset({"VERB", "PRTS", "GRND"})


@dataclass
class Clause:
    """The units of one clause, in order; ``anchor`` is the comma that opens a dependent one.

    ``kind`` is ``main``, ``relative`` (``который …``), ``participle`` or ``gerund``; ``parent`` is the clause
    that a dependent one interrupts, or the main one before it. ``interrupts`` is one whose verb is yet to come:
    ``В Риме[, когда всё было готово], Чехия подписала …``.
    """

    kind: str
    anchor: int = -1
    parent: Clause | None = None
    members: list[int] = field(default_factory=list)
    interrupts: Clause | None = None


def clauses_of(units: Sequence[Unit], inside: Sequence[bool]) -> list[Clause]:
    """Cut a sentence into clauses; ``inside`` marks units of agreement titles, whose commas divide nothing.

    One pass: a comma opens a clause when a relative, a participle, a gerund or a contrasting word follows,
    and closes a dependent one unless it parts names of a list. So does the stop before a bare head: ``….
    [Документ] был подписан``.
    """
    current = Clause("main")
    found = [current]
    for place, unit in enumerate(units):
        stops = unit.text in {",", ";"} or (unit.text == "." and at(units, place + 1).head)
        if inside[place] or not stops:
            current.members.append(place)
            continue
        kind = _opened(units, place) if unit.text == "," else "main"
        opens = unit.text == "," and not kind
        if opens and current.kind == "main" and _says_of_next(units, inside, current, place):
            kind = "main"
        ended = current if current.kind == "main" or current.parent is None else current.parent
        if opens and _ends_opening(units, ended, place):
            kind = "main"
        if unit.text == ";" and any(units[member].text == ":" for member in current.members):
            kind = ""  # ``были подписаны: Договор …; Протокол …``
        goes_on = _list_comma(units, place) or (unit.text == "," and _goes_on(units, inside, current, place))
        if not kind and current.kind != "main" and not goes_on:
            current = current.parent or current
        elif not kind and unit.text == "," and _told(units, current.members):
            current = current.interrupts or current
        if not kind:
            current.members.append(place)
            continue
        parent = current
        passed = {"relative", "participle", "gerund"} if kind == "main" else {"participle", "gerund"}
        while parent.kind in passed and parent.parent is not None:
            parent = parent.parent
        open_yet = kind == "main" and not _told(units, current.members)
        current = Clause(kind, place, parent, [], current if open_yet else None)
        found.append(current)
    return found


def _told(units: Sequence[Unit], members: Sequence[int]) -> bool:
    """Return whether a clause has its verb."""
    return any(units[place].pos in _VERBAL - {"GRND"} and not units[place].label for place in members)


def _cites(words: Sequence[Unit]) -> bool:
    """``, как [сообщала] газета``: a source is told."""
    return at(words, 0).lower == "как" and at(words, 1).pos == "VERB" and bool(at(words, 1).lemmas() & values.SAYING)


def _says_of_next(units: Sequence[Unit], inside: Sequence[bool], clause: Clause, comma: int) -> bool:
    """``Договор о границе подписан в Риме[,] протокол о реках истёк``: behind a verb a title and its own verb.

    So is ``…[,] протокол о реках ратифицировала Чехия``, whose subject follows.
    """
    end = comma + 1
    while end < len(units) and inside[end]:
        end += 1
    behind = end + (at(units, end).lower == "не")
    verb, subjects = at(units, behind), [*units[comma + 1 : end], at(units, behind + 1)]
    passive = verb.pos == "PRTS"
    acts = verb.pos == "VERB" and any(unit.noun and may_be_subject(unit, verb) for unit in subjects)
    said = any(units[place].pos in _VERBAL and not inside[place] for place in clause.members)
    return end > comma + 1 and (passive or acts) and said


def _goes_on(units: Sequence[Unit], inside: Sequence[bool], clause: Clause, comma: int) -> bool:
    """``визит, в ходе которого были подписаны Договор …[,] а также Протокол …``: titles that the clause governs.

    After ``Договор, который подписан в Риме,`` a title goes on with the clause above.
    """
    own = clause.anchor > 0 and not inside[clause.anchor - 1]
    return own and inside[comma - 1] and any(inside[place] for place in range(comma + 1, min(comma + 4, len(units))))


def _opened(units: Sequence[Unit], comma: int) -> str:
    """Say what kind of clause a comma opens; an empty string for none."""
    words = units[comma + 1 : comma + 4]
    if not words:
        return ""
    if words[0].lower in CONTRAST and (len(words) < 2 or words[1].lower != "также"):
        return "" if _corrects(units, comma, words) or shares_object(units, comma - 1) else "main"
    if (words[0].verb and words[0].lemmas() & values.SAYING) or _takes_up(words) or _cites(words):
        return "main"
    if any("который" in unit.lemmas() for unit in words[:3] if not unit.label):
        return "relative"
    if words[0].readings and not words[0].label:
        signed = words[0].participle and words[0].lemmas() & values.SIGNING  # ``достигнутый``, an adjective first
        if words[0].pos == "PRTF" or signed or words[0].lemmas() & {"известный"}:
            return "participle"
        # ``, тем самым отменив …``: one or two words before the gerund
        if words[0].pos == "GRND" or (len(words) > 2 and any(unit.pos == "GRND" for unit in words)):
            return "gerund"
    if words[0].lower == "и" and not words[0].label and _told(units, range(comma + 2, min(comma + 10, len(units)))):
        return "main"
    return ""


def shares_object(units: Sequence[Unit], verb: int) -> bool:
    """``[подписала], но не ратифицировала договор``: nothing but small words parts a verb from the next one."""
    if at(units, verb).pos != "VERB" or not units[verb].lemmas() & (values.SIGNING | values.BINDING):
        return False
    place = verb + 1
    while at(units, place).pos in _LIGHT or at(units, place).text == ",":
        place += 1
    other = at(units, place)
    return place > verb + 1 and other.pos == "VERB" and bool(other.lemmas() & (values.SIGNING | values.BINDING))


def _ends_opening(units: Sequence[Unit], clause: Clause, comma: int) -> bool:
    """``Хотя переговоры шли[,] договор подписали``: the comma behind a clause that a subordinating word opens."""
    first = clause.members[0] if clause.members else -1
    if clause.anchor >= 0 or first < 0 or not _subordinates(units, first) or _list_comma(units, comma):
        return False
    told = any(units[place].pos in _VERBAL for place in clause.members)
    return told and any(unit.pos in _VERBAL for unit in units[comma + 1 :])


def _subordinates(units: Sequence[Unit], first: int) -> bool:
    """``[Хотя] переговоры шли``, ``[После того как] договор подписали``."""
    words = tuple(unit.lower for unit in units[first : first + 5])
    return words[:1] in _SUBORDINATING or any(words[: len(one)] == one for one in _LONG_SUBORDINATING)


def _takes_up(words: Sequence[Unit]) -> bool:
    """``, после чего``, ``, в результате чего``, ``, при этом``, ``, тогда как``: what came before stands in a word."""
    return words[0].pos == "PREP" and any(word.lower in _CONSEQUENCES for word in words[1:3])


def _corrects(units: Sequence[Unit], comma: int, words: Sequence[Unit]) -> bool:
    """``не Чехией, а Польшей``, ``не в Риме, а в Вене``: one word for another, and no new clause."""
    inserted = next((n for n in range(comma - 1, max(0, comma - 10), -1) if units[n].text == ","), comma)
    start = inserted if at(units, inserted + 1).lower == "как" else comma  # ``не в Риме[, как намечалось], а в Вене``
    near = range(start - 1, max(-1, start - 5), -1)
    denied = next((place for place in near if units[place].verb or units[place].lower == "не"), -1)
    denying = at(units, denied).lower == "не"
    return bool(words) and words[0].lower == "а" and denying and any(unit.label for unit in words[1:])


def _list_comma(units: Sequence[Unit], comma: int) -> bool:
    """Return whether a comma parts two names: ``подписали Бельгия, Нидерланды``; not ``подписан в Каире, Сейм …``."""
    before, after = at(units, comma - 1), units[min(comma + 1, len(units) - 1)]
    if not before.label or before.label == "DATE":
        return False
    if after.label:
        alike = (before.label == "PERSON") == (after.label == "PERSON")  # ``подписан Я. Каваном[,] Польша …``
        return alike and after.label != "DATE" and bool(before.cases() & after.cases())
    return any(unit.label for unit in units[comma + 1 : comma + 4]) and (after.noun and not after.verb)


def window(clause: Clause, low: int, high: int) -> Sequence[int]:
    """Return the members of a clause from one place to another, both included."""
    return clause.members[bisect_left(clause.members, low) : bisect_right(clause.members, high)]
