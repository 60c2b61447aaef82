"""Options of a run from ``letopis.toml``: ``[options.extract]`` and so on, under the names that the flags have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import typer

from letopis.cli.log import SECRET
from letopis.errors import InputError, nearest


def given_options(command: Any) -> dict[str, Any]:
    """Return the options that ``letopis.toml`` of this folder gives, as click takes defaults: by parameter.

    Args:
        command: the command line, a group of commands.

    Raises:
        InputError: there is no such command or option, or the value is none that it takes.
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
            raise InputError(f"there is no {place}.{key}; {nearest(key, list(commands or known))}")
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
