"""``letopis index`` and ``chronicle``: records in, one file to search or a database of agreements out."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from letopis.cli.guard import FILES, RECORDS, SIDE, WRITTEN
from letopis.cli.options import CountsAsJson, Glossary, LinksFile, Quiet
from letopis.cli.printing import counted, print_json

Extracted = Annotated[
    Path, typer.Argument(help="JSON Lines file of 'letopis extract', or a folder of them.", metavar="RECORDS"), RECORDS
]


def command(
    records: Extracted,
    output: Annotated[
        Path,
        typer.Option("-o", "--output", help="SQLite file to write; an older index is brought up to date."),
        WRITTEN,
    ] = Path("corpus.db"),
    english: Annotated[
        Path | None,
        typer.Option(help="Translations: a folder with <id>/translation.en.txt, or English records (.jsonl)."),
        SIDE,
    ] = None,
    links: LinksFile = None,
    glossary: Glossary = None,
    conllu: Annotated[
        Path | None, typer.Option(help="Folder of 'letopis extract --conllu': tokens are taken from there."), FILES
    ] = None,
    datasette: Annotated[
        Path | None, typer.Option(help="Write a metadata.json for Datasette: titles and facets."), WRITTEN
    ] = None,
    as_json: CountsAsJson = False,
    quiet: Quiet = False,
) -> None:
    """Index words, entities, agreements and translations in one file, to search and count in.

    The file is SQLite and holds the tables of 'letopis chronicle' too. Articles whose record is the same keep their
    tokens. With --conllu an index is made several times as fast.

    Example: [bold]letopis index out/letopis.jsonl --english corpus -o out/corpus.db[/bold]
    """
    from letopis.index.build import EnglishSide, write_index

    started = time.perf_counter()
    side = EnglishSide(english, links, glossary) if english is not None else None
    counts = write_index(records, output, english=side, conllu=conllu, datasette=datasette)
    found = (
        f"{counted(counts.tokens, 'token')} in {counted(counts.sentences, 'sentence')} of "
        f"{counted(counts.articles, 'article')} ({counts.taken} as before), "
        f"{counted(counts.entities, 'span')}, {counted(counts.agreements, 'agreement')}"
    )
    _show(output, counts, started, found, as_json=as_json, quiet=quiet)


def chronicle_command(
    records: Extracted,
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

    started = time.perf_counter()
    counts = write_chronicle(records, output)
    found = (
        f"{counted(counts.agreements, 'agreement')}, {counted(counts.contradictions, 'contradiction')}, "
        f"{counted(counts.events, 'date')} in {counted(counts.sentences, 'sentence')} of "
        f"{counted(counts.articles, 'article')}; open {output / 'timeline.html'}"
    )
    _show(output, counts, started, found, as_json=as_json, quiet=quiet)


def _show(output: Path, counts: Any, started: float, found: str, *, as_json: bool, quiet: bool) -> None:
    """Say which articles are counted once, and what was found."""
    for double, first in () if quiet else counts.doubles.items():
        print(f"letopis: {double}: has the same text as {first} and is counted with it", file=sys.stderr)
    if as_json:
        print_json({"output": str(output), **counts._asdict(), "seconds": round(time.perf_counter() - started, 2)})
    elif not quiet:
        print(f"{output}: {found}")
