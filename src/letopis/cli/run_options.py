"""``letopis.toml`` for the command line: options of a run from ``[options.extract]``, and a file to begin with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from letopis.cli.guard import WRITTEN
from letopis.cli.log import SECRET
from letopis.errors import InputError, OutputError, nearest


def given_options(command: Any) -> dict[str, Any]:
    """Return the options that ``letopis.toml`` of this folder gives, as click takes defaults: by parameter.

    Args:
        command: the command line, a group of commands.
    """
    from letopis.settings import DEFAULT, OPTIONS, read_toml

    path = Path(DEFAULT)
    if not path.is_file():
        return {}
    return _defaults(command, read_toml(path).get(OPTIONS, {}), f"{path}: {OPTIONS}")


def flags(command: Any) -> Iterator[tuple[str, Any]]:
    """Return the options of a command that a file may give, with their names: ``jobs`` for ``--jobs``."""
    for parameter in command.params:
        long = [name for name in parameter.opts if name.startswith("--")]
        if parameter.param_type_name == "option" and long and not parameter.is_eager and parameter.name not in SECRET:
            yield long[0].removeprefix("--"), parameter


def _defaults(command: Any, said: Any, place: str) -> dict[str, Any]:
    if not isinstance(said, Mapping):
        raise InputError(f"{place} is {said!r}; it is to be a table: [{place.rpartition(' ')[2]}]")
    commands = getattr(command, "commands", {})
    known = dict(flags(command)) if not commands else {}
    found: dict[str, Any] = {}
    for key, value in said.items():
        if key in commands:
            found[key] = _defaults(commands[key], value, f"{place}.{key}")
        elif key in known and value == "":
            continue
        elif key in known:
            found[known[key].name] = _checked(known[key], command, value, f"{place}.{key}")
        else:
            file, _, table = place.rpartition(" ")
            raise InputError(f"{file} [{table}] has no {key!r}; {nearest(key, list(commands or known))}")
    return found


def _checked(parameter: Any, command: Any, value: Any, place: str) -> Any:
    """Return a value that the option takes: a switch is true or false, and no text is one."""
    if parameter.is_flag != isinstance(value, bool) or isinstance(value, Mapping):
        raise InputError(f"{place} is {value!r}; it is to be {'true or false' if parameter.is_flag else 'a value'}")
    try:
        parameter.type_cast_value(typer.Context(command), value)
    except Exception as error:
        raise InputError(f"{place}: {getattr(error, 'message', error)}") from None
    return value


HEAD = Path(__file__).with_name("letopis.toml.head").read_text("utf-8")


def init_command(
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
    for key, below in getattr(command, "commands", {}).items():
        yield from _sections(below, f"{name}.{key}")
    known = [] if hasattr(command, "commands") else list(flags(command))
    if known:
        yield f"\n# [{name}]\n"
    for flag, parameter in known:
        yield f"# {flag} = {_value(parameter)}  # {' '.join((parameter.help or '').split())}\n"


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
