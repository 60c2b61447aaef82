"""Noun phrases back to the nominative, or into another case, by the dictionary."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from letopis.dictionary import INFLECTION, inflect_form, parses
from letopis.russian.spelling import as_spelt, is_abbreviation, recase, undeclined

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

CONSONANTS = frozenset("БВГДЖЗКЛМНПРСТФХЦЧШЩ")

MODEL = "хорош"
"""The stem of the adjective that all in ``-ший`` decline like; pymorphy3 makes ``высочайший`` of ``высшего``."""

_HIGHEST = re.compile(r"(.+ш)(ий|его|ему|им|ем|ая|ей|ею|ую|ее|ие|их|ими)")

ROMAN = re.compile("[IVXLC]+")
GOES_ON = frozenset({"по", "в", "при", "имени", "им."})
"""What a name goes on with that tells nothing of how many bodies share its head: ``Комитет по труду и спорту``."""

UNCHANGING = frozenset({"милли", "жогорку", "олий", "улуу", "йени", "аль"})
"""Foreign attributes before the noun that carries the case: ``Милли Меджлиса``, ``Олий Мажлиса``."""


@lru_cache(maxsize=50_000)
def nominative_phrase(phrase: str, cases: str = "") -> str:
    """Put a noun phrase into the nominative: its adjectives and its head; what depends on the head stays.

    ``cases``, parted by spaces, are those that it can be in: so a genitive is told from the plural of several.

    >>> nominative_phrase("Милли Меджлиса Азербайджана"), nominative_phrase("Чуйской области")
    ('Милли Меджлис Азербайджана', 'Чуйская область')
    >>> nominative_phrase("Посольства Чили и Перу"), nominative_phrase("Посольства Чили и Перу", "nomn")
    ('Посольство Чили и Перу', 'Посольства Чили и Перу')
    """
    if is_abbreviation(phrase):
        return undeclined(phrase)
    words = phrase.split()
    head = _head(words)
    if head is None:
        return phrase
    words[head] = undeclined(words[head])
    result = list(words)
    several = "и" in takewhile(lambda word: word not in GOES_ON, words[head:])
    noun = _noun(words[head], words[head - 1] if head else "", cases if several else "")
    if noun is None:
        wanted = {"nomn", "sing"}
    else:
        number = "plur" if "plur" in noun.grammemes else "sing"
        wanted = {"nomn", number} | (noun.gender if number == "sing" else set())
        changed = noun.inflect("nomn", number) if noun.known or "nomn" not in noun.grammemes else None
        if changed is not None and "Fixd" not in noun.grammemes:
            result[head] = _like(changed, words[head])
    # Of several that share one plural (Российской и Украинской академий) each keeps its own gender.
    coordinated = wanted == {"nomn", "plur"} and any(word in {"и", "или"} for word in words[:head])
    for index in range(head):
        adjective = _adjective(words[index], masculine=noun is None and words[head][-1:].upper() in CONSONANTS)
        own = {"nomn", "sing"} | (adjective.gender if adjective else set())
        form = adjective.inflect(*(own if coordinated or noun is None else wanted)) if adjective else None
        if form is not None:
            result[index] = _like(form, words[index])
    return " ".join(result)


@lru_cache(maxsize=50_000)
def phrase_in_case(phrase: str, case: str) -> str:
    """Put a noun phrase that stands in the nominative into another case, given as pymorphy3 calls it.

    >>> phrase_in_case("Чешская Республика", "gent"), phrase_in_case("Соединенные Штаты Америки", "loct")
    ('Чешской Республики', 'Соединенных Штатах Америки')
    """
    words = phrase.split()
    head = _head(words)
    noun = None if head is None else _noun(words[head])
    if head is None or noun is None:
        return phrase
    readings = [*map(_adjective, words[:head]), noun]
    forms = [reading.inflect(case) if reading else None for reading in readings]
    changed = [word if form is None else _like(form, word) for word, form in zip(words, forms, strict=False)]
    return " ".join([*changed, *words[head + 1 :]])


def _head(words: list[str]) -> int | None:
    """The first noun; adjectives, and names that do not change (``Милли Меджлис``), may stand before it."""
    for index, word in enumerate(words):
        bare = _bare(word)
        if (index and word in {"и", "или"}) or ROMAN.fullmatch(word):
            continue
        if not bare or not bare[0].isalpha():
            return None
        if is_abbreviation(bare):
            return index
        readings = parses(bare)
        if any(p.pos in {"ADJF", "PRTF"} for p in readings) and not (readings[0].pos == "NOUN" and readings[0].known):
            continue
        if bare.lower() in UNCHANGING and index + 1 < len(words) and words[index + 1][:1].isupper():
            continue
        return index
    return None


class _WordReading(NamedTuple):
    """One reading of a word in small letters, and its place among all."""

    form: str
    place: int
    grammemes: frozenset[str]
    known: bool

    @property
    def gender(self) -> set[str]:
        return {grammeme for grammeme in ("masc", "femn", "neut") if grammeme in self.grammemes}

    def inflect(self, *wanted: str) -> str | None:
        highest = _HIGHEST.fullmatch(self.form) if "Supr" in self.grammemes else None
        if highest is None:
            return inflect_form(self.form, self.place, *wanted)
        stem, ending = highest.groups()
        own = (n for n, p in enumerate(parses(MODEL + ending)) if self.grammemes & INFLECTION <= p.grammemes)
        form = inflect_form(MODEL + ending, next(own, 0), *wanted)
        return form and stem + form.removeprefix(MODEL)


@lru_cache(maxsize=50_000)
def _noun(word: str, attribute: str = "", cases: str = "") -> _WordReading | None:
    """Return the first reading as a noun in some cases; of an unknown word one that agrees with its attribute."""
    bare = _bare(word)
    readings = [] if is_abbreviation(bare) else list(_readings(bare, {"NOUN"}))
    beside = [one.grammemes & INFLECTION for one in _readings(_bare(attribute), {"ADJF", "PRTF"})] if attribute else []
    readings = [one for one in readings if one.grammemes & frozenset(cases.split())] or readings
    agreeing = (one for one in readings if not one.known and any(form <= one.grammemes for form in beside))
    return next(agreeing, readings[0] if readings else None)


@lru_cache(maxsize=50_000)
def _adjective(word: str, *, masculine: bool = False) -> _WordReading | None:
    """Return the first reading as an adjective; before an abbreviation in a consonant rather one of a man's gender."""
    readings = list(_readings(_bare(word), {"ADJF", "PRTF"}))
    own = (reading for reading in readings if masculine and "masc" in reading.grammemes)
    return next(own, readings[0] if readings else None)


def _readings(word: str, kinds: Collection[str]) -> Iterator[_WordReading]:
    form = word.lower()
    return (_WordReading(form, n, p.grammemes, p.known) for n, p in enumerate(parses(form)) if p.pos in kinds)


def _bare(word: str) -> str:
    bare = word.strip("\"'“”„«»().,;:")
    return bare.partition("(")[0]  # КП(б)


def _like(form: str, model: str) -> str:
    bare = _bare(model)
    return model.replace(bare, recase(as_spelt(form, bare), bare), 1)
