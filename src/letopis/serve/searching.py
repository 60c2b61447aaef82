"""What the page asks: queries in CQL and the chronicle, of the index that was opened or of what lies on the shelf."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from threading import Lock
from typing import Any

from letopis.bilingual.align import SentenceLink
from letopis.bilingual.reader_data import places_in_utf16
from letopis.bilingual.readings import ReaderArticle, find_raw
from letopis.bilingual.sides import ENGLISH_SUFFIX
from letopis.chronicle.build import DATABASE, write_chronicle
from letopis.errors import InputError
from letopis.formats.jsonl import write_jsonl
from letopis.index import open_index, write_index
from letopis.index.index import Index
from letopis.serve.shelf import Shelf

MOST_HITS = 5_000
"""Hits that a query gives the page, at most."""

_LINKS = """select l.link, s.number - 1, t.number - 1, l.score from alignment l
join sentences s on s.id = l.sentence_id join sentences t on t.id = l.translation_id
where s.article_id = ? order by l.link, s.number, t.number"""


class Searcher:
    """Keeps an index open; where the shelf has changed since, it is brought up to date before the next query."""

    def __init__(self, shelf: Shelf, folder: Path, index: Path | None = None) -> None:
        self._shelf, self._folder = shelf, folder
        self._index = open_index(index) if index is not None else None
        self._version = shelf.version if index is not None else -1
        self._given = index
        self._lock = Lock()

    def search(self, query: str, where: str = "") -> dict[str, Any]:
        """Return the hits as ``[article or translation, sentence, start, end]``, offsets in units of UTF-16."""
        with self._lock:
            index = self._current()
            hits = index.search(query, where=where, side="both")
            found = [(hit.article, hit.sentence, hit.start_offset, hit.end_offset) for hit in hits[:MOST_HITS]]
            total = len(hits)
        units = {name: places_in_utf16(text) for name, text in self._texts({hit[0] for hit in found})}
        rows = [
            [name, int(sentence.rpartition("-s")[2]), units[name](start), units[name](end)]
            for name, sentence, start, end in found
            if name in units
        ]
        return {"total": total, "hits": rows}

    def _texts(self, names: set[str]) -> Iterable[tuple[str, str]]:
        for reading in self._shelf.readings:
            for article in (reading.russian, reading.english):
                if article is not None and article.id in names:
                    yield article.id, article.text

    def _current(self) -> Index:
        version = self._shelf.version
        if self._index is None or self._version != version:
            if self._index is not None:
                self._index.close()
            place, records = self._folder / "corpus.db", self._folder / "index.jsonl"
            if self._given is not None and not place.exists():
                shutil.copy(self._given, place)  # articles that are as they were keep their tokens
            _write_shelf(records, self._shelf)
            write_index(records, place)
            self._index, self._version = open_index(place), version
        return self._index


def _write_shelf(path: Path, shelf: Shelf) -> None:
    articles = shelf.articles()
    if not articles:
        raise InputError("there is no article yet; drop a file first")
    write_jsonl(path, articles)


def readings_of(path: Path) -> list[ReaderArticle]:
    """Return what an index holds as the page shows it: Russian articles, with their translations and links."""
    with open_index(path) as index:
        known = {str(one["id"]): one for one in index.articles()}
        names = [name for name, one in known.items() if one["language"] != "en"]
        return [_reading(index, name, path, translated=name + ENGLISH_SUFFIX in known) for name in names]


def _reading(index: Index, name: str, path: Path, *, translated: bool) -> ReaderArticle:
    russian = index.article(name)
    raw = find_raw(russian, path)
    if not translated:
        return ReaderArticle(russian, raw=raw)
    english = index.article(name + ENGLISH_SUFFIX)
    rows = index.store.database.execute(_LINKS, [name]).fetchall()
    links = whole_links(rows, len(russian.sentences), len(english.sentences))
    return ReaderArticle(russian, english, links, raw=raw)


def whole_links(rows: Sequence[tuple[int, int, int, float]], russian: int, english: int) -> list[SentenceLink]:
    """Return links of rows ``link, Russian, English, score``, with the sentences that have no partner in their places.

    >>> [link[:2] for link in whole_links([(1, 0, 0, 0.9), (2, 2, 1, 0.8)], 3, 3)]
    [((0,), (0,)), ((1,), ()), ((2,), (1,)), ((), (2,))]
    """
    groups: dict[int, tuple[dict[int, None], dict[int, None], float]] = {}
    for link, left, right, score in rows:
        group = groups.setdefault(link, ({}, {}, score))
        group[0][left] = group[1][right] = None
    links: list[SentenceLink] = []
    here = there = 0

    def alone(until_left: int, until_right: int) -> None:
        nonlocal here, there
        links.extend(SentenceLink((place,), (), 0.0) for place in range(here, until_left))
        links.extend(SentenceLink((), (place,), 0.0) for place in range(there, until_right))
        here, there = max(here, until_left), max(there, until_right)

    for lefts, rights, score in sorted(groups.values(), key=lambda group: min(group[0])):
        alone(min(lefts), min(rights))
        links.append(SentenceLink(tuple(lefts), tuple(rights), score))
        here, there = max(lefts) + 1, max(rights) + 1
    alone(russian, english)
    return links


_AGREEMENTS = """select id, title, sides, date, place, signatories, status, status_date, mentions from agreements
order by sort_first is null, sort_first, id"""
_STATES = """select distinct r.agreement_id, s.name from relations r
join mentions t on t.id = r.target_mention_id
join mentions n on n.article_id = t.article_id and n.start_offset >= t.start_offset and n.end_offset <= t.end_offset
join states s on s.id = n.state_id where r.type = 'party' and s.name not like '% и %' and s.id not like '%+%'
order by r.agreement_id, s.name"""
_MENTIONS = """select agreement_id, article_id, start_offset, end_offset from mentions
where agreement_id is not null order by id"""


class Treaties:
    """Gathers the chronicle anew when it is asked for and the shelf has changed."""

    def __init__(self, shelf: Shelf, folder: Path) -> None:
        self._shelf, self._folder = shelf, folder
        self._version = -1
        self._lock = Lock()

    def folder(self) -> Path:
        """Return the folder of the chronicle."""
        with self._lock:
            version, place = self._shelf.version, self._folder / "chronicle"
            if self._version != version:
                records = self._folder / "chronicle.jsonl"
                _write_shelf(records, self._shelf)
                write_chronicle(records, place)
                self._version = version
            return place

    def agreements(self) -> list[dict[str, Any]]:
        """Return every agreement with the states among its sides and the addresses of its mentions."""
        with closing(sqlite3.connect(self.folder() / DATABASE)) as database:
            database.row_factory = sqlite3.Row
            rows = [dict(row) for row in database.execute(_AGREEMENTS)]
            states, mentions = database.execute(_STATES).fetchall(), database.execute(_MENTIONS).fetchall()
        by_id = {row["id"]: row | {"states": [], "addresses": []} for row in rows}
        for number, name in states:
            by_id[number]["states"].append(name)
        known = {
            (article.id, entity.start_offset, entity.end_offset): f"{article.id}-e{entity.id}"
            for article in self._shelf.articles()
            for entity in article.entities
            if entity.label == "AGREEMENT"
        }
        for number, *place in mentions:
            if tuple(place) in known:
                by_id[number]["addresses"].append(known[tuple(place)])
        return list(by_id.values())
