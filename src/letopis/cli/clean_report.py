"""The report of ``letopis clean --report``: what was dropped, by reason and line by line, as a plain table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from letopis.cleaning.dropped import DroppedLine, dropped_lines
from letopis.offsets import OffsetMap
from letopis.sources.raw import RawText


def report_lines(path: Path, raw: RawText, offsets: OffsetMap) -> Iterator[str]:
    """Return the report on one file, line by line.

    >>> from letopis.cleaning import clean_source
    >>> text = "о судьбах наречий и эконо-\\n\\n– 12 –\\n\\nмических связей."
    >>> raw = RawText(text=text, sha256="0" * 64, format="txt")
    >>> for line in report_lines(Path("note.txt"), raw, clean_source(raw)[1]):
    ...     print(line)
    note.txt: 1 line dropped, 3 of 10 words
    <BLANKLINE>
    reason       lines  words    share
    page_number      1      3  30.00 %
    <BLANKLINE>
    page  line  reason       text
       –     3  page_number  – 12 –
    """
    dropped, total = dropped_lines(raw, offsets), len(raw.text.split())
    lines = "1 line" if len(dropped) == 1 else f"{len(dropped)} lines"
    yield f"{path.as_posix()}: {lines} dropped, {sum(line.words for line in dropped)} of {total:,} words"
    if dropped:
        yield ""
        yield from _table(["reason", "lines", "words", "share"], _by_reason(dropped, total), "<>>>")
        yield ""
        yield from _table(["page", "line", "reason", "text"], [_cells(line) for line in dropped], ">><<")
    if any(line.prose for line in dropped):
        yield "? reads like text and came once: compare it with the page"
    for doubt in raw.doubts:
        yield f"page {doubt.page}: the reading order is doubtful: {doubt.reason}"


def _by_reason(dropped: Sequence[DroppedLine], total: int) -> list[list[str]]:
    """Return a row for each reason, the most words first."""
    words: dict[str, list[int]] = {}
    for line in dropped:
        words.setdefault(line.reason, []).append(line.words)
    rows = sorted(words.items(), key=lambda item: (-sum(item[1]), item[0]))
    return [[name, f"{len(each)}", f"{sum(each)}", f"{100 * sum(each) / max(total, 1):.2f} %"] for name, each in rows]


def _cells(line: DroppedLine) -> list[str]:
    page = "–" if line.page is None else str(line.page)
    return [page, str(line.line), line.reason, f"{'? ' * line.prose}{line.text}"]


def _table(header: Sequence[str], rows: Sequence[Sequence[str]], sides: str) -> Iterator[str]:
    """Set a table in columns; ``sides`` says to which side each is set."""
    widths = [max(len(row[place]) for row in [header, *rows]) for place in range(len(header))]
    for row in [header, *rows]:
        cells = (f"{cell:{side}{width}}" for cell, side, width in zip(row, sides, widths, strict=True))
        yield "  ".join(cells).rstrip()
