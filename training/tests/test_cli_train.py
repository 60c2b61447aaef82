"""The commands that train: what they read and write, and one sentence where the treebanks are missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from letopis.cli import app as letopis
from letopis.errors import InputError, MissingDependencyError, OutputError
from letopis_training.cli import app

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

    monkeypatch.setattr("letopis_training.lemmas.context_model.train", train)
    output, texts = tmp_path / "model", tmp_path / "texts"
    texts.mkdir()
    (texts / "a.txt").write_text("Мир подписан.", encoding="utf-8")
    arguments = ["morphology", str(treebanks), "-o", str(output), "--epochs", "2"]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    assert f"wrote {output}" in done.output
    assert seen == {"sentences": 32, "output": output, "texts": [], "epochs": 2}
    assert CliRunner().invoke(app, [*arguments, "--texts", str(texts)]).exit_code == 0
    assert seen["texts"] == [["Мир", "подписан", "."]]


@pytest.mark.parametrize("command", ["morphology", "stanza"])
def test_a_folder_without_treebanks_is_refused(command: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, [command, str(tmp_path), "-o", str(tmp_path / "model")])
    assert isinstance(done.exception, InputError)
    assert "holds no .conllu file" in str(done.exception)


@pytest.mark.parametrize("command", ["names", "morphology", "stanza"])
def test_a_model_takes_no_input_away(command: str, treebanks: Path) -> None:
    done = CliRunner().invoke(app, [command, str(treebanks), "-o", str(treebanks)])
    assert isinstance(done.exception, OutputError)
    assert len(list(treebanks.iterdir())) == 1


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the command ``train`` registered as an installation registers it."""
    folder = tmp_path / "site" / "some_training-1.dist-info"
    folder.mkdir(parents=True)
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: some-training\nVersion: 1\n", encoding="utf-8")
    (folder / "entry_points.txt").write_text(
        entry_points_of(Path(__file__).parent.parent / "pyproject.toml"), encoding="utf-8"
    )
    monkeypatch.syspath_prepend(folder.parent)


def entry_points_of(path: Path) -> str:
    """The entry points of a ``pyproject.toml`` as an installation writes them."""
    part = path.read_text(encoding="utf-8").split('[project.entry-points."letopis.commands"]\n')[1].split("\n\n")[0]
    return "[letopis.commands]\n" + part.replace('"', "") + "\n"


@pytest.mark.usefixtures("installed")
def test_letopis_hands_its_words_on(treebanks: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(letopis, ["train", "morphology", str(tmp_path / "none"), "--epochs", "2"])
    assert isinstance(done.exception, InputError)
    assert "is no folder" in str(done.exception)
    for words, said in ((["--help"], "morphology"), (["names", "--help"], "--config")):
        done = CliRunner().invoke(letopis, ["train", *words])
        assert done.exit_code == 0
        assert said in done.output
    assert CliRunner().invoke(letopis, ["train", "stanza", str(treebanks), "--finish"]).exit_code == 2


def test_without_the_code_one_sentence_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("letopis.cli.models.entry_points", lambda **_: ())
    for words in (["train"], ["train", "--help"], ["train", "names", "NEREL", "-o", "model"]):
        done = CliRunner().invoke(letopis, words)
        assert isinstance(done.exception, MissingDependencyError)
        assert str(done.exception).endswith("install it with 'pip install ./training'")
