"""``letopis freq``, ``ngrams``, ``colloc``, ``keyness`` and ``dispersion``: counts over an index."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from letopis.cli.guard import FILES, WRITTEN
from letopis.cli.options import Where
from letopis.cli.printing import counted, print_json, print_table

if TYPE_CHECKING:
    from letopis.index.counts import CountTable, Subcorpus

IndexFile = Annotated[Path, typer.Argument(help="The index that 'letopis index' wrote.", metavar="INDEX"), FILES]
Of = Annotated[str, typer.Option("--of", help="What is counted: form, lemma, pos, deprel, or a feature such as Case.")]
English = Annotated[bool, typer.Option("--english", help="Count the English side.")]
Least = Annotated[int, typer.Option(min=1, help="Leave out what comes fewer times.")]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", help="Write all rows, .csv or .xlsx, or draw the first ones, .svg, .png or .pdf."),
    WRITTEN,
]
Most = Annotated[int, typer.Option("--max", min=1, help="Rows to print.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print all rows as JSON.")]
Query = Annotated[str, typer.Argument(help="A query, as of 'letopis grep'.")]


def freq_command(
    index: IndexFile,
    query: Annotated[str, typer.Option(help="Count the hits of a query, as of 'letopis grep'.")] = "",
    of: Annotated[
        str,
        typer.Option("--of", help="form, lemma, pos, deprel, a feature such as Case; entity, referent; or agreements."),
    ] = "lemma",
    by: Annotated[
        str,
        typer.Option(help="Rows for each year, journal, side, article …; of agreements year, side, kind, with commas."),
    ] = "",
    where: Where = "",
    english: English = False,
    output: Output = None,
    most: Most = 50,
    as_json: AsJson = False,
) -> None:
    """Count forms, lemmas, tags, entities, referents, hits of a query, or agreements.

    Example: [bold]letopis freq out/corpus.db --of lemma --by year -o out/lemmas.xlsx[/bold]
    Example: [bold]letopis freq out/corpus.db --query '\\[lemma="договор"] \\[pos="ADP"]?' --of form[/bold]
    Example: [bold]letopis freq out/corpus.db --of agreements --by year,side[/bold]
    """
    from letopis.index import counts

    def table(corpus: Subcorpus) -> CountTable:
        if of in {"agreement", "agreements"}:
            return counts.agreements(corpus.index, by=(by or "year,side").replace(" ", "").split(","))
        return counts.frequencies(corpus, of=of, query=query, by=by)

    _show(index, table, where=where, english=english, output=output, most=most, as_json=as_json)


def ngrams_command(
    index: IndexFile,
    n: Annotated[int, typer.Option("-n", min=1, max=10, help="Words of a sequence.")] = 2,
    of: Of = "lemma",
    least: Least = 2,
    where: Where = "",
    english: English = False,
    output: Output = None,
    most: Most = 50,
    as_json: AsJson = False,
) -> None:
    """Count sequences of words that stand in one sentence without a mark between them.

    Example: [bold]letopis ngrams out/corpus.db -n 3 --of form[/bold]
    """
    from letopis.index.counts import ngrams

    table = partial(ngrams, n=n, of=of, least=least)
    _show(index, table, where=where, english=english, output=output, most=most, as_json=as_json)


def colloc_command(
    query: Query,
    index: IndexFile,
    of: Of = "lemma",
    left: Annotated[int, typer.Option(min=0, max=1_000, help="Tokens of the window before a hit.")] = 5,
    right: Annotated[int, typer.Option(min=0, max=1_000, help="Tokens of the window behind a hit.")] = 5,
    least: Least = 2,
    translations: Annotated[
        bool, typer.Option("--translations", help="Look in the linked sentences of the other side.")
    ] = False,
    where: Where = "",
    english: English = False,
    output: Output = None,
    most: Most = 50,
    as_json: AsJson = False,
) -> None:
    """Show the words around the hits of a query with logDice, MI and log-likelihood, or their translations.

    Example: [bold]letopis colloc 'lemma=договор|соглашение' out/corpus.db[/bold]
    Example: [bold]letopis colloc 'lemma=договор' out/corpus.db --translations[/bold]
    """
    from letopis.index import counts

    found = counts.translations if translations else partial(counts.collocations, window=(left, right))
    table = partial(found, query=query, of=of, least=least)
    _show(index, table, where=where, english=english, output=output, most=most, as_json=as_json)


def keyness_command(
    index: IndexFile,
    against: Annotated[
        Path | None, typer.Option(help="Another index to compare with; else the other articles of this one."), FILES
    ] = None,
    against_where: Annotated[str, typer.Option(help="Articles to compare with, as with --where.")] = "",
    of: Of = "lemma",
    least: Least = 2,
    where: Where = "",
    english: English = False,
    output: Output = None,
    most: Most = 50,
    as_json: AsJson = False,
) -> None:
    """Show what is typical of a corpus, or of the articles that --where names, beside another.

    Without --against and --against-where the articles that --where does not name are the other corpus.

    Example: [bold]letopis keyness out/corpus.db --where 'id=origins'[/bold]
    """
    from letopis.index import counts, open_index

    if not (where or against or against_where):
        raise typer.BadParameter("say what is compared: --where, --against or --against-where")

    def table(corpus: Subcorpus) -> CountTable:
        if against is not None:
            with open_index(against) as other:
                return counts.keywords(corpus, counts.Subcorpus(other, against_where, corpus.side), of=of, least=least)
        rest = against_where or f"not ({where})"
        return counts.keywords(corpus, counts.Subcorpus(corpus.index, rest, corpus.side), of=of, least=least)

    _show(index, table, where=where, english=english, output=output, most=most, as_json=as_json)


def dispersion_command(
    index: IndexFile,
    query: Annotated[str, typer.Option(help="Hits of a query, as of 'letopis grep'; else all words.")] = "",
    of: Of = "lemma",
    by: Annotated[str, typer.Option(help="What parts the corpus: article, year, journal, section …")] = "article",
    least: Least = 2,
    where: Where = "",
    english: English = False,
    output: Output = None,
    most: Most = 50,
    as_json: AsJson = False,
) -> None:
    """Show how evenly words, or the hits of a query, are spread over articles or years: Gries' DP and Juilland's D.

    Example: [bold]letopis dispersion out/corpus.db --of lemma[/bold]
    """
    from letopis.index.counts import dispersion

    table = partial(dispersion, of=of, query=query, by=by, least=least)
    _show(index, table, where=where, english=english, output=output, most=most, as_json=as_json)


def _show(
    path: Path,
    made: Callable[[Subcorpus], CountTable],
    *,
    where: str,
    english: bool,
    output: Path | None,
    most: int,
    as_json: bool,
) -> None:
    """Make the table of a corpus, and print it or write it."""
    from letopis.formats.cells import PICTURES, check_table, write_table
    from letopis.index import open_index
    from letopis.index.counts import Subcorpus

    if output is not None:
        check_table(output)
    with open_index(path) as index:
        table = made(Subcorpus(index, where, "en" if english else "ru"))
    if output is not None:
        write_table(output, table.header, table.rows)
        what = "a picture" if output.suffix.lower() in PICTURES else counted(len(table.rows), "row")
        print(f"{what} written to {output}")
    elif as_json:
        print_json([dict(zip(table.header, row, strict=True)) for row in table.rows])
    else:
        rows = [["" if value is None else str(value) for value in row] for row in table.rows[:most]]
        print_table(counted(len(table.rows), "row"), table.header, rows)
