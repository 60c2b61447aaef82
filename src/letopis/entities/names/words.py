"""Small questions about words that several rules ask, and the lists of ``lexicon.cfg`` that a word is in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache

from letopis.dictionary import CACHED_FORMS, CASES, known_parses, parses
from letopis.russian.tables import lists

OPENING = frozenset('«“„"')
_INITIALS = re.compile(r"(?:[^\W\d_a-zа-яё][^\W\d_]?\.-)*[^\W\d_a-zа-яё][^\W\d_]?\.")
_PART = re.compile(r"[А-ЯЁ][а-яё]+(?:[-’][А-ЯЁа-яё][а-яё]+)*|(?:[А-ЯЁ]|[дл])’[А-ЯЁ][а-яё]+")
CLOSING = frozenset('»”“"')


def bare(word: str) -> str:
    """Return a word without the stop that belongs to its token: ``г.``, ``А.``.

    >>> bare("А."), bare("...")
    ('А', '...')
    """
    return word[:-1] if len(word) > 1 and word[-1] == "." and word[0] != "." else word


def at(words: list[str], place: int) -> str:
    """Return the word at a place, an empty text beyond either end.

    >>> at(["в", "Баку"], 1), at(["в", "Баку"], 2), at(["в", "Баку"], -1)
    ('Баку', '', '')
    """
    return words[place] if 0 <= place < len(words) else ""


@lru_cache(maxsize=CACHED_FORMS)
def lemmas(word: str) -> frozenset[str]:
    """Return the lemmas of every reading of a word, small letters.

    >>> "посольство" in lemmas("Посольства")
    True
    """
    form = bare(word)
    return frozenset([form.lower(), *[parse.lemma for parse in parses(form)]])


@lru_cache(maxsize=CACHED_FORMS)
def is_adjective(word: str) -> bool:
    """Return whether every reading of a word is an adjective's: ``бакинских``, not the town ``Грозный``.

    >>> is_adjective("азербайджанских"), is_adjective("Грозный"), is_adjective("Баку")
    (True, False, False)
    """
    readings = parses(bare(word))
    return all(r.pos in {"ADJF", "ADJS"} and not r.grammemes & {"Surn", "Name"} for r in readings)


def may_modify(word: str) -> bool:
    """Return whether a word may be the adjective of the noun after it, whatever else it may be; no pronoun.

    >>> may_modify("рабочей"), may_modify("смешанную"), may_modify("этой"), may_modify("группы")
    (True, True, False, False)
    """
    return can_be(word, "ADJF") and not can_be(word, "Apro")


@lru_cache(maxsize=CACHED_FORMS)
def can_be(word: str, *grammemes: str) -> bool:
    """Return whether one reading of a word has all these grammemes.

    >>> can_be("Исландии", "NOUN", "gent"), can_be("Исландию", "NOUN", "gent")
    (True, False)
    """
    return any(reading.grammemes.issuperset(grammemes) for reading in parses(bare(word)))


@lru_cache(maxsize=CACHED_FORMS)
def is_verb(word: str) -> bool:
    """Return whether every reading of a small word is a finite verb's.

    >>> is_verb("просил"), is_verb("стали"), is_verb("Просил")
    (True, False, False)
    """
    return word.islower() and all(reading.pos == "VERB" for reading in parses(bare(word)))


def agree(adjective: str, noun: str, *grammemes: str) -> bool:
    """Return whether two words can stand in one case, the first as an adjective, the second with these grammemes.

    >>> agree("Бухарского", "эмирата"), agree("Бухарского", "эмиратом"), agree("Рижский", "университеты", "plur")
    (True, False, True)
    """
    return any(can_be(adjective, "ADJF", case) and can_be(noun, *grammemes, case) for case in CASES)


def is_capitalised(word: str) -> bool:
    """Return whether a word begins with a capital.

    >>> is_capitalised("Лига"), is_capitalised("лига")
    (True, False)
    """
    return word[:1].isupper()


def is_abbreviation(word: str) -> bool:
    """Return whether a word is written in capitals, as ``ООН`` and ``РУз`` are.

    >>> is_abbreviation("ООН"), is_abbreviation("РУз"), is_abbreviation("Баку")
    (True, True, False)
    """
    return 2 <= len(word) <= 10 and word.isalpha() and sum(letter.isupper() for letter in word) >= max(2, len(word) - 2)


def stands_for(abbreviation: str, words: list[str]) -> bool:
    """Return whether an abbreviation is made of a name's initials, at least the first of its letters and half of all.

    >>> stands_for("ЛАГ", ["Лига", "арабских", "государств"]), stands_for("США", ["Гарвардский", "университет"])
    (True, False)
    """
    letters = [letter for letter in abbreviation if letter.isupper()]
    initials = {part[0].upper() for word in words for part in word.split("-") if part[:1].isalpha()}
    return letters[0] in initials and 2 * sum(letter in initials for letter in letters) > len(letters)


def is_initial(word: str) -> bool:
    """Return whether a word is an initial with its stop, one of two letters, or some with hyphens between.

    >>> [word for word in ("А.", "Дж.", "Ж.-П.", "г.", "США") if is_initial(word)]
    ['А.', 'Дж.', 'Ж.-П.']
    """
    return word[-1:] == "." and _INITIALS.fullmatch(word) is not None


def is_part(word: str) -> bool:
    """Return whether a word is written as a part of a person's name.

    >>> is_part("Гасан"), is_part("О’Нил"), is_part("Мамед-ага"), is_part("США"), is_part("оглы")
    (True, True, True, False, False)
    """
    return _PART.fullmatch(word) is not None


class Lexicon:
    """Lists of lemmas by name; ``of`` answers in which of them a word is, by any of its lemmas.

    >>> sorted(lexicon().of("Посольства")), lexicon().extended({"embassies": ["нунциатура"]}).of("нунциатурой")
    (['common_bodies', 'embassies'], frozenset({'embassies'}))
    """

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        self.lists = {name: frozenset(words) for name, words in lists.items()}
        names = defaultdict(set)
        for name, words in self.lists.items():
            for word in words:
                names[word].add(name)
        known = {word: frozenset(found) for word, found in names.items()}

        @lru_cache(maxsize=CACHED_FORMS)
        def of(word: str) -> frozenset[str]:
            found = [known[lemma] for lemma in lemmas(word) if lemma in known]
            if "-" in word and (last := word.rpartition("-")[2]).islower():
                found.append(of(last) & OF_COMPOUNDS)
            return frozenset().union(*found) if found else _NONE

        self.of: Callable[[str], frozenset[str]] = of

    def extended(self, more: Mapping[str, Iterable[str]]) -> Lexicon:
        """Return the same lists with words added to some of them."""
        return Lexicon({name: words | frozenset(more.get(name, ())) for name, words in self.lists.items()})


_NONE: frozenset[str] = frozenset()

OF_COMPOUNDS = frozenset({"named_in_quotes", "named_by_word"})
"""Lists that a word with hyphens is in when its last part is: ``рок-группа``, ``медиа-холдинг``."""


@cache
def lexicon() -> Lexicon:
    """Return the lists that come with the package."""
    return Lexicon(lists("lexicon.cfg", __package__))


INSERTED = ("ин", "ен", "ан", "ян", "ов", "ев", "он")
"""What may stand between a place's stem and ``-ский``: ``Куба`` - ``кубинский``, ``Орел`` - ``орловский``."""

HARD = {"ж": "г", "ш": "х", "ч": "к"}
"""Consonants before ``-ский`` and what they come from: ``Прага`` - ``пражский``."""

STATES = lexicon().lists["state_adjectives"]
"""Adjectives of states, most of them not to be told from a stem: ``Франция`` - ``французский``."""


@lru_cache(maxsize=50_000)
def is_of_place(adjective: str) -> bool:
    """Return whether an adjective's lemma is made of the name of a place.

    >>> is_of_place("лиссабонский"), is_of_place("рижский"), is_of_place("детский")
    (True, True, False)
    """
    if not adjective.endswith(("ский", "цкий")):
        return False
    last = adjective.rpartition("-")[2] if "-" in adjective else ""
    return adjective in STATES or any(map(_is_place, origins(adjective))) or is_of_place(last)


def is_of_state(adjective: str) -> bool:
    """Return whether an adjective's lemma, or its last part, is a state's.

    >>> is_of_state("норвежский"), is_of_state("русско-норвежский"), is_of_state("рижский")
    (True, True, False)
    """
    return adjective in STATES or adjective.rpartition("-")[2] in STATES


def origins(adjective: str) -> list[str]:
    """Guess the names that an adjective may come from, as the dictionary writes lemmas."""
    stem = adjective[:-4]
    if adjective.endswith("цкий"):
        return [stem + ending for ending in ("цк", "ц", "к", "ч", "ца", "ка", "цы", "чи", "ки")]
    found = [stem + ending for ending in ("", "а", "я", "о", "ы", "и", "е", "ь", "ия", "ск", "ка", "ье", "с", "са")]
    if stem.endswith("й"):
        found += [stem[:-1] + ending for ending in ("я", "й")]
        found += [stem[:-2] + ending for ending in ("", "е", "о", "а", "и", "у", "ы")]
    if stem.endswith("ь"):
        found += [stem[:-1] + ending for ending in ("", "а", "я", "и")]
    if stem.endswith(INSERTED):
        found += [stem[:-2] + ending for ending in ("", "а", "я", "ы", "и", "о", "ия", "ый", "ое", "е", "ь")]
    if stem.endswith("в"):
        found.append(stem + "ль")
    if stem[-1:] in HARD:
        found += [stem[:-1] + HARD[stem[-1]] + ending for ending in ("", "а")]
    return found


def _is_place(lemma: str) -> bool:
    return len(lemma) > 2 and any(p.lemma == lemma and "Geox" in p.grammemes for p in known_parses(lemma))
