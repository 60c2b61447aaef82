"""What can happen to an agreement: the verbs and nouns that say it, as ``predicates.tsv`` lists them."""

from __future__ import annotations

from typing import NamedTuple

from letopis.russian.tables import rows


class Predicate(NamedTuple):
    """What a word says of the agreement that it takes.

    ``stage`` is what becomes of it, empty for none; ``takes`` holds the prepositions by which it takes it besides plain
    cases; ``dates`` tells that its time and place are those of signing, ``binds`` that who acts is a side, ``bound``
    that it is one even where that is denied: ``не нарушала``.
    """

    stage: str
    takes: frozenset[str] = frozenset()
    dates: bool = False
    binds: bool = True
    bound: bool = False


def _read(wanted: str) -> dict[str, Predicate]:
    found: dict[str, Predicate] = {}
    for kind, stage, takes, marks, words, _ in rows("predicates.tsv", __package__):
        if kind == wanted:
            told = Predicate(
                stage.strip("-"), frozenset(takes.strip("-").split()), "dates" in marks, "others" not in marks,
                "bound" in marks,
            )  # fmt: skip
            found |= dict.fromkeys(words.split(), told)
    return found


VERBS = _read("verb")
"""Verbs, finite or not, participles and gerunds."""

NOUNS = _read("noun")
"""Nouns that stand for such verbs, with their actor in the genitive or the instrumental."""
