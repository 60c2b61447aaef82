"""The Python example of the README runs as it stands."""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def test_python_example(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    code = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert code is not None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code.group(1), "README.md", "exec"), {})
    lines = printed.getvalue().splitlines()
    assert lines[:3] == ["19 января 1993 г. DATE 1993-01-19", "А. Акаев PERSON А. Акаев", "Баку GPE Баку"]
    assert "прибыть" in lines[3]
    assert lines[4].startswith("Entity(id=1")


PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "corpus/README.md", "annotations/GUIDELINES.md")),
    *sorted((ROOT / "models").glob("*/README.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
MADE_WITH_THE_SITE = "commands.md"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")):
        there = "://" in link or link == MADE_WITH_THE_SITE or (page.parent / link).exists()
        assert there, f"{page.name} links to {link}, which is not there"


def test_the_rows_of_the_two_articles_are_what_their_benchmark_prints() -> None:
    for package in ("natasha", "razdel", "slovnet", "navec", "letopis_training"):
        pytest.importorskip(package)
    command = [sys.executable, "benchmarks/articles.py"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True)
    ours, others = ([cell.strip() for cell in line.strip("| \n").split("|")] for line in done.stdout.splitlines()[2:4])
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    person, organisation, place, hyphens, boundaries = (cell.removeprefix("0") or "0" for cell in others[1:])
    assert f"| – | {person} | {place} | – | {organisation} | {hyphens} | {boundaries} |" in readme
    person, organisation, place, hyphens, boundaries = (cell.removeprefix("0") or "0" for cell in ours[1:])
    assert f"| {person} | {place} | 1.000 | {organisation} | {hyphens} of 367 line-end hyphens |" in readme
    assert f"| {boundaries} of 208 sentences |" in readme


FIGURE = re.compile(r"(?<![\d.])\d*\.\d+(?= %|[^\d%]|$)")


def rows_under(page: Path, head: str) -> list[list[str]]:
    """The cells of the table that begins with a head."""
    table = page.read_text(encoding="utf-8").partition(f"{head}\n")[2].partition("\n\n")[0].splitlines()[1:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in table]


FIGURES = rows_under(
    ROOT / "docs" / "figures.md", "| what | data | seen? | Letopis | peers | command | measured, 2026 |"
)


@pytest.mark.parametrize(
    "row", rows_under(ROOT / "README.md", "| what | data | Letopis | peers |"), ids=lambda row: row[0]
)
def test_a_figure_of_the_readme_stands_among_the_figures(row: list[str]) -> None:
    every = [(set(FIGURE.findall(ours)), set(FIGURE.findall(peers))) for _, _, _, ours, peers, _, _ in FIGURES]
    for told in row[2].split(";"):
        assert any(set(FIGURE.findall(told)) <= ours for ours, _ in every), told
    for told in row[3].split(";"):
        assert any(set(FIGURE.findall(told)) <= peers for _, peers in every), told


def test_every_figure_has_its_command_and_day() -> None:
    for *_, command, day in FIGURES:
        assert command.startswith("`"), command
        assert re.fullmatch(r"\d+ (November|December)", day), command


def test_the_reference_counts_its_names() -> None:
    page = (ROOT / "docs" / "reference" / "index.md").read_text(encoding="utf-8")
    before = page.partition("`letopis.__version__`")[0]
    names = re.findall(r"^::: (letopis\.\S+)$", before, re.MULTILINE)
    assert ["One", "Two", "Three", "Four", "Five"][len(names) - 1] == before.split("\n\n")[1].split()[0]
