"""Decisions about what the map shows and no state rules: rivers, deposits, power stations, the ends of a road."""

from __future__ import annotations

from letopis.entities.names.lexicon import DEPOSITS, POWER_STATIONS, RIVERS, ROUTES, STATE_TITLES
from letopis.entities.names.passage import Name, Passage
from letopis.entities.names.places import is_place_type
from letopis.entities.names.words import can_be, is_capitalised, lemmas

BY_ROUTE = 0.7
"""Score of a place that only the other end of a road tells."""


def river_is_no_place(passage: Passage, names: list[Name]) -> list[Name]:
    """Leave out great rivers: ``берега [Енисея]``; ``город [Обь]`` is a place."""
    kept = []
    for name in names:
        typed = name.first and is_place_type(passage.words[name.first - 1])
        alone = name.label == "GPE" and name.last - name.first == 1
        if not (alone and not typed and RIVERS & lemmas(passage.words[name.first])):
            kept.append(name)
    return kept


def power_station_is_no_place(passage: Passage, names: list[Name]) -> list[Name]:
    """Leave out power stations: ``[Братская ГЭС]``."""
    return [n for n in names if n.label == "PERSON" or passage.words[n.last - 1] not in POWER_STATIONS]


def deposit_is_no_place(passage: Passage, names: list[Name]) -> list[Name]:
    """Leave out deposits: ``месторождения [Узень] и [Самотлорское]``; ``месторождения [Ирана]`` names a state."""
    words = passage.words
    head = next((place for place, word in enumerate(words) if DEPOSITS & lemmas(word)), None)
    if head is None:
        return names
    listed = set()
    for place in range(head + 1, len(words)):
        if is_capitalised(words[place]) and can_be(words[place], "nomn") and not can_be(words[place], "gent"):
            listed.add(place)
        elif words[place] not in {",", "и", "-"}:
            break
    listed |= {
        p for p in range(head + 1, len(words)) if words[p].endswith(("ское", "цкое")) and is_capitalised(words[p])
    }
    return [n for n in names if n.label == "ORG" or n.last - n.first > 1 or n.first not in listed]


def title_of_state(passage: Passage, names: list[Name]) -> list[Name]:
    """Join a state's title with its short name: ``[Султанат Бруней]``; not ``республика [Чили]``."""
    titled = {
        n.first: n.last
        for n in names
        if n.label == "GPE"
        and n.first
        and passage.words[n.first - 1].istitle()
        and _is_title(passage.words[n.first - 1])
    }
    kept = []
    for name in names:
        whole = titled.get(name.first) == name.last and name.label == "GPE"
        covered = any((n.first, n.last, n.label) == (name.first - 1, name.last, "GPE") for n in names)
        if not (whole and covered):
            kept.append(name._replace(first=name.first - 1) if whole else name)
    return kept


def _is_title(word: str) -> bool:
    return bool(STATE_TITLES & lemmas(word))


def other_end_of_route(passage: Passage, names: list[Name]) -> list[Name]:
    """Know both ends of a road by one: ``дорога [Ош] – [Хорог]``."""
    words = passage.words
    places = {(n.first, n.last) for n in names if n.label == "GPE"}
    for dash in range(2, len(words) - 1):
        one, other = (dash - 1, dash), (dash + 1, dash + 2)
        if words[dash] not in {"–", "—", "-"} or not ROUTES & lemmas(words[dash - 2]):
            continue
        for missing, given in ((one, other), (other, one)):
            free = not any(n.first <= missing[0] < n.last for n in names)
            if given in places and missing not in places and free and words[missing[0]].istitle():
                names = [*names, Name(*missing, "GPE", "names.other_end_of_route", BY_ROUTE)]
    return names
