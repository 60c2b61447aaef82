"""A long sequence of few different things: each thing once, and four bytes wherever it stands.

A library names the same states and persons millions of times; what links them is kept in this form.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Generic, TypeVar

Thing = TypeVar("Thing", bound=Hashable)
Other = TypeVar("Other", bound=Hashable)

NUMBERS, ENDS = "I", "Q"
"""Array types: a thing's number has four bytes, a place in the sequence eight."""


class Occurrences(Generic[Thing]):
    """Things in the order of the texts, article by article.

    >>> names = Occurrences.of([["Баку", "Ош", "Баку"], ["Ош"]])
    >>> names.things, [list(article) for article in names], names.counts()
    (['Баку', 'Ош'], [[0, 1, 0], [1]], [2, 2])
    """

    def __init__(self) -> None:
        self._numbers: dict[Thing, int] = {}
        self._things: list[Thing] = []
        self._sequence = array(NUMBERS)
        self._ends = array(ENDS)

    @classmethod
    def of(cls, articles: Iterable[Iterable[Thing]]) -> Occurrences[Thing]:
        """Collect articles, each given by its things."""
        occurrences = cls()
        for things in articles:
            occurrences.add(things)
        return occurrences

    @classmethod
    def restored(cls, things: Iterable[Thing], sequence: bytes, ends: bytes) -> Occurrences[Thing]:
        """Return back what :meth:`stored` gave."""
        occurrences = cls()
        occurrences._numbers = {thing: number for number, thing in enumerate(things)}
        occurrences._sequence.frombytes(sequence)
        occurrences._ends.frombytes(ends)
        return occurrences

    def stored(self) -> tuple[list[Thing], bytes, bytes]:
        """Return the different things, and the two arrays as bytes of this machine."""
        return list(self._numbers), self._sequence.tobytes(), self._ends.tobytes()

    def add(self, things: Iterable[Thing]) -> None:
        """Append one article."""
        numbers = self._numbers
        self._sequence.extend(numbers.setdefault(thing, len(numbers)) for thing in things)
        self._ends.append(len(self._sequence))

    def extend(self, other: Occurrences[Thing]) -> None:
        """Append all articles of another sequence."""
        numbers, shift = self._numbers, len(self._sequence)
        here = [numbers.setdefault(thing, len(numbers)) for thing in other._numbers]
        self._sequence.extend(here[number] for number in other._sequence)
        self._ends.extend(shift + end for end in other._ends)

    def renamed(self, others: Sequence[Other]) -> Occurrences[Other]:
        """Return the same sequence of other things, one for each of :attr:`things`; equal ones fall together."""
        result: Occurrences[Other] = Occurrences()
        numbers = result._numbers
        there = [numbers.setdefault(other, len(numbers)) for other in others]
        result._sequence.extend(there[number] for number in self._sequence)
        result._ends.extend(self._ends)
        return result

    @property
    def things(self) -> Sequence[Thing]:
        """The different things in the order in which each stood first."""
        self._things.extend(islice(self._numbers, len(self._things), None))
        return self._things

    def counts(self) -> list[int]:
        """Return how often each thing stands there."""
        counted = Counter(self._sequence)
        return [counted[number] for number in range(len(self._numbers))]

    def article(self, index: int) -> Sequence[int]:
        """Return the numbers of one article's things."""
        return self._sequence[self._ends[index - 1] if index else 0 : self._ends[index]]

    def of_article(self, index: int) -> list[Thing]:
        """Return one article's things."""
        things = self.things
        return [things[number] for number in self.article(index)]

    def only(self, articles: Iterable[int]) -> Occurrences[Thing]:
        """Return the same of some articles only, in the order in which they are named."""
        return Occurrences.of(self.of_article(index) for index in articles)

    def __iter__(self) -> Iterator[Sequence[int]]:
        """Return the numbers of each article's things."""
        return map(self.article, range(len(self._ends)))

    def __len__(self) -> int:
        """Count the articles."""
        return len(self._ends)
