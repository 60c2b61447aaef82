"""Parts of a person's name back to the nominative: the dictionary first, then endings; what does not decline stays."""

from __future__ import annotations

import re
from functools import lru_cache

from letopis.dictionary import ANY_CASE, Parse, inflect_form, known_parses, parses
from letopis.navec import frequency
from letopis.russian.name_types import PATRONYMICS, SURNAMES, TYPES, NameReading
from letopis.russian.news import COMMONER, commoner, stays
from letopis.russian.spelling import as_spelt, recase
from letopis.russian.tables import ARTICLES, DAUGHTERS, PARTICLES, RANKS, SONS, STAYING, rows

ORDINALS = {
    "первый": "I", "второй": "II", "третий": "III", "четвёртый": "IV", "пятый": "V", "шестой": "VI", "седьмой": "VII",
    "восьмой": "VIII", "девятый": "IX", "десятый": "X", "одиннадцатый": "XI", "двенадцатый": "XII",
    "тринадцатый": "XIII", "четырнадцатый": "XIV", "пятнадцатый": "XV", "шестнадцатый": "XVI",
}  # fmt: skip
"""Ordinals of rulers: ``Василию Третьему`` is Василий III."""

LESS_LIKELY = 0.9
"""What a reading by the ending loses beside one that the dictionary has."""

RARER = 0.05
"""What a surname loses for the sex that the dictionary lacks."""

UNCHANGED = 0.3
"""Weight of the first half of a double name that stays: ``Ибрагим-хана``."""

UNTOLD = 0.85
"""Weight of a foreign name in ``е`` as a nominative: where words tell another case, it is rather a form of a name."""

_ANY = " ".join(sorted(ANY_CASE))
_INDECLINABLE = re.compile(r"(?:[оеуюыэ]|(?<!и)и|ых|их|аго|яго)$")
_FIXED = re.compile(r"(?:дзе|швили|заде|оглу|оглы|улы|аалы|еску|айте|скене|[аеиоу]ко|[^р]их|ых)$")
"""Endings of names that never change: ``Кикнадзе``, ``Тарасенко``, ``Седых``, ``Антонеску``, ``Жумаалы``."""

_OF_WOMEN = re.compile(r"(?:айте|скене|[вч]ичене|ювене|[чц]юте)$")
"""Those of them, and others, that only women bear: ``Янкаускене``, ``Степонавичюте``."""

_POSSESSIVE = re.compile(r"[оеё]в$")
"""Ending of surnames that no woman bears unchanged: ``Аслов``."""

GIVEN = {name: sex for sex, _, names in rows("given_names.tsv") for name in names.split()}
"""Given names that the dictionary lacks, or has for the other sex, with their sex."""

_GIVEN_STARTS = {name[:letters] for name in GIVEN for letters in (2, 3)}
"""What forms of these names begin with: a stem has two letters at least, an ending four at most."""

TABLED = 1.1
"""Weight of a given name of the table."""

_NUMERAL = re.compile(r"([IVXLC]+)(?:-([а-яё]{1,3}))?")
_OF_NUMERAL = {
    "го": (("masc", "gent accs"),), "му": (("masc", "datv"),), "м": (("masc", "ablt loct"),), "ю": (("femn", "accs"),),
    "я": (("femn", "nomn"),), "й": (("masc", "nomn"), ("femn", "gent datv ablt loct")),
}  # fmt: skip
"""What the ending of an ordinal in figures tells: ``Карла V-го`` is a man's, ``Анне I-й`` a woman's."""


@lru_cache(maxsize=50_000)
def name_readings(form: str, *, wide: bool = False) -> tuple[NameReading, ...]:
    """Return the readings of one part of a person's name, known names first; ``wide`` adds endings to what is known.

    >>> [(r.nominative, r.gender) for r in name_readings("Атамбаевым")][0]
    ('Атамбаев', 'masc')
    >>> name_readings("Петровны")[0].nominative, name_readings("XIV-го")[0].nominative
    ('Петровна', 'XIV')
    """
    numeral = _NUMERAL.fullmatch(form)
    if numeral is not None:
        number, ending = numeral.groups()
        told = next((told for end, told in _OF_NUMERAL.items() if ending and ending.endswith(end)), None)
        return tuple(NameReading(number, sex, frozenset(cases.split()), 1.0) for sex, cases in told or (("any", _ANY),))
    if form.lower() in PARTICLES:
        sex = "masc" if form.lower() in SONS else "femn" if form.lower() in DAUGHTERS else "any"
        return (NameReading(form, sex, ANY_CASE, 1.0),)
    best: dict[tuple[str, str, frozenset[str]], float] = {}
    for reading in _double(form) if "-" in form else _single(form.lower(), wide=wide):
        key = (recase(as_spelt(reading.nominative, form), form), reading.gender, reading.cases)
        best[key] = max(best.get(key, 0.0), reading.weight)
    return tuple(NameReading(*key, weight) for key, weight in best.items())


def unchanged(form: str, weight: float) -> NameReading:
    """Return the reading of a part that stays as it is in every case."""
    return NameReading(form, "any", ANY_CASE, weight)


def stays_behind_article(before: str, form: str) -> bool:
    """Return whether a name stays as it is behind an Arabic article: one in ``и`` does, ``Хамада Аль Тани``.

    >>> stays_behind_article("аль", "Тани"), stays_behind_article("Аль", "Нахайяна"), stays_behind_article("", "Тани")
    (True, False, False)
    """
    return before.lower() in ARTICLES and form.endswith("и")


def ordinal(form: str) -> str | None:
    """Return the Roman numeral of an ordinal in words: ``Третьему`` gives ``III``."""
    readings = (parse for parse in parses(form) if "Anum" in parse.grammemes or parse.pos == "ADJF")
    return next((ORDINALS[p.lemma] for p in readings if p.lemma in ORDINALS), None)


@lru_cache(maxsize=50_000)
def is_patronymic(word: str) -> bool:
    """Return whether a word is a patronymic in any case, and not rather a surname: ``Асановичем``, ``Ильиничны``.

    >>> [word for word in ("Асановичем", "Ильиничны", "Асанов", "Станкевич", "Войнович") if is_patronymic(word)]
    ['Асановичем', 'Ильиничны']
    """
    lower = word.lower()
    if not any(kind.readings(lower) for kind in PATRONYMICS):
        return False
    readings = [parse.grammemes for parse in known_parses(lower)]
    return any("Patr" in tags for tags in readings) or not any("Surn" in tags for tags in readings)


def _double(form: str) -> list[NameReading]:
    """Read a double name: both halves decline together, or the last alone: ``Амануллы-хана``, ``Ибрагим-хана``."""
    first, _, last = form.rpartition("-")
    if last.lower() in STAYING:
        return [unchanged(form.lower(), 1.0)]
    if not first or not last:
        return [unchanged(form.lower(), UNCHANGED)]
    if stays_behind_article(first, last):
        return [unchanged(form.lower(), 1.0)]
    rank = _rank(last.lower())
    halves = [*name_readings(first, wide=True), unchanged(first, UNCHANGED)]
    if rank:
        halves = [half._replace(gender="any") for half in halves]
    return [
        NameReading(f"{a.nominative}-{b.nominative}", gender, cases, (a.weight + b.weight) / 2)
        for a in halves
        for b in ([rank] if rank else name_readings(last, wide=True))
        if (cases := a.cases & b.cases) and (gender := _common(a.gender, b.gender))
    ] or [unchanged(form, UNCHANGED)]


def _rank(last: str) -> NameReading | None:
    """Return the reading of a rank behind a name: ``хана``, ``мирзы``."""
    found = (one for one in _by_ending(last) if one.nominative in RANKS)
    return next((NameReading(one.nominative, "masc", one.cases, 1.0) for one in found), None)


def _common(one: str, other: str) -> str:
    """Return the gender that both readings can have; empty when there is none."""
    if other in {one, "any"}:
        return one
    return other if one == "any" else ""


def _single(lower: str, *, wide: bool) -> list[NameReading]:
    if len(lower) > 6 and _OF_WOMEN.search(lower):
        return [unchanged(lower, 1.2)._replace(gender="femn")]
    if len(lower) > 5 and _FIXED.search(lower) and lower not in GIVEN:
        return [unchanged(lower, 1.2)]
    patronymics = [reading for kind in PATRONYMICS for reading in kind.readings(lower)]
    found = [reading for reading in map(_from_dictionary, known_parses(lower)) if reading is not None]
    found = [reading for reading in found if GIVEN.get(reading.nominative, reading.gender) == reading.gender]
    if any(one.cases != ANY_CASE and frequency(one.nominative) for one in found):  # in «Анне» Анна; in «Илзе» no Илза
        found = [one._replace(weight=one.weight - 0.1 * (one.cases == ANY_CASE)) for one in found]
    if len(found) > 1:  # Павел is likelier in «Павле» than Павля
        likeliest = max(found, key=lambda one: frequency(one.nominative)).nominative
        found = [one._replace(weight=one.weight + 0.05 * (one.nominative == likeliest)) for one in found]
    found += [*_of_other_sex(lower, found), *_rather_womans(lower, found), *_from_table(lower)]
    less = LESS_LIKELY if found else 0.0
    if wide or not found:
        endings = (
            reading
            for reading in _by_ending(lower)
            if reading.gender != "femn" or reading.nominative != lower or not _POSSESSIVE.search(lower)
        )
        found += [reading._replace(weight=reading.weight - less) for reading in commoner(list(endings))]
    if _INDECLINABLE.search(lower) and not less and not any(kind.readings(lower) for kind in SURNAMES):
        found.append(unchanged(lower, stays(lower, found)))
        if lower.endswith("е"):  # от Норвегии – Ланге
            found.append(NameReading(lower, "any", frozenset({"nomn"}), UNTOLD))
    return [*patronymics, *found] or [unchanged(lower, 0.3)]


@lru_cache(maxsize=256)
def _by_ending(lower: str) -> tuple[NameReading, ...]:
    """Return the readings of a form as a name by its ending alone; what is asked of one name is asked in a row."""
    return tuple(reading for kind in TYPES for reading in kind.readings(lower))


def _rather_womans(lower: str, found: list[NameReading]) -> list[NameReading]:
    """``Асия`` is a woman's, though the dictionary has it of Асий alone, whom the news never name."""
    rare = {one.nominative for one in found if one.gender == "masc" and one.nominative.endswith("ий")}
    likelier = {f"{name[:-1]}я" for name in rare if frequency(f"{name[:-1]}я") > frequency(name)}
    if not likelier or any(one.gender == "femn" for one in found):
        return []
    weight = max(one.weight for one in found) + COMMONER
    readings = (one for one in _by_ending(lower) if one.nominative in likelier)
    return [one._replace(gender="femn", weight=weight) for one in readings]


def _of_other_sex(lower: str, found: list[NameReading]) -> list[NameReading]:
    """Return what a possessive surname is for the sex that the dictionary lacks: ``Умарова`` is a woman's too."""
    sexes = {reading.gender for reading in found}
    if len(sexes & {"masc", "femn"}) != 1 or not any("Surn" in parse.grammemes for parse in known_parses(lower)):
        return []
    weight = min(reading.weight for reading in found) - RARER
    readings = (reading for kind in SURNAMES for reading in kind.readings(lower))
    return [one._replace(weight=weight) for one in readings if one.gender not in {*sexes, "plur"}]


@lru_cache(maxsize=50_000)
def is_given(word: str) -> bool:
    """Return whether a word is a form of a given name that the dictionary or the table has.

    >>> [word for word in ("Таланта", "Анне", "Тургуту", "Дубову") if is_given(word)]
    ['Таланта', 'Анне', 'Тургуту']
    """
    lower = word.lower()
    return bool(_from_table(lower)) or any("Name" in parse.grammemes for parse in known_parses(lower))


def _from_table(lower: str) -> list[NameReading]:
    """Return what a word is as a form of a given name of the table."""
    if lower[: 3 if len(lower) > 6 else 2] not in _GIVEN_STARTS:
        return []
    readings = [*_by_ending(lower), unchanged(lower, TABLED)]
    own = ((one, GIVEN[one.nominative]) for one in readings if one.nominative in GIVEN)
    form = lower[-1] == "е" and any("Name" in parse.grammemes for parse in known_parses(lower))  # Александре
    fitting = (
        one._replace(gender=sex, weight=TABLED + 0.5 * (lower == one.nominative and not (form and sex == "masc")))
        for one, sex in own
        if one.gender in {sex, "any"}
    )
    return [one for one in fitting if one.cases != ANY_CASE or not _declines(lower, one.gender)]


def _declines(name: str, sex: str) -> bool:
    """Return whether a given name in the nominative has other forms: a man's in a consonant, any in ``а``, ``я``."""
    return name[-1] in "ая" or (sex == "masc" and name[-1] not in "еёиоуыэю")


def _from_dictionary(parse: Parse) -> NameReading | None:
    tags = parse.grammemes
    if not tags & {"Name", "Surn"}:
        return None
    cases = ANY_CASE if "Fixd" in tags else ANY_CASE & tags
    gender = next((g for g in ("masc", "femn") if g in tags), "any")
    if "plur" in tags:
        if "Surn" not in tags:
            return None
        gender = "plur"
    nominative = _in_gender(parse.lemma, gender) if "Surn" in tags else parse.lemma
    return NameReading(nominative, gender, frozenset(cases), 1.0 + parse.score)


_WANTED = {"masc": ("nomn", "sing", "masc"), "femn": ("nomn", "sing", "femn"), "plur": ("nomn", "plur")}


@lru_cache(maxsize=50_000)
def _in_gender(lemma: str, gender: str) -> str:
    """Return the nominative of a surname that the dictionary has: ``акаев`` and ``femn`` give ``акаева``."""
    if gender not in _WANTED:
        return lemma
    for place, parse in enumerate(parses(lemma)):
        if "Surn" in parse.grammemes:
            form = inflect_form(lemma, place, *_WANTED[gender])
            if form is not None:
                return form
    return lemma
