"""What cleaning took away, line by line, for a person to look at; and where it may have taken prose."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from letopis.cleaning.footnotes import FOOTNOTE
from letopis.cleaning.furniture_rules import shape, tells
from letopis.cleaning.lines import ends_sentence, starts_lower
from letopis.offsets import OffsetMap, page_of
from letopis.sources.reader import RawText

MOST_PROSE = 0.005
"""Share of a page's words from which on dropped words are named in a warning."""

PAGE_WORDS = 400
"""Words of a page, for a text that does not say where its pages end."""

MOST_NAMED = 5
"""Pages or lines that a warning names at most."""

_DROPPED = "dropped_furniture:"
_SURE = frozenset({"page_number", "numbered_head", "title_again", "watermark", FOOTNOTE})

_BEFORE_LINES = ("", *"\n\r\f\v \t\u00a0\u2028\u2029\x85")


class DroppedLine(NamedTuple):
    """A line of the raw text that is not in the clean text: its place, the rule that took it, what stood there.

    ``page`` counts from one and is ``None`` for a text without pages; ``line`` is the number of the line in the raw
    text, from one. ``prose`` tells that it reads like a sentence's line and came once: it may have been text.
    """

    page: int | None
    line: int
    reason: str
    text: str
    prose: bool

    @property
    def words(self) -> int:
        """How many words the line holds."""
        return len(self.text.split())


def dropped_lines(raw: RawText, offsets: OffsetMap) -> list[DroppedLine]:
    """Return the lines that cleaning took away, in order.

    >>> from letopis.cleaning import clean_source
    >>> raw = RawText(text="о судьбах эконо-\\n\\n– 12 –\\n\\nмических связей.", sha256="0" * 64, format="txt")
    >>> dropped_lines(raw, clean_source(raw)[1])
    [DroppedLine(page=None, line=3, reason='page_number', text='– 12 –', prose=False)]
    """
    taken = list(_taken(raw.text, offsets))
    again = Counter(shape(text) for _, _, text in taken)
    ends = [place for place, char in enumerate(raw.text) if char == "\n"] if taken else []
    return [
        DroppedLine(
            page=page_of(raw.pages, start),
            line=bisect_right(ends, start - 1) + 1,
            reason=reason,
            text=text,
            prose=again[shape(text)] == 1 and reason not in _SURE and _reads_on(text),
        )
        for start, reason, text in taken
    ]


def _taken(raw: str, offsets: OffsetMap) -> Iterator[tuple[int, str, str]]:
    """Return the raw place, the rule and the text of every line that went as a whole."""
    for edit in offsets.edits:
        kinds = [kind for kind in edit.kind.split("+") if kind.startswith(_DROPPED) or kind == FOOTNOTE]
        rules = "+".join(dict.fromkeys(kind.removeprefix(_DROPPED) for kind in kinds))
        place = edit.raw_start
        for piece in raw[edit.raw_start : edit.raw_end].splitlines(keepends=True) if rules else ():
            if piece.strip() and raw[place - 1 : place] in _BEFORE_LINES:
                yield place + len(piece) - len(piece.lstrip()), rules, piece.strip()
            place += len(piece)


def _reads_on(text: str) -> bool:
    """Return whether a line reads like one of a sentence: it tells, begins small, or ends with a stop or comma."""
    return tells(text) or starts_lower(text) or ends_sentence(text) or text.endswith((",", ";", "-"))


def drop_doubts(raw: RawText, offsets: OffsetMap) -> tuple[str, ...]:
    """Say where more of a page was dropped than page furniture accounts for; nothing for most texts.

    Page numbers, heads that come back, the title again and footnotes (which a record keeps) are no words of a page. Of
    what else was dropped, lines that read like prose count, against :data:`MOST_PROSE` of the page's words.

    >>> drop_doubts(RawText(text="Посол прибыл.", sha256="0" * 64, format="txt"), OffsetMap())
    ()
    """
    doubtful = [line for line in dropped_lines(raw, offsets) if line.prose]
    sizes = _page_words(raw) if doubtful else {}
    lost: Counter[int | None] = Counter()
    for line in doubtful:
        lost[line.page] += line.words
    pages = [page for page, words in lost.items() if words > MOST_PROSE * sizes[page]]
    if not pages:
        return ()
    places = [f"page {page}" for page in pages if page is not None]
    places = places or [f"line {line.line}" for line in doubtful]
    more = f" and {len(places) - MOST_NAMED} more" if len(places) > MOST_NAMED else ""
    named = ", ".join(places[:MOST_NAMED]) + more
    return (f"more than 0.5 % of the words were dropped that read like text ({named}); see letopis clean --report",)


def _page_words(raw: RawText) -> dict[int | None, int]:
    if not raw.pages:
        return {None: min(len(raw.text.split()), PAGE_WORDS)}
    bounds = [*raw.pages, len(raw.text)]
    return {number: len(raw.text[start:end].split()) for number, (start, end) in enumerate(pairwise(bounds), 1)}
