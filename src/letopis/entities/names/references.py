"""Decisions about names in references and captions: authors before titles, publishers after places, shortened words."""

from __future__ import annotations

import re
from itertools import pairwise

from letopis.dictionary import begins_word, known
from letopis.entities.names.passage import Bounds, Name, Passage, each, longest_at, no_name, whole
from letopis.entities.names.words import at, can_be, is_abbreviation, is_capitalised, is_initial
from letopis.russian.toponyms import is_listed_town
from letopis.sentences.abbreviations import USES

_RUSSIAN = re.compile("[А-ЯЁа-яё]{4}")
_FUNDS = frozenset({"Ф.", "ф.", "Фонд", "фонд"})
_NUMBERED = re.compile(r"(?:[А-Я]-?)?\d|[IVXLC]+$")
_POSSESSIVE = ("ов", "ев", "ёв", "ин", "ын")
"""How surnames end that look like a plural's genitive: ``Ляхов``; no title begins with one."""

_FILE = re.compile(r"[А-ЯЁ]{1,2}-\d+")
_ROMAN = re.compile(r"[IVXLCІХМ]+|\d+")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_SURNAME = re.compile(r"[А-ЯЁA-Z][а-яёa-z’'-]+(?:-[А-ЯЁA-Z][а-яёa-z’']+)*")
_ENTRY_NUMBER = re.compile(r"\d{1,3}|[.)\]\[]|[–—•*-]")


@each("PERSON", "ORG", "GPE")
def shortened_word_is_no_name(passage: Passage, name: Name, _names: list[Name]) -> Bounds:
    """Leave out shortened words: ``[Рис]. 1``, ``[Моск]. изд-во``, ``[Д-р] наук``; end before: ``[Орлов] Соч. 2``."""
    last = name.last
    while last > name.first and _is_shortened(passage, last - 1):
        last -= 1
    return name.first, last


def _is_shortened(passage: Passage, place: int) -> bool:
    """Return whether a word is cut short by a stop within its sentence, or by a hyphen."""
    word, after = passage.words[place], passage.words[place + 1 : place + 3]
    if "-" in word and word.lower() in USES.name:
        return True
    if len(after) < 2 or after[0] != "." or not is_capitalised(word):
        return False
    if is_shortening(passage, place):
        return True
    shortened = after[1].islower() and not known(word) and begins_word(word)
    return shortened and len(word) > 2 and not word.isupper() and not passage.is_in(place, "places_of_print")


def is_shortening(passage: Passage, place: int) -> bool:
    """Return whether a word stands at a place that references, or numbers, shorten so: ``Сер``, ``Рис``, ``Гл``."""
    return passage.words[place].lower() in USES.number | passage.lexicon.lists["shortened"]


@each("PERSON")
def initials_alone_are_no_person(passage: Passage, name: Name, _names: list[Name]) -> Bounds:
    """Leave out volumes, parts and files: ``[Т. II]``, ``[Ч.] 1``, ``[Ф. И-75]``.

    Initials with a surname before them are its referent's.
    """
    words = passage.words[name.first : name.last]
    if is_initial(words[0]) and _FILE.fullmatch(words[-1]):
        return None
    if not all(is_initial(word) or _ROMAN.fullmatch(word) for word in words):
        return name[:2]
    surname = name.first and not any(map(_ROMAN.fullmatch, words)) and author_at(passage, name.first - 1)
    return (name.first - 1, name.last) if surname else None


@each("PERSON")
def title_outside_author(passage: Passage, name: Name, _names: list[Name]) -> Bounds:
    """End an author before the title: ``[Сахарин В. Л.] Методы переговоров``, but ``[доц. Г. Читая]``."""
    words, last = passage.words, name.last
    if last - name.first > 2 and not (is_initial(words[name.first]) or passage.is_in(name.first, "titles")):
        end = _initials_end(words, name.first + 1)
        if name.first + 1 < end < last and _begins_title(words, name.first, end):
            last = end
    return name.first, last


def _initials_end(words: list[str], place: int) -> int:
    """Return where initials end that begin at a place."""
    while place < len(words) and is_initial(words[place]):
        place += 1
    return place


def _begins_title(words: list[str], first: int, end: int) -> bool:
    """Return whether the word behind initials is a title's: no name, or behind the initials of a second author."""
    word = words[end]
    if word.isdigit():
        return True
    if word.isascii():
        return first > 1 and words[first - 1] == "," and is_initial(words[first - 2])
    named = any(can_be(word, grammeme) for grammeme in ("Surn", "Name", "Patr"))
    return known(word) and not named and not (end - first == 2 and can_be(words[first], "Name"))


def author_of_entry(passage: Passage, names: list[Name]) -> list[Name]:
    """Know the authors that a reference begins with: ``[Мельник Д. А.], [Зуй О. И.] Города``."""
    words = passage.words
    place = next((i for i, word in enumerate(words[:4]) if not _ENTRY_NUMBER.fullmatch(word)), 0)
    while end := author_at(passage, place):
        over = [name for name in names if name.first < end and place < name.last]
        known_author = any(name.label == "PERSON" and (name.first, name.last) == (place, end) for name in over)
        latin = "".join(words[place : end + 1]).isascii()
        title = all(name.first >= place for name in over) and (latin or not _begins_name(words, end))
        if passage.is_in(place, "titled") and any(name.first == place + 1 and name.last > end for name in over):
            break  # Роман [Т. Манна]
        if not known_author and _goes_on_as_entry(words, end) and (title or not over):
            names = [name for name in names if name not in over]
            names.append(Name(place, end, "PERSON", "names.author_of_entry", 0.9))
        if words[end : end + 1] != [","]:
            break
        place = end + 1
    return names


def author_at(passage: Passage, place: int) -> int:
    """Return where an author ends who begins at a place, surname first; 0 for none.

    A surname that is a common word too needs two initials, and no surname behind them; a work's word has none.

    >>> entries = (["Мельник", "Д.", "А.", "Города"], ["Посол", "Д.", "А.", "Орлов"], ["Роман", "Л.", "Толстого"])
    >>> [author_at(Passage(words, [], []), 0) for words in entries]
    [3, 0, 0]
    """
    words = passage.words
    word = at(words, place)
    end = _initials_end(words, place + 1)
    if end == place + 1 or not _SURNAME.fullmatch(word) or is_shortening(passage, place):
        return 0
    if _surname_like(word):
        return 0 if passage.is_in(place, "titled") and _begins_name(words, end) else end
    common = can_be(word, "NOUN", "nomn", "sing") and end - place > 2
    return end if common and not _begins_name(words, end) else 0


def _begins_name(words: list[str], place: int) -> bool:
    """Return whether a surname or given name stands at a place, and no title's word."""
    word = at(words, place)
    named = _surname_like(word) or can_be(word, "Name") or (word.endswith(_POSSESSIVE) and not can_be(word, "nomn"))
    return bool(_SURNAME.fullmatch(word)) and named


def _surname_like(word: str) -> bool:
    return can_be(word, "Surn") or not known(word)


def _goes_on_as_entry(words: list[str], end: int) -> bool:
    """Return whether a title, another author or nothing follows the initials."""
    if end >= len(words):
        return True
    return is_capitalised(words[end]) or words[end] in {",", "«", "“", '"', "/", "(", ":", "–", "—", ".", "и"}


def place_of_print(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a town that is a person's name too before its publisher, or as another's new name.

    ``– [Фрунзе]: Илим, 1977``, ``– [Фрунзе], 1984``, ``Пишпек (с 1926 г. – [Фрунзе])``.
    """
    words = passage.words
    for name in names:
        if name.label != "PERSON" or name.last - name.first > 1 or not name.first:
            continue
        behind, first = words[name.last : name.last + 9], name.first
        opens = words[first - 1] in {"–", "—", "-", "."}
        named = behind[:1] == [":"] and is_capitalised("".join(behind[1:2]))
        imprint = named and any(one == "," and _YEAR.fullmatch(year) for one, year in pairwise(behind))
        told = words[first - 1] != "." or can_be(words[first], "Geox") or is_listed_town(words[first])
        alone = behind[:1] == [","] and any(map(_YEAR.fullmatch, behind[1:2])) and told
        if (opens and (imprint or alone)) or _is_new_name(passage, name, names):
            names = [*(n for n in names if n is not name), name._replace(label="GPE", by="names.place_of_print")]
    return names


def _is_new_name(passage: Passage, name: Name, names: list[Name]) -> bool:
    """Return whether a name ends a bracket that says what the place before it is called at another time."""
    words, bracket = passage.words, name.first - 1
    while bracket > 0 and words[bracket] != "(" and not words[bracket][0].isupper() and words[bracket] != ")":
        bracket -= 1
    led = words[bracket] == "(" and passage.is_in(bracket + 1, "renamed") and words[name.last : name.last + 1] == [")"]
    return led and any(n.label == "GPE" and n.last == bracket for n in names)


@no_name("ORG")
def latin_title_is_no_body(passage: Passage, name: Name) -> bool:
    """Leave out titles in Latin letters in a sentence that has no Russian: ``// [New Politics]. – 1997``."""
    words = passage.words[name.first : name.last]
    if not all(map(str.isascii, words)) or any(_RUSSIAN.match(word) for word in passage.words):
        return False
    headed = any(passage.is_in(place, "latin_heads") for place in range(name.first, name.last))
    return ":" in words or not (headed or (len(words) == 1 and words[0].isupper()))


def archive(passage: Passage, names: list[Name]) -> list[Name]:
    """Know an archive by its abbreviation or the fund behind it: ``в [ЦГА [КР]]``, ``[НА РТ]. Ф. 10``."""
    words = passage.words
    listed = {place + 1 for place in passage.places("archives") if is_abbreviation(words[place])}
    for behind in sorted(listed | _before_funds(words)):
        end = behind
        first = next((place + 1 for place in range(end - 2, -1, -1) if not is_abbreviation(words[place])), 0)
        while end < len(words) and is_abbreviation(words[end]):
            end += 1
        state = longest_at(names, end, "GPE")
        last = state.last if state and all(can_be(word, "gent") for word in words[end : state.last]) else end
        names = [n for n in names if n.label == "ORG" or not (n.first <= first and last <= n.last)]
        names = whole(names, first, last, "names.archive", before=last - 1)
    return names


def _before_funds(words: list[str]) -> set[int]:
    """Return where abbreviations end behind which the number of a fund stands: ``НА РТ. Ф. 10``."""
    funds = (place for place, word in enumerate(words[:-1]) if word in _FUNDS and _NUMBERED.match(words[place + 1]))
    return {p - 1 for p in funds if p > 1 and words[p - 1] in ".," and is_abbreviation(words[p - 2])}


def publisher_is_no_name(passage: Passage, names: list[Name]) -> list[Name]:
    """Leave out a publisher behind the place of print: ``СПб.: [Питер], 2004``, ``Фрунзе: [Кыргызстан], 1984``."""
    words = passage.words
    if ":" not in words:
        return names
    places = {name.last for name in names if name.label == "GPE"}
    kept = []
    for name in names:
        colon = name.first - 1
        placed = colon > 0 and words[colon] == ":" and (colon in places or _place_of_print(words, colon))
        dated = words[name.last : name.last + 1] == [","] and any(map(_YEAR.fullmatch, words[name.last + 1 :][:1]))
        torn = name.label == "PERSON" and ":" in words[name.first : name.last]  # М.: Соцэкгиз
        if not torn and not (name.label in {"PERSON", "GPE"} and placed and dated):
            kept.append(name)
    return kept


def _place_of_print(words: list[str], colon: int) -> bool:
    before = colon - 2 if words[colon - 1] == "." else colon - 1
    return before >= 0 and is_capitalised(words[before])
