"""The command ``letopis``: thin commands over plain functions; only this folder prints or exits."""

from __future__ import annotations

import sys
from typing import Annotated

import click
import typer

from letopis import __version__
from letopis.cli import clean, evaluate, extract, iaa
from letopis.errors import LetopisError

EXIT_FAILED, EXIT_USAGE, EXIT_INTERRUPTED = 1, 2, 130

app = typer.Typer(
    name="letopis",
    help="From Russian academic articles to dates, persons, organisations, places and agreements in JSON Lines.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command("clean")(clean.command)
app.command("extract")(extract.command)
app.command("evaluate")(evaluate.command)
app.command("iaa")(iaa.command)


@app.callback(invoke_without_command=True)
def callback(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.", is_eager=True)] = False,
) -> None:
    """Show the version when asked."""
    if version:
        typer.echo(__version__)
        raise typer.Exit


def main() -> None:
    """Run the command line; every refusal is one sentence on standard error and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = app(standalone_mode=False)
    except click.UsageError as error:
        error.show()
        sys.exit(EXIT_USAGE)
    except (click.Abort, KeyboardInterrupt):
        print("letopis: stopped", file=sys.stderr)
        sys.exit(EXIT_INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(EXIT_FAILED)
    except LetopisError as error:
        print(f"letopis: {error}", file=sys.stderr)
        sys.exit(EXIT_FAILED)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(EXIT_FAILED)
    sys.exit(code if isinstance(code, int) else 0)
