"""``letopis data``: public sets to repeat the project's figures with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from letopis.cli.guard import WRITTEN
from letopis.cli.printing import print_json

if TYPE_CHECKING:
    from letopis.datasets import Dataset


def command(
    name: Annotated[str | None, typer.Argument(help="nerel, ud or bsnlp; all are listed when not given.")] = None,
    folder: Annotated[
        Path | None, typer.Argument(help="Folder to make and to fetch it into, with git.", metavar="[DIR]"), WRITTEN
    ] = None,
    url: Annotated[
        list[str] | None,
        typer.Option("--from", help="Another address of its repository, such as a clone on disk; one for each."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what is known of it as JSON.")] = False,
) -> None:
    """Say where the public sets come from that the figures are measured on; with DIR, fetch one.

    Nothing is downloaded without DIR. The folder is laid out as the benchmarks and 'letopis train' read it.

    Example: [bold]letopis data nerel NEREL[/bold]
    """
    from letopis.datasets import DATASETS, dataset, fetch

    wanted = list(DATASETS.values()) if name is None else [dataset(name)]
    if folder is not None:
        same = fetch(wanted[0], folder, tuple(url or ()))
        differs = "the files are those of the figures" if same else (
            "the files differ from those that the figures were measured on: there is a newer version"
        )  # fmt: skip
        typer.echo(f"wrote {folder}: {differs}")
    elif as_json:
        fields = ("name", "what", "licence", "sha256")
        print_json([{key: getattr(one, key) for key in fields} | {"urls": _urls(one)} for one in wanted])
    else:
        typer.echo("\n\n".join(map(_described, wanted)))


def _urls(one: Dataset) -> list[str]:
    return [url for url, _ in one.repositories]


def _described(one: Dataset) -> str:
    places = "\n".join(f"  from     {url} ({', '.join(parts)})" for url, parts in one.repositories)
    return f"{one.name}\n  what     {one.what}\n{places}\n  licence  {one.licence}\n  sha256   {one.sha256}"
