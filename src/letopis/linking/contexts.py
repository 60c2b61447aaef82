"""What the words around a person's name say of its case and gender: titles, prepositions, verbs, coordination."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from letopis.dictionary import ANY_CASE, PERSONS_AND_PLACES, known_parses, parses
from letopis.folding.fold import PICTURE
from letopis.linking.governed import GOVERNING, PREPOSITIONS
from letopis.linking.listed import is_nominative, others_in_list
from letopis.russian.spelling import WORD
from letopis.russian.tables import PARTICLES

MOST_SKIPPED = 3
"""Adverbs and particles that may stand between a name and its verb: ``Егорова также не раз отметила``."""

LEAST_VERB = 0.05
"""Probability of a verb, at least, that a word behind a name may be."""

_GOVERNED = {word: cases for kind, cases, words in GOVERNING if kind in {"verb", "noun"} for word in words}
"""The case of a person behind some verbs, ``поручил Иванову``, and the cases behind some nouns: ``письмо Иванову``."""

_CLAUSE_STARTS = re.compile(
    r"(?:(?<=[^\W\d_]{3})[.!?…](?!,|\s[а-яё\d])|(?<=[\dIVXLC])\.(?=\s[А-ЯЁ])|[;:\n]"
    r"|,\s(?:но|а|что|который|которая)\b)"
)
_SENTENCE_ENDS = re.compile(r"(?<=[^\W\d_]{3})[.!?…](?:\s|$)|[;\n]")
_APPOSITION = re.compile(r"\s?\([^()]{1,60}\)(?:,\s[^,.]{3,60},)?|,\s[^,.]{3,60},|\s[–—]\s[^–—.]{3,60}\s[–—]")
_COORDINATED = re.compile(r"([А-ЯЁ][^\W\d_]+(?:-[^\W\d_]+)*)(?:\s[IVXLC]+(?:-[а-я]+)?)?\)?(?:\s(?:и|или)|,)\s$")
_MORE_NAMES = re.compile(r"(?:,?\s(?:и\s|или\s)?(?:[А-ЯЁ]\.\s?)*[А-ЯЁ][^\W\d_]+(?:-[^\W\d_]+)*)+(?=\s)")
_SECOND = re.compile(r"[А-ЯЁ][^\s,.]+\sи\s[а-яё-]{2,}\.(?:\s[^\s,;:]+){0,4}\s$")
"""What stands before a second subject whose title is shortened: ``К. Громов и ст. науч. сотр. Э. Новрузова``."""

_ASIDE = re.compile(
    r",\s(?:например|в частности|кстати|впрочем|конечно|видимо|очевидно|вероятно|кажется|правда|по-видимому"
    r"|как известно|в свою очередь|напротив|наоборот),\s$"
)
"""Words set off by commas that part a verb from its subject: ``Иначе думала, например, Г. Эсеналиева``."""

_DEFINED = re.compile(r"\s[(–—]")
"""What follows a name that opens a clause and is rather a nominative: ``Р. Назым (р. 1870)``, ``Р. Назым – поэт``."""

_SUBJECT_BEHIND = re.compile(r"\s[а-яё]+(?:\s[а-яё]+)?\s(?:[А-ЯЁ]\.\s?)*[А-ЯЁ][а-яё]")
"""A verb behind a name and another name, which may be its subject: ``Каримова назначил Икрамов``."""

OBJECT_CASES = "accs datv gent"
"""The cases of a name before such a verb."""

_HONOURED = ("им. ", "имени ")
"""Words before the name that a body bears, in the genitive: ``Школа им. Ле Зуана``."""

_PARTING = frozenset({"и", "или", "а", "но"})
_GENDERS = ("masc", "femn")
PLURAL, OBJECT, EITHER, AGENT = "plur", "object", "either", "agent"
"""What else a verb may say of a name: several did it, it was done to the name's referent, either, by or for whom."""

_BESIDE_SUBJECT = {OBJECT: "accs gent", EITHER: "accs gent nomn", AGENT: "ablt datv"}
"""Cases of a name behind a verb that has another subject, or may have."""

_PREDICATES = frozenset({"VERB", "ADJS", "PRTS", "INFN", "GRND"})


class NameContext(NamedTuple):
    """What stands around a name speaks for: cases, cases that alone can be, a gender; words parted by spaces."""

    cases: str = ""
    strictly: str = ""
    gender: str = ""


def name_context(before: str, after: str) -> NameContext:
    """Return what the words around a name say of it; ``before`` and ``after`` need no more than some 80 characters.

    >>> name_context("визит президента РК ", " в Прагу")
    NameContext(cases='accs gent', strictly='', gender='')
    >>> name_context("", " отметила рост торговли.")
    NameContext(cases='', strictly='nomn', gender='femn')
    """
    before, after = (_ASIDE.sub(" ", part.replace(f"{PICTURE} ", "")) for part in (before, after))
    if before.endswith(_HONOURED):
        return NameContext("gent")
    listed = others_in_list(before, after)
    if listed is not None and listed[1] != ANY_CASE:
        return _of_list(*listed)
    clause = WORD.findall(_CLAUSE_STARTS.split(before)[-1])
    beside = _COORDINATED.search(before)
    if beside is not None:
        together = _governed_together(clause)
        nominative = is_nominative(beside.group(1)) or (not together and _opens_with_names(clause, after))
        return NameContext("" if nominative else together, "nomn" if nominative else "", "")
    cases = _governed(clause, spaced=before.endswith(" "))
    second = bool(_SECOND.search(before))
    verb = _verb_after(after, second=second) if second or not cases or "nomn" in cases else None
    if verb is None and before.endswith(" ") and not before.endswith(", "):
        verb = _verb_before(clause)
    own = _asked_for(clause) if before.endswith(" ") else None
    if own and verb in {None, OBJECT, EITHER}:
        return NameContext(own)
    if verb in _BESIDE_SUBJECT:
        return NameContext(_BESIDE_SUBJECT[verb])
    if verb is not None:
        return NameContext(OBJECT_CASES if _SUBJECT_BEHIND.match(after) else "", "nomn", verb)
    attribute = _attribute(before)
    if attribute is not None:
        return attribute
    if not clause and _DEFINED.match(after):
        return NameContext("nomn")
    return NameContext(" ".join(sorted(cases)))


def _of_list(before: str, shared: frozenset[str]) -> NameContext:
    """Return what the words before a list say of its names, as far as the cases go that these share."""
    asked = name_context(before, "")
    cases = shared & set((asked.strictly or asked.cases).split()) or shared
    told = " ".join(sorted(cases))
    return NameContext(told) if cases > {"nomn"} else NameContext("", told)


def _verb_after(after: str, *, second: bool) -> str | None:
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


def _verb_before(words: Sequence[str]) -> str | None:
    """Return the gender of a verb right before the name, or that the name is its object, for another is the subject.

    Either may be so where the other is a thing that looks the same as an object: ``Договор подписал Иванов``.
    """
    last = len(words)
    while last > 1 and last > len(words) - MOST_SKIPPED and parses(words[last - 1])[0].pos in {"ADVB", "PRCL"}:
        last -= 1  # выдвинула ещё З. Рахимова
    words = words[:last]
    found = _predicate(words[-1]) if words else None
    if words and parses(words[-1])[0].grammemes >= {"VERB", "neut"}:
        return OBJECT  # Правительство поддержало Иванова
    if found == PLURAL:
        verb = parses(words[-1])[0]
        if any(map(_may_be_several, words[:-1])):  # Депутаты поддержали Иванова
            return AGENT if verb.pos == "PRTS" else OBJECT
        return "" if "intr" in verb.grammemes and not words[-1].endswith("сь") else None  # Приехали Иванова и её муж
    if found is None:
        return None
    subjects = [word for word in words[:-1] if _may_be_subject(word, found)]
    if subjects and parses(words[-1])[0].pos == "PRTS":
        return AGENT
    if subjects and not any(map(_looks_like_object, subjects)):
        return OBJECT
    return EITHER if subjects else found


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
    return word.islower() and word not in _PARTING and parses(word)[0].pos in {"ADVB", "PRCL", "CONJ", "NPRO"}


def _attribute(before: str) -> NameContext | None:
    """``учёная``, ``покойная``: a woman's adjective or noun right before a name; ``написанная`` brings an agent."""
    words = WORD.findall(before[-40:]) if before.endswith(" ") else []
    readings = known_parses(words[-1]) if words and words[-1][1:].islower() else ()
    if readings and readings[0].grammemes >= {"PRTF", "pssv"}:
        return NameContext("ablt")
    women = [p for p in readings if "femn" in p.grammemes and (p.pos in {"ADJF", "PRTF"} or "anim" in p.grammemes)]
    if not women or len(women) < len(readings) or any(p.grammemes & PERSONS_AND_PLACES for p in readings):
        return None
    cases = frozenset().union(*(p.grammemes for p in women)) & ANY_CASE
    return NameContext(" ".join(sorted(cases)), "", "femn")


def _governed(clause: Sequence[str], *, spaced: bool) -> frozenset[str]:
    """Return the cases that the title, noun or preposition before a name asks for; none where nothing does.

    ``президента КР`` says genitive or accusative, ``речь`` and ``от`` genitive, ``с`` instrumental.
    """
    words = _behind_predicate(clause[-4:])
    small = (word.lower() for place, word in enumerate(reversed(words), 1) if word.islower() or place == len(clause))
    titles = map(_cases_of_title, small)
    title = next((cases for cases in titles if cases is not None), None)
    if title is not None:
        return title
    return _cases_behind(words[-1].lower()) if words and spaced else frozenset()


def _governed_together(clause: list[str]) -> str:
    """Return the cases of a name that another's governs, too: ``с Олафом Шольцем и Анналеной Бербок``."""
    names = _before_names(clause)
    if clause[-1] not in _PARTING:
        return ""
    return _asked_for(names) or " ".join(sorted(_governed(names, spaced=True)))


def _before_names(clause: list[str]) -> list[str]:
    """Return the words before the names that end a clause and the word that joins them to the next."""
    rest = clause[: -1 if clause[-1] in _PARTING else None]
    while rest and (rest[-1] in PARTICLES or (rest[-1][0].isupper() and not _cases_behind(rest[-1].lower()))):
        rest.pop()
    return rest


def _opens_with_names(clause: list[str], after: str) -> bool:
    """Return whether names open a clause whose verb is a plural: ``М. Гоциридзе и А. Исмаилова составили``."""
    return not _before_names(clause) and _verb_after(after, second=True) == ""


def _asked_for(clause: Sequence[str]) -> str | None:
    """Return the cases that the last word asks for, if it is one of the table."""
    return _GOVERNED.get(parses(clause[-1])[0].lemma) if clause else None


def _behind_predicate(words: Sequence[str]) -> Sequence[str]:
    """Return the words behind the last predicate: in ``гости были благодарны`` the guests are no title."""
    for place in range(len(words), 0, -1):
        if parses(words[place - 1])[0].pos in _PREDICATES:
            return words[place:]
    return words


@lru_cache(maxsize=50_000)
def _cases_behind(word: str) -> frozenset[str]:
    """Return the cases in which a name stands behind a noun or preposition."""
    if word in PREPOSITIONS:
        return frozenset({PREPOSITIONS[word]})
    readings = known_parses(word)
    if readings and readings[0].pos == "COMP":  # старше Каримова
        return frozenset({"gent"})
    nouns = [reading for reading in readings if reading.pos == "NOUN" and not reading.grammemes & PERSONS_AND_PLACES]
    return frozenset({"gent"}) if nouns and len(nouns) == len(readings) else frozenset()


@lru_cache(maxsize=50_000)
def _cases_of_title(word: str) -> frozenset[str] | None:
    """Return the cases of a small word that may be a title, whoever bears it; ``None`` for other words."""
    readings = [reading for reading in known_parses(word) if reading.pos == "NOUN" and word not in PREPOSITIONS]
    if not any("anim" in reading.grammemes for reading in readings):
        return None
    return frozenset().union(*(reading.grammemes for reading in readings)) & ANY_CASE
