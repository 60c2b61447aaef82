"""What is seen of an agreement and a name in its sentence: whether the one leads to the other, a judge says by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

from letopis.dictionary import grammemes
from letopis.entities.agreements import values
from letopis.entities.agreements.chain import at
from letopis.entities.agreements.find import Agreement
from letopis.entities.agreements.reading import denied
from letopis.entities.agreements.sentence_tree import DEEPEST, SentenceTree
from letopis.entities.agreements.tree import ROOT
from letopis.entities.agreements.units import Unit

TYPES: Mapping[str, tuple[str, ...]] = {
    "GPE": ("party", "signed_in"), "ORG": ("party",), "PERSON": ("signatory",), "DATE": ("signed_on",),
}  # fmt: skip
"""The relations that lead to a name of each label."""

_STEPS = (0, 1, 2, 3, 5, 8, 12, 20)
_MARKS = frozenset(",;:()—–")
_FORMS = ("past", "pres", "futr", "pssv", "plur")
_BESIDE = (-2, -1, 1, 2)
_WITHOUT = frozenset({"без", "вопреки", "кроме", "помимо", "против"})
_LISTING = frozenset({"и", "или", ","})


class Pair(NamedTuple):
    """An agreement and a name of its sentence in a role: ``by`` is the rule that links them, if one does.

    ``others`` are the units that rules give the agreement in that role.
    """

    type: str
    sentence: SentenceTree
    agreement: Agreement
    place: int
    by: str
    others: Sequence[int]

    @property
    def head(self) -> int:
        """Return the place of the agreement's head."""
        return self.agreement.first if self.agreement.chain is None else self.agreement.chain.head


def marks_of(pair: Pair) -> set[str]:
    """Return what is seen of a pair, each mark behind the type of the relation."""
    parts = (_ruled(pair), _where(pair), _name(pair), _on_tree(pair), _of_agreement(pair))
    return {f"{pair.type} {mark}" for mark in chain.from_iterable(parts)}


def _ruled(pair: Pair) -> Iterator[str]:
    rest = [one for one in pair.others if one != pair.place]
    yield f"by {pair.by}"
    yield f"others {min(2, len(rest))}"
    if any(abs(one - pair.place) <= 2 for one in rest):
        yield "beside another"


def _where(pair: Pair) -> Iterator[str]:
    units, place, agreement = pair.sentence.units, pair.place, pair.agreement
    side = "before" if place < agreement.first else "after" if place >= agreement.end else "in"
    low, high = {"before": (place + 1, agreement.first), "after": (agreement.end, place)}.get(
        side, (pair.head + 1, place)
    )
    between = units[low:high]
    steps = next((step for step in _STEPS if len(between) <= step), "far")
    preposition = at(units, place - 1).lower if at(units, place - 1).pos == "PREP" else "none"
    yield from (side, f"{side} {steps}", f"preposition {preposition}", f"{side} {preposition}")
    yield from (f"{side} {preposition} {case}" for case in units[place].cases())
    yield f"alike between {min(3, sum(unit.label == units[place].label for unit in between))}"
    yield f"verbs between {min(3, sum(unit.verb or unit.participle for unit in between))}"
    yield from (f"between {unit.text}" for unit in between if unit.text in _MARKS)
    yield from (f"between {kind}" for unit in between for kind in kinds_of(unit))
    if any(unit.head for unit in between):
        yield "between head"
    if side != "in" and any(pair.sentence.inside[low:high]):
        yield "between title"


def _name(pair: Pair) -> Iterator[str]:
    units, unit = pair.sentence.units, pair.sentence.units[pair.place]
    yield from (f"label {unit.label}", f"alike {min(4, sum(one.label == unit.label for one in units))}")
    yield from (f"case {case}" for case in unit.cases())
    if unit.state:
        yield "state"
    if not pair.place:
        yield "first"
    yield from _words_beside("name", units, pair.place)


def _on_tree(pair: Pair) -> Iterator[str]:
    sentence = pair.sentence
    above_head, above_name = _way_up(sentence, pair.head), _way_up(sentence, pair.place)
    met = next((place for place in above_head if place in above_name), ROOT)
    if met != ROOT:
        up, down = (
            "^".join(_once(sentence.relation(one) for one in way[: way.index(met)])) for way in (above_head, above_name)
        )
        yield from (f"up {up}", f"down {down}", f"way {up} {down}", f"met {sentence.units[met].pos}")
        yield from (f"met {kind}" for kind in kinds_of(sentence.units[met]))
        yield from (f"met {kind} {down}" for kind in kinds_of(sentence.units[met]))
        if sentence.inside[met]:
            yield "met in title"
    yield from _governors("head", sentence, above_head[1:])
    yield from _governors("name", sentence, above_name[1:])


def _of_agreement(pair: Pair) -> Iterator[str]:
    agreement, units = pair.agreement, pair.sentence.units
    yield from (f"kind {agreement.entity.kind}", f"found {agreement.entity.by}")
    if agreement.chain is not None:
        yield from (f"trait {trait}" for trait in agreement.chain.traits)
        yield f"sides {min(3, len(agreement.chain.sides))}"
    yield f"behind {_word(at(units, agreement.end))}"
    yield f"relation {pair.sentence.relation(pair.head)}"
    yield from _words_beside("head", units, agreement.first)


def _words_beside(whose: str, units: Sequence[Unit], place: int) -> Iterator[str]:
    for step in _BESIDE:
        unit = at(units, place + step)
        yield from (f"{whose} {step} {_word(unit)}", f"{whose} {step} {unit.label or unit.pos}")


def _governors(whose: str, sentence: SentenceTree, way: Sequence[int]) -> Iterator[str]:
    """Return what the two nearest verbs, participles or nouns of treaties above a unit say."""
    found = (place for place in way if sentence.verbal(place) or sentence.predicate(place))
    for number, place in zip((1, 2), found, strict=False):
        unit, here = sentence.units[place], f"{whose} {number}"
        yield f"{here} {unit.pos}"
        yield from (f"{here} {kind}" for kind in kinds_of(unit))
        yield from (f"{here} {form}" for form in _FORMS if form in grammemes(unit.text))
        if any(sentence.units[one].lower in {"не", "ни", "бы"} for one in sentence.tree.children[place]):
            yield f"{here} denied"


def _way_up(sentence: SentenceTree, place: int) -> list[int]:
    way = [place]
    while sentence.above(way[-1]) != ROOT and len(way) <= DEEPEST:
        way.append(sentence.above(way[-1]))
    return way


def _once(relations: Iterator[str]) -> list[str]:
    """Return relations without repetitions in a row, five at most."""
    found: list[str] = []
    for one in relations:
        if found[-1:] != [one]:
            found.append(one)
    return found[:5]


def _word(unit: Unit) -> str:
    return unit.label or (unit.readings[0].lemma if unit.readings else unit.text)


def told_otherwise(pair: Pair) -> bool:
    """Return whether a sentence says that an agreement does not lead to a name, whatever stands in its company."""
    side = pair.type == "party" and (left_out(pair) or refuses(pair))
    return side or left_to_rules(pair) or of_another_event(pair)


def left_out(pair: Pair) -> bool:
    """``без участия [Чехии]``, ``в г. Батуми, [Грузия],``: a name says who was none, or where a town lies."""
    units, place = pair.sentence.units, pair.place
    back = place - 1
    while (
        back >= 0
        and not units[back].verb
        and (units[back].label in TYPES or units[back].noun or units[back].adjective or units[back].lower in _LISTING)
    ):
        back -= 1
    if at(units, back).lower in _WITHOUT:
        return True
    town = place - 2
    beside = (
        at(units, place - 1).text in {",", "("} and at(units, town).label == "GPE" and "nomn" in units[place].cases()
    )
    told = at(units, town - 1).pos == "PREP" or bool(at(units, town - 1).lemmas() & values.SITES)
    return beside and told and at(units, place + 1).text in {",", ")", ".", ""}


def refuses(pair: Pair) -> bool:
    """``[Чехия] не подписала``, ``не обязана``: who stands by a denied verb of an agreement; not ``не нарушала``."""
    sentence, way = pair.sentence, _way_up(pair.sentence, pair.place)[1:]
    verb = next((one for one in way if sentence.verbal(one) or sentence.inside[one]), ROOT)
    told = sentence.predicate(verb) if verb != ROOT else None
    if told is not None:
        return not told.bound and denied(sentence, verb)
    duties = (place for place, unit in enumerate(sentence.units) if unit.lemmas() & values.DUTIES)
    return any(at(sentence.units, place - 1).lower == "не" for place in duties)


def left_to_rules(pair: Pair) -> bool:
    """Return whether rules know best: days and places in a title, and names of a list there.

    ``Протокол к Соглашению от [5 мая]`` has that day from another; ``соглашение о долгах Ганы и [Кении]`` is on both.
    """
    if not pair.agreement.first <= pair.place < pair.agreement.end:
        return False
    beside = {at(pair.sentence.units, pair.place + step).lower for step in (-1, 1)}
    return pair.type in {"signed_on", "signed_in"} or not beside.isdisjoint({"и", ","})


def of_another_event(pair: Pair) -> bool:
    """``хранится [в Нанкине]``, ``подготовлен [М. Литвиновым]``, ``ратифицирован [5 мая]``: no word of its signing."""
    sentence, way = pair.sentence, _way_up(pair.sentence, pair.place)[1:]
    verb = next((one for one in way if sentence.verbal(one) or sentence.inside[one]), ROOT)
    if pair.type == "party" or verb == ROOT or sentence.inside[verb]:
        return False
    return bool(sentence.units[verb].lemmas() & (values.OF_TEXTS | values.RATIFYING | {"одобрить"}))


def kinds_of(unit: Unit) -> Sequence[str]:
    """Return the lists of :mod:`~letopis.entities.agreements.values` that a word stands in, none for a name.

    >>> from letopis.entities.agreements.units import word_readings
    >>> "signing" in kinds_of(Unit(0, 9, "подписала", word_readings("подписала")))
    True
    """
    return () if unit.label else [kind for lemma in unit.lemmas() for kind in _kinds().get(lemma, ())]


@cache
def _kinds() -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for kind, words in values.word_lists().items():
        for word in words:
            found.setdefault(word, []).append(kind)
    return found
