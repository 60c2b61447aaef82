"""What commands print for people and programs: numbers with their nouns, tables, lists, JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

WIDTH = 150
"""Columns of the tables where standard output is no terminal."""


def print_json(answer: object) -> None:
    """Print an answer for programs, of plain data, structs and dataclasses."""
    import msgspec

    print(json.dumps(msgspec.to_builtins(answer), ensure_ascii=False, indent=2))


def print_note(text: str) -> None:
    """Print what stands below a table."""
    _console().print(text, style="dim", markup=False)


def _console() -> Console:
    """Return a console for tables: as wide as the terminal, or :data:`WIDTH` where there is none."""
    from rich.console import Console

    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=WIDTH)


def print_table(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table for people; nothing in it is read as markup."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    console = _console()
    # As a title of the table it would be folded to the table's width.
    console.print(title, style="bold", markup=False, soft_wrap=True)
    table = Table(box=box.SIMPLE_HEAD)
    for index, name in enumerate(header):
        table.add_column(Text(name), justify="left" if index == 0 else "right", no_wrap=index > 0)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row), style="bold" if row[0] in ("micro", "macro") else "")
    console.print(table)


def print_list(title: str, rows: list[tuple[str, ...]], most: int) -> None:
    """Print rows in columns, at most so many of them."""
    console = _console()
    console.print(f"{title}: {len(rows)}", style="bold")
    widths = [max(map(len, column)) for column in zip(*rows[:most], strict=True)][:-1]
    for row in rows[:most]:
        cells = [cell.ljust(width) for cell, width in zip(row, [*widths, 0], strict=True)]
        # Text of an article may hold square brackets, which are no markup here.
        console.print("  ".join(cells), markup=False, soft_wrap=True)
    if len(rows) > most:
        console.print(f"… and {len(rows) - most} more: --errors {len(rows)} lists all", style="dim")


def counted(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "article"), counted(2, "article")
    ('1 article', '2 articles')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def duration(seconds: float) -> str:
    """Return a length of time as a reader wants it.

    >>> duration(7.4), duration(3_725)
    ('0:07', '1:02:05')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
