"""The Python example of the README runs as it stands."""

from __future__ import annotations

import contextlib
import io
import re
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
