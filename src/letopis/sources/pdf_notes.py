"""Footnotes of a PDF, told by type size, by the ruled line above them, or by marks that answer to marks in the text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from letopis.sources.pdf_layout import PageLayout, PageLine
from letopis.sources.pdf_rules import Rule

NOTE_SIZE = 0.94
"""Notes are mostly set below this share of the body's font size."""

LONGEST_RULE = 0.7
"""Share of its column that the line above the notes takes at most; longer ones belong to tables and heads."""

SHORTEST_RULE = 30.0
"""Points that it takes at least: a fraction's line or a single underlined word is shorter."""

_MARKS = "[¹²³⁴-⁹⁰]{1,3}"
_NOTE = re.compile(rf"^(?:{_MARKS}|\d{{1,3}}[.)]?|\*{{1,3}}|©)\s*(?=\S)")
_RAISED = re.compile(rf"^{_MARKS}\s*(?=\S)")
_IN_TEXT = re.compile(rf"(?<=\S){_MARKS}")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


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
            if line.number not in taken:
                continue
            if _NOTE.match(line.text) or not notes:
                notes.append(_RAISED.sub(lambda match: match.group().translate(_DIGITS).strip() + " ", line.text))
            else:
                notes[-1] += "\n" + line.text
        bodies.append([line for line in page.lines if line.number not in taken])
    return bodies, notes


def _note_lines(
    members: Sequence[PageLine], others: Sequence[PageLine], rules: Sequence[Rule], size: float
) -> set[int]:
    """Give the numbers of the lines at a column's foot that are notes."""
    if not members or any(_below(members[-1], other) for other in others):
        return set()
    for start in (_below_rule(members, rules, size), _small(members, others, size), _answering(members, others)):
        if start is not None:
            return {line.number for line in members[start:]}
    return set()


def _low(line: PageLine, lines: Sequence[PageLine]) -> bool:
    """Tell whether a line stands in the lower half; authors' institutes, marked alike, stand in the upper one."""
    return line.base < (max(other.base for other in lines) + min(other.base for other in lines)) / 2


def _below(line: PageLine, other: PageLine) -> bool:
    """Tell whether another line stands below a line, over the same stretch."""
    return other.base < line.base - other.size and min(line.right, other.right) > max(line.left, other.left)


def _below_rule(members: Sequence[PageLine], rules: Sequence[Rule], size: float) -> int | None:
    """Find the line under the lowest short ruled line that begins at the column's edge."""
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
            small = all(note.size <= 1.02 * size for note in notes) and not any(note.row for note in notes)
            marked = any(_NOTE.match(note.text) for note in notes) or notes[0].size <= NOTE_SIZE * size
            return place if small and marked and _low(line, members) else None
    return None


def _small(members: Sequence[PageLine], others: Sequence[PageLine], size: float) -> int | None:
    """Find the first marked line of the small type at a column's foot, which other text stands above."""
    start = len(members)
    while start and members[start - 1].size <= NOTE_SIZE * size:
        start -= 1
    if start == 0 and not any(other.size > NOTE_SIZE * size and other.base > members[0].base for other in others):
        return None
    return next((place for place in range(start, len(members)) if _NOTE.match(members[place].text)), None)


def _answering(members: Sequence[PageLine], others: Sequence[PageLine]) -> int | None:
    """Find the first of the lines at a column's foot whose raised marks answer to marks in the text above.

    ``подписали его в мае¹.`` … ``¹ Архив внешней политики. Л. 5.``
    """
    lines = sorted([*members, *others], key=lambda line: -line.base)
    for place, line in enumerate(members):
        mark = _RAISED.match(line.text)
        if mark and _low(line, lines):
            above = [other.text for other in lines if other.base > line.base]
            if any(mark.group().strip() in _IN_TEXT.findall(text) for text in above):
                return place
    return None
