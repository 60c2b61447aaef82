"""Notes at the foot of a page of plain text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from letopis.cleaning.broken_words import JOIN, Break
from letopis.cleaning.hyphens import decide, parts_at
from letopis.cleaning.lines import Line, ends_sentence, starts_lower
from letopis.cleaning.paragraphs import needs_more, splits
from letopis.cleaning.sections import is_reference
from letopis.dictionary import known
from letopis.records import Edit, Footnote
from letopis.sources.flow import DIGITS, SUPERSCRIPTS

FOOTNOTE = "footnote"
"""The kind of the edit by which a note leaves the sentence that it cuts."""

LONGEST_NOTES = 40
"""Lines of the notes of one page at most."""

LIST = 12
"""Lines before a numbered line in which the number before it shows that both stand in one list."""

MARKS_BEFORE = 80
"""Lines before a note in which its mark is looked for."""

_START = re.compile(
    r"^\[?(?P<number>[1-9]\d{0,2}|[¹²³⁴-⁹⁰]{1,3}|\*{1,3})(?P<stop>[.)\]]?)"
    r"(?:\s+(?=[«“\"А-ЯЁA-Z]|https?:|www\.)|(?=[А-ЯЁ][а-яё]))"
)
_MARK_AT_END = re.compile(r"(?<=[^\W\d_»”.,])(?:\d{1,3}|[¹²³⁴-⁹⁰]{1,3}|\s?\[\d{1,3}\])$")
_RULE = re.compile(r"[_‗‾―—–-]{3,}")


class PageNotes(NamedTuple):
    """The notes of a page: the lines on which they begin, all their lines, their numbers, -1 for a star, -2 for two.

    ``cuts`` tells that they stand between the two halves of a sentence; a rule above them (``_____``) is their first
    line then.
    """

    starts: tuple[int, ...]
    lines: tuple[int, ...]
    numbers: tuple[int, ...]
    cuts: bool


def find_footnotes(lines: Sequence[Line], skipped: Collection[int] = (), width: float = 0.0) -> list[PageNotes]:
    """Return the notes at the feet of pages; ``skipped`` holds lines that are furniture.

    A note is known by its number and by one of two things: it looks like a reference, or a word before bears its mark.

    >>> from letopis.cleaning.lines import split_lines
    >>> text = "Стороны подписали договор1 об образо-\\n1 Правда. 1997. № 5. С. 2.\\nвании союза двух государств."
    >>> find_footnotes(split_lines(text))
    [PageNotes(starts=(1,), lines=(1,), numbers=(1,), cuts=True)]
    """
    texts = [index for index, line in enumerate(lines) if line.text and index not in skipped]
    found: list[PageNotes] = []
    place = 1
    while place < len(texts):
        notes = _notes_at(lines, texts, place, width) if _START.match(lines[texts[place]].text) else None
        if notes is None:
            place += 1
        else:
            found.append(notes)
            place = texts.index(notes.lines[-1], place) + 1
    return found


def _notes_at(lines: Sequence[Line], texts: Sequence[int], place: int, width: float) -> PageNotes | None:
    """Return the notes that begin at a place among the lines of text; ``None`` when there are none."""
    ruled = place > 1 and _RULE.fullmatch(lines[texts[place - 1]].text) is not None
    before = _MARK_AT_END.sub("", lines[texts[place - 1 - ruled]].text)
    starts, numbers = [place], [_number(lines[texts[place]].text)]
    end = place + 1
    cuts = False
    while end < len(texts):
        if end - place > LONGEST_NOTES:
            return None
        line, last = lines[texts[end]], lines[texts[end - 1]]
        turned = line.page != last.page or texts[end] > texts[end - 1] + 1
        if _START.match(line.text) is not None and _number(line.text) == _next(numbers[-1]):
            starts.append(end)
            numbers.append(_number(line.text))
        elif _resumes(before, line.text, last, width, turned=turned):
            cuts = True
            break
        elif turned or (ends_sentence(before) and ends_sentence(last.text) and not starts_lower(line.text)):
            break  # notes that cut no sentence are over
        end += 1
    bounds = [*starts, end]
    texts_of_notes = [" ".join(lines[index].text for index in texts[a:b]) for a, b in itertools.pairwise(bounds)]
    if not _proved(lines, texts, place, texts_of_notes, numbers, cuts=cuts):
        return None
    first = place - (ruled and cuts)
    members = tuple(texts[i] for i in (first, *starts[1:]))
    return PageNotes(members, tuple(texts[first:end]), tuple(numbers), cuts)


def _number(text: str) -> int:
    match = _START.match(text)
    mark = match.group("number").translate(DIGITS) if match else ""
    return int(mark) if mark.isdigit() else -len(mark)


def _next(number: int) -> int:
    return number + (1 if number > 0 else -1)


def _resumes(before: str, text: str, last: Line, width: float, *, turned: bool) -> bool:
    """Return whether a line goes on where the sentence before the notes broke off."""
    parts = parts_at(before, text)
    if parts is not None and before.endswith(("-", "\u00ad")):
        return known(parts[0] + parts[1]) or known("-".join(parts)) or turned
    complete = turned or ends_sentence(last.text) or (starts_lower(text) and len(last.text) < 0.75 * width)
    if not complete or not splits(before, text):
        return False
    return starts_lower(text) or needs_more(before)


def _proved(  # noqa: PLR0913
    lines: Sequence[Line], texts: Sequence[int], place: int, notes: Sequence[str], numbers: Sequence[int], *, cuts: bool
) -> bool:
    """Return whether lines are notes: one looks like a reference, or a word before bears the mark of the first.

    Items of lists begin with ``1.``, ``1)`` and ``[1]`` too: such a note shows both, and cuts a sentence.
    """
    earlier = (lines[index].text for index in texts[max(0, place - LIST) : place])
    if any(_START.match(text) and _next(_number(text)) == numbers[0] for text in earlier):
        return False
    number = numbers[0]
    mark = re.compile(
        rf"[\w»”)\].,;!?…]\*{{{-number}}}(?![\w*])"
        if number < 0
        else rf"[^\W\d_]{number}(?![\d\w])|(?<!\d)[»”)\].,!?…]{number}(?=\s|$)|\w\s?\[{number}\]"
        rf"|[^\W\d_]{str(number).translate(SUPERSCRIPTS)}"
    )
    window = texts[max(0, place - MARKS_BEFORE) : place]
    marked = any(mark.search(lines[index].text) for index in window)
    stopped = bool((match := _START.match(notes[0])) and match.group("stop"))
    return cuts and marked and is_reference(notes[0]) if stopped else marked or is_reference(notes[0])


def with_cut_notes(furniture: Mapping[int, str], found: Sequence[PageNotes]) -> dict[int, str]:
    """Return the lines that leave the text, with their reasons; a cut note's further lines have an empty one."""
    noted = {index for notes in found for index in notes.lines}
    leaving = {index: reason for index, reason in furniture.items() if index not in noted}
    for notes in found:
        if notes.cuts:
            leaving.update((index, FOOTNOTE if index in notes.starts else "") for index in notes.lines)
    return dict(sorted(leaving.items()))


def own_paragraphs(found: Sequence[PageNotes]) -> frozenset[int]:
    """Return the lines that begin notes which stay, and the lines on which such notes end, as ``~index``."""
    kept = [notes for notes in found if not notes.cuts]
    return frozenset([*(index for notes in kept for index in notes.starts), *(~notes.lines[-1] for notes in kept)])


def cut_footnotes(raw: str, edits: Iterable[Edit]) -> list[Footnote]:
    """Return the notes that left a text, as its edits tell.

    >>> raw = "Договор об образо-\\n1 Правда. 1997. № 5.\\nвании"
    >>> cut_footnotes(raw, [Edit(17, 19, 17, 17, "joined_hyphen"), Edit(19, 40, 17, 17, "footnote")])[0].text
    '1 Правда. 1997. № 5.'
    """
    return [
        Footnote(text=_plain(raw[start:end]), offset=place, source_start=start, source_end=end)
        for start, end, place, _, kind in edits
        if FOOTNOTE in kind.split("+")
    ]


def _plain(text: str) -> str:
    """Return the lines of a note as one, words at their ends whole, without a rule above it."""
    lines = text.splitlines()
    if _RULE.fullmatch(lines[0].strip()):
        del lines[0]
    for index, (one, other) in enumerate(itertools.pairwise(lines)):
        parts = parts_at(one.strip(), other.strip())
        joined = parts is not None and decide(Break(*parts, {})).action == JOIN
        lines[index] = one.rstrip()[:-1] if joined else one if parts is not None else f"{one} "
    return " ".join("".join(lines).split())
