"""What the tagger and the rules look at: one sentence as words with places, and names as stretches of words."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from letopis.sentences.stretches import stretches
from letopis.sentences.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


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
    """A sentence: its words and where each begins and ends in the text."""

    words: list[str]
    starts: list[int]
    ends: list[int]

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
    text: str, sentences: Iterable[tuple[int, int]], tokens: Sequence[tuple[int, int]] | None = None
) -> Iterator[Passage]:
    """Cut a text into sentences of words; white-space tokens and marks of stress are left out.

    A sentence without end comes in stretches (:func:`~letopis.sentences.stretches.stretches`).

    Args:
        text: the clean text.
        sentences: spans of the text, in order.
        tokens: spans of words in order; those of :func:`tokenize` when not given.

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
    last = 0
    for sentence_start, sentence_end in sentences:
        first = bisect_left(starts, sentence_start, last)
        last = bisect_left(starts, sentence_end, first)
        for begin, end in stretches(words[first:last]):
            here = slice(first + begin, first + end)
            yield Passage(words[here], starts[here], ends[here])
