"""What the tagger and the rules look at: one sentence as words with places, and names as stretches of words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

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


@dataclass(frozen=True)
class Passage:
    """A sentence: its words and where each begins and ends in the text."""

    words: list[str]
    starts: list[int]
    ends: list[int]

    def text(self, first: int, last: int) -> str:
        """Give the words of a stretch, joined by single spaces.

        >>> Passage(["г.", "Кант"], [0, 3], [2, 7]).text(0, 2)
        'г. Кант'
        """
        return " ".join(self.words[first:last])


def passages(
    text: str, sentences: Iterable[tuple[int, int]], tokens: Sequence[tuple[int, int]] | None = None
) -> Iterator[Passage]:
    """Cut a text into sentences of words; white-space tokens and marks of stress are left out.

    Args:
        text: the clean text.
        sentences: spans of the text, in order.
        tokens: spans of words in order; those of :func:`tokenize` when not given.

    >>> [passage.words for passage in passages("В Баку. В Осло.", [(0, 7), (8, 15)])]
    [['В', 'Баку', '.'], ['В', 'Осло', '.']]
    >>> [passage.words for passage in passages("Ива\u0301н", [(0, 5)])]
    [['Иван']]
    """
    spans = tokenize(text) if tokens is None else tokens
    stressed = STRESS in text
    position = 0
    for sentence_start, sentence_end in sentences:
        words: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        while position < len(spans) and spans[position][0] < sentence_end:
            start, end = spans[position]
            position += 1
            if start < sentence_start:
                continue
            word = text[start:end]
            if word.isspace():
                continue
            words.append(word.replace(STRESS, "") if stressed else word)
            starts.append(start)
            ends.append(end)
        if words:
            yield Passage(words, starts, ends)
