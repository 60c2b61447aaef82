"""``letopis models``, ``data`` and ``train``: what is here, what can be fetched, and what trained it."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from letopis.cli.guard import WRITTEN
from letopis.cli.printing import print_json
from letopis.errors import MissingDependencyError

if TYPE_CHECKING:
    from letopis.datasets import Dataset


app = typer.Typer(help="List the models, or download Stanza's official one.", no_args_is_help=True)


@app.callback()
def callback() -> None:
    """Hold the commands together."""


@app.command("list")
def list_models(
    as_json: Annotated[bool, typer.Option("--json", help="Print the list as JSON.")] = False,
) -> None:
    """List the models, where they are and how large.

    Example: [bold]letopis models list[/bold]
    """
    from letopis.lemmas.models import known_models

    models = known_models()
    if as_json:
        rows = [model._asdict() | {"folder": str(model.folder) if model.folder else None} for model in models]
        print_json(rows)
        return
    for model in models:
        place = f"{model.bytes / 1e6:6.1f} MB  {model.folder}" if model.folder else "        -  not here"
        typer.echo(f"{model.name:<16} {place}")


@app.command("download")
def download(name: Annotated[str, typer.Argument(help="Only 'stanza' can be downloaded.")]) -> None:
    """Download Stanza's official Russian tagger and lemmatiser (some 400 MB) into Stanza's own folder.

    Example: [bold]letopis models download stanza[/bold]
    """
    from letopis.lemmas.models import download_stanza

    if name != "stanza":
        raise typer.BadParameter(f"{name!r} cannot be downloaded: only 'stanza' can")
    typer.echo(f"wrote {download_stanza()}")


GROUP = "letopis.commands"
"""The entry points under which packages beside this one bring commands."""

SETTINGS = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


def train_command(context: typer.Context) -> None:
    """Train the models that the package ships; the code is in the checkout's folder [bold]training[/bold].

    Example: [bold]letopis train names NEREL/train -o models/names[/bold]
    """
    found = entry_points(group=GROUP, name="train")
    if not found:
        raise MissingDependencyError(
            "the command 'train' is no part of the package: in a checkout of the project, install it with "
            "'pip install ./training'"
        )
    training = next(iter(found)).load()
    training(context.args, prog_name="letopis train", standalone_mode=False)


def data_command(
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
        known = ({key: getattr(one, key) for key in fields} for one in wanted)
        print_json(
            [row | {"urls": [url for url, _ in one.repositories]} for row, one in zip(known, wanted, strict=True)]
        )
    else:
        typer.echo("\n\n".join(map(_described, wanted)))


def _described(one: Dataset) -> str:
    places = "\n".join(f"  from     {url} ({', '.join(parts)})" for url, parts in one.repositories)
    return f"{one.name}\n  what     {one.what}\n{places}\n  licence  {one.licence}\n  sha256   {one.sha256}"
