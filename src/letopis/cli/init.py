"""``letopis init``: a ``letopis.toml`` to begin with, in which every line is a comment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from letopis.cli.guard import WRITTEN
from letopis.errors import OutputError

HEAD = """\
# What Letopis is to know and to do in this folder. Every line is a comment: take the "# " away before what you want.
# Words of your own: docs/linguists.md. Options: "letopis COMMAND --help"; what the command line says comes first.

# [words]                    # a word of yours = the one that it is used like
# "шерть" = "конвенция"

# [abbreviations]            # before a name, before a number, never at a sentence's end, after what they count
# name = ["кишл."]

# [[states]]
# name = "Руритания"
# code = "RT"
# other = ["Руританское Королевство"]

# [names]                    # more words for a list of names; never: no names, in all cases
# never = ["Аргумент"]
"""


def command(
    context: typer.Context,
    output: Annotated[Path, typer.Argument(help="File to write.", metavar="[FILE]"), WRITTEN] = Path("letopis.toml"),
) -> None:
    """Write a letopis.toml with every option of every command, and words of your own, as comments.

    Example: [bold]letopis init[/bold]
    """
    from letopis.files import replacing

    if output.exists():
        raise OutputError(f"{output}: is there already; give another name, or move it away")
    with replacing(output) as file:
        file.write((HEAD + "".join(_sections(context.find_root().command, "options"))).encode())
    typer.echo(f"wrote {output}")


def _sections(command: Any, name: str) -> Iterator[str]:
    from letopis.cli.run_options import flags

    for key, below in getattr(command, "commands", {}).items():
        yield from _sections(below, f"{name}.{key}")
    known = [] if hasattr(command, "commands") else list(flags(command))
    if known:
        yield f"\n# [{name}]\n" + "".join(_line(flag, parameter) for flag, parameter in known)


def _line(flag: str, parameter: Any) -> str:
    said = " ".join((parameter.help or "").split())
    return f"# {flag} = {_value(parameter)}  # {said}\n"


def _value(parameter: Any) -> str:
    """Return the default as TOML writes it; what has none is empty, which says nothing."""
    default = getattr(parameter.default, "value", parameter.default)
    if isinstance(default, bool) or parameter.is_flag:
        return str(bool(default)).lower()
    if isinstance(default, int | float):
        return str(default)
    if parameter.multiple:
        return "[]"
    return f'"{default}"' if isinstance(default, str | Path) else '""'
