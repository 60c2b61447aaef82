"""``letopis link`` and ``names``: who is who across records, and the index of their names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from letopis.cli.guard import FILES, SIDE, WRITTEN
from letopis.cli.options import ConfigHere, CountsAsJson, Quiet, Records, config_here
from letopis.cli.printing import counted, print_json

if TYPE_CHECKING:
    from letopis.authority.link import LinkedRun


Decisions = Annotated[
    Path | None,
    typer.Option(help="TOML file of what people have decided; annotations/authority.toml where it is here."),
    FILES,
]


Linked = Annotated[
    Path | None,
    typer.Option("-o", "--output", help="JSON Lines file to write; nothing is written without."),
    WRITTEN,
]
Authority = Annotated[
    list[Path] | None,
    typer.Option(
        help="File of names: CSV or TSV (id, label, aliases, type, dates), an export of Wikidata (.json, .csv), or "
        "SKOS (.ttl, .rdf, .jsonld). May be given several times."
    ),
    FILES,
]
Doubts = Annotated[bool, typer.Option("--doubts", help="Print what is open or doubtful, with decisions to copy.")]
DoubtsFile = Annotated[
    Path | None,
    typer.Option("--doubts-to", help="The same to a file: a table (.csv), or TOML to copy from."),
    WRITTEN,
]
Keep = Annotated[
    bool, typer.Option("--keep", help="Keep the identities that the records have, as people corrected them.")
]
Serve = Annotated[
    int | None,
    typer.Option(
        help="Port of this machine on which OpenRefine can reconcile with the run and the files of names.",
        min=0,
        max=65535,
    ),
]


def command(
    records: Records,
    output: Linked = None,
    authority: Authority = None,
    decisions: Decisions = None,
    doubts: Doubts = False,
    doubts_file: DoubtsFile = None,
    keep: Keep = False,
    serve: Serve = None,
    config: ConfigHere = None,
    as_json: CountsAsJson = False,
    quiet: Quiet = False,
) -> None:
    """Link persons, organisations, places and agreements across records, with files of names too.

    Mentions are joined across all the records; then what people have decided is done, and each referent gets the ids
    of the one entry that agrees with it. What is ambiguous is listed, not guessed. States have ids of ISO 3166.

    Example: [bold]letopis link out/letopis.jsonl -o out/linked.jsonl --authority people.csv --doubts[/bold]
    """
    from letopis.authority.doubts import doubt_rows, readable, write_doubts

    run = linked(records, authority or [], decisions, config, keep=keep)
    if output is not None:
        run.write(output)
    rows = doubt_rows(run)
    if doubts_file is not None:
        write_doubts(doubts_file, rows)
    counts = {
        "referents": len(run.referents),
        "mentions": sum(one.mentions for one in run.referents.values()),
        "linked": sum(bool(run.matches.ids.get(key)) for key in run.referents),
    }
    if as_json:
        print_json({"output": str(output) if output else None, **counts, "doubts": len(rows)})
    elif doubts:
        print("\n".join(readable(rows)), end="\n" if rows else "")
    if not quiet and not as_json:
        written = f", written to {output}" if output is not None else ""
        print(
            f"{counted(counts['referents'], 'referent')} of {counted(counts['mentions'], 'mention')}, "
            f"{counts['linked']} with ids, {len(rows)} to decide{written}"
        )
    if serve is not None:
        _serve(run, serve, quiet=quiet)


def linked(
    records: Path, authority: list[Path], decisions: Path | None, config: Path | None, *, keep: bool
) -> LinkedRun:
    """Return a run linked by the files that the options name, or that lie where they are looked for."""
    from letopis.authority.decisions import DEFAULT
    from letopis.authority.link import link_records
    from letopis.entities.own_words import state_forms
    from letopis.settings import read_settings

    if decisions is None and DEFAULT.is_file():
        decisions = DEFAULT
    states = state_forms(read_settings(config_here(config))[0].states)
    return link_records(records, authority=authority, decisions=decisions, states=states, keep=keep)


def _serve(run: LinkedRun, port: int, *, quiet: bool) -> None:
    from letopis.authority.reconcile import Reconciler, subjects_of
    from letopis.authority.serve import ReconciliationServer

    with ReconciliationServer(Reconciler(subjects_of(run)), port) as server:
        if not quiet:
            print(f"OpenRefine: Reconcile, Add standard service, {server.address}/ (Ctrl-C ends)", flush=True)
        server.serve_forever()


def names_command(
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
    config: ConfigHere = None,
    quiet: Quiet = False,
) -> None:
    """Write the index of names: who is named, how, in which sentences, with years, ids and what is doubtful.

    The page (.html) is an index as a book has it, by letters, persons by their surnames. Identities are those of the
    records; 'letopis link' joins the records of several runs first.

    Example: [bold]letopis names out/letopis.jsonl -o out/names.html[/bold]
    """
    from letopis.authority.names import english_names_of, name_rows, write_names

    run = linked(records, authority or [], decisions, config, keep=True)
    names = english_names_of(run.articles(), english) if english is not None else None
    count = write_names(output, name_rows(run, names), title=title)
    if not quiet:
        print(f"{counted(count, 'name')} written to {output}")
