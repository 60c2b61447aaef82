"""Decisions about places: what their names hold, and what is no place of rule. One function each."""

from __future__ import annotations

import re

from letopis.dictionary import CASES, known
from letopis.entities.names.passage import Bounds, Name, Passage, each, no_name
from letopis.entities.names.words import agree, at, can_be, is_adjective, is_capitalised, lemmas, may_modify
from letopis.russian.states import state_of
from letopis.russian.toponyms import is_town_and_adjective

NEARBY = re.compile(r"(?:При|Пред|Меж)\w{3,}(?:ье|ья|ью)")
"""Landscapes named after what they lie by: ``Приднепровье``."""

BY_FORM = 0.8
"""Score of what a rule finds by its form alone."""

BY_ROUTE = 0.7
"""Score of a place that only the other end of a road tells, or the places beside it in a list."""

SURE = 0.99
"""Score of what a rule finds by a list."""


_OF_SITES = frozenset({"в", "во", "из", "близ", "под", "через", "около", "возле"})
"""Prepositions behind which ``г.`` is a town, no man."""


@each("GPE")
def place_type_outside(passage: Passage, name: Name, _names: list[Name]) -> Bounds:
    """Leave the type of a settlement outside: ``г. [Кант]``, ``штат [Техас]``; not ``[Республика Корея]``."""
    first = name.first
    while name.last - first > 1 and passage.words[first].islower() and is_place_type(passage, first):
        first += 1
    return first, name.last


def is_place_type(passage: Passage, place: int) -> bool:
    """Return whether a type of settlement stands at a place; ``с`` without its stop is the preposition."""
    return passage.is_in(place, "settlements", "place_types") and passage.words[place] != "с"


def settlement_after_type(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a settlement by the type before it: ``г. [Кант]``, ``школа № 5 г. [Кант]``; not ``1993 г. Посол``."""
    words = passage.words
    for kind in passage.places("settlements"):
        first, written = kind + 1, words[kind]
        mountain = written[-1] != "." and "гора" in lemmas(written)
        if mountain or not (written.islower() and written != "с" and is_written_as_name(words, first)):
            continue
        second = may_modify(words[first]) and is_written_as_name(words, first + 1) and not may_modify(words[first + 1])
        last = first + 1 + second
        year = kind and words[kind - 1][-1:].isdigit() and words[max(0, kind - 2)] != "№"
        named = is_adjective(words[first]) and agree(words[first], written, "NOUN")  # станица Вёшенская
        common = not named and written[-1] != "." and known(words[last - 1]) and not can_be(words[last - 1], "Geox")
        there = [name for name in names if name.first < last and first < name.last]
        if _is_surely_type(words, kind, names):  # no person, though the tagger may have taken it for one
            persons = [name for name in there if name.first >= kind and name[1:3] == (last, "PERSON")]
            names, there = ([name for name in among if name not in persons] for among in (names, there))
        whole = all(name.label == "ORG" and name.first < kind and last <= name.last for name in there)
        if whole and not (year or common):
            names = [*names, Name(first, last, "GPE", "names.settlement_after_type", BY_FORM)]
    return names


def _is_surely_type(words: list[str], kind: int, names: list[Name]) -> bool:
    """Return whether an abbreviation is a settlement's: ``пос. [Калинина]``, ``в г. [Киров]``, not ``г. Иванов``."""
    if words[kind] != "г.":
        return words[kind][-1] == "."
    before = at(words, kind - 1)
    listed = before in {"и", ","} and any(name.last == kind - 1 and name.label == "GPE" for name in names)
    return listed or before.lower() in _OF_SITES


def is_written_as_name(words: list[str], place: int) -> bool:
    """Return whether a word, when there is one, has a capital and is no abbreviation.

    >>> [is_written_as_name(["Ростов-на-Дону", "СССР", "А."], place) for place in range(4)]
    [True, False, False, False]
    """
    word = at(words, place)
    return is_capitalised(word) and not word.isupper() and word[-1].isalpha()


def shared_place_head(passage: Passage, names: list[Name]) -> list[Name]:
    """Join adjectives that share a head: ``[Латвийской и Литовской Республик]`` is one place."""
    words = passage.words
    for head in passage.places("shared_places"):
        if not can_be(words[head], "plur"):
            continue
        first = head
        while first > 0 and (_is_shared(words[first - 1]) or _joins(words, first - 1)):
            first -= 1
        if any(word in {"и", ","} for word in words[first:head]):
            inside = [n for n in names if n.label == "GPE" and first <= n.first and n.last <= head + 1]
            score = max((name.score for name in inside), default=SURE)
            names = [n for n in names if n not in inside and not _reaches_into(n, first, head + 1)]
            names.append(Name(first, head + 1, "GPE", "names.shared_place_head", score))
    return names


def adjective_and_head(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a unit of rule by its form: ``[Бухарский эмират]``, ``[Великое княжество Рязанское]``."""
    words = passage.words
    for head in passage.places("units_of_rule"):
        adjective = head - 1
        if any(n.label != "ORG" and n.first <= head and adjective < n.last for n in names):
            continue
        great = head and words[adjective].istitle() and "великий" in lemmas(words[adjective]) and _follows(words, head)
        described = head and words[adjective].istitle() and is_adjective(words[adjective])
        if great:
            names = _as_place([n for n in names if n[:2] != (head + 1, head + 2)], adjective, head + 2)
        elif described and (adjective or not known(words[0])):
            names = _as_place(names, adjective, head + 1)
        elif is_capitalised(words[head]) and _follows(words, head):
            names = _as_place([n for n in names if n[:2] != (head + 1, head + 2)], head, head + 2)
    return names


def _follows(words: list[str], head: int) -> bool:
    """Return whether the adjective of a unit of rule stands behind it: ``Королевство Венгерское``."""
    after = at(words, head + 1)
    return after.istitle() and is_adjective(after) and agree(after, words[head], "NOUN")


def _as_place(names: list[Name], first: int, last: int) -> list[Name]:
    others = [n for n in names if n[:3] != (first, last, "ORG")]
    return [*others, Name(first, last, "GPE", "names.adjective_and_head", BY_FORM)]


def _is_shared(word: str) -> bool:
    return is_capitalised(word) and can_be(word, "ADJF")


def _joins(words: list[str], place: int) -> bool:
    return words[place] in {"и", ","} and place > 0 and _is_shared(words[place - 1]) and _is_shared(words[place + 1])


def _reaches_into(name: Name, first: int, last: int) -> bool:
    """Return whether a name begins or ends inside a stretch without holding it or lying in it whole."""
    crosses = name.first < last and first < name.last
    return crosses and not (name.first <= first and last <= name.last) and name.label != "GPE"


@no_name("GPE")
def landscape_is_no_place(passage: Passage, name: Name) -> bool:
    """Leave out regions of the map: ``Кавказ``, ``Ближнего Востока``, ``Юго-Восточной Азии``."""
    words, last = passage.words[name.first : name.last], name.last - 1
    if len(words) == 1:
        nearby = NEARBY.fullmatch(words[0]) is not None and not words[0].startswith("Примор")
        return nearby or passage.is_in(last, "landscapes")
    heads = passage.is_in(last, "landscape_heads", "rivers", "landscapes")
    return heads and all(can_be(word, "ADJF") or "-" in word for word in words[:-1])


@no_name("GPE")
def river_is_no_place(passage: Passage, name: Name) -> bool:
    """Leave out great rivers: ``берега [Енисея]``; ``город [Обь]`` is a place."""
    alone = name.last - name.first == 1 and passage.is_in(name.first, "rivers")
    return alone and not is_place_type(passage, name.first - 1)


@no_name("GPE", "PERSON")
def namesake_is_no_name(passage: Passage, name: Name) -> bool:
    """Leave out what only bears a name: ``верховья [Амура]``, ``хребты [Чола] и [Сандо]``, ``премия имени [Гоголя]``.

    ``месторождения [Ирана]`` are a state's.
    """
    word = passage.words[name.first]
    if name.label == "GPE" and state_of(word) and can_be(word, "gent") and not can_be(word, "nomn"):
        return False
    return is_namesake(passage, name.first, "namesakes_of_places" if name.label == "GPE" else "namesakes_of_persons")


def is_namesake(passage: Passage, first: int, kind: str) -> bool:
    """Return whether what begins at a word is the name of something in a list: ``улица [М. Горького]``.

    A work bears its hero's name, ``эпос [Манас]``, and not its author's, ``роман [Л. Толстого]``.
    """
    word, place = passage.words[first], first - 1
    if kind == "namesakes_of_persons" and passage.is_in(place, "works_of_heroes"):
        return can_be(word, "nomn") and not can_be(word, "gent")
    while place > 1 and passage.words[place] in {",", "и"} and is_capitalised(passage.words[place - 1]):
        place -= 2
    listed, said = place < first - 1, place > 0 and passage.is_in(place, "named_after")
    found = passage.is_in(place - said, kind)
    return found and (not listed or said or can_be(passage.words[place], "plur"))


@no_name("GPE")
def adjective_is_no_place(passage: Passage, name: Name) -> bool:
    """Leave out adjectives: ``бакинских``, ``[Пекинского] университета``; ``село [Раздольное]`` is a name."""
    words = passage.words
    if name.first and can_be(words[name.first], "ADJF") and "папа" in lemmas(words[name.first - 1]):
        return True
    if state_of(passage.text(name.first, name.last)) or is_town_and_adjective(words[name.first]):
        return False
    adjective = all(map(_is_adjective_here, words[name.first : name.last])) or _modifies(words, name)
    return adjective and not (is_place_type(passage, name.first - 1) and is_capitalised(words[name.first]))


def _modifies(words: list[str], name: Name) -> bool:
    """Return whether a word that may be a name too is the adjective of a small noun: ``[Московский] речной порт``."""
    word = words[name.first].rpartition("-")[2]
    if name.last - name.first > 1 or not can_be(word, "ADJF"):
        return False
    noun = name.last
    while noun < len(words) and words[noun].islower() and is_adjective(words[noun]):
        noun += 1
    if noun >= len(words) or not words[noun].islower() or can_be(words[noun], "PREP") or len(words[noun]) < 3:
        return False
    return any(
        can_be(word, "ADJF", case, kind) and can_be(words[noun], "NOUN", case, kind)
        for case in CASES
        for kind in ("masc", "femn", "neut", "plur")
    )


def _is_adjective_here(word: str) -> bool:
    return is_adjective(word.rpartition("-")[2]) or word == "-" or (word.islower() and can_be(word, "ADJF"))


@no_name("GPE")
def people_is_no_place(passage: Passage, name: Name) -> bool:
    """Leave out inhabitants: ``москвичей``, ``казанец``; a place's name is no animate noun."""
    word = passage.words[name.first]
    return name.last - name.first == 1 and word.islower() and can_be(word, "anim")


def places_side_by_side(passage: Passage, names: list[Name]) -> list[Name]:
    """Part a settlement and its region: ``[Боровск] [Калужской губернии]`` are two."""
    places = {(name.first, name.last) for name in names if name.label == "GPE"}
    return [
        name
        for name in names
        if name.label != "GPE"
        or not any((name.first, p) in places and (p, name.last) in places for p in range(name.first + 1, name.last))
    ]


def other_end_of_route(passage: Passage, names: list[Name]) -> list[Name]:
    """Know both ends of a road by one: ``дорога [Ош] – [Хорог]``."""
    words = passage.words
    places = {(n.first, n.last) for n in names if n.label == "GPE"}
    for route in passage.places("routes"):
        one, dash, other = route + 1, route + 2, route + 3
        if other >= len(words) or words[dash] not in {"–", "—", "-"}:
            continue
        for missing, given in ((one, other), (other, one)):
            told = (given, given + 1) in places and (missing, missing + 1) not in places and words[missing].istitle()
            if told and not any(n.first <= missing < n.last for n in names):
                names = [*names, Name(missing, missing + 1, "GPE", "names.other_end_of_route", BY_ROUTE)]
    return names
