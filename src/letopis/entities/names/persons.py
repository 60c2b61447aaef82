"""Decisions about persons, one function each."""

from __future__ import annotations

import re
from functools import lru_cache

from letopis.dictionary import CACHED_FORMS, CASES, known, known_parses, parses
from letopis.entities.names.full_names import CERTAIN, LESS_LIKELY, NUMERAL, joined
from letopis.entities.names.passage import BY_PATTERN, Bounds, Name, Passage, each, no_name
from letopis.entities.names.places import is_namesake
from letopis.entities.names.references import author_at
from letopis.entities.names.words import CLOSING, OPENING, at, can_be, is_adjective, is_capitalised, is_initial, is_part
from letopis.russian.names import GIVEN, is_given, is_patronymic, name_readings
from letopis.russian.states import state_at
from letopis.russian.syllables import is_syllable
from letopis.russian.tables import PARTICLES, SUFFIXES

_OF_NAMES = frozenset({"anim", "Name", "Surn", "Patr", "Geox"})
_PLURAL = re.compile(r"(?:ы|и|ов|ей|ам|ами|ах)$")
_OF_PERSONS = re.compile(r"(?:[оеё]в|[иы]н)(?:а|у|ым|ой|ы|ых|ыми)?$|(?:ян|янц)(?:а|у|ем|ом|ы)?$|(?:дзе|швили|енко)$")
"""What the second half of a double surname ends in: ``Тер-Гукасов``, ``Мелик-Оганджаняна``."""

_OF_MEN = re.compile(r"(?:[оеё]в|[иы]н|[сц]кий)$")
"""What surnames end in that no woman bears so: ``Горчаков``, ``Извольский``."""

_OWNS = re.compile(r"(?:[ая]|го)$")
"""What men's names that decline as nouns or adjectives end in in the genitive."""

_BARE = re.compile(r"[А-ЯЁ][а-яё]{3,}(?<!ц)[оеё]в(?:а|у|ым)?")
_OF_SITES = frozenset({"в", "во", "из", "под", "близ", "до"})

_OBLIQUE = re.compile(r"(?:[оеиы]м|[ую])$")
"""What men's names end in in the instrumental and the dative."""

_LIVED = frozenset({"р.", "род.", "ум.", "родился", "родилась", "умер", "умерла", "погиб", "погибла", "казнён", "убит"})


def two_persons(passage: Passage, names: list[Name]) -> list[Name]:
    """Part two persons whose cases differ: ``ноту [Керзона] [Чичерин] прочёл``, ``[Орлов] [Иванову] верил``."""
    if all(name.label != "PERSON" or name.last - name.first < 2 for name in names):
        return names
    found = []
    for name in names:
        inside = range(name.first + 1, name.last) if name.label == "PERSON" else ()
        cut = next((place for place in inside if _parts(passage, place, name.last)), name.last)
        found += [name] if cut == name.last else [name.reaching(name.first, cut), name.reaching(cut, name.last)]
    return found


def _parts(passage: Passage, place: int, last: int) -> bool:
    """Return whether two persons meet before a word, one of whom is in the nominative and the other is not.

    The second is in one case up to ``last``: ``Гамаля Абдель Насера`` is one.
    """
    one, other, *more = passage.words[place - 1 : min(place + 2, last)]
    if not (is_part(one) and is_part(other)) or is_syllable(one) or is_patronymic(other):
        return False
    before, behind = _mans_cases(one), _mans_cases(other)
    if any(is_part(word) and behind.isdisjoint(_mans_cases(word)) for word in more):
        return False
    mans = _OF_MEN.search(other) is not None
    if behind == {"nomn"} and "gent" in before and _OWNS.search(one) and (mans or _is_oblique(one, other)):
        owned = mans and not is_given(one) and can_be(at(passage.words, place - 2), "NOUN", "inan")
        return owned or "nomn" not in before
    if before in ({"ablt"}, {"datv"}) and _OBLIQUE.search(one) and "-" not in other and behind and not before <= behind:
        return not (one.endswith("у") and is_given(one))
    surname = _OF_MEN.search(one) and not can_be(one, "Name", "nomn") and one.lower() not in GIVEN
    return bool(surname and before == {"nomn"} and behind) and "nomn" not in behind and not is_given(other)


def _is_oblique(one: str, other: str) -> bool:
    """Return whether a man's genitive is no given name as it stands, or before another: ``Тимура Шахрух``."""
    womans = any(reading.gender == "femn" and "nomn" in reading.cases for reading in name_readings(one))
    return not is_given(one) or (is_given(other) and not womans)


@lru_cache(maxsize=CACHED_FORMS)
def _mans_cases(word: str) -> frozenset[str]:
    """Return the cases that a word can be in as a man's name, in its likely readings."""
    men = [reading for reading in name_readings(word) if reading.gender in {"masc", "any"}]
    least = max((reading.weight for reading in men), default=0.0) - LESS_LIKELY
    return frozenset().union(*(reading.cases for reading in men if reading.weight > least))


@each("PERSON")
def initials_of_person(passage: Passage, name: Name, names: list[Name]) -> Bounds:
    """Take initials on either side into a person: ``[А.Ш. Атамбаева]``, ``[Иванов И.И.]``."""
    words, (first, last) = passage.words, name[:2]
    while first > 0 and is_initial(words[first - 1]) and not _is_taken(names, first - 1):
        first -= 1
    if not is_initial(words[name.first]) and all(map(is_initial, words[name.first + 1 : last])):
        last = _initials_after(words, last, names)
    return first, last


def _is_taken(names: list[Name], place: int) -> bool:
    return any(name.label == "PERSON" and name.first <= place < name.last for name in names)


def _initials_after(words: list[str], last: int, names: list[Name]) -> int:
    """Return where initials after a surname end; those of the next person stay with that one."""
    end = last
    while end < len(words) and is_initial(words[end]) and not _is_taken(names, end):
        end += 1
    following = at(words, end)
    return last if is_capitalised(following) and following.isalpha() else end


def person_after_title(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a person by the title before a word that is no other noun: ``посол [Ндонго]``, ``барону [Розену]``."""
    words = passage.words
    for title in passage.places("titles"):
        place = title + 1
        word = at(words, place)
        alone = is_part(word) and not is_capitalised(at(words, place + 1))
        quoted = title > 0 and words[title - 1] in OPENING
        if not alone or quoted or any(n.first <= place < n.last for n in names) or is_adjective(words[title]):
            continue
        undeclined = not known(word) and word[-1] in "бвгджзклмнпрстфхцчшщ"
        agrees = undeclined or any(can_be(words[title], case) and can_be(word, case) for case in CASES)
        named = not known(word) or can_be(word, "Surn") or can_be(word, "Name")
        if agrees and named:
            names = [*names, Name(place, place + 1, "PERSON", "names.person_after_title", BY_PATTERN)]
    return names


def surname_by_form(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a surname of no dictionary by its form within a sentence: ``[Бегматов] сослался на [Ходжанова]``."""
    words = passage.words
    for place, word in passage.capitalised:
        before = at(words, place - 1)
        if not _BARE.fullmatch(word) or known(word) or not (before.isalpha() or before == ",") or passage.kinds[place]:
            continue
        beside = is_capitalised(before) or is_capitalised(at(words, place + 1)) or before in _OF_SITES
        beside = beside or is_namesake(passage, place, "namesakes_of_persons")
        if not beside and not any(n.first <= place < n.last for n in names):
            names = [*names, Name(place, place + 1, "PERSON", "names.surname_by_form", BY_PATTERN)]
    return names


def double_surname(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a surname of two by the end of its second half: ``[Тер-Гукасов] и [Лорис-Меликов]``, not ``Нью-Йорка``."""
    for place, word in passage.capitalised:
        half = word.rpartition("-")[2]
        if half == word or not is_part(word) or not is_capitalised(half) or not _OF_PERSONS.search(half):
            continue
        town = any(passage.lexicon.of(part) & {"parts_of_towns"} for part in word.split("-"))
        town = town or any(known(part) and can_be(part, "Geox") for part in (word, half))
        if not (town or is_adjective(half) or any(n.first <= place < n.last for n in names)):
            names = [*names, Name(place, place + 1, "PERSON", "names.double_surname", CERTAIN)]
    return names


@each("PERSON")
def numeral_ends_ruler(passage: Passage, name: Name, _names: list[Name]) -> Bounds:
    """End a ruler's name before a state: ``при [Вильгельме III-м] Англия менялась``."""
    words, last = passage.words, name.last
    for place in range(name.first + 2, name.last):
        if NUMERAL.fullmatch(words[place - 1]) and state_at(words, place):
            return name.first, place
    return name.first, last


def family(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a family or a man that was taken for a place: ``жили [Голубевы]``, ``стрелял в [Кирова]``."""
    words = passage.words

    def is_person(name: Name) -> bool:
        word, readings = words[name.first], known_parses(words[name.first])
        if name.label != "GPE" or name.last - name.first > 1 or not readings:
            return False
        family = all({"Surn", "plur"} <= reading.grammemes for reading in readings)
        hit = at(words, name.first - 1).lower() in {"в", "во", "через"} and can_be(word, "Surn", "masc", "accs")
        return family or (hit and not can_be(word, "loct") and not can_be(word, "Geox", "accs"))

    return [n._replace(label="PERSON", by="names.family") if is_person(n) else n for n in names]


def born_or_dead(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a person by the bracket with the years of a life: ``[Низам] (ум. 1092)``, ``[К. Назым] (р. ок. 1870)``."""
    words = passage.words
    for place in [place for place, word in enumerate(words[:-2]) if place and word == "("]:
        told = words[place + 1] in _LIVED and any(word[:1].isdigit() for word in words[place + 2 : place + 5])
        if not told or not is_part(words[place - 1]):
            continue
        first = place - 1
        while first and (is_initial(words[first - 1]) or (is_part(words[first - 1]) and is_given(words[first - 1]))):
            first -= 1
        names = joined([n for n in names if n[:3] != (place - 1, place, "GPE")], first, place, "names.born_or_dead")
    return names


@each("PERSON")
def post_outside(passage: Passage, name: Name, _names: list[Name]) -> Bounds:
    """Leave posts, titles, kin and small words outside a person: ``лорду [Керзону]``, ``[Анны Орловой] книга``.

    A thing at a sentence's beginning is outside, too: ``Речь [Ху Цзиньтао]``.
    """
    first = name.first
    thing = _is_thing(passage.words[0]) and is_part(passage.words[1])
    if not first and name.last > 2 and (thing or _is_work(passage, name)):
        first = 1
    while name.last - first > 1 and _is_post(passage, first) and author_at(passage, first) != name.last:
        first += 1
    last = name.last
    while last - first > 1 and _is_small(passage.words[last - 1]):
        last -= 1
    return first, last


@lru_cache(maxsize=CACHED_FORMS)
def _is_thing(word: str) -> bool:
    """Return whether a word is a thing's noun and no name: ``Речь``, not ``Мир``, ``Слава`` nor ``Сон``."""
    things = all(p.pos == "NOUN" and not p.grammemes & _OF_NAMES for p in parses(word))
    return known(word) and things and not is_given(word) and not is_syllable(word)


def _is_work(passage: Passage, name: Name) -> bool:
    """``Роман [А. Чехова]``, not ``[Роман А. Чехов]``: a man's surname beside his first name would not be oblique."""
    surname = passage.words[name.last - 1]
    oblique = can_be(surname, "masc", "gent") and not can_be(surname, "masc", "nomn")
    return passage.is_in(0, "titled") and is_initial(passage.words[1]) and oblique


def _is_small(word: str) -> bool:
    """Return whether a small word is no part of a name."""
    return word.islower() and word.isalpha() and word not in PARTICLES | SUFFIXES


def _is_post(passage: Passage, place: int) -> bool:
    """Return whether a word is no part of a name: small, a title, or a noun capitalised by its place alone."""
    word, titled = passage.words[place], passage.is_in(place, "titles")
    if word.islower():
        return titled or word not in PARTICLES | SUFFIXES
    if not place and known(word) and can_be(word, "NOUN", "anim"):
        titled = titled or not any(can_be(word, grammeme) for grammeme in ("Name", "Surn", "Patr"))
    return titled and can_be(word, "NOUN")


@no_name("PERSON")
def small_word_is_no_person(passage: Passage, name: Name) -> bool:
    """Leave out peoples and kinds, unless the sentence has no capital at all: ``скифы``."""
    return bool(passage.capitalised) and all(word.islower() for word in passage.words[name.first : name.last])


@no_name("PERSON")
def adjective_is_no_person(passage: Passage, name: Name) -> bool:
    """Leave out adjectives made of names: ``[Нобелевской] премии``."""
    word = passage.words[name.first]
    return name.last - name.first == 1 and is_adjective(word) and known(word)


@no_name("PERSON")
def dynasty_is_no_person(passage: Passage, name: Name) -> bool:
    """Leave out dynasties, in the plural: ``держава [Аббасидов]``, ``[Великих Моголов]``; ``Карл V Бурбон`` is one."""
    word = passage.words[name.last - 1]
    stem, endings = _PLURAL.subn("", word.lower())
    return bool(endings) and word.istitle() and stem in passage.lexicon.lists["dynasties"]


@no_name("PERSON")
def quoted_person_is_a_thing(passage: Passage, name: Name) -> bool:
    """Leave out things with a name in quotes, or two: ``корабле [“Адмирал Нахимов”]``, ``«[Лейли] и [Меджнун]»``."""
    words, before, last = passage.words, name.first - 1, name.last
    second = at(words, before) == "и" and is_part(at(words, before - 1))
    first = at(words, last) == "и" and is_part(at(words, last + 1))
    before, last = before - 2 * second, last + 2 * first
    quoted = before >= 0 and words[before] in OPENING and at(words, last) in CLOSING
    return quoted and (first or second or (before > 0 and can_be(words[before - 1], "NOUN")))
