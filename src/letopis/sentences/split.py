"""Split a clean text into sentences, and say why at every stop."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from letopis.records import Sentence
from letopis.sentences.rules import RULES, Stop

LONGEST_LOOK_BACK = 1_000
"""Characters of the sentence so far that the rules see; keeps the cost linear on text without stops."""

LONGEST_LOOK_AHEAD = 400

_PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?!\s*\n))*")
_STOP = re.compile(
    r"(?P<stop>[.!?…]+)"
    r"(?P<closers>[\"'”’»)\]}›]*(?:\s*\[[\d\s,;:.–—\-сc]{1,40}\](?:[.]?(?=\s|$)))?[\"'”’»)\]}›]*)"
    r"(?P<space>\s+)(?=\S)(?!\[[\d\s,;:.–—\-сc]{1,40}\])"
)


class Decision(NamedTuple):
    """What was decided at one stop: where the text goes on, whether a sentence ended, by which rule."""

    position: int
    ends: bool
    rule: str


def split_sentences(text: str) -> list[Sentence]:
    """Give the sentences of a clean text as spans, without outer white space.

    >>> text = "Договор подписан в 1997 г. Особенно важен он был для г. Кант. [1, c. 173]. Да."
    >>> [text[start:end] for start, end in split_sentences(text)]
    ['Договор подписан в 1997 г.', 'Особенно важен он был для г. Кант. [1, c. 173].', 'Да.']
    """
    sentences: list[Sentence] = []
    for paragraph in _PARAGRAPH.finditer(text):
        start, end = paragraph.start(), paragraph.start() + len(paragraph.group().rstrip())
        for decision, stop_end in _decisions(text, start, end):
            if decision.ends:
                sentences.append(Sentence(start, stop_end))
                start = decision.position
        sentences.append(Sentence(start, end))
    return sentences


def explain_sentences(text: str) -> list[Decision]:
    """Give the decision at every stop that could end a sentence, with the name of the rule.

    >>> explain_sentences("Это А. Акаев. Он прав.")
    [Decision(position=7, ends=False, rule='initial'), Decision(position=14, ends=True, rule='stop_and_capital')]
    """
    found: list[Decision] = []
    for paragraph in _PARAGRAPH.finditer(text):
        end = paragraph.start() + len(paragraph.group().rstrip())
        found += [decision for decision, _ in _decisions(text, paragraph.start(), end)]
    return found


def _decisions(text: str, start: int, end: int) -> Iterator[tuple[Decision, int]]:
    for match in _STOP.finditer(text, start, end):
        look_back = max(start, match.end("stop") - LONGEST_LOOK_BACK)
        stop = Stop(
            sentence=text[look_back : match.end("stop")],
            closers=match.group("closers"),
            following=text[match.end() : min(end, match.end() + LONGEST_LOOK_AHEAD)],
        )
        for rule in RULES:
            answer = rule(stop)
            if answer is not None:
                break
        yield Decision(match.end(), bool(answer), rule.__name__), match.start("space")
        if answer:
            start = match.end()
