"""``letopis models``: what models are here, and the only command that downloads one; and ``letopis train``."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import Annotated

import typer

from letopis.cli.printing import print_json
from letopis.errors import MissingDependencyError

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
            "the train_command 'train' is no part of the package: in a checkout of the project, install it with "
            "'pip install ./training'"
        )
    training = next(iter(found)).load()
    training(context.args, prog_name="letopis train", standalone_mode=False)
