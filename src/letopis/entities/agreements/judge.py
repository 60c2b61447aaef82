"""The last word on a candidate: a logistic score over what the rules say of it and what its sentence speaks of.

It was learnt on real passages and on written records (``models/agreements``); without it the rules decide alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from letopis.entities.agreements import values
from letopis.entities.agreements.heads import place_adjective
from letopis.entities.agreements.named import CLAUSE_UNITS, Candidate, decision
from letopis.lemmas.models import model_folder, read_network
from letopis.navec import vectors
from letopis.russian.states import state_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from letopis.entities.agreements.units import Unit

    Vector = NDArray[np.float32]

_CONTENT = frozenset({"NOUN", "ADJF", "VERB", "PRTS", "PRTF"})
_MARKS = frozenset(",.()«»")
_WORDS: Mapping[str, frozenset[str]] = {
    "signing": values.SIGNING,
    "posts": values.POSTS,
    "binding": values.BINDING,
}
_MODIFIERS: Mapping[str, frozenset[str]] = {
    "identifying": values.IDENTIFYING,
    "private": values.PRIVATE_ADJECTIVES,
    "epithet": values.EPITHETS,
}


class Judge:
    """The weights: one for each mark of a candidate, 300 for the mean of its sentence's words, and a bias."""

    def __init__(self, weights: Mapping[str, NDArray[np.float32]], labels: Mapping[str, Sequence[str]]) -> None:
        self._marks = dict(zip(labels["marks"], weights["marks"].astype(np.float32).tolist(), strict=True))
        self._topic, self._bias = weights["topic"].astype(np.float32), float(weights["bias"])

    def score(self, candidate: Candidate) -> float:
        """Return the log odds that a candidate is an agreement."""
        known = sum(self._marks.get(mark, 0.0) * value for mark, value in marks_of(candidate).items())
        return float(known) + float(topic_of(candidate.units) @ self._topic) + self._bias


SURE_TO_ACCEPT = frozenset({"title", "makers", "date", "place", "anaphora", "annex", "signed"})
"""Reasons that the judge does not weigh: what has a title in quotes or a date, or was signed, is one."""

SURE_TO_REFUSE = frozenset({"only_counted", "subject", "plan"})
"""Rules whose refusal stands: ``ряд договоров``, ``договор о том``, ``план Маршалла``."""


def accepted(candidate: Candidate) -> str:
    """Return why a candidate is an agreement, the rule's reason or ``judged``; an empty string where it is none."""
    judge = default_judge()
    rule, why = decision(candidate)
    if judge is None or why in SURE_TO_ACCEPT or (not why and rule in SURE_TO_REFUSE):
        return why
    return (why or "judged") if judge.score(candidate) > 0 or (why and _of_states(candidate)) else ""


def _of_states(it: Candidate) -> bool:
    """``ФРГ отказывается подписать с ЮАР протокол о долгах``: what two states sign or have is not private."""
    between = it.units[it.chain.head + 1 : it.chain.head + 2]
    if [unit.lower for unit in between] == ["между"] and sum(_state(it.units[place]) for place in it.chain.sides) > 1:
        return any(reading.number == "sing" for reading in it.head.readings if reading.pos == "NOUN")
    around = [*it.units[max(0, it.first - CLAUSE_UNITS) : it.first], *it.units[it.chain.end :][:CLAUSE_UNITS]]
    return sum(_state(unit) for unit in around) > 1 and any(unit.lemmas() & values.SIGNING for unit in around)


@cache
def default_judge() -> Judge | None:
    """Return the judge that comes with the project, or nothing where it is not there."""
    folder = model_folder("agreements")
    return load_judge(folder) if folder is not None else None


def load_judge(folder: Path) -> Judge:
    """Load a judge from its folder.

    Raises:
        InputError: a file is missing, damaged, or not of this form.
    """
    return read_network(folder, Judge, "judge of agreements", "letopis train agreements RECORDS")


def topic_of(units: Sequence[Unit]) -> Vector:
    """Return the mean of navec's vectors of a sentence's words."""
    known = vectors()
    lemmas = (unit.readings[0].lemma for unit in units if not unit.label and unit.readings and _content(unit))
    rows = [known.rows[lemma] for lemma in lemmas if lemma in known.rows]
    return known.vectors(np.array(rows)).mean(0) if rows else np.zeros(300, np.float32)


def _content(unit: Unit) -> bool:
    return unit.readings[0].pos in _CONTENT


def marks_of(candidate: Candidate) -> dict[str, float]:
    """Return what is seen of a candidate, each mark with its size."""
    return {mark: value for part in (_rule, _inside, _before, _around) for mark, value in part(candidate) if value}


def _rule(it: Candidate) -> Iterator[tuple[str, float]]:
    name, why = decision(it)
    yield f"rule {name} {bool(why)}", 1.0
    yield "accepted", float(bool(why))


def _inside(it: Candidate) -> Iterator[tuple[str, float]]:
    head = it.chain.head
    inside = it.units[head : it.chain.end]
    nouns = [reading for reading in it.head.readings if reading.lemma == it.chain.lemma]
    yield f"head {it.chain.lemma}", 1.0
    yield "plural", float(all(reading.number == "plur" for reading in nouns))
    yield from ((f"trait {trait}", 1.0) for trait in it.chain.traits)
    yield "sides", min(len(it.chain.sides), 3) / 2
    yield "capital head", float(it.head.capital)
    yield "capital", float(it.capital)
    yield "named", float(it.proper)
    yield "bare" if it.first == head else "described", float(it.chain.end == head + 1)
    yield "state inside", float(any(_state(unit) for unit in inside))
    yield from ((f"{label} inside", 1.0) for label in {unit.label for unit in inside} - {""})
    yield f"next {_seen(it.units, head + 1)}", 1.0


def _before(it: Candidate) -> Iterator[tuple[str, float]]:
    yield f"before {_seen(it.units, it.first - 1)}", 1.0
    yield from ((f"{name} modifier", float(bool(it.modifiers & words))) for name, words in _MODIFIERS.items())
    yield "place modifier", float(any(place_adjective(lemma) for lemma in it.modifiers))


def _around(it: Candidate) -> Iterator[tuple[str, float]]:
    around = [*it.units[max(0, it.first - CLAUSE_UNITS) : it.first]]
    around += it.units[it.chain.end : it.chain.end + CLAUSE_UNITS]
    yield "states", min(sum(_state(unit) for unit in around), 3) / 2
    for label in ("GPE", "ORG", "PERSON", "DATE"):
        yield f"{label} around", min(sum(unit.label == label for unit in around), 3) / 2
    lemmas = frozenset().union(*(unit.lemmas() for unit in around if not unit.label))
    yield from ((f"{name} around", float(bool(lemmas & words))) for name, words in _WORDS.items())


def _state(unit: Unit) -> bool:
    return unit.label == "GPE" and state_of(unit.text) is not None


def _seen(units: Sequence[Unit], place: int) -> str:
    """Name a neighbour: its label, the word of a preposition or a mark, or its part of speech."""
    if not 0 <= place < len(units):
        return "edge"
    unit = units[place]
    if unit.label or not unit.readings:
        return unit.label or (unit.text if unit.text in _MARKS else "mark")
    return unit.lower if unit.readings[0].pos == "PREP" else unit.readings[0].pos
