"""What comes back from page to page: numbers that rise, lines that recur at the edges of pages."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from letopis.cleaning.edges import LONGEST_HEAD, headlike, shape, splits, tells
from letopis.cleaning.furniture_rules import CAPTION, PAGE_NUMBER, SECTION_HEADS, STRUCTURE
from letopis.cleaning.lines import HYPHENS, Line, starts_lower
from letopis.cleaning.paragraphs import LIST_ITEM

SHORTEST_PAGE = 8
"""Lines between two running heads, at least."""

EDGE_LINES = 3
"""Lines at a page's top and foot among which a running head stands."""

NEAR = 2
"""Pages between two running heads that say the same, at most: left and right pages may differ."""

FEWEST_SPLITS = 0.25
"""Share of the pages, at least, that end within a sentence, where a text does not say where its pages end."""

MOST_KNOWN = 0.5
"""Share of the lines that recur, at least, that part a sentence or stand beside a page number."""

NEXT_NUMBERS = 5
"""Lone numbers behind a page's number among which the next page's is looked for."""

TITLE_LINES = 12
"""Lines at the start of a text in which its title stands."""

_NUMBER_FIRST = re.compile(r"^(\d{1,4})\s+(\S.{2,})$")
_NUMBER_LAST = re.compile(r"^(\S.{2,}?)\s+(\d{1,4})$")


class TextLine(NamedTuple):
    """A line that holds text: its index among all lines, its page, and how many lines it is from its page's edge."""

    line: int
    text: str
    page: int
    depth: int


def rows_of(lines: Sequence[Line]) -> list[TextLine]:
    """Return the lines that hold text.

    >>> from letopis.cleaning.lines import split_lines
    >>> [(row.line, row.text) for row in rows_of(split_lines("один\\n\\nдва"))]
    [(0, 'один'), (2, 'два')]
    """
    held = [index for index, line in enumerate(lines) if line.text]
    pages = [lines[index].page for index in held]
    depths = map(min, _steps(pages), reversed(list(_steps(pages[::-1]))))
    return [TextLine(index, lines[index].text, *each) for index, *each in zip(held, pages, depths, strict=True)]


def _steps(pages: Sequence[int]) -> Iterator[int]:
    """Count the lines since a page began: 0 for its first."""
    for _, members in itertools.groupby(pages):
        yield from (place for place, _ in enumerate(members))


class Recurrence:
    """What comes back in a text, and which of it its pages bring.

    Args:
        rows: the lines that hold text.

    ``risen`` holds the indexes of the lines whose number goes up with the pages, alone or beside a head;
    ``recurring`` those of the lines that say the same, numbers aside, as others at the edges of pages near by.
    Where the format does not say where pages begin, some of the lines have to part a sentence.
    """

    def __init__(self, rows: Sequence[TextLine]) -> None:
        self._rows = rows
        self.paged = bool(rows) and rows[-1].page > rows[0].page
        self._alike: dict[str, list[int]] = defaultdict(list)
        for place, row in enumerate(rows):
            if len(row.text) <= LONGEST_HEAD:
                self._alike[row.text.casefold() if STRUCTURE.match(row.text) else shape(row.text)].append(place)
        self._again = frozenset(place for places in self._alike.values() if len(places) > 1 for place in places)
        self.risen = self._risen()
        self.recurring = self._recurring()

    def _risen(self) -> frozenset[int]:
        series: dict[str, list[tuple[int, int]]] = defaultdict(list)
        words: dict[int, str] = {}
        for place, row in enumerate(self._rows):
            numbered = _number(row.text) if not self.paged or row.depth < EDGE_LINES else None
            if numbered:
                words[place] = numbered[1]
                series["" if self.paged else numbered[1]].append((place, numbered[0]))
        step = _in_step if self.paged else _next_number
        chains = [chain for entries in series.values() for chain in _chains(self._rows, entries, step)]
        if self.paged:
            chains = [chain for chain in chains if len(chain) > 2 or len({words[place] for place in chain}) == 1]
        else:
            chains = [chain for chain in chains if self._parting(chain) >= FEWEST_SPLITS * len(chain)]
        return frozenset(self._rows[place].line for chain in chains for place in chain)

    def _recurring(self) -> frozenset[int]:
        found: set[int] = set()
        for places in self._alike.values():
            text = self._rows[places[0]].text
            if len(places) < 2 or CAPTION.match(text) or PAGE_NUMBER.match(text) or LIST_ITEM.match(text):
                continue
            again = self._at_edges(places) if self.paged else self._within_sentences(places)
            if again and _may_recur([self._rows[place].text for place in again]):
                found.update(self._rows[place].line for place in again if place >= TITLE_LINES)
        return frozenset(found)

    def _at_edges(self, places: Sequence[int]) -> list[int]:
        """Return the places at the edges of pages near one another, when most of the like lines stand at edges."""
        rows = self._rows
        edges = [place for place in places if rows[place].depth < EDGE_LINES]
        if 2 * len(edges) < len(places):
            return []
        near = [(a, b) for a, b in itertools.pairwise(edges) if 0 < rows[b].page - rows[a].page <= NEAR]
        again = sorted({place for pair in near for place in pair})
        inner = {self._inner(place) for place in again}
        return again if len(inner) == len(again) and self._parting(again) >= FEWEST_SPLITS * len(again) else []

    def _inner(self, place: int) -> str:
        """Return the line that stands some lines further within the page."""
        rows, depth = self._rows, self._rows[place].depth
        top = place == depth or rows[place - depth - 1].page < rows[place].page
        return self._text_at(place + (EDGE_LINES if top else -EDGE_LINES))

    def _within_sentences(self, places: Sequence[int]) -> list[int]:
        """Return all places when they keep a page's distance, among other words each time, and part sentences."""
        if len(places) < 3 or any(b - a < SHORTEST_PAGE for a, b in itertools.pairwise(places)):
            return []
        if any(len({self._text_at(p + step) for p in places}) < len(places) for step in (-EDGE_LINES, EDGE_LINES)):
            return []
        known = sum(self._parts(place) or self._by_number(place) for place in places)
        return list(places) if self._parting(places) and known >= MOST_KNOWN * len(places) else []

    def _text_at(self, place: int) -> str:
        return self._rows[place].text if 0 <= place < len(self._rows) else ""

    def _by_number(self, place: int) -> bool:
        beside = (self._rows[at].line for at in (place - 1, place + 1) if 0 <= at < len(self._rows))
        return any(index in self.risen for index in beside)

    def _parting(self, places: Sequence[int]) -> int:
        return sum(self._parts(place) for place in places)

    def _parts(self, place: int) -> bool:
        """Tell whether a line, with what else comes back around it, stands between halves of a word or sentence."""
        return splits(self._text_at(self._beyond(place, -1)), self._text_at(self._beyond(place, 1)))

    def _beyond(self, place: int, step: int) -> int:
        at = place + step
        while abs(at - place) < EDGE_LINES and (at in self._again or PAGE_NUMBER.match(self._text_at(at))):
            at += step
        return at


def _number(text: str) -> tuple[int, str] | None:
    """Return the page number and the words of a line such as ``270 Земская статистика``; no prose, no heading."""
    if len(text) > LONGEST_HEAD or not (text[0].isdigit() or text[-1].isdigit() or PAGE_NUMBER.match(text)):
        return None
    if alone := PAGE_NUMBER.match(text):
        return int(alone.group(1)), ""
    number, words = "", ""
    if match := _NUMBER_FIRST.match(text):
        number, words = match.groups()
    elif match := _NUMBER_LAST.match(text):
        words, number = match.groups()
    if not number or STRUCTURE.match(text) or CAPTION.match(text) or not headlike(words) or tells(text):
        return None
    return int(number), words.casefold()


def _in_step(here: TextLine, number: int, there: TextLine, other: int) -> bool:
    return 0 < there.page - here.page <= NEAR and other - number == there.page - here.page


def _next_number(here: TextLine, number: int, there: TextLine, other: int) -> bool:
    return 0 < other - number <= NEAR and there.line - here.line >= SHORTEST_PAGE


def _chains(
    rows: Sequence[TextLine], entries: Sequence[tuple[int, int]], step: Callable[[TextLine, int, TextLine, int], bool]
) -> list[list[int]]:
    """Return the chains of two places and more in which each number is followed by the next page's."""
    chains: list[list[int]] = []
    chain_of: dict[int, list[int]] = {}
    for position, (place, number) in enumerate(entries):
        for other, next_number in entries[position + 1 : position + 1 + NEXT_NUMBERS]:
            if step(rows[place], number, rows[other], next_number):
                if place not in chain_of:
                    chain_of[place] = [place]
                    chains.append(chain_of[place])
                if other not in chain_of:
                    chain_of[place].append(other)
                    chain_of[other] = chain_of[place]
                break
    return chains


def _may_recur(texts: Sequence[str]) -> bool:
    """Tell whether lines that recur may be running heads: any three that are the same, but two alone if no prose."""
    text = texts[0]
    if text[-1] in HYPHENS + ",;:" or starts_lower(text):
        return False
    if len(texts) > 2 and len(set(texts)) == 1:
        return True
    return not SECTION_HEADS.match(text) and all(headlike(each) and not tells(each) for each in texts)
