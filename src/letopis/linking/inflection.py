"""Back to the nominative: names by their endings, noun phrases by the dictionary.

Source of the endings: А. А. Зализняк, «Грамматический словарь русского языка», types of surnames.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from letopis.dictionary import ANY_CASE, Parse, inflect_form, known_parses, parses
from letopis.linking.abbreviations import is_abbreviation

if TYPE_CHECKING:
    from collections.abc import Collection

LONGER_ENDING = 0.06
"""What each letter of an ending adds to a reading's weight: ``Бернадотом`` is rather Бернадот than itself."""


UNCHANGING = frozenset({"милли", "жогорку", "олий", "улуу", "йени", "аль"})
"""Foreign attributes before the noun that carries the case: ``Милли Меджлиса``, ``Олий Мажлиса``."""


class NameReading(NamedTuple):
    """One way to read a name: its nominative, gender (``masc``, ``femn``, ``plur`` or ``any``), cases, weight."""

    nominative: str
    gender: str
    cases: frozenset[str]
    weight: float


class _Type(NamedTuple):
    stem: re.Pattern[str]
    nominative: str
    endings: dict[str, tuple[tuple[str, str], ...]]
    weight: float


def _type(stem: str, nominative: str, weight: float, **endings: str) -> _Type:
    """Read ``a="masc gent accs, femn nomn:а"`` as: this ending, these genders and cases, that nominative."""
    table = {}
    for ending, text in endings.items():
        table[ending.strip("_")] = tuple(
            (part.partition(":")[0].strip(), part.partition(":")[2] or "") for part in text.split(",")
        )
    return _Type(re.compile(stem), nominative, table, weight)


_TYPES: tuple[_Type, ...] = (
    # Атамбаев, Сталин, Голицын: possessive surnames
    _type(
        r".+(?:ов|ев|ёв|ин|ын)$", "", 1.0, _="masc nomn", а="masc gent accs, femn nomn:а", у="masc datv, femn accs:а",
        ым="masc ablt, plur datv:ы", ом="masc ablt", е="masc loct", ой="femn gent datv ablt loct:а", ы="plur nomn:ы",
        ых="plur gent accs loct:ы", ыми="plur ablt:ы",
    ),
    # Достоевский, Высоцкий
    _type(
        r".+(?:ск|цк)$", "ий", 1.0, ий="masc nomn", ого="masc gent accs", ому="masc datv", им="masc ablt",
        ом="masc loct", ая="femn nomn:ая", ой="femn gent datv ablt loct:ая", ую="femn accs:ая", ие="plur nomn:ие",
        их="plur gent accs:ие",
    ),
    # Буш, Алмазбек, Жусуп: a consonant; women's surnames of this type do not change
    _type(
        r".+[бвгджзклмнпрстфхцчшщ]$", "", 0.6, _="masc nomn, femn nomn gent datv accs ablt loct", а="masc gent accs",
        у="masc datv", ом="masc ablt", ем="masc ablt", е="masc loct",
    ),
    # Гайдай, Сергей
    _type(r".+[аеиоуэюя]$", "й", 0.6, й="masc nomn", я="masc gent accs", ю="masc datv", ем="masc ablt", е="masc loct"),
    # Берия, Обама, Муса, Анна
    _type(
        r".+[бвгджзклмнпрстфхцчшщ]$", "а", 0.5, а="any nomn", ы="any gent", и="any gent", е="any datv loct",
        у="any accs", ой="any ablt", ей="any ablt",
    ),
    _type(r".+[иеья]$|.+[лнр]$", "я", 0.4, я="any nomn", и="any gent datv loct", ю="any accs", ей="any ablt"),
)  # fmt: skip

_INDECLINABLE = re.compile(r"(?:[оеиуюыэ]|ых|их|аго|яго)$")
_SUFFIXED = re.compile(r"-(?:заде|аке|оглы|оглу|кызы|ага|апа|бей|эфенди)$")


@lru_cache(maxsize=50_000)
def name_readings(form: str) -> tuple[NameReading, ...]:
    """Give the readings of one part of a person's name, known names first.

    >>> [(r.nominative, r.gender) for r in name_readings("Атамбаевым")][0]
    ('Атамбаев', 'masc')
    """
    lower = form.lower()
    if _SUFFIXED.search(lower):
        return (NameReading(form, "any", ANY_CASE, 1.0),)
    found = [reading for reading in map(_from_dictionary, known_parses(lower)) if reading is not None]
    if not found:
        for kind in _TYPES:
            found += _by_ending(lower, kind)
        if _INDECLINABLE.search(lower):
            found.append(NameReading(lower, "any", ANY_CASE, 0.7))
    if not found:
        found = [NameReading(lower, "any", ANY_CASE, 0.3)]
    best: dict[tuple[str, str, frozenset[str]], float] = {}
    for reading in found:
        key = (recase(_as_spelt(reading.nominative, form), form), reading.gender, reading.cases)
        best[key] = max(best.get(key, 0.0), reading.weight)
    return tuple(NameReading(*key, weight) for key, weight in best.items())


def _from_dictionary(parse: Parse) -> NameReading | None:
    tags = parse.grammemes
    if not tags & {"Name", "Surn", "Patr"}:
        return None
    cases = ANY_CASE if "Fixd" in tags else ANY_CASE & tags
    gender = next((g for g in ("masc", "femn") if g in tags), "any")
    if "plur" in tags:
        if "Surn" not in tags:
            return None
        gender = "plur"
    nominative = inflected(parse.lemma, tags & {"Surn"}, "femn" if gender == "femn" else gender)
    return NameReading(nominative, gender, frozenset(cases), 1.0 + parse.score)


@lru_cache(maxsize=50_000)
def inflected(lemma: str, tags: frozenset[str], gender: str) -> str:
    """Give the nominative of a dictionary name in a gender: ``акаев`` and ``femn`` give ``акаева``."""
    wanted = {"masc": {"nomn", "sing", "masc"}, "femn": {"nomn", "sing", "femn"}, "plur": {"nomn", "plur"}}.get(gender)
    if wanted is None or "Surn" not in tags:
        return lemma
    for place, parse in enumerate(parses(lemma)):
        if "Surn" in parse.grammemes:
            form = inflect_form(lemma, place, *wanted)
            if form is not None:
                return form
    return lemma


def _by_ending(form: str, kind: _Type) -> list[NameReading]:
    found: list[NameReading] = []
    for ending, meanings in kind.endings.items():
        if not form.endswith(ending):
            continue
        stem = form.removesuffix(ending)
        if not kind.stem.match(stem):
            continue
        weight = kind.weight + LONGER_ENDING * len(ending)
        for number, (meaning, own_nominative) in enumerate(meanings):
            gender, *cases = meaning.split()
            nominative = stem + (own_nominative or kind.nominative)
            found.append(NameReading(nominative, gender, frozenset(cases), weight - 0.1 * number))
    return found


def _as_spelt(word: str, model: str) -> str:
    """``вооружённый`` for ``вооруженных`` is ``вооруженный``: ``ё`` only where the text writes it."""
    return word if "ё" in model.lower() else word.replace("ё", "е")


def recase(word: str, model: str) -> str:
    """Give a word the capitals of another: part by part at hyphens, all capitals where the model is.

    >>> recase("кыдыр-аке", "Кыдыр-аке"), recase("снг", "СНГ")
    ('Кыдыр-аке', 'СНГ')
    """
    if len(model) > 1 and model.isupper():
        return word.upper()
    models = model.split("-")
    parts = word.split("-")
    return "-".join(
        part[:1].upper() + part[1:] if models[min(i, len(models) - 1)][:1].isupper() else part
        for i, part in enumerate(parts)
    )


@lru_cache(maxsize=50_000)
def nominative_phrase(phrase: str) -> str:
    """Put a noun phrase into the nominative: its adjectives and its head; what depends on the head stays.

    >>> nominative_phrase("Милли Меджлиса Азербайджана"), nominative_phrase("Чуйской области")
    ('Милли Меджлис Азербайджана', 'Чуйская область')
    """
    if is_abbreviation(phrase):
        return phrase
    words = phrase.split()
    head = _head(words)
    if head is None:
        return phrase
    result = list(words)
    noun = _noun(words[head])
    if noun is None:
        wanted = {"nomn", "sing"}
    else:
        number = "plur" if "plur" in noun.grammemes else "sing"
        wanted = {"nomn", number} | (noun.gender if number == "sing" else set())
        changed = noun.inflect("nomn", number) if noun.known or "nomn" not in noun.grammemes else None
        if changed is not None and "Fixd" not in noun.grammemes:
            result[head] = _like(changed, words[head])
    coordinated = any(word in {"и", "или"} for word in words[:head])
    for index in range(head):
        adjective = _adjective(words[index])
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
        if index and word in {"и", "или"}:
            continue
        if not bare or not bare[0].isalpha():
            return None
        if bare.isupper() and len(bare) > 1:
            return index if index else None
        readings = parses(bare)
        if any(p.pos in {"ADJF", "PRTF"} for p in readings) and not _surely_noun(readings):
            continue
        if bare.lower() in UNCHANGING and index + 1 < len(words) and words[index + 1][:1].isupper():
            continue
        return index
    return None


def _surely_noun(readings: tuple[Parse, ...]) -> bool:
    return readings[0].pos == "NOUN" and readings[0].known


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
        return inflect_form(self.form, self.place, *wanted)


@lru_cache(maxsize=50_000)
def _noun(word: str) -> _WordReading | None:
    bare = _bare(word)
    return None if bare.isupper() and len(bare) > 1 else _first_reading(bare, {"NOUN"})


@lru_cache(maxsize=50_000)
def _adjective(word: str) -> _WordReading | None:
    return _first_reading(_bare(word), {"ADJF", "PRTF"})


def _first_reading(word: str, kinds: Collection[str]) -> _WordReading | None:
    form = word.lower()
    readings = (_WordReading(form, n, p.grammemes, p.known) for n, p in enumerate(parses(form)) if p.pos in kinds)
    return next(readings, None)


def _bare(word: str) -> str:
    return word.strip("\"'“”„«»().,;:")


def _like(form: str, model: str) -> str:
    bare = _bare(model)
    return model.replace(bare, recase(_as_spelt(form, bare), bare), 1)
