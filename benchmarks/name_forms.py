"""Nominatives of people's names from their oblique cases: Letopis, pymorphy3, and petrovich turned round.

Three hundred full names of eighteen traditions and both sexes, as ``tests/templates/people.tsv`` declines them, in five
oblique cases; each form is read alone, without a context. pymorphy3 inflects the first readings of all words that
agree in case and gender. petrovich (``pip install petrovich``; left out where it is not there) inflects nominatives
only: a word's candidates are those whose inflected form is the word, itself last, and the first agreeing ones are
believed.

    python benchmarks/name_forms.py
    python benchmarks/name_forms.py --half unseen --names 600
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from itertools import product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from letopis.dictionary import inflect_form, parses
from letopis.russian.names import is_patronymic
from letopis.russian.spelling import recase
from person_mentions import PersonMention, identify_persons
from template_names import people
from template_tables import Filling

CASES = ("gent", "datv", "accs", "ablt", "loct")
GENDERS = ("masc", "femn")
ENDINGS = ("", "а", "я", "й", "ь", "ий", "ый", "ой", "ая", "о", "ец", "ей", "ия")
LONGEST_CUT = 3


def letopis(name: str) -> str:
    return identify_persons([PersonMention(name, "a")])[0].normal


def pymorphy(name: str) -> str:
    words = name.split()
    for case, gender in product(("nomn", *CASES), GENDERS):
        found = [_inflected(word, case, gender) for word in words]
        if all(found):
            return " ".join(map(str, found))
    return name


@cache
def _inflected(word: str, case: str, gender: str) -> str | None:
    if not word[:1].isupper() or not word.isalpha():
        return word
    for place, parse in enumerate(parses(word)):
        if parse.grammemes & {"Name", "Surn", "Patr"} and {case, gender, "sing"} <= parse.grammemes:
            form = inflect_form(word.lower(), place, "nomn", "sing", gender)
            return recase(form, word) if form else None
    return None


def petrovich() -> Callable[[str], str] | None:
    try:
        from petrovich.enums import Case, Gender
        from petrovich.main import Petrovich
    except ImportError:
        return None
    rules = Petrovich()
    cases = (Case.GENITIVE, Case.DATIVE, Case.ACCUSATIVE, Case.INSTRUMENTAL, Case.PREPOSITIONAL)
    genders = {"masc": Gender.MALE, "femn": Gender.FEMALE}

    @cache
    def candidates(word: str, part: str, case: int, gender: str) -> tuple[str, ...]:
        stems = [word[: len(word) - cut] for cut in range(min(LONGEST_CUT, len(word) - 2) + 1)]
        options = dict.fromkeys([*(stem + ending for stem in stems[1:] for ending in ENDINGS), word])
        inflect = getattr(rules, part)
        return tuple(one for one in options if inflect(one, case, genders[gender]) == word)

    def nominative(name: str) -> str:
        words = name.split()
        parts = _parts(words)
        for gender, case in product(GENDERS, cases):
            found = [
                candidates(word, part, case, gender) if word[:1].isupper() and word.isalpha() else (word,)
                for word, part in zip(words, parts, strict=True)
            ]
            if all(found):
                return " ".join(one[0] for one in found)
        return name

    return nominative


def _parts(words: list[str]) -> list[str]:
    """Return which part of a name each word is; the last name stands first where a patronymic stands last."""
    fathers = [is_patronymic(word) for word in words]
    last = 0 if fathers[-1] and len(words) > 2 else len(words) - 1
    return [
        "middlename" if father else "lastname" if place == last else "firstname" for place, father in enumerate(fathers)
    ]


def full_names(half: str, number: int) -> Iterator[Filling]:
    every = [one for one in people() if one.half == half and " " in one.forms[0] and "." not in one.forms[0]]
    kinds: dict[str, list[Filling]] = {}
    for one in every:
        kinds.setdefault(one.kind, []).append(one)
    dice = random.Random(1)
    for kind in kinds.values():
        yield from dice.sample(kind, min(len(kind), -(-number // len(kinds))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("seen", "unseen"), default="unseen")
    parser.add_argument("--names", type=int, default=300)
    options = parser.parse_args()
    systems = {"Letopis": letopis, "pymorphy3": pymorphy, "petrovich": petrovich()}
    right: Counter[tuple[str, str]] = Counter()
    forms: Counter[str] = Counter()
    for name in full_names(options.half, options.names):
        for form in name.forms[1:]:
            forms[name.kind] += 1
            for system, read in systems.items():
                right[system, name.kind] += read is not None and _same(read(form), name.fields["normal"])
    print(
        f"{'right nominatives, names of the half ' + options.half:44}{'forms':>7}"
        + "".join(f"{s:>12}" for s in systems)
    )
    for kind in [*sorted(forms), "all"]:
        of = sum(forms.values()) if kind == "all" else forms[kind]
        sums = (sum(n for (s, k), n in right.items() if s == system and kind in {k, "all"}) for system in systems)
        print(f"{kind:44}{of:>7}" + "".join(f"{number / of:>12.3f}" for number in sums))


def _same(one: str, other: str) -> bool:
    return re.sub("ё", "е", one.lower()) == re.sub("ё", "е", other.lower())


if __name__ == "__main__":
    main()
