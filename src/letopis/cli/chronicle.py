"""``letopis chronicle``: records in, one database of agreements and events out."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from letopis.cli.guard import RECORDS, WRITTEN
from letopis.cli.options import CountsAsJson, Quiet
from letopis.cli.printing import print_json


def command(
    records: Annotated[
        Path,
        typer.Argument(help="JSON Lines file of 'letopis extract', or a folder of them.", metavar="RECORDS"),
        RECORDS,
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="Folder to write; an older chronicle there is replaced."), WRITTEN
    ] = Path("chronicle"),
    as_json: CountsAsJson = False,
    quiet: Quiet = False,
) -> None:
    """Gather the agreements and events of all articles into one database, and show contradictions.

    Writes chronicle.db (SQLite, for Datasette and any other reader), agreements.csv, contradictions.csv and
    timeline.html, a page that needs no network.

    Example: [bold]letopis chronicle out/letopis.jsonl -o chronicle[/bold]
    """
    from letopis.chronicle.build import write_chronicle
    from letopis.cli.printing import counted

    started = time.perf_counter()
    counts = write_chronicle(records, output)
    for double, first in () if quiet else counts.doubles.items():
        print(f"letopis: {double}: has the same text as {first} and is counted with it", file=sys.stderr)
    if as_json:
        seconds = round(time.perf_counter() - started, 2)
        print_json({"output": str(output), **counts._asdict(), "seconds": seconds})
    elif not quiet:
        print(
            f"{output}: {counted(counts.agreements, 'agreement')}, {counted(counts.contradictions, 'contradiction')}, "
            f"{counted(counts.events, 'date')} in {counted(counts.sentences, 'sentence')} of "
            f"{counted(counts.articles, 'article')}; open {output / 'timeline.html'}"
        )
