"""The readings of a word form with the lemmas that Universal Dependencies give them.

pymorphy3 follows OpenCorpora: the lemma of a superlative is its positive, of a woman's patronymic a man's. The
treebanks of Russian decide otherwise; each difference is one rule of :data:`LEMMA_RULES`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache

from letopis.dictionary import CACHED_FORMS, PROPER, Parse, inflect_form, parses
from letopis.russian.name_types import SURNAMES

ACCENT = "\u0301"
"""The mark of stress, ``и́горь``: no letter of the word."""

LOOK_ALIKES = str.maketrans("aeopcyxkAEOPCYXKMTBH", "аеорсухкАЕОРСУХКМТВН")
"""Latin letters that stand for Cyrillic ones in scanned text."""

PLURAL_ONLY = {"деньга": "деньги"}
"""Nouns whose singular is another word or none today: ``деньги``."""

SURNAME_SCORE = 0.2
"""Probability of a surname that only the ending shows."""

_SOFT_ENDING = re.compile(r"(?<=[бвгджзклмнпрстфхцчшщ])ь(?:[ея]|ю|ем|ям|ями|ях)$")
_SUPERLATIVE_ENDING = re.compile(r"(?<=ш)(?:его|ему|им|ем|ая|ей|ую|ею|ее|ие|их|ими)$")
_CYRILLIC = re.compile("[а-яёА-ЯЁ]")
_LOOK_ALIKE = re.compile(f"[{''.join(map(chr, LOOK_ALIKES))}]")
_VOWEL = re.compile("[аеёиоуыэюя]")


def prepositions_stay(form: str, place: int, parse: Parse) -> str | None:
    """``во``, ``ко``, ``со``: a preposition is its own lemma."""
    return form if parse.pos == "PREP" else None


def superlatives_stay(form: str, place: int, parse: Parse) -> str | None:
    """``крупнейших`` → ``крупнейший``, ``лучшего`` → ``лучший``: not ``крупный``, ``хороший``."""
    return _SUPERLATIVE_ENDING.sub("ий", form) if "Supr" in parse.grammemes else None


def should_stays_short(form: str, place: int, parse: Parse) -> str | None:
    """``должна`` → ``должен``: the long form ``должный`` is another word."""
    return "должен" if parse.pos == "ADJS" and parse.lemma == "должный" else None


def women_keep_their_names(form: str, place: int, parse: Parse) -> str | None:
    """``Алексеевны`` → ``Алексеевна``, ``Ахматовой`` → ``Ахматова``: not ``Алексеевич``, ``Ахматов``."""
    named = "Surn" in parse.grammemes or "Patr" in parse.grammemes
    if named and "femn" in parse.grammemes and "plur" not in parse.grammemes:
        return inflect_form(form, place, "femn", "sing", "nomn")
    return None


def soft_endings_stay(form: str, place: int, parse: Parse) -> str | None:
    """``счастья`` → ``счастье``, ``сомненьем`` → ``сомненье``: not the bookish ``счастие``."""
    if parse.pos == "NOUN" and parse.lemma.endswith("ие") and _SOFT_ENDING.search(form):
        return parse.lemma[:-2] + "ье"
    return None


def plurals_alone(form: str, place: int, parse: Parse) -> str | None:
    """``денег`` → ``деньги``."""
    return PLURAL_ONLY.get(parse.lemma) if "plur" in parse.grammemes else None


LEMMA_RULES: Mapping[Callable[[str, int, Parse], str | None], str] = {
    prepositions_stay: "PREP",
    superlatives_stay: "Supr",
    should_stays_short: "ADJS",
    women_keep_their_names: "femn",
    soft_endings_stay: "NOUN",
    plurals_alone: "plur",
}
"""Asked in order; the first that answers gives the lemma, else pymorphy3's normal form does.

Each rule stands with a grammeme that a reading must have for the rule to answer, so that few are asked.
"""


@cache
def _rules_for(grammemes: frozenset[str]) -> tuple[Callable[[str, int, Parse], str | None], ...]:
    return tuple(rule for rule, needed in LEMMA_RULES.items() if needed in grammemes)


def _lemma(form: str, place: int, parse: Parse) -> str:
    for rule in _rules_for(parse.grammemes):
        lemma = rule(form, place, parse)
        if lemma:
            return lemma
    return parse.lemma


@lru_cache(maxsize=CACHED_FORMS)
def fold(form: str) -> str:
    """Return the form in small letters, without marks of stress and a final full stop, Latin look-alikes replaced.

    >>> fold("И́горь"), fold("гг."), fold("..."), fold("pеспублика") == "республика", fold("SOS")
    ('игорь', 'гг', '...', True, 'sos')
    """
    if not form.isascii() and _LOOK_ALIKE.search(form) and _CYRILLIC.search(form):
        form = form.translate(LOOK_ALIKES)
    plain = form.lower().replace(ACCENT, "")
    return plain.rstrip(".") or plain


def candidates(folded: str, *, capital: bool) -> tuple[Parse, ...]:
    """Return the readings of a folded form, the dictionary's likeliest first.

    A participle has a second reading as an adjective or noun (``соединённых`` → ``соединённый``). A form that the
    dictionary does not know, or that has a ``capital`` and is no name there, has one more as an indeclinable name
    (``Боково``, ``Мерло``).

    >>> [reading.lemma for reading in candidates("крупнейших", capital=False)][:1]
    ['крупнейший']
    """
    readings, named, known = [], False, False
    for place, parse in enumerate(parses(folded)):
        lemma = _lemma(folded, place, parse)
        readings.append(parse if lemma == parse.lemma else parse._replace(lemma=lemma))
        named = named or (parse.known and not PROPER.isdisjoint(parse.grammemes))
        known = known or parse.known
        if parse.pos in {"PRTF", "PRTS"}:
            readings.append(_as_adjective(folded, place, parse))
    if capital:
        readings += _as_surname(folded, readings)
    if not (named or (known and not capital)) and _VOWEL.search(folded):
        readings.append(Parse(folded, "NOUN", frozenset({"NOUN", "Fixd"}), 0.01, False))
    return tuple(readings)


def _as_surname(folded: str, others: Sequence[Parse]) -> list[Parse]:
    """Read as a surname what the dictionary has as an adjective or some namesakes alone: ``Березовым``, ``Абаев``."""
    if any(not parse.known or not (parse.pos == "ADJF" or {"Name", "plur"} <= parse.grammemes) for parse in others):
        return []
    return [
        Parse(
            reading.nominative.removesuffix("ы") if reading.gender == "plur" else reading.nominative,
            "NOUN",
            frozenset({"NOUN", "Surn", "anim", case, reading.gender, "plur" if reading.gender == "plur" else "sing"}),
            SURNAME_SCORE,
            False,
        )
        for kind in SURNAMES
        for reading in kind.readings(folded)
        for case in sorted(reading.cases)
    ]


def _as_adjective(form: str, place: int, parse: Parse) -> Parse:
    lemma = inflect_form(form, place, "PRTF", "masc", "sing", "nomn") or form
    pos = "ADJS" if parse.pos == "PRTS" else "ADJF"
    return Parse(lemma, pos, (parse.grammemes - _VERBAL) | {pos}, parse.score / 2, False)


_VERBAL = frozenset({"PRTF", "PRTS", "perf", "impf", "past", "pres", "actv", "pssv", "tran", "intr", "VERB"})
