"""Where a person's name is a nominative though no verb tells it: alone on a line, behind a label, behind a post."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from letopis.dictionary import ANY_CASE, Parse, known_parses, parses
from letopis.linking.bodies import told
from letopis.linking.listed import EARLIER, LATER
from letopis.linking.posts import SAYING_NOTHING
from letopis.russian.spelling import WORD, is_abbreviation
from letopis.russian.tables import lists

ONE = ANY_CASE | {"sing", "plur"}
"""Grammemes that tell a nominative of one from other forms."""

RELATED = lists("words.cfg", __package__)["related"]
"""Persons, by lemma, behind whom another's name rather stands in the genitive: ``ученик Волкова``."""

_LINE_STARTS = re.compile(r"(?:^|\n)[ \t]*(?:[•*©–—-]\s?|\d{1,3}[.)]\s)?$")
_GOES_ON = re.compile(r"(?:[,(«–—-]|(?<![^\W\d_])(?:и|или|а|но|как))\s*$")
_LINE_ENDS = re.compile(r"\s?(?:\([^()\n]{1,60}\))?[*\d¹²³]{0,3}\s*(?:\n|$)")
_APPOSITION = re.compile(r",\s((?:[^\W\d_]{1,6}\.[\s-]?)+|[^,;.()\n]{2,60})(?=[,;.()\n]|$)")
_LABEL = re.compile(r"(?:^|[\n(;]|(?<=[^\W\d_]{4})[.!?…]\s)([^\n:;!?()]{2,60}):\s*$")
_VOWEL = re.compile("[аеёиоуыэюя]", re.IGNORECASE)
_PREDICATES = frozenset({"VERB", "PRTS", "INFN", "GRND"})
_ATTRIBUTES = frozenset({"ADJF", "PRTF"})
_HEADED = {"наука", *lists("lexicon.cfg", "letopis.entities.names")["institutions"], *told("generic")}
"""What a post may be of that stands between it and a name, by lemma: ``доктор наук``, ``директор института``."""


def stands_apart(before: str, after: str, *, alone: bool) -> bool:
    """Return whether a name is a nominative for where it stands: as a byline, or behind a label and a colon.

    ``alone`` tells that a name which has its line to itself is one: not every form of a foreign name is.

    >>> stands_apart("Мир\\n", "", alone=True), stands_apart("", ", к. и. н., доцент", alone=True)
    (True, True)
    >>> stands_apart("Перевод: ", "", alone=True), stands_apart("Доклад ", "", alone=True)
    (True, False)
    """
    earlier = EARLIER.search(before)
    front = before[: earlier.start()] if earlier else before
    label = _LABEL.search(front)
    if label is not None:
        return _is_label(label.group(1))
    opens = _LINE_STARTS.search(front)
    if opens is None or _continues(front[: opens.start()]):
        return False
    later = LATER.match(after)
    rest = after[later.end() :] if later else after
    apposition = _APPOSITION.match(rest)
    if apposition is not None and _is_nominative(apposition.group(1)):
        return True
    return alone and _LINE_ENDS.match(rest) is not None


def is_post_right_before(clause: Sequence[str]) -> bool:
    """Return whether a post or degree in the nominative stands right before a name, with no more than what it is of.

    >>> is_post_right_before(["Доктор", "исторических", "наук"]), is_post_right_before(["Ученик"])
    (True, False)
    """
    for word in reversed(clause[-4:]):
        readings = known_parses(word)
        people = [p for p in readings if "anim" in p.grammemes and p.pos == "NOUN"]
        people += [p for p in readings if "Subx" in p.grammemes and "inan" not in p.grammemes]
        if people:
            known = {p.lemma for p in people} & (SAYING_NOTHING | RELATED)
            return not known and all(p.grammemes & ONE == {"nomn", "sing"} for p in people)
        if not (is_abbreviation(word) or any(p.pos in _ATTRIBUTES or p.lemma in _HEADED for p in readings)):
            return False
    return False


def _continues(line: str) -> bool:
    """Return whether a line goes on in the next: it ends in a comma, a conjunction or a preposition."""
    words = WORD.findall(line[-20:]) if line[-1:].isalpha() else []
    return _GOES_ON.search(line) is not None or (bool(words) and parses(words[-1])[0].pos == "PREP")


def _is_label(label: str) -> bool:
    """``Авторы``, ``Перевод с чешского``, ``Отв. ред.``; no ``Среди них`` and nothing with a verb but ``Выступили``."""
    if label.endswith("."):
        return True
    words = WORD.findall(label)
    verbs = [p for word in words for p in known_parses(word)[:1] if p.pos in _PREDICATES]
    if verbs:
        return {"intr", "plur"} <= verbs[-1].grammemes and len(verbs) == 1
    return _is_nominative(label)


def _is_nominative(phrase: str) -> bool:
    """Return whether the head of a phrase can be in the nominative and not in the genitive; abbreviations can."""
    words = WORD.findall(phrase)
    head = next((word for word in words if not _may_be_attribute(word)), "")
    if head and (is_abbreviation(head) or f"{head}." in phrase or not _VOWEL.search(head)):
        return True
    cases = frozenset().union(*(p.grammemes & ANY_CASE for p in _nouns(head)))
    return "nomn" in cases and "gent" not in cases


@lru_cache(maxsize=50_000)
def _may_be_attribute(word: str) -> bool:
    readings = known_parses(word)
    return bool(readings) and readings[0].pos in _ATTRIBUTES and "Subx" not in readings[0].grammemes


def _nouns(word: str) -> list[Parse]:
    return [p for p in known_parses(word)[:4] if p.pos == "NOUN" or "Subx" in p.grammemes] if word else []
