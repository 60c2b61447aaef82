"""``letopis iaa``: agreement of annotators, their differences for a third reader, the decisions as gold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from letopis.cli.guard import RECORDS, WRITTEN
from letopis.cli.options import AllAsJson
from letopis.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from letopis.evaluation.agreement import AnnotatorAgreement
    from letopis.records import Article

    Annotators = dict[str, list[Article]]


def command(
    readings: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="A B [C…]", help="One JSON Lines file or folder for each annotator, of the same articles."
        ),
        RECORDS,
    ] = None,
    differences: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the spans of all for a third reader."), WRITTEN
    ] = None,
    comments: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the annotators' comments as a page (Markdown)."), WRITTEN
    ] = None,
    gamma: Annotated[
        bool, typer.Option("--gamma", help="Gamma too: needs pygamma-agreement, takes about half a minute an article.")
    ] = False,
    adjudicated: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The differences after the third reader."), RECORDS
    ] = None,
    gold: Annotated[
        Path | None,
        typer.Option(metavar="OUT", help="Write the adjudicated records here, a file or a folder."),
        WRITTEN,
    ] = None,
    as_json: AllAsJson = False,
) -> None:
    """Measure the agreement of annotators: pairwise F1, Cohen's kappa, Krippendorff's alpha, gamma.

    Spans in the file of differences say in “by” who marked them: “a+b” is agreed, “a” alone is to be kept or deleted.

    Example: letopis iaa annotations/annotators/a annotations/annotators/b --differences differences.jsonl

    Example: letopis iaa --adjudicated decided.jsonl --gold annotations/gold
    """
    if (adjudicated is None) != (gold is None):
        raise typer.BadParameter("--adjudicated and --gold go together: what was decided, and where the gold goes")
    if len(readings or []) < 2 and (readings or adjudicated is None):
        raise typer.BadParameter("name two annotators' files or folders, or more")
    from letopis.formats.jsonl import read_articles

    if readings:
        names = annotator_names(readings)
        annotators = {name: read_articles(path) for name, path in zip(names, readings, strict=True)}
        _agreement(annotators, differences, gamma, as_json)
        if comments:
            _write_comments(annotators, comments)
    elif differences or comments:
        raise typer.BadParameter("--differences and --comments need the annotators' files")
    if adjudicated and gold:
        from letopis.evaluation.adjudicate import adjudicated_gold

        articles = adjudicated_gold(read_articles(adjudicated))
        _write_gold(articles, gold)
        typer.echo(f"{sum(len(article.entities) for article in articles)} gold spans written to {gold}", err=True)


def annotator_names(paths: Sequence[Path]) -> list[str]:
    """Return each annotator the name of its file or folder, with as many parents as it takes to tell them apart.

    >>> from pathlib import Path
    >>> annotator_names([Path("a/gold.jsonl"), Path("b/gold.jsonl")])
    ['a/gold', 'b/gold']
    """
    parts = [path.with_suffix("").parts if path.suffix == ".jsonl" else path.parts for path in paths]
    for depth in range(1, max(len(part) for part in parts) + 1):
        names = ["/".join(part[-depth:]) for part in parts]
        if len(set(names)) == len(names):
            return names
    raise InputError(f"{paths[0]} and its like are named twice; each annotator needs a file of their own")


def _agreement(annotators: Annotators, differences: Path | None, gamma: bool, as_json: bool) -> None:
    from letopis.cli.printing import print_json
    from letopis.evaluation import adjudicate
    from letopis.evaluation.agreement import agree
    from letopis.formats.jsonl import write_jsonl

    agreement = agree(annotators, gamma=gamma)
    merged = adjudicate.differences(annotators) if differences else []
    (print_json if as_json else _show)(agreement)
    if differences:
        write_jsonl(differences, merged)
        number = sum(len(adjudicate.disputed(article, list(annotators))) for article in merged)
        typer.echo(f"{number} spans to decide, in {differences}", err=True)


def _write_comments(annotators: Annotators, place: Path) -> None:
    from letopis.evaluation.adjudicate import comments_of, comments_page
    from letopis.files import replacing

    with replacing(place) as file:
        file.write(comments_page(annotators).encode("utf-8"))
    number = sum(len(comments_of(article)) for articles in annotators.values() for article in articles)
    typer.echo(f"comments: {number}, in {place}", err=True)


def _show(agreement: AnnotatorAgreement) -> None:
    from letopis.cli.printing import print_note, print_table
    from letopis.evaluation.agreement import agreement_tables

    for table in agreement_tables(agreement):
        print_table(*table)
    print_note(agreement.size)


def _write_gold(articles: Sequence[Article], place: Path) -> None:
    from letopis.formats.jsonl import write_jsonl

    if place.suffix == ".jsonl":
        write_jsonl(place, articles)
        return
    for article in articles:
        if Path(article.id).name != article.id:
            raise InputError(f"article {article.id!r} cannot name a file; give --gold a file that ends in .jsonl")
    for article in articles:
        write_jsonl(place / f"{article.id}.jsonl", [article])
