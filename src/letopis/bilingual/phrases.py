"""Find the English words that render a Russian phrase: the window that answers most of its words and least else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from typing import NamedTuple

from letopis.bilingual.anchors import ContentWord
from letopis.bilingual.linked import EnglishToken
from letopis.bilingual.names import SAME, likeness

ANSWERED, LEARNT, CHILD, OTHER = 1.0, 0.5, 1.0, -0.45
"""A token that answers a word of the phrase; one that does so only by what the text has taught; an entity inside that
belongs inside; a token that answers nothing and is no article, preposition or the like."""

_BREAK = re.compile(r";|[,.!?][\"”’]")
"""A semicolon, or the end of what somebody says: no window goes on behind it, nor over an entity of others."""

_BEGINS = re.compile(r"[^.][^.][.:!?][\"”’]? [\"“‘]?$|[\"“‘]$")

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


class Search(NamedTuple):
    """What is known of the tokens: entities that belong inside or not, glossary terms, and words learnt.

    ``children`` hold the first tokens of entities already found; ``blocked`` all tokens of entities that do not belong
    inside; ``sure`` leads from a token of a glossary term to the word it answers; ``learnt`` leads from a lemma to
    English stems.
    """

    children: Set[int] = frozenset()
    blocked: Set[int] = frozenset()
    sure: Mapping[int, int] = {}
    learnt: Mapping[str, Mapping[str, float]] = {}


def find_window(
    words: Sequence[ContentWord], tokens: Sequence[EnglishToken], text: str, search: Search
) -> Window | None:
    """Return the window that answers most of the words of a Russian phrase and least else.

    >>> from letopis.bilingual.anchors import russian_words
    >>> from letopis.bilingual.linked import tokenize
    >>> text = "He led the Ministry of Defence in May."
    >>> window = find_window(russian_words("Министерством обороны"), tokenize(text), text, Search())
    >>> [token.text for token in tokenize(text)[window.first : window.last + 1]]
    ['Ministry', 'of', 'Defence']
    """
    answers = [_answers(words, number, token, search) for number, token in enumerate(tokens)]
    best: Window | None = None
    for first in range(len(tokens)):
        covered: set[int] = set()
        score = 0.0
        for last in range(first, min(len(tokens), first + LONGEST)):
            child = last in search.children
            ends = child or bool(answers[last])
            broken = last > first and _BREAK.search(text, tokens[last - 1].end, tokens[last].start)
            if broken or last in search.blocked or (last == first and not ends):
                break
            score += CHILD * child
            new = next((answer for answer in answers[last] if answer[0] not in covered), None)
            if new is not None:
                covered.add(new[0])
                score += new[1]
            elif not (ends or tokens[last].function):
                score += OTHER
            if ends and (best is None or score > best.score + 1e-9):
                best = Window(first, last, score, len(covered) / max(1, len(words)))
    return best if best is not None and best.share >= LEAST_SHARE else None


def widen(window: Window, tokens: Sequence[EnglishToken], text: str, foreign: Set[int]) -> Window:
    """Take in the capitalised words that touch the window: they belong to the same name.

    The first word of a text, or behind a colon or stop, is capitalised anyway and is not taken; nor is a token in
    ``foreign``.
    """
    first, last = window.first, window.last
    while first > 1 and _joins(tokens[first - 1], tokens[first], text) and first - 1 not in foreign:
        if _BEGINS.search(text[: tokens[first - 1].start]):
            break
        first -= 1
    while last + 1 < len(tokens) and _joins(tokens[last + 1], tokens[last], text) and last + 1 not in foreign:
        last += 1
    return window._replace(first=first, last=last)


def _joins(token: EnglishToken, neighbour: EnglishToken, text: str) -> bool:
    gap = text[min(token.end, neighbour.end) : max(token.start, neighbour.start)]
    return token.capital and neighbour.capital and not token.function and gap in {" ", "-"} and len(token.text) > 1


def _answers(words: Sequence[ContentWord], number: int, token: EnglishToken, search: Search) -> list[tuple[int, float]]:
    """Return the places of the words that a token may answer, with what that is worth."""
    if number in search.blocked:
        return []
    if number in search.sure:
        return [(search.sure[number], ANSWERED)]
    if token.function:
        return []
    found = [(place, ANSWERED) for place, word in enumerate(words) if any(key in word.keys for key in token.keys)]
    if not found and token.capital and not token.initial:
        found = [(place, ANSWERED) for place, word in enumerate(words) if likeness(word.form, token.text) >= SAME]
    if not found:
        stems = {key[2:] for key in token.keys if key.startswith("w:")}
        found = [(place, LEARNT) for place, word in enumerate(words) if stems & search.learnt.get(word.form, {}).keys()]
    return found
