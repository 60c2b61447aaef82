"""Mojibake: Russian whose bytes were read in a wrong encoding, seen line by line and read anew.

``ftfy`` mends UTF-8 that was read as a single-byte encoding and leaves KOI8-R, cp866 and windows-1251 that were read
as one another, which is what Russian files hold; here every pair is tried, and the dictionary is the judge. A line
is changed only when its letters become known Russian words that they were not before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from letopis.dictionary import known
from letopis.errors import InputError
from letopis.sources.reader import RawText
from letopis.sources.readers.txt import russian_likelihood

READ_AS = tuple("windows-1252 windows-1251 koi8-r cp866 iso8859-5 mac-cyrillic cp437 cp850 mac-roman".split())
"""Encodings in which bytes are read by mistake; the first stands for Latin-1 too."""

WRITTEN_IN = ("utf-8", "windows-1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic")
"""Encodings in which Russian is written."""

TEX = "t2a"
"""TeX's encoding of Cyrillic: the letters of windows-1251, but for ``ё``, quotation marks and ``№``."""

KNOWN = 0.6
"""Share of the letters that must stand in known words for a line to be Russian."""

FEWEST_LETTERS = 5
"""Letters that must come to stand in known words, at least; below, a line alone proves nothing."""

LOST = 0.3
"""Share of the letters lost, or lines in no language, from which a text is refused."""

_SIGNS = (  # of windows-1251 and windows-1252, beside letters
    r"\u00a1-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2018-\u201e\u2020-\u2026\u2030"
    r"\u2039\u203a\u20ac\u2116\u2122"
)
_HIGH = rf"[\u0080-\u009f\u00c0-\u00ff{_SIGNS}]"
_ODD = r"\u0402-\u0405\u0408-\u040f\u0452\u0453\u0455\u0458-\u045f\u0080-\u009f\u2200-\u25ff\ufffd"
_UNLIKE_RUSSIAN = re.compile(r"[^\x00-\x7fа-яёА-ЯЁ«»–—№…\u00a0]|[А-ЯЁ]{2}|(?:[–—][^ ]){3}|(?<=[а-яё])[А-ЯЁ]")
_NO_RUSSIAN = re.compile(r"[^\x00-\x7fа-яёА-ЯЁ«»–—№…\u00a0]")
_GIBBERISH = re.compile(
    rf"[\u00c0-\u00ff]{_HIGH}{{2}}|{_HIGH}{{2}}[\u00c0-\u00ff]"  # Äîãîâîð, Ð”Ð¾Ð³
    rf"|(?<=[а-яёА-ЯЁ])[{_ODD}]|[{_ODD}](?=[а-яёА-ЯЁ{_ODD}])"  # Р”РѕРі, Ѓаку, ─юуютюЁ
    rf"|(?<=[РС])[{_SIGNS}][РС]|[{_SIGNS}][а-яё]+[{_SIGNS}]|[\u00a2-\u00aa\u00ac-\u00ae\u0192\u20ac][а-яё]"  # Рї
    r"|(?<=[а-яё])[€А-ЯЁ]|\b[А-ЯЁ]{4}|(?:[–—]\S){3}"  # развитиЯ, дПЗПЧПТ, –Ф–Њ–≥
    r"|[^\W\d_a-zA-Z][\u2200-\u25ff]\S"  # ı≈⁄ƒŒœ≈, Å≡σΣ±σΣ
)
_HOPELESS = re.compile(
    rf"[\u00c0-\u00ff]{_HIGH}{{4,}}|(?:[РС][{_SIGNS}{_ODD}\u0451-\u045f]){{4,}}"
    r"|(?:(?:Р[\u00a0 ]|РЎ)(?:[РС]\S|в\S\S|\S)){3,}"  # Р вЂќР С•Р С–, UTF-8 read as windows-1251 twice
)
_TEX_SIGNS = str.maketrans("јѕїњќ", "ё«»Ё№")
_LETTERS = re.compile(r"[^\W\d_]")
_QUESTIONS = re.compile(r"(?<!\w)\?{3,}(?!\w)")
_REPLACED = re.compile("\ufffd+")
_WORD = re.compile(r"(?:[\u2022\u2200-\u22ff]?[^\W\d_]){3,}")  # a sign within is of a word read wrongly: падп≥сала
_WRITTEN = re.compile(r"[А-ЯЁ]?[^\W\dA-Za-z\u00c0-\u024fА-ЯЁ]+|[А-ЯЁ]+[а-яё]{0,2}")  # договор, Договор, ГУЛАГа
_BROKEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd]")
_NON_ASCII = re.compile(r"[^\x00-\x7f]")


class Misreading(NamedTuple):
    """Bytes written in one encoding and read in another.

    >>> Misreading("windows-1252", "windows-1251").undo("Äîãîâîð")
    'Договор'
    """

    read_as: str
    written_in: str

    def undo(self, line: str) -> str | None:
        """Read the bytes of a line anew; ``None`` where it cannot have come so."""
        for variant in dict.fromkeys((line, _with_lost_bytes(line)) if self.written_in == "utf-8" else (line,)):
            try:
                data = variant.translate(_bytes_of(self.read_as)).encode("latin-1")
                if self.written_in == TEX:
                    return data.decode("windows-1251").translate(_TEX_SIGNS)
                return data.decode(self.written_in)
            except UnicodeError:
                continue
        return None

    def undo_words(self, line: str) -> str:
        """Read anew the words of a line that can have come so: ``α ìåíüøå íóëÿ`` holds a letter of another font."""
        if self.written_in == "utf-8":
            return line
        return re.sub(r"\S+", lambda word: self.undo(word.group()) or word.group(), line)

    def __str__(self) -> str:
        return f"{self.written_in} read as {self.read_as}"


MISREADINGS = (
    *(Misreading(read, written) for read in READ_AS for written in WRITTEN_IN if read != written),
    Misreading(READ_AS[0], TEX),
)


def mend_mojibake(text: str) -> tuple[str, dict[Misreading, list[int]]]:
    """Return a text with its misread lines read anew, and the numbers of these lines, from 1, by what had happened.

    A line that alone proves nothing is read as the other lines were, where that makes it likelier Russian.

    >>> mended, found = mend_mojibake("Посол прибыл.\\nÄîãîâîð ïîäïèñàí.")
    >>> mended, [(str(one), lines) for one, lines in found.items()]
    ('Посол прибыл.\\nДоговор подписан.', [('windows-1251 read as windows-1252', [2])])
    """
    lines = text.split("\n")
    proved: dict[int, dict[Misreading, float]] = {}
    doubtful: list[int] = []
    for place, line in enumerate(lines):
        if _UNLIKE_RUSSIAN.search(line) and _GIBBERISH.search(line):
            readings = _proved(line)
            if readings:
                proved[place] = readings
            else:
                doubtful.append(place)
    if not proved:
        return text, {}
    votes = Counter(one for readings in proved.values() for one in readings)
    found: dict[Misreading, list[int]] = {}
    for place, readings in proved.items():
        best = max(readings, key=lambda one: (votes[one], readings[one]))
        lines[place] = best.undo(lines[place]) or lines[place]
        found.setdefault(best, []).append(place + 1)
    _mend_like_others(lines, found, doubtful)
    return "\n".join(lines), {one: sorted(numbers) for one, numbers in found.items()}


def _mend_like_others(lines: list[str], found: dict[Misreading, list[int]], doubtful: Sequence[int]) -> None:
    """Read names and short lines as the others were read; all lines where most were misread."""
    done = {number - 1 for numbers in found.values() for number in numbers}
    rest = [place for place, line in enumerate(lines) if _NON_ASCII.search(line)]
    whole = len(done) + len(doubtful) > len(rest) / 2
    routes = sorted(found, key=lambda one: -len(found[one]))
    for place in rest if whole else doubtful:
        if place in done:
            continue
        for route in routes:
            again = route.undo(lines[place]) or route.undo_words(lines[place])
            if (
                again != lines[place]
                and _sound(again, lines[place])
                and russian_likelihood(again) > russian_likelihood(lines[place])
                and known_share(again)[1] >= known_share(lines[place])[1]
            ):
                lines[place] = again
                found[route].append(place + 1)
                break


def _sound(again: str, line: str) -> bool:
    """Return whether reading anew makes no control characters: those that were there may be hyphens and dashes."""
    return len(_BROKEN.findall(again)) <= len(_BROKEN.findall(line))


def _proved(line: str) -> dict[Misreading, float]:
    """Return the misreadings whose undoing makes a line Russian that was none, and how Russian.

    A word that stands there twice proves no more than once.
    """
    line = " ".join(dict.fromkeys(line.split(" ")))
    share, letters = known_share(line)
    if share >= KNOWN and not _NO_RUSSIAN.search(line):
        return {}
    likelihood = russian_likelihood(line)
    found: dict[Misreading, float] = {}
    for one in MISREADINGS:
        again = one.undo(line)
        if again is None or again == line or not _sound(again, line):
            continue
        new_share, new_letters = known_share(again)
        if new_share < KNOWN or new_letters < letters + FEWEST_LETTERS:
            continue
        new_likelihood = russian_likelihood(again)
        if new_likelihood > likelihood:
            found[one] = new_share + new_likelihood / 100
    return found


def known_share(line: str) -> tuple[float, int]:
    """Return the share of a line's letters beyond ASCII that stand in known Russian words, and their number.

    >>> known_share("Договор ïîäïèñàí")
    (0.4666666666666667, 7)
    """
    total = good = 0
    for word in _WORD.findall(line):
        if word.isascii():
            continue
        total += len(word)
        if _WRITTEN.fullmatch(word) and known(word):
            good += len(word)
    return (good / total if total else 0.0), good


@cache
def _bytes_of(encoding: str) -> dict[int, int]:
    """Return the byte of each character of an encoding, as a table for ``str.translate``; others fit no byte."""
    table = dict.fromkeys(range(0x80, 0x100), 0xFFFE)
    for byte in range(0x80, 0x100):
        char = bytes([byte]).decode(encoding, "replace")
        table[byte if char == "\ufffd" else ord(char)] = byte
    if encoding == "windows-1252":
        table.update((byte, byte) for byte in range(0x80, 0xA0))
    return table


def _with_lost_bytes(line: str) -> str:
    """Put back the bytes of ``Р`` and ``И`` that get lost: a blank becomes a space, another byte is no character."""
    line = re.sub(r"([РÐ]) ", "\\1\u00a0", line)
    return re.sub(r"Р[\ufffd?]", "Р\u0098", line)


def beyond_mending(text: str) -> str | None:
    """Say why a text is mojibake that no reading restores; ``None`` for any other text.

    >>> beyond_mending("??????? ? ?????? ???????? ? ????")
    'its letters were lost and stand as question marks'
    >>> beyond_mending("Посол прибыл?? Да!")
    """
    if text.count("?") + text.count("\ufffd") > len(text) / 10:
        letters = len(_LETTERS.findall(text))
        for lost, name in ((_QUESTIONS, "question marks"), (_REPLACED, "replacement characters")):
            count = sum(map(len, lost.findall(text)))
            if count > LOST * (letters + count):
                return f"its letters were lost and stand as {name}"
    if _HOPELESS.search(text):
        count = sum(map(len, _HOPELESS.findall(text)))
        if count > LOST * len(_LETTERS.findall(text)):
            return "its letters were read in a wrong encoding, and no single other reading restores them"
    return None


def misread(text: str) -> bool:
    """Return whether lines of a text were read in a wrong encoding, whether they can be mended or not.

    >>> misread("Äîãîâîð ïîäïèñàí."), misread("Договор подписан.")
    (True, False)
    """
    return bool(mend_mojibake(text)[1]) or beyond_mending(text) is not None


def read_anew(raw: RawText, path: Path) -> RawText:
    """Return what a reader gave with its misread lines read anew, and a warning that says so."""
    text, found = mend_mojibake(raw.text)
    if len(text) != len(raw.text) and (raw.pages or raw.furniture):
        text, found = raw.text, {}  # what is known by offsets would point elsewhere
    reason = beyond_mending(text)
    if reason is not None:
        raise InputError(f"{path}: {reason}; take another copy of the file")
    notes = (
        f"{path}: {one} in {len(lines)} line{'s' if len(lines) > 1 else ''}, the first is line {lines[0]}; read anew"
        for one, lines in found.items()
    )
    return replace(raw, text=text, warnings=(*raw.warnings, *notes)) if found else raw
