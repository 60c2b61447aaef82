"""From records to the folder of a chronicle."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from letopis.chronicle.database import ChronicleCounts, write_database
from letopis.chronicle.timeline import timeline_page
from letopis.errors import OutputError
from letopis.files import check_replaceable, replacing_folder
from letopis.formats.cells import csv_bytes, plain_cell
from letopis.formats.jsonl import stream_articles
from letopis.formats.tables import Doubles
from letopis.records import Article

DATABASE = "chronicle.db"
FILES = frozenset({DATABASE, "agreements.csv", "contradictions.csv", "timeline.html"})
"""What a chronicle's folder holds, and nothing else but what SQLite puts beside an open database."""

_AGREEMENTS = """select a.id, title, kinds, sides, date, first_day, last_day, place, signatories, status,
status_date, mentions, articles, (select group_concat(place, ' | ') from (
    select coalesce(r.file, r.id) || ':' || coalesce(m.source_start, m.start_offset) || '–' ||
        coalesce(m.source_end, m.end_offset) as place
    from mentions m join articles r on r.id = m.article_id where m.agreement_id = a.id order by m.id
)) as mentioned_at from agreements a order by sort_first is null, sort_first, a.id"""

_CONTRADICTIONS = """select c.id, type, certainty, note, a.title as agreement, o.title as other_agreement, first_value,
first_sentence, first_file, first_source_start, first_source_end, second_value, second_sentence, second_file,
second_source_start, second_source_end from contradictions c left join agreements a on a.id = c.agreement_id
left join agreements o on o.id = c.other_agreement_id order by c.id"""


def write_chronicle(records: Path, output: Path) -> ChronicleCounts:
    """Write ``chronicle.db``, ``agreements.csv``, ``contradictions.csv`` and ``timeline.html`` into a folder.

    One text under two ids counts once, for the first.

    Args:
        records: a JSON Lines file, or a folder of them.
        output: the folder; a chronicle that stands there is replaced, anything else is not.

    Raises:
        InputError: no records there, a damaged line, or one article twice.
        OutputError: the folder cannot be written or holds other things; what stood there is as it was.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.jsonl").write_text('{"id":"a","text":"Баку."}')
    >>> write_chronicle(folder / "a.jsonl", folder / "chronicle").sentences
    1
    """
    beside = {f"{DATABASE}-{ending}" for ending in ("wal", "shm", "journal")}
    check_replaceable(output, (FILES | beside).__contains__, "chronicle", sign=DATABASE)
    doubles: dict[str, str] = {}
    articles = single(stream_articles(records), doubles)
    with replacing_folder(output) as folder:
        database = folder / DATABASE
        try:
            counts = write_database(database, articles)
            with closing(sqlite3.connect(database)) as connection:
                _write_csv(folder / "agreements.csv", connection, _AGREEMENTS)
                _write_csv(folder / "contradictions.csv", connection, _CONTRADICTIONS)
                (folder / "timeline.html").write_text(timeline_page(connection), encoding="utf-8", errors="replace")
        except sqlite3.Error as error:
            raise OutputError(f"{output}: the database cannot be written: {error}") from None
    return counts._replace(doubles=doubles)


def single(articles: Iterable[Article], doubles: dict[str, str]) -> Iterator[Article]:
    """Leave out articles whose text came before under another id, and note them in ``doubles``."""
    texts = Doubles()
    for article in articles:
        first = texts.first(article)
        if first is None:
            yield article
        else:
            doubles[article.id] = first


def _write_csv(path: Path, connection: sqlite3.Connection, query: str) -> None:
    rows = connection.execute(query)
    names = [column[0] for column in rows.description]
    path.write_bytes(csv_bytes([names, *(map(plain_cell, row) for row in rows)]))
