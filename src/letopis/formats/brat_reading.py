"""Reading of brat collections: see :mod:`letopis.formats.brat`."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from letopis.errors import InputError
from letopis.files import read_utf8
from letopis.formats.brat import LINE_ENDS
from letopis.formats.fields import read_fields
from letopis.formats.jsonl import check_article
from letopis.records import Article, Entity, Relation
from letopis.sentences import split_sentences

_SPAN = re.compile(r"T(\d+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)", re.DOTALL)
_RELATION = re.compile(r"R(\d+)\t(\S+) (?:\S+?):T(\d+) (?:\S+?):T(\d+)\s*")
_ATTRIBUTE = re.compile(r"[AM]\d+\t(\S+) ([TR]\d+)(?: (\S+))?\s*")
_NOTE = re.compile(r"#\d*\t(\S+) ([TR]\d+)\t(.*)", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}


class _Span(NamedTuple):
    number: int
    label: str
    start: int
    end: int
    text: str
    place: str


def read_brat(path: Path, *, language: str = "ru") -> list[Article]:
    """Read every ``.ann`` file of a folder, or one such file, with the ``.txt`` beside it.

    A span in pieces with nothing but white space between them is one span. Sentences are split anew. Remarks of
    annotators, normalisations and attributes that no record has are passed over.

    Args:
        path: the folder or the ``.ann`` file.
        language: language of the texts; brat's files do not say.

    Raises:
        InputError: no such file, a line that is no annotation, an event or equivalence, a span with other text
            between its pieces, or one that does not fit its text; with file and line.
    """
    if not path.exists():
        raise InputError(f"{path}: no such file or folder")
    files = sorted(path.glob("*.ann")) if path.is_dir() else [path]
    if not files:
        raise InputError(f"{path}: holds no *.ann file")
    return [_read_article(file, language) for file in files]


def _read_article(path: Path, language: str) -> Article:
    text = read_utf8(path.with_suffix(".txt"))
    spans: list[_Span] = []
    relations: list[tuple[int, str, int, int]] = []
    fields: dict[str, dict[str, str]] = {}
    for number, line in enumerate(read_utf8(path).replace("\r\n", "\n").split("\n"), 1):
        place = f"{path}:{number}"
        if match := _SPAN.fullmatch(line):
            spans.append(_read_span(match, text, place))
        elif match := _RELATION.fullmatch(line):
            relations.append((int(match[1]), match[2], int(match[3]), int(match[4])))
        elif match := _ATTRIBUTE.fullmatch(line):
            fields.setdefault(match[2], {})[match[1]] = match[3] or "true"
        elif match := _NOTE.fullmatch(line):
            fields.setdefault(match[2], {})[match[1]] = _unescaped(match[3])
        elif line.strip() and line[0] not in "#N":
            raise InputError(f"{place}: {line[:40]!r} is no span (T), relation (R), attribute (A) or note (#) of brat")
    article = Article(
        id=path.stem,
        language=language,
        text=text,
        sentences=split_sentences(text),
        entities=[
            Entity(
                id=span.number,
                label=span.label,
                start_offset=span.start,
                end_offset=span.end,
                text=text[span.start : span.end],
                **read_fields(fields.get(f"T{span.number}", {}), span.place),
            )
            for span in spans
        ],
        relations=[
            Relation(id=number, type=kind, from_id=source, to_id=target, by=fields.get(f"R{number}", {}).get("by"))
            for number, kind, source, target in relations
        ],
    )
    check_article(article, str(path))
    return article


def _read_span(match: re.Match[str], text: str, place: str) -> _Span:
    pieces = [tuple(map(int, piece.split())) for piece in match[3].split(";")]
    start, end = pieces[0][0], pieces[-1][1]
    for (_, before), (after, _) in pairwise(pieces):
        if after < before or text[before:after].strip(LINE_ENDS + " "):
            raise InputError(
                f"{place}: T{match[1]} stands at {match[3]!r} with other text between; a record holds whole stretches"
            )
    there = " ".join(text[first:last] for first, last in pieces)
    if end > len(text) or there != match[4]:
        raise InputError(f"{place}: T{match[1]} says {match[4]!r}, but the text at {match[3]!r} is {there!r}")
    return _Span(int(match[1]), match[2], start, end, match[4], place)


def _unescaped(note: str) -> str:
    return re.sub(r"\\(.)", lambda match: _ESCAPED.get(match[1], match[1]), note)
