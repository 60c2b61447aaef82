"""``letopis train stanza`` and ``letopis train morphology``: from treebanks to the models of ``models/``."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from letopis.cli.guard import FILES, STATE, WRITTEN

Folder = Annotated[Path, typer.Argument(help="Folder of Universal Dependencies treebanks (.conllu files)."), FILES]


def stanza(
    folder: Folder,
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the model goes."), WRITTEN] = Path(
        "models/stanza"
    ),
    steps: Annotated[int, typer.Option(min=1, help="Steps of the tagger, 32 sentences each.")] = 6000,
    epochs: Annotated[int, typer.Option(min=1, help="Passes of the lemmatiser.")] = 10,
    work: Annotated[
        Path | None, typer.Option(help="Folder for checkpoints; a temporary one by default."), STATE
    ] = None,
    finish: Annotated[
        bool, typer.Option("--finish", help="Make the models of what a stopped run left in the work folder.")
    ] = False,
) -> None:
    """Train Stanza's tagger and lemmatiser on treebanks.

    Every fifth sentence of a treebank is kept out, for benchmarks/lemmas.py to report on.

    Example: [bold]letopis train stanza ud-treebanks -o models/stanza[/bold]
    """
    from letopis.lemmas.training.stanza_training import train

    if work is not None:
        train(folder, output, work, steps=None if finish else steps, epochs=epochs)
    elif finish:
        raise typer.BadParameter("--finish needs --work, the folder of the run that was stopped")
    else:
        with tempfile.TemporaryDirectory() as temporary:
            train(folder, output, Path(temporary), steps=steps, epochs=epochs)
    typer.echo(f"wrote {output}")


def morphology(
    folder: Folder,
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the model goes."), WRITTEN] = Path(
        "models/morphology"
    ),
    epochs: Annotated[int, typer.Option(min=1, help="Passes over the sentences.")] = 16,
    texts: Annotated[
        Path | None,
        typer.Option(help="Folder of plain texts (.txt) that teachers annotate, to learn from them too."),
        FILES,
    ] = None,
) -> None:
    """Train the context tagger of the pymorphy3 engine on treebanks; some minutes on one core, ten with texts.

    Every fifth sentence of a treebank is kept out, for benchmarks/lemmas.py to report on.

    Example: [bold]letopis train morphology ud-treebanks --texts nerel/train -o models/morphology[/bold]
    """
    from letopis.lemmas.training.context_model import train
    from letopis.lemmas.training.treebank import plain_sentences, read_folder

    parts = read_folder(folder)
    more = [] if texts is None else plain_sentences(texts)
    for line in train([*parts.train, *parts.tuning], output, texts=more, epochs=epochs):
        typer.echo(line, err=True)
    typer.echo(f"wrote {output}")
