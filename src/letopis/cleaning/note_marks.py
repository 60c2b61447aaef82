"""Numbers of notes that stand glued to words: ``в Ташкенте8.``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from letopis.dictionary import known, parses
from letopis.russian.tables import lists

SHORTEST_CHAIN = 3
"""Numbers that go up by one from word to word, at least, for all to be marks of notes.

One more where they begin with another than 1 and one of the words is no name in the dictionary.
"""

_LISTS = lists("words.cfg", __package__)

NUMBERED = _LISTS["numbered"]

_UNITS = frozenset("км м см мм дм га кв куб мкм нм".split())
_SMALL_WORD = frozenset({"PREP", "CONJ", "PRCL", "NUMR", "ADVB", "NPRO", "INTJ", "COMP", "PRED"})
_GLUED = re.compile(r"(?<=[а-яёА-ЯЁIVX»”)\].!?…])[1-9]\d{0,2}(?=[\s,.;:!?)»”–—]|$)")
_WORD_BEFORE = re.compile(r"[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*$")
_INITIALS = re.compile(r"(?<![А-ЯЁа-яё.])(?:[А-ЯЁ][а-яё]?\.[ -]?){1,3}$")
_OBLIQUE_SURNAME = re.compile(r"[А-ЯЁ][а-яё]{2,}(?:[оеё]в|[иы]н)(?:у|ым|ой|ых|а)")
_STREET = re.compile(r"(?:ул|улиц\w|пер|переул\w+|просп\w*|площад\w)\.? $", re.IGNORECASE)
_RULER = re.compile(r"([А-ЯЁ][а-яё]+) [IVX]{1,5}$")
_DATED = re.compile(r"(?:\d|[IVXLC])\s?(?:гг?|вв?)\.$")
_QUANTITY = re.compile(
    r"\d{1,3}\s?(?:тыс|млн|млрд|процент|лет|год|человек|чел\b|раз|га\b|км|м\b|кг|т\b|руб|долл|штук|дн|час|мин|стран|%)"
)
_PREPOSITION = re.compile(
    r"(?:^|\s)(?:в|во|на|из|к|ко|от|до|у|с|со|под|под|за|о|об|для|при|через|по)\s$", re.IGNORECASE
)


_STARS = re.compile(r"(?<=[\w»”)\].,;:!?…])\*{1,3}(?![\w*])")


class Glued(NamedTuple):
    """A number glued to a word: where it stands, the word, and whether it must be a note's without more evidence."""

    start: int
    number: int
    word: str
    sure: bool


def find_note_marks(raw: str, noted: Collection[int] = ()) -> frozenset[int]:
    """Return where the numbers begin that are marks of notes and no part of a name.

    A number is one when the word before it can have none, when a note of the text bears it (``noted``), or when it
    stands in a row of such numbers that go up by one, at different words. Stars are marks where a note begins with as
    many, -1 for one of them.

    >>> raw = "Баку7 и Ту154 пришли в Ташкент; договор о дружбе3 подписан в 1993 г.4"
    >>> [raw[place - 3 : place + 1] for place in sorted(find_note_marks(raw))]
    ['жбе3', ' г.4']
    """
    glued = list(_candidates(raw))
    chained = _chained(glued)
    marks = [one.start for one in glued if one.sure or one.number in noted or one.start in chained]
    stars = [match.start() for match in _STARS.finditer(raw) if -len(match.group()) in noted]
    return frozenset([*marks, *stars])


def _candidates(raw: str) -> Iterator[Glued]:
    for match in _GLUED.finditer(raw):
        start, number = match.start(), int(match.group())
        before = raw[max(0, start - 60) : start]
        word = _WORD_BEFORE.search(before)
        if word is not None:
            if _may_bear(word.group()):
                sure = _must_bear(raw, word.group(), before[: word.start()], start)
                yield Glued(start, number, word.group(), sure)
        elif before[-1] in "»”":
            yield Glued(start, number, before[-12:], True)
        elif before[-1] in "IVX":
            ruler = _RULER.search(before)
            if ruler is not None and any("Name" in reading.grammemes for reading in parses(ruler[1])):
                yield Glued(start, number, ruler[1], True)
        elif before[-1] in ")]":
            yield Glued(start, number, before[-12:], False)
        else:
            stop = _after_stop(before)
            if stop is not None:
                yield Glued(start, number, before[-12:], stop)


def _may_bear(word: str) -> bool:
    """Return whether a word may have a note: ``ООН14`` too, but not ``м2``, nor ``МИГ29`` and other letters."""
    return len(word) > 2 and word.lower() not in _UNITS and (not word.isupper() or known(word))


def _must_bear(raw: str, word: str, before: str, start: int) -> bool:
    """Return whether a word can have no number of its own: a common noun, a name declined or governed, a person.

    A person is a surname behind a post or initials, or one in ``-ова``: ``Посол Иванов4``, ``Л. Кравчук5``.
    """
    if len(word) < 4 or _QUANTITY.match(raw, start):
        return False
    if word.istitle() and (_INITIALS.search(before) or (not known(word) and _behind_post(before))):
        return True
    if _OBLIQUE_SURNAME.fullmatch(word) and (not known(word) or _is_persons(word)):
        return not _STREET.search(before)
    if not known(word):
        return False
    readings = parses(word)
    if any(reading.lemma in NUMBERED for reading in readings) or readings[0].pos in _SMALL_WORD:
        return False
    if word.islower():
        return readings[0].pos != "VERB" or raw[start:].lstrip("0123456789")[:1] in {".", ",", ";"}
    governed = _PREPOSITION.search(before) is not None
    declined = all("nomn" not in reading.grammemes for reading in readings)
    return word.istitle() and (declined or governed or (_is_persons(word) and _behind_post(before)))


def _is_persons(word: str) -> bool:
    return any(reading.grammemes & {"Surn", "Name"} for reading in parses(word))


def _is_name(word: str) -> bool:
    """Return whether the dictionary has a word as a name of a place, body or person, first of all."""
    return known(word) and bool(parses(word)[0].grammemes & {"Geox", "Orgn", "Surn", "Name"})


def _behind_post(before: str) -> bool:
    """Return whether a person's noun stands right before: ``посол``, ``Президент``."""
    post = _WORD_BEFORE.search(before.rstrip(" "))
    readings = parses(post.group()) if post is not None and before.endswith(" ") else ()
    return any(
        {"NOUN", "anim", "nomn"} <= reading.grammemes and "Name" not in reading.grammemes for reading in readings
    )


def _after_stop(before: str) -> bool | None:
    """Return whether a number behind a stop is surely a note's (``1993 г.2``), or may be one (``войны.3``)."""
    if _DATED.search(before):
        return True
    word = _WORD_BEFORE.search(before[:-1])
    return False if word is not None and len(word.group()) > 3 and known(word.group()) else None


def _chained(glued: Sequence[Glued]) -> frozenset[int]:
    """Return the places of numbers in a row: each is one more than the one before, and the words differ.

    Beside a sure mark two are enough: ``Акаев7 прибыл в Ташкент8``.
    """
    chained: set[int] = set()
    row: list[Glued] = []
    for one in glued:
        if row and one.number != row[-1].number + 1:
            row = []
        row.append(one)
        unknown = row[0].number > 1 and not all(_is_name(member.word) for member in row)
        shortest = 2 if any(member.sure for member in row) else SHORTEST_CHAIN + unknown
        if len(row) >= shortest and len({member.word for member in row}) == len(row):
            chained.update(member.start for member in row)
    return frozenset(chained)
