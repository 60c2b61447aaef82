"""What is missing for doccano is named first: the extra, or a Python old enough for the server."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from letopis.cli import app
from letopis.doccano import login, server
from letopis.errors import MissingDependencyError, OutputError


@pytest.mark.parametrize("arguments", [["status"], ["pull", "-o", "out"]], ids=lambda arguments: str(arguments[0]))
def test_the_extra_is_named_first(arguments: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "doccano_client", None)
    monkeypatch.setenv("NETRC", str(tmp_path / "nothing"))
    monkeypatch.delenv("LETOPIS_DOCCANO_USER", raising=False)
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["doccano", *arguments, "--project", "x"])
    assert isinstance(done.exception, MissingDependencyError)
    assert "pip install 'letopis[doccano]'" in str(done.exception)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("newest", "named"), [((3, 9), True), (sys.version_info[:2], False)])
def test_a_python_too_new_for_the_client_is_named_only_there(
    newest: tuple[int, int], named: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "doccano_client", None)
    monkeypatch.setattr(login, "NEWEST_PYTHON", newest)
    with pytest.raises(MissingDependencyError, match="pip install 'letopis") as caught:
        login.require_client()
    assert ("it needs Python 3.9 or older and this is 3." in str(caught.value)) is named
    assert ("in an environment of an older Python" in str(caught.value)) is named
    assert ("urllib3 below 2" in str(caught.value)) is not named


def put_older_python(monkeypatch: pytest.MonkeyPatch, folder: Path, name: str, script: str) -> None:
    """Let this Python be too new for doccano's server, and a script be the only other one."""
    monkeypatch.setattr(server, "NEWEST_PYTHON", (3, 9))
    monkeypatch.setenv("PATH", str(folder))
    python = folder / name
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(0o755)


def test_a_python_too_new_for_doccano_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    put_older_python(monkeypatch, tmp_path, "python3.11", "exit 127")
    with pytest.raises(MissingDependencyError, match=r"doccano needs Python 3\.10 or 3\.11"):
        server.install(tmp_path / "venv")
    assert not (tmp_path / "venv").exists()


def test_an_older_python_beside_this_one_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    put_older_python(monkeypatch, tmp_path, "python3.10", '[ "$1" = -c ] || { echo asked for $1 $2 >&2; exit 1; }')
    with pytest.raises(OutputError, match="asked for -m venv"):
        server.install(tmp_path / "venv")
