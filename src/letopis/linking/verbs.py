"""What a verb in front of a person's name or behind it makes of the name: its subject, its object, its agent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from letopis.dictionary import known_parses, parses
from letopis.linking.governed import GOVERNING
from letopis.russian.spelling import WORD
from letopis.russian.tables import lists

MOST_SKIPPED = 3
"""Adverbs and particles that may stand between a name and its verb: ``Егорова также не раз отметила``."""

TIMES = lists("words.cfg", __package__)["times"]
"""Accusatives, by lemma, that are no object: ``весь день искали Иванова``."""

LEAST_VERB = 0.05
"""Probability of a verb, at least, that a word behind a name may be."""

_GOVERNED = {word: cases for kind, cases, words in GOVERNING if kind in {"verb", "noun"} for word in words}
"""The case of a person behind some verbs, ``поручил Иванову``, and the cases behind some nouns: ``письмо Иванову``."""

_SENTENCE_ENDS = re.compile(r"(?<=[^\W\d_]{3})[.!?…](?:\s|$)|[;\n]")
_APPOSITION = re.compile(r"\s?\([^()]{1,60}\)(?:,\s[^,.]{3,60},)?|,\s[^,.]{3,60},|\s[–—]\s[^–—.]{3,60}\s[–—]")
_MORE_NAMES = re.compile(r"(?:,?\s(?:и\s|или\s)?(?:[А-ЯЁ]\.\s?)*[А-ЯЁ][^\W\d_]+(?:-[^\W\d_]+)*)+(?=\s)")

PARTING = frozenset({"и", "или", "а", "но"})
"""Conjunctions behind which another name or verb begins."""

_GENDERS = ("masc", "femn")
PLURAL, OBJECT, EITHER, AGENT, RECEIVER = "plur", "object", "either", "agent", "receiver"
"""What else a verb may say of a name: several did it, it was done to the name's referent, either, by or for whom.

Behind a plural that has its object the name is a dative, or one of its subjects: ``Статью написали Иванова и Петрова``.
"""

BESIDE_SUBJECT = {OBJECT: "accs gent", EITHER: "accs gent nomn", AGENT: "ablt datv"}
"""Cases of a name behind a verb that has another subject, or may have."""


def verb_after(after: str, *, second: bool) -> str | None:
    """Return the gender of the verb whose subject a name is, empty for none, or that the name is its object.

    ``None`` when no verb follows.
    """
    clause = _SENTENCE_ENDS.split(after, maxsplit=1)[0]
    apposition = _APPOSITION.match(clause)
    rest = clause[apposition.end() :] if apposition else clause
    more = _MORE_NAMES.match(rest)
    if more:
        rest = rest[more.end() :]
    if not apposition and not more and rest[:1] not in {" ", ""}:
        return None
    for word in WORD.findall(rest)[: MOST_SKIPPED + 1]:
        found = _predicate(word, rather=True)
        if found is not None:
            several = more or (second and found == PLURAL)
            return "" if several else OBJECT if found == PLURAL else found
        if not _may_stand_between(word):
            return None
    return None


def verb_before(words: Sequence[str]) -> str | None:
    """Return the gender of a verb right before the name, or that the name is its object, for another is the subject.

    Either may be so where the other is a thing that looks the same as an object: ``Договор подписал Иванов``.
    """
    last = len(words)
    while last > 1 and last > len(words) - MOST_SKIPPED and parses(words[last - 1])[0].pos in {"ADVB", "PRCL"}:
        last -= 1  # выдвинула ещё З. Рахимова
    words = words[:last]
    found = _predicate(words[-1]) if words else None
    if len(words) == 1 and _predicate(words[0].lower()) == PLURAL:  # Выступили Иванова и Петрова
        found = PLURAL
    if words and parses(words[-1])[0].grammemes >= {"VERB", "neut"}:
        return OBJECT  # Правительство поддержало Иванова
    if found == PLURAL:
        verb = parses(words[-1])[0]
        if any(map(_may_be_several, words[:-1])):  # Депутаты поддержали Иванова
            return AGENT if verb.pos == "PRTS" else OBJECT
        if "intr" in verb.grammemes:
            return "" if "gent" not in (asked_for(words) or "") else None  # Приехали Иванова и её муж
        return RECEIVER if object_in(words[:-1]) else None  # Статью подготовили Иванова и её муж
    if found is None:
        return None
    subjects = [word for word in words[:-1] if _may_be_subject(word, found)]
    if subjects and parses(words[-1])[0].pos == "PRTS":
        return AGENT
    if subjects and not any(map(_looks_like_object, subjects)):
        return OBJECT
    return EITHER if subjects else found


def acts_on_a_thing(after: str) -> bool:
    """Return whether behind a list of names a plural verb follows whose subjects they are, for it has its object.

    >>> acts_on_a_thing(" опубликовали монографию."), acts_on_a_thing(" арестовали в Праге."), acts_on_a_thing(" жили")
    (True, False, True)
    """
    words = WORD.findall(_SENTENCE_ENDS.split(after, maxsplit=1)[0]) if after[:1] == " " else []
    place = next((n for n, word in enumerate(words) if not _may_stand_between(word)), len(words))
    if place == len(words) or place > MOST_SKIPPED or _predicate(words[place], rather=True) != PLURAL:
        return False
    alone = any({"VERB", "intr"} <= p.grammemes for p in parses(words[place]))
    return alone or object_in(words[place + 1 :][: MOST_SKIPPED + 1], behind=True)


def tells_of(before: Sequence[str], after: str) -> bool:
    """Return whether a verb behind a name tells what its referent does to a thing, for the clause has no other subject.

    ``В статье Ковалёва рассматривает договоры``: only a preposition's noun stands in front.

    >>> tells_of(["В", "статье"], " рассматривает договоры"), tells_of(["В", "доме"], " жила сестра")
    (True, False)
    """
    words = WORD.findall(_SENTENCE_ENDS.split(after, maxsplit=1)[0])[: MOST_SKIPPED + 2]
    if not words or not 1 < len(before) <= MOST_SKIPPED:
        return False
    if parses(before[0])[0].pos != "PREP":
        return False
    first = parses(words[0])[0].grammemes
    acts = {"VERB", "tran", "sing"} <= first and not first & {"masc", "neut", "impr", "1per", "2per"}
    return acts and not any(map(_is_subject_alone, words[1:])) and object_in(words[1:], behind=True)


def object_in(words: Sequence[str], *, behind: bool = False) -> bool:
    """Return whether a thing stands in the accusative among words, behind no preposition.

    ``behind`` a verb it may look like a nominative of several; before one that is rather the verb's subject.

    >>> object_in(["статью"]), object_in(["в", "газете"]), object_in(["газеты"]), object_in(["весь", "день"])
    (True, False, False, False)
    """
    placed = False
    for word in words:
        first = known_parses(word)[:1]
        if first and first[0].pos == "PREP":
            placed = True
        elif first and first[0].pos == "NOUN":
            if not placed and _is_object(word, behind=behind):
                return True
            placed = False
    return False


@lru_cache(maxsize=50_000)
def _is_object(word: str, *, behind: bool) -> bool:
    """``статью``, ``доклад``; before a verb not ``газеты``, which may be its subject; no time, ``день``."""
    readings = known_parses(word)
    things = any({"accs", "inan"} <= p.grammemes for p in readings)
    several = not behind and any({"nomn", "plur"} <= p.grammemes for p in readings)
    return things and not several and readings[0].lemma not in TIMES


@lru_cache(maxsize=50_000)
def _is_subject_alone(word: str) -> bool:
    """``автор``, ``сестра``: a nominative that is no accusative."""
    told = ({"nomn", "sing"} <= p.grammemes and p.pos in {"NOUN", "NPRO"} for p in known_parses(word))
    return len(word) > 1 and any(told) and not _looks_like_object(word)


@lru_cache(maxsize=50_000)
def _predicate(word: str, *, rather: bool = False) -> str | None:
    """Return the gender that a finite verb or short participle asks of its subject, or ``plur``; empty for none.

    ``rather`` takes a word for a verb that may be one: ``Э. Орлова прибыли``.
    """
    first = parses(word)[0]
    if rather:
        first = next((one for one in parses(word) if one.pos == "VERB" and one.score > LEAST_VERB), first)
    finite = first.pos in {"VERB", "PRTS"} and not first.grammemes & {"impr", "1per", "2per", "neut"}
    if not word.islower() or not finite:
        return None
    return next((form for form in (*_GENDERS, PLURAL) if form in first.grammemes), "")


@lru_cache(maxsize=50_000)
def _may_be_subject(word: str, gender: str) -> bool:
    """Return whether a word may be the subject of a verb in this gender, pronouns too."""
    if len(word) < 2 or parses(word)[0].pos == "PREP":
        return False
    wanted = {"nomn", "sing", gender} if gender else {"nomn", "sing"}
    return any(wanted <= p.grammemes and p.pos in {"NOUN", "NPRO"} for p in parses(word))


@lru_cache(maxsize=50_000)
def _may_be_several(word: str) -> bool:
    """Return whether a word may be the subject of a plural, and no object: ``депутаты``, ``они``."""
    told = ({"nomn", "plur"} <= p.grammemes and (p.pos == "NPRO" or "anim" in p.grammemes) for p in parses(word))
    return len(word) > 1 and any(told)


@lru_cache(maxsize=50_000)
def _looks_like_object(word: str) -> bool:
    """Return whether a thing's nominative is its accusative too: ``договор``, ``суд``."""
    return any({"accs", "inan"} <= p.grammemes for p in parses(word))


@lru_cache(maxsize=50_000)
def _may_stand_between(word: str) -> bool:
    return word.islower() and word not in PARTING and parses(word)[0].pos in {"ADVB", "PRCL", "CONJ", "NPRO"}


def asked_for(clause: Sequence[str]) -> str | None:
    """Return the cases that the last word asks for, if it is one of the table."""
    return _GOVERNED.get(parses(clause[-1])[0].lemma) if clause else None
