"""Tables of words that lie beside the code, tab-separated, ``#`` before remarks, and the small words of names.

The small words and endings of names stand in ``particles.tsv``: ``оглы``, ``ибн``, ``де``, ``-хан``, ``-на-``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from configparser import ConfigParser
from functools import cache
from importlib.resources import files


def rows(name: str, room: str = __package__) -> Iterator[list[str]]:
    """Return the rows of a table of a room, of this one unless another is named, as cells.

    >>> next(rows("particles.tsv"))[:2]
    ['оглы', 'behind-father']
    """
    text = (files(room) / name).read_text(encoding="utf-8")
    return (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))


def lists(name: str, room: str) -> dict[str, frozenset[str]]:
    """Return the lists of words of a room's file: a section each, with its words and the lists that are part of it.

    >>> "меморандум" in lists("values.cfg", "letopis.entities.agreements")["heads"]
    True
    """
    parser, found = ConfigParser(interpolation=None), dict[str, frozenset[str]]()
    parser.read_string((files(room) / name).read_text(encoding="utf-8"))
    for section in parser.sections():
        parts = parser.get(section, "with", fallback="").split()
        found[section] = frozenset(parser[section]["words"].split()).union(*(found[part] for part in parts))
    return found


@cache
def of_kind(*kinds: str) -> frozenset[str]:
    """Return the words of some kinds, small letters.

    >>> sorted(of_kind("before-father"))
    ['бен', 'бин', 'бинт', 'ибн']
    """
    words = defaultdict(set)
    for word, kind, sex, _ in rows("particles.tsv"):
        words[kind].add(word)
        words[sex].add(word)
    return frozenset().union(*(words[kind] for kind in kinds))


FATHERS = of_kind("behind-father")
"""Particles behind a father's name, which stays as it is: ``Асану Токтогул уулу``."""

CHILDREN = of_kind("before-father")
"""Particles before a father's name: ``Омар ибн Юсуф``."""

SONS, DAUGHTERS = of_kind("masc"), of_kind("femn")

PARTICLES = of_kind("behind-father", "before-father", "article", "noble")
"""Words within a name that do not change: ``Мамед оглы``, ``бин Ахмед``, ``де Голль``, ``фон Бюлов``."""

NOBLE = of_kind("noble") - {"и"}
"""Small words before a surname: ``ван дер Меер``."""

ARTICLES = of_kind("article")
"""The Arabic article before each consonant: ``аль-Фараби``, ``Аль Тани``."""

RANKS = of_kind("rank")
"""Ranks that a hyphen joins to a name and that decline: ``Амануллы-хана``, ``Аббаса-мирзы``."""

STAYING = of_kind("respect", "behind-father")
"""What a hyphen joins to a name and does not decline: ``Кыдыр-аке``, ``Лютфи-заде``."""

SUFFIXES = of_kind("respect", "behind-father", "rank")
"""Written small after a name and its hyphen: ``Кыдыр-аке``, ``Мамед-оглы``, ``Мидхат-паша``."""

TOWN_LINKS = of_kind("town")
"""Small words that only a town's name has inside: ``Ростов-на-Дону``, ``Шалон-сюр-Сон``."""

LINKS = of_kind("before-father", "article", "noble", "town")
"""Small words inside a name: ``Ростов-на-Дону``, ``Мар-дель-Плата``, ``Шарм-эш-Шейх``, ``Франкфурт-ам-Майн``."""
