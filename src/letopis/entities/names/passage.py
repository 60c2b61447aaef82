"""What the tagger and the rules look at, a sentence and the names in it, and what most rules do with names."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from letopis.entities.names.words import Lexicon, lexicon
from letopis.sentences.split import stretches
from letopis.sentences.tokens import tokenize

if TYPE_CHECKING:
    from letopis.entities.own_words import OwnWords

STRESS = "\u0301"
"""The mark that encyclopaedias set on a stressed vowel: no letter of the word."""


class Name(NamedTuple):
    """A name in a sentence: ``words[first:last]``, its label, who found it and how surely (0 to 1)."""

    first: int
    last: int
    label: str
    by: str
    score: float

    def reaching(self, first: int, last: int) -> Name:
        """Return the name with these bounds, itself where it has them: most names keep theirs through every rule.

        >>> Name(1, 3, "ORG", "hand", 1.0).reaching(0, 3).first
        0
        """
        same = first == self.first and last == self.last
        return self if same else Name(first, last, self.label, self.by, self.score)


@dataclass(frozen=True)
class Passage:
    """A sentence: its words, where each begins and ends in the text, and the lists of words that rules ask for it."""

    words: list[str]
    starts: list[int]
    ends: list[int]
    lexicon: Lexicon = field(default_factory=lexicon, compare=False, repr=False)

    @cached_property
    def kinds(self) -> list[frozenset[str]]:
        """Return for each word the lists of the lexicon that it is in."""
        return list(map(self.lexicon.of, self.words))

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for place, kinds in enumerate(self.kinds):
            for kind in kinds:
                places.setdefault(kind, []).append(place)
        return places

    def places(self, *lists: str) -> Sequence[int]:
        """Return where words of some lists stand; a rule that begins here costs a sentence without them nothing.

        >>> Passage(["в", "Посольстве"], [0, 2], [1, 12]).places("embassies", "rivers")
        [1]
        """
        found = [self._places[name] for name in lists if name in self._places]
        if len(found) < 2:
            return found[0] if found else ()
        return sorted({place for places in found for place in places})

    def is_in(self, place: int, *lists: str) -> bool:
        """Return whether the word at a place, when there is one, is in one of some lists."""
        return 0 <= place < len(self.words) and not self.kinds[place].isdisjoint(lists)

    @cached_property
    def capitalised(self) -> list[tuple[int, str]]:
        """Return the words that begin with a capital, and their places.

        >>> Passage(["г.", "Кант"], [0, 3], [2, 7]).capitalised
        [(1, 'Кант')]
        """
        return [(place, word) for place, word in enumerate(self.words) if word[:1].isupper()]

    def text(self, first: int, last: int) -> str:
        """Return the words of a stretch, joined by single spaces.

        >>> Passage(["г.", "Кант"], [0, 3], [2, 7]).text(0, 2)
        'г. Кант'
        """
        return " ".join(self.words[first:last])


def passages(
    text: str,
    sentences: Iterable[tuple[int, int]],
    tokens: Sequence[tuple[int, int]] | None = None,
    words_known: Lexicon | None = None,
    own: OwnWords | None = None,
) -> Iterator[Passage]:
    """Cut a text into sentences of words; white-space tokens and marks of stress are left out.

    A sentence without end comes in stretches (:func:`~letopis.sentences.split.stretches`).

    Args:
        text: the clean text.
        sentences: spans of the text, in order.
        tokens: spans of words in order; those of :func:`tokenize` when not given.
        words_known: lists of words that the rules ask; those of the package when not given.
        own: words and states that are read as others.

    >>> [passage.words for passage in passages("В Баку. В Осло.", [(0, 7), (8, 15)])]
    [['В', 'Баку', '.'], ['В', 'Осло', '.']]
    >>> [passage.words for passage in passages("Ива\u0301н", [(0, 5)])]
    [['Иван']]
    """
    spans = tokenize(text) if tokens is None else [one for one in tokens if not text[one[0] : one[1]].isspace()]
    words = [text[start:end] for start, end in spans]
    if STRESS in text:
        words = [word.replace(STRESS, "") for word in words]
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    if own:
        words, starts, ends = own.read(words, starts, ends)
    last = 0
    for sentence_start, sentence_end in sentences:
        first = bisect_left(starts, sentence_start, last)
        last = bisect_left(starts, sentence_end, first)
        for begin, end in stretches(words[first:last]):
            here = slice(first + begin, first + end)
            yield Passage(words[here], starts[here], ends[here], words_known or lexicon())


Rule: TypeAlias = Callable[[Passage, list[Name]], list[Name]]
Bounds: TypeAlias = tuple[int, int] | None

OVER: dict[Rule, frozenset[str]] = {}
"""Of rules that only look at names of some labels, these: they are not asked of a sentence without such names."""

BY_PATTERN = 0.9
"""Score of a name that a pattern finds where the tagger saw none."""


def each(*labels: str) -> Callable[[Callable[[Passage, Name, list[Name]], Bounds]], Rule]:
    """Make a rule of what says where a name of some labels begins and ends; ``None`` says that it is none."""

    def decorate(bounds: Callable[[Passage, Name, list[Name]], Bounds]) -> Rule:
        @wraps(bounds)
        def rule(passage: Passage, names: list[Name]) -> list[Name]:
            asked = [(name, bounds(passage, name, names)) for name in names if name.label in labels]
            changed = {name: found for name, found in asked if found != name[:2]}
            if not changed:
                return names
            reached = (name.reaching(*found) if (found := changed.get(name, name[:2])) else None for name in names)
            return [name for name in reached if name is not None and name.first < name.last]

        OVER[rule] = frozenset(labels)
        return rule

    return decorate


def no_name(*labels: str) -> Callable[[Callable[[Passage, Name], bool]], Rule]:
    """Make a rule of what says that a name of some labels is none."""

    def decorate(is_none: Callable[[Passage, Name], bool]) -> Rule:
        @wraps(is_none)
        def rule(passage: Passage, names: list[Name]) -> list[Name]:
            return [name for name in names if name.label not in labels or not is_none(passage, name)]

        OVER[rule] = frozenset(labels)
        return rule

    return decorate


def longest_at(names: Iterable[Name], first: int, *labels: str) -> Name | None:
    """Return the longest name of some labels that begins at a word."""
    here = (name for name in names if name.first == first and name.label in labels)
    return max(here, key=lambda name: name.last, default=None)


def covered(names: Iterable[Name], first: int, last: int, *labels: str) -> bool:
    """Return whether a name of some labels reaches over a whole stretch."""
    return any(n.label in labels and n.first <= first and last <= n.last for n in names)


def whole(names: list[Name], first: int, last: int, by: str, *, before: int | None = None) -> list[Name]:
    """Put one organisation over a stretch in the place of those within it that begin before a word.

    Where a longer one covers the stretch, nothing changes.

    >>> names = [Name(1, 2, "ORG", "hand", 0.8), Name(2, 3, "GPE", "hand", 0.9)]
    >>> [name[:3] for name in whole(names, 0, 3, "hand")]
    [(2, 3, 'GPE'), (0, 3, 'ORG')]
    """
    if covered(names, first, last, "ORG"):
        return names
    end = last if before is None else before
    parts = [n for n in names if n.label == "ORG" and first <= n.first < end and n.last <= last]
    score = max((n.score for n in parts), default=BY_PATTERN)
    return [*(n for n in names if n not in parts), Name(first, last, "ORG", by, score)]
