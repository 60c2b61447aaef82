"""Reading and writing of records; one module a format.

:func:`write_records` and :func:`read_records` know all formats of other programs by name.
"""

from letopis.formats.exchange import READERS, WRITERS, read_records, restore, write_records
from letopis.formats.jsonl import read_articles, write_jsonl

__all__ = ["READERS", "WRITERS", "read_articles", "read_records", "restore", "write_jsonl", "write_records"]
