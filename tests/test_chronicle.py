"""The chronicle's folder: its database, its tables, and what becomes of an older one."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from chronicle_records import article, dated, with_status
from letopis.chronicle.build import FILES, write_chronicle
from letopis.cli.index import chronicle_command as command
from letopis.errors import InputError, OutputError
from letopis.formats.jsonl import stream_articles, write_jsonl
from letopis.records import Article, Entity, Sentence


@pytest.fixture
def records(tmp_path: Path) -> Path:
    path = tmp_path / "records.jsonl"
    odd = article("<b>", "Встреча {DATE=!|31 ноября 2009 г.} прошла в {GPE|Баку} <script>alert(1)</script> [[TITLE]].")
    write_jsonl(path, [dated("a", "1994-02-01"), dated("b", "1996-02-01"), dated("c", "1994"), odd])
    return path


def query(folder: Path, sql: str) -> list[tuple]:
    with closing(sqlite3.connect(folder / "chronicle.db")) as connection:
        return connection.execute(sql).fetchall()


def test_the_database(records: Path, tmp_path: Path) -> None:
    out = tmp_path / "chronicle"
    counts = write_chronicle(records, out)
    assert {entry.name for entry in out.iterdir()} == FILES
    assert (counts.articles, counts.agreements, counts.contradictions, counts.events) == (4, 2, 2, 4)
    assert query(out, "pragma foreign_key_check") == []
    assert query(out, "pragma integrity_check") == [("ok",)]
    assert query(out, "select date, sides, mentions, articles, status from agreements order by id") == [
        ("1994-02-01", "Чехия; Литва", 2, 2, "signed"),
        ("1996-02-01", "Чехия; Литва", 1, 1, "signed"),
    ]
    assert query(out, "select distinct type from relations order by 1") == [("party",), ("signed_on",)]
    assert query(out, "select count(*) from relations where agreement_id is null") == [(0,)]
    assert query(out, "select name, mentions, articles from states where is_state order by 1") == [
        ("Литва", 3, 3), ("Чехия", 3, 3),
    ]  # fmt: skip
    assert query(out, "select count(*) from events where who = 'Чехия; Литва' and first_day >= '1994'") == [(3,)]


def test_every_row_leads_to_its_raw_place(records: Path, tmp_path: Path) -> None:
    write_chronicle(records, tmp_path / "c")
    texts = {a.id: a.text for a in stream_articles(records)}
    for table in ("mentions", "sentences"):
        for name, text, low, high in query(
            tmp_path / "c", f"select article_id, text, source_start, source_end from {table}"
        ):
            assert texts[name][low:high] == text


def test_full_text_search(records: Path, tmp_path: Path) -> None:
    write_chronicle(records, tmp_path / "c")
    found = query(tmp_path / "c", "select count(*) from sentences_fts where sentences_fts match 'торг*'")
    assert found == [(3,)]
    searched = {
        "agreements": ("торговля", 2), "events": ("Чехия", 3), "states": ("Литва", 1), "persons": ("Чехия", 0),
        "organisations": ("Чехия", 0), "contradictions": ("подписали", 1),
    }  # fmt: skip
    for table, (word, number) in searched.items():
        found = query(tmp_path / "c", f"select count(*) from {table}_fts where {table}_fts match '{word}'")
        assert found == [(number,)], table


def test_the_csv_files(records: Path, tmp_path: Path) -> None:
    write_chronicle(records, tmp_path / "c")
    with (tmp_path / "c" / "agreements.csv").open(encoding="utf-8", newline="") as file:
        first = next(csv.DictReader(file))
    assert first["mentioned_at"] == "a.txt:24–42 | c.txt:24–42"
    with (tmp_path / "c" / "contradictions.csv").open(encoding="utf-8", newline="") as file:
        dates, impossible = csv.DictReader(file)
    assert (dates["first_file"], dates["second_file"]) == ("a.txt", "b.txt")
    assert dates["first_sentence"] == "Чехия и Литва подписали Договор о торговле в тот день."
    assert (impossible["type"], impossible["first_value"]) == ("impossible date", "31 ноября 2009 г.")


def test_records_without_agreements_sentences_or_source(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    bare = Article(
        id="a", text="Баку.\nРим.", entities=[Entity(id=1, label="GPE", start_offset=6, end_offset=9, text="Рим")]
    )
    write_jsonl(path, [bare, Article(id="empty", text="")])
    counts = write_chronicle(path, tmp_path / "c")
    assert (counts.agreements, counts.contradictions, counts.mentions) == (0, 0, 1)
    tables = {name for (name,) in query(tmp_path / "c", "select name from sqlite_master where type = 'table'")}
    assert {"agreements", "contradictions", "events", "organisations", "persons", "relations", "states"} <= tables
    assert query(tmp_path / "c", "select text from sentences where id = (select sentence_id from mentions)") == [
        ("Рим.",)
    ]
    assert "Nothing fits" in (tmp_path / "c" / "timeline.html").read_text(encoding="utf-8")


def test_two_runs_give_the_same(records: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_chronicle(records, tmp_path / name)
    for file in sorted(FILES - {"chronicle.db"}):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_whole_or_nothing(records: Path, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "chronicle"
    write_chronicle(records, out)
    before = {entry.name: entry.read_bytes() for entry in out.iterdir()}
    damaged = tmp_path / "damaged.jsonl"
    damaged.write_bytes(records.read_bytes() + b"{no json\n")
    with pytest.raises(InputError, match=r"damaged\.jsonl:5: no JSON"):
        write_chronicle(damaged, out)
    assert {entry.name: entry.read_bytes() for entry in out.iterdir()} == before
    assert [entry.name for entry in out.parent.iterdir()] == ["chronicle"]
    write_chronicle(records, out)
    assert [entry.name for entry in out.parent.iterdir()] == ["chronicle"]


@pytest.mark.parametrize("name", ["notes.txt", "agreements.csv"])
def test_only_a_chronicle_is_replaced(records: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / "mine"
    out.mkdir()
    (out / name).write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="is no chronicle"):
        write_chronicle(records, out)
    assert (out / name).read_text(encoding="utf-8") == "mine"
    with pytest.raises(OutputError, match="is a file"):
        write_chronicle(records, records)


def test_refusals(records: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_text("\n", encoding="utf-8")
    for path, message in (
        (empty, "holds no record"),
        (tmp_path / "gone", "no such file"),
        (tmp_path / "d", "no .*file"),
    ):
        if path.name == "d":
            path.mkdir()
        with pytest.raises(InputError, match=message):
            write_chronicle(path, tmp_path / "c")
    (tmp_path / "d" / "one.jsonl").write_bytes(records.read_bytes())
    (tmp_path / "d" / "two.jsonl").write_bytes(records.read_bytes())
    with pytest.raises(InputError, match=r"two\.jsonl: article 'a' is there twice, first in .*one\.jsonl"):
        write_chronicle(tmp_path / "d", tmp_path / "c")
    assert not (tmp_path / "c").exists()


def test_the_command(records: Path, tmp_path: Path) -> None:
    app = typer.Typer()
    app.command()(command)
    answer = CliRunner().invoke(app, [str(records), "-o", str(tmp_path / "c"), "--json"])
    assert answer.exit_code == 0, answer.output
    assert json.loads(answer.output)["agreements"] == 2
    answer = CliRunner().invoke(app, [str(records), "-o", str(tmp_path / "c")])
    assert "2 agreements, 2 contradictions, 4 dates in 4 sentences of 4 articles" in answer.output


def test_sentences_beyond_entities(tmp_path: Path) -> None:
    odd = Article(
        id="a", text="до Рим", sentences=[Sentence(3, 6)],
        entities=[Entity(id=1, label="GPE", start_offset=0, end_offset=2, text="до")],
    )  # fmt: skip
    write_jsonl(tmp_path / "r.jsonl", [odd])
    assert write_chronicle(tmp_path / "r.jsonl", tmp_path / "c").mentions == 1


def test_the_furthest_status_counts(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "r.jsonl", [with_status("a", "planned"), with_status("b", "in_force", "1813-12")])
    write_chronicle(tmp_path / "r.jsonl", tmp_path / "c")
    assert query(tmp_path / "c", "select status, status_date, mentions from agreements") == [("in_force", "1813-12", 2)]
    write_jsonl(tmp_path / "r.jsonl", [with_status("a", "planned")])
    write_chronicle(tmp_path / "r.jsonl", tmp_path / "c")
    assert query(tmp_path / "c", "select status, status_date from agreements") == [("planned", None)]
    assert "planned" in (tmp_path / "c" / "timeline.html").read_text(encoding="utf-8")
