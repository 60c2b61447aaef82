"""What is counted: forms, lemmas, tags, features, entities, referents or hits, each with its place in the index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from letopis.errors import InputError
from letopis.index.index import Index
from letopis.index.masks import Masks
from letopis.index.names import attribute
from letopis.index.store import Mask, Numbers

PARTS = ("article", "side")
"""What a corpus can be parted by, beside all that is known of articles."""


class Instances(NamedTuple):
    """So many units: the first token of each, the number of its value, and the values."""

    places: Numbers
    numbers: Numbers
    values: Sequence[str]

    def chosen(self, wanted: Mask) -> Instances:
        """Return the units whose first tokens are wanted."""
        met = wanted[self.places]
        return Instances(self.places[met], self.numbers[met], self.values)


def units_of(index: Index, of: str) -> Instances:
    """Return every unit of a kind: ``form``, ``lemma``, ``pos``, ``deprel``, a feature, ``entity`` or ``referent``.

    Forms are counted in small letters; tokens without a value (English words have no tags) are left out.

    Raises:
        InputError: no such kind.
    """
    masks = Masks(index.store, of)
    name = attribute(of, masks.features(), of)
    if name in {"entity", "referent"}:
        column = "label" if name == "entity" else "entity"
        rows = index.store.database.execute(
            f"select first_token, {column} from entities where {column} <> '' and first_token < end_token order by id"  # noqa: S608 one of two columns
        ).fetchall()
        return numbered([place for place, _ in rows], [value for _, value in rows])
    numbers, values = masks.values(name)
    if name == "form":
        values = [value.lower() for value in values]
    merged = numbered(range(len(values)), values)  # equal values have one number
    there = np.array([bool(value) for value in values], dtype=np.bool_)
    places = np.flatnonzero(there[numbers]).astype(np.int32) if len(there) else numbers[:0]
    return Instances(places, merged.numbers[numbers[places]], merged.values)


def units_of_hits(index: Index, query: str, of: str) -> Instances:
    """Return a unit for each hit of a query: the forms (lemmas, tags …) of its tokens, joined by spaces.

    Raises:
        InputError: no query, or no such kind.
    """
    rows = index.search(query, side="both").rows
    masks = Masks(index.store, query)
    name = attribute(of, masks.features(), query)
    if name in {"entity", "referent"}:
        raise InputError(f"{of}: hits are counted by form, lemma, pos, deprel or a feature")
    numbers, values = masks.values(name)
    shown = [value.lower() for value in values] if name == "form" else list(values)
    texts = [
        " ".join(shown[number] for number in numbers[start:end])
        for start, end in zip(rows[:, 0], rows[:, 1], strict=True)
    ]
    return numbered(rows[:, 0].tolist(), texts)


def numbered(places: Sequence[int], values: Sequence[str]) -> Instances:
    """Return units with their values numbered in the order in which they come.

    >>> numbered([3, 5, 9], ["GPE", "ORG", "GPE"]).numbers.tolist()
    [0, 1, 0]
    """
    known: dict[str, int] = {}
    numbers = [known.setdefault(value, len(known)) for value in values]
    return Instances(np.array(places, dtype=np.int32), np.array(numbers, dtype=np.int32), list(known))


FUNCTION = frozenset("ADP AUX CCONJ DET PART PRON SCONJ".split())
"""Parts of speech that say little alone."""


def words(index: Index) -> Mask:
    """Return the tokens that are words or numbers, and no marks."""
    numbers, forms = index.store.column("form")
    met = np.array([any(map(str.isalnum, form)) for form in forms], dtype=np.bool_)
    return met[numbers] if len(met) else np.zeros(index.store.size, dtype=np.bool_)


def content_words(index: Index) -> Mask:
    """Return the words that are no articles, prepositions, pronouns and the like, which stand in any sentence."""
    joining = [number for number, tag in enumerate(index.store.lexicon("upos")) if tag in FUNCTION]
    return words(index) & ~np.isin(index.store.numbers("upos"), joining)


def parts_of(index: Index, by: str) -> tuple[Numbers, list[str]]:
    """Return for each token the number of its part of the corpus, and the names of the parts; -1 where it has none.

    Args:
        index: the index.
        by: ``article``, ``side``, or what is known of articles, such as ``year`` or ``journal``.

    Raises:
        InputError: nothing such is known of articles.
    """
    from letopis.errors import nearest

    names = [*PARTS, *index.store.article_names]
    if by not in names:
        raise InputError(f"{by!r}: nothing to part a corpus by: {nearest(by, names)}")
    parts = np.full(index.store.size, -1, dtype=np.int32)
    known: dict[str, int] = {}
    for one in index.store.articles:
        own = {"article": one["id"], "side": "en" if one["language"] == "en" else "ru"}
        value = own[by] if by in own else one[by]
        if value is not None:
            parts[one["first_token"] : one["end_token"]] = known.setdefault(str(value), len(known))
    return parts, list(known)
