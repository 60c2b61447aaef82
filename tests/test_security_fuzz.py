"""A moment of ``benchmarks/fuzz.py``: whatever a reader is given, a result or an error of Letopis comes out."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pytest

NEEDS = {
    "pdf": ("pypdfium2", "fpdf"), "docx": ("docx",), "lines": ("fsspec",), "parquet": ("pyarrow", "fsspec"),
    "part": ("fsspec",),
}  # fmt: skip


def load() -> ModuleType:
    """The benchmark as a module; it finds its inputs beside it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(Path(__file__).parent.parent / "benchmarks")
        return importlib.import_module("fuzz")


FUZZ = load()


@pytest.mark.parametrize("name", FUZZ.READERS)
def test_readers_take_whatever_comes(name: str) -> None:
    for package in NEEDS.get(name, ()):
        pytest.importorskip(package, reason=f"{package} is not installed")
    findings = FUZZ.fuzz(name, 1.0, start=1, cases=60)
    assert findings.cases
    assert findings.wrong == {}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("extract", "Ряды из 12 \u0301\u0301\u0301-\nСписок и слово-\n\u0301\u0301 два."),
        ("extract", "«" * 20_000),
        ("tei", b'<?xml version="1.0" encoding="UTF-\xd0\xaf"?><TEI/>'),
        ("tei", b'<?xml version="1.0" encoding="nothing"?><TEI/>'),
        ("tmx", FUZZ.TMX.replace("0.5", "x0.5").encode()),
    ],
)
def test_what_the_fuzzer_found(name: str, data: bytes | str) -> None:
    findings = FUZZ.Findings()
    findings.case(FUZZ.READERS[name][1], data)
    assert findings.wrong == {}


def test_the_fuzzer_finds_what_is_wrong() -> None:
    findings = FUZZ.Findings()
    findings.case(lambda data: [][data], 7)
    findings.case(lambda data: data, 7)
    assert (findings.cases, findings.refused, list(findings.wrong.values())) == (2, 0, [7])
