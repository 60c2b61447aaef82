"""Cut an article into the parts that an annotator sees one at a time, and put the doubtful ones first."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from letopis.errors import InputError
from letopis.records import Article, Entity

PARTS = ("paragraph", "sentence", "article")
ORDERS = ("text", "uncertain")

_LINE_END = r"(?:\r\n|\n|\r(?!\n))"
_BLANK_LINE = re.compile(rf"{_LINE_END}[^\S\r\n]*{_LINE_END}")


class Part(NamedTuple):
    """A stretch of the clean text, in code points, without white space at its ends."""

    start: int
    end: int


def split_article(article: Article, part: str) -> list[Part]:
    """Cut the article into paragraphs (parted by blank lines), sentences, or nothing.

    Raises:
        InputError: sentences are wanted and the record has none.

    >>> split_article(Article(id="a", text="Баку.\\n\\nБишкек.\\n"), "paragraph")
    [Part(start=0, end=5), Part(start=7, end=14)]
    """
    if part == "sentence":
        if article.text.strip() and not article.sentences:
            raise InputError(
                f"article {article.id!r}: the record has no sentences; choose another --unit or extract it again"
            )
        stretches: Iterable[tuple[int, int]] = article.sentences
    elif part == "paragraph":
        stretches = _paragraphs(article.text)
    elif part == "article":
        stretches = [(0, len(article.text))]
    else:
        raise InputError(f"{part!r} is no unit; choose one of {', '.join(PARTS)}")
    parts = (_trimmed(article.text, start, end) for start, end in stretches)
    return [found for found in parts if found.end > found.start]


def uncertainty(entities: Iterable[Entity]) -> float:
    """Return the probability that at least one span is wrong.

    It is 1 − Π score, each score taken as an independent probability that its span is right. A span without score
    counts as certain; a part without spans has 0. What the pipeline missed cannot be seen here.

    >>> sure = Entity(id=1, label="GPE", start_offset=0, end_offset=4, text="Баку", score=0.9)
    >>> round(uncertainty([sure, sure]), 2)
    0.19
    """
    return 1.0 - math.prod(min(max(1.0 if e.score is None else e.score, 0.0), 1.0) for e in entities)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    position = 0
    for gap in _BLANK_LINE.finditer(text):
        if gap.start() >= position:
            yield position, gap.start()
            position = gap.end()
    yield position, len(text)


def _trimmed(text: str, start: int, end: int) -> Part:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Part(start, end)
