"""The notebooks run, and what they show is what comes out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("nbclient", reason="nbclient runs the notebooks")
import nbformat
import run_notebooks

NOTEBOOKS = sorted(run_notebooks.NOTEBOOKS.glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("default")  # what Jupyter's own code warns of is no matter of ours
def test_a_notebook_shows_what_comes_out(path: Path) -> None:
    stands = run_notebooks.shown(nbformat.read(path, as_version=4))
    assert stands
    assert run_notebooks.shown(run_notebooks.executed(path)) == stands, "run docs/tools/run_notebooks.py"


def test_there_are_three_and_they_name_no_place_of_their_own() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["evaluator", "historian", "linguist"]
    for path in NOTEBOOKS:
        assert "/home/" not in path.read_text(encoding="utf-8")
        assert set(json.loads(path.read_text(encoding="utf-8"))["metadata"]) == {"language_info"}


@pytest.mark.filterwarnings("default")
def test_another_result_is_seen(tmp_path: Path) -> None:
    cell = nbformat.v4.new_code_cell("print(1 + 1)", outputs=[nbformat.v4.new_output("stream", text="3\n")])
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "a.ipynb")
    assert run_notebooks.shown(run_notebooks.executed(tmp_path / "a.ipynb")) == ["2\n"]
