"""Decisions about towns: by the dictionary, by a list, beside other places."""

from __future__ import annotations

from letopis.dictionary import known, known_parses, parses
from letopis.entities.names.full_names import is_ranked
from letopis.entities.names.passage import Name, Passage
from letopis.entities.names.places import BY_FORM, BY_ROUTE, SURE
from letopis.entities.names.words import (
    CLOSING,
    OPENING,
    agree,
    at,
    can_be,
    is_adjective,
    is_capitalised,
    is_initial,
    is_part,
    is_verb,
)
from letopis.russian.states import state_at, state_of
from letopis.russian.tables import TOWN_LINKS
from letopis.russian.toponyms import is_listed_town, is_town_and_adjective, listed_towns, long_towns_at

LISTED = 2
"""Places of a list that tell a third one."""

NO_TOWNS = ("landscapes", "landscape_heads", "rivers")
"""Lists of places that are no places of rule."""

JOINING = frozenset({",", "и"})

OF_SITES = {"в": "loct", "во": "loct", "из": "gent", "под": "ablt", "между": "ablt"}
"""Prepositions of a place, and its case."""

PERSONAL = frozenset({"Name", "Surn", "Patr"})

WITH_INSTRUMENTAL = frozenset({"под", "над", "перед", "за", "с", "со", "между"})
"""Prepositions that no locative follows: ``под Курском`` is a town, whatever ``курском`` is beside."""


def town_of_dictionary(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a town by the dictionary: ``к [Парижу]``, ``в [Каменец-Подольский]``, ``под [Курском]``."""
    words = passage.words
    for place, word in passage.capitalised:
        before = at(words, place - 1)
        opens = before.islower() or (place == 1 and can_be(before, "PREP") and not is_initial(before))
        opens = opens or _has_part_of_towns(passage, word, "sure_parts_of_towns")
        if not opens or not is_part(word) or is_capitalised(at(words, place + 1)):
            continue
        over = [n for n in names if n.first <= place < n.last]
        person = [n for n in over if n.label == "PERSON" and n.first >= place - 1 and n.last == place + 1]
        if over and (not person or any(n[:3] != (place, place + 1, "GPE") for n in over if n not in person)):
            continue
        if passage.is_in(place, *NO_TOWNS) or _describes(words, place):
            continue
        if _has_part_of_towns(passage, word, "parts_of_towns") or _is_town(before, word, surely=bool(person)):
            names = [n for n in names if n not in over]
            names.append(Name(place, place + 1, "GPE", "names.town_of_dictionary", BY_FORM))
    return names


def _describes(words: list[str], place: int) -> bool:
    """Return whether a word is an adjective of the noun behind it: ``в [Нью-Йоркском] суде``."""
    noun = at(words, place + 1)
    return noun.islower() and len(noun) > 2 and agree(words[place], noun, "NOUN")


def listed_town(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a town of the list that the tagger missed or took for a person: ``[Мингечевир]``, ``в [Ханкенди]``.

    One that is another word too is a town beside a place, or where something is: ``Коканд и [Хиву]``, ``во [Фрунзе]``;
    so is one that is called after a saint: ``в [Сен-Дени]``, not ``Сен-Жюст``. A preposition's case tells one that
    bears a person's name: ``через [Горький]``, ``в [Молотове]``, not ``через Горького``.
    """
    words = passage.words
    for place, word in passage.capitalised:
        saint = passage.lexicon.of(word.partition("-")[0]) & {"saints"} if "-" in word else False
        aim = _is_aim(words, place)
        if not is_part(word) or not (saint or aim or is_listed_town(word)):
            continue
        told = at(words, place - 1).lower() in {"в", "во"} or _joined_to_place(words, names, place)
        if can_be(word, "Surn") and not can_be(word, "Surn", "Fixd"):
            told = aim or _is_site(words, names, place)
        if (saint or known(word)) and (passage.is_in(place, *NO_TOWNS) or not told):
            continue
        over = [n for n in names if n.first <= place < n.last]
        beside = is_capitalised(at(words, place + 1)) or (place and is_initial(words[place - 1]))
        if not beside and all(n.label == "PERSON" and n.last - n.first == 1 for n in over):
            names = [*(n for n in names if n not in over), Name(place, place + 1, "GPE", "names.listed_town", BY_FORM)]
    return names


def _is_aim(words: list[str], place: int) -> bool:
    """Return whether a man's name stands behind a preposition as no living being does: ``через [Пушкин]``."""
    into = at(words, place - 1).lower() in {"в", "во", "через"}
    return into and can_be(words[place], "Surn", "masc", "nomn") and not can_be(words[place], "Surn", "accs")


def _is_site(words: list[str], names: list[Name], place: int) -> bool:
    """Return whether a name is in the case of a place behind its preposition, or behind places in a row with it."""
    first = place
    while first > 1 and words[first - 1] in JOINING and any(n[:3] == (first - 2, first - 1, "GPE") for n in names):
        first -= 2
    before = at(words, first - 1).lower()
    return before in OF_SITES and can_be(words[place], OF_SITES[before])


def _joined_to_place(words: list[str], names: list[Name], place: int) -> bool:
    """Return whether a comma or ``и`` joins a word to the name of a place."""
    return any(
        n.label == "GPE"
        and (
            (n.last == place - 1 and words[n.last] in JOINING) or (n.first == place + 2 and words[place + 1] in JOINING)
        )
        for n in names
    )


def town_of_two_words(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a town of two words by the list: ``в [Минеральных Водах]``; not in ``завод «Старый Оскол»``."""
    words = passage.words
    for first in long_towns_at(words, passage.capitalised):
        last = first + 2
        over = [n for n in names if n.first < last and first < n.last]
        quoted = at(words, first - 1) in OPENING and at(words, last) in CLOSING
        longer = any(n.label == "GPE" and n.last - n.first > 2 and n.first <= first and n.last >= last for n in over)
        if longer or (quoted and all(n[:3] != (first, last, "GPE") for n in over)):
            continue
        others = [n for n in names if n not in over or (n.label == "ORG" and n.first < first and last <= n.last)]
        names = [*others, Name(first, last, "GPE", "names.town_of_two_words", SURE)]
    return names


def _has_part_of_towns(passage: Passage, word: str, kind: str) -> bool:
    """``Порт-Саиду``, ``Джалал-Абадом``, ``Стратфорд-на-Эйвоне``."""
    parts = word.split("-")
    return len(parts) > 1 and (
        any(kind in passage.lexicon.of(part) for part in parts) or not TOWN_LINKS.isdisjoint(parts[1:-1])
    )


def _is_town(before: str, word: str, *, surely: bool) -> bool:
    """Return whether a word is a town's name and nothing else, or the preposition before it leaves no other reading."""
    if "-" in word and is_ranked(word):
        return False
    governed, readings = can_be(before, "PREP"), parses(word) if "-" in word else known_parses(word)
    towns = [p for p in readings if "Geox" in p.grammemes]
    if towns and (governed or is_verb(before) or is_listed_town(word)) and len(towns) == len(readings):
        return True
    common = governed and not surely and all(p.pos == "NOUN" and not p.grammemes & PERSONAL for p in readings)
    ablative = before.lower() in WITH_INSTRUMENTAL and word.endswith(("ском", "цком"))
    return (bool(towns) and common) or ablative or (word.istitle() and is_town_and_adjective(word))


def place_in_body(passage: Passage, names: list[Name]) -> list[Name]:
    """Know the place in a longer name of a body: ``[[Юта] Джаз]``, ``«[Единая [Россия]]»``; not in ``клуб «Пермь»``."""
    words = passage.words
    longer = [name for name in names if name.last - name.first > 1 and name.label == "ORG"]
    taken = {place for n in names if n.label != "ORG" for place in range(n.first, n.last)} if longer else set()
    for name in longer:
        capitals = [p for p, _ in passage.capitalised if name.first <= p < name.last]
        more = {*capitals, name.last - 1} if words[name.last - 1].isdigit() else set(capitals)
        for place in capitals if len(more) > 1 else ():
            told = place not in taken and not more.isdisjoint((place - 1, place + 1)) and is_part(words[place])
            if told and (_is_place_alone(passage, place) or _is_clubs_place(passage, name, place)):
                taken.add(place)
                names = [*names, Name(place, place + 1, "GPE", "names.place_in_body", BY_FORM)]
    return names


def _is_place_alone(passage: Passage, place: int) -> bool:
    """Return whether a word within a name is a place's and nothing else: a state's in any case, a town's as it is."""
    word = passage.words[place]
    if passage.is_in(place, *NO_TOWNS) or is_adjective(word):
        return False
    if state_at(passage.words, place) == 1 and state_of(word) is not None:
        return all("Geox" in p.grammemes for p in known_parses(word)) or not known(word)
    readings = known_parses(word)
    town = bool(readings) and all("Geox" in p.grammemes for p in readings)
    return (town and can_be(word, "nomn")) or (word.lower() in listed_towns() and not can_be(word, "Surn"))


def _is_clubs_place(passage: Passage, name: Name, place: int) -> bool:
    """Return whether a word opens a club's name behind quotes or alone: ``[Юта] Джаз``, ``[Уитби] Таун``."""
    words, behind = passage.words, place + 1
    opens = place == name.first or words[place - 1] in OPENING
    if not opens or behind >= name.last or "-" in words[place] or not is_capitalised(words[behind]):
        return False
    club = passage.is_in(behind, "club_words") and not can_be(words[place], "ADJF")
    common = known(words[behind]) or can_be(words[behind], "Surn")
    return club or (known(words[place]) and can_be(words[place], "Geox", "nomn") and not common)


def place_in_list(passage: Passage, names: list[Name]) -> list[Name]:
    """Know an odd one among places that are listed: ``[Нахчыван], [Гянджа] и [Ханкенди]``."""
    words = passage.words
    places = {n.first for n in names if n.label == "GPE" and n.last - n.first == 1}
    if len(places) < LISTED:
        return names
    covered = {place for name in names for place in range(name.first, name.last)}
    for place, word in passage.capitalised:
        if place in covered or known(word) or not is_part(word):
            continue
        told = any((listed := _listed(words, place, step)) and listed <= places for step in (-2, 2))
        if told and not is_capitalised(at(words, place + 1)):
            names = [*names, Name(place, place + 1, "GPE", "names.place_in_list", BY_ROUTE)]
    return names


def _listed(words: list[str], place: int, step: int) -> set[int]:
    """Return the two words before a place, or behind it, that commas or ``и`` join to it and to each other."""
    beside = [place + step, place + 2 * step]
    joined = all(0 <= p < len(words) and words[p - step // 2] in JOINING for p in beside)
    return set(beside) if joined else set()
