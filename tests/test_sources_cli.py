"""The clean command: what it prints, and how it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from letopis.cli import app

RAW = "Договор подпи-\nсан в 1997 г. Особенно важен он был для торговли."
CLEAN = "Договор подписан в 1997 г. Особенно важен он был для торговли."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "article.txt"
    file.write_bytes(RAW.encode("windows-1251"))
    return file


def printed(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["clean", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_clean_text_goes_to_standard_output(path: Path) -> None:
    assert printed(str(path)) == f"{CLEAN}\n"


def test_sentences(path: Path) -> None:
    assert printed(str(path), "--sentences").splitlines() == [CLEAN[:26], CLEAN[27:]]


def test_edits(path: Path) -> None:
    assert printed(str(path), "--edits") == "13–15\tjoined_hyphen:dictionary\t'-\\n'\n"


def test_explained_sentences(path: Path) -> None:
    assert printed(str(path), "--explain-sentences").splitlines()[0].split("\t")[:3] == [
        "27",
        "ends",
        "final_abbreviation",
    ]


def test_json(path: Path) -> None:
    record = json.loads(printed(str(path), "--json"))
    assert (record["text"], record["encoding"], record["sentences"]) == (CLEAN, "windows-1251", [[0, 26], [27, 62]])
    assert record["edits"] == [[13, 15, 13, 13, "joined_hyphen:dictionary"]]


def test_help_shows_an_example() -> None:
    assert "letopis clean article.pdf --sentences" in " ".join(printed("--help").split())


@pytest.mark.parametrize("options", [[], ["--json"], ["--report"]])
def test_a_file_that_cannot_be_read_costs_itself_alone(path: Path, options: list[str]) -> None:
    empty = path.with_name("empty.txt")
    empty.touch()
    result = CliRunner().invoke(app, ["clean", str(path.with_name("no.txt")), str(path), str(empty), *options])
    assert (result.exit_code, result.stdout) == (1, printed(str(path), *options))
    assert [line.split(": ")[-1] for line in result.stderr.splitlines()] == ["no such file", "is empty"]
