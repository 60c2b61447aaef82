"""Articles, runs and waiting, for the tests of runs with the worker of ``scale_worker.py``."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from letopis.scale.run import Report, extract_corpus
from scale_worker import OPTIONS

SCRIPT = Path(__file__).with_name("scale_worker.py")


def write(folder: Path, texts: Sequence[str]) -> Path:
    folder.mkdir(exist_ok=True)
    for number, text in enumerate(texts):
        (folder / f"a{number:03}.txt").write_text(text, encoding="utf-8")
    return folder


def taken(tmp_path: Path) -> list[str]:
    """The articles that workers took since this was asked last, in order."""
    log = tmp_path / "log"
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    log.unlink(missing_ok=True)
    return [line.split()[0] for line in lines]


def extract(folder: Path, output: Path, **options: object) -> Report:
    return extract_corpus([folder], output, OPTIONS, **options)  # type: ignore[arg-type]


def started(*arguments: object, **options: object) -> subprocess.Popen[str]:
    command = [sys.executable, SCRIPT, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)  # type: ignore[call-overload, no-any-return]


def wait_for(path: Path, lines: int) -> None:
    for _ in range(2000):
        if path.exists() and path.read_bytes().count(b"\n") >= lines:
            return
        time.sleep(0.02)
    raise AssertionError(f"{path} never had {lines} lines")
