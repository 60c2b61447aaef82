"""Which sentences, articles, sections and entities meet what a query asks of them."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import numpy as np

from letopis.errors import InputError, nearest
from letopis.index.masks import ValueTest, matcher
from letopis.index.names import SPAN_NAMES, STRUCTURES, check_label, check_values
from letopis.index.pattern import Both, Compared, Neither, Region, Related
from letopis.index.store import BOOLEANS, Mask, Numbers, Store, Stretches
from letopis.labels import relation_types
from letopis.linking.agreements.bounds import bounds, sort_key
from letopis.records import ENTITY_FIELDS

_RANGE = re.compile(r"(-?\d{4}(?:-\d\d){0,2})?\.\.(-?\d{4}(?:-\d\d){0,2})?")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_DAY = re.compile(r"-?\d{4}(?:-\d\d){0,2}")


class Regions:
    """Finds the stretches of an index that a query names in ``<…>``."""

    def __init__(self, store: Store, query: str) -> None:
        self._store, self._query = store, query

    def find(self, region: Region) -> Stretches:
        """Return the stretches that a region means.

        Raises:
            InputError: a name or label that is unknown.
        """
        kind = check_label(region.name, self._store.labels, self._query)
        found = self._store.stretches(kind)
        if region.condition is None:
            return found
        met = self._meets(kind, found, region.condition)
        return Stretches(found.starts[met], found.ends[met], found.rows[met])

    def _meets(self, kind: str, found: Stretches, condition: Any) -> Mask:
        if isinstance(condition, Compared):
            return self._answer(kind, found, condition)
        if isinstance(condition, Neither):
            return ~self._meets(kind, found, condition.condition)
        if isinstance(condition, Related):
            raise InputError(f"{condition.step}[…] in the query {self._query!r}: that is asked of tokens, not of spans")
        combine = np.logical_and if isinstance(condition, Both) else np.logical_or
        met: Mask = combine.reduce([self._meets(kind, found, one) for one in condition.conditions])
        return met

    def _answer(self, kind: str, found: Stretches, condition: Compared) -> Mask:
        """Return which stretches answer a comparison; of several values one is enough."""
        test = matcher(condition.operator.removeprefix("!"), condition.value, condition.quoted, self._query)
        self._check(kind, condition, test)
        known: dict[Any, bool] = {}

        def answer(value: Any) -> bool:
            text = "" if value is None else value
            if text not in known:
                known[text] = answers(condition, text, test)
            return known[text]

        if kind not in STRUCTURES and condition.name in relation_types():
            targets = self._store.targets(kind, condition.name)
            values = [targets.get(row, [""]) for row in found.rows.tolist()]
        else:
            values = [[value] for value in self._store.values(kind, condition.name)]
        met = [any(map(answer, several)) for several in values]
        return np.array(met, dtype=np.bool_) ^ condition.operator.startswith("!")

    def _check(self, kind: str, condition: Compared, test: ValueTest) -> None:
        """Refuse a name that such stretches do not have, and a value that none can have."""
        known = {"s": [], "section": ["kind"], "article": self._store.article_names}.get(kind)
        if condition.steps or not (known is None or known):
            raise InputError(
                f"{'.'.join((*condition.steps, condition.name))} in the query {self._query!r}: <{kind}> has no such "
                "attribute; ask it of a token in [ ], or of <article>"
            )
        names = known if known is not None else [*SPAN_NAMES, *relation_types()]
        if condition.name not in names:
            raise InputError(
                f"{condition.name!r} in the query {self._query!r} is unknown in <{kind}>: "
                f"{nearest(condition.name, names)}"
            )
        ordered = _DAY.fullmatch(condition.value) or _NUMBER.fullmatch(condition.value)
        if condition.operator in {"<=", ">="} and not ordered:
            raise InputError(
                f"{condition.name}{condition.operator}{condition.value!r} in the query {self._query!r}: only days, "
                "months, years (1997-04) and numbers have an order"
            )
        field = ENTITY_FIELDS.get(condition.name) if known is None else None
        few = () if field is None else BOOLEANS if field.kind is bool else (*field.values, "")
        if any(few) and not any(answers(condition, one, test) for one in few):
            check_values(condition.name, condition.value, few, self._query)


def answers(condition: Compared, value: Any, test: ValueTest) -> bool:
    """Return whether a value answers a comparison, its ``!`` left aside: as a date or number, or as a text by ``test``.

    >>> span = Compared("signed_on", "=", "1997..2000", True)
    >>> [answers(span, day, matcher("=", "", True)) for day in ("1999-04", "2001", "мир")]
    [True, False, False]
    >>> answers(Compared("page", ">=", "12", True), 9, matcher("=", "", True))
    False
    """
    operator, wanted, text = condition.operator.removeprefix("!"), condition.value, str(value)
    if operator in {"<=", ">="}:
        wanted = f"{wanted}.." if operator == ">=" else f"..{wanted}"
    if isinstance(value, int | float):
        low, dots, high = wanted.partition("..")
        high = high if dots else low
        if operator != "==" and (low or high) and all(_NUMBER.fullmatch(end) for end in (low, high) if end):
            return float(low or value) <= value <= float(high or value)
    if _RANGE.fullmatch(wanted) and wanted != "..":
        return in_range(text, wanted)
    if operator == "=" and _DAY.fullmatch(wanted) and _DAY.fullmatch(text):
        return in_range(text, f"{wanted}..{wanted}")
    return test(text)


def in_range(value: str, wanted: str) -> bool:
    """Return whether a date can lie between two others, either of which may be left out.

    >>> in_range("1997-04-23", "1997..2000"), in_range("199X", "..1995"), in_range("2001", "..2000")
    (True, True, False)
    """
    days = bounds(value)
    if days is None:
        return False
    low, _, high = wanted.partition("..")
    first, last = bounds(low), bounds(high)
    after = first is None or sort_key(days.last) >= sort_key(first.first)
    return after and (last is None or sort_key(days.first) <= sort_key(last.last))


class Reach(NamedTuple):
    """Tells quickly which hits lie within a stretch, or contain one."""

    starts: Numbers
    farthest: Numbers
    nearest: Numbers

    @classmethod
    def over(cls, starts: Numbers, ends: Numbers) -> Reach:
        """Prepare stretches."""
        order = np.argsort(starts, kind="stable")
        sorted_ends = ends[order]
        if not len(order):
            return cls(starts, starts, starts)
        nearest = np.minimum.accumulate(sorted_ends[::-1])[::-1]
        return cls(starts[order], np.maximum.accumulate(sorted_ends), nearest)

    def holds(self, starts: Numbers, ends: Numbers) -> Mask:
        """Return which hits lie within one of the stretches."""
        place = np.searchsorted(self.starts, starts, side="right") - 1
        found: Mask = np.zeros(len(starts), dtype=np.bool_)
        inside = place >= 0
        found[inside] = self.farthest[place[inside]] >= ends[inside]
        return found

    def lies_in(self, starts: Numbers, ends: Numbers) -> Mask:
        """Return which hits contain one of the stretches."""
        place = np.searchsorted(self.starts, starts, side="left")
        found: Mask = np.zeros(len(starts), dtype=np.bool_)
        inside = place < len(self.starts)
        found[inside] = self.nearest[place[inside]] <= ends[inside]
        return found
