"""Decisions about what the map shows and no state rules: rivers, deposits, power stations, the ends of a road."""

from __future__ import annotations

import re
from collections.abc import Sequence

from letopis.dictionary import known, known_parses
from letopis.entities.names.full_names import is_part
from letopis.entities.names.lexicon import DEPOSITS, POWER_STATIONS, RIVERS, ROUTES
from letopis.entities.names.passage import Name, Passage
from letopis.entities.names.places import BY_FORM, SURE, is_place_type, is_state_abbreviation
from letopis.entities.names.words import can_be, is_capitalised, lemmas
from letopis.russian.states import STATE_TITLES, state_at, state_of

_PERSONAL = frozenset({"Name", "Surn"})
_PROPER = _PERSONAL | {"Geox", "Orgn", "Patr"}
_OF_REPUBLIC = re.compile(r"[А-ЯЁ]{1,2}Р|Р[А-ЯЁ][а-яё]?")
"""An abbreviation with the letter of ``республика`` first or last: ``АР``, ``РМ``, ``РУз``."""

BY_ROUTE = 0.7
"""Score of a place that only the other end of a road tells, or the places beside it in a list."""

LISTED = 2
"""Places of a list that tell a third one."""


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
    """Know a state's name of several words in any case: ``[Тринидадом и Тобаго]``, ``[Соединенных Штатов Америки]``.

    It is one name: ``Республики Иран`` within it is none, nor what crosses it (``Федерацией и Республикой Индией``).
    """
    words, last = passage.words, 0
    for first in range(len(words)):
        length = state_at(words, first) if first >= last else 0
        if length < 2:
            continue
        last = first + length
        if any(n.label == "GPE" and _holds(n, first, last) and _is_one_name(words, n, last) for n in names):
            continue
        names = [
            n for n in names if n.last <= first or last <= n.first or (n.label == "ORG" and _holds(n, first, last))
        ]
        names.append(Name(first, last, "GPE", "names.whole_name_of_state", SURE))
    return names


def _holds(name: Name, first: int, last: int) -> bool:
    return name.first <= first and last <= name.last and name.last - name.first > last - first


def _is_one_name(words: list[str], name: Name, last: int) -> bool:
    """Return whether a longer name is none of ``к Республике Колумбия``, ``Багамскими Островами и Чили``."""
    capitals = is_capitalised(words[name.first]) and is_capitalised(words[name.last - 1])
    return capitals and (name.last == last or words[last] not in {"и", ",", "–", "—", "/"})


def short_name_of_state(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a state's short name that the tagger missed or took for a body: ``между Ганой и [Того]``, ``с [Заиром]``."""
    words = passage.words
    for place, _ in passage.capitalised:
        if not place or state_at(words, place) != 1 or not _stands_alone(words, place):
            continue
        over = [n for n in names if n.first <= place < n.last]
        if all((n.first, n.last) == (place, place + 1) and n.label != "GPE" for n in over):
            names = [n for n in names if n not in over]
            names.append(Name(place, place + 1, "GPE", "names.short_name_of_state", BY_FORM))
    return names


def _stands_alone(words: list[str], place: int) -> bool:
    """Return whether a capital tells a name: none beside it (``Новой Гвинеи``), no sentence or title that it opens."""
    before, after, word = words[place - 1], words[place + 1 : place + 2], words[place]
    alone = (before.isalpha() and before.islower()) or before in {",", "(", "–", "-", "/"}
    alone = alone or (place == 1 and _is_common_noun(before))
    alone = alone and not any(is_capitalised(other) for other in after)
    return alone and not any(p.grammemes & _PERSONAL for p in known_parses(word)[:1])


def _is_common_noun(word: str) -> bool:
    """``Соглашение Заир – Чад``: the capital of a sentence's first word makes no name of the two."""
    readings = known_parses(word)
    return bool(readings) and all(p.pos == "NOUN" and not p.grammemes & _PROPER for p in readings)


def abbreviation_beside_state(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a republic's abbreviation that no table has beside a state: ``между [КР] и [АР]``, ``[РК] – [РН]``."""
    words = passage.words
    states = [n for n in names if n.label == "GPE" and _is_state(passage.text(n.first, n.last))]
    beside = [n.last + 1 for n in states if _joins(words, n.last)]
    beside += [n.first - 2 for n in states if _joins(words, n.first - 1)]
    for place in beside:
        alone = 0 <= place < len(words) and not any(n.first <= place < n.last for n in names)
        if alone and _OF_REPUBLIC.fullmatch(words[place]):
            names = [*names, Name(place, place + 1, "GPE", "names.abbreviation_beside_state", BY_FORM)]
    return names


def _is_state(text: str) -> bool:
    return state_of(text) is not None or is_state_abbreviation(text)


def _joins(words: list[str], place: int) -> bool:
    return 0 < place < len(words) and words[place] in {"и", "–", "-", "/"}


def title_of_state(passage: Passage, names: list[Name]) -> list[Name]:
    """Join a state's title with its short name: ``[Султанат Бруней]``; not ``республика [Чили]``."""
    titled = {
        n.first: n.last
        for n in names
        if n.label == "GPE"
        and n.first
        and passage.words[n.first - 1].istitle()
        and STATE_TITLES & lemmas(passage.words[n.first - 1])
    }
    kept = []
    for name in names:
        whole = titled.get(name.first) == name.last and name.label == "GPE"
        covered = any((n.first, n.last, n.label) == (name.first - 1, name.last, "GPE") for n in names)
        if not (whole and covered):
            kept.append(name._replace(first=name.first - 1) if whole else name)
    return kept


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


def place_in_list(passage: Passage, names: list[Name]) -> list[Name]:
    """Know an odd one among places that are listed: ``[Нахчыван], [Гянджа] и [Ханкенди]``."""
    words = passage.words
    places = {n.first for n in names if n.label == "GPE" and n.last - n.first == 1}
    if len(places) < LISTED:
        return names
    covered = {place for name in names for place in range(name.first, name.last)}
    for place in range(len(words)):
        if place in covered or not (is_part(words[place]) and not known(words[place])):
            continue
        before = _listed(words, place, -2) <= places and bool(_listed(words, place, -2))
        after = _listed(words, place, 2) <= places and bool(_listed(words, place, 2))
        alone = place + 1 == len(words) or not is_capitalised(words[place + 1])
        if alone and (before or after):
            names = [*names, Name(place, place + 1, "GPE", "names.place_in_list", BY_ROUTE)]
    return names


def _listed(words: Sequence[str], place: int, step: int) -> set[int]:
    """Return the two words before a place, or behind it, that commas or ``и`` join to it and to each other."""
    beside = [place + step, place + 2 * step]
    joined = all(0 <= p < len(words) and words[p - step // 2] in {",", "и"} for p in beside)
    return set(beside) if joined else set()
