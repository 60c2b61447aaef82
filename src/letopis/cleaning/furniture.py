"""Page furniture: running heads and feet and page numbers, found by what they are.

A line is furniture when it repeats at page edges, when its number rises from page to page, or when it
stands between two halves of a word or sentence. No rule holds a list of journals. Rules on single
blocks are named and ordered in :data:`RULES`; lines set tight against the text are found in
:mod:`letopis.cleaning.edges`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from letopis.cleaning.edges import LONGEST_HEAD, goes_on, headlike, interrupts, rising_chain, shape, tight_heads
from letopis.cleaning.lines import Line
from letopis.cleaning.paragraphs import column_width

SECTION_HEADS = re.compile(
    r"(?i)^(?:\d{1,2}\.?\s+|[ivx]+\.\s+)?(введение|заключение|выводы?|литература|список\b.*|библиограф\w*|источники"
    r"|примечани\w*|аннотация|резюме|ключевые слова|abstract|keywords|key words|references|методы.*|методика.*"
    r"|результаты.*|обсуждение|материалы.*|приложение.*|глава.*|благодарности)\W*$"
)
CAPTION = re.compile(r"(?i)^(?:рис(?:унок|\.)|табл(?:ица|\.)|схема|график|карта|диаграмма|fig(?:ure|\.)|table)\s*\d")

_PAGE_NUMBER = re.compile(r"^(?:[-–—\[(]\s*)?(?:стр\.|с\.|page|p\.)?\s*(\d{1,4})(?:\s*[-–—\])])?$", re.IGNORECASE)
_YEAR = r"(?:1[89]|20)\d\d"
_ISSUE = r"(?:том|т\.|вып(?:уск|\.)|№|vol\.?|no\.?|n°|issue|серия|ч\.)"
_JOURNAL = re.compile(rf"(?i)(?:{_YEAR}.{{0,20}}{_ISSUE}\s*[\dIVXLC]+|{_ISSUE}\s*[\dIVXLC]+.{{0,30}}{_YEAR})")
_NAME = r"(?:(?:[А-ЯЁA-Z]\.\s?){1,2}[А-ЯЁA-Z][\w’'-]+|[А-ЯЁA-Z][\w’'-]+,?\s(?:[А-ЯЁA-Z]\.\s?){1,2})"
_AUTHORS = re.compile(rf"^{_NAME}(?:,\s?{_NAME})*$")
TITLE_LINES = 12
"""Lines at the start of a text in which its title stands."""

DEEP_BLOCK = 6
"""Lines of running text after which a full line without a stop must go on."""

LONGEST_GAP = 4
"""Blocks that may stand between the two halves of a sentence: foot, number, head and rubric."""


class Block(NamedTuple):
    """Lines without a blank one between them: the first and the last index, and what stands around.

    ``head`` is the first line; ``before`` and ``after`` are the neighbouring lines of text, furniture left out; ``edge`` tells that
    a page begins or ends here; ``depth`` counts the lines of the block before, and ``deep`` tells that
    the block stands well within the text.
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
    """What the whole text says: shapes of lone blocks, page numbers in a chain, the title, the column's width."""

    shapes: Counter[str]
    first_seen: Mapping[str, int]
    chained: frozenset[int]
    numbers: int
    title: str
    title_lines: frozenset[int]
    width: float


def blocks(lines: Sequence[Line], found: Mapping[int, str]) -> list[Block]:
    """Group lines into blocks, parted by blank lines, page ends and lines that are furniture already."""
    groups: list[list[int]] = []
    for index, line in enumerate(lines):
        if not line.text or index in found:
            continue
        if groups and groups[-1][-1] == index - 1 and lines[index - 1].page == line.page:
            groups[-1].append(index)
        else:
            groups.append([index])
    return [
        Block(g[0], g[-1], " ".join(lines[i].text for i in g) if len(g) <= 3 else "", lines[g[0]].text) for g in groups
    ]


def page_number(block: Block, evidence: Evidence) -> bool:
    """``134``, ``– 12 –``: a number alone that goes up from page to page, or the only one there is."""
    if not _PAGE_NUMBER.match(block.text):
        return False
    lone = evidence.numbers <= 2 and (block.deep or block.edge)
    return block.first in evidence.chained or lone or block.edge or goes_on(block.before, block.after, evidence.width)


def journal_line(block: Block, _: Evidence) -> bool:
    """``Вестник N. 2016. Том 16. № 10134``: year, volume and issue in one short line without a verb's end."""
    return bool(_JOURNAL.search(block.text)) and not block.text.rstrip().endswith((".", ";", ","))


def repeated(block: Block, evidence: Evidence) -> bool:
    """The same line stands alone three times, numbers aside, or twice at page edges; a title stays where it is one."""
    if block.first < TITLE_LINES and evidence.first_seen.get(shape(block.text)) == block.first:
        return False
    return evidence.shapes[shape(block.text)] >= (2 if block.edge else 3) and not SECTION_HEADS.match(block.text)


def author_at_edge(block: Block, _: Evidence) -> bool:
    """``Орлова Н.К.`` beside a page number or at a page's edge, within the article."""
    return block.edge and block.deep and bool(_AUTHORS.match(block.head))


def title_again(block: Block, evidence: Evidence) -> bool:
    """The article's own title, or its beginning, at a page's edge."""
    own = block.head.casefold().rstrip(".…")
    if not block.edge or not block.deep or len(own) < 8 or block.first < TITLE_LINES:
        return False
    return any(evidence.title.startswith(own, start) for start in evidence.title_lines)


def splits_sentence(block: Block, evidence: Evidence) -> bool:
    """Alone between the two halves of one word or sentence."""
    if interrupts(block.before, block.text, block.after):
        return True
    alone = block.edge or block.depth >= DEEP_BLOCK
    return alone and headlike(block.text) and goes_on(block.before, block.after, evidence.width)


RULES: tuple[Callable[[Block, Evidence], bool], ...] = (
    page_number,
    journal_line,
    repeated,
    author_at_edge,
    title_again,
    splits_sentence,
)


def find_furniture(lines: Sequence[Line]) -> dict[int, str]:
    """Give the index of every furniture line with the name of the rule that found it.

    >>> from letopis.cleaning.lines import split_lines
    >>> find_furniture(split_lines("в разных\\n\\nТруды. 2016. Том 3. № 12\\n\\nНаука\\n\\nстранах."))
    {2: 'journal_line', 4: 'splits_sentence'}
    """
    width = column_width(lines)
    found = tight_heads(lines, width)
    all_blocks = blocks(lines, found)
    heads = [number for number, block in enumerate(all_blocks) if _headlike(block)]
    if not heads:
        return found
    evidence = _evidence(lines, all_blocks, width)
    for _ in range(2):
        for number in heads:
            _judge(lines, all_blocks, number, evidence, found)
    _add_neighbours(all_blocks, heads, found)
    return dict(sorted(found.items()))


def _evidence(lines: Sequence[Line], all_blocks: Sequence[Block], width: float) -> Evidence:
    numbers = [(b.first, int(m.group(1))) for b in all_blocks if (m := _PAGE_NUMBER.match(b.text))]
    title, starts = "", set()
    for line in lines[:TITLE_LINES]:
        starts.add(len(title))
        title += f"{line.text} ".casefold() if line.text else ""
    heads = [block for block in all_blocks if _headlike(block)]
    return Evidence(
        shapes=Counter(shape(block.text) for block in heads),
        first_seen={shape(block.text): block.first for block in reversed(heads)},
        chained=rising_chain(numbers),
        numbers=len(numbers),
        title=title,
        title_lines=frozenset(starts),
        width=width,
    )


def _judge(lines: Sequence[Line], all_blocks: Sequence[Block], number: int, evidence: Evidence, found: dict[int, str]) -> None:
    """Ask the rules about one block, alone and together with the headlike ones that follow it."""
    block = all_blocks[number]
    if block.first in found or CAPTION.match(block.text):
        return
    last = number
    while True:
        view = _view(lines, all_blocks, number, last, found)
        name = next((rule.__name__ for rule in RULES if rule(view, evidence)), None)
        if last > number and (name != "splits_sentence" or not _mayhead(block)):
            name = None
        if name is not None:
            for index in range(number, last + 1):
                member = all_blocks[index]
                found.update((i, name) for i in range(member.first, member.last + 1) if i not in found)
            return
        last += 1
        following = all_blocks[last] if last < len(all_blocks) else None
        if following is None or not _headlike(following) or last - number >= LONGEST_GAP:
            return
        if not _mayhead(following) or SECTION_HEADS.match(following.text) or CAPTION.match(following.text):
            return


def _view(lines: Sequence[Line], all_blocks: Sequence[Block], number: int, last: int, found: Mapping[int, str]) -> Block:
    """Give a block, or several as one, with what stands around it once the furniture around it is gone."""
    before, after = number - 1, last + 1
    while before >= 0 and all_blocks[before].first in found:
        before -= 1
    while after < len(all_blocks) and all_blocks[after].first in found:
        after += 1
    block, end = all_blocks[number], all_blocks[last]
    previous = all_blocks[before] if before >= 0 else None
    following = all_blocks[after] if after < len(all_blocks) else None
    depth = previous.last - previous.first + 1 if previous else 0
    turned = any(lines[i].page != lines[block.first].page for i in _nearest(previous, following))
    return block._replace(
        text=" ".join(b.text for b in all_blocks[number : last + 1]),
        last=end.last,
        before=lines[previous.last].text if previous else "",
        after=lines[following.first].text if following else "",
        edge=turned or before < number - 1 or after > last + 1,
        deep=block.first >= TITLE_LINES or depth > 3,
        depth=depth,
    )


def _nearest(previous: Block | None, following: Block | None) -> list[int]:
    return ([previous.last] if previous else []) + ([following.first] if following else [])


def _headlike(block: Block) -> bool:
    return bool(block.text) and block.last - block.first < 2 and len(block.text) <= LONGEST_HEAD


def _mayhead(block: Block) -> bool:
    return headlike(block.text) or bool(_PAGE_NUMBER.match(block.text))


def _add_neighbours(all_blocks: Sequence[Block], heads: Sequence[int], found: dict[int, str]) -> None:
    """``Политология`` under the journal's line: the rubric goes with the running head it stands by."""
    for number in heads:
        block = all_blocks[number]
        beside = [all_blocks[i] for i in (number - 1, number + 1) if 0 <= i < len(all_blocks)]
        by_head = any(found.get(other.first) == "journal_line" for other in beside)
        if block.first in found or not by_head or not _rubriclike(block):
            continue
        found[block.first] = "beside_head"


def _rubriclike(block: Block) -> bool:
    """One line of at most five words that begins with a capital and ends with a letter."""
    text = block.text
    if not text or block.first != block.last or len(text.split()) > 5 or SECTION_HEADS.match(text):
        return False
    return text[-1].isalpha() and text[:1].isupper()
