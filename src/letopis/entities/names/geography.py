"""Decisions about what the map shows and no state rules: rivers, deposits, power stations, the ends of a road."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from letopis.entities.names.lexicon import DEPOSITS, POWER_STATIONS, RIVERS, ROUTES, STATE_TITLES
from letopis.entities.names.passage import Name, Passage
from letopis.entities.names.places import SURE, is_place_type
from letopis.entities.names.states import state_names
from letopis.entities.names.words import can_be, is_capitalised, lemmas

if TYPE_CHECKING:
    from collections.abc import Sequence

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


def whole_name_of_state(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a state's name of several words in any case: ``[Тринидадом и Тобаго]``, ``[Соединенных Штатов Америки]``."""
    words, last = passage.words, 0
    for first in range(len(words)):
        length = _length_of_state(words, first) if first >= last and begins_state(words[first]) else 0
        if not length:
            continue
        last = first + length
        if any(n.label == "GPE" and n.first <= first and last <= n.last for n in names):
            continue
        names = [n for n in names if n.label != "GPE" or n.last <= first or last <= n.first]
        names.append(Name(first, last, "GPE", "names.whole_name_of_state", SURE))
    return names


def begins_state(word: str) -> bool:
    """Tell whether a name of a state may begin with a word and go on: ``Тринидад``, ``Соединенных``.

    >>> begins_state("Боснией"), begins_state("Польши")
    (True, False)
    """
    return is_capitalised(word) and not lemmas(word).isdisjoint(_long_names_of_states())


def _length_of_state(words: Sequence[str], first: int) -> int:
    """Count the words of the longest name of a state that begins here; its last word has a capital or is a title."""
    patterns = [pattern for lemma in lemmas(words[first]) for pattern in _long_names_of_states().get(lemma, ())]
    fitting = [
        len(pattern)
        for pattern in patterns
        if first + len(pattern) <= len(words)
        and not any(own.isdisjoint(lemmas(word)) for own, word in zip(pattern, words[first:], strict=False))
        and (is_capitalised(words[first + len(pattern) - 1]) or _is_title(words[first + len(pattern) - 1]))
    ]
    return max(fitting, default=0)


@cache
def _long_names_of_states() -> dict[str, list[tuple[frozenset[str], ...]]]:
    """Give the names of several words as the lemmas of each, by the lemmas of the first."""
    found: dict[str, list[tuple[frozenset[str], ...]]] = {}
    for name in state_names():
        pattern = tuple(map(lemmas, name.split()))
        for lemma in pattern[0] if len(pattern) > 1 else ():
            found.setdefault(lemma, []).append(pattern)
    return found


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
