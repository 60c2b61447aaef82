"""Raw text to clean text: furniture out, hyphens decided, lines joined, every edit logged."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence

from letopis.cleaning.broken_words import CUT, JOIN, Break
from letopis.cleaning.characters import tidy_line
from letopis.cleaning.footnotes import FOOTNOTE, find_footnotes, own_paragraphs, with_cut_notes
from letopis.cleaning.furniture import find_furniture, known_furniture
from letopis.cleaning.hyphens import (
    HyphenDecision,
    TextWords,
    address_at,
    control_is_hyphen,
    decide,
    hangs,
    parts_at,
)
from letopis.cleaning.lines import CONTROLS, Line, split_lines, table_rows, without_spacing
from letopis.cleaning.note_marks import find_note_marks
from letopis.cleaning.paragraphs import column_width, ends_paragraph, is_line_a_paragraph
from letopis.offsets import EditLog, Furniture, OffsetMap
from letopis.sources.reader import RawText

TAIL = 200
"""Characters of a paragraph's end that decide whether it goes on."""

MOST_PASSES = 8
"""How often the pass is repeated at most; real texts need one, and a second to see that nothing is left."""

_CELL_GAP = re.compile(r"[^\S\t]*\t\s*")


def clean_source(source: RawText) -> tuple[str, OffsetMap]:
    """Clean what a reader gave, with all that it knows of its format.

    >>> clean_source(RawText(text="экономиче-\\nских", sha256="0" * 64, format="txt"))[0]
    'экономических'
    """
    return clean_text(
        source.text,
        pages=source.pages,
        furniture=source.furniture,
        laid_out=source.laid_out,
        noted=source.note_numbers,
    )


def clean_text(
    raw: str,
    *,
    pages: Sequence[int] = (),
    furniture: Sequence[Furniture] = (),
    laid_out: bool = True,
    noted: Sequence[int] = (),
) -> tuple[str, OffsetMap]:
    """Turn a raw text into the text as its author wrote it, with the map back.

    Paragraphs are parted by one blank line; a paragraph holds no line end. Cleaning a clean text changes
    nothing: the pass is repeated until it finds no more to do, mostly once.

    Args:
        raw: the text as its file holds it.
        pages: raw offset of each page's start, where the format knows it.
        furniture: raw stretches that the reader of the format knows to be no text, by their place on the page.
        laid_out: whether the text came in lines and pages, or its paragraphs are lines that were copied out of such;
            only there is page furniture looked for.
        noted: numbers of the notes that the reader of the format found, as ``RawText.note_numbers`` has them.

    >>> text, offsets = clean_text("Развитие экономиче-\\nских связей.")
    >>> text, offsets.span_to_raw(9, 22)
    ('Развитие экономических связей.', (9, 24))
    """
    laid_out = laid_out or is_line_a_paragraph(split_lines(raw))
    plain = laid_out and not pages  # a reader that knows pages has found the notes at their feet
    clean, offsets = _clean_once(raw, pages, furniture, laid_out=laid_out, plain=plain, noted=noted)
    if clean == raw and not pages and not furniture:
        return clean, offsets
    for _ in range(MOST_PASSES):
        again, more = _clean_once(clean, (), (), laid_out=laid_out, plain=plain)
        if again == clean:
            break
        clean, offsets = again, offsets.compose(more)
    return clean, offsets


def _clean_once(  # noqa: PLR0913
    raw: str,
    pages: Sequence[int],
    known: Sequence[Furniture],
    *,
    laid_out: bool,
    plain: bool,
    noted: Sequence[int] = (),
) -> tuple[str, OffsetMap]:
    lines = without_spacing(split_lines(raw, pages))
    rows = table_rows(lines)
    furniture = find_furniture(lines, known) if laid_out else known_furniture(lines, known)
    width = column_width(lines)
    notes = find_footnotes(lines, furniture, width) if plain else []
    furniture = with_cut_notes(furniture, notes)
    breaks = own_paragraphs(notes)
    kept = [index for index, line in enumerate(lines) if line.text and index not in furniture]
    log = EditLog(raw)
    gaps = _Gaps(log, lines, furniture)
    if not kept:
        gaps.fill(0, len(raw), range(len(lines)), "", "collapsed_space")
        return log.finish()
    marks = find_note_marks(raw, {*noted, *(number for one in notes for number in one.numbers)})
    words = TextWords(raw, marks)
    gaps.fill(0, lines[kept[0]].start, range(kept[0]), "", "collapsed_space")
    done = ""
    for here, there in itertools.pairwise(kept):
        line, following = lines[here], lines[there]
        done = f"{done} {line.text}"[-TAIL:]
        end, replacement, kind = _line_end(line, following, words)
        if here in rows or there in rows or (not laid_out and there > here + 1):
            end, replacement, kind = line.end, "\n\n", "paragraph"
        elif kind == "joined_line" and replacement:
            turned = line.page != following.page or any(index in furniture for index in range(here + 1, there))
            own = ~here in breaks or there in breaks
            if own or ends_paragraph(done, line, following, blank=there > here + 1, turned=turned, width=width):
                replacement, kind = "\n\n", "paragraph"
        _tidy(log, raw, line.start, end, words, row=here in rows)
        gaps.fill(end, following.start, range(here + 1, there), replacement, kind)
        done = "" if replacement.endswith("\n\n") else done
    last = lines[kept[-1]]
    _tidy(log, raw, last.start, last.end, words, row=kept[-1] in rows)
    gaps.fill(last.end, len(raw), range(kept[-1] + 1, len(lines)), "", "collapsed_space")
    return log.finish()


def _tidy(log: EditLog, raw: str, start: int, end: int, words: TextWords, *, row: bool) -> None:  # noqa: PLR0913
    """Log the edits within a line; between the cells of a table's row one tab stays."""
    for gap in _CELL_GAP.finditer(raw, start, end) if row else ():
        tidy_line(log, raw, start, gap.start(), words)
        log.replace(gap.start(), gap.end(), "\t", "collapsed_space")
        start = gap.end()
    tidy_line(log, raw, start, end, words)


def _line_end(line: Line, following: Line, words: TextWords) -> tuple[int, str, str]:
    """Return where a line's own text ends, what comes after it, and the kind of the edit."""
    decision = _hyphen(line, following, words)
    if decision is not None:
        replacement = "\n\n" if decision.action == CUT else ""
        control = line.text[-1] in CONTROLS and decision.action != JOIN
        hyphen = "-" if control else ""
        end = line.end - (decision.action == JOIN or control)
        return end, hyphen + replacement, f"{decision.action}:{decision.reason}"
    if _range_goes_on(line, following):
        return line.end, "", "joined_line"
    if _address_goes_on(line, following):
        return line.end, "", "joined_address"
    return line.end, " ", "joined_line"


class _Gaps:
    """Logs what lies between two kept lines: one edit for the line's end, one for each furniture line."""

    def __init__(self, log: EditLog, lines: Sequence[Line], furniture: Mapping[int, str]) -> None:
        self._log, self._lines, self._furniture = log, lines, furniture

    def fill(self, start: int, end: int, between: range, replacement: str, kind: str) -> None:
        heads = [index for index in between if self._furniture.get(index)]
        stops = [*(self._lines[index].start for index in heads), end]
        self._log.replace(start, stops[0], replacement, kind)
        for index, head, stop in zip(heads, stops, stops[1:], strict=False):
            reason = self._furniture[index]
            self._log.replace(head, stop, "", reason if reason == FOOTNOTE else f"dropped_furniture:{reason}")


def _hyphen(line: Line, following: Line, words: TextWords) -> HyphenDecision | None:
    """Decide about the hyphen at the end of a line; ``None`` when there is none."""
    parts = parts_at(line.text, following.text)
    if parts is None or hangs(*parts):
        return None
    if line.text[-1] in "\u00ad\u00ac":
        return HyphenDecision(JOIN, "soft_hyphen")
    decision = decide(Break(*parts, words.counts, address_at(line.text)))
    if line.text[-1] in CONTROLS and not control_is_hyphen(line.text[-1], decision, words):
        return None
    return decision


def _range_goes_on(line: Line, following: Line) -> bool:
    """``2013–⏎2017``: a dash between digits that has no space before it takes none after it."""
    dash = len(line.text) > 1 and line.text[-1] in "–—" and line.text[-2].isalnum()
    return dash and following.text[:1].isalnum() and line.text[-2].isdigit() == following.text[:1].isdigit()


def _address_goes_on(line: Line, following: Line) -> bool:
    """``http://www.nlr.ru/⏎news/index``: an address is broken after its slash."""
    head = following.text[:1]
    return line.text.endswith("/") and head.isascii() and head.islower() and bool(address_at(line.text))
