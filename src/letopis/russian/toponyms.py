"""Names of towns back to the nominative: by endings and the news' words, or by the table of those of two words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import zip_longest

from letopis.dictionary import ANY_CASE, inflect_form, known, known_parses, parses
from letopis.navec import frequency
from letopis.russian.spelling import recase
from letopis.russian.states import folded
from letopis.russian.tables import TOWN_LINKS, rows

ENDINGS = [(ending, nominatives.replace("_", "").split(" ")) for ending, nominatives in rows("town_endings.tsv")]
"""What a town's ending may stand for, the longest first: ``Таразом``, ``Сараеве``, ``Шанхая``, ``Афинах``."""

UNCHANGED_SHARE = 0.1
"""A name that is met as it is, and ten times as rarely in what would be its nominative, does not decline: Душанбе."""

_ON_A_RIVER = re.compile(rf"(?i)(?P<town>.+?)(?P<river>-(?:{'|'.join(sorted(TOWN_LINKS - {'о'}))})-.+)")
_IN_SK = re.compile(r"(.+-.+[сц]к)(?:а|у|ом|е)")
"""A town of two parts in ``-ск``, of which the news have too few to tell: ``Брест-Литовске``."""

_CONSONANT = re.compile(r"[бвгджзклмнпрстфхцчшщ]$")
_OF_CONSONANT = re.compile(r"(?<=[бвгджзклмнпрстфхцчшщ])(?:а|у|ом|ем|е)$")
"""Endings of a town in a consonant, as most of those before a river are."""

_WITH_VOWEL = re.compile(r"(?<=[бвгджзклмнпрстфхцчшщ])[ое](к)$")
"""A vowel that only the genitive of a plural has: ``Сувалок``."""

_OF_CASES = {"gent": "а", "ablt": "ом"}
"""Endings of towns in a consonant that no other town has in these cases."""

_ONE_CONSONANT = re.compile(r"[аеёиоуыэюя][бвгдзклмнпрстфх]$")
_OF_OWNER = re.compile(r"(?:[оеё]в|ин)$")
_COMMON_NOUN_COSTS = 20
"""How much rarer a common noun is as a town's name than its count among the news' words."""


@cache
def listed_towns() -> frozenset[str]:
    """Return the towns of ``towns.tsv``, in small letters.

    >>> "мингечевир" in listed_towns(), "кант" in listed_towns()
    (True, False)
    """
    return frozenset(town.lower() for _, towns in rows("towns.tsv") for town in towns.split())


@cache
def _last_parts() -> frozenset[str]:
    """Return what listed towns of two parts end in: ``ата``, ``абад``, ``балта``."""
    return frozenset(town.rpartition("-")[2] for town in listed_towns() if "-" in town)


@lru_cache(maxsize=50_000)
def is_listed_town(form: str) -> bool:
    """Return whether a form is one of a listed town's name.

    >>> [is_listed_town(form) for form in ("Шахрисабза", "Ленкоранью", "Мингечевире", "Лондону")]
    [True, True, True, False]
    """
    lower = form.lower()
    called_after = (parse.lemma for parse in known_parses(lower) if "Surn" in parse.grammemes)
    return any(option in listed_towns() for option in (lower, *nominatives(lower), *called_after))


@lru_cache(maxsize=50_000)
def town_nominative(form: str) -> str | None:
    """Return the nominative of a town's name of one word; ``None`` where no dictionary nor the news know such a name.

    >>> [town_nominative(form) for form in ("Астану", "Алма-Ате", "Ростовом-на-Дону", "Сараеве", "Душанбе")]
    ['Астана', 'Алма-Ата', 'Ростов-на-Дону', 'Сараево', 'Душанбе']
    """
    river = _ON_A_RIVER.fullmatch(form)
    if river is not None:
        town = town_nominative(river["town"]) or unseen_town(river["town"].lower()) or river["town"]
        if town == river["town"]:  # Стратфорда-на-Эйвоне
            town = _OF_CONSONANT.sub("", town)
        return recase(town, river["town"]) + river["river"]
    lower = form.lower()
    towns = [parse.lemma for parse in known_parses(lower) if "Geox" in parse.grammemes] or _plural_towns(lower)
    if towns:
        return recase(max(towns, key=frequency), form)  # Самару is rather Самара than Самар
    both = noun_and_adjective(form)
    if both is not None:
        return both[1]
    options = nominatives(lower)
    called_after = [parse.lemma for parse in known_parses(lower) if "Surn" in parse.grammemes]  # Горьком is no горько
    listed = next((option for option in (lower, *options, *called_after) if option in listed_towns()), None)
    if listed is not None:
        return recase(listed, form)
    first, hyphen, last = form.rpartition("-")
    known_last = next((one for one in (last.lower(), *nominatives(last.lower())) if one in _last_parts()), None)
    if hyphen and known_last:
        return f"{first}-{recase(known_last, last)}"
    counts = {option: _count(option) for option in options if not _declines_another(option, options)}
    if not counts:
        return None
    best = max(counts, key=lambda option: counts[option])
    if counts[best] > UNCHANGED_SHARE * frequency(lower):
        return recase(best, form)
    town = town_nominative(last) if hyphen else None
    if town:
        return f"{first}-{town}"
    declined = _IN_SK.fullmatch(form)
    return declined[1] if declined else form if frequency(lower) else None


def noun_and_adjective(form: str) -> tuple[str, str] | None:
    """Return the noun of a name with an adjective behind its hyphen that agrees, and the nominative of both.

    >>> noun_and_adjective("Каменцом-Подольским"), noun_and_adjective("Алма-Ате")
    (('каменец', 'Каменец-Подольский'), None)
    """
    first, hyphen, last = form.partition("-")
    if not hyphen or "-" in last:
        return None
    for place, adjective in enumerate(parses(last)):
        for noun in parses(first):
            real = {"NOUN", "masc", "sing"} <= noun.grammemes and (noun.known or known(noun.lemma))
            if real and adjective.known and adjective.pos == "ADJF" and adjective.grammemes & noun.grammemes & ANY_CASE:
                other = inflect_form(last.lower(), place, "nomn", "sing", "masc")
                return None if other is None else (noun.lemma, recase(f"{noun.lemma}-{other}", form))
    return None


def is_town_and_adjective(form: str) -> bool:
    """Return whether a name is a town's with an adjective behind its hyphen that agrees.

    >>> [is_town_and_adjective(form) for form in ("Каменцу-Подольскому", "Муравьёв-Амурский", "Римский-Корсаков")]
    [True, False, False]
    """
    both = noun_and_adjective(form)
    return both is not None and any("Geox" in parse.grammemes for parse in known_parses(both[0]))


def nominatives(form: str) -> list[str]:
    """Return what a town's name in small letters may be in the nominative if it declines, by its ending.

    >>> nominatives("токмоке")
    ['токмока', 'токмок', 'токмоко', 'токмокя', 'токмокь']
    """
    for ending, others in ENDINGS:
        stem = form.removesuffix(ending)
        if stem != form and len(form) > 2:
            return [stem + other for other in others if _possible(stem, other)] or [form]
    return [form]


def unseen_town(form: str) -> str | None:
    """Return the likeliest nominative of a town in ``-е`` that no list has; ``None`` where its ending tells nothing.

    >>> unseen_town("токмоке"), unseen_town("базарове"), unseen_town("зурме")
    ('токмок', 'базарово', None)
    """
    stem = form.removesuffix("е")
    return _masculine(stem) if stem != form and _ONE_CONSONANT.search(stem) else None


def governed_town(form: str, cases: str) -> str | None:
    """Return the nominative of a town that no list has by its ending in cases, which are parted by spaces.

    >>> [governed_town(form, "gent") for form in ("торсхавна", "микен", "сувалок", "валги")]
    ['торсхавн', 'микены', 'сувалки', None]
    >>> governed_town("ургуном", "accs ablt"), governed_town("торсхавна", "")
    ('ургун', None)
    """
    if cases == "gent" and _CONSONANT.search(form):
        return _WITH_VOWEL.sub(r"\1", form) + ("и" if form[-1] in "гкхжчшщ" else "ы")
    stems = (form.removesuffix(ending) for case, ending in _OF_CASES.items() if case in cases)
    return next((_masculine(stem) for stem in stems if stem != form and _CONSONANT.search(stem)), None)


def _masculine(stem: str) -> str:
    return f"{stem}о" if _OF_OWNER.search(stem) else stem


def _plural_towns(form: str) -> list[str]:
    """``Салоник``, ``Боровичей``: towns in the plural of which the dictionary lacks a genitive."""
    stems = {form, form.removesuffix("ов"), form.removesuffix("ей")}
    options = [stem + ending for stem in sorted(stems) if _CONSONANT.search(stem) for ending in ("ы", "и")]
    return [one for one in options if any({"Geox", "Pltm"} <= parse.grammemes for parse in known_parses(one))]


def _possible(stem: str, ending: str) -> bool:
    """A bare stem ends with a consonant, ``й`` follows a vowel, ``ь`` a consonant, ``е`` mostly ``ь``: ``Поречье``."""
    if ending == "е" and stem[-1] not in "ьц":
        return False
    consonant = _CONSONANT.search(stem) is not None
    return not consonant if ending == "й" else consonant or ending not in {"", "ь"}


def _declines_another(name: str, others: list[str]) -> bool:
    """Return whether the dictionary has a form only as another option in an oblique case: ``Аббаса`` is of Аббас."""
    readings = known_parses(name)
    return bool(readings) and all("nomn" not in p.grammemes and p.lemma in others for p in readings)


def _count(name: str) -> float:
    """Count a name among the news' words; a common noun is seldom a town."""
    readings = known_parses(name)
    common = any(parse.lemma == name for parse in readings) and not any("Geox" in parse.grammemes for parse in readings)
    return frequency(name) / _COMMON_NOUN_COSTS if common else frequency(name)


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
