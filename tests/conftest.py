from __future__ import annotations

from pathlib import Path

import hypothesis  # noqa: F401 (its pytest plugin wants to be first: what is loaded before letopis.load() is frozen)
import pytest
from spacy.language import Language


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

    monkeypatch.setattr(pool, "serve", scale_worker.serve)
    monkeypatch.setenv(scale_worker.LOG, str(tmp_path / "log"))
