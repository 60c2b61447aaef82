"""The reading of a clause: what happens to an agreement, who acts, when and where, off the tree.

For each agreement the predicates that take it, or that it takes up (``подписанный``, ``который подписали``), with
polarity, mood and time, and the units that are their arguments.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from letopis.dictionary import grammemes
from letopis.entities.agreements.arguments import Argument, arguments_of
from letopis.entities.agreements.chain import another_name, at
from letopis.entities.agreements.find import Agreement, ReadSentence
from letopis.entities.agreements.mood import imperative
from letopis.entities.agreements.predicates import Predicate
from letopis.entities.agreements.sentence_tree import DEEPEST, SentenceTree
from letopis.entities.agreements.tree import ROOT, UnitTree, trees_of
from letopis.entities.agreements.units import Unit
from letopis.entities.agreements.values import CARRIERS, INTENTIONS, ORDERING, REFUSING, UNREAL

if TYPE_CHECKING:
    from spacy.tokens import Doc

_TIMES = {"past": "past", "pres": "present", "futr": "future"}
_IRREAL = frozenset({"бы", "б", "будь", "если", "чтобы", "будет", "будут"})


@dataclass(frozen=True)
class ClauseReading:
    """What one predicate says of one agreement.

    ``time`` is ``past``, ``present``, ``future`` or empty; ``real`` tells that it is no plan, wish or condition.
    """

    agreement: Agreement
    place: int
    predicate: Predicate
    denied: bool
    real: bool
    time: str
    arguments: tuple[Argument, ...] = ()

    @property
    def done(self) -> bool:
        """Return whether it has come about, as far as the clause says."""
        return self.real and not self.denied


def read_trees(doc: Doc, passages: Sequence[ReadSentence]) -> list[UnitTree | None]:
    """Return the tree of each passage with an agreement; None for the others, and where no parser is there."""
    some = [passage for passage in passages if passage.agreements]
    trees = iter((trees_of(doc, [passage.units for passage in some]) if some else None) or ())
    return [next(trees, None) if passage.agreements else None for passage in passages]


def read_clauses(passages: Sequence[ReadSentence], trees: Sequence[UnitTree | None]) -> list[list[ClauseReading]]:
    """Return the readings of each passage by its tree; none where there is no tree."""
    return [
        readings_of(passage, tree) if tree is not None else [] for passage, tree in zip(passages, trees, strict=True)
    ]


def readings_of(passage: ReadSentence, tree: UnitTree) -> list[ClauseReading]:
    """Return what the clauses say of the agreements of a sentence."""
    sentence = SentenceTree(passage.units, passage.taken, tree)
    return [
        ClauseReading(
            one, place, predicate, denied(sentence, place), real(sentence, place), time(passage.units[place]),
            tuple(arguments_of(sentence, place)),
        )
        for one in passage.agreements
        if not another_name(passage.units, one.first)
        for place, predicate in dict(predicates_of(sentence, one)).items()
    ]  # fmt: skip


def predicates_of(sentence: SentenceTree, agreement: Agreement) -> Iterator[tuple[int, Predicate]]:
    """Return the predicates of an agreement, those above it first."""
    head = agreement.chain.head if agreement.chain is not None else agreement.first
    above = _above(sentence, head, agreement.first)
    if above is not None:
        yield above
        yield from _joined(sentence, above[0])
    for holder in range(agreement.first, agreement.end):
        for place in sentence.under(holder, "acl", "amod"):
            found = sentence.predicate(place)
            if found is not None:
                yield place, found
                yield from _joined(sentence, place)


def _joined(sentence: SentenceTree, place: int) -> Iterator[tuple[int, Predicate]]:
    """``подписана в мае [и ратифицирована] в июне``; a verb with an object of its own takes that."""
    for other in sentence.under(place, "conj"):
        found = sentence.predicate(other)
        if found is not None and not any(sentence.inside[one] for one in sentence.tree.under(other, "obj", "nsubj")):
            yield other, found


def _above(sentence: SentenceTree, head: int, first: int) -> tuple[int, Predicate] | None:
    """Climb to the predicate that takes an agreement, through carriers."""
    place, preposition = head, sentence.preposition(head, first)
    for _ in range(DEEPEST):
        relation, up = sentence.relation(place), sentence.above(place)
        if up == ROOT:
            relation, up = "obj", _parted(sentence, first)
        if up == ROOT:
            return None
        if relation == "dep" and sentence.bare([place], "nomn", "accs"):
            relation = "obj"  # the parser does not say what else it is
        if relation in {"appos", "flat", "nmod"} and sentence.units[up].label and not preposition:
            place = up  # ``заключила с [Чехией] Протокол``: no name takes a title
            continue
        found = sentence.predicate(up)
        if found is not None and _takes(sentence, up, found, relation, preposition):
            return up, found
        if sentence.inside[up] or not sentence.units[up].lemmas() & CARRIERS:
            return None
        place, preposition = up, ""
    return None


def _parted(sentence: SentenceTree, first: int) -> int:
    """``[подписали] в Риме 5 мая 1999 г. Договор``: the verb above a date whose stop ends a sentence for the parser."""
    before = at(sentence.units, first - 1)
    return sentence.above(first - 1) if before.label == "DATE" and before.text.endswith(".") else ROOT


def _takes(sentence: SentenceTree, up: int, predicate: Predicate, relation: str, preposition: str) -> bool:
    if preposition:
        return preposition in predicate.takes
    return relation in ({"obj", "nsubj", "obl", "iobj", "xcomp"} if sentence.verbal(up) else {"nmod", "obl", "obj"})


def denied(sentence: SentenceTree, place: int) -> bool:
    """``не подписали``, ``подписан не был``, ``не намерены подписать``, ``отказались подписать``, ``не участник``.

    ``…, [пока] не был подписан`` says until when.
    """
    if any(sentence.units[one].lower == "пока" for one in sentence.under(place, "mark")):
        return False
    up = sentence.above(place)
    led = up != ROOT and sentence.relation(place) in {"xcomp", "csubj", "obl", "obj"}
    if led and sentence.units[up].lemmas() & REFUSING:
        return True
    verbs = [place, *sentence.under(place, "aux", "cop"), *([up] if led and sentence.relation(place) != "obj" else [])]
    return any(at(sentence.units, verb - 1).lower in {"не", "ни"} for verb in verbs)


def real(sentence: SentenceTree, place: int) -> bool:
    """Return whether something is no plan, wish or condition: not ``подписали бы``, ``если подпишут``."""
    unit, up = sentence.units[place], sentence.above(place)
    words = (sentence.units[one].lower for one in sentence.under(place, "aux", "mark", "advmod"))
    if not _IRREAL.isdisjoint(words):
        return False
    if unit.verb and (unit.ahead or imperative(unit)):
        return False
    if up == ROOT:
        return True
    meant = UNREAL | (ORDERING if sentence.verbal(place) else INTENTIONS)  # ``вероятность [заключения]``
    return not ((unit.pos == "INFN" or not unit.verb) and sentence.units[up].lemmas() & meant)


def time(unit: Unit) -> str:
    """Return the time of a verb."""
    forms = grammemes(unit.text) if not unit.label else frozenset()
    return next((name for gram, name in _TIMES.items() if gram in forms), "")
