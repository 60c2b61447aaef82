"""Where in the table of sentence pairs to look: a band around pairs that surely belong together.

A book of 5,000 sentences has 25 million pairs of them. Rare keys that two sentences share give points; the heaviest
chain of points that runs forward on both sides gives the way; only its neighbourhood is searched.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from letopis.bilingual.anchors import ContentWord

if TYPE_CHECKING:
    from letopis.bilingual.align import SentenceLink

WIDTH = 12
"""Sentences searched on either side of the way."""

WIDEST, FARTHEST = 60, 1_000
"""Most sentences searched on either side where no point helps, and where one side lacks a stretch."""

SMALL = 2_500
"""Tables up to so many cells are searched whole."""

COMMON = 8
"""A key in more sentences than this says nothing about the way."""


def search_band(left: Sequence[Sequence[ContentWord]], right: Sequence[Sequence[ContentWord]]) -> list[tuple[int, int]]:
    """Return for each number of Russian sentences done the least and the greatest number of English ones done.

    >>> search_band([[]], [[], []])
    [(0, 2), (0, 2)]
    """
    rows, columns = len(left), len(right)
    if rows * columns <= SMALL:
        return [(0, columns)] * (rows + 1)
    points = [(0, 0), *((i, j) for i, j in _chain(_points(left, right)) if i and j), (rows, columns)]
    return _band(points, _reach)


def _reach(steps: int, across: int) -> int:
    """Many more sentences on one side: a stretch without translation, and all of it stays in reach."""
    if max(steps, across) > 4 * min(steps, across) + WIDTH:
        return min(across, FARTHEST) + WIDTH
    return min(WIDTH + min(steps, across) // 2, WIDEST)


def band_around(links: Sequence[SentenceLink], width: int) -> list[tuple[int, int]]:
    """Return the band of so many sentences on either side of a path already found."""
    ends = [accumulate(len(side) for side in sides) for sides in zip(*(link[:2] for link in links), strict=True)]
    return _band([(0, 0), *zip(*ends, strict=True)], lambda steps, across: width)


def _band(points: Sequence[tuple[int, int]], reach: Callable[[int, int], int]) -> list[tuple[int, int]]:
    """Return what lies within reach of a way from point to point; neighbouring rows overlap."""
    rows, columns = points[-1]
    low = [columns] * (rows + 1)
    high = [0] * (rows + 1)
    for (i, j), (next_i, next_j) in pairwise(points):
        steps, across = max(1, next_i - i), next_j - j
        far = reach(steps, across)
        for row in range(i, next_i + 1):
            middle = j + across * (row - i) / steps
            low[row] = min(low[row], max(0, math.floor(middle - far)))
            high[row] = max(high[row], min(columns, math.ceil(middle + far)))
    low[0], high[rows] = 0, columns
    for row in range(1, rows + 1):
        high[row] = max(high[row], high[row - 1])
    for row in range(rows - 1, -1, -1):
        low[row] = min(low[row], low[row + 1])
    return list(zip(low, high, strict=True))


def _points(left: Sequence[Sequence[ContentWord]], right: Sequence[Sequence[ContentWord]]) -> list[tuple[int, int]]:
    """Pairs of sentences that choose each other by their rare keys."""
    index, rows_of = _places(right), _places(left)
    scores: list[dict[int, float]] = []
    best_of_column: dict[int, tuple[float, int]] = {}
    for i, words in enumerate(left):
        row: dict[int, float] = {}
        for key in {key for word in words for key in word.keys}:
            columns = index.get(key, set())
            if 0 < len(columns) <= COMMON and len(rows_of[key]) <= COMMON:
                for j in columns:
                    row[j] = row.get(j, 0.0) + 1 / (len(columns) * len(rows_of[key]))
        scores.append(row)
        for j, score in row.items():
            best_of_column[j] = max(best_of_column.get(j, (0.0, 0)), (score, i))
    points: list[tuple[int, int]] = []
    for i, row in enumerate(scores):
        if row:
            j, score = max(row.items(), key=lambda item: (item[1], -item[0]))
            if score >= 1 and best_of_column[j][1] == i:
                points.append((i, j))
    return points


def _places(sentences: Sequence[Sequence[ContentWord]]) -> dict[str, set[int]]:
    """Return the sentences in which each key occurs."""
    index: dict[str, set[int]] = {}
    for number, words in enumerate(sentences):
        for word in words:
            for key in word.keys:
                index.setdefault(key, set()).add(number)
    return index


def _chain(points: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest run of points that rises on both sides.

    >>> _chain([(1, 1), (2, 9), (3, 3), (4, 4)])
    [(1, 1), (3, 3), (4, 4)]
    """
    tails: list[int] = []
    owners: list[int] = []
    before: list[int] = []
    for number, (_, j) in enumerate(points):
        place = bisect_left(tails, j)
        before.append(owners[place - 1] if place else -1)
        if place == len(tails):
            tails.append(j)
            owners.append(number)
        else:
            tails[place], owners[place] = j, number
    chain: list[tuple[int, int]] = []
    number = owners[-1] if owners else -1
    while number >= 0:
        chain.append(points[number])
        number = before[number]
    return chain[::-1]
