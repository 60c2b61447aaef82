"""A file to its raw text; one module a format in ``readers``."""

from typing import TYPE_CHECKING

from letopis.lazy import lazily

if TYPE_CHECKING:
    from letopis.sources.read import SUFFIXES, read_data, read_source
    from letopis.sources.reader import RawText, Reader, SourceFile

__all__ = ["SUFFIXES", "RawText", "Reader", "SourceFile", "read_data", "read_source"]

__getattr__, __dir__ = lazily(
    __name__, {"read": "SUFFIXES read_data read_source", "reader": "RawText Reader SourceFile"}
)
