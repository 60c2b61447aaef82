"""`make test` gets what it can beside Python packages, and goes on where it cannot."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SKIPPED = "could not be installed: its tests are skipped"


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
@pytest.mark.parametrize(
    ("uid", "apt", "doccano", "told", "asked"),
    [
        (0, 1, 1, [f"chromium {SKIPPED}", f"doccano {SKIPPED}"], True),
        (0, 0, 1, [f"doccano {SKIPPED}"], True),
        (0, 1, 0, [f"chromium {SKIPPED}"], True),
        (0, 0, 0, [], True),
        (1000, 1, 0, [], False),
    ],
)
def test_what_cannot_be_had_stops_nothing(
    uid: int, apt: int, doccano: int, told: list[str], asked: bool, tmp_path: Path
) -> None:
    (tmp_path / "bin").mkdir()
    stubs = {"id": f"echo {uid}", "apt-get": f"echo $* >> {tmp_path}/apt; exit {apt}", "letopis": f"exit {doccano}"}
    for name, does in stubs.items():
        (tmp_path / "bin" / name).write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
        (tmp_path / "bin" / name).chmod(0o755)
    settings = [f"VENV={tmp_path}", f"SHELL={shutil.which('sh')}"]
    command = [shutil.which("make") or "make", "-s", "-o", f"{tmp_path}/.installed-dev", *settings, "test-tools"]
    environment = {**os.environ, "PATH": str(tmp_path / "bin"), "MAKEFLAGS": ""}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.splitlines()) == (0, told), done.stderr
    assert (tmp_path / "apt").exists() is asked


def test_the_last_lines_name_what_was_skipped(tmp_path: Path) -> None:
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
    (tmp_path / "test_few.py").write_text(
        "import pytest\n\n\n"
        "@pytest.mark.skipif(True, reason='no browser')\n"
        "@pytest.mark.parametrize('n', [1, 2])\n"
        "def test_a(n): ...\n\n\n"
        "def test_b(): pytest.skip('no server')\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "pytest", "-q", "-c", os.devnull, "--rootdir", str(tmp_path), str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "skipped: no browser (2); no server (1)" in done.stdout.splitlines()
