"""Forms of towns of two words, an adjective and a noun that decline together, to be led back to their nominative."""

from __future__ import annotations

from letopis.dictionary import CASES, inflect_form, parses
from letopis.russian.states import UNSEEN

_HARD, _SOFT, _PLURAL = "ого ому - ым ом", "его ему - им ем", "ых ым - ыми ых"
_ADJECTIVES = {
    "ый": _HARD, "ий": _SOFT, "ой": _HARD, "ая": "ой ой ую ой ой", "яя": "ей ей юю ей ей", "ое": _HARD, "ее": _SOFT,
    "ые": _PLURAL, "ие": _PLURAL.replace("ы", "и"), "ов": "ова ову - овым овом", "ев": "ева еву - евым евом",
    "на": "ной ной ну ной ной", "вы": "вых вым - выми вых",
}  # fmt: skip
"""Endings of adjectives, possessive ones too, in the five cases behind the nominative; ``-`` is the nominative."""

_VELAR = frozenset("гкх")
_HISSING = frozenset("жшчщ")
_NO_TOWN = frozenset({"anim", "Surn", "Name", "Patr", "Abbr", "Fixd"})
_GENDERS = {"а": "femn", "я": "femn", "е": "neut"}
"""The gender that the last letter of an adjective in the nominative tells; others are of a man's."""

_UNSEEN_PLURAL, _UNSEEN_SOFT, _UNSEEN_NEUTER = "ов ам - ами ах", "ей ям - ями ях", "а у - ом е"


def town_in_case(name: str, case: str) -> list[str]:
    """Return the forms of a town of the table in a case, given as pymorphy3 calls it.

    >>> town_in_case("Сергиев Посад", "loct"), town_in_case("Великие Луки", "gent")
    (['Сергиевом Посаде'], ['Великих Лук'])
    >>> town_in_case("Большое Болдино", "loct")
    ['Большом Болдине', 'Большом Болдино']
    """
    if case == "nomn":
        return [name]
    adjective, noun = name.split()
    first = _adjective_in_case(adjective, case)
    plural = adjective[-2:] in {"ые", "ие", "вы"}
    second = _noun_in_case(noun, case, "plur" if plural else _GENDERS.get(adjective[-1], "masc"))
    other = [noun] if noun.endswith(("во", "но")) else [noun[:-1]] if plural and case == "gent" else []
    return [f"{first} {form}" for form in dict.fromkeys([second, *other])]


def _adjective_in_case(adjective: str, case: str) -> str:
    stem, ending = adjective[:-2], adjective[-2:]
    hard = stem[-1] in _VELAR or ending == "ой"
    form = (_HARD if ending == "ий" and hard else _ADJECTIVES[ending]).split()[CASES.index(case) - 1]
    if stem[-1] in _VELAR | _HISSING and form.startswith("ы"):
        form = f"и{form[1:]}"
    return adjective if form == "-" else stem + form


def _noun_in_case(noun: str, case: str, kind: str) -> str:
    """Put a noun into a case: by a reading as a thing of its gender or number, that of a place first."""
    if case == "accs" and kind != "femn":
        return noun
    wanted = {"NOUN", "nomn", kind} | ({"sing"} if kind != "plur" else set())
    readings = [(place, parse) for place, parse in enumerate(parses(noun)) if wanted <= parse.grammemes]
    readings = [one for one in readings if one[1].known and not one[1].grammemes & _NO_TOWN]
    readings.sort(key=lambda one: "Geox" not in one[1].grammemes)
    form = inflect_form(noun.lower(), readings[0][0], case, "plur" if kind == "plur" else "sing") if readings else None
    return form.capitalize() if form else _unseen(noun, case, kind)


def _unseen(noun: str, case: str, kind: str) -> str:
    place, stem = CASES.index(case), noun[:-1]
    if kind in {"plur", "neut"}:
        soft = noun[-1] == "и" and stem[-1] not in _VELAR | _HISSING
        endings = _UNSEEN_NEUTER if kind == "neut" else _UNSEEN_SOFT if soft else _UNSEEN_PLURAL
        form = endings.split()[place - 1]
        return stem + ("ев" if case == "gent" and kind == "plur" and stem[-1] in "цаеиоу" else form)
    ending, forms = next((end, forms.split()) for end, forms in UNSEEN if noun.endswith(end))
    form, stem = forms[place].strip("-"), noun.removesuffix(ending)
    if stem[-1] == "ц" and form in {"ой", "ом"}:
        form = f"е{form[1:]}"
    return stem + ("и" if form == "ы" and stem[-1] in _VELAR | _HISSING else form)
