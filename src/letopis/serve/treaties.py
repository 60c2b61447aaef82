"""The chronicle of what lies on the shelf: its timeline, its agreements, and which states are bound by them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Lock
from typing import Any

from letopis.chronicle.build import DATABASE, write_chronicle
from letopis.errors import InputError
from letopis.formats.jsonl import write_jsonl
from letopis.serve.shelf import Shelf

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
        """Return the folder of the chronicle.

        Raises:
            InputError: nothing lies on the shelf.
        """
        with self._lock:
            version, articles = self._shelf.version, self._shelf.articles()
            if not articles:
                raise InputError("there is no article yet; drop a file first")
            place = self._folder / "chronicle"
            if self._version != version:
                records = self._folder / "chronicle.jsonl"
                write_jsonl(records, articles)
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
        known = self._addresses()
        for number, *place in mentions:
            if tuple(place) in known:
                by_id[number]["addresses"].append(known[tuple(place)])
        return list(by_id.values())

    def _addresses(self) -> dict[tuple[str, int, int], str]:
        return {
            (article.id, entity.start_offset, entity.end_offset): f"{article.id}-e{entity.id}"
            for article in self._shelf.articles()
            for entity in article.entities
            if entity.label == "AGREEMENT"
        }
