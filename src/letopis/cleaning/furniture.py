"""Page furniture: running heads and feet and page numbers, found by what they are.

A line is furniture when it repeats at page edges, when its number rises from page to page, or when it
stands between two halves of a word or sentence. No rule holds a list of journals. Rules on single
blocks are named and ordered in :mod:`letopis.cleaning.furniture_rules`; lines set tight against the text are found in
:mod:`letopis.cleaning.edges`.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence

from letopis.cleaning.edges import (
    LONGEST_HEAD,
    SHORTEST_HALF,
    SHORTEST_PAGE,
    goes_on,
    headlike,
    rising_chain,
    shape,
    tight_heads,
)
from letopis.cleaning.furniture_rules import (
    CAPTION,
    LONGEST_GAP,
    PAGE_NUMBER,
    RULES,
    SECTION_HEADS,
    STRUCTURE,
    TITLE_LINES,
    Block,
    Evidence,
    splits_sentence,
)
from letopis.cleaning.lines import SOFT_HYPHEN, Line, ends_sentence
from letopis.cleaning.paragraphs import column_width
from letopis.offsets import Furniture


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


def find_furniture(lines: Sequence[Line], known: Sequence[Furniture] = ()) -> dict[int, str]:
    """Give the index of every furniture line with the name of the rule that found it.

    ``known`` holds what the reader of a format found by its place on the page.

    >>> from letopis.cleaning.lines import split_lines
    >>> find_furniture(split_lines("о судьбах наречий в разных\\n\\nТруды. 2016. Том 3. № 12\\n\\nНаука\\n\\nстранах."))
    {2: 'splits_sentence', 4: 'splits_sentence'}
    """
    width = column_width(lines)
    found = {i: name for i, name in tight_heads(lines, width).items() if not STRUCTURE.match(lines[i].text)}
    found |= known_furniture(lines, known)
    all_blocks = blocks(lines, found)
    heads = [number for number, block in enumerate(all_blocks) if _headlike(block)]
    if not heads:
        return found
    evidence = _evidence(lines, all_blocks, width)
    for _ in range(2):
        for number in heads:
            _judge(lines, all_blocks, number, evidence, found)
    if not evidence.flowed:
        _add_neighbours(all_blocks, heads, found)
    return dict(sorted(found.items()))


def known_furniture(lines: Sequence[Line], known: Sequence[Furniture]) -> dict[int, str]:
    """Give the lines that lie wholly within known furniture."""
    starts = [span.start for span in known]
    found: dict[int, str] = {}
    for index, line in enumerate(lines):
        place = bisect_right(starts, line.start) - 1
        if line.text and place >= 0 and line.end <= known[place].end:
            found[index] = known[place].reason
    return found


def _evidence(lines: Sequence[Line], all_blocks: Sequence[Block], width: float) -> Evidence:
    numbers = [(b.first, int(m.group(1))) for b in all_blocks if (m := PAGE_NUMBER.match(b.text))]
    title, starts = "", set()
    for line in lines[:TITLE_LINES]:
        starts.add(len(title))
        # Hyphens are left out on both sides, so that a title broken at a line's end is known again.
        title += line.text.casefold().replace("-", "") + ("" if line.text.endswith("-") or not line.text else " ")
    heads = [block for block in all_blocks if _headlike(block)]
    return Evidence(
        shapes=_recurring(heads),
        first_seen={shape(block.text): block.first for block in reversed(heads)},
        chained=rising_chain(numbers),
        numbers=len(numbers),
        title=title,
        title_lines=frozenset(starts),
        width=width,
        flowed=not any(a.text and b.text for a, b in itertools.pairwise(lines)),
    )


def _recurring(heads: Sequence[Block]) -> Counter[str]:
    """Count the shapes of lone lines that keep a page's distance from one another."""
    places: dict[str, list[int]] = {}
    for block in heads:
        if not STRUCTURE.match(block.text):
            places.setdefault(shape(block.text), []).append(block.first)
    spaced = {
        own: len(found)
        for own, found in places.items()
        if all(b - a >= SHORTEST_PAGE for a, b in itertools.pairwise(found))
    }
    return Counter(spaced)


def _judge(
    lines: Sequence[Line], all_blocks: Sequence[Block], number: int, evidence: Evidence, found: dict[int, str]
) -> None:
    """Ask the rules about one block, and whether it and the headlike ones after it part a sentence together."""
    block = all_blocks[number]
    if block.first in found or CAPTION.match(block.text):
        return
    view = _view(lines, all_blocks, number, number, found)
    halves = not ends_sentence(view.before) and (
        len(view.before) >= SHORTEST_HALF or view.before.endswith(("-", SOFT_HYPHEN))
    )
    judged = not evidence.flowed or (halves and goes_on(view.before, view.after, 0.0))
    name = next((rule.__name__ for rule in RULES if rule(view, evidence)), None) if judged else None
    last = number
    while name is None and halves and _mayhead(block):
        last += 1
        following = all_blocks[last] if last < len(all_blocks) else None
        if following is None or not _mayhead(following) or last - number >= LONGEST_GAP:
            return
        if SECTION_HEADS.match(following.text) or CAPTION.match(following.text):
            return
        if splits_sentence(_view(lines, all_blocks, number, last, found), evidence):
            name = splits_sentence.__name__
    if name is not None:
        for member in all_blocks[number : last + 1]:
            found.update((i, name) for i in range(member.first, member.last + 1) if i not in found)


def _view(
    lines: Sequence[Line], all_blocks: Sequence[Block], number: int, last: int, found: Mapping[int, str]
) -> Block:
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
    return headlike(block.text) or bool(PAGE_NUMBER.match(block.text))


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
