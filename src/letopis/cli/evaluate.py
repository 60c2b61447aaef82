"""``letopis evaluate``: scores of a prediction against a gold set."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from letopis.cli.guard import FILES, RECORDS, WRITTEN
from letopis.cli.options import AllAsJson, Labels, Resamples, Seed, listed_labels, one_of
from letopis.errors import LetopisError
from letopis.evaluation.match import MODES
from letopis.evaluation.settings import RESAMPLES, SEED

if TYPE_CHECKING:
    from letopis.evaluation.compare import Comparison
    from letopis.evaluation.score import Scores


BREAKDOWNS = ("label", "article", "section")

Predicted = Annotated[
    Path, typer.Argument(metavar="PREDICTED", help="Records of a run: a JSON Lines file or a folder."), RECORDS
]
Gold = Annotated[Path, typer.Argument(metavar="GOLD", help="The records it should have given."), RECORDS]
Against = Annotated[
    Path | None, typer.Option(metavar="B", help="Another run: is PREDICTED better than B, and where?"), RECORDS
]
ModeName = Annotated[
    str,
    typer.Option(
        help="strict: span and label; exact: span; partial: half for an overlap; type.", callback=one_of(MODES)
    ),
]
By = Annotated[str, typer.Option(help=f"Rows of the table: {', '.join(BREAKDOWNS)}.", callback=one_of(BREAKDOWNS))]
Errors = Annotated[int, typer.Option(min=0, help="List at most this many errors; files get all.")]
Html = Annotated[Path | None, typer.Option(metavar="FILE", help="Write a page with every error."), WRITTEN]
Csv = Annotated[Path | None, typer.Option(metavar="FILE", help="Write all rows with full precision."), WRITTEN]
Markdown = Annotated[bool, typer.Option("--markdown", help="Print the table in Markdown, for a paper.")]
Recorded = Annotated[
    Path | None,
    typer.Option(
        "--baseline", "--tolerance-file", metavar="FILE", help="Fail when an F1 falls below the recorded one."
    ),
    FILES,
]
AllowMissing = Annotated[
    bool, typer.Option("--allow-missing", help="Count the spans of articles without prediction as missed.")
]

NoRelations = Annotated[bool, typer.Option("--no-relations", help="Score spans alone, no relations.")]


def command(
    predicted: Predicted,
    gold: Gold,
    against: Against = None,
    mode: ModeName = "strict",
    by: By = "label",
    labels: Labels = "",
    errors: Errors = 50,
    html: Html = None,
    csv: Csv = None,
    as_json: AllAsJson = False,
    markdown: Markdown = False,
    resamples: Resamples = RESAMPLES,
    seed: Seed = SEED,
    baseline: Recorded = None,
    allow_missing: AllowMissing = False,
    no_relations: NoRelations = False,
) -> None:
    """Score a prediction against a gold set: precision, recall and F1 with 95 % intervals, and every error.

    Spans may nest; the best one-to-one matching counts, in any order. Undefined scores show as –, in JSON as null.

    Example: letopis evaluate out/corpus.jsonl annotations/gold --html report.html
    """
    if as_json and markdown:
        raise typer.BadParameter("choose one of --json and --markdown")
    from letopis.cli.printing import print_json
    from letopis.evaluation import tables
    from letopis.evaluation.baseline import falls, read_baseline

    recorded = read_baseline(baseline) if baseline else None
    scores, comparison = _score(
        (predicted, gold, against),
        mode=mode,
        labels=listed_labels(labels),
        resamples=resamples,
        seed=seed,
        allow_missing=allow_missing,
        relations=not no_relations,
    )
    if html:
        from letopis.evaluation.report import write_report

        write_report(html, scores, comparison)
    if csv:
        tables.write_csv(csv, scores)
    if as_json:
        print_json(tables.scores_data(scores, comparison))
    elif markdown:
        typer.echo(tables.scores_markdown(scores, by))
    else:
        _show(scores, comparison, by, errors)
    for warning in (*scores.warnings, *(comparison.warnings if comparison else ())):
        typer.echo(f"note: {warning}", err=True)
    complaints = falls(scores, recorded) if recorded else []
    if complaints:
        raise LetopisError(f"scores fell below {baseline}: {'; '.join(complaints)}")


def _score(
    paths: tuple[Path, Path, Path | None], *, relations: bool, **options: Any
) -> tuple[Scores, Comparison | None]:
    from letopis.evaluation.compare import compare
    from letopis.evaluation.score import evaluate
    from letopis.formats.jsonl import read_articles

    predicted, gold = read_articles(paths[0]), read_articles(paths[1])
    scores = evaluate(predicted, gold, relations=relations, **options)
    return scores, compare(predicted, read_articles(paths[2]), gold, **options) if paths[2] else None


def _show(scores: Scores, comparison: Comparison | None, by: str, errors: int) -> None:
    from letopis.cli.printing import print_list, print_note, print_table
    from letopis.evaluation import tables

    rows = [tables.cells(row) for row in tables.rows_by(scores, by)]
    print_table(f"Scores by {by}, {scores.mode}", tables.HEADER, rows)
    print_note(tables.caption(scores))
    for detail in tables.detail_tables(scores).values():
        print_table(*detail)
    if comparison is not None:
        print_table(*tables.difference_table(comparison))
        print_list("Spans won and lost", [tables.change_cells(change) for change in comparison.changes], errors)
    print_list("Errors", [tables.error_cells(error) for error in scores.errors], errors)
