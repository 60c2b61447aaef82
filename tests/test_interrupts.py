"""Ctrl-C at any moment: one line, exit code 130, nothing half-written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

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
    _, err = process.communicate(timeout=120)
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
    (tmp_path / "p").touch()
    code, said = interrupted(["clean", "p", "p", "p"], 0.05, tmp_path)
    assert (code, said) == (130, ["letopis: stopped"])
