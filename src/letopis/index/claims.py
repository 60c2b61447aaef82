"""Conditions on labelled tokens, ``1.lemma = 2.lemma``, of many hits at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from letopis.errors import InputError
from letopis.index.masks import Masks, matcher
from letopis.index.names import attribute
from letopis.index.pattern import Both, Claim, Neither
from letopis.index.store import Mask, Numbers
from letopis.russian.spelling import lowered


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
        met = masks.where(name, matcher(claim.operator.removeprefix("!"), claim.value, True), claim.value)[here]
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
