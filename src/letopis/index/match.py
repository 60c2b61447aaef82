"""Where a pattern holds: rows of starts and ends, found for all tokens of an index at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from letopis.errors import InputError
from letopis.index.masks import Masks, meets_claims
from letopis.index.names import STRUCTURES
from letopis.index.pattern import OneOf, OneToken, Pattern, Query, Region, Repeated, Sequence, Within, labels_of
from letopis.index.regions import Reach, Regions
from letopis.index.store import Mask, Numbers, Store, Stretches

Rows = npt.NDArray[np.int32]
"""One row a way to match: the start, the place reached, and the place of each label (-1 while it has none)."""

MOST_ROWS = 20_000_000
"""Ways to match that are kept at once; a query with more is refused."""


class Matcher:
    """Finds the hits of a query in an index."""

    def __init__(self, store: Store, query: Query) -> None:
        self._store, self._query = store, query
        self._masks, self._regions = Masks(store, query.text), Regions(store, query.text)
        self._labels = sorted(set(labels_of(query.pattern)))
        self._limits = store.article_ends if _crosses_sentences(query.pattern) else store.sentence_ends
        self._known: dict[Pattern, Any] = {}

    def find(self) -> Rows:
        """Return the hits in order: of one start that with the nearest end, of one end that with the farthest start.

        So CQP does by default. Of a query for entities each is a hit, nested ones too.

        Raises:
            InputError: a name, label or value that is unknown; or a pattern with too many ways to match.
        """
        return self._hits(self._query.pattern)

    def entities(self) -> dict[tuple[int, int], int]:
        """Return the rows of the entities that a query asked for, by start and end."""
        pattern = _inner(self._query.pattern)
        if not (isinstance(pattern, Region) and pattern.part == "whole" and pattern.name.lower() not in STRUCTURES):
            return {}
        found = self._stretches(pattern)
        return dict(zip(zip(found.starts.tolist(), found.ends.tolist(), strict=True), found.rows.tolist(), strict=True))

    def _hits(self, pattern: Pattern) -> Rows:
        rows = self._all(pattern)
        if pattern is self._query.pattern and self._query.claims is not None:
            places = {label: rows[:, 2 + column] for column, label in enumerate(self._labels)}
            rows = rows[meets_claims(self._query.claims, places, self._masks, self._query.text)]
        return rows if isinstance(_inner(pattern), Region) else _standard(rows)

    def _all(self, pattern: Pattern) -> Rows:
        """Return every way in which a pattern matches."""
        if isinstance(pattern, Within):
            rows, other = self._all(pattern.pattern), self._stretches(pattern.other)
            reach = Reach.over(other.starts, other.ends)
            held = reach.holds if pattern.way == "within" else reach.lies_in
            return rows[held(rows[:, 0], rows[:, 1]) ^ (not pattern.wanted)]
        starts = np.flatnonzero(self._first(pattern) & self._within_reach(pattern))
        rows = np.full((len(starts), 2 + len(self._labels)), -1, dtype=np.int32)
        rows[:, 0] = rows[:, 1] = starts
        rows = self._run(pattern, rows)
        return rows[rows[:, 1] > rows[:, 0]]

    def _stretches(self, pattern: Pattern) -> Stretches:
        if pattern not in self._known:
            if isinstance(pattern, Region) and pattern.part == "whole":
                self._known[pattern] = self._regions.find(pattern)
            else:
                rows = self._hits(pattern)
                self._known[pattern] = Stretches(rows[:, 0], rows[:, 1], rows[:, 0])
        found: Stretches = self._known[pattern]
        return found

    def _mask(self, pattern: OneToken) -> Mask:
        key = OneToken(pattern.condition)
        if key not in self._known:
            self._known[key] = self._masks.mask(pattern.condition)
        found: Mask = self._known[key]
        return found

    def _first(self, pattern: Pattern) -> Mask:
        """Return the tokens that a match can begin with, as far as its first part tells."""
        if isinstance(pattern, OneToken):
            return self._mask(pattern)
        if isinstance(pattern, Region | Within):
            if isinstance(pattern, Region) and pattern.part == "end":
                return np.ones(self._store.size, dtype=np.bool_)
            return _at(self._edge(pattern), self._store.size)
        if isinstance(pattern, Repeated):
            return self._first(pattern.pattern) if pattern.least else np.ones(self._store.size, dtype=np.bool_)
        if isinstance(pattern, OneOf):
            met: Mask = np.logical_or.reduce([self._first(one) for one in pattern.patterns])
            return met
        found = np.zeros(self._store.size, dtype=np.bool_)
        for one in pattern.patterns:
            found = found | self._first(one)
            if not _may_be_empty(one):
                return found
        return np.ones(self._store.size, dtype=np.bool_)

    def _within_reach(self, pattern: Pattern) -> Mask:
        """Return the tokens in whose sentence all stands that the pattern cannot do without."""
        found = np.ones(self._store.size, dtype=np.bool_)
        if self._limits is self._store.sentence_ends and self._store.size:
            for one in _needed(pattern):
                met = np.logical_or.reduceat(self._mask(one), self._store.sentence_starts)
                found &= met[self._store.sentence_of]
        return found

    def _edge(self, pattern: Region | Within) -> Numbers:
        whole = pattern._replace(part="whole") if isinstance(pattern, Region) else pattern
        found = self._stretches(whole)
        return found.ends if isinstance(pattern, Region) and pattern.part == "end" else found.starts

    def _run(self, pattern: Pattern, rows: Rows) -> Rows:
        """Lead rows through a pattern: each to every place that it can reach."""
        if len(rows) > MOST_ROWS:
            raise InputError(
                f"the query {self._query.text!r} has too many ways to match; give its first token a condition, or "
                "its repeats an end, as []{0,5}"
            )
        if isinstance(pattern, OneToken):
            return self._step(pattern, rows)
        if isinstance(pattern, Sequence):
            for one in pattern.patterns:
                rows = self._run(one, rows)
            return rows
        if isinstance(pattern, OneOf):
            return _distinct([self._run(one, rows) for one in pattern.patterns])
        if isinstance(pattern, Repeated):
            return self._repeat(pattern, rows)
        if isinstance(pattern, Region) and pattern.part != "whole":
            return rows[_at(self._edge(pattern), self._store.size + 1)[rows[:, 1]]]
        return self._jump(self._stretches(pattern), rows)

    def _step(self, pattern: OneToken, rows: Rows) -> Rows:
        rows = rows[rows[:, 1] < self._limits[rows[:, 0]]]
        rows = rows[self._mask(pattern)[rows[:, 1]]]
        if pattern.label:
            rows[:, 2 + self._labels.index(pattern.label)] = rows[:, 1]
        rows[:, 1] += 1
        return rows

    def _repeat(self, pattern: Repeated, rows: Rows) -> Rows:
        for _ in range(pattern.least):
            rows = self._run(pattern.pattern, rows)
        reached, times = [rows], pattern.least
        while len(rows) and (pattern.most is None or times < pattern.most):
            before = rows
            rows = self._run(pattern.pattern, rows)
            if pattern.most is None and _may_be_empty(pattern.pattern):
                rows = rows[~np.isin(_keys(rows), _keys(before))]
            reached.append(rows)
            times += 1
        fresh = isinstance(pattern.pattern, OneToken) and bool(np.all(np.diff(reached[0][:, 0]) > 0))
        return np.concatenate(reached) if fresh else _distinct(reached)

    @staticmethod
    def _jump(stretches: Stretches, rows: Rows) -> Rows:
        """Lead rows over a stretch that begins where they stand, over each of several."""
        order = np.argsort(stretches.starts, kind="stable")
        starts, ends = stretches.starts[order], stretches.ends[order]
        low, high = (np.searchsorted(starts, rows[:, 1], side=side) for side in ("left", "right"))
        times = high - low
        found = np.repeat(rows, times, axis=0)
        before = np.repeat(np.cumsum(times) - times, times)
        found[:, 1] = ends[np.repeat(low, times) + np.arange(len(found)) - before]
        return found


def _inner(pattern: Pattern) -> Pattern:
    while isinstance(pattern, Within):
        pattern = pattern.pattern
    return pattern


def _parts(pattern: Any) -> Iterator[Any]:
    yield pattern
    for one in pattern if isinstance(pattern, tuple) else ():
        yield from _parts(one)


def _crosses_sentences(pattern: Pattern) -> bool:
    """Hits stay in one sentence, unless a query asks for more: ``within <article/>``."""
    return any(isinstance(one, Region) and one.name.lower() in {"article", "section"} for one in _parts(pattern))


def _needed(pattern: Pattern) -> Iterator[OneToken]:
    """Yield the tokens without which a pattern cannot match."""
    if isinstance(pattern, OneToken) and pattern.condition is not None:
        yield pattern
    elif isinstance(pattern, Sequence):
        for one in pattern.patterns:
            yield from _needed(one)
    elif isinstance(pattern, Repeated) and pattern.least:
        yield from _needed(pattern.pattern)


def _may_be_empty(pattern: Pattern) -> bool:
    if isinstance(pattern, Repeated):
        return not pattern.least or _may_be_empty(pattern.pattern)
    if isinstance(pattern, Sequence | OneOf):
        met = map(_may_be_empty, pattern.patterns)
        return all(met) if isinstance(pattern, Sequence) else any(met)
    return isinstance(pattern, Region) and pattern.part == "end"


def _at(places: Numbers, size: int) -> Mask:
    found = np.zeros(size, dtype=np.bool_)
    found[places[places < size]] = True
    return found


def _keys(rows: Rows) -> npt.NDArray[Any]:
    """Return rows as single values that compare as they do."""
    if rows.shape[1] == 2:
        return rows[:, 0].astype(np.int64) << 32 | rows[:, 1]
    return np.ascontiguousarray(rows).view([("", rows.dtype)] * rows.shape[1]).ravel()


def _distinct(parts: list[Rows]) -> Rows:
    rows = np.concatenate(parts)
    if sum(bool(len(part)) for part in parts) < 2:
        return rows
    return rows[np.sort(np.unique(_keys(rows), return_index=True)[1])]


def _standard(rows: Rows) -> Rows:
    """Keep of one start the nearest end, and of one end the farthest start."""
    rows = rows[np.lexsort((rows[:, 1], rows[:, 0]))]
    rows = rows[np.diff(rows[:, 0], prepend=-1) != 0]
    ends = np.lexsort((rows[:, 0], rows[:, 1]))
    kept = ends[np.diff(rows[ends, 1], prepend=-1) != 0]
    found: Rows = rows[np.sort(kept)]
    return found
