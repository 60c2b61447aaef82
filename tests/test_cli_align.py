"""``letopis align``: links on standard output or in a file, and one sentence where a side is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from letopis.cli import app
from letopis.errors import InputError

RUSSIAN = "Посол прибыл в Баку 3 мая 1999 г.\nДоговор подписан в Риме.\n"
ENGLISH = "The ambassador arrived in Baku on 3 May 1999.\nThe treaty was signed in Rome.\n"


@pytest.fixture
def sides(tmp_path: Path) -> tuple[str, str]:
    for name, text in (("visit.txt", RUSSIAN), ("visit.en.txt", ENGLISH)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return str(tmp_path / "visit.txt"), str(tmp_path / "visit.en.txt")


def test_each_sentence_finds_its_own(sides: tuple[str, str], tmp_path: Path) -> None:
    output = tmp_path / "links.jsonl"
    done = CliRunner().invoke(app, ["align", *sides, "-o", str(output)])
    assert done.exit_code == 0, done.output
    links = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert [(len(link["russian"]), len(link["english"])) for link in links] == [(1, 1), (1, 1)]


def test_a_missing_side_is_named(sides: tuple[str, str], tmp_path: Path) -> None:
    gone = str(tmp_path / "gone.txt")
    done = CliRunner().invoke(app, ["align", sides[0], gone, "-o", str(tmp_path / "links.jsonl")])
    assert isinstance(done.exception, InputError)
    assert "gone.txt" in str(done.exception)
    assert not (tmp_path / "links.jsonl").exists()
