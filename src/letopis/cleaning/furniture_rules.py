"""What makes a lone block of lines page furniture: named rules in the order in which they are asked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import NamedTuple

from letopis.cleaning.edges import AUTHORS, goes_on, has_verb, headlike, interrupts, shape

SECTION_HEADS = re.compile(
    r"(?i)^(?:\d{1,2}\.?\s+|[ivx]+\.\s+)?(введение|заключение|выводы?|литература|список\b.*|библиограф\w*|источники"
    r"|примечани\w*|аннотация|резюме|ключевые слова|abstract|keywords|key words|references|методы.*|методика.*"
    r"|результаты.*|обсуждение|материалы.*|приложение.*|глава.*|благодарности)\W*$"
)
STRUCTURE = re.compile(
    r"(?i)^(?:статья|глава|раздел|часть|параграф|пункт|таблица|рисунок|приложение|лекция|урок|день|§|article|chapter"
    r"|section|part|table|figure)\W*(?:\d+|[ivxlc]+)\b"
)
CAPTION = re.compile(r"(?i)^(?:рис(?:унок|\.)|табл(?:ица|\.)|схема|график|карта|диаграмма|fig(?:ure|\.)|table)\s*\d")

PAGE_NUMBER = re.compile(r"^(?:[-–—\[(]\s*)?(?:стр\.|с\.|page|p\.)?\s*(\d{1,4})(?:\s*[-–—\])])?$", re.IGNORECASE)
_YEAR = r"(?:1[89]|20)\d\d"
_ISSUE = r"(?<!\w)(?:том|т\.|вып(?:уск|\.)|№|vol\.?|no\.?|n°|issue|серия|ч\.)"
_JOURNAL = re.compile(rf"(?i)(?:{_YEAR}.{{0,20}}{_ISSUE}\s*[\dIVXLC]+|{_ISSUE}\s*[\dIVXLC]+.{{0,30}}{_YEAR})")

TITLE_LINES = 12
"""Lines at the start of a text in which its title stands."""

DEEP_BLOCK = 6
"""Lines of running text after which a full line without a stop must go on."""

LONGER_THAN_LINE = 1.3
"""What is longer than the line before it by this much is no single running head."""

LONGEST_GAP = 4
"""Blocks that may stand between the two halves of a sentence: foot, number, head and rubric."""


class Block(NamedTuple):
    """Lines without a blank one between them: the first and the last index, and what stands around.

    ``head`` is the first line; ``before`` and ``after`` are the neighbouring lines of text, furniture
    left out; ``edge`` tells that a page begins or ends here; ``depth`` counts the lines of the block
    before, and ``deep`` tells that the block stands well within the text.
    """

    first: int
    last: int
    text: str
    head: str = ""
    before: str = ""
    after: str = ""
    edge: bool = False
    deep: bool = False
    depth: int = 0


class Evidence(NamedTuple):
    """What the whole text says of its pages.

    ``shapes`` counts lone lines that come back a page further on, ``chained`` holds the lines whose numbers
    rise; ``flowed`` tells that the text is not set in lines, so that only what parts a sentence is furniture.
    """

    shapes: Counter[str]
    first_seen: Mapping[str, int]
    chained: frozenset[int]
    numbers: int
    title: str
    title_lines: frozenset[int]
    width: float
    flowed: bool


def page_number(block: Block, evidence: Evidence) -> bool:
    """``134``, ``– 12 –``: a number alone that goes up from page to page, or the only one there is."""
    if not PAGE_NUMBER.match(block.text):
        return False
    lone = evidence.numbers <= 2 and (block.deep or block.edge)
    return block.first in evidence.chained or lone or block.edge or goes_on(block.before, block.after, evidence.width)


def journal_line(block: Block, _: Evidence) -> bool:
    """``Вестник N. 2016. Том 16. № 10134``: year, volume and issue in one short line without a verb's end."""
    if not _JOURNAL.search(block.text) or block.text.rstrip().endswith((".", ";", ",")):
        return False
    return not has_verb(block.text)


def repeated(block: Block, evidence: Evidence) -> bool:
    """The same line stands alone three times, numbers aside, or twice at page edges; a title stays where it is one."""
    own = shape(block.text)
    if block.first < TITLE_LINES and evidence.first_seen.get(own) == block.first:
        return False
    return evidence.shapes[own] >= (2 if block.edge else 3) and not SECTION_HEADS.match(block.text)


def author_at_edge(block: Block, _: Evidence) -> bool:
    """``Орлова Н.К.`` beside a page number or at a page's edge, within the article."""
    return block.edge and block.deep and bool(AUTHORS.match(block.head))


def title_again(block: Block, evidence: Evidence) -> bool:
    """The article's own title, or its beginning, at a page's edge."""
    own = block.head.casefold().replace("-", "").rstrip(".…")
    if not block.edge or not block.deep or len(own) < 8 or block.first < TITLE_LINES:
        return False
    return any(evidence.title.startswith(own, start) for start in evidence.title_lines)


def splits_sentence(block: Block, evidence: Evidence) -> bool:
    """Alone between the two halves of one word or sentence."""
    broken = block.before.endswith("-")
    # More than a line of text goes on in the next page, rather than parting what is before from what is after it.
    longer = len(block.text) > LONGER_THAN_LINE * len(block.before) and not block.edge
    if longer and not broken:
        return False
    alone = block.edge or block.depth >= DEEP_BLOCK
    parts = interrupts(block.before, block.text, block.after) or (
        alone and headlike(block.text) and goes_on(block.before, block.after, evidence.width)
    )
    return parts and (broken or not has_verb(block.text))


RULES: tuple[Callable[[Block, Evidence], bool], ...] = (
    page_number,
    journal_line,
    repeated,
    author_at_edge,
    title_again,
    splits_sentence,
)
