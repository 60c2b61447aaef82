"""Decisions over the tagger's names, one function each, in the order of ``RULES``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from letopis.entities.names.passage import Name, Passage

PLACE_HEADS = {"г.", "г", "гор.", "пос.", "поселок", "посёлок", "село", "селе", "села", "с.", "город", "городе"}
"""Words before a settlement that are no part of its name: ``г. Кант``."""

OPENING = {"«", "“", "„", '"'}
CLOSING = {"»": "«", "”": "“", "“": "„", '"': '"'}


def place_head_outside(passage: Passage, names: list[Name]) -> list[Name]:
    """Leave ``г.`` and ``поселок`` outside a place: ``г. [Кант]``."""
    kept = []
    for name in names:
        first = name.first
        if name.label == "GPE" and name.last - first > 1 and passage.words[first].lower() in PLACE_HEADS:
            first += 1
        kept.append(name._replace(first=first))
    return kept


def initials_of_person(passage: Passage, names: list[Name]) -> list[Name]:
    """Take initials on either side into a person: ``[А.Ш. Атамбаева]``, ``[Иванов И.И.]``."""
    kept = []
    for name in names:
        first, last = name.first, name.last
        if name.label == "PERSON":
            while first > 0 and is_initial(passage.words[first - 1]):
                first -= 1
            if first == name.first and not is_initial(passage.words[first]):
                while last < len(passage.words) and is_initial(passage.words[last]):
                    last += 1
        kept.append(name._replace(first=first, last=last))
    return kept


def is_initial(word: str) -> bool:
    """Tell whether a word is an initial with its stop, or one of two letters: ``А.``, ``Дж.``."""
    return 1 < len(word) <= 3 and word[-1] == "." and word[0].isupper() and word[:-1].isalpha()


def closing_quote(passage: Passage, names: list[Name]) -> list[Name]:
    """Take in the closing quote of a name that opens one: ``[общество “Азери”]``; drop one that only leads."""
    kept = []
    for name in names:
        words = passage.words[name.first : name.last]
        following = passage.words[name.last] if name.last < len(passage.words) else ""
        if name.label == "ORG" and following in CLOSING and CLOSING[following] in words[1:] and following not in words:
            kept.append(name._replace(last=name.last + 1))
        elif len(words) > 1 and words[0] in OPENING and not any(word in CLOSING for word in words[1:]):
            kept.append(name._replace(first=name.first + 1))
        else:
            kept.append(name)
    return kept


RULES: tuple[Callable[[Passage, list[Name]], list[Name]], ...] = (
    place_head_outside,
    initials_of_person,
    closing_quote,
)
"""Each takes a sentence and its names and gives the names that hold after it."""
