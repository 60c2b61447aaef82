"""Decisions about states, by the one table of their names: whole, short, abbreviated, beside one another."""

from __future__ import annotations

import re

from letopis.dictionary import known_parses
from letopis.entities.names.passage import Bounds, Name, Passage, each, no_name
from letopis.entities.names.places import BY_FORM, SURE
from letopis.entities.names.words import OPENING, agree, at, can_be, is_capitalised, is_of_state, lemmas, may_modify
from letopis.russian.states import begins_state, is_state_head, state_abbreviations, state_at, state_of

_SHORT = 4
"""Letters of what may be the first part of a town's name: ``в [Порт] Судан``."""

_DASHES = frozenset("–—-")
_PERSONAL = frozenset({"Name", "Surn"})
_PROPER = _PERSONAL | {"Geox", "Orgn", "Patr"}
_OF_REPUBLIC = re.compile(r"[А-ЯЁ]{1,2}Р|Р[А-ЯЁ][а-яё]?")
"""An abbreviation with the letter of ``республика`` first or last: ``АР``, ``РМ``, ``РУз``."""


def state_abbreviation(passage: Passage, names: list[Name]) -> list[Name]:
    """Know the common abbreviations of states: ``КНР``, ``РФ``, ``УССР``."""
    for place, word in passage.capitalised:
        if is_state_abbreviation(word):
            names = relabelled(names, place, "GPE", "names.state_abbreviation")
    return names


def is_state_abbreviation(word: str) -> bool:
    """Return whether a word is the abbreviation of a state.

    >>> is_state_abbreviation("КНР"), is_state_abbreviation("УССР"), is_state_abbreviation("ООН")
    (True, True, False)
    """
    return word in state_abbreviations() or (word.endswith("ССР") and word.isalpha())


def relabelled(names: list[Name], place: int, label: str, by: str) -> list[Name]:
    """Make one word a name of a label, whatever it was; longer names around it stay."""
    others = [n for n in names if (n.first, n.last) == (place, place + 1) and n.label != label]
    if any(name.first == place and name.last == place + 1 and name.label == label for name in names):
        return [name for name in names if name not in others]
    if any(name.first <= place < name.last and name.label == label and label != "ORG" for name in names):
        return names
    kept = [name for name in names if not (name.first == place and name.last == place + 1)]
    return [*kept, Name(place, place + 1, label, by, SURE)]


def whole_name_of_state(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a state's name of several words in any case: ``[Тринидадом и Тобаго]``, ``[Соединенных Штатов Америки]``.

    It is one name: ``Республики Иран`` within it is none, nor what crosses it (``Федерацией и Республикой Индией``).
    """
    words, last = passage.words, 0
    for first, word in passage.capitalised:
        length = state_at(words, first) if first >= last and begins_state(word) else 0
        if length < 2:
            continue
        last = first + length
        if any(n.label == "GPE" and _holds(n, first, last) and _is_one_name(words, n, last) for n in names):
            continue
        names = _as_place(names, Name(first, last, "GPE", "names.whole_name_of_state", SURE))
    return names


def republic(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a republic by its official adjectives: ``[Латвийская Социалистическая Советская Республика]``."""
    words = passage.words
    for head, word in passage.capitalised:
        first = head
        while first and is_capitalised(words[first - 1]) and may_modify(words[first - 1]):
            first -= 1
        official = head - first > 1 and all(passage.is_in(place, "official") for place in range(first + 1, head))
        over = any(n.first <= first and head < n.last for n in names)
        if official and not over and is_state_head(word) and not passage.is_in(first, "official"):
            names = _as_place(names, Name(first, head + 1, "GPE", "names.republic", BY_FORM))
    return names


def _as_place(names: list[Name], place: Name) -> list[Name]:
    """Put a place where names lie in it or cross it; an organisation that is longer stays."""
    first, last = place[:2]
    others = [n for n in names if n.last <= first or last <= n.first or (n.label == "ORG" and _holds(n, first, last))]
    return [*others, place]


def _holds(name: Name, first: int, last: int) -> bool:
    return name.first <= first and last <= name.last and name.last - name.first > last - first


def _is_one_name(words: list[str], name: Name, last: int) -> bool:
    """Return whether a longer name is none of ``к Республике Колумбия``, ``Багамскими Островами и Чили``."""
    capitals = is_capitalised(words[name.first]) and is_capitalised(words[name.last - 1])
    return capitals and (name.last == last or words[last] not in {"и", ",", "–", "—", "/"})


@each("GPE")
def end_of_longer_name(passage: Passage, name: Name, names: list[Name]) -> Bounds:
    """Leave out what a longer name ends in: ``[Горской Автономной Советской Республики]``, ``[… Республики Тимор]``.

    A small word behind the head is outside: ``[Донецкая Советская Республика] пала``.
    """
    words, last = passage.words, name.last
    if last - name.first < 2:
        return name[:2]
    if words[last - 1].islower() and is_capitalised(words[last - 2]) and is_state_head(words[last - 2]):
        last -= not is_state_head(words[last - 1])
    longer = (n for n in names if n.label == "GPE" and n.last == last and n.first < name.first)
    official = passage.is_in(name.first, "official") and is_state_head(words[last - 1])
    official = official or (is_capitalised(words[name.first]) and is_state_head(words[name.first]))
    ends = official and any(all(map(may_modify, words[n.first : name.first])) for n in longer)
    return None if ends else (name.first, last)


def two_states(passage: Passage, names: list[Name]) -> list[Name]:
    """Part states with a head each, ``[Первая Республика] и [Вторая Республика]``, or known: ``[Чад] и [Мали]``."""
    words, result = passage.words, []
    for name in names:
        inside = range(name.first + 1, name.last - 1) if name.label == "GPE" else ()
        joint = next((p for p in inside if words[p] == "и" and _joins_two(passage, name, p)), None)
        if joint is None:
            result.append(name)
            continue
        parts = (name.reaching(name.first, joint), name.reaching(joint + 1, name.last))
        result += [part for part in parts if not any(part[:3] == other[:3] for other in names)]
    return result


def _joins_two(passage: Passage, name: Name, joint: int) -> bool:
    words, sides = passage.words, ((name.first, joint), (joint + 1, name.last))
    headed = all(any(map(is_state_head, words[slice(*side)])) for side in sides)
    if headed and (is_state_head(words[joint - 1]) or is_state_head(words[joint + 1])):
        return True
    return all(state_of(passage.text(*side)) for side in sides) and state_of(passage.text(*name[:2])) is None


def part_of_state(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a part of a state that a direction names: ``[Западная Украина]``; not ``Южная Америка``."""
    words = passage.words
    for place in passage.places("directions"):
        last = place + 1 + state_at(words, place + 1) if is_capitalised(words[place]) and place + 1 < len(words) else 0
        over = [n for n in names if n.label == "GPE" and n.first <= place and last <= n.last]
        if last <= place + 1 or over or passage.is_in(place + 1, "landscapes"):
            continue
        if not agree(words[place], words[place + 1]):
            continue
        names = _as_place(names, Name(place, last, "GPE", "names.part_of_state", BY_FORM))
    return names


def place_and_its_state(passage: Passage, names: list[Name]) -> list[Name]:
    """Part a place from the state or the unit behind it: ``[Онтарио] [Канады]``, ``[Юньган] городского округа``.

    So two states whose clauses meet, ``с [Гайаной] [Венесуэла] заключила``, and a town: ``в [Рамбуйе] [Сербия] не …``.
    """
    words, result = passage.words, []
    if not any(name.last - name.first > 1 and name.label == "GPE" for name in names):
        return names
    for name in names:
        last_part, cut = words[name.first].rpartition("-")[2], name.last
        described = may_modify(last_part) or can_be(last_part, "PRTF")  # Объединённого Королевства
        of_state = name.label == "GPE" and state_at(words, name.first) == 1
        if name.label == "GPE" and name.last - name.first > 1 and (of_state or not described):
            cut = _begins_larger(passage, name)
        result.append(name.reaching(name.first, cut))
        if cut < name.last and is_capitalised(words[cut]):
            result.append(name.reaching(cut, name.last))
    return result


def _begins_larger(passage: Passage, name: Name) -> int:
    """Return where the state or the small unit begins that a place lies in; its end where there is none."""
    words = passage.words
    head = passage.is_in(name.first, "units_of_rule", "shared_places", "settlements", "place_types", "islands")
    if head or not is_capitalised(words[name.first]) or state_of(passage.text(*name[:2])):
        return name.last
    first_state = name.first + state_at(words, name.first)
    of_preposition = can_be(at(words, name.first - 1), "PREP") and len(words[name.first]) > _SHORT
    for place in range(name.first + 1, name.last):
        length = state_at(words, place)
        whole = place == first_state or (of_preposition and can_be(words[place], "nomn"))
        state = is_state_abbreviation(words[place]) or (length and (whole or can_be(words[place], "gent")))
        unit = passage.is_in(name.last - 1, "shared_places") and all(map(str.islower, words[place : name.last]))
        if (state and place + max(length, 1) == name.last) or unit:
            return place
    return name.last


def possession(passage: Passage, names: list[Name]) -> list[Name]:
    """Know what a state held by its adjective: ``во [Французском Индокитае]``, ``[Германская Восточная Африка]``.

    So islands that are a unit of rule: ``[Канарские острова]``; not ``Курильские острова``.
    """
    words = passage.words
    parts = [place for place in passage.places("landscapes", "landscape_heads") if is_capitalised(words[place])]
    regions = {place: place + 1 for place in parts if not lemmas(words[place]) & {"восток", "запад"}}
    held = {n.first: n.last for n in names if n.label == "GPE"} | regions
    for place in passage.places("islands"):
        unit = place > 0 and is_capitalised(words[place - 1]) and passage.is_in(place - 1, "island_units")
        whole = any(n.label == "GPE" and n.first < place < n.last for n in names)
        if unit and not whole and can_be(words[place], "plur"):
            names = _as_place(names, Name(place - 1, place + 1, "GPE", "names.possession", BY_FORM))
    for region, last in held.items():
        first = region - 1
        if first > 0 and passage.is_in(first, "directions") and is_capitalised(words[first]):
            first -= 1
        if first < 0 or not is_capitalised(words[first]) or not (first or region in regions):
            continue
        holder = any(is_of_state(lemma) or lemma == "русский" for lemma in lemmas(words[first]) - {"советский"})
        if holder and agree(words[first], words[region]):
            names = _as_place(names, Name(first, last, "GPE", "names.possession", BY_FORM))
    return names


def union_is_no_place(passage: Passage, names: list[Name]) -> list[Name]:
    """Know unions of states, which are no places: ``[Евросоюз]``, ``[Европейский союз]``; not ``Советский Союз``."""
    for place in passage.places("unions"):
        if not passage.words[place].islower():
            names = relabelled(names, place, "ORG", "names.union_is_no_place")
    return [
        name._replace(label="ORG", by="names.union_is_no_place") if _is_union(passage, name) else name for name in names
    ]


def _is_union(passage: Passage, name: Name) -> bool:
    words = passage.words[name.first : name.last]
    adjective = name.label == "GPE" and len(words) == 2 and can_be(words[0], "ADJF")
    return adjective and "союз" in lemmas(words[1]) and state_of(" ".join(words)) is None


@no_name("ORG")
def state_begins_no_body(passage: Passage, name: Name) -> bool:
    """Leave out what runs on from a state: ``[Кубу по архивам Чили]``, ``«[Перу – КНР]»``; not ``«[Куба сегодня]»``."""
    words, after = passage.words, name.first + state_at(passage.words, name.first)
    if after == name.first or after >= name.last:
        return False
    quoted = name.first > 0 and words[name.first - 1] in OPENING
    if words[after] in _DASHES or (words[after] == "и" and not quoted):
        return after + 1 < name.last and state_at(words, after + 1) > 0
    owner = can_be(words[after], "NOUN", "gent") and not can_be(words[after], "PREP")
    return words[after].islower() and not quoted and not owner


def short_name_of_state(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a state's short name that the tagger missed or took for a body: ``между Ганой и [Того]``, ``с [Заиром]``.

    It may open a sentence beside another state (``[Сиам] и Чад – соседи``), or where the word means nothing else.
    """
    words = passage.words
    for place, _ in passage.capitalised:
        if state_at(words, place) != 1 or not _stands_alone(words, place):
            continue
        over = [n for n in names if n.first <= place < n.last]
        if all((n.first, n.last) == (place, place + 1) and n.label != "GPE" for n in over):
            names = [n for n in names if n not in over]
            names.append(Name(place, place + 1, "GPE", "names.short_name_of_state", BY_FORM))
    return names


def _stands_alone(words: list[str], place: int) -> bool:
    """Return whether a capital tells a name: none beside it (``Новой Гвинеи``), no sentence or title that it opens."""
    before, after, word = at(words, place - 1), words[place + 1 : place + 2], words[place]
    alone = not place or before in OPENING
    alone = alone and (_means_place(word) or (_joins(words, place + 1) and state_at(words, place + 2) > 0))
    alone = alone or (before.isalpha() and before.islower()) or before in {",", "(", "–", "-", "/"}
    alone = alone or (place == 1 and _is_common_noun(before))
    alone = alone and not any(is_capitalised(other) for other in after)
    return alone and not any(p.grammemes & _PERSONAL for p in known_parses(word)[:1])


def _means_place(word: str) -> bool:
    """Return whether the dictionary has nothing else for a word: ``Коморы``, ``Сиам``; not ``Чад``, ``Того``."""
    return all("Geox" in parse.grammemes for parse in known_parses(word))


def _is_common_noun(word: str) -> bool:
    """``Соглашение Заир – Чад``: the capital of a sentence's first word makes no name of the two."""
    readings = known_parses(word)
    return bool(readings) and all(p.pos == "NOUN" and not p.grammemes & _PROPER for p in readings)


def abbreviation_beside_state(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a republic's abbreviation that no table has beside a state: ``между [КР] и [АР]``, ``[РК] – [РН]``."""
    words = passage.words
    states = [
        n for n in names if n.label == "GPE" and (state_of(text := passage.text(*n[:2])) or is_state_abbreviation(text))
    ]
    beside = [n.last + 1 for n in states if _joins(words, n.last)]
    beside += [n.first - 2 for n in states if _joins(words, n.first - 1)]
    for place in beside:
        alone = 0 <= place < len(words) and not any(n.first <= place < n.last for n in names)
        if alone and _OF_REPUBLIC.fullmatch(words[place]):
            names = [*names, Name(place, place + 1, "GPE", "names.abbreviation_beside_state", BY_FORM)]
    return names


def _joins(words: list[str], place: int) -> bool:
    return 0 < place < len(words) - 1 and words[place] in {"и", "/"} | _DASHES
