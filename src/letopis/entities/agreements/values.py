"""The words that the agreement rules know, read from ``values.cfg``, which says what each list is for.

A list has its name there in capitals here: ``HEADS``, ``SIGNING``. The judge of links hears the names of all
lists that a word is in, so one that no rule asks for may not go before the judge is trained anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from letopis.dictionary import parses
from letopis.russian.states import state_of
from letopis.russian.tables import lists

if TYPE_CHECKING:
    from collections.abc import Mapping

    def __getattr__(name: str) -> frozenset[str]: ...


_LISTS = lists("values.cfg", __package__)


def _pairs(name: str) -> list[list[str]]:
    return [one.split("=") for one in _LISTS[name]]


globals().update({name.upper(): words for name, words in _LISTS.items()})

TITLE_PREPOSITIONS = {word: frozenset(cases.split(",")) for word, cases in _pairs("title_prepositions")}
OLDER_FOLLOWS = {tuple(words.split("_")): kind for words, kind in _pairs("older_follows")}
KNOWN_ACRONYMS = dict(_pairs("known_acronyms"))
ADVERBIAL_PHRASES = frozenset({"в обмен", "под угрозой"})
"""Forms of nouns that after a preposition say how: ``в обмен на острова``; but ``по обмену пленными``."""


def word_lists() -> Mapping[str, frozenset[str]]:
    """Return all lists by their names in ``values.cfg``."""
    return _LISTS


def is_state_or_region(text: str) -> bool:
    """Return whether a place after ``в`` belongs to a subject, ``о прекращении огня в Сирии``; a city does not.

    >>> is_state_or_region("Бенине"), is_state_or_region("Нагорном Карабахе"), is_state_or_region("Баку")
    (True, True, False)
    """
    words = text.replace("-", " ").split()
    return state_of(text) is not None or any(p.lemma in _LISTS["regions"] for word in words for p in parses(word))
