"""What waits in a file while a chronicle is made: the same result whatever stays in memory, and nothing left over."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import permutations
from pathlib import Path

import pytest

from chronicle_records import article
from letopis.chronicle import database, identity
from letopis.chronicle.build import write_chronicle
from letopis.chronicle.gather import Rows, gather
from letopis.chronicle.identity import identify
from letopis.chronicle.spill import key_of, spilling
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
    with spilling(path) as spill:
        mentions = (mention for one in treaties() for mention in gather(one, rows))
        return [[m.row for m in agreement.mentions] for agreement in identify(mentions, spill)]


@pytest.mark.parametrize("kept", [1, 2, 1_000])
def test_agreements_are_the_same_whatever_stays_in_memory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kept: int
) -> None:
    wanted = found()
    assert len(wanted) == 11
    assert max(map(len, wanted)) == 2
    monkeypatch.setattr(identity, "KEPT_PROFILES", kept)
    assert found(tmp_path / "spill") == wanted
    assert list(tmp_path.iterdir()) == []


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


def test_what_is_learnt_after_a_rest_in_the_file_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "KEPT_PROFILES", 1)
    year = article("year", TREATY % ("Перу", "Куба", "торговле", "1960"))
    day = article("day", "{AGREEMENT=договор|Договор о торговле} подписан {DATE#on=1960-05-05|тогда}.")
    rows = Rows()
    with spilling() as spill:
        mentions = (mention for one in (year, treaties()[1], day) for mention in gather(one, rows))
        first = next(identify(mentions, spill))
    assert len(first.mentions) == 2
    assert first.date is not None
    assert first.date.value == "1960-05-05"


def test_a_file_that_was_left_over_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "spill").write_text("left over by a run that was killed", encoding="utf-8")
    assert found(tmp_path / "spill") == found()


def test_a_failure_leaves_no_file(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "r.jsonl", [treaties()[0]])
    with (tmp_path / "r.jsonl").open("a", encoding="utf-8") as file:
        file.write("{damaged\n")
    with pytest.raises(InputError):
        write_chronicle(tmp_path / "r.jsonl", tmp_path / "chronicle")
    assert [entry.name for entry in tmp_path.iterdir()] == ["r.jsonl"]


def test_a_key_has_one_number() -> None:
    assert key_of(("a", frozenset("xy"), None)) == key_of(("a", frozenset("yx"), None))
    assert len({key_of(key) for key in (("a", "b"), ("ab",), ("b", "a"), frozenset("ab"), "('a','b')")}) == 5
