"""Cells of tables that people open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

_COMPUTED = re.compile(r"[=@\t\r]|[+-](?!\d[\dXT:/.-]*$)")
"""How a cell begins that a spreadsheet computes; a number or a year before our era (``-0044``) may begin so."""


def plain_cell(value: object) -> object:
    """Return a value that a spreadsheet shows as it is: what it would take for a formula gets an apostrophe before it.

    Texts come from articles, and an article may hold ``=HYPERLINK(…)``
    (https://owasp.org/www-community/attacks/CSV_Injection).

    >>> [plain_cell(value) for value in ("=1+1", "-0044", "-x", "Рига", 7)]
    ["'=1+1", '-0044', "'-x", 'Рига', 7]
    """
    return f"'{value}" if isinstance(value, str) and _COMPUTED.match(value) else value


def csv_bytes(rows: Iterable[Iterable[object]], *, line_end: str = "\r\n") -> bytes:
    """Return rows as CSV in UTF-8; ``None`` is an empty cell.

    >>> csv_bytes([("name", "year"), ("Рига, Юрмала", 1997), ("", None)], line_end="\\n").decode()
    'name,year\\n"Рига, Юрмала",1997\\n,\\n'
    """
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=line_end).writerows(rows)
    return text.getvalue().encode("utf-8")
