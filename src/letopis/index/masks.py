"""Which tokens meet a condition, and which hits one on labelled tokens (``1.lemma = 2.lemma``): all at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

import numpy as np
import regex

from letopis.errors import InputError
from letopis.index.names import CLOSED, attribute, check_values, universal
from letopis.index.pattern import Both, Claim, Compared, Neither, Related, TokenCondition
from letopis.index.store import Mask, Numbers, Store, cover
from letopis.labels import labels
from letopis.russian.spelling import lowered

_PLAIN = re.compile(r"[\w \-:/,’«»]*(?:\|[\w \-:/,’«»]*)*")
"""A regular expression that is words and ``|`` alone."""


SECONDS = 10.0
"""The time that a regular expression has for all values that it is held against."""


@dataclass(frozen=True, slots=True)
class ValueTest:
    """Tells whether a value answers a comparison; ``folded`` where it looks at folded values."""

    test: Callable[[str], bool]
    folded: bool = True

    def __call__(self, value: str) -> bool:
        """Return whether a value as it stands answers."""
        return self.test(lowered(value) if self.folded else value)


def in_time(pattern: str, said: str, way: str = "fullmatch") -> Callable[[str], bool]:
    """Return what tells whether a folded value fits a regular expression, as the method ``way`` has it.

    It raises ``InputError``, which names the query or condition ``said``, once :data:`SECONDS` are spent.

    >>> in_time("(а+)+$", "…")("аааа")
    True
    """
    fits = getattr(regex.compile(pattern, regex.IGNORECASE), way)
    left = SECONDS

    def test(value: str) -> bool:
        nonlocal left
        begun = monotonic()
        try:
            return fits(value, timeout=max(left, 1e-3)) is not None
        except TimeoutError:
            raise InputError(
                f"a regular expression in {said!r} takes longer than {SECONDS:g} seconds; "
                "write it with fewer repeats within or behind each other, as 'а+' for '(а+)+'"
            ) from None
        finally:
            left -= monotonic() - begun

    return test


def matcher(operator: str, value: str, quoted: bool, said: str = "") -> ValueTest:
    """Return what tells whether a value answers a comparison, its ``!`` left aside; ``said`` is the query.

    >>> [matcher("=", "до.*", True)(word) for word in ("Договор", "мир")], matcher("=", "до*|мир", False)("мир")
    ([True, False], True)
    """
    if "==" in operator:
        return ValueTest(value.__eq__, folded=False)
    if quoted and not _PLAIN.fullmatch(value):
        return ValueTest(in_time(re.sub("[ёЁ]", "е", value), said))
    choices = lowered(value).split("|")
    if quoted or "*" not in value:
        return ValueTest(frozenset(choices).__contains__)
    parts = (map(re.escape, re.split(r"\*+", choice)) for choice in choices)
    return ValueTest(in_time("|".join(f"(?:{'.*'.join(part)})" for part in parts), said))


class Masks:
    """Finds the tokens of an index that meet the conditions of a query."""

    def __init__(self, store: Store, query: str) -> None:
        self._store, self._query = store, query

    def mask(self, condition: TokenCondition | None) -> Mask:
        """Return for each token whether it meets a condition.

        Raises:
            InputError: a name or value that is unknown.
        """
        if condition is None:
            return np.ones(self._store.size, dtype=np.bool_)
        if isinstance(condition, Compared):
            return self._comparison(condition)
        if isinstance(condition, Related):
            return self._related(condition.step, self.mask(condition.condition))
        if isinstance(condition, Neither):
            return ~self.mask(condition.condition)
        combine = np.logical_and if isinstance(condition, Both) else np.logical_or
        found: Mask = combine.reduce([self.mask(one) for one in condition.conditions])
        return found

    def _related(self, step: str, met: Mask) -> Mask:
        """Above the root, and where there is no tree, no condition holds."""
        heads = self._store.heads
        if step == "head":
            return np.append(met, False)[heads]
        found = np.zeros(len(met) + 1, dtype=np.bool_)
        found[heads[met]] = True
        return found[:-1]

    def _comparison(self, condition: Compared) -> Mask:
        found = self._own(condition)
        for step in reversed(condition.steps):
            found = self._related(step, found)
        return found

    def _own(self, condition: Compared) -> Mask:
        if condition.operator in {"<=", ">="}:
            raise InputError(
                f"{condition.operator} in the query {self._query!r}: a token's {condition.name} has no order"
            )
        name = attribute(condition.name, self.features(), self._query)
        matches = matcher(condition.operator.removeprefix("!"), condition.value, condition.quoted, self._query)
        found = (
            self._spans(name, matches, condition)
            if name in {"entity", "referent"}
            else self.where(name, matches, condition.value)
        )
        return ~found if condition.operator.startswith("!") else found

    def _spans(self, name: str, matches: ValueTest, condition: Compared) -> Mask:
        """Return the tokens in spans of a label, or of a referent; with an empty value those in none."""
        if name == "referent":
            found = self._store.spans_of(matches)
            return cover(self._store.size, found.starts, found.ends)
        known = {*self._store.labels, *labels(), ""}
        if not any(map(matches, known)):
            check_values("entity", condition.value, known, self._query)
        covered = {label: self.covered(label) for label in self._store.labels}
        met = [mask for label, mask in covered.items() if matches(label)]
        met += [~self._union(list(covered.values()))] if matches("") else []
        return self._union(met)

    def _union(self, parts: list[Mask]) -> Mask:
        found: Mask = np.logical_or.reduce([np.zeros(self._store.size, dtype=np.bool_), *parts])
        return found

    def covered(self, kind: str) -> Mask:
        """Return the tokens in stretches of a kind."""
        return cover(self._store.size, *self._store.stretches(kind)[:2])

    def features(self) -> frozenset[str]:
        """Return the names of the features that tokens have."""
        return self._store.features

    def where(self, name: str, matches: ValueTest, value: str) -> Mask:
        """Return the tokens whose attribute or feature matches."""
        numbers, values = self.values(name)
        if name in {"form", "lemma"} and matches.folded:
            met = np.fromiter(map(matches.test, self._store.folded(name)), dtype=np.bool_, count=len(values))
        else:
            met = np.array([self._any(name, one, matches) for one in values], dtype=np.bool_)
        if not met.any() and (name in CLOSED or name in universal()):
            known = {*values, *universal().get(name, ()), ""}
            if not any(self._any(name, one, matches) for one in known):
                check_values(name, value, known, self._query)
        return met[numbers] if len(met) else np.zeros(self._store.size, dtype=np.bool_)

    @staticmethod
    def _any(name: str, value: str, matches: ValueTest) -> bool:
        """``nsubj:pass`` is ``nsubj`` too, but where a value is asked for as it is written."""
        return matches(value) or (name == "deprel" and matches.folded and matches(value.partition(":")[0]))

    def values(self, name: str) -> tuple[Numbers, Sequence[str]]:
        """Return for each token the number of its value, and the values, of an attribute or a feature."""
        if name in {"form", "lemma", "upos", "deprel"}:
            return self._store.column(name)
        numbers, bundles = self._store.column("feats")
        return numbers, [feature(bundle, name) for bundle in bundles]


def feature(bundle: str, name: str) -> str:
    """Return the value of a feature in ``Case=Gen|Number=Sing``; empty where it is absent.

    >>> feature("Case=Gen|Number=Sing", "Number"), feature("Case=Gen", "Person")
    ('Sing', '')
    """
    return dict(pair.split("=", 1) for pair in bundle.split("|") if "=" in pair).get(name, "")


def meets_claims(claims: Any, places: Mapping[int, Numbers], masks: Masks, query: str) -> Mask:
    """Return which hits meet the claims; ``places`` holds the token of each label, -1 for none.

    Raises:
        InputError: a name that is unknown, or has no single value to compare.
    """
    if isinstance(claims, Claim):
        return _meets(claims, places, masks, query)
    if isinstance(claims, Neither):
        return ~meets_claims(claims.condition, places, masks, query)
    combine = np.logical_and if isinstance(claims, Both) else np.logical_or
    found: Mask = combine.reduce([meets_claims(one, places, masks, query) for one in claims.conditions])
    return found


def _meets(claim: Claim, places: Mapping[int, Numbers], masks: Masks, query: str) -> Mask:
    here = places[claim.label]
    there = here >= 0
    name = _compared(claim.name, claim, masks, query)
    if claim.other is None:
        met = masks.where(name, matcher(claim.operator.removeprefix("!"), claim.value, True, query), claim.value)[here]
    else:
        there &= places[claim.other] >= 0
        second = _compared(claim.value, claim, masks, query)
        known: dict[str, int] = {}
        met = _folded(name, masks, known)[here] == _folded(second, masks, known)[places[claim.other]]
    found: Mask = there & (met != claim.operator.startswith("!"))
    return found


def _compared(name: str, claim: Claim, masks: Masks, query: str) -> str:
    found = attribute(name, masks.features(), query)
    if found in {"entity", "referent"} or claim.operator in {"<=", ">="}:
        raise InputError(f"{claim.label}.{claim.name} {claim.operator} in the query {query!r} compares no word or tag")
    return found


def _folded(name: str, masks: Masks, known: dict[str, int]) -> Numbers:
    numbers, values = masks.values(name)
    folded = np.array([known.setdefault(lowered(value), len(known)) for value in values], dtype=np.int32)
    return folded[numbers]
