"""Queries, conditions and databases that nobody means to give: refused in one sentence, and in time."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from index_records import make
from letopis.cli import app, main
from letopis.errors import InputError, OutputError
from letopis.formats.jsonl import write_jsonl
from letopis.index import masks, open_index, write_index
from letopis.records import Article, Metadata, Sentence


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("long-word")
    text = "а" * 40 + "б."
    metadata = Metadata(journal="а" * 40 + "б")
    write_jsonl(folder / "a.jsonl", [Article(id="a", text=text, sentences=[Sentence(0, 42)], metadata=metadata)])
    write_index(folder / "a.jsonl", folder / "a.db")
    return folder / "a.db"


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ('"(а|а|аа)+"', ""),
        ('1:[] :: 1.form="(а|а|аа)+"', ""),
        ('<article journal="(а|а|аа)+"/>', ""),
        ("[]", 'journal~"^(а|а|аа)+$"'),
    ],
)
def test_an_expression_that_takes_for_ever_is_refused(
    index: Path, query: str, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(masks, "SECONDS", 0.5)
    with open_index(index) as opened, pytest.raises(InputError, match="takes longer than"):
        opened.search(query, where=where)


@pytest.mark.parametrize("query", ['"(а+)+$"', "lemma=а*а*а*а*а*а*а*а*а*а*а*а*я", '<article journal="(а+)+$"/>'])
def test_repeats_of_repeats_are_answered(index: Path, query: str) -> None:
    with open_index(index) as opened:
        assert len(opened.search(query)) == 0


@pytest.mark.parametrize("query", ['"(а+б?)+"', '"(\\w+-)*\\w+"', "form=*******б"])
def test_repeated_groups_that_end_are_searched_for(index: Path, query: str) -> None:
    with open_index(index) as opened:
        assert len(opened.search(query)) == 1


@pytest.mark.parametrize(
    "query",
    [
        "(" * 5_000 + "[]" + ")" * 5_000,
        "[" + "!" * 5_000 + "lemma=а]",
        "[" + "head[" * 5_000 + "lemma=а" + "]" * 5_001,
        "[]{99999999999999999999}",
        "([]?){99999999}",
        '"а{99999999999}"',
        '"' + "(" * 3_000 + "а" + ")" * 3_000 + '"',
    ],
)
def test_queries_out_of_all_measure_are_refused(index: Path, query: str) -> None:
    with open_index(index) as opened, pytest.raises(InputError):
        opened.search(query)


def test_conditions_out_of_all_measure_are_refused_or_met(index: Path) -> None:
    with open_index(index) as opened:
        with pytest.raises(InputError, match="more than 100"):
            opened.search("[]", where="not " * 5_000 + "year=1")
        assert len(opened.search("[]", where="year<=" + "9" * 5_000)) == 0


@pytest.mark.parametrize("command", [["grep", "[]"], ["freq"], ["ngrams"], ["colloc", "lemma=мир"], ["dispersion"]])
@pytest.mark.parametrize("damaged", [True, False])
def test_a_database_that_is_no_index_or_damaged_is_named(tmp_path: Path, command: list[str], *, damaged: bool) -> None:
    path = tmp_path / "a.db"
    if damaged:
        make(tmp_path / "made")
        whole = next((tmp_path / "made").rglob("*.db")).read_bytes()
        path.write_bytes(whole[:8_192] + b"\xff" * (len(whole) - 8_192))
    else:
        with closing(sqlite3.connect(path)) as database:
            database.executescript("create table columns (x); create table records (y)")
    result = CliRunner().invoke(app, [*command, str(path)])
    assert result.exit_code == (2 if command[0] == "grep" else 1)
    assert isinstance(result.exception, SystemExit if command[0] == "grep" else InputError)
    assert str(path) in f"{result.output}{result.exception}"


def test_a_damaged_index_is_made_anew(tmp_path: Path) -> None:
    text = "Мир. " * 3_000
    sentences = [Sentence(start, start + 4) for start in range(0, len(text), 5)]
    write_jsonl(tmp_path / "a.jsonl", [Article(id="a", text=text, sentences=sentences)])
    write_index(tmp_path / "a.jsonl", tmp_path / "a.db")
    with closing(sqlite3.connect(tmp_path / "a.db")) as database:
        (page,) = database.execute("select rootpage from sqlite_master where name = 'tokens'").fetchone()
        (size,) = database.execute("pragma page_size").fetchone()
    broken = bytearray((tmp_path / "a.db").read_bytes())
    broken[(page - 1) * size : page * size] = b"\xff" * size
    (tmp_path / "a.db").write_bytes(broken)
    counts = write_index(tmp_path / "a.jsonl", tmp_path / "a.db")
    assert (counts.taken, counts.tokens) == (0, 6_000)


def test_an_index_is_not_written_to_a_stream(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "a.jsonl", [Article(id="a", text="Мир.", sentences=[Sentence(0, 4)])])
    with pytest.raises(OutputError, match="to a file alone"):
        write_index(tmp_path / "a.jsonl", Path("-"))


def test_names_that_are_too_long_are_named(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["letopis", "freq", "x" * 300 + ".db"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert "the name is too long" in capsys.readouterr().err
