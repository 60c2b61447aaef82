"""A file to its raw text; one module a format in ``readers``."""

from letopis.sources.read import SUFFIXES, read_data, read_source
from letopis.sources.reader import RawText, Reader, SourceFile

__all__ = ["SUFFIXES", "RawText", "Reader", "SourceFile", "read_data", "read_source"]
