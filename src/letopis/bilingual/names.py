"""Whether a Russian and an English word are one name: usual forms, transliteration, sounds; names of states."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import cache, lru_cache

from letopis.bilingual.sounds import sounds_like
from letopis.bilingual.transliterate import transliterate
from letopis.russian.spelling import lowered
from letopis.russian.states import state_names
from letopis.russian.tables import rows

SAME = 0.7
"""From this likeness on two words pass for one name."""

_ONE_LETTER = frozenset({"gh", "hg", "yj", "zj", "ei", "ye", "ey", "ks", "kc", "kq", "sc"})
"""First letters, by transliteration and as usual, that may begin one name: ``Гейдар`` is Heydar."""


@cache
def usual_forms() -> dict[str, tuple[str, ...]]:
    """Return the usual English forms of names that are not written by transliteration.

    >>> usual_forms()["москва"]
    ('Moscow',)
    """
    return {
        lowered(row[0]): tuple(form.strip() for form in row[1].split(";"))
        for row in rows("names.en.tsv", "letopis.bilingual")
    }


@cache
def english_state_names() -> dict[str, tuple[str, ...]]:
    """Return the English names of a state by its code, or short Russian name where none has one; the longest first.

    >>> english_state_names()["KG"][:2]
    ('Republic of Kyrgyzstan', 'Kingdom of Kyrgyzstan')
    """
    table: dict[str, tuple[str, ...]] = {}
    for code, short, *others in rows("states.en.tsv", "letopis.bilingual"):
        names = {short, *(name.strip() for name in ";".join(others).split(";") if name.strip())}
        if code.isascii():
            names |= {f"{polity} of {short}" for polity in ("Republic", "Kingdom", "State")}
        table[code] = tuple(sorted(names, key=lambda name: (-len(name), name)))
    return table


def english_names(normal: str) -> tuple[str, ...]:
    """Return the whole English names that a Russian place may have; none where only its sounds can tell.

    >>> english_names("Баку"), english_names("СССР")[-1]
    (('Baku',), 'USSR')
    """
    state = state_names().get(lowered(normal))
    if state is not None:
        return english_state_names().get(state[0] or state[1], ())
    return usual_forms().get(lowered(normal), ())


@cache
def english_organisations() -> dict[str, tuple[str, ...]]:
    """Return the English names of well-known organisations by their Russian nominative, small letters.

    >>> english_organisations()["оон"]
    ('United Nations', 'UN', 'U.N.')
    """
    table = rows("organisations.en.tsv", "letopis.bilingual")
    return {lowered(row[0]): tuple(form.strip() for form in row[1].split(";")) for row in table}


def is_state(normal: str) -> bool:
    """Return whether a Russian name is a state's whose English names are known.

    >>> is_state("Дания"), is_state("Прага")
    (True, False)
    """
    return lowered(normal) in state_names()


@cache
def english_place_names() -> frozenset[str]:
    """Return the English names of states and of the towns and regions in the table of usual forms.

    >>> {"Denmark", "USSR", "Paris"} <= english_place_names()
    True
    """
    states = {name for names in english_state_names().values() for name in names if len(name) > 3 or name.isupper()}
    places = {
        form.strip()
        for _, forms, *kind in rows("names.en.tsv", "letopis.bilingual")
        if kind == ["place"]
        for form in forms.split(";")
    }
    return frozenset(name.replace("’", "'") for name in (states | places) - AMBIGUOUS)


AMBIGUOUS = frozenset({"Georgia", "Jordan", "Chad", "Washington", "Turkey", "Jersey", "Congo", "Holland"})
"""Names of places that are as often people or other things; without a Russian partner they are left alone."""

_DEMONYM = re.compile(r"(?:ian|ean|ese|ish|ans)$")
_OTHER_DEMONYMS = frozenset(
    "welsh french dutch irish scottish scots cornish manx greek swiss czech slovak thai catalan basque breton norman "
    "flemish walloon arab kurd turk dane swede finn pole serb croat slav german roman".split()
)
"""Peoples and adjectives of places that no ending tells."""

_SOUNDS_SO = re.compile(r"(?:[иея]н|ан|из|иш|аны)а?$")


def is_demonym(russian: str, english: str) -> bool:
    """Return whether an English word is the adjective or the people of a place rather than its name.

    >>> is_demonym("Сицилия", "Sicilian"), is_demonym("Уэльс", "Welsh"), is_demonym("Орлеан", "Orlean")
    (True, True, False)
    """
    return english.lower() in _OTHER_DEMONYMS or (
        _DEMONYM.search(english) is not None and _SOUNDS_SO.search(russian) is None
    )


@lru_cache(maxsize=50_000)
def likeness(russian: str, english: str) -> float:
    """Say from 0 to 1 how well a Russian word and an English one agree as names.

    >>> likeness("Атамбаев", "Atambayev"), likeness("Гасанов", "Hasanov"), likeness("Баку", "Moscow") < SAME
    (1.0, 1.0, True)
    """
    small = english.lower().replace("’", "'")
    forms = {form.lower() for form in usual_forms().get(lowered(russian), ())}
    latin = transliterate(russian).lower()
    if small == latin or small in forms or (small.endswith("s") and small[:-1] in forms | {latin}):
        return 1.0
    best = max(SequenceMatcher(None, form, small).ratio() for form in forms | {latin})
    if latin[:1] != small[:1] and latin[:1] + small[:1] not in _ONE_LETTER:
        best -= 0.15
    return max(best, sounds_like(russian, english))


_INITIALS = frozenset({"ГH", "ЭE", "ЯY", "ЮY", "ЕE", "ХH", "ЖJ", "КG", "КC", "ЧC", "ШS", "ИY", "ДJ"})
"""Initials, Russian and English, that may stand for one name: ``Г. Алиев`` is H. Aliyev."""


def same_initial(russian: str, english: str) -> bool:
    """Return whether two capitals may begin one name.

    >>> same_initial("Г", "H"), same_initial("И", "H")
    (True, False)
    """
    return transliterate(russian)[0] == english or russian + english in _INITIALS
