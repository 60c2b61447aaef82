"""``letopis explain``: how a sentence was read, and which rule made each agreement and relation."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from letopis.cli.guard import FILES
from letopis.cli.options import AllAsJson

if TYPE_CHECKING:
    from letopis.entities.agreements.explain import Explanation

STANDARD_INPUT = "-"


def command(
    text: Annotated[
        str, typer.Argument(help="A sentence or more in Russian, or - for standard input; beside ID a file of records.")
    ],
    span: Annotated[
        int | None, typer.Argument(metavar="[ID]", help="The id of a span in a record: who made it, and why.")
    ] = None,
    article: Annotated[str, typer.Option(help="Id of the record, where the file has several.")] = "",
    model: Annotated[Path | None, typer.Option(help="The model of your own that made the record."), FILES] = None,
    as_json: AllAsJson = False,
) -> None:
    """Show how a text is read: its clauses, its agreements, their relations, and the rule that made each.

    With ID, say of a span of a record which rule or network made it, what it saw, and how to have it otherwise.

    Example: [bold]letopis explain out/letopis.jsonl 17 --article origins[/bold]

    Example: [bold]letopis explain "Чехия и Польша подписали Договор о границе в Риме 5 мая 1999 г."[/bold]
    """
    if span is not None:
        explain_span(Path(text), article, span, model, as_json=as_json)
        return
    said = sys.stdin.read() if text == STANDARD_INPUT else text
    if any("\ud800" <= letter <= "\udfff" for letter in said):
        raise typer.BadParameter("the text is not UTF-8; give it as UTF-8")
    if not said.strip():
        raise typer.BadParameter("there is no text; give a sentence in quotes, or - and a text on standard input")
    import letopis
    from letopis.cli.printing import print_json
    from letopis.entities.agreements.explain import explain_agreements

    found = explain_agreements(letopis.load()(said.strip()))
    if as_json:
        print_json(found)
    else:
        typer.echo("\n".join(lines_of(found)))


def explain_span(records: Path, name: str, number: int, model: Path | None, *, as_json: bool) -> None:
    """Print why a span of a record is there."""
    from letopis.cli.printing import print_json
    from letopis.entities.names.tagger import load_tagger
    from letopis.errors import InputError, nearest
    from letopis.formats.jsonl import read_articles
    from letopis.learning.reasons import reason_of
    from letopis.lemmas.models import ENGINES

    known = read_articles(records)
    articles = [one for one in known if name in {"", one.id}]
    if len(articles) != 1:
        names = nearest(name, [one.id for one in known])
        raise InputError(f"{records}: {len(articles)} articles fit; name one with --article: {names}")
    found = reason_of(articles[0], number, load_tagger(model, articles[0].pipeline.get("engine", ENGINES[0])))
    if as_json:
        print_json(found)
        return
    score = "" if found.score is None else f", score {found.score:.2f}"
    typer.echo(f"{found.label} {found.text}\n  in: {found.sentence}\n  by: {found.by or 'nobody says'}{score}")
    typer.echo(f"      {found.says}")
    for rival in found.rivals:
        typer.echo(f"  the network weighed {rival.label} {rival.text}: {rival.score:.2f}")
    typer.echo(f"  otherwise: {found.otherwise}")


def lines_of(found: Explanation) -> list[str]:
    """Return the lines of an explanation."""
    lines = ["Clauses"]
    for clause in found.clauses:
        said = (clause.stage, clause.time, "denied" * clause.denied, "not real" * (not clause.real))
        about = ", ".join(word for word in said if word) or "no stage"
        lines.append(f"  {clause.predicate} ({about}) takes {clause.agreement}")
        lines += [f"    {one.role:<10} {one.text}  [{one.by}]" for one in clause.arguments]
    lines += ["  none"] * (not found.clauses)
    lines.append("Agreements")
    for one in found.agreements:
        status = f", {one.status}" + (f" {one.status_date}" if one.status_date else "") if one.status else ""
        lines.append(f"  {one.text}  ({one.kind}{status})  [{one.by}]")
    lines += ["  none"] * (not found.agreements)
    lines.append("Relations")
    lines += [f"  {link.type:<11} {link.agreement} → {link.target}  [{link.by}]" for link in found.relations]
    return lines + ["  none"] * (not found.relations)
