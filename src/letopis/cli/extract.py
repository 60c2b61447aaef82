"""``letopis extract``: articles in, records out."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Annotated, Any

import typer

from letopis.cli.guard import ARTICLES, FILES, WRITTEN, refuse_losses
from letopis.cli.options import (
    FORMATS,
    ConfigHere,
    CountsAsJson,
    Encoding,
    Ocr,
    Scheme,
    WholePage,
    config_here,
    one_of,
)
from letopis.cli.printing import print_json
from letopis.errors import OutputError
from letopis.lemmas.models import ENGINES
from letopis.sources.naming import WAYS
from letopis.streams import is_stream

if TYPE_CHECKING:
    from letopis.scale.run import Report
    from letopis.scale.work import WorkOptions

INTERRUPTED = 130
"""The exit code after Ctrl-C."""

LONGEST_TABLE = 50
"""Articles that are counted one by one on the screen; of more, the sums alone are shown."""

MORPHOLOGIES = ("auto", "pymorphy3", "stanza")


def _document_date(value: str | None) -> str | None:
    from letopis.entities.dates.relative import read_reference
    from letopis.errors import InputError

    try:
        if value not in {None, "file"}:
            read_reference(str(value))
    except InputError as error:
        raise typer.BadParameter(f"{error}, or file") from None
    return value


Paths = Annotated[
    list[str],
    typer.Argument(help=f"Files ({FORMATS}), article folders (with source.txt), or folders of them.", metavar="PATH…"),
    ARTICLES,
]
Output = Annotated[
    str,
    typer.Option("-o", "--output", help="JSON Lines file to write; with --scheduler, a folder."),
    WRITTEN,
]
MorphologyName = Annotated[
    str,
    typer.Option(help="stanza, pymorphy3, or auto: stanza where it is installed.", callback=one_of(MORPHOLOGIES)),
]
DocumentDate = Annotated[
    str | None,
    typer.Option(
        help="When the texts were written (2016-05-03, 2016-05 or 2016), so that relative dates are found too; "
        "file: the year that each file names.",
        callback=_document_date,
    ),
]
Model = Annotated[Path | None, typer.Option(help="Folder of a model of your own, which 'letopis learn' wrote."), FILES]
Engine = Annotated[
    str | None,
    typer.Option(
        help="What finds names: default, or large: more exact and some times slower, with the extra 'large'.",
        callback=one_of(ENGINES),
    ),
]
Decisions = Annotated[
    Path | None,
    typer.Option(help="TOML file of what people have decided of names across the articles (see 'letopis link')."),
    FILES,
]
Conllu = Annotated[Path | None, typer.Option(help="Folder for tokens and lemmas, a CoNLL-U file an article."), WRITTEN]
Csv = Annotated[Path | None, typer.Option(help="CSV file for the table of who and what was found."), WRITTEN]
Ids = Annotated[
    str, typer.Option(help="What ids are made of: path (2016/01.txt is 2016--01), or name.", callback=one_of(WAYS))
]
ArticleId = Annotated[str | None, typer.Option("--id", help="Id of the one article, such as of standard input (-).")]
Jobs = Annotated[
    int,
    typer.Option("-j", "--jobs", help="Processes to share the work; 0 is one a core. Each loads the models.", min=0),
]
Timeout = Annotated[
    float | None, typer.Option(help="Seconds for an article, after which it is reported and left.", min=0.1)
]
Resume = Annotated[
    bool, typer.Option("--resume", help="Keep the records that are there, where nothing has changed; do the rest.")
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        help="Run on Dask: tcp://host:8786, or local:4 for processes of this machine. PATHs may be *.jsonl and "
        "*.parquet with id and text too, and addresses such as s3://…",
    ),
]
PartitionSize = Annotated[str | None, typer.Option(help="Input bytes of a task of --scheduler; 16MB when not given.")]

Quiet = Annotated[
    bool, typer.Option("-q", "--quiet", help="No progress on standard error, and no table on standard output.")
]


def command(
    paths: Paths,
    output: Output = "letopis.jsonl",
    morphology: MorphologyName = "auto",
    scheme: Scheme = "letopis",
    document_date: DocumentDate = None,
    config: ConfigHere = None,
    model: Model = None,
    engine: Engine = None,
    decisions: Decisions = None,
    encoding: Encoding = None,
    whole_page: WholePage = False,
    ocr: Ocr = False,
    conllu: Conllu = None,
    csv: Csv = None,
    ids: Ids = WAYS[0],
    article_id: ArticleId = None,
    jobs: Jobs = 1,
    timeout: Timeout = None,
    resume: Resume = False,
    scheduler: Scheduler = None,
    partition_size: PartitionSize = None,
    as_json: CountsAsJson = False,
    quiet: Quiet = False,
) -> None:
    """Extract dates, persons, organisations, places and agreements.

    Writes one line of JSON an article; a file that fails is reported, and listed with its reason in
    OUTPUT.errors.jsonl; the others are done, and the exit code is 1. A run that was cut off goes on with --resume.

    Example: [bold]letopis extract corpus -o out/letopis.jsonl --conllu out/conllu[/bold]
    """
    import msgspec

    from letopis.own_model import with_model
    from letopis.scale.work import WorkOptions
    from letopis.settings import read_settings

    settings = read_settings(config_here(config))[0]
    if engine is not None:
        settings = msgspec.structs.replace(settings, engine=engine)
    options = WorkOptions(
        morphology=morphology, scheme=scheme, encoding=encoding, whole_page=whole_page, ocr=ocr, timeout=timeout,
        document_date=document_date,
        config=settings if model is None else with_model(settings, model.resolve()),
    )  # fmt: skip
    chosen: dict[str, Any] = {
        "ids": ids, "article_id": article_id, "resume": resume, "conllu": conllu, "csv": csv, "decisions": decisions,
        "jobs": jobs or os.cpu_count() or 1,
    }  # fmt: skip
    if scheduler is not None:
        from letopis.cli.extract_cluster import extract_on_scheduler

        _refuse_on_scheduler(chosen)
        extract_on_scheduler(
            paths, output, options, scheduler=scheduler,
            ids=ids, partition_size=partition_size, as_json=as_json, quiet=quiet,
        )  # fmt: skip
        return
    _extract_here([Path(path) for path in paths], Path(output), options, chosen, as_json=as_json, quiet=quiet)


def _refuse_on_scheduler(chosen: dict[str, Any]) -> None:
    """Refuse what one machine alone does."""
    if chosen["conllu"] is not None or chosen["csv"] is not None:
        raise typer.BadParameter("--conllu and --csv are written by one machine; run without --scheduler")
    if chosen["decisions"] is not None:
        raise typer.BadParameter("--decisions hold in runs of one machine; give them to 'letopis link' instead")
    if chosen["article_id"] is not None:
        raise typer.BadParameter("--id names the one article of one machine; run without --scheduler")


def _extract_here(
    paths: list[Path], output: Path, options: WorkOptions, chosen: dict[str, Any], *, as_json: bool, quiet: bool
) -> None:
    """Run on this machine, show how far it is, and say what was found."""
    from letopis.cli.progress import watching
    from letopis.scale.resume import partial_path
    from letopis.scale.run import extract_corpus

    _check_outputs(paths, output, chosen)
    with watching(quiet=quiet) as progress:
        try:
            report = extract_corpus(paths, output, options, **chosen, watcher=progress)
        except KeyboardInterrupt:
            kept = f"; {progress.done} of {progress.total} articles are kept in {partial_path(output)}"
            progress.say(f"letopis: stopped{kept if progress.done else ''}: run again with --resume")
            raise SystemExit(INTERRUPTED) from None
        for double, first in report.doubles.items():
            progress.say(f"letopis: {double}: has the same text as {first}; the chronicle counts it once")
    _report(report, output, as_json=as_json, quiet=quiet)
    if report.failures:
        raise typer.Exit(1)


def _check_outputs(paths: list[Path], output: Path, chosen: dict[str, Any]) -> None:
    """Fail before the long work, not after it; a run writes up to three files beside its output."""
    from letopis.files import check_folder
    from letopis.formats.jsonl import errors_path
    from letopis.scale.resume import changed_path, partial_path

    if is_stream(output) and chosen["resume"]:
        raise typer.BadParameter(f"--resume goes on from a file; {output} is none", param_hint="'--resume'")
    beside = [] if is_stream(output) else [partial_path(output), errors_path(output), changed_path(output)]
    outputs = [path for path in (output, chosen["csv"], chosen["conllu"]) if path is not None]
    if chosen["conllu"] is not None:
        check_folder(chosen["conllu"])
    refuse_losses([*outputs, *beside], [(path, ARTICLES) for path in paths])
    for path in (output, chosen["csv"]):
        if path is not None and not is_stream(path):
            _check_writable(path)


def _check_writable(output: Path) -> None:
    if output.is_dir():
        raise OutputError(f"{output}: is a folder; give the name of a file in it")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(prefix=f".{output.name}.", suffix=".part", dir=output.parent):
            pass
    except OSError as error:
        raise OutputError(f"{output}: cannot be written: {error.strerror or error}") from None


def _report(report: Report, output: Path, *, as_json: bool, quiet: bool) -> None:
    from letopis.formats.jsonl import errors_path
    from letopis.labels import in_order, labels

    found = {label for counts in report.counts.values() for label in counts} - {"relations"}
    columns = (*in_order([*labels(), *found]), "relations")
    rows = {name: [counts.get(column, 0) for column in columns] for name, counts in report.counts.items()}
    if as_json:
        answer = {
            "output": str(output),
            "articles": {name: dict(zip(columns, row, strict=True)) for name, row in rows.items()},
            "kept": report.kept,
            "failures": [failure.reason for failure in report.failures],
            "errors": str(errors_path(output)) if report.failures and not is_stream(output) else None,
            "seconds": round(report.seconds, 2),
        }
        print_json(answer)
        return
    if quiet or not report.counts:
        return
    from letopis.cli.printing import counted, print_table

    kept = f", {report.kept} of them kept" if report.kept else ""
    title = f"Found in {counted(len(rows), 'article')}{kept}, written to {output} ({report.seconds:.1f} s)"
    table = [[name, *map(str, row)] for name, row in rows.items()] if len(rows) <= LONGEST_TABLE else []
    if len(rows) > 1:
        table.append(["all", *(str(sum(column)) for column in zip(*rows.values(), strict=True))])
    print_table(title, ("article", *columns), table)
