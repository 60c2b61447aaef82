"""The rules that decide one hyphen at a line's end, in the order in which they are asked.

A rule answers :data:`JOIN`, :data:`KEEP`, :data:`CUT` (the word is broken off and never goes on) or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from letopis.cleaning.broken_words import (
    CLIPPED_PREFIXES,
    CUT,
    HYPHENATED_ADDRESS,
    HYPHENATED_PREFIXES,
    HYPHENATED_SECONDS,
    JOIN,
    KEEP,
    NAME_WORDS,
    PARTICLES,
    PEOPLES,
    PLACE_PREFIXES,
    SOLID_PREFIXES,
    SOLID_SECONDS,
    Break,
    is_class,
    looks_adjective,
    news_count,
    relational,
    stems_of,
)
from letopis.dictionary import ANY_CASE, begins_word, known, known_parses, parses
from letopis.navec import frequency
from letopis.russian.tables import LINKS, SUFFIXES
from letopis.russian.toponyms import is_listed_town, is_town_and_adjective

COMMON_WORD = 1_000
"""From this count in a billion words of news on, a form is a common word."""

_VOWELS = frozenset("аеёиоуыэюяіїєaeiouyAEIOUYАЕЁИОУЫЭЮЯ")
_PROPER = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "Abbr", "Init"})


def numeral(word: Break) -> str | None:
    """``12-⏎этажного``, ``1930-⏎х``, ``2013-⏎2017``: a hyphen after a digit is the writer's own."""
    return KEEP if word.left[-1].isdigit() or word.first[:1].isdigit() else None


def address(word: Break) -> str | None:
    """``nlr.ru/our-⏎news-list``: an address that has other hyphens was broken at one of its own."""
    if not word.address:
        return None
    return KEEP if word.address == HYPHENATED_ADDRESS or "-" in word.right else JOIN


def two_alphabets(word: Break) -> str | None:
    """``web-⏎сайт``, ``DVD-⏎диск``: no word changes its alphabet within a syllable."""
    before, after = word.last[-1:], word.first[:1]
    return KEEP if before.isalpha() and after.isalpha() and before.isascii() != after.isascii() else None


def abbreviation(word: Break) -> str | None:
    """``ЛГБТ-⏎сообщество``, ``ДНК-⏎анализ``: capitals before small letters."""
    return KEEP if len(word.last) > 1 and word.last.isupper() and word.first[:1].islower() else None


def place_name(word: Break) -> str | None:
    """``Алма-⏎Ата``, ``Усть-⏎Каменогорск``, ``Рио-де-⏎Жанейро``: a place whose parts have capitals."""
    if not (word.left[:1].isupper() and word.first[:1].isupper()):
        return None
    if word.last in LINKS and "-" in word.left:
        return KEEP
    whole = f"{word.last}-{word.first}"
    listed = is_listed_town(whole) or any("Geox" in parse.grammemes for parse in known_parses(whole))
    adjective = looks_adjective(word.first.lower()) and is_town_and_adjective(whole)
    return KEEP if word.last.lower() in PLACE_PREFIXES or listed or adjective else None


def capital_after_small(word: Break) -> str | None:
    """``экономиче-⏎Современные``: a word that breaks off; ``пресс-⏎ЦЕНТР``, ``Шарм-эш-⏎Шейх`` keep it."""
    if not word.first[:1].isupper() or not word.last[-1:].islower() or word.last[:1].isupper():
        return None
    whole = known(word.last) or len(word.last) < 4 or word.last.lower() in HYPHENATED_PREFIXES
    if whole or not begins_word(word.last):
        return KEEP
    return CUT


def capitals(word: Break) -> str | None:
    """``АЗЕРБАЙ-⏎ДЖАН``: a heading in capitals is read as if it were small."""
    if len(word.last) < 2 or not (word.last.isupper() and word.first.isupper()):
        return None
    if word.first.isascii():
        return KEEP if len(word.last + word.first) < 6 else JOIN
    small = word.lower()
    return next(action for rule in RULES if (action := rule(small)) is not None)


def capital_name(word: Break) -> str | None:
    """``Мамин-⏎Сибиряк``, ``Кыргызско-⏎Турецкий``, ``Jean-⏎Paul``: both parts begin with a capital."""
    return KEEP if word.first[:1].isupper() else None


def name_suffix(word: Break) -> str | None:
    """``Кыдыр-⏎аке``, ``Дюма-⏎младший``: an honorific or a nickname after a capitalised name."""
    if not word.last[:1].isupper() or known(word.last + word.first):
        return None
    return KEEP if word.first in SUFFIXES or word.first in NAME_WORDS else None


def attested(word: Break) -> str | None:
    """``Мамедъ-⏎яров`` where ``Мамедъяров`` stands elsewhere within a line, in one spelling only or mostly."""
    joined = word.attested.get((word.left + word.right).lower(), 0)
    hyphenated = word.attested.get(f"{word.left}-{word.right}".lower(), 0)
    return None if joined == hyphenated else JOIN if joined > hyphenated else KEEP


def dictionary(word: Break) -> str | None:
    """``экономиче-⏎ских``: the dictionary knows the joined word; ``кое-⏎кто``: only the hyphenated one.

    Where it knows both or neither, the one that a billion words of news hold more often is taken. The
    whole word is asked for before the two parts that touch.
    """
    pairs = [(word.left + word.right, f"{word.left}-{word.right}")]
    if "-" in word.left or "-" in word.right:
        pairs.append((word.last + word.first, f"{word.last}-{word.first}"))
    for joined, hyphenated in pairs:
        knows_joined, knows_hyphenated = known(joined), known(hyphenated)
        if knows_joined != knows_hyphenated:
            return JOIN if knows_joined else KEEP
        counts = news_count(joined), news_count(hyphenated)
        if counts[0] != counts[1]:
            return JOIN if counts[0] > counts[1] else KEEP
        if knows_joined:
            return KEEP if word.last.lower() in HYPHENATED_PREFIXES else JOIN
    return None


def unspeakable(word: Break) -> str | None:
    """``рок-н-⏎ролла``, ``ритм-н-⏎блюз``: no typesetter leaves a single consonant behind or carries one over."""
    return KEEP if any(len(part) == 1 and part not in _VOWELS for part in (word.last, word.first)) else None


def attested_stem(word: Break) -> str | None:
    """``Маме-⏎дову`` where ``Мамедов`` stands elsewhere: another form of the word, in one spelling only."""
    joined, hyphenated = (_form_of_attested(word, f"{word.left}{mark}{word.right}") for mark in ("", "-"))
    return None if joined == hyphenated else JOIN if joined else KEEP


def name_link(word: Break) -> str | None:
    """``Ростов-⏎на-Дону``, ``Мар-⏎дель-Плата``: a small word inside a name of three parts."""
    link, _, rest = word.right.partition("-")
    return KEEP if link in LINKS and rest[:1].isupper() and word.left[:1].isupper() else None


def doubled(word: Break) -> str | None:
    """``тук-⏎тук``, ``Кин-дза-⏎дза``: a part said twice."""
    return KEEP if word.last.lower() == word.first.lower() else None


def particle(word: Break) -> str | None:
    """``кто-⏎нибудь``, ``вот-⏎то``: a particle after a whole word, ``по-⏎киргизски`` after ``по``."""
    if word.last.lower() in {"по", "во", "в"} and re.search(r"(?:ски|ому|ему|ых|их)$", word.first):
        return KEEP
    if word.last.lower() in {"кое", "кой"}:
        return KEEP
    return KEEP if word.first in PARTICLES and known(word.last) and word.last.islower() else None


def prefix(word: Break) -> str | None:
    """``вице-⏎премьер`` keeps its hyphen, ``меж-⏎парламентский``, ``зам-⏎министра`` never had one."""
    last = word.last.lower()
    if last in HYPHENATED_PREFIXES and (known(word.first) or "-" in word.right):
        return KEEP
    return JOIN if last in SOLID_PREFIXES or last in CLIPPED_PREFIXES else None


def solid_second(word: Break) -> str | None:
    """``франко-⏎язычный``, ``дуго-⏎образный``: second parts that never take a hyphen after ``о``."""
    if not word.last.endswith(("о", "е")):
        return None
    return JOIN if parses(word.first)[0].lemma in SOLID_SECONDS else None


def whole_compound(word: Break) -> str | None:
    """``научно-⏎техническое``: an adjective in ``-о`` before another adjective."""
    if not word.last.lower().endswith(("о", "е")) or len(word.last) < 4:
        return None
    if not is_class(word.first, {"ADJF", "PRTF", "ADVB"}) and not looks_adjective(word.first):
        return None
    return KEEP if word.last.lower() in PEOPLES or relational(word.last.lower()) else None


def small_name(word: Break) -> str | None:
    """``Мурза-⏎галиев``: what is only known as a name is no word of its own when written small."""
    name = known(word.first) and all(p.grammemes & _PROPER for p in parses(word.first))
    return JOIN if name else None


def apposition(word: Break) -> str | None:
    """``депутаты-⏎азербайджанцы``, ``страны-⏎партнёры``: two nouns that agree in case and number.

    After a capital the second noun must be a common one: ``Человек-⏎слон``, but ``Джей-⏎коба``.
    """
    if len(word.last) < 3 or len(word.first) < 3 or not (known(word.last) and known(word.first)):
        return None
    if word.last[:1].isupper() and (len(word.first) < 4 or frequency(word.first) < COMMON_WORD):
        return None
    left = [p for p in parses(word.last) if p.pos == "NOUN"]
    right = [p for p in parses(word.first) if p.pos == "NOUN"]
    shared = [one.grammemes & other.grammemes for one in left for other in right]
    if any(agree & ANY_CASE and agree & {"sing", "plur"} for agree in shared):
        return KEEP
    # Compounds whose first part stays as it is: «премьер-министром», «бизнес-форума», «Иссык-Куля».
    if left and right and any("nomn" in p.grammemes and "sing" in p.grammemes for p in left):
        return KEEP
    return None


def uninflected_first(word: Break) -> str | None:
    """``стендап-⏎комика``, ``телеграм-⏎канале``: a borrowed noun that stays as it is before a common one."""
    if word.first in HYPHENATED_SECONDS and len(word.last) > 2:
        return KEEP
    last = word.last
    if len(last) < 4 or not last.islower() or last[-1] in _VOWELS or len(word.first) < 4:
        return None
    alone = (not known(last) and frequency(last)) or (known(last) and is_class(last, {"NOUN"}))
    return KEEP if alone and is_class(word.first, {"NOUN"}) and frequency(word.first) >= COMMON_WORD else None


def other_word(word: Break) -> str:
    """Names and new words: ``Мамедъ-⏎яров``, ``постсовет-⏎ский``; half a word needs the other half."""
    return JOIN


RULES: tuple[Callable[[Break], str | None], ...] = (
    numeral,
    address,
    two_alphabets,
    abbreviation,
    place_name,
    capital_after_small,
    capitals,
    capital_name,
    name_suffix,
    attested,
    dictionary,
    unspeakable,
    attested_stem,
    name_link,
    doubled,
    particle,
    prefix,
    solid_second,
    whole_compound,
    small_name,
    apposition,
    uninflected_first,
    other_word,
)


def _form_of_attested(word: Break, spelling: str) -> bool:
    """Return whether another form of the spelling stands in the article, its last letters apart."""
    low = spelling.lower()
    return any(stem in word.attested for stem in (f"{low}…", *stems_of(low)))
