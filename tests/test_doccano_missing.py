"""Without ``doccano-client``: the extra is named first, before anybody is asked for a user or a password."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from letopis.cli import app
from letopis.errors import MissingDependencyError


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
