"""Towns whose name is an adjective and a noun that decline together: ``Минеральные Воды``, ``Сергиев Посад``.

The table lists them in the nominative; any endings of an adjective and of a noun lead back to them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import zip_longest

from letopis.russian.states import folded
from letopis.russian.tables import rows

_OF_ADJECTIVE = re.compile(r"(?:ого|его|ому|ему|ыми|ими|[ыи][еймх]|[ое][ейм]|[ая]я|[ую]ю|[ауы])?$")
"""Endings of adjectives, possessive ones too, in any case."""

_OF_NOUN = r"(?:[ая]ми|[ая][мх]|[ое][вйм]|ью|[аеийоуыьюя])?"


@cache
def _towns() -> dict[str, list[tuple[re.Pattern[str], str]]]:
    """Return the towns of the table by the stem of their adjective, each with the forms of its noun."""
    found = defaultdict(list)
    for _, names in rows("long_towns.tsv"):
        for name in names.split(";"):
            adjective, noun = folded(name).split()
            stem = re.sub("[аеийоуыья]$", "", noun)
            without_vowel = re.sub("[ое](?=[^аеиоуыэюя]$)", "", stem)  # Волочёк, Волочка
            forms = re.compile(f"(?:{stem}|{without_vowel}){_OF_NOUN}")
            found[_OF_ADJECTIVE.sub("", adjective, count=1)].append((forms, name))
    return found


def long_town(text: str) -> str | None:
    """Return the nominative of a town of the table in whatever case, ``None`` where it has none.

    >>> long_town("Минеральных Водах"), long_town("Вышнем Волочке"), long_town("Желтых Вод"), long_town("Красной Армии")
    ('Минеральные Воды', 'Вышний Волочёк', 'Желтые Воды', None)
    """
    adjective, _, noun = folded(text).partition(" ")
    towns = _towns().get(_OF_ADJECTIVE.sub("", adjective, count=1), ())
    name = next((name for forms, name in towns if forms.fullmatch(noun)), None)
    if name is None:
        return None
    plain = "".join("е" if one == "ё" and other == "е" else one for one, other in _side_by_side(name, text))
    return plain.upper() if text.isupper() else plain


def _side_by_side(name: str, text: str) -> Iterator[tuple[str, str]]:
    """Return each letter of a name with that of a text at its place in its word."""
    for number, (own, form) in enumerate(zip(name.split(), text.split(), strict=True)):
        yield from [(" ", "")] * number
        yield from zip_longest(own, form[: len(own)], fillvalue="")


def long_towns_at(words: Sequence[str], capitals: Sequence[tuple[int, str]]) -> Iterator[int]:
    """Return where a town of the table begins: two words side by side, both with a capital."""
    for place, word in capitals:
        both = word.istitle() and place + 1 < len(words) and words[place + 1].istitle()
        if both and long_town(f"{word} {words[place + 1]}"):
            yield place
