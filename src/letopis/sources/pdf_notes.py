"""The footnotes of a PDF's pages, told by place, type and marks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from letopis.sources.flow import DIGITS
from letopis.sources.pdf_glyphs import Rule
from letopis.sources.pdf_layout import PageLayout, PageLine

Lines: TypeAlias = Sequence[PageLine]

NOTE_SIZE = 0.94
"""Notes are mostly set below this share of the body's font size."""

LONGEST_RULE = 0.7
"""Share of its column that the line above the notes takes at most; longer ones belong to tables and heads."""

SHORTEST_RULE = 30.0
"""Points that it takes at least: a fraction's line or a single underlined word is shorter."""

HIGHEST = (0.7, 0.55, 0.35)
"""Shares of the page's height, from below, that notes take: under a rule, in small type, in the body's type.

Marked lines above are the institutes of the authors, whose marks stand in the line of their names.
"""

LONGEST_OWNER = 3
"""Lines of a note that begins with ``©``."""

_MARKS = "[¹²³⁴-⁹⁰]{1,3}"
_TEXT = r"[^\W\d_]|[«“\"„(]"
_GLUED = r"\d{1,3}(?=[A-ZА-ЯЁ«“„])"
_NOTE = re.compile(rf"^(?:{_MARKS}\s*(?=\S)|{_GLUED}|\d{{1,3}}[.)]?\s+(?={_TEXT})|\*{{1,3}}\s*(?=[^\W\d_]))")
_NOTE_NUMBER = re.compile(rf"^(?:{_MARKS}\s*(?=\S)|{_GLUED})")
_RAISED = re.compile(rf"^{_MARKS}\s*(?=\S)")
_IN_TEXT = re.compile(rf"(?<=\S){_MARKS}")


def take_notes(
    pages: Sequence[PageLayout], edges: Sequence[Mapping[int, str]], size: float
) -> tuple[list[list[PageLine]], list[str]]:
    """Part each page's lines from its footnotes; a note is given whole, its lines one under another."""
    bodies: list[list[PageLine]] = []
    notes: list[str] = []
    for page, edge in zip(pages, edges, strict=True):
        taken: set[int] = set()
        for column in sorted({line.column for line in page.lines}):
            members = [line for line in page.lines if line.column == column and line.number not in edge]
            others = [line for line in page.lines if line.column != column and line.number not in edge]
            taken |= _note_lines(members, others, page.rules, size)
        for line in page.lines:
            if line.number in taken and (_NOTE.match(line.text) or not notes):
                notes.append(_NOTE_NUMBER.sub(lambda match: match.group().translate(DIGITS).strip() + " ", line.text))
            elif line.number in taken:
                notes[-1] += "\n" + line.text
        bodies.append([line for line in page.lines if line.number not in taken])
    return bodies, notes


def note_number(note: str) -> int:
    """Return the number of a note as :func:`take_notes` gives it, -1 for a star; 0 where it bears none.

    >>> note_number("12 Архив."), note_number("** Перевод наш."), note_number("Архив.")
    (12, -2, 0)
    """
    match = _NOTE.match(note)
    mark = match.group().strip(" .)\t") if match else ""
    return int(mark.translate(DIGITS)) if mark.rstrip("*") else -len(mark)


def _note_lines(members: Lines, others: Lines, rules: Sequence[Rule], size: float) -> set[int]:
    """Return the numbers of the lines at a column's foot that are notes."""
    if not members or any(_below(members[-1], other) for other in others):
        return set()
    every = [line.base for line in (*members, *others)]
    starts = _below_rule(members, others, rules, size), _small(members, others, size), _answering(members, others)
    for start, share in zip(starts, HIGHEST, strict=True):
        if start is not None and members[start].base <= min(every) + share * (max(every) - min(every)):
            return {line.number for line in members[start:]}
    return set()


def _below(line: PageLine, other: PageLine) -> bool:
    """Return whether another line stands below a line, over the same stretch."""
    return other.base < line.base - other.size and min(line.right, other.right) > max(line.left, other.left)


def _below_rule(members: Lines, others: Lines, rules: Sequence[Rule], size: float) -> int | None:
    """Find the line under the lowest short ruled line that begins at the column's edge.

    Under it, smaller type is a note or the rest of one; type of the body's size begins with a mark that the text has.
    """
    left, right = min(line.left for line in members), max(line.right for line in members)
    for place in range(len(members) - 1, -1, -1):
        line = members[place]
        ceiling = members[place - 1].base if place else line.base + 6 * line.size
        drawn = any(
            rule.level
            and line.base + 0.55 * line.size < rule.place < ceiling - 0.35 * line.size
            and abs(rule.low - left) < 2.5 * size
            and SHORTEST_RULE < rule.high - rule.low < LONGEST_RULE * (right - left)
            for rule in rules
        )
        if drawn:
            notes = members[place:]
            plain = all(note.size <= 1.02 * size and not note.row for note in notes)
            small = all(note.size <= NOTE_SIZE * size for note in notes)
            return place if plain and (small or _answers(line, [*members[:place], *others])) else None
    return None


def _small(members: Lines, others: Lines, size: float) -> int | None:
    """Find the first marked line of the small type at a column's foot, which other text stands above.

    Its mark is raised, a star, or a number that is raised in the text; a list of literature in small type has none.
    """
    start = len(members)
    while start and members[start - 1].size <= NOTE_SIZE * size and not members[start - 1].row:
        start -= 1
    if start == 0 and not any(other.size > NOTE_SIZE * size and other.base > members[0].base for other in others):
        return None
    for place in range(start, len(members)):
        line = members[place]
        if line.text.startswith("©") and len(members) - place <= LONGEST_OWNER:
            return place
        raised = line.text.startswith("*") or bool(_RAISED.match(line.text))
        if _NOTE.match(line.text) and (raised or _answers(line, [*members[:place], *others])):
            return _first_of(members, start, place)
    return None


def _first_of(members: Lines, start: int, place: int) -> int:
    """Return where the notes begin that are numbered up to a marked line: the marks of the first may stand overleaf."""
    number, first = note_number(members[place].text), place
    for at in range(place - 1, start - 1, -1):
        if 0 < number - 1 == note_number(members[at].text):
            number, first = number - 1, at
    return first


def _answering(members: Lines, others: Lines) -> int | None:
    """Find the first of the lines at a column's foot whose raised marks answer to marks in the text above.

    ``подписали его в мае¹.`` … ``¹ Архив внешней политики. Л. 5.``
    """
    marked = (place for place, line in enumerate(members) if _RAISED.match(line.text))
    return next((place for place in marked if _answers(members[place], [*members[:place], *others])), None)


def _answers(note: PageLine, lines: Lines) -> bool:
    """Return whether the mark of a note stands, raised, in the text above it."""
    match = _NOTE.match(note.text)
    mark = match.group().strip(" .)\t").translate(DIGITS) if match else ""
    above = [line.text for line in lines if line.base > note.base]
    return any(mark in (found.translate(DIGITS) for found in _IN_TEXT.findall(text)) for text in above)
