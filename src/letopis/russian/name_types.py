"""How names decline: types of surnames, first names and patronymics by their endings.

Source of the endings: А. А. Зализняк, «Грамматический словарь русского языка», types of surnames.
"""

from __future__ import annotations

import re
from typing import NamedTuple

LONGER_ENDING = 0.06
"""What each letter of an ending adds to a reading's weight: ``Бернадотом`` is rather Бернадот than itself."""


class NameReading(NamedTuple):
    """One way to read a name: its nominative, gender (``masc``, ``femn``, ``plur`` or ``any``), cases, weight."""

    nominative: str
    gender: str
    cases: frozenset[str]
    weight: float


class NameType(NamedTuple):
    """A type of names: what their stem looks like, and the readings of each ending, with the nominative's ending."""

    stem: re.Pattern[str]
    endings: dict[str, tuple[NameReading, ...]]

    def readings(self, form: str) -> list[NameReading]:
        """Return the readings of a form in small letters as a name of this type; none when it is not one."""
        found: list[NameReading] = []
        for ending, meanings in self.endings.items():
            if form.endswith(ending) and self.stem.match(stem := form.removesuffix(ending)):
                found += [one._replace(nominative=stem + one.nominative) for one in meanings]
        return found


def _type(stem: str, nominative: str, weight: float, **endings: str) -> NameType:
    """Read ``a="masc gent accs, femn nomn:а"`` as: this ending, these genders and cases, that nominative."""
    table: dict[str, tuple[NameReading, ...]] = {}
    for name, text in endings.items():
        ending, meanings = name.strip("_"), []
        for number, part in enumerate(text.split(",")):
            meaning, _, own = part.partition(":")
            gender, *cases = meaning.split()
            likely = weight + LONGER_ENDING * len(ending) - 0.1 * number
            meanings.append(NameReading(own or nominative, gender, frozenset(cases), likely))
        table[ending] = tuple(meanings)
    return NameType(re.compile(stem), table)


PATRONYMICS: tuple[NameType, ...] = (
    # Васильевич, Кузьмич
    _type(r".{2,}(?:ов|ев|ь|[кмн])ич$", "", 1.5, _="masc nomn", а="masc gent accs", у="masc datv", ем="masc ablt",
          е="masc loct"),
    # Петровна, Ильинична, Кузьминична
    _type(r".{2,}(?:ов|ев|ич)н$", "а", 1.5, а="femn nomn", ы="femn gent", е="femn datv loct", у="femn accs",
          ой="femn ablt", ою="femn ablt"),
)  # fmt: skip
"""The dictionary has one lemma for father's names of sons and daughters; the ending tells them apart."""

SURNAMES: tuple[NameType, ...] = (
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
)  # fmt: skip
"""Surnames by their suffixes alone."""

TYPES: tuple[NameType, ...] = (
    *SURNAMES,
    # Макрон, Алмазбек, Жусуп: a consonant; women's surnames of this type do not change
    _type(
        r".+[бвгдзклмнпрстфхц]$", "", 0.6, _="masc nomn, femn nomn gent datv accs ablt loct", а="masc gent accs",
        у="masc datv", ом="masc ablt", е="masc loct",
    ),
    # Буш, Вашкевич, Швец: a hushing sound has its own ending
    _type(
        r".+[жчшщц]$", "", 0.62, _="masc nomn, femn nomn gent datv accs ablt loct", а="masc gent accs",
        у="masc datv", ем="masc ablt", е="masc loct",
    ),
    # Воробей, Соловей; Кравец, Стрелец: a vowel that only the nominative has
    _type(r".+[бвлнр]$", "ей", 0.62, ья="masc gent accs", ью="masc datv", ьём="masc ablt", ьем="masc ablt",
          ье="masc loct"),
    _type(r".+(?:[^л]|лл)[влс]$", "ец", 0.64, ца="masc gent accs", цу="masc datv", цом="masc ablt", цем="masc ablt",
          це="masc loct"),
    _type(r".+л$", "ец", 0.64, ьца="masc gent accs", ьцу="masc datv", ьцом="masc ablt", ьцем="masc ablt",
          ьце="masc loct"),
    # Эммануэль, Цзэминь, Коль
    _type(
        r".+[бвдзлмнпрст]$", "ь", 0.55, ь="masc nomn, femn nomn gent datv accs ablt loct",
        я="masc gent accs", ю="masc datv", ем="masc ablt", е="masc loct",
    ),
    # Гайдай, Сергей
    _type(r".+[аеиоуэюя]$", "й", 0.6, й="masc nomn, femn nomn gent datv accs ablt loct",
          я="masc gent accs", ю="masc datv", ем="masc ablt", е="masc loct"),
    # Обама, Муса, Анна; Шойга: where the genitive has и
    _type(
        r".+[бвдзлмнпрстфц]$", "а", 0.5, а="any nomn", ы="any gent", е="any datv loct", у="any accs", ой="any ablt",
        ей="any ablt",
    ),
    _type(
        r".+[гкхжшчщ]$", "а", 0.5, а="any nomn", и="any gent", е="any datv loct", у="any accs", ой="any ablt",
        ей="any ablt",
    ),
    # Жордания, Гамсахурдия; Вайда, Лукашеня
    _type(r".+и$", "я", 0.68, я="any nomn", и="any gent datv loct", ю="any accs", ей="any ablt"),
    _type(r".+[еья]$|.+[лнр]$", "я", 0.4, я="any nomn", и="any gent datv loct", ю="any accs", ей="any ablt"),
)  # fmt: skip
