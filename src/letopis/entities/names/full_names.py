"""Decisions about persons whose full name its own parts tell: patronymics, descent, apostrophes, initials."""

from __future__ import annotations

import re
from functools import lru_cache

from letopis.dictionary import CACHED_FORMS, known, parses
from letopis.entities.names.passage import Name, Passage, covered, longest_at
from letopis.entities.names.places import is_namesake, is_place_type
from letopis.entities.names.words import OPENING, at, can_be, is_adjective, is_capitalised, is_initial, is_part
from letopis.russian.name_types import NameReading
from letopis.russian.names import is_given, is_patronymic, name_readings
from letopis.russian.syllables import is_syllable
from letopis.russian.tables import CHILDREN, FATHERS, NOBLE, RANKS, STAYING

CERTAIN = 0.9
"""Score of a name that its parts tell."""

_APOSTROPHE, _AFRICAN = re.compile(r"[ОДд]’[А-ЯЁ][а-яё]+"), re.compile(r"[НМ]’[А-ЯЁ][а-яё]+")
_SURNAME_ENDING = re.compile(r"(?:[оеё]в|[иы]н|[сц]к)(?:[аыуе]|ой|ого|ому|[иы]м|ом|ым|ым?и|[иы]х|ий|ая|ую)?$")
LESS_LIKELY = 0.25
"""What a reading may lose beside the likeliest one."""

NUMERAL = re.compile(r"[IVXLC]+(?:-[а-яё]{1,3})?")
ROMAN = frozenset("IVXLC")
_OF_SURNAME = re.compile(r"(?:ых|их)$")


def patronymic_name(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a patronymic behind a given name, and the surname on either side: ``с [Бакиевым Нурланом Асановичем]``."""
    words = passage.words
    for place, word in passage.capitalised:
        given = place - 1
        if not (
            place and is_patronymic(word) and is_part(word) and _is_given(words[given]) and _agree(words[given], word)
        ):
            continue
        first, last = given, place + 1
        if _is_beside(passage, last) and _agree(words[given], words[last]):
            last += 1
        elif _is_beside(passage, given - 1) and _agree(words[given - 1], words[given]):
            first -= 1
        names = joined(names, first, last, "names.patronymic_name")
    return names


def _is_beside(passage: Passage, place: int) -> bool:
    """Return whether a surname may stand beside a full name: a thing's noun or an unknown word, but no owner's."""
    words = passage.words
    if not 0 <= place < len(words) or _is_surname(words[place]):
        return 0 <= place < len(words)
    before = at(words, place - 1)
    named = (place > 1 and is_capitalised(before)) or can_be(before, "NOUN")
    owner = named and can_be(words[place], "gent") and not can_be(before, "PREP")
    other = is_part(words[place]) and (_is_thing(words[place]) or not (known(words[place]) or _is_place(words[place])))
    return place > 0 and not owner and not passage.kinds[place] and other


@lru_cache(maxsize=CACHED_FORMS)
def _is_thing(word: str) -> bool:
    return all({"NOUN", "inan"} <= p.grammemes and not p.grammemes & {"Geox", "Orgn"} for p in parses(word))


def descent_name(passage: Passage, names: list[Name]) -> list[Name]:
    """Know names with a father's: ``[Гасан Керим оглы Рзаев]``, ``[Асан уулу Бакыт]``, ``[Омар ибн Юсуф]``."""
    words = passage.words
    for place in [place for place, word in enumerate(words) if place and is_descent(word)]:
        if is_part(words[place - 1]):
            father = words[place].lower() in FATHERS
            first, last = _behind_father(words, place) if father else _before_father(words, place)
            if last - first > 1:
                names = joined(names, first, last, "names.descent_name")
    return names


@lru_cache(maxsize=CACHED_FORMS)
def is_descent(word: str) -> bool:
    """Return whether a word says whose child one is: ``оглы`` behind the father's name, ``ибн`` before it.

    >>> is_descent("оглы"), is_descent("ибн"), is_descent("Бен")
    (True, True, False)
    """
    return word.lower() in FATHERS or word in CHILDREN


def _behind_father(words: list[str], place: int) -> tuple[int, int]:
    """Return where a name with ``оглы`` at a place begins and ends, its surname on either side."""
    given, last = place - 2, place + 1
    following = at(words, last)
    if given < 0 or not _is_given(words[given]):
        return place - 1, last + (_is_given(following) and not _is_place(following))
    if _is_surname(following) and _agree(words[given], following):
        return given, last + 1
    led = given > 0 and _is_surname(words[given - 1]) and _agree(words[given - 1], words[given])
    return given - led, last


def _before_father(words: list[str], place: int) -> tuple[int, int]:
    """Return where a name with ``ибн`` at a place begins and ends."""
    named = place + 1 < len(words) and is_part(words[place + 1])
    return place - 1, place + 2 if named else place


def ranked_name(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a name by the rank or respect that is written on to it: ``[Худояр-ханом]``, ``[Ахмед-бей]``."""
    for place, word in passage.capitalised:
        if "-" in word and is_part(word) and is_ranked(word) and not covered(names, place, place + 1, "PERSON", "ORG"):
            names = [n for n in names if n[:2] != (place, place + 1)]
            names = joined(names, place, place + 1, "names.ranked_name")
    return names


@lru_cache(maxsize=CACHED_FORMS)
def is_ranked(word: str) -> bool:
    """Return whether a rank or respect is written on to a name.

    >>> [word for word in ("Худояр-хана", "Мидхат-пашой", "Кыдыр-аке", "Порт-Саид") if is_ranked(word)]
    ['Худояр-хана', 'Мидхат-пашой', 'Кыдыр-аке']
    """
    rank = word.rpartition("-")[2]
    readings = name_readings(rank, wide=True) if rank.islower() else ()
    return rank in STAYING or any(one.nominative in RANKS for one in readings)


def apostrophe_name(passage: Passage, names: list[Name]) -> list[Name]:
    """Know names with an apostrophe: ``[О’Нил]``, ``[Шарль д’Артаньян]``, ``[Н’Голо Канте]``; not ``Кот-д’Ивуар``."""
    words = passage.words
    for place in [place for place, word in enumerate(words) if "’" in word]:
        beside = longest_at(names, place + 1, "PERSON")
        if not has_apostrophe(words[place]) and not (beside and _AFRICAN.fullmatch(words[place])):
            continue
        over = [n for n in names if n.first <= place < n.last]
        if all(n.last - n.first == 1 and n.label != "PERSON" for n in over):
            first = place - 1 if place and can_be(words[place - 1], "Name") and is_part(words[place - 1]) else place
            names = joined(names, first, beside.last if beside else place + 1, "names.apostrophe_name")
    return names


def has_apostrophe(word: str) -> bool:
    """Return whether a word is a surname of Irish or French kind.

    >>> has_apostrophe("О’Нилом"), has_apostrophe("д’Артаньян"), has_apostrophe("Кот-д’Ивуар")
    (True, True, False)
    """
    return _APOSTROPHE.fullmatch(word) is not None


def surname_after_initials(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a surname by its initials, however it looks: ``академик [В. Седых]``; ``г. Б. Токмок`` is a place."""
    words = passage.words
    behind = [place + 1 for place, word in enumerate(words[:-1]) if word[-1:] == "." and is_initial(word)]
    covered = {place for name in names for place in range(name.first, name.last)} if behind else set()
    for place in behind:
        first = place
        while first and is_initial(words[first - 1]) and first - 1 not in covered:
            first -= 1
        alone = first == place - 1 and first == 0
        if alone or place in covered or passage.is_in(place, "shortened") or not _bears_initials(words[place]):
            continue
        if not (is_place_type(passage, first - 1) or is_namesake(passage, first, "namesakes_of_persons")):
            names = [*names, Name(first, place + 1, "PERSON", "names.surname_after_initials", CERTAIN)]
    return names


def noble_after_initials(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a name whose initials small words part from the surname: ``[Я. ван дер Меер]``."""
    words = passage.words
    for place in [
        place for place, word in enumerate(words) if place and word in NOBLE and is_initial(words[place - 1])
    ]:
        first, last = place - 1, place
        while first and is_initial(words[first - 1]):
            first -= 1
        while at(words, last) in NOBLE:
            last += 1
        if is_part(at(words, last)):
            names = joined(names, first, last + 1, "names.noble_after_initials")
    return names


def given_before_surname(passage: Passage, names: list[Name]) -> list[Name]:
    """Take a given name into the surname behind it: ``[Динара Осмонова]``, ``о [Таланте Турсунове]``."""
    words = passage.words
    for name in names:
        given, surname = name.first - 1, words[name.first]
        alone = (
            name.label == "PERSON"
            and name.last - name.first == 1
            and _is_surname(surname)
            and not is_adjective(surname)
        )
        led = alone and given >= 0 and is_part(words[given]) and is_given(words[given])
        if led and _agree(words[given], surname, surely=True) and not is_patronymic(surname):
            names = joined(names, given, name.last, "names.given_before_surname")
    return names


def ruler(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a ruler by a numeral behind a given name: ``[Изабеллы II-й]``, ``[Людовика IV]``."""
    words = passage.words
    for place in [place for place, word in passage.capitalised if place and word[0] in ROMAN]:
        given = words[place - 1]
        if NUMERAL.fullmatch(words[place]) and is_part(given) and is_given(given) and not _is_place(given):
            names = joined(names, place - 1, place + 1, "names.ruler")
    return names


def syllables(passage: Passage, names: list[Name]) -> list[Name]:
    """Know names of syllables: ``[Во Нгуен Зяпа]``, ``[Но Тхэ У]``, ``[Чэнь И]``."""
    words, last = passage.words, 0
    for first, _ in passage.capitalised:
        if first < last or not _may_be_syllable(words, first):
            continue
        last = first + 1
        while last < len(words) and _may_be_syllable(words, last):
            last += 1
        if last - first not in {2, 3}:
            continue
        rare = sum(not known(word) or can_be(word, "Surn") for word in words[first:last])
        short = len(words[last - 1]) == 1  # Чэнь И, Но Тхэ У
        if rare + short > 1 and _may_be_person(words, names, first, last):
            names = joined(names, first, last, "names.syllables")
    return names


def _may_be_person(words: list[str], names: list[Name], first: int, last: int) -> bool:
    """Return whether a stretch is not a name in quotes, and no other name ends or lies within it."""
    over = [name for name in names if name.first < last and first < name.last]
    return at(words, first - 1) not in OPENING and all(n.label == "PERSON" and n.last >= last for n in over)


def _may_be_syllable(words: list[str], place: int) -> bool:
    """Return whether a capitalised word may be a syllable of a name: the last with an ending, or of two syllables."""
    last = place + 1 == len(words) or not words[place + 1].istitle()
    return _is_like_syllable(words[place], last=last)


@lru_cache(maxsize=CACHED_FORMS)
def _is_like_syllable(word: str, *, last: bool) -> bool:
    if not word.istitle() or not word.isalpha():
        return False
    return is_syllable(word) or (last and (is_syllable(word[:-1]) or is_syllable(word[:-2])))


def joined(names: list[Name], first: int, last: int, by: str) -> list[Name]:
    """Make one person of a stretch and the persons that reach into it, unless another name crosses its bounds."""
    over = [name for name in names if name.first < last and first < name.last]
    persons = [name for name in over if name.label == "PERSON"]
    first, last = min([first, *(n.first for n in persons)]), max([last, *(n.last for n in persons)])
    around = [n for n in over if n.label != "PERSON" and n.first <= first and last <= n.last]
    inside = [n for n in over if n not in around and first <= n.first and n.last <= last]
    if len(around) + len(inside) < len(over) or any((n.first, n.last) == (first, last) for n in persons):
        return names
    return [*(n for n in names if n not in inside), Name(first, last, "PERSON", by, CERTAIN)]


@lru_cache(maxsize=CACHED_FORMS)
def _is_surname(word: str) -> bool:
    """Return whether a word may be a surname: one that the dictionary has, or whose ending is a surname's."""
    if not is_part(word):
        return False
    return can_be(word, "Surn") or (not _is_place(word) and _SURNAME_ENDING.search(word) is not None)


@lru_cache(maxsize=CACHED_FORMS)
def _is_given(word: str) -> bool:
    """Return whether a word may be a given name: one that the dictionary or the table has, or no word of theirs."""
    return is_part(word) and (is_given(word) or not known(word))


def _is_place(word: str) -> bool:
    return can_be(word, "Geox")


@lru_cache(maxsize=CACHED_FORMS)
def _agree(one: str, other: str, *, surely: bool = False) -> bool:
    """Return whether two parts of a name may stand in one case and gender, or do so in their likeliest readings."""
    return any(
        first.cases & second.cases and ("any" in {first.gender, second.gender} or first.gender == second.gender)
        for first in _readings(one, surely=surely)
        for second in _readings(other, surely=surely)
    )


def _readings(word: str, *, surely: bool) -> tuple[NameReading, ...]:
    readings = name_readings(word, wide=not surely)
    least = max(one.weight for one in readings) - LESS_LIKELY if surely else 0.0
    return tuple(one for one in readings if one.weight >= least)


@lru_cache(maxsize=CACHED_FORMS)
def _bears_initials(word: str) -> bool:
    """Return whether a word behind initials is a surname: known as one or not at all, or like ``Седых``."""
    if not is_part(word) or len(word) < 3:
        return False
    plural = _OF_SURNAME.search(word) is not None and all(parse.pos == "ADJF" for parse in parses(word))
    surname = can_be(word, "Surn") or (can_be(word, "Name") and _SURNAME_ENDING.search(word) is not None)  # Шукуров
    return surname or plural or not (known(word) or _is_place(word) or is_adjective(word))
