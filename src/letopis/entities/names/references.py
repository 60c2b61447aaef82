"""Decisions about names in references and captions: authors before titles, publishers after places, shortened words."""

from __future__ import annotations

import re

from letopis.dictionary import begins_word, known
from letopis.entities.names.passage import Name, Passage
from letopis.entities.names.words import can_be, is_capitalised, is_initial
from letopis.sentences.abbreviations import NUMBER

SHORTENED = NUMBER | frozenset(
    """сер соч собр сб вестн изв зап тр журн науч учен учеб пособ автореф дис дисс ред перераб доп испр сост отв общ
    печ библиогр гос нац моск ленингр изд тип публ матер конф докл тез ежегод энцикл слов указ арх оп""".split()
)
"""Words as GOST 7.12 shortens them in references and captions: ``Сер. 2``, ``Моск. изд-во``, ``Рис. 1``."""

PLACES_OF_PRINT = frozenset({"М.", "Л.", "СПб", "Пг", "К.", "Н.", "Ростов", "Екатеринбург"})
"""Places as references shorten them, beside those that the tagger knows."""

_ROMAN = re.compile(r"[IVXLCІХМ]+|\d+")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_SURNAME = re.compile(r"[А-ЯЁA-Z][а-яёa-z’'-]+(?:-[А-ЯЁA-Z][а-яёa-z’']+)?")
_ENTRY_NUMBER = re.compile(r"\d{1,3}|[.)\]\[]|[–—•*-]")


def shortened_word_is_no_name(passage: Passage, names: list[Name]) -> list[Name]:
    """Leave out shortened words: ``[Рис]. 1``, ``[Сер]. 2``, ``[Моск]. изд-во``; end names before: ``[Орлов] Соч.``."""
    kept = []
    for name in names:
        last = name.last
        while last > name.first and _is_shortened(passage.words, last - 1):
            last -= 1
        if last > name.first:
            kept.append(name.reaching(name.first, last))
    return kept


def _is_shortened(words: list[str], place: int) -> bool:
    """Return whether a word is cut short by a stop within its sentence."""
    after = words[place + 1 : place + 3]
    word = words[place]
    if not after or after[0] != "." or not is_capitalised(word):
        return False
    if word.lower() in SHORTENED:
        return True
    shortened = len(after) > 1 and after[1].islower() and not known(word) and begins_word(word)
    return shortened and len(word) > 2 and not word.isupper() and word not in PLACES_OF_PRINT


def initials_alone_are_no_person(passage: Passage, names: list[Name]) -> list[Name]:
    """Leave out volumes and parts: ``[Т. II]``, ``[Ч.] 1``; initials with a surname before them are its referent's."""
    kept = []
    for name in names:
        words = passage.words[name.first : name.last]
        first = name.first
        if name.label == "PERSON" and all(is_initial(word) or _ROMAN.fullmatch(word) for word in words):
            if any(_ROMAN.fullmatch(word) for word in words) or not first or not author_at(passage.words, first - 1):
                continue
            first -= 1
        kept.append(name.reaching(first, name.last))
    return kept


def title_outside_author(passage: Passage, names: list[Name]) -> list[Name]:
    """End an author before the title: ``[Сахарин В. Л.] Методы переговоров``, but ``[Джон Ф. Кеннеди]``."""
    kept = []
    for name in names:
        last = name.last
        if name.label == "PERSON" and name.last - name.first > 2 and not is_initial(passage.words[name.first]):
            end = _initials_end(passage.words, name.first + 1)
            if name.first + 1 < end < name.last and _begins_title(passage.words, name.first, end):
                last = end
        kept.append(name.reaching(name.first, last))
    return kept


def _initials_end(words: list[str], place: int) -> int:
    """Return where initials end that begin at a place."""
    while place < len(words) and is_initial(words[place]):
        place += 1
    return place


def _begins_title(words: list[str], first: int, end: int) -> bool:
    """Return whether the word behind initials is a title's: no name, or behind the initials of a second author."""
    word = words[end]
    if word.isascii():
        return first > 1 and words[first - 1] == "," and is_initial(words[first - 2])
    named = any(can_be(word, grammeme) for grammeme in ("Surn", "Name", "Patr"))
    return known(word) and not named and not (end - first == 2 and can_be(words[first], "Name"))


def author_of_entry(passage: Passage, names: list[Name]) -> list[Name]:
    """Know the authors that a reference begins with: ``[Мельник Д. А.], [Зуй О. И.] Города``."""
    words = passage.words
    place = next((i for i, word in enumerate(words[:4]) if not _ENTRY_NUMBER.fullmatch(word)), 0)
    while end := author_at(words, place):
        over = [name for name in names if name.first < end and place < name.last]
        known_author = any(name.label == "PERSON" and (name.first, name.last) == (place, end) for name in over)
        title = all(name.first >= place for name in over) and not _begins_name(words, end)
        if not known_author and _goes_on_as_entry(words, end) and (title or not over):
            names = [name for name in names if name not in over]
            names.append(Name(place, end, "PERSON", "names.author_of_entry", 0.9))
        if words[end : end + 1] != [","]:
            break
        place = end + 1
    return names


def author_at(words: list[str], place: int) -> int:
    """Return where an author ends who begins at a place, surname first; 0 for none.

    A surname that is a common word too needs two initials, and no surname behind them.

    >>> author_at(["Мельник", "Д.", "А.", "Города"], 0), author_at(["Посол", "Д.", "А.", "Орлов"], 0)
    (3, 0)
    """
    word = words[place] if place < len(words) else ""
    end = _initials_end(words, place + 1)
    if not _SURNAME.fullmatch(word) or word.lower() in SHORTENED or end == place + 1:
        return 0
    if _surname_like(word):
        return end
    common = can_be(word, "NOUN", "nomn", "sing") and end - place > 2
    return end if common and not _begins_name(words, end) else 0


def _begins_name(words: list[str], place: int) -> bool:
    """Return whether a surname or given name stands at a place, and no title's word."""
    word = words[place] if place < len(words) else ""
    return bool(_SURNAME.fullmatch(word)) and (_surname_like(word) or can_be(word, "Name"))


def _surname_like(word: str) -> bool:
    return can_be(word, "Surn") or not known(word)


def _goes_on_as_entry(words: list[str], end: int) -> bool:
    """Return whether a title, another author or nothing follows the initials."""
    if end >= len(words):
        return True
    return is_capitalised(words[end]) or words[end] in {",", "«", "“", '"', "/", "(", ":", "–", "—", ".", "и"}


def publisher_is_no_name(passage: Passage, names: list[Name]) -> list[Name]:
    """Leave out a publisher behind the place of print: ``СПб.: [Питер], 2004``, ``Фрунзе: [Кыргызстан], 1984``."""
    words = passage.words
    places = {name.last for name in names if name.label == "GPE"}
    kept = []
    for name in names:
        colon = name.first - 1
        placed = colon > 0 and words[colon] == ":" and (colon in places or _place_of_print(words, colon))
        dated = words[name.last : name.last + 1] == [","] and any(map(_YEAR.fullmatch, words[name.last + 1 :][:1]))
        if not (name.label in {"PERSON", "GPE"} and placed and dated):
            kept.append(name)
    return kept


def _place_of_print(words: list[str], colon: int) -> bool:
    before = colon - 2 if words[colon - 1] == "." else colon - 1
    return before >= 0 and is_capitalised(words[before])
