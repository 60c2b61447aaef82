"""What the lines of a text are: sentences, paragraphs, or pieces of running text; and records made of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from letopis.bilingual.english import split_english
from letopis.records import Article, Sentence
from letopis.sentences import split_sentences

SENTENCES, PARAGRAPHS = "sentences", "paragraphs"
"""What a line may hold."""

ENDED, ENDED_AT_LEAST = 0.8, 0.5
"""Share of lines that end like a sentence where lines are whole, and where no line runs on into the next, either."""

RUN_ON = 0.05
"""Share of lines that may run on into the next where headings and captions end without a stop."""

SEVERAL = 0.25
"""From this share of lines with two sentences or more on, lines are paragraphs; a translator joins and parts fewer."""

_ENDING = re.compile(r"[.!?…:;][\"'”’»)\]]*(?:\s*\[[^\]]{1,40}\][.]?)?$")


def kind_of_lines(text: str, language: str) -> str | None:
    """Return whether lines hold sentences or paragraphs, judged by what is in them; ``None`` for running text.

    >>> kind_of_lines("Он пришёл. Был вечер.\\nОна ушла. Стало тихо.", "ru")
    'paragraphs'
    >>> kind_of_lines("Yes.\\nNo [1].\\n\\nWhat?", "en"), kind_of_lines("This line goes\\non here.", "en")
    ('sentences', None)
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not _whole(lines):
        return None
    split = _splitter(language)
    several = sum(len(split(line)) > 1 for line in lines)
    return PARAGRAPHS if several >= SEVERAL * len(lines) else SENTENCES


def from_lines(text: str, name: str, language: str, kind: str) -> Article:
    """Return a record whose lines are sentences, with blank lines between paragraphs, or are paragraphs.

    What the lines were taken for stands in ``pipeline["lines"]``.

    >>> from_lines("Да. Нет.\\nЧто?", "a", "ru", "paragraphs").sentences
    [Sentence(start=0, end=3), Sentence(start=4, end=8), Sentence(start=10, end=14)]
    """
    if kind == PARAGRAPHS:
        whole = "\n\n".join(line.strip() for line in text.splitlines() if line.strip())
        sentences = _splitter(language)(whole)
    else:
        whole, sentences = _sentences(text)
    return Article(id=name, language=language, text=whole, sentences=sentences, pipeline={"lines": kind})


def _whole(lines: Sequence[str]) -> bool:
    """Whether lines end where sentences do; a heading may end without a stop, and the next line does not go on."""
    ended = sum(bool(_ENDING.search(line)) for line in lines)
    if len(lines) < 2 or ended < ENDED_AT_LEAST * len(lines):
        return False
    run_on = sum(not _ENDING.search(one) and other[0].islower() for one, other in pairwise(lines))
    return ended >= ENDED * len(lines) or run_on <= RUN_ON * len(lines)


def _splitter(language: str) -> Callable[[str], list[Sentence]]:
    return split_sentences if language == "ru" else split_english


def _sentences(text: str) -> tuple[str, list[Sentence]]:
    parts: list[str] = []
    sentences: list[Sentence] = []
    length, blank = 0, False
    for line in (line.strip() for line in text.splitlines()):
        if not line:
            blank = bool(sentences)
            continue
        gap = "" if not sentences else "\n\n" if blank else "\n"
        start = length + len(gap)
        parts += [gap, line]
        length = start + len(line)
        sentences.append(Sentence(start, length))
        blank = False
    return "".join(parts), sentences
