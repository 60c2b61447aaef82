"""``letopis explain``: how a sentence was read, and which rule made each agreement and relation."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from letopis.entities.agreements.explain import Explanation

STANDARD_INPUT = "-"


def command(
    text: Annotated[str, typer.Argument(help="A sentence or more in Russian, or - for standard input.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """Show how a text is read: its clauses, its agreements, their relations, and the rule that made each.

    Example: [bold]letopis explain "Чехия и Польша подписали Договор о границе в Риме 5 мая 1999 г."[/bold]
    """
    said = sys.stdin.read() if text == STANDARD_INPUT else text
    if not said.strip():
        raise typer.BadParameter("there is no text; give a sentence in quotes, or - and a text on standard input")
    explain_text(said.strip(), as_json=as_json)


def explain_text(text: str, *, as_json: bool) -> None:
    """Read a text and print how it was read."""
    import msgspec

    import letopis
    from letopis.cli.printing import print_json
    from letopis.entities.agreements.explain import explain_agreements

    found = explain_agreements(letopis.load()(text))
    if as_json:
        print_json(msgspec.to_builtins(found))
    else:
        show(found)


def show(found: Explanation) -> None:
    """Print an explanation for people."""
    for line in lines_of(found):
        typer.echo(line)


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
