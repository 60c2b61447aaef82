"""Pictures of counts: bars of the first rows, columns along the years."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

pytest.importorskip("matplotlib", reason="matplotlib draws the pictures")

from letopis.errors import InputError, MissingDependencyError
from letopis.formats.cells import BARS, KINDS, write_plot

WORDS = [(f"слово{number}", 100 - number, 0.5) for number in range(BARS + 5)]
BEGINNINGS = {".svg": b"<?xml", ".png": b"\x89PNG", ".pdf": b"%PDF"}


@pytest.mark.parametrize("suffix", BEGINNINGS)
def test_a_picture_of_each_format_comes_out_the_same_each_time(suffix: str, tmp_path: Path) -> None:
    one, two = tmp_path / f"one{suffix}", tmp_path / f"two{suffix}"
    for path in (one, two):
        write_plot(path, ("lemma", "count", "share"), WORDS)
    assert one.read_bytes().startswith(BEGINNINGS[suffix])
    assert one.read_bytes() == two.read_bytes()


def texts(path: Path) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]+)</text>", path.read_text(encoding="utf-8"))


def test_bars_name_the_first_rows_and_the_figure(tmp_path: Path) -> None:
    write_plot(tmp_path / "a.svg", ("lemma", "per_million", "share"), WORDS)
    shown = texts(tmp_path / "a.svg")
    assert sum(text.startswith("слово") for text in shown) == BARS
    assert "per million" in shown


def test_columns_stand_along_the_years(tmp_path: Path) -> None:
    rows = [(str(1990 + number % 3), f"сторона {number}", number + 1) for number in range(KINDS + 3)] + [("", "x", 1)]
    write_plot(tmp_path / "a.svg", ("year", "side", "agreements"), rows)
    shown = texts(tmp_path / "a.svg")
    assert {"1990", "1991", "1992", "agreements", "other", f"сторона {KINDS + 2}"} <= set(shown)
    assert sum(text.startswith("сторона") for text in shown) == KINDS


@pytest.mark.parametrize("rows", [[], [("мир", "война")]])
def test_what_cannot_be_drawn_is_told(rows: list[tuple[str, str]], tmp_path: Path) -> None:
    with pytest.raises(InputError):
        write_plot(tmp_path / "a.svg", ("lemma", "form"), rows)
    assert not list(tmp_path.iterdir())


def test_without_matplotlib(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingDependencyError, match="letopis\\[plots\\]"):
        write_plot(tmp_path / "a.svg", ("lemma", "count"), WORDS)
