"""``letopis train``: train the models that the package ships."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Annotated

import typer

from letopis.cli.guard import FILES, WRITTEN
from letopis.errors import MissingDependencyError

app = typer.Typer(help="Train the models that the package ships; needs torch.", no_args_is_help=True)


@app.callback()
def callback() -> None:
    """Hold the commands together."""


@app.command("names")
def names(
    folder: Annotated[Path, typer.Argument(help="NEREL's folder 'train': .txt files and their .ann."), FILES],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the model goes."), WRITTEN] = Path(
        "models/names"
    ),
    config: Annotated[
        Path | None, typer.Option(help="Training config; the package's train.cfg by default."), FILES
    ] = None,
    epochs: Annotated[int | None, typer.Option(min=1, help="Passes over the texts, instead of the config's.")] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of all randomness, instead of the config's.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on from the checkpoint in the output folder.")] = False,
) -> None:
    """Train the tagger of persons, organisations and places on NEREL.

    Example: letopis train names NEREL/train -o models/names
    """
    if importlib.util.find_spec("torch") is None:
        raise MissingDependencyError("training needs torch: install it with 'pip install torch'")
    from letopis.entities.names.settings import CONFIG, read_settings
    from letopis.entities.names.training import train_names

    settings = read_settings(config or CONFIG, epochs=epochs, seed=seed)
    train_names(folder, output, settings, resume=resume, tell=lambda line: typer.echo(line, err=True))
    typer.echo(f"wrote {output}")
