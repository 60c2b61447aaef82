"""From two articles to a library: several processes, runs that go on where they broke off, several machines."""

from typing import TYPE_CHECKING

from letopis.lazy import lazily

if TYPE_CHECKING:
    from letopis.scale.run import extract_corpus
    from letopis.scale.work import WorkOptions

__all__ = ["WorkOptions", "extract_corpus"]

__getattr__, __dir__ = lazily(__name__, {"work": "WorkOptions", "run": "extract_corpus"})
