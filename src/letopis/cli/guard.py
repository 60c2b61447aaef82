"""What every path of a command is, and the one place where outputs are held against inputs before anything is done."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from functools import wraps
from pathlib import Path
from typing import Any, NamedTuple

import typer

from letopis.cli.log import run_logged
from letopis.cli.progress import steps_shown
from letopis.streams import STANDARD, descriptor, output_alone


class PathRole(NamedTuple):
    """What a path of a command is for: it is written, or read; ``files`` lists what is read of a folder."""

    written: bool
    files: Callable[[Path], Iterable[Path]]


def _articles(folder: Path) -> Iterable[Path]:
    from letopis.sources.read import article_files

    return article_files(folder)


def _records(folder: Path) -> Iterable[Path]:
    from letopis.formats.jsonl import record_files

    return record_files(folder)


def _sides(folder: Path) -> Iterator[Path]:
    """Texts, glossaries and notes; records, which begin with their id, and no links."""
    for path in folder.rglob("*"):
        if path.suffix in {".txt", ".tsv"} or (path.suffix == ".jsonl" and _begins(path, b'{"id"')):
            yield path


def _begins(path: Path, start: bytes) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(start)) == start
    except OSError:
        return True


WRITTEN = PathRole(written=True, files=lambda folder: folder.rglob("*"))
ARTICLES = PathRole(written=False, files=_articles)
RECORDS = PathRole(written=False, files=_records)
SIDE = PathRole(written=False, files=_sides)
FOREIGN = PathRole(written=False, files=lambda folder: (p for p in folder.rglob("*") if p.suffix != ".jsonl"))
FILES = PathRole(written=False, files=WRITTEN.files)
STATE = PathRole(written=False, files=lambda folder: ())
"""A folder that a command keeps for itself: read and written."""


def guard(app: typer.Typer) -> None:
    """Have every command of an app, and of the apps in it, checked before it begins."""
    for command in app.registered_commands:
        if command.callback is not None:
            command.callback = _guarded(command.callback)
    for group in app.registered_groups:
        if group.typer_instance is not None:
            guard(group.typer_instance)


def roles(command: Callable[..., Any]) -> dict[str, PathRole]:
    """Return what the paths of a command are, by the names of its parameters."""
    parameters = inspect.signature(command, eval_str=True).parameters.values()
    marked = {one.name: getattr(one.annotation, "__metadata__", ()) for one in parameters}
    return {name: mark for name, marks in marked.items() for mark in marks if isinstance(mark, PathRole)}


def _guarded(command: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(command)
    def run(**values: Any) -> Any:
        try:
            outputs, inputs = _paths(roles(command), values)
            refuse_losses(outputs, inputs)
            alone = any(descriptor(path, 1) == 1 for path in outputs)
            if alone and (values.get("as_json") or values.get("markdown")):
                raise typer.BadParameter("standard output is the place of two outputs; write one of them to a file")
            records = [path for path, role in inputs if role is RECORDS]
            read = [one for path in records for one in (path, *(_records(path) if path.is_dir() else ()))]
            with steps_shown(read), output_alone() if alone else nullcontext():
                return run_logged(command, values)
        except KeyboardInterrupt:  # newer versions of typer would end without a word
            raise typer.Abort from None

    return run


def refuse_losses(outputs: list[Path], inputs: list[tuple[Path, PathRole]]) -> None:
    """Refuse outputs that would take an input away; see :func:`letopis.files.check_outputs`."""
    from letopis.files import check_outputs

    if sum(descriptor(path, 0) == 0 for path, _ in inputs) > 1:
        raise typer.BadParameter(f"{STANDARD} is there twice; standard input can be read once")
    check_outputs(outputs, {path: role.files for path, role in inputs if role is not STATE})


def _paths(known: dict[str, PathRole], values: dict[str, Any]) -> tuple[list[Path], list[tuple[Path, PathRole]]]:
    outputs: list[Path] = []
    inputs: list[tuple[Path, PathRole]] = []
    for name, role in known.items():
        given = values.get(name)
        for value in given if isinstance(given, list | tuple) else [given]:
            if value is not None and "://" not in str(value):
                (outputs.append(Path(value)) if role.written else inputs.append((Path(value), role)))
    return outputs, inputs
