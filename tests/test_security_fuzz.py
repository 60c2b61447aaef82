"""A moment of ``benchmarks/fuzz.py``: whatever a reader is given, a result or an error of Letopis comes out."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from letopis.entities.names.passage import Name, Passage

NEEDS = {
    "pdf": ("pypdfium2", "fpdf"), "docx": ("docx",), "html": ("trafilatura",),
    "lines": ("fsspec",), "parquet": ("pyarrow", "fsspec"), "part": ("fsspec",),
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
        ("html", b'<p>1<a id="m" href="#n" \x18x>1</a><p id="n">A<a href="#m">^</a>'),
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


@pytest.mark.parametrize(
    ("seconds", "part"),
    [(lambda size: size / 1e5, None), (lambda size: size**2 / 1e9, "part"), (lambda size: size**2 / 1e15, None)],
    ids=["linear", "quadratic", "too little to tell"],
)
def test_growth_is_of_the_time_per_character(seconds: Callable[[int], float], part: str | None) -> None:
    found = FUZZ.growth_of("'а'", lambda size: "а" * size, lambda text: {"part": seconds(len(text))})
    assert [one.part for one in found if one.times > FUZZ.MOST_GROWTH] == ([part] if part else [])


def test_every_kind_of_text_has_the_size_that_is_asked_for() -> None:
    kinds = FUZZ.all_texts()
    assert len(kinds) >= 150
    assert {name: len(make(1_000)) for name, make in kinds.items()} == dict.fromkeys(kinds, 1_000)


def test_a_text_goes_through_all_parts() -> None:
    for package in ("lxml", "pyarrow"):
        pytest.importorskip(package, reason=f"{package} is not installed")
    parts = FUZZ.Parts(FUZZ.language()).run(FUZZ.TEXT)
    assert {"cleaning", "morphology", "names", "agreements", "linker", "record", "brat, read", "conllu"} <= parts.keys()


def test_sentences_are_cut_joined_and_exchanged(root: Path) -> None:
    crashes = FUZZ.fuzz_grammar([root / "corpus"], "letopis", 200, 1)
    assert (crashes.cases, crashes.shortest) == (200, {})


def test_the_grammar_finds_what_breaks(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from letopis.entities.names import rules

    def look_on(passage: Passage, names: list[Name]) -> list[Name]:
        assert all(passage.words[place + 1] for place, word in enumerate(passage.words) if word == "и")
        return names

    def look_back(passage: Passage, names: list[Name]) -> list[Name]:
        assert all(passage.words[place - 1] for place, word in enumerate(passage.words) if word == "В")
        return names

    apply = rules.apply
    monkeypatch.setattr("letopis.entities.names.find.apply", lambda _, *given: apply([look_on, look_back], *given))
    texts = ["Чили и Перу", "Чили и", "В Чили и Перу", "Чили"]
    crashes = importlib.import_module("fuzz_grammar").read_cases(texts, FUZZ.language())
    assert sorted(crashes.shortest.values()) == ["В Чили и Перу", "Чили и"]
