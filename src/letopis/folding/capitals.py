"""Headings and titles set in capitals, read as if they were written in small letters."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache

from letopis.dictionary import known, parses
from letopis.russian.states import CAPITAL_HEADS, state_abbreviations, state_at
from letopis.russian.syllables import is_syllable, is_two_syllables
from letopis.russian.tables import FATHERS, LINKS, rows
from letopis.russian.toponyms import is_town_and_adjective

LONG = 4
"""Letters from which a word in capitals is rather a word than an abbreviation."""

FULL_WORDS = 2
"""Words, and no abbreviations, that make a stretch of capitals a heading."""

_CAPITALS = re.compile(rf"[А-ЯЁ]{{{LONG},}}")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*|\d+(?:-[^\W\d_]+)?")
_ROMAN = re.compile(r"([IVXLC]+)(-[А-ЯЁ]{1,2})?")
_STARTS = re.compile(r"(?:^|[.!?…]\s*|[«“„\"(]\s*|\n)$")
_AFTER_INITIAL = re.compile(r"\b[А-ЯЁ]\.\s?$")
_SMALL = frozenset("а в и к о с у я".split())

_INNER = LINKS | FATHERS
"""Parts of hyphenated names that are written small."""

_PROPER = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn"})
_REGIONS = frozenset({"область", "край"})
_JOINING = frozenset({"и", "обеих"})
_VOWELS = frozenset("АЕЁИОУЫЭЮЯ")


def fold_capitals(text: str) -> str:
    """Write stretches of capitals in small letters, proper names and beginnings with a capital; the length stays.

    >>> fold_capitals("ДОГОВОР МЕЖДУ КЫРГЫЗСКОЙ РЕСПУБЛИКОЙ И КНР ПОДПИСАН В АСТАНЕ")
    'Договор между Кыргызской Республикой и КНР подписан в Астане'
    >>> fold_capitals("Посол МИД КР прибыл в ООН.")
    'Посол МИД КР прибыл в ООН.'
    """
    if _CAPITALS.search(text) is None:
        return text
    parts, done = [], 0
    for start, end in _stretches(text):
        parts += [text[done:start], _in_small_letters(text, start, end)]
        done = end
    parts.append(text[done:])
    return "".join(parts)


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Yield where capitals stand in a row, in paragraphs that have long words of capitals."""
    start = 0
    for paragraph in text.split("\n\n"):
        if _CAPITALS.search(paragraph):
            for first, last in _runs(paragraph):
                yield start + first, start + last
        start += len(paragraph) + 2


def _runs(paragraph: str) -> Iterator[tuple[int, int]]:
    run: list[re.Match[str]] = []
    for match in _WORD.finditer(paragraph):
        if match.group().upper() == match.group():
            run.append(match)
        else:
            yield from _trimmed(run, whole=False)
            run = []
    yield from _trimmed(run, whole=bool(run) and run[0].start() <= 1)


def _trimmed(run: list[re.Match[str]], *, whole: bool) -> Iterator[tuple[int, int]]:
    """Yield a run from its first long word to its last one, if it is a heading; ``whole``: a paragraph of its own."""
    words = [match for match in run if not match.group()[0].isdigit()]
    while words and len(words[0].group()) == 1 and words[0].string[words[0].end() :][:1] != ".":
        words.pop(0)
    while words and len(words[-1].group()) == 1:
        words.pop()
    full = sum(_is_full(match.group()) for match in words)
    if full >= FULL_WORDS or (full and whole) or (len(words) == 1 and _is_known_name(words[0].group())):
        yield run[0].start() if whole else words[0].start(), run[-1].end() if whole else words[-1].end()


def _is_full(word: str) -> bool:
    """Return whether a word in capitals is no abbreviation: ``ДОГОВОР``, ``БЕРДЫБЕКОВА``; not ``ЮНЕСКО``."""
    return len(word) >= LONG and not _is_abbreviation(word)


def _is_known_name(word: str) -> bool:
    """Return whether a word that alone is in capitals is a name, and no body's, whose abbreviation it may be."""
    proper = parses(word)[0].grammemes & (_PROPER - {"Orgn"}) if len(word) > LONG and known(word) else frozenset()
    return bool(proper) and not _is_abbreviation(word)


def _is_abbreviation(word: str) -> bool:
    """Return whether a word is written in capitals anywhere: in the dictionary as one, or short and unknown."""
    readings = parses(word)
    if "Abbr" in readings[0].grammemes or (readings[0].pos == "NOUN" and {"Orgn", "Fixd"} <= readings[0].grammemes):
        return True
    if known(word):
        return len(word) <= LONG and "Orgn" in readings[0].grammemes  # ТАСС
    return len(word) <= LONG or not _VOWELS & set(word)


def _in_small_letters(text: str, start: int, end: int) -> str:
    found = list(_WORD.finditer(text, start, end))
    of_states = _places_in_states([match.group() for match in found])
    of_bodies = _words_of_bodies([match.group() for match in found])
    parts, done = [], start
    for place, match in enumerate(found):
        following = found[place + 1].group() if place + 1 < len(found) else ""
        previous = found[place - 1].group() if place else ""
        before = text[max(0, match.start() - 8) : match.start()]
        after = text[match.end() : match.end() + 1]
        word = match.group()
        if place in of_bodies:
            starts = _STARTS.search(before) is not None
            cased = word.capitalize() if starts or of_bodies[place] else word.lower()
        elif place in of_states and word not in state_abbreviations():
            cased = word.lower() if word.lower() in _JOINING else "-".join(map(str.capitalize, word.split("-")))
        else:
            cased = _cased(word, before, after, previous, following)
        parts += [text[done : match.start()], cased]
        done = match.end()
    parts.append(text[done:end])
    return "".join(parts)


def _places_in_states(words: list[str]) -> set[int]:
    """Return the places of words in names of states of several words: ``РЕЧЬ ПОСПОЛИТАЯ``."""
    lengths = {place: state_at(words, place) for place in range(len(words))}
    return {place + step for place, length in lengths.items() if length > 1 for step in range(length)}


def _words_of_bodies(words: list[str]) -> dict[int, bool]:
    """Return the places of words in names of bodies of states, and whether each has a capital: ``ЛИГА НАЦИЙ``."""
    found: dict[int, bool] = {}
    for place, word in enumerate(words):
        for name in {name for lemma in _lemmas(word) for name in _bodies().get(lemma, ())}:
            pairs = zip(words[place:], name, strict=False)
            if place + len(name) <= len(words) and all(_lemmas(own) & _lemmas(one) for own, one in pairs):
                found |= {place + step: one[0].isupper() for step, one in enumerate(name)}
    return found


@cache
def _bodies() -> dict[str, list[tuple[str, ...]]]:
    """Return the bodies of several words that begin with a capital, by the lemmas of their first word."""
    found = defaultdict(list)
    for row in rows("bodies.tsv"):
        name = tuple(row[-1].split())
        if row[0] in {"short", "union"} and name[0][0].isupper():
            for lemma in _lemmas(name[0]):
                found[lemma].append(name)
    return found


@lru_cache(maxsize=1000)
def _lemmas(word: str) -> frozenset[str]:
    return frozenset(parse.lemma for parse in parses(word))


def _cased(word: str, before: str, after: str, previous: str, following: str) -> str:
    """Write one word as it stands in running text."""
    starts = _STARTS.search(before) is not None
    if word[0].isdigit():
        return word.lower()
    if word in state_abbreviations():
        return word
    if roman := _ROMAN.fullmatch(word):
        return roman[1] + (roman[2] or "").lower()
    if len(word) == 1:
        return word if starts or after == "." or word.lower() not in _SMALL else word.lower()
    if "-" in word and not known(word) and (not _is_adjective(word) or is_town_and_adjective(word)):
        return _capitalised(word)
    if _begins_syllables(word, following):
        return word.capitalize()
    if _is_abbreviation(word):
        return word
    proper = _is_proper(word, previous, following) or _AFTER_INITIAL.search(before) is not None
    if proper and not _is_adjective(word):
        return _capitalised(word)
    return word.capitalize() if starts or proper else word.lower()


def _begins_syllables(word: str, following: str) -> bool:
    """Return whether a short word begins a name of syllables, whose next nobody knows: ``СИ ЦЗИНЬПИНА``."""
    if not following or known(following) or not is_two_syllables(following) or not is_syllable(word):
        return False
    return not known(word) or any(reading.pos == "NOUN" for reading in parses(word))


def _capitalised(name: str) -> str:
    """Write a name with a capital in each of its parts: ``Алма-Ата``, ``Ростов-на-Дону``."""
    parts = [part if _is_abbreviation(part) else part.capitalize() for part in name.split("-")]
    return "-".join(part.lower() if place and part.lower() in _INNER else part for place, part in enumerate(parts))


def _is_proper(word: str, previous: str, following: str) -> bool:
    """Return whether a word is a name or part of a state's: ``КЫРГЫЗСКОЙ РЕСПУБЛИКОЙ``, ``РЕСПУБЛИКА КАЗАХСТАН``."""
    readings = parses(word)
    if (not known(word) and not _is_adjective(word)) or readings[0].grammemes & _PROPER:
        return True
    if readings[0].lemma in CAPITAL_HEADS:
        return _is_adjective(previous) or _is_place(following)
    return _is_adjective(word) and bool(following) and parses(following)[0].lemma in CAPITAL_HEADS | _REGIONS


def _is_adjective(word: str) -> bool:
    return bool(word) and parses(word)[0].pos == "ADJF"


def _is_place(word: str) -> bool:
    return bool(word) and (not known(word) or "Geox" in parses(word)[0].grammemes)
