"""``letopis import``: records from the formats of other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from letopis.cli.guard import FOREIGN, RECORDS, WRITTEN
from letopis.cli.options import Quiet, one_of
from letopis.cli.printing import counted
from letopis.formats.exchange import READERS


def command(
    path: Annotated[Path, typer.Argument(help="What 'letopis export' or the other program wrote."), FOREIGN],
    kind: Annotated[str, typer.Option("--from", help=f"{', '.join(READERS)}.", callback=one_of(READERS))],
    output: Annotated[Path, typer.Option("-o", "--output", help="JSON Lines file to write."), WRITTEN],
    onto: Annotated[
        Path | None,
        typer.Option(help="Records that were exported: source, sections, raw offsets and lemmas are taken from them."),
        RECORDS,
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Read records back from brat, TEI, W3C Web Annotation, Parquet or a DocBin, with the corrections made there.

    Example: [bold]letopis import out/brat --from brat --onto out/letopis.jsonl -o out/corrected.jsonl[/bold]
    """
    from letopis.formats.exchange import read_records, restore
    from letopis.formats.jsonl import read_articles, write_jsonl

    articles = read_records(path, kind)
    if onto is not None:
        articles = restore(articles, read_articles(onto))
    count = write_jsonl(output, articles)
    if not quiet:
        print(f"{counted(count, 'article')} written to {output}")
