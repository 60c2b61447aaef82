"""Decisions about what a common word beside a name tells: that it is a person's, a realm, a team, or no name at all."""

from __future__ import annotations

from letopis.dictionary import known
from letopis.entities.names.full_names import NUMERAL
from letopis.entities.names.passage import BY_PATTERN, Bounds, Name, Passage, each, no_name, whole
from letopis.entities.names.words import (
    CLOSING,
    OPENING,
    agree,
    at,
    can_be,
    is_adjective,
    is_capitalised,
    is_of_place,
    is_part,
    lemmas,
    may_modify,
)

DASHES = frozenset("–—")


def shared_noun(passage: Passage, names: list[Name]) -> list[Name]:
    """Join capitalised adjectives that share a noun: ``[Южной и Северной Кореей]``, ``[Рижский и Лундский музеи]``."""
    words = passage.words
    for name in names if "и" in words else ():
        first = name.first
        shares = name.label != "PERSON" and name.last - first > 1 and is_capitalised(words[first])
        if not shares or first < 2 or words[first - 1] != "и" or not may_modify(words[first]):
            continue
        while first > 1 and words[first - 1] in {"и", ","} and _shares(names, words, first - 2, name):
            first -= 2
        if first < name.first:
            names = [
                n for n in names if n.last <= first or name.last <= n.first or n.last > name.last or n.first < first
            ]
            names.append(name.reaching(first, name.last))
    return names


def _shares(names: list[Name], words: list[str], place: int, name: Name) -> bool:
    """Return whether an adjective stands at a place as the name's own does, in no longer name."""
    word = words[place]
    alone = all(n.last - n.first == 1 for n in names if n.first <= place < n.last)
    return alone and word.istitle() and may_modify(word) and agree(word, words[name.first], "ADJF")


@each("ORG")
def team_begins_name(passage: Passage, name: Name, _names: list[Name]) -> Bounds:
    """Begin a national team at its noun: ``молодёжная [сборная Перу]``, ``женской [сборной Чили по хоккею]``."""
    first = name.first
    while first < name.last - 1 and not passage.is_in(first, "teams") and passage.words[first].islower():
        first += 1
    return (first, name.last) if passage.is_in(first, "teams") else name[:2]


@no_name("ORG")
def seat_is_no_body(passage: Passage, name: Name) -> bool:
    """Leave out chief towns: ``административный центр области``, ``центр муниципалитета [Лунд]``."""
    noun = name.first
    while noun < name.last - 1 and passage.is_in(noun, "seat_adjectives"):
        noun += 1
    of_unit = noun > name.first or passage.is_in(noun + 1, "shared_places", "units_of_rule", "municipalities")
    return of_unit and noun < name.last - 1 and passage.is_in(noun, "seats")


@no_name("ORG")
def army_is_no_body(passage: Passage, name: Name) -> bool:
    """Leave out forces that only whose they are describes: ``армии США``, ``римские войска``.

    ``Красная армия``, ``8-я армия``, ``армия «Север»`` and ``вооружённые силы Чили`` are names.
    """
    words, noun = passage.words[name.first : name.last], 0
    while noun < len(words) - 1 and not passage.is_in(name.first + noun, "forces") and _describes(words[noun]):
        noun += 1
    plain = all(word.replace("-", "").isalpha() for word in words)
    if not (passage.is_in(name.first + noun, "forces") and words[noun].islower() and plain):
        return False
    if 0 < noun < len(words) - 1 and can_be(words[noun - 1], "PRTF"):  # the whole of a state's, as its ministry
        return False
    return all(word.islower() or any(map(is_of_place, lemmas(word) - {"советский"})) for word in words[:noun])


def _describes(word: str) -> bool:
    return may_modify(word) or can_be(word, "PRTF")


def realm(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a state by its dynasty, ``[государство Саманидов]``, or by a name of no dictionary: ``царство [Шьян]``.

    ``империя [Петра]`` is a person's.
    """
    words = passage.words
    for head in passage.places("realms"):
        place = head + 1
        if place >= len(words) or not is_part(words[place]) or is_capitalised(at(words, place + 1)):
            continue
        over = [n for n in names if n.first <= place < n.last]
        if any(n.label != "PERSON" or n[:2] != (place, place + 1) for n in over):
            continue
        plural = words[place].endswith("идов") or not can_be(words[place], "sing", "nomn")
        dynasty = plural and words[place].endswith("ов")
        if dynasty or not (over or known(words[place])):
            names = [n for n in names if n not in over]
            names.append(Name(head if dynasty else place, place + 1, "GPE", "names.realm", BY_PATTERN))
    return names


def defined_place(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a place by its definition, as an encyclopaedia opens: ``«[Уитби]» (англ.) – город в Англии``."""
    words = passage.words
    for kind in passage.places("settlements", "municipalities", "shared_places")[:1]:
        dash = kind - 1
        while dash > 0 and may_modify(words[dash]) and words[dash].islower():
            dash -= 1
        last = dash
        if last > 1 and words[last - 1] == ")" and "(" in words[:last]:
            last = max(place for place in range(last) if words[place] == "(")
        first = int(words[0] in OPENING)
        last -= first and last > 1 and words[last - 1] in CLOSING
        marked = first or last < dash or not known(words[0])
        names_it = 0 < last - first < 4 and marked and words[dash] in DASHES and can_be(words[kind], "nomn")
        if names_it and words[kind] != "с" and all(map(is_part, words[first:last])):
            over = [n for n in names if n.first < last and first < n.last]
            names = [*(n for n in names if n not in over), Name(first, last, "GPE", "names.defined_place", BY_PATTERN)]
    return names


def alliance_by_name(passage: Passage, names: list[Name]) -> list[Name]:
    """Know an alliance by a word that names no other body: ``[Малая Антанта]``, ``[II Интернационал]``."""
    words = passage.words
    for head in passage.places("ententes"):
        before = at(words, head - 1)
        if not words[head].istitle() or before in OPENING:
            continue
        told = (is_capitalised(before) and agree(before, words[head], "NOUN")) or NUMERAL.fullmatch(before)
        names = [n for n in names if n.label == "ORG" or not n.first <= head < n.last]
        names = whole(names, head - bool(told), head + 1, "names.alliance_by_name")
    return names


def state_body_is_no_person(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a state's body that was taken for a person: ``вскоре [Совнарком] ушёл``."""
    return [
        n._replace(label="ORG", by="names.state_body_is_no_person")
        if n.label == "PERSON" and n.last - n.first == 1 and n.first and passage.is_in(n.first, "state_bodies")
        else n
        for n in names
    ]


def of_science(passage: Passage, names: list[Name]) -> list[Name]:
    """Know whom a law or an illness is called after: ``теорема [Ролля]``, ``закон [Бойля] – [Мариотта]``."""
    words = passage.words
    for term in passage.places("of_science"):
        place = term + 1
        while place < len(words) and _is_called_after(words[place]) and words[term].islower():
            if any(n.first <= place < n.last and n.label != "PERSON" for n in names):
                break
            if not any(n.first <= place < n.last for n in names):
                names = [*names, Name(place, place + 1, "PERSON", "names.of_science", BY_PATTERN)]
            place += 2 if words[place + 1 : place + 2] and words[place + 1] in DASHES else len(words)
    return names


def _is_called_after(word: str) -> bool:
    """Return whether a word can be a person's in the genitive, and no other noun's or adjective's."""
    if not is_part(word) or is_adjective(word):
        return False
    return can_be(word, "Surn", "gent") or can_be(word, "Name", "gent") or (not known(word) and word[-1] in "аяиыоеуэ")


@no_name("PERSON")
def house_is_no_person(passage: Passage, name: Name) -> bool:
    """Leave out houses: ``династия [Комнинов]``, ``из рода [Ваза]``; the head tells, whatever the name."""
    alone = name.last - name.first == 1 and name.first > 0
    return alone and passage.is_in(name.first - 1, "houses") and not may_modify(passage.words[name.first - 1])
