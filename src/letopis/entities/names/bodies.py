"""Decisions about organisations that a pattern of Russian tells: numbered schools, unions of people, factions."""

from __future__ import annotations

import re

from letopis.entities.names.completion import BY_PATTERN
from letopis.entities.names.lexicon import (
    ALLIANCES,
    FACTIONS,
    INSTITUTIONS,
    MEMBER_HEADS,
    NAMED_BY_WORD,
    NUMBERED,
    PARTY_VALUES,
    SYMBOLS,
)
from letopis.entities.names.passage import Name, Passage
from letopis.entities.names.places import is_place_type
from letopis.entities.names.quoted import is_kind
from letopis.entities.names.words import can_be, is_abbreviation, is_adjective, lemmas
from letopis.russian.states import state_abbreviations

NUMBER = re.compile(r"№?\d+(?:-?[А-Яа-я])?")


def numbered_institution(passage: Passage, names: list[Name]) -> list[Name]:
    """Know an institution by its number, with its town: ``[школа № 5 г. [Выборг]]``."""
    words = passage.words
    for place in range(1, len(words)):
        sign = words[place] == "№" and place + 1 < len(words)
        number = words[place + 1] if sign else words[place]
        if not NUMBER.fullmatch(number) or not (sign or number.startswith("№")):
            continue
        head = place - 1
        if not (NUMBERED | INSTITUTIONS) & lemmas(words[head]):
            continue
        while head > 0 and is_kind(words[head - 1]):
            head -= 1
        end = place + (2 if sign else 1)
        after = end + 1 if end < len(words) and is_place_type(words[end]) else end
        town = _place_at(names, after)
        while town is not None:
            end, town = town.last, _place_at(names, town.last)
        inside = [n for n in names if n.label == "ORG" and n.first < end and head < n.last]
        if any(n.first <= head and n.last >= end for n in inside):
            continue
        names = [n for n in names if n not in inside]
        names.append(Name(head, end, "ORG", "names.numbered_institution", BY_PATTERN))
    return names


def _place_at(names: list[Name], first: int) -> Name | None:
    return max((n for n in names if n.first == first and n.label == "GPE"), key=lambda n: n.last, default=None)


def body_of_members(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a union by its members and place: ``[общество немцев [Чили]]``, ``[союз писателей в [Перу]]``."""
    words = passage.words
    for head, word in enumerate(words[:-2]):
        in_place = any(n.label == "GPE" and n.first <= head < n.last for n in names)  # ``Российской Федерации``
        if in_place or not MEMBER_HEADS & lemmas(word) or is_adjective(word):
            continue
        member = head + 1
        while member < len(words) - 1 and is_adjective(words[member]) and can_be(words[member], "gent"):
            member += 1
        if member + 1 == len(words) or not _is_member(words[member], words[head]):
            continue
        owner = member + 2 if words[member + 1] in {"в", "во"} else member + 1
        place = max(
            (n for n in names if n.first == owner and n.label in {"GPE", "ORG"}), key=lambda n: n.last, default=None
        )
        if place is None or (owner == member + 1 and not _is_genitive(words[owner])):
            continue
        first = head
        while first > 0 and is_kind(words[first - 1]):
            first -= 1
        if any(n.label == "ORG" and n.first <= head and n.last >= place.last for n in names):
            continue
        parts = [n for n in names if n.label == "ORG" and first <= n.first < owner and n.last <= place.last]
        score = max((n.score for n in parts), default=BY_PATTERN)
        names = [n for n in names if n not in parts]
        names.append(Name(first, place.last, "ORG", "names.body_of_members", score))
    return names


def _is_member(word: str, head: str) -> bool:
    """Return whether a word names the people of a union, or what a party stands for: ``партия труда``."""
    if not word.islower():
        return False
    people = can_be(word, "NOUN", "anim", "plur", "gent")
    return people or ("партия" in lemmas(head) and bool(PARTY_VALUES & lemmas(word)))


def _is_genitive(word: str) -> bool:
    return is_abbreviation(word) or can_be(word, "gent") or not can_be(word, "nomn")


def faction(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a parliamentary group by its adjective: ``[либеральная фракция]``."""
    words = passage.words
    for head in range(1, len(words)):
        if FACTIONS & lemmas(words[head]) and is_kind_of_faction(words[head - 1]):
            first = head - 1
            if not any(n.label == "ORG" and n.first <= head < n.last for n in names):
                names = [*names, Name(first, head + 1, "ORG", "names.faction", BY_PATTERN)]
    return names


def is_kind_of_faction(word: str) -> bool:
    """Return whether an adjective says what a faction stands for, or whose it is.

    >>> is_kind_of_faction("либеральная"), is_kind_of_faction("эта"), is_kind_of_faction("новая")
    (True, False, False)
    """
    return is_adjective(word) and not any(can_be(word, g) for g in ("Qual", "Apro", "Anum"))


def abbreviation_inside(passage: Passage, names: list[Name]) -> list[Name]:
    """Know the body that ends a longer name by its abbreviation: ``[Секретариат [ЮНЕП]]``."""
    words = passage.words
    if not any(word.islower() for word in words if len(word) > 2):
        return names
    for name in names:
        last = name.last - 1
        if name.label != "ORG" or last <= name.first or not is_abbreviation(words[last]) or len(words[last]) < 3:
            continue
        before = words[last - 1]
        if (
            is_adjective(before)
            or is_abbreviation(before)
            or (last - 1 == name.first and NAMED_BY_WORD & lemmas(before))
        ):
            continue
        state = words[last] in state_abbreviations() or words[last].endswith("ССР")
        if not state and not any((n.first, n.last) == (last, name.last) for n in names):
            names = [*names, Name(last, name.last, "ORG", "names.abbreviation_inside", name.score)]
    return names


def symbol_is_no_organisation(passage: Passage, names: list[Name]) -> list[Name]:
    """Leave out laws and treaties: ``[Государственный герб [Чили]]``; ``[Варшавский договор]`` is a body."""
    kept = []
    for name in names:
        words = passage.words[name.first : name.last]
        noun = next((word for word in words if not is_adjective(word)), "")
        alliance = bool(ALLIANCES & lemmas(words[0]))
        if name.label != "ORG" or len(words) == 1 or alliance or not SYMBOLS & lemmas(noun):
            kept.append(name)
    return kept
