"""What the words around a person's name say of its case and gender: titles, prepositions, verbs, coordination."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from letopis.dictionary import ANY_CASE, PERSONS_AND_PLACES, known_parses, parses
from letopis.folding.fold import PICTURE
from letopis.linking.apart import RELATED, is_post_right_before
from letopis.linking.governed import PREPOSITIONS
from letopis.linking.listed import is_nominative, others_in_list
from letopis.linking.verbs import (
    BESIDE_SUBJECT,
    EITHER,
    OBJECT,
    PARTING,
    RECEIVER,
    acts_on_a_thing,
    asked_for,
    tells_of,
    verb_after,
    verb_before,
)
from letopis.russian.spelling import WORD
from letopis.russian.tables import PARTICLES

_CLAUSE_STARTS = re.compile(
    r"(?:(?<=[^\W\d_]{3})[.!?…](?!,|\s[а-яё\d])|(?<=[\dIVXLC])\.(?=\s[А-ЯЁ])|[;:\n]"
    r"|,\s(?:но|а|что|который|которая)\b)"
)
_COORDINATED = re.compile(r"([А-ЯЁ][^\W\d_]+(?:-[^\W\d_]+)*)(?:\s[IVXLC]+(?:-[а-я]+)?)?\)?(?:\s(?:и|или)|,)\s$")
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
    verb = verb_after(after, second=second) if second or not cases or "nomn" in cases else None
    if verb is None and tells_of(clause, after):
        return NameContext("", "nomn")
    if verb is None and before.endswith(" ") and not before.endswith(", "):
        verb = verb_before(clause)
    own = asked_for(clause) if before.endswith(" ") else None
    if verb == RECEIVER:
        return NameContext(own or "", f"{own or 'datv'} nomn")
    if own and verb in {None, OBJECT, EITHER}:
        return NameContext(own)
    if verb in BESIDE_SUBJECT:
        return NameContext(BESIDE_SUBJECT[verb])
    if verb is not None:
        return NameContext(OBJECT_CASES if _SUBJECT_BEHIND.match(after) else "", "nomn", verb)
    attribute = _attribute(before)
    if attribute is not None:
        return attribute
    if not clause and _DEFINED.match(after):
        return NameContext("nomn")
    if before.endswith(" ") and is_post_right_before(clause):
        return NameContext("", "nomn")
    return NameContext(" ".join(sorted(cases)))


def _of_list(before: str, shared: frozenset[str], after: str) -> NameContext:
    """Return what the words around a list say of its names, as far as the cases go that these share."""
    asked = name_context(before, "")
    if (not any(asked) or "nomn" in asked.cases) and acts_on_a_thing(after):
        asked = NameContext("nomn")
    cases = shared & set((asked.strictly or asked.cases).split()) or shared
    told = " ".join(sorted(cases))
    return NameContext(told) if cases > {"nomn"} else NameContext("", told)


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
    behind = spaced and bool(words) and words[-1].lower() in PREPOSITIONS  # президент, избранный при Шираке
    titles = map(_cases_of_title, () if behind else small)
    title = next((cases for cases in titles if cases is not None), None)
    if title is not None:
        return title
    return _cases_behind(words[-1].lower()) if words and spaced else frozenset()


def _governed_together(clause: list[str]) -> str:
    """Return the cases of a name that another's governs, too: ``с Олафом Шольцем и Анналеной Бербок``."""
    names = _before_names(clause)
    if clause[-1] not in PARTING:
        return ""
    return asked_for(names) or " ".join(sorted(_governed(names, spaced=True)))


def _before_names(clause: list[str]) -> list[str]:
    """Return the words before the names that end a clause and the word that joins them to the next."""
    rest = clause[: -1 if clause[-1] in PARTING else None]
    while rest and (rest[-1] in PARTICLES or (rest[-1][0].isupper() and not _cases_behind(rest[-1].lower()))):
        rest.pop()
    return rest


def _opens_with_names(clause: list[str], after: str) -> bool:
    """Return whether names open a clause whose verb is a plural: ``М. Гоциридзе и А. Исмаилова составили``."""
    return not _before_names(clause) and verb_after(after, second=True) == ""


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
    cases = frozenset().union(*(reading.grammemes for reading in readings)) & ANY_CASE
    return cases | {"gent"} if any(reading.lemma in RELATED for reading in readings) else cases
