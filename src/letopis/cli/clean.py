"""``letopis clean``: the text as its author wrote it, with every edit on request."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from letopis.cli.guard import ARTICLES
from letopis.cli.options import FORMATS, Encoding, Ocr, WholePage

if TYPE_CHECKING:
    from letopis.cleaning.dropped import DroppedLine
    from letopis.offsets import OffsetMap
    from letopis.sources import RawText

CONTEXT = 30
"""Characters shown on either side of a stop."""


def command(
    files: Annotated[list[Path], typer.Argument(help=f"Files: {FORMATS}.", metavar="FILE…"), ARTICLES],
    encoding: Encoding = None,
    whole_page: WholePage = False,
    ocr: Ocr = False,
    edits: Annotated[bool, typer.Option("--edits", help="List every edit with its place and reason.")] = False,
    report: Annotated[
        bool, typer.Option("--report", help="List the lines that were dropped, by reason, and doubtful pages.")
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain-sentences", help="List every stop, whether a sentence ends there, and the rule.")
    ] = False,
    sentences: Annotated[bool, typer.Option("--sentences", help="Print one sentence a line.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a file.")] = False,
) -> None:
    """Clean articles: page furniture out, hyphens decided, lines joined.

    Prints the clean text to standard output; warnings go to standard error. A file that cannot be read is named, the
    others are cleaned, and the exit code is 1.

    Example: [bold]letopis clean article.pdf --sentences[/bold]
    """
    from letopis.errors import LetopisError
    from letopis.sources import read_source
    from letopis.sources.read import unpacked

    shown = {"report": report, "edits": edits, "explain": explain, "sentences": sentences}
    done = failed = 0
    for path in (inner for given in files for inner in unpacked(given)):
        try:
            raw = read_source(path, encoding=encoding, whole_page=whole_page, ocr=ocr)
        except LetopisError as error:
            print(f"letopis: {error}", file=sys.stderr)
            failed += 1
            continue
        if done and not as_json:
            print()
        _print_cleaned(path, raw, as_json=as_json, **shown)
        done += 1
    if failed:
        raise typer.Exit(1)


def _print_cleaned(
    path: Path, raw: RawText, *, as_json: bool, report: bool, edits: bool, explain: bool, sentences: bool
) -> None:
    """Clean one file's text and print what was asked for; warnings go to standard error."""
    from letopis.cleaning import clean_source
    from letopis.cleaning.dropped import drop_doubts
    from letopis.offsets import page_of
    from letopis.sentences import explain_sentences, split_sentences

    for warning in raw.warnings:
        print(f"letopis: {warning}", file=sys.stderr)
    text, offsets = clean_source(raw)
    for doubt in drop_doubts(raw, offsets):
        print(f"letopis: {path}: {doubt}", file=sys.stderr)
    if as_json:
        print(json.dumps(_record(path, raw, text, offsets, explain=explain), ensure_ascii=False))
        return
    if report:
        print("\n".join(report_lines(path, raw, offsets)))
    for edit in offsets.edits if edits else ():
        page = page_of(raw.pages, edit.raw_start)
        place = f"page {page}, {edit.raw_start}" if page is not None else str(edit.raw_start)
        print(f"{place}–{edit.raw_end}\t{edit.kind}\t{raw.text[edit.raw_start : edit.raw_end]!r}")
    for stop in explain_sentences(text) if explain else ():
        before = text[max(0, stop.position - CONTEXT) : stop.position].strip()
        after = text[stop.position : stop.position + CONTEXT].strip()
        print(f"{stop.position}\t{'ends' if stop.ends else 'goes on'}\t{stop.rule}\t{before} | {after}")
    for start, end in split_sentences(text) if sentences else ():
        print(" ".join(text[start:end].split()))
    if not (report or edits or explain or sentences):
        print(text)


def _record(path: Path, raw: RawText, text: str, offsets: OffsetMap, *, explain: bool) -> dict[str, Any]:
    import msgspec

    from letopis.cleaning.dropped import dropped_lines
    from letopis.cleaning.sections import find_sections
    from letopis.sentences import explain_sentences, split_sentences

    record: dict[str, Any] = {
        "path": path.as_posix(),
        "format": raw.format,
        "encoding": raw.encoding,
        "sha256": raw.sha256,
        "text": text,
        "metadata": msgspec.to_builtins(raw.metadata),
        "pages": raw.pages,
        "edits": offsets.edits,
        "dropped": [line._asdict() for line in dropped_lines(raw, offsets)],
        "doubtful_pages": [doubt._asdict() for doubt in raw.doubts],
        "sentences": split_sentences(text),
        "sections": [
            {"kind": s.kind, "start_offset": s.start_offset, "end_offset": s.end_offset} for s in find_sections(text)
        ],
    }
    if explain:
        record["stops"] = [decision._asdict() for decision in explain_sentences(text)]
    return record


def report_lines(path: Path, raw: RawText, offsets: OffsetMap) -> Iterator[str]:
    """Return the report on one file, line by line.

    >>> from letopis.cleaning import clean_source
    >>> from letopis.sources.reader import RawText
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
    from letopis.cleaning.dropped import dropped_lines

    dropped, total = dropped_lines(raw, offsets), len(raw.text.split())
    lines = "1 line" if len(dropped) == 1 else f"{len(dropped)} lines"
    yield f"{path.as_posix()}: {lines} dropped, {sum(line.words for line in dropped)} of {total:,} words"
    if dropped:
        yield ""
        yield from _table(["reason", "lines", "words", "share"], _by_reason(dropped, total), "<>>>")
        yield ""
        rows = [
            [str(line.page or "–"), str(line.line), line.reason, f"{'? ' * line.prose}{line.text}"] for line in dropped
        ]
        yield from _table(["page", "line", "reason", "text"], rows, ">><<")
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


def _table(header: Sequence[str], rows: Sequence[Sequence[str]], sides: str) -> Iterator[str]:
    """Set a table in columns; ``sides`` says to which side each is set."""
    widths = [max(len(row[place]) for row in [header, *rows]) for place in range(len(header))]
    for row in [header, *rows]:
        cells = (f"{cell:{side}{width}}" for cell, side, width in zip(row, sides, widths, strict=True))
        yield "  ".join(cells).rstrip()
