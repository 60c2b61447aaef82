"""Find the English words that render a Russian phrase: the window that answers most of its words and least else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from letopis.bilingual.anchors import Word
from letopis.bilingual.names import SAME, likeness
from letopis.bilingual.tokens import Token

ANSWERED, REPEATED = 1.0, -0.3
"""A token that answers a word of the phrase, and one that answers a word already answered."""

CHILD, STRANGER = 1.0, -1.2
"""An entity inside that belongs inside, and one that the Russian phrase does not hold."""

FUNCTION, CAPITAL, OTHER = 0.0, -0.15, -0.45
"""Tokens that answer nothing: articles and prepositions, capitalised words, the rest."""

LEAST_SHARE = 0.34
"""Share of the phrase's words that the window has to answer."""

LONGEST = 90
"""Tokens in a window, at most."""


class Window(NamedTuple):
    """Tokens ``first`` to ``last`` (included) with the score and the share of the phrase's words answered."""

    first: int
    last: int
    score: float
    share: float


def find_window(
    words: Sequence[Word], tokens: Sequence[Token], children: Mapping[int, bool], sure: Mapping[int, int]
) -> Window | None:
    """Give the best window for a phrase.

    Args:
        words: the content words of the Russian phrase.
        tokens: the tokens of the English sentences.
        children: for the first token of each entity already found, whether it belongs inside.
        sure: tokens that a glossary entry answers, with the place of the word they answer.

    >>> from letopis.bilingual.anchors import russian_words
    >>> from letopis.bilingual.tokens import tokenize
    >>> tokens = tokenize("He led the Ministry of Defence in May.")
    >>> window = find_window(russian_words("Министерством обороны"), tokens, {}, {})
    >>> [token.text for token in tokens[window.first : window.last + 1]]
    ['Ministry', 'of', 'Defence']
    """
    answers = [_answers(words, token, sure.get(number)) for number, token in enumerate(tokens)]
    best: Window | None = None
    for first in range(len(tokens)):
        if not answers[first] and not children.get(first):
            continue
        covered: set[int] = set()
        score = 0.0
        for last in range(first, min(len(tokens), first + LONGEST)):
            new = next((place for place in answers[last] if place not in covered), None)
            if last in children:
                score += CHILD if children[last] else STRANGER
            if new is not None:
                covered.add(new)
                score += ANSWERED
            elif answers[last]:
                score += REPEATED
            elif last not in children:
                score += _idle(tokens[last])
            if (answers[last] or children.get(last)) and (best is None or score > best.score + 1e-9):
                best = Window(first, last, score, len(covered) / max(1, len(words)))
    if best is None or best.share < LEAST_SHARE:
        return None
    return best


def widen(window: Window, tokens: Sequence[Token], text: str, foreign: set[int]) -> Window:
    """Take in the capitalised words that touch the window: they belong to the same name.

    The first word of the text is capitalised anyway and is not taken; nor is a token in ``foreign``.
    """
    first, last = window.first, window.last
    while first > 1 and _joins(tokens[first - 1], tokens[first], text) and first - 1 not in foreign:
        first -= 1
    while last + 1 < len(tokens) and _joins(tokens[last + 1], tokens[last], text) and last + 1 not in foreign:
        last += 1
    return window._replace(first=first, last=last)


def _joins(token: Token, neighbour: Token, text: str) -> bool:
    gap = text[min(token.end, neighbour.end) : max(token.start, neighbour.start)]
    return token.capital and neighbour.capital and not token.function and gap in {" ", "-"} and len(token.text) > 1


def _answers(words: Sequence[Word], token: Token, sure: int | None) -> list[int]:
    """Give the places of the words that a token may answer, the surest first."""
    if sure is not None:
        return [sure]
    if token.function:
        return []
    found = [place for place, word in enumerate(words) if any(key in word.keys for key in token.keys)]
    if not found and token.capital and not token.initial:
        found = [place for place, word in enumerate(words) if likeness(word.form, token.text) >= SAME]
    return found


def _idle(token: Token) -> float:
    if token.function:
        return FUNCTION
    return CAPITAL if token.capital else OTHER
