"""What comes back from page to page: numbers that rise, lines that recur at the edges of pages."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from letopis.cleaning.furniture_rules import (
    AUTHORS,
    CAPTION,
    JOURNAL,
    LONGEST_HEAD,
    PAGE_NUMBER,
    SECTION_HEADS,
    STRUCTURE,
    has_verb,
    headlike,
    numbered,
    shape,
    tells,
)
from letopis.cleaning.lines import HYPHENS, Line, ends_sentence, starts_lower
from letopis.cleaning.paragraphs import LIST_ITEM, splits

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

MANY = 3
"""Times that a line comes back for it to be a running head without white space around it."""

NEXT_NUMBERS = 5
"""Lone numbers behind a page's number among which the next page's is looked for."""

TITLE_LINES = 12
"""Lines at the start of a text in which its title stands."""


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
        for place, row in enumerate(self._rows):
            found = numbered(row.text) if not self.paged or row.depth < EDGE_LINES else None
            if found and not tells(found[1]):
                series[found[1].casefold()].append((place, found[0]))
        step = _in_step if self.paged else _next_number
        chains = (chain for entries in series.values() for chain in _chains(self._rows, entries, step))
        kept = (chain for chain in chains if self.paged or self._parting(chain) >= FEWEST_SPLITS * len(chain))
        return frozenset(self._rows[place].line for chain in kept for place in chain)

    def _recurring(self) -> frozenset[int]:
        found: set[int] = set()
        for places in self._alike.values():
            text = self._rows[places[0]].text
            if len(places) < 2 or CAPTION.match(text) or PAGE_NUMBER.match(text) or LIST_ITEM.match(text):
                continue
            again = self._at_edges(places) if self.paged else self._within_sentences(places)
            if again and _may_recur([self._rows[place].text for place in again]):
                titled = not JOURNAL.search(text)  # what names year and issue is no article's title
                found.update(self._rows[place].line for place in again if place >= TITLE_LINES or not titled)
        return frozenset(found)

    def _at_edges(self, places: Sequence[int]) -> list[int]:
        """Return the places at the tops, or feet, of pages near one another, where most of the like lines stand."""
        rows = self._rows
        found: list[int] = []
        for top in (True, False):
            edges = [place for place in places if rows[place].depth < EDGE_LINES and self._at_top(place) is top]
            step = 1 if top else -1
            near = [(a, b) for a, b in itertools.pairwise(edges) if 0 < rows[b].page - rows[a].page <= NEAR]
            again = sorted({place for pair in near for place in pair})
            if len(again) < MANY and not all(self._leaves_white(place, step) for place in again):
                continue
            inner = {self._text_at(self._beyond(place, step)) for place in again}
            mostly = 2 * len(edges) >= len(places) and len(inner) == len(again)
            parting = self._parting(again) >= FEWEST_SPLITS * len(again) or JOURNAL.search(self._text_at(places[0]))
            found += again if mostly and parting else []
        return found

    def _leaves_white(self, place: int, step: int) -> bool:
        """Return whether white space parts the heads at a page's edge from the text, more than line from line."""
        at = self._beyond(place, step)
        if not 0 <= at < len(self._rows) - 1 or at + step < 0:
            return False
        lines = [self._rows[each].line for each in (at - step, at, at + step)]
        return abs(lines[1] - lines[0]) > abs(lines[2] - lines[1])

    def _at_top(self, place: int) -> bool:
        rows, depth = self._rows, self._rows[place].depth
        return place == depth or rows[place - depth - 1].page < rows[place].page

    def _within_sentences(self, places: Sequence[int]) -> list[int]:
        """Return all places when they keep a page's distance, among other words each time, and part sentences."""
        if len(places) < MANY or any(b - a < SHORTEST_PAGE for a, b in itertools.pairwise(places)):
            return []
        if any(len({self._text_at(self._beyond(p, step)) for p in places}) < len(places) for step in (-1, 1)):
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
        """Return whether a line, with what else comes back around it, stands between halves of a word or sentence."""
        return splits(self._text_at(self._beyond(place, -1)), self._text_at(self._beyond(place, 1)))

    def _beyond(self, place: int, step: int) -> int:
        """Go up or down over numbers and heads that come back."""
        at = place + step
        while abs(at - place) < EDGE_LINES and self._may_head(at):
            at += step
        return at

    def _may_head(self, place: int) -> bool:
        text = self._text_at(place)
        return (place in self._again and headlike(text)) or bool(PAGE_NUMBER.match(text))


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
    """Return whether lines that recur may be running heads: any three that are the same, but two alone if no prose.

    A stop ends a sentence that is said again; ``Земские читальни…`` and ``Вестник. 2019. Вып. 4.`` may be heads.
    """
    text = texts[0]
    stopped = ends_sentence(text) and not (text.endswith(("…", "...")) or JOURNAL.search(text) or AUTHORS.match(text))
    if stopped or text[-1] in HYPHENS + ",;:" or starts_lower(text):
        return False
    if len(texts) >= MANY and len(set(texts)) == 1 and not has_verb(text):
        return True
    return not SECTION_HEADS.match(text) and all(headlike(each) and not tells(each) for each in texts)
