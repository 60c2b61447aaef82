"""Page furniture: running heads and feet and page numbers, found by what they are.

A line is furniture when it stands alone and says what only a page edge says. Rules are named and
ordered in :data:`RULES`; none holds a list of journals.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from letopis.cleaning.lines import HYPHENS, Line, ends_sentence, starts_lower

LONGEST_HEAD = 120
"""A running head is shorter than this, in characters."""

SECTION_HEADS = re.compile(
    r"(?i)^(введение|заключение|выводы?|литература|список\b.*|библиограф\w*|источники|примечани\w*|аннотация"
    r"|ключевые слова|abstract|keywords|references|методы.*|результаты.*|обсуждение|материалы.*|приложение.*|глава.*)\W*$"
)

_PAGE_NUMBER = re.compile(r"^(?:[-–—\[(]\s*)?(?:стр\.|с\.|page|p\.)?\s*\d{1,4}(?:\s*[-–—\])])?$", re.IGNORECASE)
_YEAR = r"(?:1[89]|20)\d\d"
_ISSUE = r"(?:том|т\.|вып(?:уск|\.)|№|vol\.?|no\.?|n°|issue|серия|ч\.)"
_JOURNAL = re.compile(rf"(?i)(?:{_YEAR}.{{0,20}}{_ISSUE}\s*[\dIVXLC]+|{_ISSUE}\s*[\dIVXLC]+.{{0,30}}{_YEAR})")


class Block(NamedTuple):
    """Lines without a blank one between them: the first and the last index, and what stands around.

    ``edge`` tells that a page begins or ends here.
    """

    first: int
    last: int
    text: str
    before: str
    after: str
    edge: bool


def blocks(lines: Sequence[Line]) -> list[Block]:
    """Group lines into blocks, parted by blank lines and page ends."""
    groups: list[list[int]] = []
    for index, line in enumerate(lines):
        if not line.text:
            continue
        together = groups and groups[-1][-1] == index - 1 and lines[index - 1].page == line.page
        if together:
            groups[-1].append(index)
        else:
            groups.append([index])
    found = []
    for number, group in enumerate(groups):
        before = lines[groups[number - 1][-1]] if number else None
        after = lines[groups[number + 1][0]] if number + 1 < len(groups) else None
        page = lines[group[0]].page
        edge = bool((before and before.page != page) or (after and after.page != page))
        text = " ".join(lines[i].text for i in group) if len(group) <= 3 else ""
        found.append(Block(group[0], group[-1], text, before.text if before else "", after.text if after else "", edge))
    return found


def page_number(block: Block, _: Counter[str]) -> bool:
    """``134``, ``– 12 –``: nothing but a number, alone between blank lines."""
    return bool(_PAGE_NUMBER.match(block.text))


def journal_line(block: Block, _: Counter[str]) -> bool:
    """``Вестник N. 2016. Том 16. № 10134``: year, volume and issue in one short line without a verb's end."""
    return bool(_JOURNAL.search(block.text)) and not block.text.rstrip().endswith((".", ";", ","))


def repeated(block: Block, counts: Counter[str]) -> bool:
    """The same line stands alone three times, numbers aside, or twice at page edges."""
    return counts[_shape(block.text)] >= (2 if block.edge else 3) and not SECTION_HEADS.match(block.text)


def splits_sentence(block: Block, _: Counter[str]) -> bool:
    """Alone between the two halves of one sentence: no stop before it, a small letter after it."""
    if not block.before or ends_sentence(block.before) or ends_sentence(block.text) or not starts_lower(block.after):
        return False
    if block.text[-1] in HYPHENS + ",;:–—" or starts_lower(block.text):
        return False
    return block.before[-1] in HYPHENS or len(block.before) > len(block.text)


RULES: tuple[Callable[[Block, Counter[str]], bool], ...] = (page_number, journal_line, repeated, splits_sentence)


def find_furniture(lines: Sequence[Line]) -> dict[int, str]:
    """Give the index of every furniture line with the name of the rule that found it.

    >>> from letopis.cleaning.lines import split_lines
    >>> find_furniture(split_lines("в разных\\n\\nТруды. 2016. Том 3. № 12\\n\\nНаука\\n\\nстранах."))
    {2: 'journal_line', 4: 'splits_sentence'}
    """
    all_blocks = blocks(lines)
    counts = Counter(_shape(block.text) for block in all_blocks if _headlike(block))
    found: dict[int, str] = {}
    for number, block in enumerate(all_blocks):
        if not _headlike(block):
            continue
        view = _looking_past(all_blocks, number, found)
        name = next((rule.__name__ for rule in RULES if rule(view, counts)), None)
        if name is not None:
            found.update((index, name) for index in range(block.first, block.last + 1))
    _add_neighbours(all_blocks, found)
    return found


def _headlike(block: Block) -> bool:
    return bool(block.text) and block.last - block.first < 2 and len(block.text) <= LONGEST_HEAD


def _looking_past(all_blocks: Sequence[Block], number: int, found: dict[int, str]) -> Block:
    """Give the block with what stands around it once the furniture around it is gone."""
    block = all_blocks[number]
    before, after = number - 1, number + 1
    while before >= 0 and all_blocks[before].first in found:
        before -= 1
    while after < len(all_blocks) and _surely_head(all_blocks[after]):
        after += 1
    return block._replace(
        before=all_blocks[before + 1].before if before >= 0 else "",
        after=all_blocks[after - 1].after if after < len(all_blocks) else "",
    )


def _surely_head(block: Block) -> bool:
    nothing: Counter[str] = Counter()
    return _headlike(block) and (page_number(block, nothing) or journal_line(block, nothing))


def _add_neighbours(all_blocks: Sequence[Block], found: dict[int, str]) -> None:
    """``Политология`` under the journal's line: the rubric goes with the running head it stands by."""
    for number, block in enumerate(all_blocks):
        beside = [all_blocks[i] for i in (number - 1, number + 1) if 0 <= i < len(all_blocks)]
        by_head = any(found.get(other.first) == "journal_line" for other in beside)
        if block.first in found or not by_head or not _rubriclike(block):
            continue
        view = _looking_past(all_blocks, number, found)
        if not view.before or ends_sentence(view.before) or starts_lower(view.after):
            found[block.first] = "beside_head"


def _rubriclike(block: Block) -> bool:
    """One line of at most five words that begins with a capital and ends with a letter."""
    text = block.text
    if not text or block.first != block.last or len(text.split()) > 5 or SECTION_HEADS.match(text):
        return False
    return text[-1].isalpha() and text[:1].isupper()


def _shape(text: str) -> str:
    return re.sub(r"\d+", "0", text).casefold()
