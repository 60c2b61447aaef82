"""English names without a Russian partner: they repeat a name of the article, or are well-known places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from letopis.bilingual.linked import LinkedText, Place
from letopis.bilingual.names import english_organisations, english_place_names
from letopis.bilingual.persons import is_given_name, is_title
from letopis.labels import NAMED
from letopis.records import Entity

DIRECTIONS = frozenset(
    "new north south east west northern southern eastern western central upper lower great greater little old mount "
    "lake cape gulf river port fort saint st san santa sea bay strait".split()
)
"""Words that make another place of the name behind them."""


class KnownReferent(NamedTuple):
    """What an English form has stood for: a label, with the nominative and the identity that it had."""

    label: str
    normal: str | None
    entity: str | None


def known_forms(found: Sequence[tuple[str, Entity]]) -> dict[str, KnownReferent]:
    """Return the English forms that have stood for one referent only; of persons the surname alone, too.

    >>> akaev = Entity.at("Аскар Акаев", 0, 11, "PERSON", normal="Аскар Акаев", entity="person:акаев")
    >>> sorted(known_forms([("Askar Akayev", akaev)]))
    ['Akayev', 'Askar Akayev']
    """
    forms: dict[str, set[KnownReferent]] = {}
    for text, entity in found:
        if entity.label in NAMED and text[:1].isupper():
            known = KnownReferent(entity.label, entity.referent or entity.normal, entity.entity)
            forms.setdefault(text, set()).add(known)
            surname = re.sub(r",? (?:Jr|Sr)\.?$", "", text).rpartition(" ")[2]
            plain = surname.isalpha() and len(surname) > 2 and not re.fullmatch("[IVX]+", surname)
            if plain and entity.label == "PERSON":
                forms.setdefault(surname, set()).add(known)
    return {text: next(iter(known)) for text, known in forms.items() if len({one[::2] for one in known}) == 1}


def repeated_names(group: LinkedText, forms: Mapping[str, KnownReferent]) -> Iterator[tuple[Place, KnownReferent]]:
    """Yield the places of known names and well-known places of a link that no span of their label covers."""
    known = {**_well_known(), **forms}
    at = {token.start: number for number, token in enumerate(group.tokens)}
    starts = [(start, number) for start, number in at.items() if group.tokens[number].capital]
    done = 0
    for start, number in starts:
        if start < done:
            continue
        for end in _ends(group, number):
            text = group.text[start:end].replace("’", "'")
            if text in known and _stands_alone(group, number, end, known[text].label):
                yield (start, end), known[text]
                done = end
                break


@cache
def _well_known() -> dict[str, KnownReferent]:
    """Names that stand for one thing wherever they stand: places, and organisations of two words or three capitals."""
    bodies = {form for forms in english_organisations().values() for form in forms}
    found = {
        name: KnownReferent("ORG", None, None) for name in bodies if " " in name or re.fullmatch("[A-Z]{3,}", name)
    }
    return found | {name: KnownReferent("GPE", None, None) for name in english_place_names()}


def _ends(group: LinkedText, number: int) -> Iterator[int]:
    """Yield where a name from this token on may end, the farthest first."""
    last = min(len(group.tokens), number + 6)
    for token in reversed(group.tokens[number:last]):
        dotted = group.text[token.end : token.end + 1] == "." and len(token.text) == 1
        if dotted:
            yield token.end + 1
        yield token.end


def _stands_alone(group: LinkedText, number: int, end: int, label: str) -> bool:
    """Whether the words around make no other name of it, and no span is there."""
    token = group.tokens[number]
    place = (token.start, end)
    if group.taken(place, label, "PERSON", "DATE") or (label == "PERSON" and group.taken(place)):
        return False
    before = group.tokens[number - 1] if number else None
    after = next((one for one in group.tokens[number:] if one.start >= end), None)
    gap = group.text[before.end : token.start] if before is not None else ""
    if before is not None and before.capital and not before.function and gap in {" ", "-"}:
        beside = before.text.lower() in DIRECTIONS or is_given_name(before) or gap == "-"
        if beside or (label != "GPE" and before.start and not is_title(before)):
            return False
    if label == "GPE" or after is None or group.text[end : after.start] not in {" ", "-"}:
        return True
    return not after.capital or after.function or label == "ORG"
