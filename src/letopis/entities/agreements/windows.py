"""What the network of links sees of an agreement: the units of its sentence and of those beside it, as numbers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from letopis.dictionary import CACHED_FORMS, CASES, grammemes
from letopis.entities.agreements.find import Agreement, ReadSentence
from letopis.entities.agreements.pairs import TYPES, kinds_of
from letopis.entities.agreements.tree import ROOT, UnitTree
from letopis.entities.agreements.units import Unit
from letopis.entities.names.features import vector_row
from letopis.entities.spans import Link
from letopis.records import Entity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Places = NDArray[np.int64]

RELATIONS = ("party", "signed_in", "signatory", "signed_on")
"""What the network tells of a name, in this order."""

Key: TypeAlias = "tuple[str, int, int, int, int]"
"""The type of a link, and the offsets of its ends."""

BEFORE, BEHIND = 1, 2
"""Sentences before and behind that of an agreement that are seen with it."""

TOGETHER = 4
"""Characters between two sentences of one passage at most."""

GAP = 4
"""Empty rows behind a window: as far as the network's layers look."""

LABELS = ("", *TYPES)
MARKS = ("", *",.;:()—–-«»…")
FORMS = (
    "past", "pres", "futr", "pssv", "actv", "plur", "sing", "masc", "femn", "neut", "perf", "impf", "impr",
)  # fmt: skip
DISTANCES = (0, 1, 2, 3, 4, 6, 9, 13, 20, 30, 50)
"""The classes of how far a unit stands from a title, to either side."""

INSIDE = 2 * (len(DISTANCES) + 1)
"""The class of a unit within the title."""


class LinkNames(NamedTuple):
    """What the codes of a network stand for; the number of a name is its place and one, 0 for any other."""

    pos: Mapping[str, int]
    relations: Mapping[str, int]
    lemmas: Mapping[str, int]
    kinds: Mapping[str, int]

    @classmethod
    def of(cls, lists: Mapping[str, Sequence[str]]) -> LinkNames:
        """Number the names of lists, those of ``kinds`` from 0."""
        first = {"kinds": 0}
        return cls(*({one: n for n, one in enumerate(lists[key], first.get(key, 1))} for key in cls._fields))


class Asked(NamedTuple):
    """A name that an agreement may lead to: the row and the column of its share, and the two ends."""

    row: int
    column: int
    agreement: Agreement
    sentence: ReadSentence
    passage: int
    place: int

    @property
    def key(self) -> Key:
        """Return the link's key."""
        source, target = self.agreement.entity, self.sentence.units[self.place]
        return RELATIONS[self.column], source.start_offset, source.end_offset, target.start, target.end


class Windows(NamedTuple):
    """The windows of some agreements one behind the other, a row for a unit, empty rows between.

    ``words`` are rows of navec and one, 0 for none; ``codes`` numbers of names; ``above`` and ``title`` rows: what a
    unit hangs on, and the head of the window's agreement; ``real`` is 0 in empty rows.
    """

    words: Places
    codes: Places
    flags: Floats
    above: Places
    title: Places
    real: Floats
    asked: Sequence[Asked]


def see_links(
    passages: Sequence[ReadSentence], trees: Sequence[UnitTree | None], links: Iterable[Link[Entity]], names: LinkNames
) -> Windows | None:
    """Return what is seen of all agreements of a text, or nothing where there are none with a tree.

    ``trees`` are of the passages, None where there is none; ``links`` are those that rules make.
    """
    ruled: dict[tuple[int, int], list[Link[Entity]]] = {}
    for link in links:
        if link.type in RELATIONS:
            ruled.setdefault((link.target.start_offset, link.target.end_offset), []).append(link)
    static = [_Static.of(passage, tree, names) for passage, tree in zip(passages, trees, strict=True)]
    near = _beside(passages)
    rows = _Rows(names)
    for number, passage in enumerate(passages):
        for agreement in passage.agreements if trees[number] is not None else ():
            low = max(0, number - BEFORE, near[number][0])
            high = min(number + BEHIND, near[number][1])
            rows.add(passages, static, ruled, (low, number, high), agreement)
    return rows.seen() if rows.asked else None


def _beside(passages: Sequence[ReadSentence]) -> list[tuple[int, int]]:
    """Return of each passage the first and the last of those that stand together with it."""
    parted = [
        number
        for number, (one, other) in enumerate(pairwise(passages), 1)
        if not one.units or not other.units or other.units[0].start - one.units[-1].end > TOGETHER
    ]
    borders = [0, *parted, len(passages)]
    found = []
    for number in range(len(passages)):
        after = bisect_right(borders, number)
        found.append((borders[after - 1], borders[after] - 1))
    return found


class _Static(NamedTuple):
    """What is seen of the units of a passage, whatever the agreement."""

    words: list[int]
    codes: list[tuple[int, int, int, int, int]]
    flags: Floats
    above: Sequence[int]

    @classmethod
    def of(cls, passage: ReadSentence, tree: UnitTree | None, names: LinkNames) -> _Static:
        units = passage.units
        flags = np.zeros((len(units), len(CASES) + len(FORMS) + len(names.kinds) + 3), np.float32)
        words, codes = [], []
        for place, unit in enumerate(units):
            lemma = "" if unit.label else unit.readings[0].lemma if unit.readings else unit.text
            words.append(0 if unit.label else vector_row(unit.text) + 1)
            codes.append(
                (
                    LABELS.index(unit.label) if unit.label in LABELS else 0,
                    names.pos.get(unit.pos, 0),
                    names.relations.get(tree.relations[place], 0) if tree is not None else 0,
                    names.lemmas.get(lemma, 0),
                    MARKS.index(unit.text) if unit.text in MARKS else 0,
                )
            )
            flags[place, _marked(unit, names)] = 1.0
        above = tree.heads if tree is not None else [ROOT] * len(units)
        return cls(words, codes, flags, above)


def _marked(unit: Unit, names: LinkNames) -> list[int]:
    found = [CASES.index(case) for case in unit.cases() if case in CASES]
    if not unit.label:
        found += [len(CASES) + place for place in _forms(unit.text)]
    start = len(CASES) + len(FORMS)
    found += [start + names.kinds[kind] for kind in kinds_of(unit) if kind in names.kinds]
    start += len(names.kinds)
    return found + [start + place for place, told in enumerate((unit.state, unit.capital, unit.first)) if told]


@lru_cache(maxsize=CACHED_FORMS)
def _forms(text: str) -> tuple[int, ...]:
    possible = grammemes(text)
    return tuple(place for place, form in enumerate(FORMS) if form in possible)


BY_RULES = 2 * len(RELATIONS)
"""Flags of what rules link: to this agreement, and to others."""


class _Rows:
    """The rows of the windows so far."""

    def __init__(self, names: LinkNames) -> None:
        self._words: list[int] = []
        self._codes: list[tuple[int, ...]] = []
        self._flags: list[Floats] = []
        self._above: list[int] = []
        self._title: list[int] = []
        self._real: list[float] = []
        self.asked: list[Asked] = []
        self._width = len(CASES) + len(FORMS) + len(names.kinds) + 3 + BY_RULES + 4

    def add(
        self, passages: Sequence[ReadSentence], static: Sequence[_Static],
        ruled: Mapping[tuple[int, int], Sequence[Link[Entity]]], window: tuple[int, int, int], agreement: Agreement,
    ) -> None:  # fmt: skip
        """Add the window of an agreement: the passages from the first of ``window`` to the last, its own between."""
        low, own, high = window
        first = len(self._words)
        start_of_own = first + sum(len(passages[number].units) for number in range(low, own))
        head = start_of_own + (agreement.first if agreement.chain is None else agreement.chain.head)
        for number in range(low, high + 1):
            start, passage, seen = len(self._words), passages[number], static[number]
            self._words += seen.words
            self._above += [start + (place if above == ROOT else above) for place, above in enumerate(seen.above)]
            beside = np.zeros((len(passage.units), BY_RULES + 4), np.float32)
            for place, unit in enumerate(passage.units):
                inside = number == own and agreement.first <= place < agreement.end
                steps = start + place - start_of_own
                border = agreement.first if steps < agreement.first else agreement.end - 1
                far = INSIDE if inside else distance(steps - border)
                self._codes.append((*seen.codes[place], number - own + BEFORE, far))
                for link in ruled.get((unit.start, unit.end), ()):
                    mine = link.source.start_offset == agreement.entity.start_offset
                    beside[place, RELATIONS.index(link.type) + (0 if mine else len(RELATIONS))] = 1.0
                beside[place, BY_RULES] = inside
                for kind in TYPES.get(unit.label, ()) if unit.name is not None else ():
                    self.asked.append(Asked(start + place, RELATIONS.index(kind), agreement, passage, number, place))
            for other in passage.agreements:
                if other is not agreement:
                    beside[other.first : other.end, BY_RULES + 1] = 1.0
            if number == own:
                beside[head - start, BY_RULES + 2] = 1.0
                beside[list(agreement.chain.sides) if agreement.chain is not None else [], BY_RULES + 3] = 1.0
            self._flags.append(np.concatenate([seen.flags, beside], axis=1))
        self._end(first, head)

    def _end(self, first: int, head: int) -> None:
        count = len(self._words) - first
        self._title += [head] * count
        self._real += [1.0] * count
        here = range(len(self._words), len(self._words) + GAP)
        self._words += [0] * GAP
        self._codes += [(0,) * 7] * GAP
        self._above += here
        self._title += here
        self._real += [0.0] * GAP
        self._flags.append(np.zeros((GAP, self._width), np.float32))

    def seen(self) -> Windows:
        return Windows(
            np.array(self._words, np.int64), np.array(self._codes, np.int64), np.concatenate(self._flags),
            np.array(self._above, np.int64), np.array(self._title, np.int64),
            np.array(self._real, np.float32)[:, None], self.asked,
        )  # fmt: skip


def distance(steps: int) -> int:
    """Return the class of a distance, negative to the left.

    >>> distance(1) == distance(-1), distance(60) == distance(90)
    (False, True)
    """
    far = next((place for place, most in enumerate(DISTANCES) if abs(steps) <= most), len(DISTANCES))
    return far if steps >= 0 else len(DISTANCES) + 1 + far


def words_of(passages: Iterable[ReadSentence], trees: Iterable[UnitTree | None]) -> Iterator[dict[str, list[str]]]:
    """Return of each passage the names that a network may learn: parts of speech, relations, lemmas, lists of words."""
    for passage, tree in zip(passages, trees, strict=True):
        words = [unit for unit in passage.units if not unit.label]
        yield {
            "pos": [unit.pos for unit in passage.units],
            "relations": [*tree.relations] if tree is not None else [],
            "lemmas": [unit.readings[0].lemma if unit.readings else unit.text for unit in words],
            "kinds": [kind for unit in words for kind in kinds_of(unit)],
        }
