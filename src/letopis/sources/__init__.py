"""A file to its raw text; one module a format."""

from letopis.sources.raw import RawText
from letopis.sources.read import SUFFIXES, read_data, read_source

__all__ = ["SUFFIXES", "RawText", "read_data", "read_source"]
