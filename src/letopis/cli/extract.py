"""``letopis extract``: articles in, records out."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from letopis.errors import InputError, OutputError

if TYPE_CHECKING:
    from spacy.language import Language

    from letopis.records import Article, Token

MORPHOLOGIES = ("auto", "pymorphy3", "stanza")


def _morphology(value: str) -> str:
    if value not in MORPHOLOGIES:
        raise typer.BadParameter(f"{value!r} is not one of {', '.join(MORPHOLOGIES)}")
    return value


def command(
    paths: Annotated[
        list[Path],
        typer.Argument(help="Files, article folders (with source.txt), or folders of them.", metavar="PATH…"),
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="JSON Lines file to write.")] = Path("letopis.jsonl"),
    morphology: Annotated[
        str,
        typer.Option(help="stanza, pymorphy3, or auto: stanza where it is installed.", callback=_morphology),
    ] = "auto",
    scheme: Annotated[
        str, typer.Option(help="What counts as a name: letopis (the guidelines), or nerel (as NEREL marks them).")
    ] = "letopis",
    encoding: Annotated[str | None, typer.Option(help="Encoding of text files; found out when not given.")] = None,
    conllu: Annotated[
        Path | None, typer.Option(help="Folder for tokens and lemmas, a CoNLL-U file an article.")
    ] = None,
    csv: Annotated[Path | None, typer.Option(help="CSV file for the table of who and what was found.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No progress on standard error.")] = False,
) -> None:
    """Extract dates, persons, organisations, places and agreements.

    Writes one line of JSON an article; a file that cannot be read is reported, the others are done, and the
    exit code is 1.

    Example: [bold]letopis extract corpus -o out/letopis.jsonl --conllu out/conllu[/bold]
    """
    import letopis
    from letopis.extraction import find_articles
    from letopis.formats.jsonl import write_jsonl
    from letopis.linking.articles import link_articles

    started = time.perf_counter()
    sources = find_articles(paths)
    _check_writable(output)
    nlp = letopis.load(morphology=morphology, scheme=scheme)
    articles, failures = _extract_all(sources, nlp, encoding, conllu, quiet=quiet)
    if articles:
        articles = link_articles(articles)
        write_jsonl(output, articles)
        if csv is not None:
            from letopis.formats.tables import write_entity_table

            write_entity_table(csv, articles)
    _report(articles, failures, output, time.perf_counter() - started, as_json=as_json, quiet=quiet)
    if failures:
        raise typer.Exit(1)


def _extract_all(
    sources: list[tuple[str, Path]], nlp: Language, encoding: str | None, conllu: Path | None, *, quiet: bool
) -> tuple[list[Article], list[str]]:
    from letopis.extraction import extract_raw
    from letopis.formats.conllu import write_conllu
    from letopis.sources import read_source

    articles: list[Article] = []
    failures: list[str] = []
    for number, (article_id, path) in enumerate(sources, 1):
        if not quiet:
            print(f"[{number}/{len(sources)}] {article_id}: {path}", file=sys.stderr, flush=True)
        try:
            tokens: list[list[Token]] = []
            article = extract_raw(
                read_source(path, encoding=encoding), nlp, article_id=article_id, path=path.as_posix(), tokens=tokens
            )
        except InputError as error:
            failures.append(str(error))
            print(f"letopis: {error}", file=sys.stderr)
            continue
        for warning in article.warnings:
            print(f"letopis: {path}: {warning}", file=sys.stderr)
        if conllu is not None:
            write_conllu(conllu / f"{article_id}.conllu", article, tokens)
        articles.append(article)
    return articles, failures


def _check_writable(output: Path) -> None:
    """Fail before the long work, not after it."""
    from letopis.files import replacing

    if output.is_dir():
        raise OutputError(f"{output}: is a folder; give the name of a file, such as {output / 'letopis.jsonl'}")
    probe = output.with_name(f".{output.name}.probe")
    with replacing(probe):
        pass
    probe.unlink(missing_ok=True)


def _report(
    articles: list[Article], failures: list[str], output: Path, seconds: float, *, as_json: bool, quiet: bool
) -> None:
    from letopis.formats.tables import count_table
    from letopis.records import LABELS

    counts = count_table(articles)
    if as_json:
        rows = {name: dict(zip((*LABELS, "relations"), row, strict=True)) for name, row in counts}
        answer = {"output": str(output), "articles": rows, "failures": failures, "seconds": round(seconds, 2)}
        print(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    if quiet or not articles:
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"Found in {len(articles)} articles, written to {output} ({seconds:.1f} s)")
    for column in ("article", *LABELS, "relations"):
        table.add_column(column, justify="left" if column == "article" else "right")
    for name, row in counts:
        table.add_row(name, *map(str, row))
    if len(counts) > 1:
        table.add_row("all", *(str(sum(column)) for column in zip(*(row for _, row in counts), strict=True)))
    Console().print(table)
