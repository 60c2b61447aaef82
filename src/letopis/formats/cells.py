"""Cells of tables that people open in a spreadsheet."""

from __future__ import annotations

import re

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
