"""Persons: what a mention's words are, and which mentions mean one person.

``И. Алиев`` and ``Ильхамом Алиевым`` are one, ``Г. Алиев`` is another; a surname alone is the last
person before it who bears the name.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import product

from letopis.dictionary import CASES, known_parses
from letopis.linking.apart import stands_apart
from letopis.linking.contexts import NameContext, name_context
from letopis.linking.identities import NameIdentity
from letopis.linking.namesakes import JoinedPerson
from letopis.linking.people import LocalPerson, PersonForm, PersonHere, PersonName, people_here
from letopis.linking.posts import posts_beside
from letopis.russian.name_types import NameReading
from letopis.russian.names import (
    GIVEN,
    UNTOLD,
    is_given,
    is_patronymic,
    name_readings,
    ordinal,
    stays_behind_article,
    unchanged,
)
from letopis.russian.syllables import is_syllable
from letopis.russian.tables import FATHERS, PARTICLES

_ONE_INITIAL = r"[А-ЯЁA-ZӨҮҢӘҒҚҰҺІЇЄҐЎҲҶӢӮƏ][а-яёөүңәғқұһіїєґ]?\."
_INITIAL = re.compile(rf"^{_ONE_INITIAL}(?:-{_ONE_INITIAL})*$")
_PARTS = re.compile(rf"{_ONE_INITIAL}(?:-{_ONE_INITIAL})*|[^\s.,]+")
_BETWEEN_INITIALS = re.compile(rf"(?<=\.) (?={_ONE_INITIAL})")
MOST_WORDS = 7
"""Words of a name that is read at all: ``Мухаммеда бин Заида Аль Нахайяна`` has five."""

_SURNAME_ENDING = re.compile(r"(?:[оеё]в|[иы]н|[сц]кий)а?$")
_OF_FAMILY = re.compile(r"(?P<stem>.+(?:ск|цк|[оеё]в|[иы]н))(?P<ending>ие|ы)$")
_OF_ONE = {"ие": ("ий", "ая"), "ы": ("", "а")}
"""What a surname's ending in the plural is for a man and for a woman."""

_OF_WOMEN = re.compile(r"(?:[оеё]ва|[иы]на|[сц]кая)$")
MASCULINE_PRIOR = 0.05
"""Added to readings as a man's name when nothing else decides: in this genre most names are."""

SERVANTS = frozenset({"Абд", "Абдель", "Абдул", "Абдуль", "Абдур"})
"""Parts of Arabic names that may stay as they are before the next: ``Гамаля Абдель Насера``."""

RULER_PRIOR = 0.2
"""The same before a numeral: ``Франциска III`` is rather Франциск than Франциска."""

FAR_LESS = 0.3
"""What a man's reading loses, at least, beside a woman's that leaves no doubt."""

OF_E = frozenset({"datv", "loct"})
"""The cases of one whose forms end in ``е``."""

_NUMERAL = re.compile(r"[IVXLC]+")


_SEXES = frozenset({"masc", "femn"})


def person_identity(here: PersonHere, joined: Mapping[LocalPerson, JoinedPerson]) -> NameIdentity:
    """Return the identity of a mention, when it is known which persons of the articles are one."""
    found = joined[here.person]
    gender = here.person.gender if here.person.gender in _SEXES else found.gender
    told = gender if gender in _SEXES else None
    return NameIdentity(_own_name(here, found.referent), found.referent, found.key, told)


def _own_name(here: PersonHere, full: str) -> str:
    """Return a mention's own name in the nominative; a first name stays where the referent's name has it so.

    ``Кара Караева`` alone may be of ``Кар Караев``, until some article writes ``Кара Караев``.
    """
    first, _, rest = full.partition(" ")
    own, _, own_rest = here.normal.partition(" ")
    stays = rest == own_rest and own != first and here.written.startswith(f"{first} ")
    return full if stays else here.normal


def person_form(text: str, before: str, after: str = "", *, in_brackets: bool = False) -> PersonForm:
    """Return what a mention tells by itself.

    >>> form = person_form("И. Токаева", "визит президента РК ")
    >>> form.context.cases, form.posts
    ('accs gent', ('президент',))
    """
    alone = any(map(_INITIAL.match, parts := _PARTS.findall(text))) and any(map(_OF_WOMEN.search, parts))
    context = name_context(before, after)
    if not context.strictly and stands_apart(before, after, alone=alone):
        context = NameContext("", "nomn")
    return PersonForm(text, context, posts_beside(before, after), in_brackets)


def persons_here(forms: Sequence[PersonForm]) -> list[PersonHere]:
    """Return the person of each mention of one article, by what this article says."""
    counts = Counter(forms)
    return people_here(forms, dict(zip(counts, _likeliest(counts), strict=True)))


def _likeliest(mentions: Mapping[PersonForm, int]) -> list[PersonName]:
    """Each form's likeliest reading: the one whose surname, and then whose whole name, most mentions can have."""
    readings = [_readings(form.text, form.context) for form in mentions]
    votes: defaultdict[str, float] = defaultdict(float)
    for options, count in zip(readings, mentions.values(), strict=True):
        for names in ({option.surname.lower() for option in options}, {option.whole for option in options}):
            for name in names:
                votes[name] += count / len(names)

    def likelihood(option: PersonName) -> tuple[float, float, float]:
        return round(votes[option.surname.lower()], 6), round(votes[option.whole], 6), option.weight

    likeliest = (max(options, key=likelihood) for options in readings)
    return [_open(name, options) for name, options in zip(likeliest, readings, strict=True)]


def _open(name: PersonName, options: Sequence[PersonName]) -> PersonName:
    """Leave the gender of a name open that may be a man's and a woman's just as it stands: ``А. Мельник``.

    ``Р. Джапарова`` is a woman's, as its ending says, though some names of men end so: ``Казанова``.
    """
    if name.gender == "plur":
        return name
    least = name.weight - FAR_LESS if name.gender == "femn" else 0.0
    attested = [option for option in options if option.attested and option.weight > least]
    other = any(o.whole == name.whole and o.gender not in {name.gender, "plur"} for o in attested)
    return name._replace(gender="any") if other and name.attested else name


@lru_cache(maxsize=20_000)
def _readings(text: str, context: NameContext) -> list[PersonName]:
    """All ways to read a mention that its context leaves open."""
    parts = tuple(_PARTS.findall(text))
    words = [part for part in parts if not _INITIAL.match(part)]
    if not words or len(words) > MOST_WORDS:
        initials = tuple(part[0] for part in parts if _INITIAL.match(part))
        return [PersonName(text, "", initials, text, "any", 0.0, True)]
    found = _consistent(parts, words, context, wide=False) or _consistent(parts, words, context, wide=True)
    told = set((context.strictly or context.cases).split())
    if "nomn" in told and not told & OF_E and not any(name.attested for name in found):
        found = _consistent(parts, words, context, wide=False, stays="е") or found  # посланник Соне Арасукэ
    if context.gender and context.strictly and context.cases and not any(_is_subject(n, context.gender) for n in found):
        return _readings(text, NameContext(context.cases))  # the subject stands behind the verb
    unread = [NameReading(word, "any", frozenset(), 0.0) for word in words]
    return _allowed(found, context) or [_assemble(parts, unread, gender="any", weight=0.0)]


def _is_subject(name: PersonName, gender: str) -> bool:
    """Return whether a reading can be the subject of a verb in a gender: no man's is ``Каримова``."""
    womans = gender == "masc" and _OF_WOMEN.search(name.surname) is not None
    return name.attested and name.gender in {gender, "any"} and not womans


def _consistent(
    parts: tuple[str, ...], words: Sequence[str], context: NameContext, *, wide: bool, stays: str = ""
) -> list[PersonName]:
    """Read a name in each case and gender that all its words can have; words that end in ``stays`` as they are."""
    found: list[tuple[bool, PersonName]] = []
    wanted, strictly = frozenset(context.cases.split()), frozenset(context.strictly.split())
    prior = RULER_PRIOR if _NUMERAL.fullmatch(words[-1]) and len(words) > 1 else MASCULINE_PRIOR
    first, *others = [
        _by_form((unchanged(word, 1.0),)) if stays and word.endswith(stays) else _best_readings(words, place, wide=wide)
        for place, word in enumerate(words)
    ]
    for case, gender in _FORMS:
        if (case, gender) not in first or not all((case, gender) in best for best in others):
            continue
        certain = [best[case, gender] for best in (first, *others)]
        weight = sum(r.weight for r in certain) / len(certain) + prior * (gender == "masc")
        weight += 0.3 * (case in wanted) + (case in strictly) - 0.4 * (gender == "plur" and len(parts) > 1)
        known_gender = gender if any(r.gender != "any" for r in certain) else "any"
        found.append((case in strictly, _assemble(parts, certain, gender=known_gender, weight=weight)))
    return [name for fits, name in found if fits] or [name for _, name in found]


def _allowed(found: list[PersonName], context: NameContext) -> list[PersonName]:
    """Leave the readings that the context allows; all where it allows none, for then it was misread."""
    if context.gender:
        open_ = [name._replace(gender=context.gender) for name in found if name.gender == "any"]
        found = [name for name in found if name.gender == context.gender] or open_ or found
    return found


_GENDERS = ("masc", "femn", "plur")
_FORMS = tuple(product(CASES, _GENDERS))


def _best_readings(words: Sequence[str], place: int, *, wide: bool) -> dict[tuple[str, str], NameReading]:
    """Return the likeliest reading of a word in each case and gender that it can have among the others."""
    word, following = words[place], words[place + 1] if place + 1 < len(words) else ""
    if following.lower() in FATHERS:
        return _by_form((unchanged(word, 1.0),))
    if place and stays_behind_article(words[place - 1], word):
        return _by_form((unchanged(word, 1.0),))
    numeral = ordinal(word) if place else None
    if numeral is not None:
        return _by_form((unchanged(numeral, 1.0),))
    if following and (is_syllable(word) or word in SERVANTS):
        # Ли Мён Бака, Дэн Сяопина: the last word alone declines. So may Абдель within a name stay.
        readings = name_readings(word, wide=wide)
        stays = unchanged(word, max(reading.weight for reading in readings))
        genders = {reading.gender for reading in readings}
        return _by_form((*readings, stays._replace(gender=genders.pop()) if len(genders) == 1 else stays))
    own = _own(word, wide=wide)
    as_it_is = own.get(("nomn", "masc")) if following and word.endswith("е") else None
    if as_it_is is not None and as_it_is.weight == UNTOLD:
        # избрали Мереке Кулкенова: a first name stays in other cases, too
        own = own | dict.fromkeys(product(("gent", "accs", "ablt"), _GENDERS), as_it_is)
    if _ends_syllables(words, place):
        return {form: reading for form, reading in own.items() if form[1] == "masc"}
    return _of_one(own) | own if place and not following and is_given(words[0]) else own


def _of_one(several: Mapping[tuple[str, str], NameReading]) -> dict[tuple[str, str], NameReading]:
    """Return the readings of a family's surname as that of one of them: ``Николай и Михаил Раевские``."""
    found = {}
    for (case, number), reading in several.items():
        told = _OF_FAMILY.search(reading.nominative) if number == "plur" else None
        if told is not None:
            for sex, ending in zip(("masc", "femn"), _OF_ONE[told["ending"]], strict=True):
                found[case, sex] = NameReading(told["stem"] + ending, sex, reading.cases, reading.weight)
    return found


def _ends_syllables(words: Sequence[str], place: int) -> bool:
    """``Дэн Сяопина``, ``Ким Чен Ира``: an ending of Russian women's names is none in such a name."""
    if not place or place + 1 < len(words) or not all(map(is_syllable, words[:place])):
        return False
    return place > 1 or not _is(words[place], "Name")


@lru_cache(maxsize=50_000)
def _own(word: str, *, wide: bool) -> dict[tuple[str, str], NameReading]:
    return _by_form(name_readings(word, wide=wide))


def _by_form(readings: Sequence[NameReading]) -> dict[tuple[str, str], NameReading]:
    best: dict[tuple[str, str], NameReading] = {}
    for reading in readings:
        for form in product(reading.cases, _GENDERS if reading.gender == "any" else (reading.gender,)):
            if form not in best or reading.weight > best[form].weight:
                best[form] = reading
    return best


def _assemble(parts: tuple[str, ...], readings: Sequence[NameReading], *, gender: str, weight: float) -> PersonName:
    surname, first, initials, whole = _composed(parts, tuple(reading.nominative for reading in readings))
    attested = all("nomn" in reading.cases for reading in readings)
    return PersonName(surname, first, initials, whole, gender, weight, attested)


@lru_cache(maxsize=20_000)
def _composed(parts: tuple[str, ...], nominative: tuple[str, ...]) -> tuple[str, str, tuple[str, ...], str]:
    """Return surname, first name, initials and the whole name of a mention whose words have these nominatives."""
    words = [part for part in parts if not _INITIAL.match(part)]
    initials = tuple(part[0] for part in parts if _INITIAL.match(part))
    surname = _surname_index(words, nominative, bool(initials))
    firsts = [
        n for i, n in enumerate(nominative) if i != surname and not is_patronymic(n) and n.lower() not in PARTICLES
    ]
    rest = iter(nominative)
    shown = [part if _INITIAL.match(part) else next(rest) for part in parts]
    whole = _BETWEEN_INITIALS.sub("", " ".join(shown))
    patronymics = tuple(n[0] for i, n in enumerate(nominative) if i != surname and is_patronymic(n))
    if patronymics and len(words) == 2 and is_given(nominative[surname]):  # Дмитрий Анатольевич
        return "", nominative[surname], patronymics, whole
    return nominative[surname], firsts[0] if firsts else "", initials or patronymics, whole


def _surname_index(words: Sequence[str], nominative: Sequence[str], has_initials: bool) -> int:
    """The last word, unless a first name or patronymic stands there (``Эрматов Эгемберды``, ``Иванов Иван``)."""
    if len(words) == 1 or has_initials:
        return len(words) - 1
    last = nominative[-1]
    if _SURNAME_ENDING.search(last) and nominative[0].lower() in GIVEN:  # Гаджибеков looks like a form of Гаджибек
        return len(words) - 1
    if is_patronymic(last) or (_is(last, "Name") and not _is(last, "Surn") and not _is(nominative[0], "Name")):
        return 0
    if _surname_like(nominative[0]) and not _surname_like(last) and not _is(nominative[0], "Name"):
        return 0
    return len(words) - 1


def _surname_like(name: str) -> bool:
    return bool(_SURNAME_ENDING.search(name)) or _is(name, "Surn")


@lru_cache(maxsize=50_000)
def _is(name: str, grammeme: str) -> bool:
    return any(grammeme in p.grammemes for p in known_parses(name))
