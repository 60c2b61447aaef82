"""Options that several commands have, declared once, and what they take."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated

import typer

from letopis.cli.guard import FILES, RECORDS

Encoding = Annotated[str | None, typer.Option(help="Encoding of text files; found out when not given.")]
WholePage = Annotated[
    bool, typer.Option("--whole-page", help="Read all of a web page, menus and all, and not its article alone.")
]
Ocr = Annotated[
    bool, typer.Option("--ocr", help="Recognise the characters of pictures and of PDFs without a text layer.")
]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Print nothing.")]
CountsAsJson = Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")]
AllAsJson = Annotated[bool, typer.Option("--json", help="Print everything as JSON.")]
Records = Annotated[
    Path, typer.Argument(help="JSON Lines file of records, or a folder of them.", metavar="RECORDS"), RECORDS
]
Where = Annotated[str, typer.Option(help="Articles that count: 'year>=2010 and journal=\"Вестник*\"'.")]
LinksFile = Annotated[
    Path | None, typer.Option(help="Links of 'letopis align', perhaps corrected; aligned anew when not given."), FILES
]


LINES = ("sentences", "paragraphs")
"""What a line of a text may hold."""


def one_of(allowed: Iterable[str]) -> Callable[[str | None], str | None]:
    """Make the check that a value is one of some, or not given.

    >>> one_of(["path", "name"])("path")
    'path'
    """
    known = tuple(allowed)

    def check(value: str | None) -> str | None:
        if value is not None and value not in known:
            raise typer.BadParameter(f"{value!r} is not one of {', '.join(known)}")
        return value

    return check


LinesOfText = Annotated[
    str | None,
    typer.Option(
        "--lines",
        help=f"What a line of a text holds, {' or '.join(LINES)}; decided by the text when not given.",
        callback=one_of(LINES),
    ),
]
