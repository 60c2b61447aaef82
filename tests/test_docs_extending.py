"""The page on adding a rule, a label or a format, followed to the letter in a copy of the source."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

from docs_blocks import Block, blocks_of

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "extending.md"
COPIED = ("src", "annotations/GUIDELINES.md", "pyproject.toml", "tests/test_dates.py", "tests/names_cases.py")


def apply(block: Block, folder: Path) -> None:
    """Do what the remark above a block says: new, append, or edit (before or instead of the line that begins so)."""
    verb, _, rest = block.remark.partition(": ")
    place, _, how = rest.partition(" | ")
    path = folder / place.strip()
    if verb == "new":
        assert not path.exists(), f"{block.name}: {place} is there already"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")
    elif verb == "append":
        path.write_text(path.read_text(encoding="utf-8") + block.text, encoding="utf-8")
    elif verb == "edit":
        manner, _, mark = how.partition(": ")
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        places = [number for number, line in enumerate(lines) if line.startswith(mark) or line.strip() == mark.strip()]
        assert len(places) == 1, f"{block.name}: {mark!r} begins {len(places)} lines of {place}, not one"
        at = places[0]
        lines[at : at + (manner == "replace")] = [block.text]
        path.write_text("".join(lines), encoding="utf-8")


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("followed")
    for name in COPIED:
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "models"))
        else:
            shutil.copy(source, target)
    (folder / "models").symlink_to(ROOT / "models")
    for block in blocks_of(PAGE):
        apply(block, folder)
    register(folder)
    return folder


def register(folder: Path) -> None:
    """What ``pip install -e`` does: write the entry points of both packages where Python looks for them."""
    shutil.copy(folder / "laws" / "letopis_laws.py", folder / "src")
    for project in (folder / "pyproject.toml", folder / "laws" / "pyproject.toml"):
        said = tomllib.loads(project.read_text(encoding="utf-8"))["project"]
        info = folder / "src" / f"{said['name'].replace('-', '_')}-99.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {said['name']}\nVersion: 99\n", encoding="utf-8")
        lines = [
            line
            for group, points in said["entry-points"].items()
            for line in (f"[{group}]", *(f"{name} = {value}" for name, value in points.items()))
        ]
        (info / "entry_points.txt").write_text("\n".join([*lines, ""]), encoding="utf-8")


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(folder / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_the_copy_is_what_runs(followed: Path) -> None:
    done = run(followed, "-c", "import letopis; print(letopis.__file__)")
    assert Path(done.stdout.strip()).is_relative_to(followed), done.stderr


def test_its_own_tests_pass(followed: Path) -> None:
    tests = [
        "tests/test_creation.py",
        "tests/test_vessels.py",
        "laws/test_laws.py",
        "tests/test_srt.py",
        "tests/test_dates.py",
    ]
    done = run(followed, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:hypothesispytest", *tests)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


def test_few_places_are_touched() -> None:
    """A label takes three files of its own and no edit of the package, a format one, a rule its function and list."""
    remarks = [block.remark for block in blocks_of(PAGE) if block.remark.startswith(("new: ", "edit: "))]
    touched = {remark.partition(": ")[2].partition(" | ")[0].strip() for remark in remarks}
    code = {place for place in touched if not Path(place).name.startswith("test_")}
    assert {place for place in code if place.startswith("laws/")} == {"laws/letopis_laws.py", "laws/pyproject.toml"}
    assert {place for place in code if "sources" in place} == {"src/letopis/sources/readers/srt.py"}
    assert {place for place in code if "names" in place} == {
        "src/letopis/entities/names/quoted.py",
        "src/letopis/entities/names/rules.py",
    }


def test_everything_else_knows_the_label(followed: Path) -> None:
    code = (
        "from letopis.formats.jsonl import record_schema\n"
        "from letopis.labels import labels\n"
        "assert record_schema()['$defs']['Entity']['properties']['label']['enum'][-1] == 'LAW'\n"
        "assert (list(labels())[-1], labels()['LAW'].many) == ('LAW', 'Laws')\n"
    )
    done = run(followed, "-c", code)
    assert done.returncode == 0, done.stderr


def test_a_format_is_known_by_its_one_file(followed: Path) -> None:
    code = (
        "from letopis.cli import clean\n"
        "from letopis.sources import SUFFIXES\n"
        "from letopis.sources.reader import readers, titles\n"
        "assert '.srt' in SUFFIXES and 'subtitles' in titles() and [r.name for r in readers()][-1] == 'txt'\n"
    )
    done = run(followed, "-c", code)
    assert done.returncode == 0, done.stderr
    shown = run(followed, "-m", "letopis", "clean", "--help")
    assert "subtitles" in shown.stdout


def test_new_code_keeps_the_style(followed: Path) -> None:
    changed = [
        "src/letopis/sources/readers/srt.py",
        "tests/test_srt.py",
        "laws",
        "src/letopis/entities/dates/years.py",
        "tests/test_creation.py",
        "src/letopis/entities/names/quoted.py",
        "tests/test_vessels.py",
    ]
    for arguments in (["check"], ["format", "--check"]):
        done = run(followed, "-m", "ruff", *arguments, *changed)
        assert done.returncode == 0, done.stdout


def test_an_edit_without_its_place_fails(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("LABELS = ()\n", encoding="utf-8")
    block = Block(PAGE, 1, "python", "x\n", "edit: a.py | replace: LABELZ = ")
    with pytest.raises(AssertionError, match="begins 0 lines"):
        apply(block, tmp_path)
