"""Cells of tables that people open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from letopis.errors import MissingDependencyError, OutputError
from letopis.files import replacing

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


def check_table_name(path: Path) -> None:
    """Refuse the name of a table that ends neither in ``.csv`` nor in ``.xlsx``, or a format that is not installed.

    Raises:
        OutputError: the name tells no format.
        MissingDependencyError: openpyxl is not installed.
    """
    if path.suffix.lower() not in {".csv", ".xlsx"}:
        raise OutputError(
            f"{path}: a table is written as .csv or .xlsx, a picture as .svg, .png or .pdf; give it such a name"
        )
    if path.suffix.lower() == ".xlsx":
        try:
            import openpyxl  # noqa: F401
        except ImportError:
            message = "XLSX needs openpyxl; install it with pip install 'letopis[xlsx]'"
            raise MissingDependencyError(message) from None


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table as CSV in UTF-8 or as XLSX, by the name of the file.

    Raises:
        OutputError: the file cannot be written, or its name tells no format.
        MissingDependencyError: openpyxl is not installed.

    >>> import tempfile
    >>> place = Path(tempfile.mkdtemp()) / "counts.csv"
    >>> write_table(place, ("lemma", "count"), [("=мир", 2)])
    >>> place.read_text(encoding="utf-8").splitlines()
    ['lemma,count', "'=мир,2"]
    """
    check_table_name(path)
    cells: list[list[object]] = [list(header), *([plain_cell(value) for value in row] for row in rows)]
    with replacing(path) as file:
        if path.suffix.lower() == ".csv":
            file.write(csv_bytes(cells))
            return
        from openpyxl import Workbook

        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        for row in cells:
            sheet.append(row)
        book.save(file)
