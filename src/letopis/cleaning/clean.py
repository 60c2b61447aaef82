"""Raw text to clean text: furniture out, hyphens decided, lines joined, every edit logged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from letopis.cleaning.characters import tidy_line
from letopis.cleaning.furniture import find_furniture
from letopis.cleaning.hyphens import CUT, JOIN, Break, Decision, address_at, attested_words, decide, hangs, parts_at
from letopis.cleaning.lines import Line, split_lines
from letopis.cleaning.paragraphs import column_width, ends_paragraph
from letopis.offsets import EditLog, OffsetMap

TAIL = 200
"""Characters of a paragraph's end that decide whether it goes on."""


def clean_text(raw: str, *, pages: Sequence[int] = ()) -> tuple[str, OffsetMap]:
    """Turn a raw text into the text as its author wrote it, with the map back.

    Paragraphs are parted by one blank line; a paragraph holds no line end. ``pages`` holds the raw
    offset of each page's start, where the format knows it.

    >>> text, offsets = clean_text("Развитие экономиче-\\nских связей.")
    >>> text, offsets.span_to_raw(9, 22)
    ('Развитие экономических связей.', (9, 24))
    """
    lines = split_lines(raw, pages)
    furniture = find_furniture(lines)
    kept = [index for index, line in enumerate(lines) if line.text and index not in furniture]
    log = EditLog(raw)
    gaps = _Gaps(log, lines, furniture)
    if not kept:
        gaps.fill(0, len(raw), range(len(lines)), "", "collapsed_space")
        return log.finish()
    words = attested_words(raw)
    width = column_width(lines)
    gaps.fill(0, lines[kept[0]].start, range(kept[0]), "", "collapsed_space")
    done = ""
    for here, there in zip(kept, kept[1:], strict=False):
        line, following = lines[here], lines[there]
        done = f"{done} {line.text}"[-TAIL:]
        end, replacement, kind = line.end, " ", "joined_line"
        decision = _hyphen(line, following, words)
        if decision is not None:
            kind = f"{decision.action}:{decision.reason}"
            replacement = "\n\n" if decision.action == CUT else ""
            end -= decision.action == JOIN
        elif _range_goes_on(line, following):
            replacement = ""
        elif _address_goes_on(line, following):
            replacement, kind = "", "joined_address"
        else:
            turned = line.page != following.page or any(index in furniture for index in range(here + 1, there))
            blank = there > here + 1
            if ends_paragraph(done, line, following, blank=blank, turned=turned, width=width):
                replacement, kind = "\n\n", "paragraph"
        tidy_line(log, raw, line.start, end)
        gaps.fill(end, following.start, range(here + 1, there), replacement, kind)
        done = "" if replacement == "\n\n" else done
    last = lines[kept[-1]]
    tidy_line(log, raw, last.start, last.end)
    gaps.fill(last.end, len(raw), range(kept[-1] + 1, len(lines)), "", "collapsed_space")
    return log.finish()


class _Gaps:
    """Logs what lies between two kept lines: one edit for the line's end, one for each furniture line."""

    def __init__(self, log: EditLog, lines: Sequence[Line], furniture: Mapping[int, str]) -> None:
        self._log, self._lines, self._furniture = log, lines, furniture

    def fill(self, start: int, end: int, between: range, replacement: str, kind: str) -> None:
        heads = [index for index in between if index in self._furniture]
        stops = [*(self._lines[index].start for index in heads), end]
        self._log.replace(start, stops[0], replacement, kind)
        for index, head, stop in zip(heads, stops, stops[1:], strict=False):
            self._log.replace(head, stop, "", f"dropped_furniture:{self._furniture[index]}")


def _hyphen(line: Line, following: Line, words: Mapping[str, int]) -> Decision | None:
    """Decide about the hyphen at the end of a line; ``None`` when there is none."""
    parts = parts_at(line.text, following.text)
    if parts is None or hangs(*parts):
        return None
    if line.text[-1] in "\u00ad\u00ac":
        return Decision(JOIN, "soft_hyphen")
    return decide(Break(*parts, words, address_at(line.text)))


def _range_goes_on(line: Line, following: Line) -> bool:
    """``2013–⏎2017``: a dash between digits that has no space before it takes none after it."""
    dash = len(line.text) > 1 and line.text[-1] in "–—" and line.text[-2].isalnum()
    return dash and following.text[:1].isalnum() and line.text[-2].isdigit() == following.text[:1].isdigit()


def _address_goes_on(line: Line, following: Line) -> bool:
    """``http://www.nlr.ru/⏎news/index``: an address is broken after its slash."""
    head = following.text[:1]
    return line.text.endswith("/") and head.isascii() and head.islower() and bool(address_at(line.text))
