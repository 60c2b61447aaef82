"""The cards of the models: what each was made from, by which command, how good it is, and under which licence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

MODELS = Path(__file__).parent.parent / "models"
MOST_MEGABYTES = 65  # they pack to some 53, so that the wheel stays below 60
SAID = {
    "data": r"\bdata\b",
    "licence": r"\blicence\b",
    "command": r"`letopis train \w+ \S+",
    "seed": r"\bseed\b\D{0,5}\d+",
    "time": r"\b\d[\d,.]* (?:s|seconds|minutes|hours)\b",
    "size": r"\b\d[\d.]* MB\b",
    "scores": r"(?m)^## .*[Ss]cores",
}


@pytest.mark.parametrize(
    "folder", sorted(path for path in MODELS.iterdir() if path.is_dir()), ids=lambda path: path.name
)
@pytest.mark.parametrize("what", SAID)
def test_a_card_says_all(folder: Path, what: str) -> None:
    card = (folder / "README.md").read_text(encoding="utf-8")
    assert re.search(SAID[what], card), f"models/{folder.name}/README.md does not say its {what}"


def test_all_weights_are_small() -> None:
    size = sum(path.stat().st_size for path in MODELS.rglob("*") if path.is_file())
    assert size < MOST_MEGABYTES * 1_000_000
