"""Where a word, a sentence or a paragraph goes on in the next line, and where it ends."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from letopis.cleaning.hyphens import parts_at
from letopis.cleaning.lines import CLOSERS, HYPHENS, SOFT_HYPHEN, Line, ends_sentence, starts_lower
from letopis.dictionary import known, parses

LONGEST_HEADING = 80
"""A block without a final stop below this length, in characters, is a heading."""

SHORT_LINE = 0.75
"""A last line below this share of the column's width ends its paragraph."""

COPIED = 0.25
"""Share of paragraphs within a sentence from which each is a line of a page; in running text it is some hundredths."""

FEWEST_COPIED = 5
"""Paragraphs within a sentence below which nothing is said of the others."""

FULL_LINE = 0.95
"""A page's last line below this share of the column's width, with a stop, ends its paragraph too."""

BULLET = re.compile(r"[•▪●◦■□◆❖➢✓\uf020-\uf0ff]\s")
"""A mark of a list that stands in no sentence; those from U+F020 on are of Word's fonts of symbols."""

LEADERS = re.compile(r"(?:\.\s?){4}\s*\d{1,4}$|…\s?…\s*\d{1,4}$")
"""How a line of a table of contents ends."""

CAPTION = re.compile(
    r"(?:Рис(?:унок|\.)|Табл(?:ица|\.)|Схема|Fig(?:ure|\.)|Table)\s?\d{1,3}\s?[а-яa-z]?[.:]\s+[«\"A-ZА-ЯЁ]"
)
"""How a line begins with the caption of a figure or table: ``Рис. 5б. Вид станции``."""

ALONE = re.compile(r"\S+@\w[\w.-]*\.[a-z]{2,}$|^(?:УДК|ББК|UDC)\s*\d[\d.,:;()+/=\"'*\s-]*$")
"""How a line ends behind which nothing goes on: an address, or the class of an article, ``УДК 94(47)``."""

LIST_ITEM = re.compile(rf"^(?:{BULLET.pattern}|[*–—-]\s|\d{{1,3}}[.)]\s|[а-яa-z]\)\s)")


def column_width(lines: Sequence[Line]) -> float:
    """Return the usual length of a full line, in characters; 0 for a text that is not set in lines.

    It is the 80th percentile of the lines that another one follows at once.
    """
    lengths = sorted(len(a.text) for a, b in itertools.pairwise(lines) if a.text and b.text)
    if not lengths:
        return 0.0
    width = float(lengths[int(len(lengths) * 0.8)])
    stopped = sum(ends_sentence(a.text) for a, b in itertools.pairwise(lines) if a.text and b.text)
    return 0.0 if stopped > 0.8 * len(lengths) and width > LONGEST_HEADING else width


def ends_paragraph(done: str, last: Line, following: Line, *, blank: bool, turned: bool, width: float) -> bool:  # noqa: PLR0913
    """Return whether a paragraph ends between two lines.

    Args:
        done: the paragraph so far, at least its last 200 characters.
        last: its last line.
        following: the next line that is no furniture.
        blank: whether a blank line stands between them.
        turned: whether a page ends between them, known by its number or by furniture.
        width: the column's width, as :func:`column_width` gives it.

    A blank line within a sentence is a page's end; a short line with a full stop ends a paragraph
    even without one.
    """
    if BULLET.match(following.text) or LEADERS.search(last.text) or _is_caption(following.text, done):
        return True
    if ALONE.search(last.text) and following.text[:1].isupper():
        return True
    stop = ends_sentence(done)
    if starts_lower(following.text) and not (stop and blank and not turned):
        return bool(LIST_ITEM.match(following.text)) and stop
    if LIST_ITEM.match(following.text) and (stop or done.endswith((":", ";"))):
        return True
    short = leaves_room(last, following, width)
    if short and done.strip() == last.text and _FIRST_ITEM.match(following.text):  # a list's heading
        return True
    indented = following.indent and (not last.indent or stop or short)
    if stop:
        if width == 0.0 or indented or (blank and not turned) or in_capitals(following.text) > in_capitals(last.text):
            return True
        return short or (turned and len(last.text) < FULL_LINE * width)
    if turned and needs_more(done):
        return False
    if not blank or turned:
        heading = in_capitals(last.text) and in_capitals(following.text)  # of two lines
        return width == 0.0 or (short and ((indented and not heading) or begins_phrase(last.text, following.text)))
    if done.rstrip(CLOSERS)[-1:] in {",", "–", "—", "-", "("}:
        return False
    if done.endswith(":"):
        return True
    full = width > 0.0 and len(last.text) >= SHORT_LINE * width
    return not full or len(done) < LONGEST_HEADING or done.isupper()


def _is_caption(text: str, done: str) -> bool:
    """Return whether a line is a caption's first and no sentence goes on in it: ``показано на | Рис. 5. Далее …``."""
    return bool(CAPTION.match(text)) and not needs_more(done) and not done.endswith((" см.", "(см.", " ср."))


_FIRST_ITEM = re.compile(r"1[.)]\s+[«\"A-ZА-ЯЁ]")
_LABEL = re.compile(r"[А-ЯЁ]\w+(?: \w+){0,2}:(?:\s|$)")
_CAPITALS = re.compile(r"[^\W\d_]{6}")
_FIRST_WORDS = re.compile(r"[А-ЯЁ][а-яё-]+|[А-ЯЁ]{3,}")


def begins_phrase(last: str, following: str) -> bool:
    """Return whether a line of a title page begins anew: a nominative, or a label, behind a line without a verb.

    >>> begins_phrase("Министерство юстиции", "Вятский институт"), begins_phrase("Вятский институт", "Кафедра права")
    (True, True)
    >>> begins_phrase("Министерство юстиции", "Латвийской Республики"), begins_phrase("Новый", "Договор")
    (False, False)
    """
    if needs_more(last) or last.endswith((":", "-")) or _holds(last, "VERB", "PRTS") or _is_attribute(last):
        return False
    changes = in_capitals(last) != in_capitals(following) or _alphabets(last).isdisjoint(_alphabets(following))
    if changes or _LABEL.match(following):
        return True
    words = _FIRST_WORDS.findall(following)[:2]
    if not words or not following.startswith(words[0]) or _holds(following, "VERB", "PRTS"):
        return False
    first, *others = (parses(word.lower()) for word in words)
    person = any("Surn" in reading.grammemes for reading in first) and others and "Name" in others[0][0].grammemes
    cases = set[str]().union(*(reading.grammemes for reading in (others[0] if person else first)))
    return "nomn" in cases and "gent" not in cases


def in_capitals(text: str) -> bool:
    """Return whether a line is a heading in capitals, and no abbreviation.

    >>> in_capitals("ОБЩИЕ ПОЛОЖЕНИЯ"), in_capitals("СССР"), in_capitals("Общие положения")
    (True, False, False)
    """
    return text.isupper() and _CAPITALS.search(text) is not None


def _alphabets(text: str) -> set[bool]:
    return {char > "\u0400" for char in text if char.isalpha()}


def _holds(text: str, *parts: str) -> bool:
    return any(known(word) and parses(word)[0].pos in parts for word in re.findall(r"[а-яё]{3,}", text))


def _is_attribute(text: str) -> bool:
    """Return whether a line ends with an adjective, whose noun must follow."""
    word = _LAST_LETTERS.search(text)
    return word is not None and parses(word.group().lower())[0].pos in {"ADJF", "PRTF"}


def is_line_a_paragraph(lines: Sequence[Line]) -> bool:
    """Return whether the paragraphs of a format that has no lines are the lines of a page that was copied into it.

    Then a sentence goes on behind most of them: ``Школу содержало | земство``. Elsewhere a paragraph's end is certain,
    even between ``Анны Петровой`` and ``преподаватель истории``.
    """
    written = [line for line in lines if line.text]
    going_on = sum(goes_on(a, b) for a, b in itertools.pairwise(written))
    return going_on >= FEWEST_COPIED and going_on > COPIED * len(written)


def goes_on(line: Line, following: Line) -> bool:
    """Return whether a sentence goes on from one line, or paragraph, to the next."""
    return starts_lower(following.text) and (line.text[-1:].isalpha() or line.text[-1:] in {",", "-"})


def leaves_room(last: Line, following: Line, width: float) -> bool:
    """Return whether a line is so short that the next word would have found room in it."""
    word = following.text.split(maxsplit=1)[0] if following.text else ""
    room = width - len(last.text) - 1
    return len(last.text) < SHORT_LINE * width and len(word) <= room


SHORTEST_HALF = 25
"""Characters of a line, at least, for it to be the first half of a sentence and no heading."""


_LAST_LETTERS = re.compile(r"[^\W\d_]+$")


INITIALS_END = re.compile(r"(?:^|\s)(?:[A-ZА-ЯЁ]\.\s?){1,2}$")


_COUNTED = re.compile(r"\d+(?:[-–—,]\d+)?\s[а-яё]")


def splits(before: str, after: str) -> bool:
    """Return whether two lines are the halves of one word or sentence, whatever stands between them.

    >>> splits("в разных эконо-", "мических условиях"), splits("как считали в уездной управе", "и в земском собрании")
    (True, True)
    >>> splits("было.", "Итак"), splits("Список", "обязанностей")
    (False, False)
    """
    if not before or not after:
        return False
    if before[-1] in HYPHENS + SOFT_HYPHEN:
        return _same_word(before, after)
    if before.endswith((":", ";")) or before.isupper():
        return False
    if ends_sentence(before) and not INITIALS_END.search(before):
        return False
    return (continues(after) and len(before) >= SHORTEST_HALF) or (needs_more(before) and after[:1].isalnum())


def continues(text: str) -> bool:
    """Return whether a line is no sentence's start: it begins with a small letter, a counted word, a dash, a closer.

    >>> continues("и далее"), continues("2016 года"), continues("2. Выводы"), continues("Далее")
    (True, True, False, False)
    """
    return starts_lower(text) or text[:2] in {"– ", "— "} or text[:1] in ")»”,;" or bool(_COUNTED.match(text))


def needs_more(text: str) -> bool:
    """Return whether a line must go on: it ends with a comma, a preposition, a conjunction or ``не``.

    >>> needs_more("были приговорены к"), needs_more("вернулись в столицу")
    (True, False)
    """
    if text.endswith((",", " –", " —", "(", "«", "№")):
        return True
    if len(text) < 15 or not text[-1:].isalpha():
        return False
    word = _LAST_LETTERS.search(text[-30:])
    if word is None or len(word.group()) > 12 or not known(word.group()):
        return False
    return parses(word.group())[0].pos in {"PREP", "CONJ"} or word.group() == "не"


def _same_word(before: str, after: str) -> bool:
    parts = parts_at(before, after)
    if parts is None:
        return False
    left, right = parts
    return starts_lower(after) or (left[:1].isupper() and right[:1].isupper()) or right[:1].isdigit()


def known_word(before: str, after: str) -> bool:
    """Return whether the halves on either side of a line make a known word: ``значи-`` and ``тельное``."""
    parts = parts_at(before, after)
    return parts is not None and known(parts[0] + parts[1])
