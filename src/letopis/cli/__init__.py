"""The command ``letopis``: thin commands over plain functions; only this folder prints or exits."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from letopis.cli import (
    clean,
    counts,
    doccano,
    evaluate,
    exchange,
    explain,
    extract,
    iaa,
    index,
    learn,
    link,
    models,
    run_options,
)
from letopis.cli.guard import guard
from letopis.cli.log import keep_log
from letopis.cli.options import name_formats
from letopis.cli.run_options import given_options
from letopis.errors import LetopisError, reason_of

__all__ = ["main"]

NO_ROOM = frozenset({errno.ENOSPC, errno.EFBIG, errno.EDQUOT})

EXIT_FAILED, EXIT_INTERRUPTED = 1, 130

# Newer versions of typer carry a click of their own; this is its exception, whichever it is.
ClickException: type[Exception] = typer.BadParameter.__bases__[0].__bases__[0]

app = typer.Typer(
    name="letopis",
    help="From Russian academic articles to dates, persons, organisations, places and agreements in JSON Lines.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
app.command("clean")(clean.command)
app.command("extract")(extract.command)
app.command("evaluate")(evaluate.command)
app.command("iaa")(iaa.command)
app.command("learn")(learn.command)
app.command("grep")(index.grep_command)
app.command("explain")(explain.command)
app.command("index")(index.index_command)
app.command("freq")(counts.freq_command)
app.command("ngrams")(counts.ngrams_command)
app.command("colloc")(counts.colloc_command)
app.command("keyness")(counts.keyness_command)
app.command("dispersion")(counts.dispersion_command)
app.command("chronicle")(index.chronicle_command)
app.command("link")(link.command)
app.command("names")(link.names_command)
app.command("align")(exchange.align_command)
app.command("export")(exchange.export_command)
app.command("import")(exchange.import_command)
app.command("view")(exchange.view_command)
app.command("serve")(index.serve_command)
app.command("init")(run_options.init_command)
app.command("data")(models.data_command)
app.add_typer(doccano.app, name="doccano")
app.command("train", context_settings=models.SETTINGS)(models.train_command)
app.add_typer(models.app, name="models")
guard(app)


@app.callback(invoke_without_command=True)
def callback(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.", is_eager=True)] = False,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Tell on standard error what is done.")] = False,
    log_file: Annotated[
        Path | None, typer.Option(help="File to which a line is added, with the time, for all that is done or told.")
    ] = None,
) -> None:
    """Show the version when asked; take the options that letopis.toml gives, and open the log."""
    if version:
        from letopis.version import __version__

        typer.echo(__version__)
        raise typer.Exit
    keep_log(verbose=verbose, file=log_file)
    context.default_map = given_options(context.command)
    if context.invoked_subcommand:
        name_formats(context.command, context.invoked_subcommand)


def main(commands: typer.Typer = app) -> None:
    """Run the command line; every refusal is one sentence on standard error and an exit code.

    Args:
        commands: those that are run, of a package beside this one; Letopis's own by default.

    >>> from unittest.mock import patch
    >>> with patch("sys.argv", ["letopis", "--version"]):
    ...     main()
    Traceback (most recent call last):
    SystemExit: 0
    """
    try:
        for stream in (sys.stdout, sys.stderr):
            reconfigure = getattr(stream, "reconfigure", None)
            if reconfigure is not None:
                reconfigure(encoding="utf-8", errors="backslashreplace")
        code = commands(standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
        if code == EXIT_INTERRUPTED:  # typer gives it, without a word, where Ctrl-C comes between its own steps
            raise KeyboardInterrupt
    except (typer.Abort, KeyboardInterrupt):
        print("letopis: stopped", file=sys.stderr)
        sys.exit(EXIT_INTERRUPTED)
    except ClickException as error:
        error.show()  # type: ignore[attr-defined]
        sys.exit(error.exit_code)  # type: ignore[attr-defined]
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(EXIT_FAILED)
    except Exception as error:
        print(f"letopis: {_sentence(error)}", file=sys.stderr)
        sys.exit(EXIT_FAILED)
    sys.exit(code if isinstance(code, int) else 0)


def _sentence(error: Exception) -> str:
    """Return the sentence on an error, and on what no command answers: no room for what is printed, our mistake."""
    if isinstance(error, LetopisError):
        return str(error)
    if isinstance(error, MemoryError):
        return "there is too little memory; use a machine with more, or raise the limit"
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        # What could not be written would be tried again, in vain, when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return f"standard output cannot be written: {error.strerror}"
    if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
        return f"{str(error.filename)[:80]}…: the name is too long; give a shorter one"
    return f"this should not have happened, please report it: {reason_of(error)}"
