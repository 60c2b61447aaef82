"""A file to its raw text; one module a format in ``readers``."""

from letopis.sources.raw import RawText
from letopis.sources.read import SUFFIXES, read_data, read_source
from letopis.sources.reader import Reader, SourceFile

__all__ = ["SUFFIXES", "RawText", "Reader", "SourceFile", "read_data", "read_source"]
