"""Decisions about places, one function each."""

from __future__ import annotations

import re

from letopis.dictionary import CASES, known
from letopis.entities.names.lexicon import (
    LANDSCAPE_HEADS,
    LANDSCAPES,
    PLACE_TYPES,
    RIVERS,
    SETTLEMENTS,
    SHARED_PLACES,
    STATES_NAMED_SO,
    UNITS_OF_RULE,
    WATERS,
)
from letopis.entities.names.passage import Name, Passage
from letopis.entities.names.words import can_be, is_adjective, is_capitalised, lemmas, may_modify
from letopis.russian.states import state_abbreviations, state_of

NEARBY = re.compile(r"(?:При|Пред|Меж)\w{3,}(?:ье|ья|ью)")
"""Landscapes named after what they lie by: ``Приднепровье``."""

PREPOSITIONS = frozenset("по с со между для от до при о об через против вместе".split())

BY_FORM = 0.8
"""Score of what a rule finds by its form alone."""

SURE = 0.99
"""Score of what a rule finds by a list."""


def place_type_outside(passage: Passage, names: list[Name]) -> list[Name]:
    """Leave the type of a settlement outside: ``г. [Кант]``, ``штат [Техас]``; not ``[Республика Корея]``."""
    kept = []
    for name in names:
        first = name.first
        if name.label == "GPE":
            while name.last - first > 1 and passage.words[first].islower() and is_place_type(passage.words[first]):
                first += 1
        kept.append(name.reaching(first, name.last))
    return kept


def is_place_type(word: str) -> bool:
    """Return whether a word is a type of settlement; ``с`` without its stop is the preposition.

    >>> is_place_type("г."), is_place_type("села"), is_place_type("с."), is_place_type("с")
    (True, True, True, False)
    """
    return word != "с" and bool(PLACE_TYPES & lemmas(word))


def settlement_after_type(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a settlement by the type before it: ``г. [Кант]``, ``деревня [Малые Вязёмы]``; not ``1993 г. Посол``."""
    words = passage.words
    for first in range(1, len(words)):
        kind, word = words[first - 1], words[first]
        if not (kind.islower() and SETTLEMENTS & lemmas(kind) and is_place_type(kind) and is_written_as_name(word)):
            continue
        following = words[first + 1 : first + 2]
        last = first + 1 + (may_modify(word) and any(is_written_as_name(w) and not may_modify(w) for w in following))
        year = first > 1 and words[first - 2][-1:].isdigit()
        common = kind[-1] != "." and known(words[last - 1]) and not can_be(words[last - 1], "Geox")
        if not (year or common or any(name.first < last and first < name.last for name in names)):
            names = [*names, Name(first, last, "GPE", "names.settlement_after_type", BY_FORM)]
    return names


def is_written_as_name(word: str) -> bool:
    """Return whether a word has a capital and is no abbreviation.

    >>> is_written_as_name("Ростов-на-Дону"), is_written_as_name("СССР"), is_written_as_name("А.")
    (True, False, False)
    """
    return is_capitalised(word) and not word.isupper() and word[-1].isalpha()


def shared_place_head(passage: Passage, names: list[Name]) -> list[Name]:
    """Join adjectives that share a head: ``[Латвийской и Литовской Республик]`` is one place."""
    words = passage.words
    for head, word in enumerate(words):
        if not (SHARED_PLACES & lemmas(word) and can_be(word, "plur")):
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
    """Know a unit of rule by its form: ``[Бухарский эмират]``, ``[Тульской губернии]``."""
    words = passage.words
    covered = {place for name in names if name.label in {"GPE", "PERSON"} for place in range(name.first, name.last)}
    for head in range(1, len(words)):
        if head in covered or not UNITS_OF_RULE & lemmas(words[head]) or head - 1 in covered:
            continue
        if words[head - 1].istitle() and is_adjective(words[head - 1]) and (head > 1 or not known(words[0])):
            names = [*names, Name(head - 1, head + 1, "GPE", "names.adjective_and_head", BY_FORM)]
    return names


def _is_shared(word: str) -> bool:
    return is_capitalised(word) and can_be(word, "ADJF")


def _joins(words: list[str], place: int) -> bool:
    return words[place] in {"и", ","} and place > 0 and _is_shared(words[place - 1]) and _is_shared(words[place + 1])


def _reaches_into(name: Name, first: int, last: int) -> bool:
    """Return whether a name begins or ends inside a stretch without holding it or lying in it whole."""
    crosses = name.first < last and first < name.last
    return crosses and not (name.first <= first and last <= name.last) and name.label != "GPE"


def landscape_is_no_place(passage: Passage, names: list[Name]) -> list[Name]:
    """Leave out regions of the map: ``Кавказ``, ``Ближнего Востока``, ``Юго-Восточной Азии``."""
    return [
        name for name in names if not (name.label == "GPE" and _is_landscape(passage.words[name.first : name.last]))
    ]


def _is_landscape(words: list[str]) -> bool:
    if len(words) == 1:
        if NEARBY.fullmatch(words[0]) and "приморье" not in lemmas(words[0]):
            return True
        return bool((LANDSCAPES - STATES_NAMED_SO) & lemmas(words[0]))
    heads = LANDSCAPE_HEADS | RIVERS | (LANDSCAPES - STATES_NAMED_SO)
    return bool(heads & lemmas(words[-1])) and all(can_be(word, "ADJF") or "-" in word for word in words[:-1])


def state_abbreviation(passage: Passage, names: list[Name]) -> list[Name]:
    """Know the common abbreviations of states: ``КНР``, ``РФ``, ``УССР``."""
    for place, word in enumerate(passage.words):
        if is_state_abbreviation(word):
            names = relabelled(names, place, "GPE", "names.state_abbreviation")
    return names


def is_state_abbreviation(word: str) -> bool:
    """Return whether a word is the abbreviation of a state.

    >>> is_state_abbreviation("КНР"), is_state_abbreviation("УССР"), is_state_abbreviation("ООН")
    (True, True, False)
    """
    return word in state_abbreviations() or (word.endswith("ССР") and word.isalpha())


def relabelled(names: list[Name], place: int, label: str, by: str, score: float = SURE) -> list[Name]:
    """Make one word a name of a label, whatever it was; longer names around it stay."""
    others = [n for n in names if (n.first, n.last) == (place, place + 1) and n.label != label]
    if any(name.first == place and name.last == place + 1 and name.label == label for name in names):
        return [name for name in names if name not in others]
    if any(name.first <= place < name.last and name.label == label and label != "ORG" for name in names):
        return names
    kept = [name for name in names if not (name.first == place and name.last == place + 1)]
    return [*kept, Name(place, place + 1, label, by, score)]


def preposition_ends_place(passage: Passage, names: list[Name]) -> list[Name]:
    """End a place before a preposition: ``[Чешской Республикой] по предложению``; ``Франкфурт на Майне`` stays."""
    kept = []
    for name in names:
        last = name.last
        if name.label == "GPE":
            within = range(name.first + 1, last)
            last = next((p for p in within if passage.words[p].lower() in PREPOSITIONS), last)
        kept.append(name.reaching(name.first, last))
    return kept


def places_side_by_side(passage: Passage, names: list[Name]) -> list[Name]:
    """Part a settlement and its region: ``[Боровск] [Калужской губернии]`` are two."""
    places = {(name.first, name.last) for name in names if name.label == "GPE"}
    return [
        name
        for name in names
        if name.label != "GPE"
        or not any((name.first, p) in places and (p, name.last) in places for p in range(name.first + 1, name.last))
    ]


def water_is_no_place(passage: Passage, names: list[Name]) -> list[Name]:
    """Leave out rivers, lakes and mountains that the word before tells: ``верховьях [Амура]``."""
    return [
        name
        for name in names
        if not (name.label == "GPE" and name.first and WATERS & lemmas(passage.words[name.first - 1]))
    ]


def adjective_is_no_place(passage: Passage, names: list[Name]) -> list[Name]:
    """Leave out adjectives: ``бакинских``, ``[Пекинского] университета``; ``село [Раздольное]`` is a name."""
    words = passage.words
    kept = []
    for name in names:
        if name.label == "GPE" and not state_of(passage.text(name.first, name.last)) and _is_adjective(words, name):
            typed = name.first > 0 and is_place_type(words[name.first - 1]) and is_capitalised(words[name.first])
            if not typed:
                continue
        kept.append(name)
    return kept


def _is_adjective(words: list[str], name: Name) -> bool:
    return all(map(_is_adjective_here, words[name.first : name.last])) or _modifies(words, name)


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


def people_is_no_place(passage: Passage, names: list[Name]) -> list[Name]:
    """Leave out inhabitants: ``москвичей``, ``казанец``; a place's name is no animate noun."""
    return [
        name
        for name in names
        if not (
            name.label == "GPE"
            and name.last - name.first == 1
            and passage.words[name.first].islower()
            and can_be(passage.words[name.first], "anim")
        )
    ]
