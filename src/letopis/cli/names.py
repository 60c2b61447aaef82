"""``letopis names``: the index of names of records."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from letopis.cli.guard import FILES, SIDE, WRITTEN
from letopis.cli.link import Config, Decisions
from letopis.cli.options import Quiet, Records
from letopis.cli.printing import counted


def command(
    records: Records,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="File to write: .csv, .xlsx or .html."), WRITTEN
    ] = Path("names.csv"),
    authority: Annotated[
        list[Path] | None, typer.Option(help="File of names, as 'letopis link' takes it."), FILES
    ] = None,
    decisions: Decisions = None,
    english: Annotated[
        Path | None,
        typer.Option(
            help="Translations, for a column of English names: a folder with <id>/translation.en.txt, a text."
        ),
        SIDE,
    ] = None,
    title: Annotated[str, typer.Option(help="Title of the page.")] = "Указатель имён",
    config: Config = None,
    quiet: Quiet = False,
) -> None:
    """Write the index of names: who is named, how, in which sentences, with years, ids and what is doubtful.

    The page (.html) is an index as a book has it, by letters, persons by their surnames. Identities are those of the
    records; 'letopis link' joins the records of several runs first.

    Example: [bold]letopis names out/letopis.jsonl -o out/names.html[/bold]
    """
    from letopis.authority.english import english_names_of
    from letopis.authority.names import name_rows, write_names
    from letopis.cli.link import linked

    run = linked(records, authority or [], decisions, config, keep=True)
    names = english_names_of(run.articles(), english) if english is not None else None
    count = write_names(output, name_rows(run, names), title=title)
    if not quiet:
        print(f"{counted(count, 'name')} written to {output}")
