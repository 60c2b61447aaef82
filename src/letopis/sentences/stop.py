"""One stop with what stands around it, and what the dictionary says of that."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from letopis.dictionary import known, parses
from letopis.russian.spelling import WORD
from letopis.sentences.abbreviations import USES, Uses

_LAST_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_FIRST_WORD = re.compile(r"^\W*([^\W_]+(?:[-’][^\W_]+)*)")
_COUNTED = re.compile(r"(?:\d|\b[IVXLCХ]+|\d-?[а-я]{1,3}|н\. ?э\.|тыс\.?|млн\.?|млрд\.?|долл\.?|кв\.?|куб\.?)\s*$")
_YEAR = re.compile(r"(?:(?<![№\d] )(?<!\d)\d{3,4}|\d-?е|\d-?х|\d-?го|\d-?м|[IVXLCХ])\s*$")
_INITIALS_NEXT = re.compile(r"^\W*(?:[А-ЯЁA-Z]\. ?-?){1,3}([А-ЯЁA-Z][\w’'-]*)?")
_END = re.compile(r"(?<!\b[А-ЯЁA-Z])[.!?…](?:\s|$)")
_PROPER = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "Trad", "Abbr", "Init"})
_PREDICATES = frozenset({"VERB", "PRTS", "PRED"})
_FORMS = frozenset({"VERB", "GRND", "COMP"})
_FUNCTION = frozenset({"PREP", "CONJ", "PRCL", "NPRO", "ADVB", "INTJ", "PRED", "GRND", "VERB", "NUMR", "COMP"})

LOOK_AHEAD = 300
"""Characters to the right in which a clause must show its verb."""


@dataclass(frozen=True)
class Stop:
    """A stop with what stands around it.

    ``sentence`` is the sentence so far, stop included and closing marks left out; ``closers`` are the
    quotes, brackets and citations after the stop; ``following`` is the text after the space. ``uses`` are the
    abbreviations that the rules know.
    """

    sentence: str
    closers: str
    following: str
    uses: Uses = USES

    @property
    def mark(self) -> str:
        """The stop itself: its last character."""
        return self.sentence[-1]

    @cached_property
    def before(self) -> str:
        """The sentence so far without its stop."""
        return self.sentence.rstrip(".!?…")

    @cached_property
    def last_word(self) -> str:
        """The word right before the stop, a number glued to it left out: ``г`` of ``1955г``."""
        match = _LAST_WORD.match(self.before[:-61:-1])  # read backwards, so that the first match is the last word
        word = match.group()[::-1] if match else ""
        return word.lstrip("0123456789") or word

    @cached_property
    def before_word(self) -> str:
        """What stands before that word."""
        return self.before[: len(self.before) - len(self.last_word)].rstrip()

    @cached_property
    def next_word(self) -> str:
        """The first word after the stop."""
        match = _FIRST_WORD.match(self.following[:80])
        return match.group(1) if match else ""

    @cached_property
    def next_name(self) -> str:
        """The next word, or the surname where initials come first; empty after initials alone."""
        match = _INITIALS_NEXT.match(self.following[:80])
        return (match.group(1) or "") if match else self.next_word

    @cached_property
    def next_starts(self) -> bool:
        """Whether the next word is one that only a sentence's start makes capital: ``Однако``, ``Во``, ``Самым``."""
        word = self.next_word
        if not word[:1].isupper() or self.next_name != word or (len(word) > 1 and word.isupper()) or not known(word):
            return False
        readings = parses(word)
        if readings[0].pos in _FORMS and any("Surn" in p.grammemes for p in readings):
            return False  # ``Бондарь`` is an imperative too
        return readings[0].pos in _FUNCTION - {"NUMR", "INTJ"} or any("Apro" in p.grammemes for p in readings)

    @cached_property
    def next_char(self) -> str:
        """The first character after the stop, quotes and brackets left out."""
        return self.following.lstrip("\"'“„‘«([{‹")[:1]

    @cached_property
    def dot(self) -> bool:
        """Whether the stop is one full stop."""
        return self.mark == "." and not self.sentence.endswith("..")

    @cached_property
    def counted(self) -> bool:
        """Whether the word before the stop follows a number, as ``г.`` does in ``1997 г.``."""
        tail = self.before_word[-12:]
        if self.last_word.lower() in {"г", "гг", "в", "вв"}:
            return bool(_YEAR.search(tail)) or tail.endswith(("э.", "гг.", "в."))
        return bool(_COUNTED.search(tail))


def new_clause(stop: Stop) -> bool:
    """Return whether what follows an abbreviation begins a clause of its own.

    It does when no bracket is open and the next word is one that only a start makes capital
    (``Особенно``); or when the sentence has had its verb and the next word is no name, or a name in the
    nominative with a verb of its own after it.
    """
    sentence = stop.before
    if sentence.count("(") > sentence.count(")") or stop.following[:1] == "(":
        return False
    if stop.next_starts:
        return True
    if not has_predicate(sentence):
        return False
    if not stop.next_char.isupper():
        return not stop.next_char.isdigit() or has_predicate(first_clause(stop.following))
    word = stop.next_name
    if not word:
        return False
    if word == stop.next_word and is_common(word) and not is_oblique(word):
        return True
    behind_initials = word != stop.next_word and _is_agent(sentence, word)
    oblique_name = (is_oblique(word) or behind_initials) and not is_common(word)
    return not oblique_name and has_predicate(first_clause(stop.following))


def _is_agent(sentence: str, surname: str) -> bool:
    """``был подписан 4 июня 1920 г. Я. [Каваном], который``: by whom something was done, as it is likeliest to read."""
    done = any(parses(word)[0].pos == "PRTS" for word in WORD.findall(sentence) if len(word) > 2)
    return done and "ablt" in parses(surname)[0].grammemes


def has_predicate(text: str) -> bool:
    """Return whether a text holds a finite verb or a short participle in its likeliest reading.

    >>> has_predicate("19 января 1993 г"), has_predicate("Протокол был подписан в 1996 г")
    (False, True)
    """
    for word in WORD.findall(text):
        if len(word) > 2 and word.lower() not in {"при", "для", "уже", "под", "над", "том"}:
            best = parses(word)[0]
            if best.pos in _PREDICATES or (best.pos == "ADJS" and not word.endswith(("о", "е"))):
                return True
    return bool(re.search(r" [–—] (?!\d)", text))


def begins_nominal(text: str) -> bool:
    """Return whether a text begins with a noun in the nominative, as a clause without a verb does.

    >>> begins_nominal("Площадь участка 40 га"), begins_nominal("На глубине 20 м"), begins_nominal("Новая цена 5 руб")
    (True, False, True)
    """
    for word in WORD.findall(text[:LOOK_AHEAD]):
        best = parses(word)[0]
        if best.pos == "NOUN":
            return "nomn" in best.grammemes
        if best.pos not in {"ADJF", "PRTF"}:
            return False
    return False


def first_clause(text: str) -> str:
    """Return a text up to its first stop that is no initial's.

    >>> first_clause("Посол К. И. Березин уехал. Он прав.")
    'Посол К. И. Березин уехал'
    """
    return _END.split(text[:LOOK_AHEAD], maxsplit=1)[0]


def is_common(word: str) -> bool:
    """Return whether a capitalised word is an ordinary word that only a sentence's start makes capital."""
    if not word or not word[0].isupper():
        return False
    if (len(word) > 1 and word.isupper()) or not known(word):
        return False
    readings = parses(word)
    if readings[0].pos in _FUNCTION:
        return True
    return not any(p.grammemes & _PROPER for p in readings)


def is_oblique(word: str) -> bool:
    """Return whether no reading of a noun or adjective could be a subject: ``Азербайджаном``, not ``Хакимов``."""
    readings = [p for p in parses(word) if p.pos in {"NOUN", "ADJF", "PRTF"}]
    if any("nomn" in p.grammemes or {"Name", "plur"} <= p.grammemes for p in readings):
        return False
    return bool(readings) and len(readings) == len(parses(word))
