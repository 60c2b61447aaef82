"""Reading a title chunk by chunk: each rule looks at the place reached and gives the next chunk, or nothing.

Lists that commas open are taken only once ``и`` closes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from letopis.entities.agreements.chain import LONGEST_CHAIN, Chain, Rule
from letopis.entities.agreements.labels import (
    date_in_genitive,
    date_with_preposition,
    names_of_makers,
    number,
    period_of_plan,
    place_behind,
    title_in_quotes,
    year_in_brackets,
)
from letopis.entities.agreements.lists import coordination, synonym_in_brackets
from letopis.entities.agreements.sides import (
    in_person,
    one_side_other_side,
    side_with,
    sides_between,
    sides_in_genitive,
    sides_joined,
)
from letopis.entities.agreements.subjects import genitive, instrumental, participle_of_subject, preposition
from letopis.entities.agreements.units import Unit

RULES: tuple[Rule, ...] = (
    title_in_quotes,
    number,
    place_behind,
    date_with_preposition,
    date_in_genitive,
    year_in_brackets,
    period_of_plan,
    names_of_makers,
    sides_joined,
    sides_between,
    in_person,
    one_side_other_side,
    side_with,
    sides_in_genitive,
    genitive,
    instrumental,
    preposition,
    participle_of_subject,
    synonym_in_brackets,
    coordination,
)
"""The rules in the order in which they are asked; the first that answers is believed."""


def follow(units: Sequence[Unit], head: int, lemma: str) -> Chain:
    """Read the chain behind a head as far as it goes."""
    chain = Chain(head, head + 1, lemma, cases=frozenset(), noun=head)
    closed = chain
    while chain.end < min(len(units), head + LONGEST_CHAIN) and "closed" not in chain.traits:
        following = next((found for rule in RULES if (found := rule(units, chain)) is not None), None)
        if following is None:
            break
        chain = following
        if not chain.open_list:
            closed = chain
    return closed


def reaching(units: Sequence[Unit], chain: Chain, end: int) -> Chain:
    """Return a chain that ends where it is told to, and holds what the rules read up to there."""
    return replace(follow(units[:end], chain.head, chain.lemma), end=end)
