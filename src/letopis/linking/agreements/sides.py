"""The sides of an agreement as states and bodies, so that ``правительство КР`` meets ``Кыргызстан``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from letopis.linking.agreements.titles import lemma
from letopis.linking.bodies import official_adjectives
from letopis.linking.places import place_nominative
from letopis.records import Entity
from letopis.russian.spelling import is_abbreviation, lowered
from letopis.russian.states import STATE_HEADS, facts_of, state_names

GOVERNMENTS = frozenset({"правительство", "кабинет министр", "совет министр", "президент"})
"""Bodies that sign for the whole state."""

_CODES = re.compile(r"gpe:([A-Z]{2,4}(?:\+[A-Z]{2,4})*)$")
_WORD = re.compile(r"gpe:\S+|[^\W\d_]+(?:-[^\W\d_]+)*")
_SMALL = frozenset("и в на по о об при для с имя".split())


class Sides(NamedTuple):
    """States (codes, or keys of places that are none) and bodies (lemmas without the state's name)."""

    states: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()

    def joined(self, other: Sides) -> Sides:
        """Return both together."""
        return Sides(self.states | other.states, self.bodies | other.bodies)


def place_keys(entity: Entity) -> frozenset[str]:
    """Return the codes of the states that a GPE names, or the key of the place.

    >>> sorted(place_keys(Entity(id=1, label="GPE", start_offset=0, end_offset=2, text="АР", entity="gpe:AZ+KG")))
    ['AZ', 'KG']
    """
    codes = _CODES.match(entity.entity or "")
    if codes:
        return frozenset(codes.group(1).split("+"))
    facts = facts_of(entity.entity or "")
    if facts is not None and facts.today:
        return frozenset({facts.today})
    name = entity.referent or entity.normal or place_nominative(entity.text)
    found = [state_names().get(lowered(part)) for part in name.split(" и ")]
    if all(pair and pair[0] for pair in found):
        return frozenset(pair[0] for pair in found if pair)
    return frozenset({f"gpe:{lowered(name).replace(' ', '_')}"})


def is_state(key: str) -> bool:
    """Return whether a key is a state's code, not that of a city or region."""
    return not key.startswith("gpe:")


def side_of(entity: Entity, places: Sequence[Entity] = ()) -> Sides:
    """Read one side: a GPE, or an ORG with the places that are named inside it.

    >>> ministry = Entity(id=1, label="ORG", start_offset=0, end_offset=31, text="Министерство юстиции Азербайджана")
    >>> side_of(ministry)
    Sides(states=frozenset({'AZ'}), bodies=frozenset({'министерство юстиция'}))
    """
    if entity.label == "GPE":
        return Sides(place_keys(entity))
    if entity.label != "ORG":
        return Sides()
    text = entity.text
    if is_abbreviation(text):
        text = entity.full_name
    else:
        # From the end, and the outermost first, so that offsets hold.
        for place in _outermost(places):
            low, high = place.start_offset - entity.start_offset, place.end_offset - entity.start_offset
            keys = " ".join(key if key.startswith("gpe:") else f"gpe:{key}" for key in sorted(place_keys(place)))
            text = f"{text[:low]} {keys} {text[high:]}"
    return _read_body(text)


def _outermost(places: Sequence[Entity]) -> list[Entity]:
    kept: list[Entity] = []
    for place in sorted(places, key=lambda p: (p.start_offset, -p.end_offset)):
        if place.label == "GPE" and (not kept or place.start_offset >= kept[-1].end_offset):
            kept.append(place)
    return kept[::-1]


def _read_body(text: str) -> Sides:
    states: set[str] = set()
    body: list[str] = []
    after_state = False
    for word in _WORD.findall(text):
        if word.startswith("gpe:"):
            code = word.removeprefix("gpe:")
            states.add(code if code.isupper() else word)
            continue
        own = lemma(word)
        code = official_adjectives().get(own) or (state_names().get(own, ("", ""))[0])
        if code:
            states.add(code)
        elif not (after_state and own in STATE_HEADS) and own not in _SMALL and len(own) > 1:
            body.append(own)
        after_state = bool(code)
    name = " ".join(body)
    return Sides(frozenset(states), frozenset() if name in GOVERNMENTS or not name else frozenset({name}))


def together(sides: Iterable[Sides]) -> Sides:
    """Join the sides of one agreement."""
    result = Sides()
    for side in sides:
        result = result.joined(side)
    return result


def compare_sides(one: Sides, other: Sides) -> str:
    """Return how two sets of sides stand: ``equal``, ``partial``, ``conflict`` or ``unknown``.

    >>> a, b = Sides(frozenset({"AZ", "KG"})), Sides(frozenset({"KG"}))
    >>> compare_sides(a, a), compare_sides(a, b), compare_sides(a, Sides()), compare_sides(a, Sides(frozenset({"RU"})))
    ('equal', 'partial', 'unknown', 'conflict')
    """
    if not any(one) or not any(other):
        return "unknown"
    if one == other:
        return "equal"
    if one.states and other.states and not (one.states <= other.states or other.states <= one.states):
        return "conflict"
    if one.bodies and other.bodies and not one.bodies & other.bodies:
        return "conflict"
    return "partial"
