"""Run the notebooks of ``docs/notebooks`` and write what comes out into them.

``python docs/tools/run_notebooks.py`` writes them, ``--check`` only says which would come out otherwise (exit code 1).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"


def executed(path: Path) -> Any:
    """Return a notebook after a run of all its cells, in its folder.

    Raises:
        CellExecutionError: a cell fails.
    """
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(path.parent)}}).execute()
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
        cell.metadata = {}
        for one in cell.get("outputs", []):
            one.pop("metadata", None)
    notebook.metadata = {"language_info": {"name": "python"}}
    return notebook


def shown(notebook: Any) -> list[Any]:
    """Return what the cells of a notebook show: printed text, and results by their type."""
    outputs = [one for cell in notebook.cells for one in cell.get("outputs", [])]
    return [one.get("text") or dict(one.get("data", {})) for one in outputs]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all of them."""
    import nbformat

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="write nothing")
    chosen = parser.parse_args(arguments)
    others = []
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        new = executed(path)
        if shown(new) != shown(nbformat.read(path, as_version=4)):  # type: ignore[no-untyped-call]
            others.append(path.name)
            if not chosen.check:
                nbformat.write(new, path)  # type: ignore[no-untyped-call]
    print("\n".join(others) or "all come out as they stand")
    return int(chosen.check and bool(others))


if __name__ == "__main__":
    sys.exit(main())
