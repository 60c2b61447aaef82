"""``letopis extract --scheduler`` as a user calls it: the lines of the plain command, cut into parts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
pytest.importorskip("cryptography", reason="the extra 'cluster' is not installed")

TEXTS = {
    "a": "Посол В. Орлова прибыла в Ригу 3 мая 1999 г. Министерство связи (МС) молчало.",
    "b": "МС и Орлова подписали в Риге протокол о намерениях.",
    "c": "Вера Орлова вернулась в 2001 году.",
}


def letopis(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "letopis", "extract", *map(str, arguments)],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "in" / f"{name}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "in" / "torn.docx").write_bytes(b"PK\x03\x04")
    return tmp_path


def test_processes_of_this_machine_write_the_lines_of_one(folder: Path) -> None:
    common = [folder / "in", "--morphology", "pymorphy3"]
    plain = letopis(*common, "-o", folder / "plain.jsonl", "--quiet")
    answer = letopis(
        *common, "-o", folder / "out", "--scheduler", "local:2", "--partition-size", "100B", "--json"
    )  # fmt: skip
    assert (plain.returncode, answer.returncode) == (1, 1), answer.stderr
    parts = sorted((folder / "out" / "parts").iterdir())
    assert len(parts) > 1
    assert b"".join(part.read_bytes() for part in parts) == (folder / "plain.jsonl").read_bytes()
    assert (folder / "out" / "errors.jsonl").read_bytes() == (folder / "plain.errors.jsonl").read_bytes()
    told = json.loads(answer.stdout)
    assert (told["articles"], told["parts"], len(told["failures"])) == (3, len(parts), 1)
    assert "torn.docx" in answer.stderr
    assert "extract: 1 of 4 articles" in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        (["--scheduler", "nowhere"], 1, "neither local:N"),
        (["--scheduler", "local:1", "--partition-size", "big"], 2, "'big'"),
        (["--scheduler", "local:1", "--csv", "x.csv"], 2, "--csv"),
        (["--scheduler", "local:1", "-o", "out.jsonl"], 2, "a folder"),
        (["--scheduler", "local:1", "none.jsonl"], 1, "none.jsonl: no such file"),
    ],
)
def test_what_is_refused_in_one_sentence(folder: Path, arguments: list[str], code: int, complaint: str) -> None:
    output = [] if "-o" in arguments else ["-o", folder / "out"]
    answer = letopis(folder / "in", *output, *arguments)
    assert answer.returncode == code
    assert complaint in " ".join(answer.stderr.replace("│", " ").split())
    assert "Traceback" not in answer.stderr
