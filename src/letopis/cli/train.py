"""``letopis train``: hands its words to the training code, which is installed apart, with torch."""

from __future__ import annotations

from importlib.metadata import entry_points

import typer

from letopis.errors import MissingDependencyError

GROUP = "letopis.commands"
"""The entry points under which packages beside this one bring commands."""

SETTINGS = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


def command(context: typer.Context) -> None:
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
