"""Names of people of many traditions in six cases, made of the parts in ``templates/people.tsv``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from template_tables import Filling, rows

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
MOST = 150
"""Names that one pattern gives at most."""

_TYPES = (
    ("m", r"(.*(?:ов|ев|ёв|ин|ын))", ("", "а", "у", "а", "ым", "е"), "last"),
    ("m", r"(.*ск|.*цк)ий", ("ий", "ого", "ому", "ого", "им", "ом"), "last"),
    ("m", r"(.*)ой", ("ой", "ого", "ому", "ого", "ым", "ом"), "last"),
    ("m", r"(.*)ий", ("ий", "ия", "ию", "ия", "ием", "ии"), ""),
    ("m", r"(.*)й", ("й", "я", "ю", "я", "ем", "е"), ""),
    ("m", r"(.*)ь", ("ь", "я", "ю", "я", "ем", "е"), ""),
    ("m", r"(.*[жчшщц])", ("", "а", "у", "а", "ем", "е"), ""),
    ("m", r"(.*[бвгдзклмнпрстфх])", ("", "а", "у", "а", "ом", "е"), ""),
    ("f", r"(.*(?:ов|ев|ёв|ин|ын))а", ("а", "ой", "ой", "у", "ой", "ой"), "last"),
    ("f", r"(.*)ая", ("ая", "ой", "ой", "ую", "ой", "ой"), "last"),
    ("mf", r"(.*и)я", ("я", "и", "и", "ю", "ей", "и"), ""),
    ("mf", r"(.*)я", ("я", "и", "е", "ю", "ей", "е"), ""),
    ("mf", r"(.*[гкх])а", ("а", "и", "е", "у", "ой", "е"), ""),
    ("mf", r"(.*[жчшщ])а", ("а", "и", "е", "у", "ей", "е"), ""),
    ("mf", r"(.*)а", ("а", "ы", "е", "у", "ой", "е"), ""),
)
"""Sex, stem, endings of the six cases, and the part of the name that alone is of this type."""

ORDINAL_ENDINGS = {"m": ("-й", "-го", "-му", "-го", "-м", "-м"), "f": ("-я", "-й", "-й", "-ю", "-й", "-й")}
_MANS = re.compile(r"(?:[оеё]в|[иы]н|ий|ой)$")
"""Surnames whose nominative no woman has; ``А. Мельник``, ``В. Аденауэр`` may be either's."""

NUMERALS = ("I", "II", "III", "IV", "VI", "XIV", "XVI")


class Part(NamedTuple):
    """A word of a name in its six cases."""

    forms: tuple[str, ...]

    @property
    def initial(self) -> str:
        return self.forms[0][0]


def people() -> Iterator[Filling]:
    """Yield every name that a pattern makes, a sample of each pattern's where it makes many."""
    parts = _parts()
    for tradition, sexes, pattern in rows("patterns.tsv"):
        for sex in sexes:
            of_sex = {"bare": parts[tradition, "m"].get("bare", []), **parts[tradition, sex]}
            yield from _named(tradition, sex, pattern, of_sex)
    for (_, sex), of in parts.items():
        yield from (Filling("person", part.forms, {"label": "PERSON"}, f"last{sex}") for part in of.get("last", ()))


def decline(word: str, sex: str, part: str) -> Part:
    """Return a word in its six cases: by its ending, or as a mark behind it says.

    >>> decline("Пётр|Петр", "m", "first").forms[1], decline("Демирель", "m", "last").forms[4]
    ('Петра', 'Демирелем')
    """
    if word.endswith("!"):
        return Part((word[:-1],) * 6)
    nominative, _, stem = word.partition("|")
    endings = next(
        (found[1], ends)
        for sexes, pattern, ends, only in _TYPES
        if sex in sexes and only in {"", part} and (found := re.fullmatch(pattern, nominative))
    )
    if stem:
        fleeting = {"й": ("", "я", "ю", "я", "ём", "е"), "ц": ("", "а", "у", "а", "ом", "е")}
        ends = fleeting.get(nominative[-1], endings[1])
        return Part((nominative, *(stem + end for end in ends[1:])))
    return Part((nominative, *(endings[0] + end for end in endings[1][1:])))


def _parts() -> dict[tuple[str, str], dict[str, list[Part]]]:
    found: dict[tuple[str, str], dict[str, list[Part]]] = defaultdict(dict)
    for tradition, sex, part, words in rows("people.tsv"):
        found[tradition, sex][part] = [_several(word, sex, part) for word in words.split()]
    return found


def _several(word: str, sex: str, part: str) -> Part:
    """Return a part of several words, of which the last declines alone: ``Дэн_Сяопин``; or the first and the last."""
    *first, last = word.split("_")
    forms = decline(last, sex, part).forms
    return Part(tuple(" ".join([*first, form]) for form in forms))


def _named(tradition: str, sex: str, pattern: str, parts: dict[str, list[Part]]) -> Iterator[Filling]:
    slots = re.findall(r"\{(\w+)\}", pattern)
    choices = [_choices(slot, sex, parts) for slot in slots]
    every = list(product(*choices))
    for number in range(0, len(every), max(1, len(every) // MOST)):
        words = every[number * 7919 % len(every)]
        forms = tuple(_written(pattern, slots, words, case) for case in range(6))
        gender = {"m": "masc", "f": "femn"}[sex]
        kind = "initials" if "F" in slots else tradition
        normal = forms[0] if tradition != "Regnal" else re.sub(r"-\w+$", "", forms[0])
        fields = {"label": "PERSON", "normal": normal, "gender": gender if forms[0] != forms[1] else f"{gender}|-"}
        either = kind == "initials" and not _MANS.search(words[slots.index("last")].forms[0])
        yield Filling("person", forms, fields, f"{kind} {sex}", either=either)


def _choices(slot: str, sex: str, parts: dict[str, list[Part]]) -> list[Part]:
    if slot == "regnal":
        return [Part((numeral,) * 6) for numeral in NUMERALS]
    if slot == "regnal_ending":
        return [Part(tuple(numeral + end for end in ORDINAL_ENDINGS[sex])) for numeral in NUMERALS]
    if slot in {"F", "P"}:
        return [Part((part.initial,) * 6) for part in parts["first" if slot == "F" else "father"]]
    return parts[slot]


def _written(pattern: str, slots: list[str], words: tuple[Part, ...], case: int) -> str:
    return pattern.format(**{slot: word.forms[case] for slot, word in zip(slots, words, strict=True)})
