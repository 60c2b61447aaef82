from __future__ import annotations

import signal
from collections import Counter
from pathlib import Path

import pytest
from spacy.language import Language


def pytest_configure() -> None:
    """Hear Ctrl-C: a shell that starts the tests in the background has all their processes ignore it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name in one line what was skipped, and why: the last line of a green run should not hide it."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(report.longrepr[2].removeprefix("Skipped: ") for report in skipped)
    if reasons:
        told = "; ".join(f"{reason} ({number})" for reason, number in reasons.most_common())
        terminalreporter.write_line(f"skipped: {told}", yellow=True)


@pytest.fixture(scope="session")
def nlp() -> Language:
    import letopis

    return letopis.load()


@pytest.fixture(scope="session")
def root() -> Path:
    return Path(__file__).parent.parent


@pytest.fixture(scope="session")
def unnamed() -> Language:
    """The pipeline up to the morphology, for components that get their names and dates from the test."""
    import spacy

    from letopis.pipeline import create_tokenizer

    nlp = spacy.blank("ru")
    nlp.tokenizer = create_tokenizer()(nlp)
    nlp.add_pipe("letopis_sentences")
    nlp.add_pipe("letopis_morphology")
    return nlp


@pytest.fixture
def fake_worker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Worker processes that load no model and do what their article says."""
    import scale_worker
    from letopis.scale import pool

    monkeypatch.setattr(pool, "load", scale_worker.load)
    monkeypatch.setattr(pool, "do", scale_worker.do)
    monkeypatch.setenv(scale_worker.LOG, str(tmp_path / "log"))


@pytest.fixture
def scored(tmp_path: Path) -> Path:
    """A folder with a gold file, what a run found, and what a perfect run would have found, two articles each."""
    from evaluation_records import FOUND, GOLD, build
    from letopis.formats.jsonl import write_jsonl

    for name, sentences in {"gold": GOLD, "found": FOUND, "perfect": GOLD}.items():
        write_jsonl(tmp_path / f"{name}.jsonl", [build(sentences, name="a"), build(sentences, name="b")])
    return tmp_path
