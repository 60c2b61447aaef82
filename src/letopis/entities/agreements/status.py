"""What has become of an agreement: signed, ratified, planned, refused …, by the verb that governs it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import pairwise, zip_longest
from typing import NamedTuple

from letopis.entities.agreements import values
from letopis.entities.agreements.behind import stages_behind
from letopis.entities.agreements.chain import at
from letopis.entities.agreements.clauses import Clause, clauses_of, shares_object, window
from letopis.entities.agreements.doubts import believed, doubted
from letopis.entities.agreements.events import (
    behind_preposition,
    governed,
    holds,
    is_object,
    recalled,
)
from letopis.entities.agreements.find import Agreement, ReadSentence
from letopis.entities.agreements.foreword import drafted, modified
from letopis.entities.agreements.mood import denied, planned
from letopis.entities.agreements.pointing import attached
from letopis.entities.agreements.reading import ClauseReading
from letopis.entities.agreements.roles import dates_verb_at
from letopis.entities.agreements.scope import REACH, since_stop
from letopis.entities.agreements.stages import stage
from letopis.entities.agreements.tree import ROOT
from letopis.entities.agreements.units import Unit
from letopis.entities.spans import Link
from letopis.records import STATUSES, Entity

STATUS_NOUNS = frozenset({"действие", "участие", "срок", "выполнение", "реализация", "исполнение"})
"""Nouns through which a verb speaks of an agreement: ``приостановила [действие] Договора``."""


ENDS = frozenset({"expired", "denounced", "suspended"})
"""Stages that say nothing while they lie ahead or are denied: ``намерены расторгнуть``, ``не вышла``."""


SIGNING = frozenset({"signed", "concluded", "initialled"})
"""Stages whose day is that of the signing."""

UNDONE = frozenset({"planned", "refused"})
"""Stages of what nobody has signed."""

_OF_DRAFTS = frozenset({"concluded", "ratified"})
"""What is said of a draft that is no more than one: ``одобрили проект``, ``приняли проект``."""


class Stage(NamedTuple):
    """A stage with its date in EDTF, where the clause gives one."""

    name: str
    date: str | None


def dated(stages: Mapping[tuple[int, int], Stage], links: Sequence[Link[Entity]]) -> dict[tuple[int, int], Stage]:
    """Return stages, those of a signing without a date in its own clause with that of the one ``signed_on`` link."""
    days: dict[tuple[int, int], list[str | None]] = {}
    for link in links:
        if link.type == "signed_on":
            days.setdefault((link.source.start_offset, link.source.end_offset), []).append(link.target.value)
    undated = {"signed", "concluded"}
    return {
        key: Stage(stage.name, days[key][0])
        if stage.name in undated and stage.date is None and len(days.get(key, ())) == 1
        else stage
        for key, stage in stages.items()
    }


def stages_of(
    passages: Sequence[ReadSentence], readings: Sequence[Sequence[ClauseReading]]
) -> dict[tuple[int, int], Stage]:
    """Return the status of each agreement that a verb governs, by its offsets.

    What the readings off the tree say counts for agreements of which the words around them say nothing, or no signing
    that a verb states. Of the same verb both are heard: it is denied where either sees that it is.
    """
    found: dict[tuple[int, int], Stage] = {}

    def say(agreement: Agreement, stage: Stage, *, outdoes: bool = True) -> None:
        key = (agreement.entity.start_offset, agreement.entity.end_offset)
        known = found.get(key)
        if known is None or (outdoes and STATUSES.index(known.name) < STATUSES.index(stage.name)):
            found[key] = stage

    worded = [_in_passage(passage) for passage in passages]
    for told, some in zip_longest(worded, readings, fillvalue=()):
        for agreement, said, place in told:
            say(agreement, _by_tree(agreement, said, place, some))
    for agreement, said in _behind(passages):
        say(agreement, said)
    for passage, some, told in zip(passages, readings, worded, strict=False):
        undone = {(one.first, place) for one, said, place in told if said.name in UNDONE}
        for agreement, said, outdoes in _of_readings(passage, some, undone) if some else ():
            say(agreement, said, outdoes=outdoes)
    for units, agreement in ((passage.units, one) for passage in passages for one in passage.agreements):
        if name := modified(units, agreement):
            say(agreement, Stage(name, None))
        key = (agreement.entity.start_offset, agreement.entity.end_offset)
        if drafted(units, agreement) and (key not in found or found[key].name in _OF_DRAFTS):
            found[key] = Stage("planned", None)
    return found


def _behind(passages: Sequence[ReadSentence]) -> Iterator[tuple[Agreement, Stage]]:
    """Return what a sentence says of an agreement of the one before."""
    for before, passage in pairwise(passages):
        for agreement, clause, place in stages_behind(passage, before):
            name = _modality(passage.units, clause, place, stage(passage.units, place))
            unreal = name in UNDONE and stage(passage.units, place) in ENDS
            if not unreal and not doubted(passage.units, clause, place):
                bounds = (-1, len(passage.units))
                yield agreement, Stage(name, _date(passage.units, clause, place, passage.taken, bounds))


def _of_readings(
    passage: ReadSentence, readings: Sequence[ClauseReading], undone: Set[tuple[int, int]]
) -> Iterator[tuple[Agreement, Stage, bool]]:
    """Return what readings say, and whether it outdoes what the words say: a signing that came about does.

    Not those of a verb of which the words say that it did not, or has not yet: ``undone``.
    """
    for reading in believed(passage, readings):
        name, verb = stage_of(reading), passage.units[reading.place]
        if name and (reading.agreement.first, reading.place) not in undone:
            done = reading.done and name in SIGNING and (verb.participle or (verb.verb and verb.pos != "INFN"))
            yield reading.agreement, Stage(name, None), done


def _by_tree(agreement: Agreement, stated: Stage, place: int, readings: Sequence[ClauseReading]) -> Stage:
    """Return what a word says by its window, or that it is denied where the tree sees that it is.

    ``так и не был, несмотря на просьбы посла, [подписан]``; until when an end did not come the window knows.
    """
    if stated.name in UNDONE | ENDS:
        return stated
    here = (one.denied for one in readings if one.place == place and one.agreement.first == agreement.first)
    return Stage("refused", None) if any(here) else stated


def stage_of(reading: ClauseReading) -> str:
    """Name the stage that a reading states: a denied one is refused, an unreal one planned unless it is an end."""
    name = reading.predicate.stage
    if not name or (reading.denied and name in ENDS) or (not reading.real and name in ENDS):
        return ""
    return "refused" if reading.denied else name if reading.real else "planned"


def _in_passage(passage: ReadSentence) -> list[tuple[Agreement, Stage, int]]:
    units, agreements, taken = passage.units, passage.agreements, passage.taken
    found: list[tuple[Agreement, Stage, int]] = []
    last: tuple[Agreement, ...] = ()
    for clause in clauses_of(units, taken):
        stages = [(place, name) for place in clause.members if not taken[place] and (name := stage(units, place))]
        if not stages and found:
            found += _elliptical(units, clause, agreements, taken, found[-1][1])
        for order, (place, name) in enumerate(stages):
            rivals = [
                other for other, _ in stages[max(0, order - 1) : order + 2]
                if other != place and at(units, other - 1).lower not in {"к", "ко"}  # ``готовится [к подписанию]``
            ]  # fmt: skip
            objects = tuple(
                one for one in objects_of(units, clause, agreements, place)
                if not any(min(place, one.first) < other < max(place, one.first) for other in rivals)
            )  # fmt: skip
            objects = objects or recalled(units, clause, agreements, place)
            if not objects and shares_object(units, place) and order + 1 < len(stages):
                objects = objects_of(units, clause, agreements, stages[order + 1][0])
            if not objects and units[place].verb and not _has_own_subject(units, clause, place, taken):
                objects = last
            last = objects or last
            low = _border(units, stages[order - 1][0], place) if order else -1
            high = _border(units, place, stages[order + 1][0]) if order + 1 < len(stages) else len(units)
            said = _modality(units, clause, place, name)
            if (said in UNDONE and name in ENDS) or doubted(units, clause, place):
                continue
            status = Stage(said, _date(units, clause, place, taken, (low, high)))
            found += [(agreement, status, place) for agreement in objects]
    return found


def _elliptical(
    units: Sequence[Unit], clause: Clause, agreements: Sequence[Agreement], taken: Sequence[bool], last: Stage
) -> list[tuple[Agreement, Stage, int]]:
    """``…, а в 2013 г. — [Договор о союзе]``: a clause without a verb takes the one before it, with its own date."""
    if clause.kind != "main" or clause.anchor < 0 or any(units[place].verb for place in clause.members):
        return []
    dates = [units[place].name for place in clause.members if units[place].label == "DATE" and not taken[place]]
    date = dates[0].value if len(dates) == 1 and dates[0] is not None else None
    own = [one for one in agreements if one.chain is not None and holds(clause, one.first)]
    return [(agreement, Stage(last.name, date), ROOT) for agreement in own]


def _border(units: Sequence[Unit], verb: int, other: int) -> int:
    """``подписан 5 мая 1992 г. [и] вступил в силу``: the word that joins two verbs parts their dates."""
    return next(
        (place for place in range(other - 1, verb, -1) if units[place].lower in {"и", "а", "но", ",", "."}), verb
    )


def objects_of(
    units: Sequence[Unit], clause: Clause, agreements: Sequence[Agreement], place: int
) -> tuple[Agreement, ...]:
    """Return the agreements that a verb of a stage governs, or the noun of one: ``ратификация Договора``."""
    if clause.kind in {"relative", "participle"}:
        return attached(units, clause, agreements)
    return governed(units, clause, agreements, place, _governs)


def _governs(units: Sequence[Unit], agreement: Agreement, place: int, found: Sequence[Agreement]) -> bool:
    if "подпись" in units[place].lemmas() and at(units, agreement.first - 1).lower == "под":
        return True
    if not units[place].verb and not units[place].adjective:
        between = units[place + 1 : agreement.first]
        near = 0 <= len(between) < 12 and place < agreement.first and not any(unit.verb for unit in between)
        return (near and "gent" in agreement.noun(units).cases()) or bool(
            found and at(units, agreement.first - 1).lower in {"и", ","}
        )
    if units[place].lemmas() & {"выйти", "выходить"}:
        return at(units, agreement.first - 1).lower == "из"
    if units[place].lemmas() & {"отказаться", "отказываться"}:
        return at(units, agreement.first - 1).lower == "от"
    return _through_noun(units, place, agreement) or is_object(units, agreement, place, found)


def _through_noun(units: Sequence[Unit], verb: int, agreement: Agreement) -> bool:
    """``приостановила [действие] Договора``, ``прекратил [участие в] Договоре``, ``срок [действия] истёк``."""
    before = [unit for unit in units[max(0, agreement.first - 2) : agreement.first] if not unit.label]
    named = any(unit.lemmas() & STATUS_NOUNS and not unit.verb for unit in before)
    near = named and abs(agreement.first - verb) < 8
    return near and stage(units, verb) in {"suspended", "expired", "in_force", "denounced"}


def _has_own_subject(units: Sequence[Unit], clause: Clause, verb: int, taken: Sequence[bool]) -> bool:
    """``…, а парламент отклонил закон``: a noun in the nominative that could be what is spoken of.

    A noun behind a preposition is none: ``был подписан … и ратифицирован через [месяц]``.
    """
    return any(
        units[place].noun and not units[place].label and not units[place].verb and not taken[place]
        and units[place].readings[0].case in {"nomn", "accs"} and units[place].lower != "силу"
        and not behind_preposition(units, place)
        for place in since_stop(units, window(clause, verb - 7, verb + 7), verb) if place != verb
    )  # fmt: skip


def _modality(units: Sequence[Unit], clause: Clause, place: int, name: str) -> str:
    if denied(units, clause, place):
        waiting = any(units[before].lower in {"пока", "еще", "ещё"} for before in window(clause, place - 4, place))
        return "planned" if waiting else "refused"
    future = units[place].ahead and units[place].verb
    return "planned" if name != "refused" and (future or planned(units, clause, place)) else name


def _date(
    units: Sequence[Unit], clause: Clause, verb: int, taken: Sequence[bool], bounds: tuple[int, int]
) -> str | None:
    """Return the date nearest to a verb and on its side of the verbs around it."""
    low, high = max(bounds[0], verb - REACH), min(bounds[1], verb + REACH)
    members = window(clause, low, high)
    if any(units[place].lemmas() & values.ANNIVERSARIES for place in clause.members if not taken[place]):
        return None
    dates = [
        place
        for order, place in enumerate(members)
        if low < place < high and units[place].label == "DATE" and not taken[place]
        and dates_verb_at(units, members, order, taken)
    ]  # fmt: skip
    best = min(dates, key=lambda place: (abs(place - verb), place), default=None)
    if best is None:
        return None
    name = units[best].name
    return name.value if name is not None else None
