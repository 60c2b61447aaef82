"""Links as records: ids of sentences with a score, one link a line of JSON, and where an alignment is weak.

The ids are those of CoNLL-U: ``cooperation-s12`` and ``cooperation-en-s12``, counted from 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import msgspec

from letopis.bilingual.align import SentenceLink, Text
from letopis.errors import InputError
from letopis.files import replacing
from letopis.records import NO_JSON

WEAK = 0.5
"""A link below this score says no more than its place in the text."""

_ID = re.compile(r"(?P<article>.+)-s(?P<number>[1-9]\d*)")


class LinkRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One link in the file: ids of the sentences of both sides, and the score."""

    russian: list[str]
    english: list[str]
    score: float


class Weakness(NamedTuple):
    """A stretch to look at: Russian and English sentences, first and last (counted from 1), and what is wrong."""

    russian: tuple[int, int] | None
    english: tuple[int, int] | None
    reason: str


def link_records(links: Iterable[SentenceLink], russian_id: str, english_id: str) -> Iterator[LinkRecord]:
    """Return links as records.

    >>> next(link_records([SentenceLink((0,), (0, 1), 0.9)], "a", "a-en"))
    LinkRecord(russian=['a-s1'], english=['a-en-s1', 'a-en-s2'], score=0.9)
    """
    for link in links:
        yield LinkRecord(
            russian=[f"{russian_id}-s{place + 1}" for place in link.russian],
            english=[f"{english_id}-s{place + 1}" for place in link.english],
            score=link.score,
        )


def write_links(path: Path, records: Iterable[LinkRecord]) -> int:
    """Write link records to a JSON Lines file and give their number.

    Raises:
        OutputError: the file cannot be written.
    """
    count = 0
    with replacing(path) as file:
        for record in records:
            file.write(msgspec.json.encode(record) + b"\n")
            count += 1
    return count


def read_links(path: Path) -> dict[str, list[SentenceLink]]:
    """Read a file of links; the key is the id of the Russian article (or of the English one of a lone sentence).

    Raises:
        InputError: no link, or an id that is none, with file and line.
    """
    found: dict[str, list[SentenceLink]] = {}
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    owner = ""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = msgspec.json.decode(line, type=LinkRecord)
        except NO_JSON as error:
            raise InputError(f"{path}:{number}: no link: {error}") from None
        sides = [[_place(name, f"{path}:{number}") for name in side] for side in (record.russian, record.english)]
        if sides[0]:
            owner = sides[0][0][0]
        elif sides[1]:
            owner = sides[1][0][0].removesuffix("-en")
        places = [tuple(place for _, place in side) for side in sides]
        found.setdefault(owner, []).append(SentenceLink(places[0], places[1], record.score))
    return found


def _place(name: str, where: str) -> tuple[str, int]:
    match = _ID.fullmatch(name)
    if match is None:
        raise InputError(f"{where}: {name!r} is no id of a sentence; it should look like 'cooperation-s12'")
    return match["article"], int(match["number"]) - 1


def check_links(links: Sequence[SentenceLink], russian: int, english: int, place: str) -> None:
    """Refuse links that do not name each of so many sentences once and in order.

    Raises:
        InputError: no links, or a sentence is missing, doubled or out of order.
    """
    if not links:
        raise InputError(f"{place}: has no links; run 'letopis align' on it")
    sides = ([link.russian for link in links], [link.english for link in links])
    for side, size, name in zip(sides, (russian, english), ("Russian", "English"), strict=True):
        places = [number for numbers in side for number in numbers]
        if places != list(range(size)):
            wrong = next((k for k, number in enumerate(places) if number != k), len(places))
            raise InputError(
                f"{place}: the links do not run through the {size} {name} sentences; look at sentence {wrong + 1}"
            )


def weak_stretches(links: Sequence[SentenceLink], russian: Text, english: Text) -> list[Weakness]:
    """Name the stretches that someone should look at: sentences without partner, and runs of weak links.

    A stretch that holds whole paragraphs of one side and nothing of the other says so.

    >>> links = [SentenceLink((0,), (0,), 0.9), SentenceLink((1,), (), 0.0)]
    >>> weak_stretches(links, Text(("А.", "Б."), (0, 1)), Text(("A.",), (0,)))
    [Weakness(russian=(2, 2), english=None, reason='no English answers this paragraph')]
    """
    return [_weakness(list(group), kind, russian, english) for kind, group in groupby(links, _kind) if kind]


def _kind(link: SentenceLink) -> str:
    if not link.english:
        return "no English answers"
    if not link.russian:
        return "no Russian answers"
    return "weak links" if link.score < WEAK else ""


def _weakness(group: Sequence[SentenceLink], kind: str, russian: Text, english: Text) -> Weakness:
    left = [place for link in group for place in link.russian]
    right = [place for link in group for place in link.english]
    spans = [(places[0] + 1, places[-1] + 1) if places else None for places in (left, right)]
    if kind == "weak links":
        return Weakness(spans[0], spans[1], f"{len(group)} weak {'link' if len(group) == 1 else 'links'}")
    text, places = (russian, left) if left else (english, right)
    whole = _whole_paragraphs(text, places)
    what = "this sentence" if len(places) == 1 else "these sentences"
    if whole:
        what = "this paragraph" if whole == 1 else f"these {whole} paragraphs"
    return Weakness(spans[0], spans[1], f"{kind} {what}")


def _whole_paragraphs(text: Text, places: Sequence[int]) -> int:
    """Count the paragraphs that the places fill; 0 when they fill none exactly."""
    if text.paragraphs[-1] == text.paragraphs[0]:
        return 0
    numbers = {text.paragraphs[place] for place in places}
    members = {place for place, number in enumerate(text.paragraphs) if number in numbers}
    return len(numbers) if members == set(places) else 0
