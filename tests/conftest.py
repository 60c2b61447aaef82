from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language


@pytest.fixture(scope="session")
def nlp() -> Language:
    import letopis

    return letopis.load()


@pytest.fixture(scope="session")
def root() -> Path:
    return Path(__file__).parent.parent
