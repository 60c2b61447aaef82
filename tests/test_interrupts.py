"""Ctrl-C at any moment: one line, exit code 130, nothing half-written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer

from letopis import cli
from letopis.errors import LetopisError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals as Unix has them")

CODE = "import sys; print('up', flush=True); sys.argv[0] = 'letopis'; from letopis.__main__ import main; main()"


def interrupted(words: list[str], moment: float, folder: Path) -> tuple[int, list[str]]:
    """What a command says that hears Ctrl-C a moment after Python is up, with all its processes."""
    process = subprocess.Popen(
        [sys.executable, "-c", CODE, *words], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(moment)
    os.killpg(process.pid, signal.SIGINT)
    try:
        _, err = process.communicate(timeout=120)
    finally:
        process.kill()
        process.wait()
    return process.returncode, err.splitlines()


@pytest.mark.parametrize("moment", [0.05, 0.1, 0.2, 0.4, 0.7, 1.0, 1.5, 2.0])
def test_from_the_first_moment_on(moment: float, tmp_path: Path) -> None:
    """While modules are imported, while workers start, while they load."""
    (tmp_path / "in").mkdir()
    for number in range(200):
        (tmp_path / "in" / f"{number}.txt").write_text(f"Договор № {number} подписан в Баку. " * 300, encoding="utf-8")
    words = ["extract", "in", "-o", "o.jsonl", "-q", "--morphology", "pymorphy3"]
    code, said = interrupted(words, moment, tmp_path)
    assert (code, len(said)) == (130, 1), said
    assert said[0].startswith("letopis: stopped")
    assert not (tmp_path / "o.jsonl").exists()


def test_in_other_commands(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p")  # nobody writes there
    code, said = interrupted(["clean", "p"], 0.5, tmp_path)
    assert (code, said) == (130, ["letopis: stopped"])


@pytest.mark.parametrize("moment", [1.0, 3.0])
def test_with_the_processes_of_a_local_cluster(moment: float, tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
    (tmp_path / "a.txt").write_text("Договор подписан в Баку. " * 100_000, encoding="utf-8")
    words = ["extract", "a.txt", "-o", "out", "-q", "--morphology", "pymorphy3", "--scheduler", "local:1"]
    code, said = interrupted(words, moment, tmp_path)
    assert (code, said) == (130, ["letopis: stopped"])


@pytest.mark.parametrize("deaths", [1, 3])
def test_processes_that_are_ended_while_they_start(deaths: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dask tells of one such with a ``RuntimeError``: they are started again, and at last one sentence says so."""
    distributed = pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
    from letopis.scale.cluster import schedulers

    left = [deaths]

    def start(**_: object) -> str:
        left[0] -= 1
        if left[0] >= 0:
            raise RuntimeError("Nanny failed to start.")
        return "up"

    monkeypatch.setattr(distributed, "LocalCluster", start)
    if deaths < schedulers.STARTS:
        assert schedulers._started(n_workers=1) == "up"
    else:
        with pytest.raises(LetopisError, match="local:1 were ended while they started, 3 times"):
            schedulers._started(n_workers=1)


def test_what_nobody_foresaw_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    surprising = typer.Typer(pretty_exceptions_enable=False)

    @surprising.command()
    def surprise() -> None:
        raise UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed")

    monkeypatch.setattr("sys.argv", ["letopis"])
    with pytest.raises(SystemExit) as ended:
        cli.main(surprising)
    said = capsys.readouterr().err
    assert (ended.value.code, said.count("\n")) == (1, 1)
    assert "UnicodeEncodeError: 'utf-8' codec" in said
