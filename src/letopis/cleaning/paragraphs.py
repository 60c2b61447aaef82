"""Where a line goes on in the next one, and where a paragraph ends."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from letopis.cleaning.edges import needs_more
from letopis.cleaning.lines import CLOSERS, Line, ends_sentence, starts_lower

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

LONGEST_MARK = 4
"""Characters of the mark of a list item at most: ``12.``, ``а)``, ``•``."""

LIST_ITEM = re.compile(r"^(?:[•▪●◦*\uf0b7]\s|[–—-]\s|\d{1,3}[.)]\s|[а-яa-z]\)\s)")


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


def is_row(text: str) -> bool:
    """Return whether a line is a table's row: entries with tabs between them, and no mark of a list before one tab.

    >>> is_row("Договор\\tМинск"), is_row("1.\\tДоговор подписан"), is_row("1\\tДоговор\\tМинск"), is_row("Договор")
    (True, False, True, False)
    """
    first, *others = text.split("\t")
    return len(others) > 1 or (len(others) == 1 and len(first.strip()) > LONGEST_MARK)


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
    if (is_row(last.text) and (blank or is_row(following.text))) or (blank and is_row(following.text)):
        return True
    stop = ends_sentence(done)
    if starts_lower(following.text) and not (stop and blank and not turned):
        return bool(LIST_ITEM.match(following.text)) and stop
    if LIST_ITEM.match(following.text) and (stop or done.endswith((":", ";"))):
        return True
    short = leaves_room(last, following, width)
    indented = following.indent and (not last.indent or stop or short)
    if stop:
        if width == 0.0 or indented or (blank and not turned):
            return True
        return short or (turned and len(last.text) < FULL_LINE * width)
    if turned and needs_more(done):
        return False
    if not blank or turned:
        return width == 0.0 or (short and indented)
    if done.rstrip(CLOSERS)[-1:] in {",", "–", "—", "-", "("}:
        return False
    if done.endswith(":"):
        return True
    full = width > 0.0 and len(last.text) >= SHORT_LINE * width
    return not full or len(done) < LONGEST_HEADING or done.isupper()


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
