"""The chronicle: dates, titles, contradictions, and the folder with its database."""

# ruff: noqa: E501 a marked-up sentence reads best on one line

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import msgspec
import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from chronicle_records import article
from letopis.chronicle.bounds import bounds, compare, iso, nearly, sort_key
from letopis.chronicle.build import stream_articles, write_chronicle
from letopis.chronicle.contradictions import Contradiction, find_contradictions, look_within
from letopis.chronicle.folder import FILES
from letopis.chronicle.gather import Rows, gather
from letopis.chronicle.identity import identify
from letopis.chronicle.schema import COLUMNS, SEARCHED
from letopis.chronicle.spill import spilling
from letopis.chronicle.titles import read_title
from letopis.cli.chronicle import command
from letopis.errors import InputError, OutputError
from letopis.formats.jsonl import write_jsonl
from letopis.records import Article, Entity, Sentence

BOUNDS = {
    "1997-04-23": "1997-04-23 1997-04-23", "2012-02": "2012-02-01 2012-02-29", "1900-02": "1900-02-01 1900-02-28",
    "1997": "1997-01-01 1997-12-31", "193X": "1930-01-01 1939-12-31", "14XX": "1400-01-01 1499-12-31",
    "-01XX": "-0199-01-01 -0100-12-31", "-0043-03-15": "-0043-03-15 -0043-03-15", "2000-23": "2000-09-01 2000-11-30",
    "2015-34": "2015-04-01 2015-06-30", "2013-08-15/2013-08-16": "2013-08-15 2013-08-16",
    "2015-01/2015-08": "2015-01-01 2015-08-31", "193X/194X": "1930-01-01 1949-12-31", "1990/..": "1990-01-01 9999-12-31",
    "../1945": "-9999-01-01 1945-12-31", "1997?": "1997-01-01 1997-12-31", "1939-09-XX": "1939-09-01 1939-09-30",
}  # fmt: skip


@pytest.mark.parametrize(("value", "wanted"), BOUNDS.items())
def test_bounds(value: str, wanted: str) -> None:
    found = bounds(value)
    assert found is not None
    assert f"{iso(found.first)} {iso(found.last)}" == wanted


@pytest.mark.parametrize(
    "value", [None, "", "XXXX-04-26", "31 ноября", "1997-13", "1997-02-30", "1997/вчера", "[1667,1668"]
)
def test_no_bounds(value: str | None) -> None:
    assert bounds(value) is None


@settings(max_examples=25, deadline=None)
@given(st.dates(), st.sampled_from(["%Y-%m-%d", "%Y-%m", "%Y"]))
def test_plain_dates_are_read_as_the_library_reads_them(day: date, form: str) -> None:
    from edtf import parse_edtf

    value = f"{day.year:04d}" + day.strftime(form)[len(day.strftime("%Y")) :]
    parsed, own = parse_edtf(value), bounds(value)
    assert own is not None
    assert (own.first, own.last) == (tuple(parsed.lower_strict()[:3]), tuple(parsed.upper_strict()[:3]))


@given(st.tuples(st.integers(-9999, 9999), st.integers(1, 12), st.integers(1, 28)), st.data())
def test_keys_sort_as_days(day: tuple[int, int, int], data: st.DataObject) -> None:
    other = data.draw(st.tuples(st.integers(-9999, 9999), st.integers(1, 12), st.integers(1, 28)))
    assert (day < other) == (sort_key(day) < sort_key(other))


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("1997", "1997-04-23", "within"),
        ("1997-04-23", "1997-04-23", "same"),
        ("1997-04-23", "1998", "conflict"),
        ("1700-07-03", "1700-07-14", "calendar"),
        ("1699-01-16", "1699-01-26", "calendar"),
        ("1878-02-19", "1878-03-02", "conflict"),
        ("1945-05-01", "1945-05-14", "conflict"),
        ("1998-09-07/1998-09-08", "1998-09-08/1998-09-09", "conflict"),
        (None, "1997", "unknown"),
        ("XXXX-04-26", "2016-04-27", "conflict"),
    ],
)
def test_dates_beside_each_other(one: str | None, other: str | None, wanted: str) -> None:
    assert compare(one, other) == compare(other, one) == wanted


def test_near_misses() -> None:
    assert nearly("1997-04-23", "1997-04-28")
    assert nearly("1997-04-23", "1997-05-23")
    assert not nearly("1997-04-23", "1998")
    assert not nearly("1774-07-21", "1829-09-14")


@pytest.mark.parametrize(
    ("title", "name", "subject"),
    [
        ("Договором о дружбе и сотрудничестве", "", "дружба сотрудничество"),
        ("Бишкекский протокол", "бишкекский", ""),
        ("пакт Молотова – Риббентропа", "молотов риббентроп", ""),
        ("мирный договор", "", "мир"),
        ("Договор дружбы", "", "дружба"),
        ("Основное многостороннее соглашение о транспорте", "", "транспорт"),
        ("Стратегический договор о запасах", "", "запас"),
    ],
)
def test_titles(title: str, name: str, subject: str) -> None:
    read = read_title(title)
    assert (" ".join(sorted(read.name)), " ".join(sorted(read.subject))) == (name, subject)


def contradictions(*articles: Article) -> list[Contradiction]:
    rows = Rows()
    with spilling() as spill:
        for number, agreement in enumerate(identify((m for one in articles for m in gather(one, rows)), spill), 1):
            look_within(number, agreement, spill)
        return list(find_contradictions(spill))


TRADE = "{GPE#side|Чехия} и {GPE#side|Литва} подписали {AGREEMENT=договор|Договор о торговле} {DATE#on=%s|в тот день}."


def dated(name: str, *dates: str) -> Article:
    return article(name, *(TRADE % date for date in dates))


def test_two_dates_of_one_agreement() -> None:
    (found,) = contradictions(dated("a", "1994-02-01"), dated("b", "1996-02-01"))
    assert (found.kind, found.certainty, found.first.value, found.second.value) == (
        "date", "likely", "1994-02-01", "1996-02-01",
    )  # fmt: skip
    (found,) = contradictions(dated("a", "1994-02-01"), dated("b", "1999-05-17"))
    assert found.certainty == "possible"


def test_an_article_that_dates_both_keeps_them_apart() -> None:
    assert not contradictions(dated("a", "1994-02-01", "1999-05-17"))
    assert not contradictions(dated("a", "1994-02-01", "1999-05-17"), dated("b", "1999-05-17"))
    assert contradictions(dated("a", "1994-02-01", "1994-02-10"))


def test_dates_that_agree_are_no_contradiction() -> None:
    assert not contradictions(dated("a", "1994-02-01"), dated("b", "1994"), dated("c", "1994-02"))


def test_a_general_subject_is_no_contradiction() -> None:
    general = (
        "{GPE#side|Чехия} и {GPE#side|Литва} подписали {AGREEMENT=договор|Договор о сотрудничестве} {DATE#on=%s|тогда}."
    )
    assert not contradictions(article("a", general % "1994-02-01"), article("b", general % "1996-02-01"))


def test_sides_that_go_without_saying() -> None:
    bare = "В {GPE|Литву} приехали из {GPE|%s}, подписан {AGREEMENT=договор|Договор о торговле} {DATE#on=1996-02-01|тогда}."
    assert contradictions(dated("a", "1994-02-01"), article("b", bare % "Чехии"))
    assert not contradictions(dated("a", "1994-02-01"), article("b", bare % "Польши"))


def test_two_places() -> None:
    there = "{AGREEMENT=договор|Гюлистанский договор} подписан в {GPE#in|%s}."
    (found,) = contradictions(article("a", there % "Риме"), article("b", there % "Женеве"))
    assert (found.kind, found.first.value, found.second.value) == ("place", "Рим", "Женева")
    assert not contradictions(article("a", there % "Риме"), article("b", there % "Италии"))
    assert not contradictions(article("a", there % "Риме"), article("b", there % "Риме"))


def test_other_sides_on_one_day() -> None:
    other = "{GPE#side|Чехия} и {GPE#side|Латвия} подписали {AGREEMENT=договор|Договор о торговле} {DATE#on=1994-02-01|тогда}."
    (found,) = contradictions(dated("a", "1994-02-01"), article("b", other))
    assert (found.kind, found.certainty) == ("sides", "possible")


def test_two_calendars() -> None:
    (found,) = contradictions(dated("a", "1878-02-19"), dated("b", "1878-03-03"))
    assert "old style" in found.note
    assert found.other is None


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
    for table, columns in SEARCHED.items():
        assert query(tmp_path / "c", f"select {', '.join(columns)} from {table}_fts limit 1") is not None


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
    assert set(COLUMNS) <= tables
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


def with_status(name: str, status: str, since: str | None = None) -> Article:
    one = article(name, "{AGREEMENT=договор|Гюлистанский договор} действует.")
    fields = {"status": status, "status_date": since}
    return msgspec.structs.replace(one, entities=[msgspec.structs.replace(e, **fields) for e in one.entities])


def test_the_furthest_status_counts(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "r.jsonl", [with_status("a", "planned"), with_status("b", "in_force", "1813-12")])
    write_chronicle(tmp_path / "r.jsonl", tmp_path / "c")
    assert query(tmp_path / "c", "select status, status_date, mentions from agreements") == [("in_force", "1813-12", 2)]
    write_jsonl(tmp_path / "r.jsonl", [with_status("a", "planned")])
    write_chronicle(tmp_path / "r.jsonl", tmp_path / "c")
    assert query(tmp_path / "c", "select status, status_date from agreements") == [("planned", None)]
    assert "planned" in (tmp_path / "c" / "timeline.html").read_text(encoding="utf-8")


def test_two_dates_of_coming_into_force() -> None:
    first, second = with_status("a", "in_force", "1813-12"), with_status("b", "in_force", "1814-12")
    (found,) = contradictions(first, second)
    assert (found.kind, found.first.value, found.second.value) == ("in force", "1813-12", "1814-12")
    assert not contradictions(first, with_status("b", "in_force", "1813"))
    assert not contradictions(first, with_status("b", "ratified", "1814-12"))
