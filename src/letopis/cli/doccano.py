"""``letopis doccano``: corrections in doccano and back, and a server on this machine."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from letopis.cli.guard import FILES, RECORDS, STATE, WRITTEN
from letopis.cli.options import Records, one_of
from letopis.cli.printing import print_json
from letopis.doccano.settings import DEFAULT_FOLDER, ORDERS, PARTS
from letopis.errors import InputError

if TYPE_CHECKING:
    from letopis.doccano.connection import Server
    from letopis.doccano.planning import Item
    from letopis.doccano.push import PushReport, Stretch
    from letopis.doccano.snapshot import Status
    from letopis.records import Article

app = typer.Typer(
    name="doccano",
    help="Correct spans in doccano and take the corrections back.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)

PROJECT = typer.Option("-p", "--project", help="Name of the doccano project.")
URL = typer.Option("--url", help="Address of doccano; else LETOPIS_DOCCANO_URL, else http://127.0.0.1:8000.")
USER = typer.Option("--user", help="Who logs in; else LETOPIS_DOCCANO_USER, else the user in .netrc.")
BASE = typer.Option("--base", help="Folder for what was pushed, the base of the merge; keep it with the annotations.")
TIMEOUT = typer.Option("--timeout", help="Seconds to wait for each answer of the server.", min=0.1)
JSON = typer.Option("--json", help="Print the answer as JSON.")


@app.command("push")
def push_command(
    records: Records,
    project: Annotated[str, PROJECT],
    unit: Annotated[
        str, typer.Option(help="One example a paragraph, sentence or article.", callback=one_of(PARTS))
    ] = "paragraph",
    order: Annotated[
        str,
        typer.Option(
            help="text; uncertain: least sure first; gain: where a correction teaches most (new examples).",
            callback=one_of(ORDERS),
        ),
    ] = "text",
    model: Annotated[
        Path | None, typer.Option(help="Model of your own that is to be taught further, for --order gain."), FILES
    ] = None,
    annotator: Annotated[
        list[str] | None, typer.Option(help="User of the server who is to annotate; may be repeated.")
    ] = None,
    url: Annotated[str | None, URL] = None,
    user: Annotated[str | None, USER] = None,
    base: Annotated[Path, BASE, STATE] = DEFAULT_FOLDER,
    timeout: Annotated[float, TIMEOUT] = 60.0,
    force: Annotated[
        bool,
        typer.Option("--force", help="Break the marker of a push that was cut off elsewhere; says which."),
    ] = False,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Push records: new paragraphs in bulk, known ones by a three-way merge.

    The project is created when it is missing. A span that a person touched stays as it is, any other follows the
    records; where the two contradict each other, both readings are listed. Pushing twice adds nothing. What somebody
    works on while the push runs is left and named.

    The password comes from LETOPIS_DOCCANO_PASSWORD, from .netrc, or is asked for.

    Example: [bold]letopis doccano push out/letopis.jsonl --project treaties --order uncertain[/bold]
    """
    from letopis.doccano.push import push
    from letopis.formats.jsonl import read_articles

    articles = read_articles(records)
    ranks = _ranks(articles, unit, model) if order == "gain" else None
    report = push(
        _connect(url, user, timeout), articles, project, folder=base, unit=unit, order=order, ranks=ranks,
        annotators=annotator or (), force=force,
    )  # fmt: skip
    _show_push(report, as_json=as_json)


def _ranks(articles: list[Article], unit: str, model: Path | None) -> dict[Stretch, int]:
    """Return the rank of each example by what its correction would teach."""
    import letopis
    from letopis.doccano.places import split_article
    from letopis.learning.gain import gains, in_order_of_gain

    parts = {article.id: split_article(article, unit) for article in articles}
    found = gains(letopis.load(model=model), articles, parts)
    texts = {article.id: article.text for article in articles}
    order = in_order_of_gain(found, {place: texts[place[0]][place[1] : place[2]] for place in found})
    return {place: rank for rank, place in enumerate(order)}


@app.command("pull")
def pull_command(
    project: Annotated[str, PROJECT],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="Folder for the records, one file an article."), WRITTEN
    ],
    records: Annotated[
        Path | None, typer.Option(help="A new extraction to merge the corrections into; else what was pushed."), RECORDS
    ] = None,
    url: Annotated[str | None, URL] = None,
    user: Annotated[str | None, USER] = None,
    base: Annotated[Path, BASE, STATE] = DEFAULT_FOLDER,
    timeout: Annotated[float, TIMEOUT] = 60.0,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Pull the corrections into records with clean and raw offsets.

    Writes a file an article, and review.json with every place that a person has to decide: all files or none; others in
    the folder stay. Neither doccano nor the base is changed, so it can be done as often as wanted.

    Example: [bold]letopis doccano pull --project treaties -o annotations/annotators/anna[/bold]
    """
    from letopis.cli.printing import counted
    from letopis.doccano.pull import pull, write_pull
    from letopis.formats.jsonl import read_articles

    ours = read_articles(records) if records is not None else None
    result = pull(_connect(url, user, timeout), project, folder=base, articles=ours)
    write_pull(output, result)
    for note in result.notes:
        print(f"letopis: {note}", file=sys.stderr)
    if as_json:
        names = [article.id for article in result.articles]
        print_json({"output": str(output), "articles": names, "review": result.items, "notes": result.notes})
        return
    print(f"{counted(len(result.articles), 'article')} written to {output}")
    _show_items(result.items)


@app.command("status")
def status_command(
    project: Annotated[str, PROJECT],
    url: Annotated[str | None, URL] = None,
    user: Annotated[str | None, USER] = None,
    base: Annotated[Path, BASE, STATE] = DEFAULT_FOLDER,
    timeout: Annotated[float, TIMEOUT] = 60.0,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Show how far the annotators are, by article and by annotator.

    Example: [bold]letopis doccano status --project treaties[/bold]
    """
    from letopis.doccano.snapshot import project_status

    status = project_status(_connect(url, user, timeout), project, folder=base)
    if as_json:
        print_json(status)
        return
    _show_status(status)


@app.command("serve")
def serve_command(
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1.", min=1, max=65535)] = 8000,
    venv: Annotated[Path, typer.Option(help="Virtual environment for doccano; made when missing."), STATE] = Path(
        ".venv-doccano"
    ),
    home: Annotated[
        Path | None,
        typer.Option(help="Folder for the server's data; else letopis/doccano in the user's data folder."),
        STATE,
    ] = None,
    user: Annotated[str, typer.Option(help="Administrator, created at the first start.")] = "admin",
    install_only: Annotated[bool, typer.Option("--install-only", help="Install doccano and stop.")] = False,
) -> None:
    """Run a doccano server of one's own on this machine, until Ctrl-C.

    It listens on 127.0.0.1 alone and keeps everything in one folder. The administrator's password is asked for at the
    first start, or taken from LETOPIS_DOCCANO_PASSWORD; doccano keeps it, Letopis does not.

    Example: [bold]letopis doccano serve --port 8000[/bold]
    """
    from letopis.doccano import server
    from letopis.doccano.login import PASSWORD_VARIABLE

    if not server.is_installed(venv):
        print(f"letopis: installing doccano into {venv} (about a minute, 710 MB)", file=sys.stderr)
        server.install(venv)
    if install_only:
        return
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    place = server.Place(venv, home or Path(data) / "letopis" / "doccano", port)
    users = server.prepare(place)
    if user not in users and users:
        raise InputError(f"{place.home}: has no user {user!r} but {', '.join(users)}; name one of them with --user")
    if not users:
        password = os.environ.get(PASSWORD_VARIABLE) or _ask(f"New password for {user}", confirm=True)
        server.create_users(place, {user: password or ""}, admin=True)
    process = server.start(place)
    try:
        print(f"doccano: {place.url}  user: {user}  data: {place.home}  (Ctrl-C stops it)", flush=True)
        process.wait()
    except KeyboardInterrupt:
        print("letopis: stopping doccano", file=sys.stderr)
    finally:
        server.stop(process)


def _connect(url: str | None, user: str | None, timeout: float) -> Server:
    from letopis.doccano.login import find_login, require_client

    require_client()
    from letopis.doccano.connection import connect

    login = find_login(url, user, _ask)
    for warning in login.warnings:
        print(f"letopis: {warning}", file=sys.stderr)
    return connect(login, timeout=timeout)


def _ask(question: str, *, confirm: bool = False) -> str:
    """Ask for a password where somebody can answer."""
    if not sys.stdin.isatty():
        return ""
    return str(typer.prompt(question, hide_input=True, confirmation_prompt=confirm, err=True))


def _show_push(report: PushReport, *, as_json: bool) -> None:
    for note in report.notes:
        print(f"letopis: {note}", file=sys.stderr)
    if as_json:
        counts = ("project", "created", "uploaded", "updated", "unchanged", "removed", "left", "annotators", "notes")
        print_json({name: getattr(report, name) for name in counts} | {"review": report.items})
        return
    what = "created" if report.created else "found"
    print(
        f"project {report.project!r} {what}: {report.uploaded} examples uploaded, {report.updated} changed, "
        f"{report.unchanged} as they were, {report.removed} removed"
        + (f", {report.left} left to somebody who works on them" if report.left else "")
    )
    if report.annotators:
        print(f"annotators added: {', '.join(report.annotators)}")
    _show_items(report.items)


def _show_items(items: list[Item]) -> None:
    from letopis.doccano.planning import describe

    if items:
        print(f"{len(items)} places to decide:")
    for item in items:
        print(f"  {describe(item)}")


def _show_status(status: Status) -> None:
    from letopis.cli.printing import print_table

    articles = [
        [name, *map(str, (row.examples, row.confirmed, row.changed, row.comments, row.open_comments))]
        for name, row in status.articles.items()
    ]
    header = ("article", "examples", "confirmed", "changed", "comments", "open")
    print_table(f"Project {status.project}", header, articles)
    people = [[name, *map(str, (who.confirmed, who.spans, who.comments))] for name, who in status.annotators.items()]
    print_table("By annotator", ("annotator", "confirmed", "spans made", "comments"), people)
    for note in status.notes:
        print(f"letopis: {note}", file=sys.stderr)
