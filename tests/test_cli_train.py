"""The commands that train: what they read and write, and one sentence where the treebanks are missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from letopis.cli import app
from letopis.errors import InputError

SENTENCE = "1\tДоговор\tдоговор\tNOUN\t_\t_\t0\troot\t_\t_\n\n"


@pytest.fixture
def treebanks(tmp_path: Path) -> Path:
    folder = tmp_path / "ud"
    folder.mkdir()
    (folder / "ru_small.conllu").write_text(SENTENCE * 40, encoding="utf-8")
    return folder


def test_morphology_trains_on_what_is_not_kept_out(
    treebanks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, Any] = {}

    def train(sentences: Sequence[Any], output: Path, *, texts: Sequence[Any], epochs: int) -> Iterator[str]:
        seen.update(sentences=len(sentences), output=output, texts=list(texts), epochs=epochs)
        yield "pass 1"

    monkeypatch.setattr("letopis.lemmas.training.context_model.train", train)
    output, texts = tmp_path / "model", tmp_path / "texts"
    texts.mkdir()
    (texts / "a.txt").write_text("Мир подписан.", encoding="utf-8")
    arguments = ["train", "morphology", str(treebanks), "-o", str(output), "--epochs", "2"]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    assert f"wrote {output}" in done.output
    assert seen == {"sentences": 32, "output": output, "texts": [], "epochs": 2}
    assert CliRunner().invoke(app, [*arguments, "--texts", str(texts)]).exit_code == 0
    assert seen["texts"] == [["Мир", "подписан", "."]]


@pytest.mark.parametrize("command", ["morphology", "stanza"])
def test_a_folder_without_treebanks_is_refused(command: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["train", command, str(tmp_path), "-o", str(tmp_path / "model")])
    assert isinstance(done.exception, InputError)
    assert "holds no .conllu file" in str(done.exception)
