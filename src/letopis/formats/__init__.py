"""Reading and writing of records; one module a format.

:func:`write_records` and :func:`read_records` know all formats of other programs by name.
"""

from typing import TYPE_CHECKING

from letopis.lazy import lazily

if TYPE_CHECKING:
    from letopis.formats.exchange import read_records, restore, write_records
    from letopis.formats.jsonl import read_articles, write_jsonl
    from letopis.formats.known import READERS, WRITERS

__all__ = ["READERS", "WRITERS", "read_articles", "read_records", "restore", "write_jsonl", "write_records"]

__getattr__, __dir__ = lazily(
    __name__,
    {
        "known": "READERS WRITERS",
        "jsonl": "read_articles write_jsonl",
        "exchange": "read_records restore write_records",
    },
)
