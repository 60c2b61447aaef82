"""Split a clean text into sentences, say why at every stop, and cut long sentences into stretches."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from letopis.offsets import trimmed
from letopis.records import Sentence
from letopis.sentences.abbreviations import USES, Uses
from letopis.sentences.rules import RULES
from letopis.sentences.stop import Stop

LONGEST_LOOK_BACK = 1_000
"""Characters of the sentence so far that the rules see; keeps the cost linear on text without stops."""

LONGEST_LOOK_AHEAD = 400

_BREAK = re.compile(r"\n[^\S\n]*\n\s*")
_QUOTES = r"(?:[\"'”’»)\]}›]|``|&#39;&#39;|&quot;|[¹²³⁰-⁹]){0,6}"
_CITATION = r"\[[\d\s,;:.–—\-сc]{1,40}\]"
_STOP = re.compile(
    r"(?P<stop>[.!?…:;=](?:(?<=[.!?…])(?<![.!?…][.!?…])[.!?…]*|(?<=[:;=])[-=]?[()]+(?=\s+[А-ЯЁ])))"  # or a smiley
    rf"(?P<closers>{_QUOTES}(?:\s*{_CITATION}(?:[.]?(?=\s|$)))?{_QUOTES})"
    r"(?P<emoji>(?: ?[\u2600-\u27bf\U0001f300-\U0001faff][\ufe0f\u200d\U0001f3fb-\U0001f3ff]*)*)"
    rf"(?P<space>\s+)(?=\S)(?!{_CITATION})"
)


class Decision(NamedTuple):
    """What was decided at one stop: where the text goes on, whether a sentence ended, by which rule.

    >>> Decision(position=4, ends=True, rule="capital_follows").ends
    True
    """

    position: int
    ends: bool
    rule: str


def split_sentences(text: str, uses: Uses = USES) -> list[Sentence]:
    """Return the sentences of a clean text as spans, without outer white space; ``uses`` are known abbreviations.

    >>> text = "Договор подписан в 1997 г. Особенно важен он был для г. Кант. [1, c. 173]. Да."
    >>> [text[start:end] for start, end in split_sentences(text)]
    ['Договор подписан в 1997 г.', 'Особенно важен он был для г. Кант. [1, c. 173].', 'Да.']
    """
    sentences: list[Sentence] = []
    for start, end in paragraphs(text):
        first = start
        for decision, stop_end in _decisions(text, start, end, uses):
            if decision.ends:
                sentences.append(Sentence(first, stop_end))
                first = decision.position
        sentences.append(Sentence(first, end))
    return sentences


def explain_sentences(text: str, uses: Uses = USES) -> list[Decision]:
    """Return the decision at every stop that could end a sentence, with the name of the rule.

    >>> [(stop.position, stop.ends, stop.rule) for stop in explain_sentences("Это А. Акаев. Он прав.")]
    [(7, False, 'initial'), (14, True, 'stop_and_capital')]
    """
    found: list[Decision] = []
    for start, end in paragraphs(text):
        found += [decision for decision, _ in _decisions(text, start, end, uses)]
    return found


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Return the stretches between blank lines, without outer white space."""
    start = len(text) - len(text.lstrip())
    for match in _BREAK.finditer(text, start):
        yield trimmed(text, start, match.start())
        start = match.end()
    end = len(text.rstrip())
    if start < end:
        yield start, end


def _decisions(text: str, start: int, end: int, uses: Uses) -> Iterator[tuple[Decision, int]]:
    for match in _STOP.finditer(text, start, end):
        look_back = max(start, match.end("stop") - LONGEST_LOOK_BACK)
        stop = Stop(
            sentence=text[look_back : match.end("stop")],
            closers=match.group("closers"),
            following=text[match.end() : min(end, match.end() + LONGEST_LOOK_AHEAD)],
            uses=uses,
        )
        for rule in RULES:
            answer = rule(stop)
            if answer is not None:
                break
        yield Decision(match.end(), bool(answer), rule.__name__), match.start("space")
        if answer:
            start = match.end()


LONGEST_STRETCH = 400
"""Words that rules see at once. Sentences of prose are shorter (222 at most in a thousand texts); lists may not be."""

MARKS = (";", ",")
"""Where a list is parted best."""


def stretches(
    words: Sequence[str], longest: int = LONGEST_STRETCH, marks: Sequence[Container[str]] = MARKS
) -> Iterator[tuple[int, int]]:
    """Cut the words of a sentence into stretches of at most ``longest``, after a mark where there is one.

    Args:
        words: the tokens of one sentence.
        longest: tokens of a stretch, at least 2.
        marks: where to cut, the best first; those of a list when not given.

    Yields:
        Where a stretch begins, and the place behind its end; a sentence that is not too long is one stretch.

    >>> list(stretches(["Чили", ",", "Перу", ",", "Куба", "и", "Гана"], longest=5))
    [(0, 4), (4, 7)]
    """
    first = 0
    while len(words) - first > longest:
        ends = range(first + longest, first + longest // 2, -1)
        last = next((end for mark in marks for end in ends if words[end - 1] in mark), first + longest)
        yield first, last
        first = last
    if first < len(words):
        yield first, len(words)
