"""What waits while a chronicle is made: the same result whatever stays in memory, and nothing left over."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import permutations
from pathlib import Path

import pytest

from chronicle_records import article
from letopis.chronicle import database
from letopis.chronicle.build import write_chronicle
from letopis.chronicle.contradictions import key_of
from letopis.chronicle.database import open_scratch
from letopis.chronicle.gather import Rows, gather
from letopis.chronicle.identity import identify
from letopis.errors import InputError
from letopis.formats.jsonl import stream_articles, write_jsonl
from letopis.records import Article

TREATY = "{GPE#side|%s} и {GPE#side|%s} подписали {AGREEMENT=договор|Договор о %s} {DATE#on=%s|тогда}."


def treaties() -> list[Article]:
    """Three articles: each tells of three treaties, and all of one."""
    pairs = list(permutations(("Чехия", "Литва", "Чили"), 2))
    return [
        article(name, *(TREATY % (*pairs[(order + n) % 6], subject, f"19{order}{n}-02-01") for n in range(3)),
                TREATY % ("Перу", "Куба", subject, "1960-05-05"))
        for order, (name, subject) in enumerate([("a", "торговле"), ("b", "границе"), ("c", "торговле")])
    ]  # fmt: skip


def found(path: Path | None = None) -> list[list[int]]:
    rows = Rows()
    with closing(open_scratch(path)) as spill:
        mentions = (mention for one in treaties() for mention in gather(one, rows))
        return [[m.row for m in agreement.mentions] for agreement in identify(mentions, spill, rows.unlinked)]


def test_agreements_are_the_same_in_a_file_and_in_memory(tmp_path: Path) -> None:
    wanted = found()
    assert len(wanted) == 11
    assert max(map(len, wanted)) == 2
    assert found(tmp_path / "a.db") == wanted


@pytest.mark.parametrize("batch", [10, 100_000])
def test_the_database_is_the_same_whatever_a_batch_holds(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, batch: int
) -> None:
    write_jsonl(tmp_path / "r.jsonl", treaties())
    whole = database.write_database(tmp_path / "whole.db", stream_articles(tmp_path / "r.jsonl"))
    monkeypatch.setattr(database, "BATCH", batch)
    counts = database.write_database(tmp_path / "parts.db", stream_articles(tmp_path / "r.jsonl"))
    assert counts == whole
    assert dump(tmp_path / "parts.db") == dump(tmp_path / "whole.db")


def dump(path: Path) -> list[list[tuple[object, ...]]]:
    tables = ("agreements", "mentions", "states", "persons", "contradictions")
    with closing(sqlite3.connect(path)) as connection:
        return [connection.execute(f"select * from {table} order by id").fetchall() for table in tables]


def test_a_failure_leaves_no_file(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "r.jsonl", [treaties()[0]])
    with (tmp_path / "r.jsonl").open("a", encoding="utf-8") as file:
        file.write("{damaged\n")
    with pytest.raises(InputError):
        write_chronicle(tmp_path / "r.jsonl", tmp_path / "chronicle")
    assert [entry.name for entry in tmp_path.iterdir()] == ["r.jsonl"]


def test_a_key_has_one_text() -> None:
    assert key_of(("a", frozenset("xy"), None)) == key_of(("a", frozenset("yx"), None))
    assert len({key_of(key) for key in (("a", "b"), ("ab",), ("b", "a"), frozenset("ab"), "('a','b')")}) == 5
