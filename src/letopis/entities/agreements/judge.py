"""The last word on a candidate: a logistic score over what the rules say of it and what its sentence speaks of.

It was learnt on real passages and on written records (``models/agreements``); without it the rules decide alone. One of
one's own, as ``letopis learn`` writes it, is a single file.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from letopis.entities.agreements import values
from letopis.entities.agreements.chain import at
from letopis.entities.agreements.heads import place_adjective
from letopis.entities.agreements.named import Candidate
from letopis.entities.agreements.titles import dated_before, log_odds
from letopis.errors import InputError
from letopis.files import replacing
from letopis.lemmas.models import model_folder, read_network
from letopis.navec import vectors

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from letopis.entities.agreements.units import Unit

    Vector = NDArray[np.float32]

CURVATURE = "curvature.npz"
"""How firmly what the project's judge was fitted on holds its weights; beside them, and read when it is taught."""

OWN_JUDGE = "agreements.npz"
"""The file of a judge of one's own, in the folder of a model of one's own."""

TOPIC = 300
"""The numbers of a vector of navec's."""

MOST_BYTES = 40_000_000
"""What a judge's file may unpack to; that of the package has a hundredth of it."""

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

    curvature: Vector | None
    """How firmly what it was fitted on holds each pair of weights, in the order marks, topic, bias; for learning."""

    def __init__(self, weights: Mapping[str, NDArray[np.float32]], labels: Mapping[str, Sequence[str]]) -> None:
        self.marks = dict(zip(labels["marks"], weights["marks"].astype(np.float32).tolist(), strict=True))
        self.topic, self.bias = weights["topic"].astype(np.float32), float(weights["bias"])
        self.curvature = weights.get("curvature")

    def score(self, candidate: Candidate) -> float:
        """Return the log odds that a candidate is an agreement."""
        return self.score_of(marks_of(candidate), topic_of(candidate.units))

    def score_of(self, marks: Mapping[str, float], topic: Vector) -> float:
        """Return the log odds for what is seen of a candidate."""
        known = sum(self.marks.get(mark, 0.0) * value for mark, value in marks.items())
        return float(known) + float(topic @ self.topic) + self.bias


SURE_TO_ACCEPT = frozenset({"title", "date", "place", "signed"})
"""Reasons that the judge does not weigh: what has a title in quotes or a date, or was signed, is one."""

SURE_TO_REFUSE = frozenset({"uncounted_lot", "nothing_said", "no_instrument", "plan"})
"""Rules whose refusal stands: ``ряд договоров``, ``договор о том``, ``контракт с клубом``, ``план Маршалла``."""


def accepted(candidate: Candidate, judge: Judge | None = None) -> str:
    """Return why a candidate is an agreement, the rule's reason or ``judged``; an empty string where it is none.

    ``judge`` is one of one's own; the project's when not given.
    """
    judge = judge or default_judge()
    _, why = candidate.decided
    if judge is None or not weighed(candidate):
        return why
    return (why or "judged") if judge.score(candidate) > 0 else ""


def weighed(candidate: Candidate) -> bool:
    """Return whether the judge has the last word on a candidate, and not the rules."""
    rule, why = candidate.decided
    if not why:
        private = rule == "private" and all(unit.label not in {"GPE", "ORG"} for unit in candidate.units)
        return not (private or rule in SURE_TO_REFUSE or _taken_by_verb(candidate))
    return why not in SURE_TO_ACCEPT and not _of_states(candidate) and not dated_before(candidate)


def _taken_by_verb(it: Candidate) -> bool:
    """``подписали [договор] в Риме``: behind a bare head rules know a place that names it from one of the verb."""
    bare = it.first == it.chain.head and it.chain.end == it.chain.head + 1
    return bare and at(it.units, it.chain.end).lower in {"в", "во"}


def _of_states(it: Candidate) -> bool:
    """``ФРГ отказывается подписать с ЮАР протокол о долгах``: what two states sign or have is not private.

    Nor what a state signs with a side in the title, or ``стороны``.
    """
    behind = at(it.units, it.chain.head + 1)
    if (behind.lower == "между" or behind.state) and sum(it.units[place].state for place in it.chain.sides) > 1:
        return any(reading.number == "sing" for reading in it.head.readings if reading.pos == "NOUN")
    around = list(chain.from_iterable(it.around))
    both = sum(unit.state for unit in around) + it.sided + 2 * any(unit.lower == "стороны" for unit in around)
    return both > 1 and any(unit.lemmas() & values.SIGNING for unit in around)


@cache
def default_judge(folder: Path | None = None) -> Judge | None:
    """Return the judge of a folder, that which comes with the project by default, or nothing where that is not there.

    Raises:
        InputError: a file is missing, damaged, or not of this form.
    """
    folder = folder or model_folder("agreements")
    command = "letopis train agreements RECORDS"
    return read_network(folder, Judge, "judge of agreements", command) if folder is not None else None


def judge_to_teach() -> Judge | None:
    """Return the project's judge with its curvature, or nothing where either is not there.

    Raises:
        InputError: the curvature is damaged.
    """
    folder, judge = model_folder("agreements"), default_judge()
    if folder is None or judge is None or not (folder / CURVATURE).is_file():
        return None
    marks = [*judge.marks]
    weights = {"marks": np.array([*judge.marks.values()]), "topic": judge.topic, "bias": np.array(judge.bias)}
    try:
        with (folder / CURVATURE).open("rb") as file, np.load(file, allow_pickle=False) as stored:
            weights["curvature"] = _mirrored(stored["curvature"])
    except (OSError, EOFError, zipfile.BadZipFile, ValueError, KeyError) as error:
        raise InputError(f"{folder / CURVATURE} cannot be read ({error}): install letopis again") from error
    return Judge(weights, {"marks": marks})


def read_judge(path: Path) -> Judge:
    """Read a judge of one's own.

    Raises:
        InputError: it is damaged, or no such file.
    """
    try:
        data = path.read_bytes()
        size = sum(member.file_size for member in zipfile.ZipFile(io.BytesIO(data)).infolist())
        if size > MOST_BYTES:
            raise ValueError(f"it unpacks to {size:,} bytes; a judge has {MOST_BYTES:,} at most")
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            weights = {name: stored[name] for name in ("names", "marks", "topic", "bias", "curvature")}
        names = weights.pop("names")
        every = names.size + TOPIC + 1
        shapes = {"marks": names.shape, "topic": (TOPIC,), "bias": (), "curvature": (every, every)}
        wrong = [name for name, shape in shapes.items() if weights[name].shape != shape]
        if wrong or names.ndim != 1 or not all(np.isfinite(one).all() for one in weights.values()):
            raise ValueError(f"{(wrong or ['a number'])[0]} is none of a judge's")
        return Judge(weights | {"curvature": _mirrored(weights["curvature"])}, {"marks": names.tolist()})
    except (OSError, EOFError, zipfile.BadZipFile, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} holds no judge of agreements: {error}; learn again, or delete the file") from error


def _mirrored(upper: Vector) -> Vector:
    """Return the whole of a curvature, of which files hold the upper triangle."""
    whole = upper.astype(np.float32)
    return whole + np.triu(whole, 1).T


def upper_of(judge: Judge) -> NDArray[np.float16]:
    """Return the curvature of a judge as files hold it."""
    size = len(judge.marks) + TOPIC + 1
    whole = np.zeros((size, size)) if judge.curvature is None else judge.curvature
    return np.triu(whole).astype(np.float16)


def write_judge(path: Path, judge: Judge) -> None:
    """Write a judge of one's own, without pickle.

    Raises:
        OutputError: the place cannot be written.
    """
    arrays: dict[str, Any] = {
        "names": np.array([*judge.marks], str),
        "marks": np.array([*judge.marks.values()], np.float32),
        "topic": judge.topic,
        "bias": np.float32(judge.bias),
        "curvature": upper_of(judge),
    }
    stored = io.BytesIO()
    np.savez_compressed(stored, allow_pickle=False, **arrays)
    with replacing(path) as file:
        file.write(stored.getvalue())


def topic_of(units: Sequence[Unit]) -> Vector:
    """Return the mean of navec's vectors of a sentence's words."""
    known = vectors()
    lemmas = (unit.readings[0].lemma for unit in units if not unit.label and unit.pos in _CONTENT)
    rows = [known.rows[lemma] for lemma in lemmas if lemma in known.rows]
    return known.vectors(np.array(rows)).mean(0) if rows else np.zeros(300, np.float32)


def marks_of(candidate: Candidate) -> dict[str, float]:
    """Return what is seen of a candidate, each mark with its size."""
    return {mark: value for part in (_rule, _inside, _before, _around) for mark, value in part(candidate) if value}


def _rule(it: Candidate) -> Iterator[tuple[str, float]]:
    name, why = it.decided
    yield f"rule {name} {bool(why)}", 1.0
    yield "accepted", float(bool(why))
    if it.seen is not None:
        yield "seen", log_odds(it.seen[0].share if it.seen else 0.0) / 2


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
    yield "state inside", float(any(unit.state for unit in inside))
    yield from ((f"{label} inside", 1.0) for label in {unit.label for unit in inside} - {""})
    yield f"next {_seen(it.units, head + 1)}", 1.0


def _before(it: Candidate) -> Iterator[tuple[str, float]]:
    yield f"before {_seen(it.units, it.first - 1)}", 1.0
    yield from ((f"{name} modifier", float(bool(it.modifiers & words))) for name, words in _MODIFIERS.items())
    yield "place modifier", float(any(map(place_adjective, it.modifiers)))


def _around(it: Candidate) -> Iterator[tuple[str, float]]:
    around = list(chain.from_iterable(it.around))
    yield "states", min(sum(unit.state for unit in around), 3) / 2
    for label in ("GPE", "ORG", "PERSON", "DATE"):
        yield f"{label} around", min(sum(unit.label == label for unit in around), 3) / 2
    lemmas = frozenset().union(*(unit.lemmas() for unit in around if not unit.label))
    yield from ((f"{name} around", float(bool(lemmas & words))) for name, words in _WORDS.items())


def _seen(units: Sequence[Unit], place: int) -> str:
    """Name a neighbour: its label, the word of a preposition or a mark, or its part of speech."""
    if not 0 <= place < len(units):
        return "edge"
    unit = units[place]
    if unit.label or not unit.readings:
        return unit.label or (unit.text if unit.text in _MARKS else "mark")
    return unit.lower if unit.pos == "PREP" else unit.pos
