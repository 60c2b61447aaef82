"""The raw text as lines, each with its place; what furniture, hyphens and paragraphs are decided on."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

CONTROLS = "".join(map(chr, [*range(9), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0), 0xFFFE, 0xFFFF]))
"""Control characters that no text holds; fonts without a proper table give hyphens so."""

LINE_END_CONTROLS = "\x02\ufffe"
"""What readers of PDF give for a hyphen at a line's end."""

HYPHENS = f"-\u2010\u2011\u00ac{CONTROLS}"
"""Marks that stand for a hyphen at the end of a line: hyphens, the ``¬`` of some scanners, control characters."""

_WORD_HYPHENS = {"\x1c": "\x06", "\x1d": "\x06", "\x1e": "\x06", "\x1f": "\u00ad"}
"""Python ends lines at three of these and strips all; old Word files hold U+001E and U+001F for hyphens."""

SOFT_HYPHEN = "\u00ad"
CLOSERS = "\"'”’»)]}›"
OPENERS = "\"'“„‘«([{‹"

_STOPS = (".", "!", "?", "…")
_CITATION_TAIL = re.compile(r"\s*\[[\d\s,;.–—\-с–c]{1,40}\]$")


FEWEST_LINES = 5
"""Ends of lines that a text has at least for its spacing to be known."""

MOSTLY_SPACED = 0.8
"""From this share of lines that a blank one follows on, blank lines are the text's spacing."""

MOSTLY_WITHIN = 0.4
"""From this share of lines that begin within a sentence on, a text is set in lines."""


LIST_MARK = re.compile(r"(?:[•▪●◦*\uf0b7–—-]|\d{1,3}[.)]?|[а-яa-z]\))\t")


class Line(NamedTuple):
    """One line without its end: place in the raw text, text without outer white space, page.

    ``indent`` tells that the line begins with white space that is its own: a margin, which the lines around it
    have too, and the place of a verse are none.
    """

    start: int
    end: int
    text: str
    indent: bool
    page: int


def split_lines(raw: str, pages: Sequence[int] = ()) -> list[Line]:
    """Split a raw text into lines; a form feed begins a new page, and so does each offset in ``pages``.

    >>> [line.text for line in split_lines("один \\n  два\\n\\nтри")]
    ['один', 'два', '', 'три']
    """
    lines: list[Line] = []
    margins: list[int] = []
    page = 0
    place = 0
    for mark, other in _WORD_HYPHENS.items():
        raw = raw.replace(mark, other)
    for body in raw.splitlines(keepends=True):
        text = body.strip()
        margin = len(body) - len(body.lstrip()) if text else 0
        start = place + margin
        margins.append(margin)
        number = max(bisect_right(pages, start) - 1, 0) if pages else page
        lines.append(Line(start, start + len(text), text, margin > 0, number))
        place += len(body)
        if body[-1] == "\f":
            page += 1
    return _without_margins(lines, margins) if any(margins) else lines


def _without_margins(lines: Sequence[Line], margins: Sequence[int]) -> list[Line]:
    """Take the indent from lines in a row that begin alike, but for the first, where such lines begin no paragraphs.

    The first line of a paragraph has one behind it that begins further left.
    """
    counts = Counter(margins)
    begun = Counter(a for a, b, line in zip(margins, margins[1:], lines[1:], strict=False) if line.text and b < a)
    found: list[Line] = []
    before = 0
    for line, here in zip(lines, margins, strict=True):
        found.append(line._replace(indent=line.indent and (here != before or 2 * begun[here] > counts[here])))
        before = here if line.text else before
    return found


def without_spacing(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a text in which a blank one follows every line, as copied out of a PDF, without these.

    Two blank lines or more still part paragraphs. A text whose lines are paragraphs stays as it is: its lines do
    not begin in the middle of sentences.

    >>> raw = "Средства на\\n\\n2011–2015\\n\\nгоды, что\\n\\nутвердил\\n\\nгубернатор\\n\\nуказом от\\n\\n22 июля"
    >>> [line.text for line in without_spacing(split_lines(raw))]
    ['Средства на', '2011–2015', 'годы, что', 'утвердил', 'губернатор', 'указом от', '22 июля']
    """
    held = [index for index, line in enumerate(lines) if line.text]
    pairs = list(itertools.pairwise(held))
    within = sum(starts_lower(lines[there].text) and not ends_sentence(lines[here].text) for here, there in pairs)
    spaced = sum(there - here > 1 for here, there in pairs)
    if len(pairs) < FEWEST_LINES or within < MOSTLY_WITHIN * len(pairs) or spaced < MOSTLY_SPACED * len(pairs):
        return list(lines)
    single = {here + 1 for here, there in pairs if there - here == 2 and lines[here].page == lines[there].page}
    return [line for index, line in enumerate(lines) if index not in single]


def table_rows(lines: Sequence[Line]) -> frozenset[int]:
    """Return the indexes of the lines that are rows of a table: they hold tabs, as their neighbours do, or stand alone.

    A tab behind the mark of a list is none, nor one in the middle of a sentence that goes on above or below.

    >>> sorted(table_rows(split_lines("Год\\tШкол\\n1890\\t12\\nИтог:\\nвсего открыли\\tдвадцать\\nшкол.")))
    [0, 1]
    """
    tabs = {index: line.text.count("\t") for index, line in enumerate(lines) if "\t" in line.text}
    held = [index for index, line in enumerate(lines) if line.text] if tabs else []
    rows: set[int] = set()
    for place, index in enumerate(held):
        if index not in tabs or (tabs[index] == 1 and LIST_MARK.match(lines[index].text)):
            continue
        beside = [held[at] for at in (place - 1, place + 1) if 0 <= at < len(held)]
        # Where tabs stand in place of all spaces, as some programs copy a page, lines have as many as they have words.
        alike = any(abs(tabs.get(other, -9) - tabs[index]) <= 1 for other in beside)
        pairs = [(min(index, other), max(index, other)) for other in beside]
        within = any(starts_lower(lines[b].text) and not ends_sentence(lines[a].text) for a, b in pairs)
        if alike or not within:
            rows.add(index)
    return frozenset(rows)


def ends_sentence(text: str) -> bool:
    """Return whether a stretch of text ends as a sentence does, quotes and citations aside.

    >>> ends_sentence("экспорт – 1,8 млн долл. [1]."), ends_sentence("наличие в Кыргызстане")
    (True, False)
    """
    last = text[-1:]
    if last.isalnum() or last == "-":
        return False
    tail = text[-80:].rstrip()
    if tail.rstrip(CLOSERS).endswith(_STOPS):
        return True
    return tail.endswith("]") and _CITATION_TAIL.sub("", tail).rstrip(CLOSERS).endswith(_STOPS)


def starts_lower(text: str) -> bool:
    """Return whether the first letter or digit of a text is a small letter."""
    head = text.lstrip(OPENERS + " ")
    return head[:1].islower()
