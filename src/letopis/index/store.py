"""Reads what queries run over: columns of numbers, lexicons, and stretches of tokens with their names."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from letopis.records import ENTITY_FIELDS
from letopis.russian.spelling import lowered

Numbers = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]

Fields = Mapping[str, Any]
"""What is known of an entity or article, by name."""

BOOLEANS = ("true", "false")
"""What a query writes for a field that is or is not."""


class Stretches(NamedTuple):
    """Stretches of tokens of one kind, in order: first token, the one behind the last, and the row of each."""

    starts: Numbers
    ends: Numbers
    rows: Numbers


_PLACES = {
    "article": "select first_token, end_token, rowid from records where first_token < end_token order by 1, 3",
    "section": "select first_token, end_token, id from sections where first_token < end_token order by 1, 2 desc, 3",
}
_ENTITIES = """select first_token, end_token, id from entities where label = ? and first_token < end_token
order by 1, 2 desc, 3"""

_TARGETS = """select r.from_entity_id, t.value, t.entity, t.normal, t.referent, t.text, t.lemma from entity_relations r
join entities t on t.id = r.to_entity_id join entities f on f.id = r.from_entity_id where f.label = ? and r.type = ?"""

_NESTED = """select r.from_entity_id, n.entity, n.normal, n.referent from entity_relations r
join entities t on t.id = r.to_entity_id join entities f on f.id = r.from_entity_id
join entities n on n.sentence_id = t.sentence_id
and n.first_token >= t.first_token and n.end_token <= t.end_token
where f.label = ? and r.type = ?"""


class Store:
    """The columns of an index, each read when it is first asked for."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database
        self._columns: dict[str, Numbers] = {}
        self._lexicons: dict[str, list[str]] = {}
        self._folded: dict[str, list[str]] = {}
        self._stretches: dict[str, Stretches] = {}

    @cached_property
    def size(self) -> int:
        """The number of tokens."""
        return len(self.numbers("sentence"))

    def numbers(self, name: str) -> Numbers:
        """Return a column of numbers."""
        if name not in self._columns:
            rows = self.database.execute("select numbers from columns where name = ? order by part", [name])
            parts = [np.frombuffer(blob, dtype=np.int32) for (blob,) in rows]
            self._columns[name] = np.concatenate(parts) if parts else np.zeros(0, dtype=np.int32)
        return self._columns[name]

    def column(self, name: str) -> tuple[Numbers, list[str]]:
        """Return one attribute of all tokens: a number each, and the forms that the numbers stand for."""
        return self.numbers(name), self.lexicon(name)

    def lexicon(self, name: str) -> list[str]:
        """Return the forms that stand in a column, in the order of their numbers."""
        if name not in self._lexicons:
            found = self.database.execute("select forms from lexicons where name = ?", [name]).fetchone()
            self._lexicons[name] = found[0].split("\n") if found else []
        return self._lexicons[name]

    def folded(self, name: str) -> list[str]:
        """Return the forms of a column as they are compared."""
        if name not in self._folded:
            self._folded[name] = lowered("\n".join(self.lexicon(name))).split("\n")
        return self._folded[name]

    @cached_property
    def features(self) -> frozenset[str]:
        """The names of the features that tokens have."""
        pairs = (pair for bundle in self.lexicon("feats") for pair in bundle.split("|") if pair)
        return frozenset(pair.partition("=")[0] for pair in pairs)

    @cached_property
    def sentence_starts(self) -> Numbers:
        """The first token of every sentence that has one."""
        rows = self.numbers("sentence")
        return np.flatnonzero(np.diff(rows, prepend=rows[:1] - 1)).astype(np.int32)

    @cached_property
    def sentence_of(self) -> Numbers:
        """For each token the number of its sentence, in the order of the tokens."""
        counts = np.diff(self.sentence_starts, append=np.int32(self.size))
        return np.repeat(np.arange(len(counts), dtype=np.int32), counts)

    @cached_property
    def sentence_ends(self) -> Numbers:
        """For each token the one behind the last of its sentence."""
        return np.append(self.sentence_starts[1:], np.int32(self.size)).astype(np.int32)[self.sentence_of]

    @cached_property
    def heads(self) -> Numbers:
        """For each token its head, -1 for roots and where there is no tree."""
        places = self.numbers("head")
        starts = self.sentence_starts[self.sentence_of]
        inside = (places > 0) & (starts + places <= self.sentence_ends)
        return np.where(inside, starts + places - 1, -1).astype(np.int32)

    @cached_property
    def articles(self) -> Sequence[Fields]:
        """The articles in the order of their tokens, with what their files say of them and their tokens."""
        return self.rows(
            "select a.*, r.translation_of, r.first_token, r.end_token from records r "
            "join articles a on a.id = r.article_id order by r.first_token, r.rowid"
        )

    @property
    def article_names(self) -> list[str]:
        """What is known of articles, by name."""
        return [name for _, name, *_ in self.database.execute("pragma table_info(articles)")]

    def rows(self, query: str, *values: object) -> list[dict[str, Any]]:
        """Return the rows of a query, by the names of its columns."""
        cursor = self.database.execute(query, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    @cached_property
    def labels(self) -> list[str]:
        """The labels of entities that are there."""
        return [label for (label,) in self.database.execute("select distinct label from entities order by label")]

    @cached_property
    def article_ends(self) -> Numbers:
        """For each token the one behind the last of its article."""
        ends = np.zeros(self.size, dtype=np.int32)
        for one in self.articles:
            ends[one["first_token"] : one["end_token"]] = one["end_token"]
        return ends

    def stretches(self, kind: str) -> Stretches:
        """Return the sentences (``s``), articles, sections (``section``), or the entities of a label."""
        if kind not in self._stretches:
            self._stretches[kind] = self._read_stretches(kind)
        return self._stretches[kind]

    def _read_stretches(self, kind: str) -> Stretches:
        if kind == "s":
            ends = np.append(self.sentence_starts[1:], self.size).astype(np.int32)
            return Stretches(self.sentence_starts, ends, self.numbers("sentence")[self.sentence_starts])
        query, values = (_PLACES[kind], []) if kind in _PLACES else (_ENTITIES, [kind])
        found = np.array(self.database.execute(query, values).fetchall(), dtype=np.int32).reshape(-1, 3)
        return Stretches(*np.ascontiguousarray(found.T))

    @cached_property
    def identities(self) -> list[str]:
        """The identities that spans have."""
        return [name for (name,) in self.database.execute("select distinct entity from entities") if name]

    def spans_of(self, matches: Callable[[str], bool]) -> Stretches:
        """Return the spans whose identity matches."""
        rows = [
            row for name in filter(matches, self.identities)
            for row in self.database.execute("select first_token, end_token, id from entities where entity = ?", [name])
        ]  # fmt: skip
        return Stretches(*np.array(rows, dtype=np.int32).reshape(-1, 3).T)

    def values(self, kind: str, name: str) -> list[Any]:
        """Return what a field holds for each stretch of a kind, in their order."""
        if kind == "article":
            return [one[name] for one in self.articles if one["first_token"] < one["end_token"]]
        table = "sections" if kind == "section" else "entities"
        query = _PLACES.get(kind, _ENTITIES)
        asked = query.replace("select first_token, end_token, id", f'select {table}."{name}"', 1)
        order = asked.replace("order by 1, 2 desc, 3", "order by first_token, end_token desc, id")
        found = self.database.execute(order, [kind] if table == "entities" else [])
        if name in ENTITY_FIELDS and ENTITY_FIELDS[name].kind is bool:
            return [BOOLEANS[not value] for (value,) in found]
        return [value for (value,) in found]

    def targets(self, label: str, kind: str) -> dict[int, list[str]]:
        """Return all that tells the targets of a type of relation apart, by the rows of the entities it leads from."""
        found: dict[int, list[str]] = {}
        for query in (_TARGETS, _NESTED):
            for row, *values in self.database.execute(query, (label, kind)):
                found.setdefault(row, []).extend(value for value in values if value)
        return found


def cover(size: int, starts: Numbers, ends: Numbers) -> Mask:
    """Return which of so many tokens lie in one of the stretches.

    >>> cover(5, np.array([1, 2]), np.array([3, 4])).tolist()
    [False, True, True, True, False]
    """
    depth = np.zeros(size + 1, dtype=np.int32)
    np.add.at(depth, starts, 1)
    np.add.at(depth, ends, -1)
    return np.cumsum(depth[:size]) > 0
