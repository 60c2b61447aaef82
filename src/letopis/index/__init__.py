"""The index: words, sentences, entities and agreements of both sides in one SQLite file, and what is asked of it."""

from typing import TYPE_CHECKING

from letopis.lazy import lazily

if TYPE_CHECKING:
    from letopis.index.build import write_index
    from letopis.index.index import open_index

__all__ = ["open_index", "write_index"]

__getattr__, __dir__ = lazily(__name__, {"index": "open_index", "build": "write_index"})
