"""Abbreviations with a full stop, by what may follow them; each with a sentence that shows it.

The four uses: ``name`` stands before a name (``г. Кант``), ``number`` before a number (``с. 173``),
``inner`` never ends a sentence (``т. е.``), ``final`` follows what it counts and may end a sentence
(``в 1997 г.``). One form may have several uses. They lie in ``abbreviations.tsv``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from letopis.errors import InputError, nearest
from letopis.russian.spelling import WORD
from letopis.russian.tables import rows


class Abbreviation(NamedTuple):
    """A form without its stop, its use, and an example with ``|`` at the sentence's end, if one is there."""

    form: str
    use: str
    example: str


ABBREVIATIONS = tuple(Abbreviation(*row) for row in rows("abbreviations.tsv", __package__))


def forms(use: str) -> frozenset[str]:
    """Return the forms with one use, in small letters.

    >>> "им" in forms("name")
    True
    """
    return frozenset(a.form for a in ABBREVIATIONS if a.use == use)


class Uses(NamedTuple):
    """The forms of each use, in small letters."""

    name: frozenset[str]
    number: frozenset[str]
    inner: frozenset[str]
    final: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        """Return the forms of any use."""
        return self.name | self.number | self.inner | self.final


USES = Uses(*map(forms, Uses._fields))
"""What the rules know by themselves."""


def uses_with(own: Mapping[str, Collection[str]]) -> Uses:
    """Return the forms with some more, given by their use; with or without stops, in whatever letters.

    >>> "кишл" in uses_with({"name": ["Кишл."]}).name
    True
    """
    uses = USES._asdict()
    for use, given in own.items():
        if use not in uses:
            raise InputError(f"abbreviations: there is no use {use!r}; {nearest(use, list(uses))}")
        own_forms = [form.strip(". ").lower() for form in given]
        for form, written in zip(own_forms, given, strict=True):
            if not WORD.fullmatch(form):
                raise InputError(f"abbreviations.{use}: {written!r} is no abbreviation of one word, such as 'кишл.'")
        uses[use] |= frozenset(own_forms)
    return Uses(**uses)
