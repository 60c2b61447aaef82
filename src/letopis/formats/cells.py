"""Tables that people open: cells in a spreadsheet, and pictures of counts that matplotlib draws."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from letopis.errors import InputError, OutputError, needed
from letopis.files import replacing

if TYPE_CHECKING:
    from matplotlib.axes import Axes


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


def check_table(path: Path) -> None:
    """Refuse the name of a table or a picture of it that tells no format, or one for which something is not installed.

    Raises:
        OutputError: the name tells no format.
        MissingDependencyError: openpyxl or matplotlib is not installed.
    """
    suffix = path.suffix.lower()
    if suffix in PICTURES:
        with needed("a picture", "plots"):
            import matplotlib  # noqa: F401
    elif suffix == ".xlsx":
        with needed("XLSX", "xlsx"):
            import openpyxl  # noqa: F401
    elif suffix != ".csv":
        raise OutputError(
            f"{path}: a table is written as .csv or .xlsx, a picture as .svg, .png or .pdf; give it such a name"
        )


def write_table(path: Path, header: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Write a table as CSV in UTF-8 or as XLSX, or draw it (:func:`write_plot`), by the name of the file.

    Raises:
        InputError: there is nothing to draw.
        OutputError: the file cannot be written, or its name tells no format.
        MissingDependencyError: openpyxl or matplotlib is not installed.

    >>> import tempfile
    >>> place = Path(tempfile.mkdtemp()) / "counts.csv"
    >>> write_table(place, ("lemma", "count"), [("=мир", 2)])
    >>> place.read_text(encoding="utf-8").splitlines()
    ['lemma,count', "'=мир,2"]
    """
    check_table(path)
    if path.suffix.lower() in PICTURES:
        write_plot(path, header, rows)
        return
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


PICTURES = (".svg", ".png", ".pdf")
BARS = 30
"""Rows shown at most, the first of the table."""

KINDS = 8
"""Colours of columns along the years at most, for what comes most often; the rest is one more."""

YEAR = "year"


def write_plot(path: Path, header: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Draw the first figure of each row: a bar a row, or columns along the years where the first column is the year.

    Args:
        path: ``.svg``, ``.png`` or ``.pdf``.
        header: names of the columns; those of names stand before those of figures.
        rows: in the order in which they are shown.

    Raises:
        InputError: no row, or no column of figures.
        MissingDependencyError: matplotlib is not installed.
        OutputError: the file cannot be written.
    """
    check_table(path)
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    names = _names(header, rows)
    with mpl.rc_context({"svg.hashsalt": "letopis", "svg.fonttype": "none"}):
        figure = Figure(figsize=(8, 5), layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        (_columns if header[0] == YEAR else _bars)(axes, names, rows)
        axes.spines[["top", "right"]].set_visible(False)
        (axes.set_ylabel if header[0] == YEAR else axes.set_xlabel)(header[names].replace("_", " "))
        form = path.suffix.lower().removeprefix(".")
        with replacing(path) as file:
            figure.savefig(file, format=form, metadata={} if form == "png" else {_DATED[form]: None})


_DATED = {"svg": "Date", "pdf": "CreationDate"}


def _names(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> int:
    """Return how many columns hold names, the year among them."""
    if not rows:
        raise InputError("there is no row to draw; nothing was written")
    names = 1 if header[0] == YEAR else 0
    while names < len(header) and not isinstance(rows[0][names], int | float):
        names += 1
    if names == len(header):
        raise InputError(f"no column of {', '.join(header)} holds figures to draw")
    return names


def _bars(axes: Axes, names: int, rows: Sequence[Sequence[Any]]) -> None:
    shown = [*rows[:BARS]][::-1]
    axes.barh(range(len(shown)), [row[names] for row in shown], color="#0072b2")
    axes.set_yticks(range(len(shown)), [" · ".join(map(str, row[:names])) for row in shown], fontsize=8)


def _columns(axes: Axes, names: int, rows: Sequence[Sequence[Any]]) -> None:
    """Draw a column a year, parted by what stands behind the year."""
    import pandas as pd
    from matplotlib.ticker import MaxNLocator

    dated = [row for row in rows if str(row[0]).lstrip("-").isdigit()]
    kinds = pd.Series([" · ".join(map(str, row[1:names])) for row in dated], dtype="object")
    values = pd.Series([row[names] for row in dated], dtype="float")
    often = values.groupby(kinds).sum().sort_values(ascending=False, kind="stable").index[:KINDS]
    kinds = kinds.where(kinds.isin(often), "other")
    table = values.groupby([pd.Series([int(row[0]) for row in dated], dtype="int"), kinds]).sum().unstack(fill_value=0)
    below = 0 * table.sum(axis=1)
    for kind in sorted(table, key="other".__eq__):
        axes.bar(table.index, table[kind], bottom=below, label=kind)
        below += table[kind]
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    if len(table.columns) > 1:
        axes.figure.legend(loc="outside lower center", ncols=2, fontsize=8)
