"""Sentences of words to arrays that the tagger reads: forms, sentence numbers, memory keys, context."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

GAP = 2
"""Rows of padding before, between and after sentences: as far as the widest convolution reaches."""

PADDING = ""
"""The form that stands in padding."""

SAME = {"“": "«", "”": "»", "„": "«", "–": "—"}
"""Marks that the tagger reads as others: news, which it was trained on, are set with those."""

_OPENING = {"«": "»", "“": "”", "„": "“", "(": ")", "[": "]", '"': '"'}
_BRACKETS = {"(", "["}


class Layout(NamedTuple):
    """Where each word of some sentences stands in one sequence with padding, and its surroundings."""

    words: list[str]
    sentences: NDArray[np.int32]
    context: NDArray[np.float32]
    firsts: list[int]


def lay_out(sentences: Sequence[Sequence[str]]) -> Layout:
    """Put sentences into one sequence, padding around them.

    >>> lay_out([["Да", "."], ["Нет"]]).words
    ['', '', 'Да', '.', '', '', 'Нет', '', '']
    """
    words: list[str] = [PADDING] * GAP
    firsts: list[int] = []
    for sentence in sentences:
        firsts.append(len(words))
        words.extend(SAME.get(word, word) for word in sentence)
        words.extend([PADDING] * GAP)
    numbers = np.full(len(words), -1, np.int32)
    context = np.zeros((len(words), 4), np.float32)
    for number, (first, sentence) in enumerate(zip(firsts, sentences, strict=True)):
        numbers[first : first + len(sentence)] = number
        context[first, 2] = 1.0
        if not any(letter.islower() for word in sentence for letter in word):
            context[first : first + len(sentence), 3] = 1.0
        for start, end, bracket in enclosed(sentence):
            context[first + start : first + end, int(bracket)] = 1.0
    return Layout(words, numbers, context, firsts)


def enclosed(words: Sequence[str]) -> Iterable[tuple[int, int, bool]]:
    """Return what stands in quotation marks or brackets, as stretches of words; open ones are left out.

    >>> list(enclosed(["газета", "«", "Труд", "»", "(", "СССР", ")"]))
    [(2, 3, False), (5, 6, True)]
    """
    waiting: list[tuple[str, int, bool]] = []
    awaited: Counter[str] = Counter()  # so that a text of a thousand open quotes is not searched at each
    for place, word in enumerate(words):
        if len(word) != 1:
            continue
        if awaited[word]:
            while True:
                closer, start, bracket = waiting.pop()
                awaited[closer] -= 1
                if closer == word:
                    break
            yield start, place, bracket
        elif word in _OPENING:
            waiting.append((_OPENING[word], place + 1, word in _BRACKETS))
            awaited[_OPENING[word]] += 1
