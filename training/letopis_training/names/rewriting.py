"""Texts rewritten for training, so that the tagger knows what news seldom show: capitals, and initials."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, NamedTuple

from letopis.dictionary import grammemes
from letopis.entities.names.passage import Passage

if TYPE_CHECKING:
    from collections.abc import Callable

    from letopis_training.names.nerel import Annotated

WordSpan = tuple[int, int, int, str, float]
"""Sentence, first word, last word, label, and how surely it is one."""


class Document(NamedTuple):
    """A text's sentences and the spans in them; labels are ours, else NEREL's."""

    annotated: Annotated
    passages: list[Passage]
    spans: list[WordSpan]
    judged: frozenset[str] | None = None
    """The labels that were looked for; all when not given."""


def as_it_is(document: Document) -> Document:
    """Leave a document alone."""
    return document


def in_capitals(document: Document) -> Document:
    """Write a text as headings are written."""
    return _rewritten(document, str.upper)


def without_capitals(document: Document) -> Document:
    """Write a text as some messages are written."""
    return _rewritten(document, str.lower)


def _rewritten(document: Document, rewrite: Callable[[str], str]) -> Document:
    return document._replace(
        passages=[Passage([rewrite(word) for word in p.words], p.starts, p.ends) for p in document.passages]
    )


def with_initials(document: Document) -> Document:
    """Write first names as academic prose does: ``Барак Обама`` becomes ``Б. Обама``, ``Б.Х. Обама`` or ``Обама Б.Х.``.

    The places of words in the text are no longer true afterwards; only training reads the result.
    """
    dice = random.Random(document.annotated.name)  # noqa: S311  (no secret; the same in every run)
    passages, spans = [], []
    for number, passage in enumerate(document.passages):
        here = [span for span in document.spans if span[0] == number]
        changed = {
            span[1]: _initials(passage.words[span[1] : span[2] + 1], dice) for span in here if _is_full(passage, span)
        }
        words: list[str] = []
        moved: list[tuple[int, int]] = []
        place = 0
        while place < len(passage.words):
            new = changed.get(place)
            old = passage.words[place : place + 1] if new is None else passage.words[place : place + 2]
            moved += [(len(words), len(words) + len(new or old) - 1)] * len(old)
            words += new or old
            place += len(old)
        passages.append(Passage(words, [0] * len(words), [0] * len(words)))
        spans += [(number, moved[first][0], moved[last][1], label, sure) for _, first, last, label, sure in here]
    return document._replace(passages=passages, spans=spans)


def _is_full(passage: Passage, span: WordSpan) -> bool:
    _, first, last, label, _ = span
    words = passage.words[first : last + 1]
    titled = len(words) == 2 and all(word.istitle() and word.isalpha() for word in words)
    return titled and label == "PERSON" and "Name" in grammemes(words[0])


def _initials(words: list[str], dice: random.Random) -> list[str]:
    first, patronymic = f"{words[0][0]}.", f"{dice.choice('АБВГДИКЛМНОПРСТФШЭЮЯ')}."
    return dice.choice(([first, words[1]], [first, patronymic, words[1]], [words[1], first, patronymic]))


REWRITINGS: dict[str, Callable[[Document], Document]] = {
    "plain": as_it_is,
    "upper": in_capitals,
    "lower": without_capitals,
    "initials": with_initials,
}
"""How a text may be rewritten; ``train.cfg`` says how often each is."""
