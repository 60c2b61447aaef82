"""Page furniture: running heads and feet and page numbers, found by what they are.

A line is furniture when its number rises from page to page, when it comes back at the edges of pages, or
when it stands apart at such an edge between two halves of a word or sentence. No rule holds a list of
journals. The rules on single lines are named and ordered in :mod:`letopis.cleaning.furniture_rules`; what
comes back is gathered in :mod:`letopis.cleaning.recurrence`.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Mapping, Sequence

from letopis.cleaning.furniture_rules import (
    AUTHORS,
    CAPTION,
    JOURNAL,
    LONGEST_HEAD,
    PAGE_NUMBER,
    RULES,
    EdgeLine,
    Evidence,
    headlike,
)
from letopis.cleaning.lines import HYPHENS, SOFT_HYPHEN, Line, ends_sentence
from letopis.cleaning.paragraphs import splits
from letopis.cleaning.recurrence import TITLE_LINES, Recurrence, TextLine, rows_of
from letopis.offsets import Furniture

LONGEST_GAP = 4
"""Lines that may stand between the two halves of a sentence: foot, number, head and rubric."""

MOSTLY_APART = 0.5
"""From this share of lines with white space on both sides on, white space says nothing of a line."""

SHORT_LINE = 0.5
"""Where white space says nothing, a line below this share of the usual length may be a head beside another."""

LONGEST_TITLE = 5
"""Lines of a title, up to a blank one, at most."""


def find_furniture(lines: Sequence[Line], known: Sequence[Furniture] = ()) -> dict[int, str]:
    """Return the index of every furniture line with the name of the rule that found it.

    ``known`` holds what the reader of a format found by its place on the page.

    >>> from letopis.cleaning.lines import split_lines
    >>> find_furniture(split_lines("о судьбах наречий в разных\\n\\nТруды. 2016. Том 3. № 12\\n\\nстранах и краях."))
    {2: 'journal_line'}
    """
    found = known_furniture(lines, known)
    rows = rows_of(lines)
    page = _Pages(rows, found)
    queue = deque(place for place in range(len(rows)) if page.begins(place))
    while queue:
        place = queue.popleft()
        row = rows[place]
        if row.line in found or len(row.text) > LONGEST_HEAD or "\t" in row.text or CAPTION.match(row.text):
            continue
        view = page.view(place)
        name = next((rule.__name__ for rule in RULES if rule(view, page.evidence)), None)
        if name is not None:
            found[row.line] = name
            queue.extend(beside for beside in (place - 1, place + 1) if 0 <= beside < len(rows))
    return dict(sorted(found.items()))


def known_furniture(lines: Sequence[Line], known: Sequence[Furniture]) -> dict[int, str]:
    """Return the lines that lie wholly within known furniture, with the reader's reason."""
    starts = [span.start for span in known]
    found: dict[int, str] = {}
    for index, line in enumerate(lines):
        place = bisect_right(starts, line.start) - 1
        if line.text and place >= 0 and line.end <= known[place].end:
            found[index] = known[place].reason
    return found


class _Pages:
    """The lines of a text, what the whole says of its pages, and what stands around each line."""

    def __init__(self, rows: Sequence[TextLine], found: Mapping[int, str]) -> None:
        self._rows, self._found = rows, found
        gaps = [b.line - a.line > 1 or b.page != a.page for a, b in itertools.pairwise(rows)]
        self._gaps = [True, *gaps, True]
        alone = sum(above and below for above, below in itertools.pairwise(self._gaps))
        self._loose = alone >= MOSTLY_APART * len(rows)
        recurrence = Recurrence(rows)
        self.evidence = self._evidence(recurrence)

    def _evidence(self, recurrence: Recurrence) -> Evidence:
        rows = self._rows
        title, starts = _title(rows)
        lengths = sorted(len(row.text) for row in rows)
        return Evidence(
            pages=len({row.page for row in rows}) or 1,
            risen=recurrence.risen,
            recurring=recurrence.recurring,
            journals=sum(bool(JOURNAL.search(row.text)) for row in rows if len(row.text) <= LONGEST_HEAD),
            title=title,
            title_starts=starts,
            width=float(lengths[int(len(lengths) * 0.8)]) if lengths else 0.0,
        )

    def begins(self, place: int) -> bool:
        """Return whether a line is worth judging before any other is found."""
        row, evidence = self._rows[place], self.evidence
        if row.line in evidence.risen or row.line in evidence.recurring or self._beside(place, place):
            return True
        if (self.evidence.pages > 1 and row.depth == 0) or (
            self._cut(place) and any(self._cut(place + n) for n in (1, 2))
        ):
            return True
        before = self._rows[place - 1].text if place else " "
        return before[-1] in HYPHENS + SOFT_HYPHEN and bool(AUTHORS.match(row.text) or PAGE_NUMBER.match(row.text))

    def view(self, place: int) -> EdgeLine:
        """Return a line with what stands around it once the furniture around it is gone."""
        row = self._rows[place]
        first, last = self._block(place)
        apart = self._apart(first, last)
        if not apart:
            first = last = place
        before, after = self._halves(first, last)
        beside = self._beside(first, last)
        return EdgeLine(
            line=row.line,
            text=row.text,
            before=before,
            after=after,
            edge=bool(beside) or self._page_ends(first) or self._page_ends(last + 1),
            apart=apart,
            beside=beside,
            first=place < TITLE_LINES or (self.evidence.pages > 1 and row.page == self._rows[0].page),
        )

    def _cut(self, place: int) -> bool:
        """Return whether white space, a page's end or furniture stands above a line."""
        return self._gaps[place] or bool(self._beside(place, place - 1))

    def _page_ends(self, place: int) -> bool:
        """Return whether the format says that a page begins with this line."""
        if self.evidence.pages == 1 or not 0 < place < len(self._rows):
            return self.evidence.pages > 1
        return self._rows[place].page != self._rows[place - 1].page

    def _beside(self, first: int, last: int) -> tuple[str, ...]:
        """Return the rules that found the lines above and below some."""
        places = [place for place in (first - 1, last + 1) if 0 <= place < len(self._rows)]
        names = (self._found.get(self._rows[place].line, "") for place in places)
        return tuple(name for name in names if name)

    def _halves(self, first: int, last: int) -> tuple[str, str]:
        """Return the lines around some: those behind other heads where these part a sentence, or the nearest."""
        above = list(self._around(first - 1, -1)) or [""]
        below = list(self._around(last + 1, 1)) or [""]
        pairs = ((before, after) for before in reversed(above) for after in reversed(below))
        return next((pair for pair in pairs if splits(*pair)), (above[0], below[0]))

    def _around(self, place: int, step: int) -> Iterator[str]:
        """Go up or down over furniture and, where white space tells something, over lines apart that may be heads."""
        for _ in range(LONGEST_GAP):
            if not 0 <= place < len(self._rows):
                return
            row = self._rows[place]
            if row.line not in self._found:
                yield row.text
                short = self._loose and len(row.text) <= SHORT_LINE * self.evidence.width
                if not headlike(row.text) or not (short or self._apart(*self._block(place))):
                    return
            place += step

    def _block(self, place: int) -> tuple[int, int]:
        """Return the first and the last line of a head: a line and those close to it that may be heads too."""
        above = not self._cut(place) and headlike(self._rows[place - 1].text)
        below = not self._cut(place + 1) and headlike(self._rows[place + 1].text)
        return place - above, place + below

    def _apart(self, first: int, last: int) -> bool:
        """Return whether white space parts lines from the text, in a text where it does not part all lines."""
        return not self._loose and self._cut(first) and self._cut(last + 1) and last - first < 2


def _title(rows: Sequence[TextLine]) -> tuple[str, frozenset[int]]:
    """Return the lines in which title and authors stand, in small letters, and where each block of them begins.

    A block ends with a blank line; the first long one, or the first that ends as a sentence does, is text.
    """
    title, starts, lines = "", set(), list(rows[:TITLE_LINES])
    while lines:
        gaps = (place for place, (row, below) in enumerate(itertools.pairwise(lines), 1) if below.line - row.line > 1)
        block = lines[: next(gaps, len(lines))]
        if len(block) > LONGEST_TITLE or (ends_sentence(block[-1].text) and not AUTHORS.match(block[-1].text)):
            break
        starts.add(len(title))
        # Hyphens are left out on both sides, so that a title broken at a line's end is known again.
        words = [row.text.casefold().replace("-", "") + ("" if row.text.endswith("-") else " ") for row in block]
        title, lines = title + "".join(words), lines[len(block) :]
    return title, frozenset(starts)
