"""Data flows one way: a module imports only from lines above its own in this list."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

ORDER = [
    "lazy", "version", "batching", "errors", "streams", "files", "datasets", "records", "labels", "offsets", "navec",
    "dictionary", "russian", "sources", "cleaning", "folding", "sentences", "lemmas", "trees", "entities", "linking",
    "settings", "own_model", "provenance", "pipeline", "extraction", "formats", "chronicle", "doccano", "evaluation",
    "learning", "bilingual", "index", "authority", "serve", "scale", "cli",
]  # fmt: skip
PACKAGE = Path(__file__).parent.parent / "src" / "letopis"
ANYWHERE = {"__init__", "__main__"}


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module] if node.module != "letopis" else [f"letopis.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("letopis.")}
    return found - {"__version__", "load", "extract_text", "extract_file"}


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if room(path) not in ANYWHERE)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_only_from_above(path: Path) -> None:
    own = room(path)
    assert own in ORDER, f"{own} has no place in the order; give it one"
    if own == "cli":
        return
    below = {other for other in imported_rooms(path) if ORDER.index(other) > ORDER.index(own)}
    assert not below, f"{path.relative_to(PACKAGE)} imports from below: {sorted(below)}"


def test_the_package_needs_no_training_code_and_torch_for_stanza_alone() -> None:
    def outside(path: Path) -> set[str]:
        tree = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        named = [node.module or "" for node in tree if isinstance(node, ast.ImportFrom)]
        named += [alias.name for node in tree if isinstance(node, ast.Import) for alias in node.names]
        return {name.partition(".")[0] for name in named}

    users = {name: {path.stem for path in MODULES if name in outside(path)} for name in ("torch", "letopis_training")}
    assert users["letopis_training"] == set()
    assert users["torch"]
    assert all(stem.startswith("stanza") for stem in users["torch"]), users


def test_the_check_can_fail(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.py"
    wrong.write_text("from letopis.cli import app\nimport letopis.pipeline\n", encoding="utf-8")
    assert imported_rooms(wrong) == {"cli", "pipeline"}


def class_names(sources: Iterable[str]) -> Counter[str]:
    nodes = (node for source in sources for node in ast.walk(ast.parse(source)))
    return Counter(node.name for node in nodes if isinstance(node, ast.ClassDef))


def test_a_class_name_means_one_thing() -> None:
    """In the package and the training code together, private and nested ones too."""
    places = [*PACKAGE.rglob("*.py"), *(PACKAGE.parents[1] / "training" / "letopis_training").rglob("*.py")]
    counts = class_names(path.read_text(encoding="utf-8") for path in places)
    assert len(counts) > 300
    assert [name for name, count in counts.items() if count > 1] == []


def test_a_name_that_stands_twice_is_seen() -> None:
    assert class_names(["class Link:\n    pass\n", "class Link:\n    pass\n"])["Link"] == 2
    assert (
        class_names(["class _Link:\n    class Way:\n        pass\n", "def f():\n    class Way:\n        pass\n"])["Way"]
        == 2
    )


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys, letopis.cli; "
        "heavy = ('spacy', 'pandas', 'pymorphy3', 'torch', 'matplotlib', 'slovnet', 'numpy'); "
        "print([m for m in heavy if m in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_the_command_imports_spacy_when_the_pipeline_is_loaded_and_no_sooner() -> None:
    """spaCy brings torch along where that is installed, unless its loader sees to it: seconds of every start."""
    code = (
        "import sys, letopis.cli, letopis.scale.run, letopis.scale.worker; "
        "print([name for name in ('spacy', 'torch') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_the_page_tells_the_same_order() -> None:
    page = (PACKAGE.parent.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
    told = next(part for part in page.split("\n\n") if part.startswith("`lazy` →"))
    assert [name.strip("`\n ") for name in told.split("→")] == ORDER
