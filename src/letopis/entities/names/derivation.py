"""Adjectives led back to the places they are made of: ``лиссабонский`` to ``Лиссабон``, ``чилийский`` to a state.

Russian makes them with ``-ск-``, often after ``-ин-``, ``-ен-``, ``-ан-``, ``-ов-`` or ``-ий-``, and softens a
consonant on the way: ``Рига`` - ``рижский``. A guess counts when the dictionary marks it as a place (Geox).
"""

from __future__ import annotations

from functools import lru_cache

from letopis.dictionary import known_parses
from letopis.entities.names.lexicon import lexicon

INSERTED = ("ин", "ен", "ан", "ян", "ов", "ев", "он")
"""What may stand between a place's stem and ``-ский``: ``Куба`` - ``кубинский``, ``Орел`` - ``орловский``."""

HARD = {"ж": "г", "ш": "х", "ч": "к"}
"""Consonants before ``-ский`` and what they come from: ``Прага`` - ``пражский``."""

STATES = lexicon().lists["state_adjectives"]
"""Adjectives of states, most of them not to be told from a stem: ``Франция`` - ``французский``."""


@lru_cache(maxsize=50_000)
def is_of_place(adjective: str) -> bool:
    """Return whether an adjective's lemma is made of the name of a place.

    >>> is_of_place("лиссабонский"), is_of_place("рижский"), is_of_place("детский")
    (True, True, False)
    """
    if not adjective.endswith(("ский", "цкий")):
        return False
    last = adjective.rpartition("-")[2] if "-" in adjective else ""
    return adjective in STATES or any(map(_is_place, origins(adjective))) or is_of_place(last)


def is_of_state(adjective: str) -> bool:
    """Return whether an adjective's lemma, or its last part, is a state's.

    >>> is_of_state("норвежский"), is_of_state("русско-норвежский"), is_of_state("рижский")
    (True, True, False)
    """
    return adjective in STATES or adjective.rpartition("-")[2] in STATES


def origins(adjective: str) -> list[str]:
    """Guess the names that an adjective may come from, as the dictionary writes lemmas."""
    stem = adjective[:-4]
    if adjective.endswith("цкий"):
        return [stem + ending for ending in ("цк", "ц", "к", "ч", "ца", "ка", "цы", "чи", "ки")]
    found = [stem + ending for ending in ("", "а", "я", "о", "ы", "и", "е", "ь", "ия", "ск", "ка", "ье", "с", "са")]
    if stem.endswith("й"):
        found += [stem[:-1] + ending for ending in ("я", "й")]
        found += [stem[:-2] + ending for ending in ("", "е", "о", "а", "и", "у", "ы")]
    if stem.endswith("ь"):
        found += [stem[:-1] + ending for ending in ("", "а", "я", "и")]
    if stem.endswith(INSERTED):
        found += [stem[:-2] + ending for ending in ("", "а", "я", "ы", "и", "о", "ия", "ый", "ое", "е", "ь")]
    if stem.endswith("в"):
        found.append(stem + "ль")
    if stem[-1:] in HARD:
        found += [stem[:-1] + HARD[stem[-1]] + ending for ending in ("", "а")]
    return found


def _is_place(lemma: str) -> bool:
    return len(lemma) > 2 and any(p.lemma == lemma and "Geox" in p.grammemes for p in known_parses(lemma))
