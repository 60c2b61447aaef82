"""A run's options in letopis.toml, the file that ``letopis init`` writes, and what ``-v`` and a log tell."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main
from typer.testing import CliRunner

from letopis.batching import steps
from letopis.cli import app, progress
from letopis.cli.log import keep_log
from letopis.cli.run_options import HEAD, given_options
from letopis.errors import InputError, OutputError
from letopis.formats import read_articles, write_jsonl
from letopis.records import Article
from letopis.settings import read_settings, read_toml

TEXT = "Прото-\nкол подписан в Баку 12 мая 1997 г."


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    yield tmp_path
    keep_log(verbose=False, file=None)


def said(text: str) -> str:
    Path("letopis.toml").write_text(text, encoding="utf-8")
    result = CliRunner().invoke(app, ["clean", "a.txt"])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.stdout


def test_the_file_gives_what_the_command_line_does_not() -> None:
    assert "joined_hyphen" not in said("")
    assert "joined_hyphen" in said("[options.clean]\nedits = true\n")
    assert said('[options.clean]\nencoding = ""\n') == said("")
    Path("letopis.toml").write_text('[options.clean]\nencoding = "cp999"\n', encoding="utf-8")
    assert CliRunner().invoke(app, ["clean", "a.txt"]).exit_code == 1
    assert CliRunner().invoke(app, ["clean", "a.txt", "--encoding", "utf-8"]).exit_code == 0


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[options.clena]\nedits = true\n", "letopis.toml: [options] has no 'clena'; did you mean 'clean'"),
        ("[options.clean]\nedit = true\n", "letopis.toml: [options.clean] has no 'edit'; did you mean 'edits'"),
        ("[options.clean]\nedits = 1\n", "options.clean.edits is 1; it is to be true or false"),
        ("[options.extract]\njobs = true\n", "options.extract.jobs is True; it is to be a value"),
        ('[options.extract]\njobs = "viele"\n', "options.extract.jobs: 'viele' is not a valid int"),
        ("[options]\nclean = 3\n", "options.clean is 3; it is to be a table"),
        ("options = 3\n", "options is 3; it is to be a table"),
        ('[options.doccano.push]\npassword = "x"\n', "letopis.toml: [options.doccano.push] has no 'password'"),
        ("[options\n", "is no TOML"),
    ],
)
def test_what_is_wrong_in_the_file_is_told_with_its_place(text: str, complaint: str) -> None:
    with pytest.raises(InputError) as refused:
        said(text)
    assert complaint in str(refused.value)


def test_words_of_ones_own_and_options_stand_in_one_file() -> None:
    said('[words]\n"шерть" = "конвенция"\n[options.clean]\nedits = true\n')
    assert read_settings(Path("letopis.toml"))[0].words == {"шерть": "конвенция"}


def test_the_file_to_begin_with_is_read_and_changes_nothing(here: Path) -> None:
    before = CliRunner().invoke(app, ["clean", "a.txt"]).stdout
    assert CliRunner().invoke(app, ["init"]).exit_code == 0
    assert read_toml(here / "letopis.toml") == {}
    command = typer.main.get_command(app)
    sections = (here / "letopis.toml").read_text(encoding="utf-8").removeprefix(HEAD)
    (here / "letopis.toml").write_text(re.sub("(?m)^# ", "", sections), encoding="utf-8")
    assert len(read_toml(here / "letopis.toml")["options"]) > 10
    assert given_options(command)["extract"]["jobs"] == 1
    assert CliRunner().invoke(app, ["clean", "a.txt"]).stdout == before, "every default is what it says"
    again = CliRunner().invoke(app, ["init"])
    assert isinstance(again.exception, OutputError)


def test_what_is_done_is_told_when_asked(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run = CliRunner()
    run.invoke(app, ["--log-file", "log", "clean", "a.txt"])
    run.invoke(app, ["--log-file", "log", "clean", "none.txt"])
    log = (here / "log").read_text(encoding="utf-8").splitlines()
    assert "clean.command files=" in log[0]
    assert any("clean.command ended by Exit" in line for line in log)
    assert all(line[:2] == "20" and " INFO " in line for line in log)
    keep_log(verbose=True, file=None)
    handlers = logging.getLogger("letopis").handlers
    assert [getattr(handler, "stream", None) for handler in handlers] == [sys.stderr]
    logging.getLogger("letopis").info("read")
    assert "INFO read" in capfd.readouterr().err


@pytest.mark.parametrize("terminal", [True, False])
@pytest.mark.parametrize(("delay", "shown"), [(0.0, True), (3600.0, False)])
def test_what_takes_its_time_is_shown_on_a_terminal(
    here: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], *,
    delay: float, shown: bool, terminal: bool,
) -> None:  # fmt: skip
    write_jsonl(here / "a.jsonl", [Article(id=str(number), text="Ош") for number in range(9)])
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    monkeypatch.setattr(progress, "DELAY", delay)
    with progress.steps_shown([here / "a.jsonl", here / "a.txt"]):
        assert len(read_articles(here / "a.jsonl")) == 9
        assert list(steps("аб", "counting")) == ["а", "б"]
        assert next(steps(range(4), "aligning")) == 0
    told = capfd.readouterr().err
    assert ("reading" in told, "aligning" in told) == (shown and terminal, shown and terminal)
    with progress.steps_shown():
        assert read_articles(here / "a.jsonl")
    assert capfd.readouterr().err == ""


def test_a_log_is_added_to_nothing_else(here: Path) -> None:
    with pytest.raises(OutputError, match="is no log of letopis"):
        keep_log(verbose=False, file=here / "a.txt")
    with pytest.raises(OutputError, match="cannot be written"):
        keep_log(verbose=False, file=here)
    assert (here / "a.txt").read_text(encoding="utf-8") == TEXT
