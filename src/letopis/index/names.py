"""The names that a query may use, and the values of those that have few; what is unknown is refused."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from letopis.errors import InputError, nearest
from letopis.labels import labels
from letopis.records import ENTITY_FIELDS
from letopis.russian.tables import rows

ATTRIBUTES = {
    "form": "form", "word": "form", "lemma": "lemma", "pos": "upos", "upos": "upos", "deprel": "deprel",
    "entity": "entity", "referent": "referent",
}  # fmt: skip
"""The names of a token's attributes beside its features; any case of letters will do."""

CLOSED = ("upos", "deprel", "entity")
"""Attributes with few values: one that no token can have is a mistake."""

STRUCTURES = ("s", "article", "section")
"""The names of stretches that are no entities."""

SPAN_NAMES = ("text", *ENTITY_FIELDS)
"""What a query may ask of an entity, beside its relations."""


@cache
def universal() -> dict[str, frozenset[str]]:
    """Return the closed sets of Universal Dependencies: parts of speech, relations, and values by feature.

    >>> "NOUN" in universal()["upos"], sorted(universal()["Number"])
    (True, ['Plur', 'Sing'])
    """
    return {name: frozenset(values.split()) for name, values in rows("universal.tsv", "letopis.index")}


def attribute(name: str, features: Collection[str], query: str) -> str:
    """Return the attribute or feature that a name means.

    Raises:
        InputError: there is none such; the message says which is nearest.

    >>> attribute("POS", [], ""), attribute("Case", [], "")
    ('upos', 'Case')
    """
    if name.lower() in ATTRIBUTES:
        return ATTRIBUTES[name.lower()]
    known = {*universal(), *features} - {"upos", "deprel"}
    if name in known:
        return name
    raise InputError(f"{name!r} in the query {query!r} is unknown: {nearest(name, [*ATTRIBUTES, *sorted(known)])}")


def check_label(name: str, known: Collection[str], query: str) -> str:
    """Return the structure or label that a name in ``<…>`` means.

    Raises:
        InputError: there is none such.
    """
    every = [*STRUCTURES, *dict.fromkeys([*labels(), *known])]
    found = next((one for one in every if one.lower() == name.lower()), None)
    if found is None:
        raise InputError(f"<{name}> in the query {query!r} is unknown: {nearest(name, every)}")
    return found


def check_values(name: str, value: str, known: Collection[str], query: str) -> None:
    """Refuse a value that an attribute with few values cannot have; it was matched against all ``known``.

    Raises:
        InputError: always; the message says which is nearest.
    """
    raise InputError(
        f"no {name} fits {value!r} in the query {query!r}: {nearest(value, sorted(one for one in known if one))}"
    )
