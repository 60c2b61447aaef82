"""The list of models and the only command that downloads."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from letopis.cli.models import app
from letopis.errors import InputError, MissingDependencyError
from letopis.lemmas import models
from letopis.lemmas.models import download_stanza


def test_list() -> None:
    result = CliRunner().invoke(app, ["list"])
    assert result.exit_code == 0
    assert "morphology" in result.output
    rows = json.loads(CliRunner().invoke(app, ["list", "--json"]).output)
    assert {row["name"] for row in rows} >= {"morphology", "stanza", "stanza-official"}
    assert all(row["licence"] for row in rows)


def test_the_installed_package_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / "src" / "letopis"
    for folder in (package / "models" / "m", tmp_path / "models" / "m"):
        folder.mkdir(parents=True)
        (folder / "weights").write_bytes(b"x")
    monkeypatch.setattr(models, "PACKAGE", package)
    assert models.model_folder("m") == package / "models" / "m"
    (package / "models" / "m" / "weights").unlink()
    assert models.model_folder("m") == tmp_path / "models" / "m"


def test_a_half_downloaded_package_does_not_count(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STANZA_RESOURCES_DIR", str(tmp_path))
    (tmp_path / "resources.json").write_text("{}")
    (tmp_path / "ru" / "pos").mkdir(parents=True)
    assert models.official_stanza() is None
    (tmp_path / "ru" / "lemma").mkdir()
    for name in ("pos", "lemma"):
        (tmp_path / "ru" / name / "syntagrus.pt").write_bytes(b"x")
    assert models.official_stanza() == tmp_path


def test_only_stanza_can_be_downloaded() -> None:
    assert CliRunner().invoke(app, ["download", "bert"]).exit_code == 2


def test_download_asks_stanza(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STANZA_RESOURCES_DIR", str(tmp_path))
    asked = []
    fake = SimpleNamespace(download=lambda *names, **options: asked.append((names, options["model_dir"])))
    monkeypatch.setitem(sys.modules, "stanza", fake)
    assert download_stanza() == tmp_path / "ru"
    assert asked == [(("ru",), str(tmp_path))]


def test_download_that_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STANZA_RESOURCES_DIR", str(tmp_path))

    def fail(*_: object, **__: object) -> None:
        raise ConnectionError("no route to host")

    monkeypatch.setitem(sys.modules, "stanza", SimpleNamespace(download=fail))
    with pytest.raises(InputError, match="no route to host"):
        download_stanza()


def test_download_without_stanza(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "stanza", None)
    with pytest.raises(MissingDependencyError, match="pip install"):
        download_stanza()
