"""Decisions about persons, one function each."""

from __future__ import annotations

import re

from letopis.dictionary import known
from letopis.entities.names.lexicon import DYNASTIES, NOBILIARY, ORDERS, TURKIC_ENDINGS
from letopis.entities.names.passage import Name, Passage
from letopis.entities.names.references import author_at
from letopis.entities.names.words import CLOSING, OPENING, can_be, is_adjective, is_capitalised, is_initial, lemmas


def initials_of_person(passage: Passage, names: list[Name]) -> list[Name]:
    """Take initials on either side into a person: ``[А.Ш. Атамбаева]``, ``[Иванов И.И.]``."""
    taken = {place for name in names if name.label == "PERSON" for place in range(name.first, name.last)}
    kept = []
    for name in names:
        first, last = name.first, name.last
        if name.label == "PERSON":
            while first > 0 and is_initial(passage.words[first - 1]) and first - 1 not in taken:
                first -= 1
            own = passage.words[name.first + 1 : last]
            if not is_initial(passage.words[name.first]) and all(map(is_initial, own)):
                last = _initials_after(passage, last, taken)
        kept.append(name.reaching(first, last))
    return kept


def _initials_after(passage: Passage, last: int, taken: set[int]) -> int:
    """Return where initials after a surname end; those of the next person stay with that one."""
    end = last
    while end < len(passage.words) and is_initial(passage.words[end]) and end not in taken:
        end += 1
    following = passage.words[end] if end < len(passage.words) else ""
    return last if is_capitalised(following) and following.isalpha() else end


def turkic_name(passage: Passage, names: list[Name]) -> list[Name]:
    """Know Turkic forms of address: ``[Рашид-бек]``."""
    for place, word in enumerate(passage.words):
        covering = [name for name in names if name.first <= place < name.last] if is_turkic(word) else []
        if is_turkic(word) and not any(name.label == "PERSON" for name in covering):
            names = [name for name in names if name not in covering or name.last - name.first > 1]
            names.append(Name(place, place + 1, "PERSON", "names.turkic_name", 0.9))
    return names


def is_turkic(word: str) -> bool:
    """Return whether a word ends with a Turkic form of address.

    >>> is_turkic("Рашид-бек"), is_turkic("бек")
    (True, False)
    """
    return is_capitalised(word) and word.endswith(TURKIC_ENDINGS)


def family_beside_family(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a family's name beside another's: ``[Морозовых], [Третьяковых] и [Рябушинских]``."""
    words = passage.words
    families = {n.first for n in names if n.label == "PERSON" and n.last - n.first == 1 and _is_family(words[n.first])}
    if not families:
        return names
    covered = {place for name in names for place in range(name.first, name.last)}
    for place, word in enumerate(words):
        beside = {place - 2, place + 2} & families
        if place in covered or not beside or not _is_family(word):
            continue
        if any(words[(place + other) // 2] in {",", "и"} for other in beside):
            names = [*names, Name(place, place + 1, "PERSON", "names.family_beside_family", 0.9)]
            families.add(place)
    return names


def _is_family(word: str) -> bool:
    return word.istitle() and can_be(word, "Surn", "plur")


def post_outside(passage: Passage, names: list[Name]) -> list[Name]:
    """Leave posts, titles and kin outside a person: ``лорду [Керзону]``, ``семья [Морозовых]``."""
    kept = []
    for name in names:
        first = name.first
        if name.label == "PERSON":
            while name.last - first > 1 and _is_post(passage.words[first], first):
                if author_at(passage.words, first) == name.last:
                    break
                first += 1
        kept.append(name.reaching(first, name.last))
    return kept


def _is_post(word: str, place: int) -> bool:
    """Return whether a word is no part of a name: small, a title, or a noun capitalised by its place alone."""
    if word.islower():
        return word not in NOBILIARY or bool(_TITLES & lemmas(word))
    if place == 0 and known(word) and can_be(word, "NOUN", "anim"):
        named = any(can_be(word, grammeme) for grammeme in ("Name", "Surn", "Patr"))
        if not named:
            return True
    return can_be(word, "NOUN") and bool(_TITLES & lemmas(word))


_TITLES = frozenset(
    "президент король королева император императрица царь царица принц принцесса граф графиня князь княгиня лорд "
    "герцог барон султан эмир хан шах шейх паша визирь имам халиф падишах посол министр генерал адмирал полковник "
    "маршал академик профессор доктор господин госпожа товарищ семья братья сестра брат".split()
)


def small_word_is_no_person(passage: Passage, names: list[Name]) -> list[Name]:
    """Leave out peoples and kinds, unless the sentence has no capital at all: ``скифы``."""
    if not passage.capitalised:
        return names
    return [n for n in names if n.label != "PERSON" or not all(w.islower() for w in passage.words[n.first : n.last])]


def adjective_is_no_person(passage: Passage, names: list[Name]) -> list[Name]:
    """Leave out adjectives made of names: ``[Нобелевской] премии``."""
    return [
        name
        for name in names
        if not (
            name.label == "PERSON"
            and name.last - name.first == 1
            and is_adjective(passage.words[name.first])
            and known(passage.words[name.first])
        )
    ]


_PLURAL = re.compile(r"(?:ы|и|ов|ей|ам|ами|ах)$")


def dynasty_is_no_person(passage: Passage, names: list[Name]) -> list[Name]:
    """Leave out dynasties: ``держава [Аббасидов]``, ``[Великих Моголов]``."""
    return [n for n in names if n.label != "PERSON" or not _is_dynasty(passage.words[n.last - 1])]


def _is_dynasty(word: str) -> bool:
    """Return whether a word is a dynasty's name in the plural: ``Бурбонов``; ``Карл V Бурбон`` is a person."""
    stem, endings = _PLURAL.subn("", word.lower())
    return bool(endings) and stem in DYNASTIES and word.istitle()


def namesake_is_no_person(passage: Passage, names: list[Name]) -> list[Name]:
    """Leave out orders, epics and ships named after people: ``орден [Суворова]``, ``корабле [“Адмирал Нахимов”]``."""
    words = passage.words
    kept = []
    for name in names:
        before = words[name.first - 1] if name.first else ""
        after = words[name.last] if name.last < len(words) else ""
        quoted = before in OPENING and after in CLOSING and name.first > 1 and can_be(words[name.first - 2], "NOUN")
        if name.label == "PERSON" and (quoted or (before.isalpha() and ORDERS & lemmas(before))):
            continue
        kept.append(name)
    return kept
