"""``letopis view``: a page to read the records in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from letopis.cli.guard import FILES, SIDE, WRITTEN
from letopis.cli.options import LinksFile, Quiet


def command(
    records: Annotated[Path, typer.Argument(help="Russian records: a .jsonl file or a folder of them."), SIDE],
    english: Annotated[
        Path | None,
        typer.Option(help="Translations: a folder with <id>/translation.en.txt, a text, or English records (.jsonl)."),
        SIDE,
    ] = None,
    output: Annotated[Path, typer.Option("-o", "--output", help="HTML file to write."), WRITTEN] = Path("reader.html"),
    links: LinksFile = None,
    glossary: Annotated[
        Path | None, typer.Option(help="Terms: Russian, tab, English; <folder>/glossary.tsv when it is there."), FILES
    ] = None,
    title: Annotated[str, typer.Option(help="Title of the page.")] = "Letopis reader",
    quiet: Quiet = False,
) -> None:
    """Write one HTML page to read records in, with the English beside them.

    Entities are carried over to the English; what finds no partner is listed on standard error.

    Example: [bold]letopis view annotations/gold --english corpus -o reader.html[/bold]
    """
    from letopis.bilingual.reader import write_reader
    from letopis.bilingual.view import make_readings
    from letopis.cli.printing import counted

    readings, alone = make_readings(records, english=english, links=links, glossary=glossary)
    count = write_reader(output, readings, title=title)
    if not quiet:
        for line in alone:
            print(f"  {line}", file=sys.stderr)
        print(f"{counted(len(readings), 'article')}, {counted(count, 'row')}, written to {output}")
