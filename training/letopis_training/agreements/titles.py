"""Train the network of titles on annotated passages; needs torch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from letopis.entities.names.weights import load_model, model_folder, save_model
from letopis_training.agreements.texts import FOLDS, fold_of, read_annotated
from letopis_training.names.corrections import document_of
from letopis_training.names.rewriting import Document
from letopis_training.names.settings import TrainSettings
from letopis_training.names.train import epochs, exported, start, start_from, write_rehearsal

REHEARSED = 700
"""Written texts that ``letopis learn`` rehearses at most."""


def train(  # noqa: PLR0913 (each named)
    files: Sequence[Path],
    out: Path,
    settings: TrainSettings,
    *,
    folds: int = 0,
    first: Path | None = None,
    lessons: Sequence[Document] = (),
    tell: Callable[[str], None] = lambda _: None,
) -> None:
    """Train on annotated files, starting from the tagger of names, and write the network.

    ``first`` is the folder of a network of titles to go on from instead, with its folds.

    With ``folds``, networks that have each not seen a part of the texts go into the folder ``folds`` beside it, for the
    judge of agreements to learn from what they see there. Marked texts (.txt), which may stay, are kept beside it for
    ``letopis learn`` to rehearse. ``lessons`` are plain texts that a larger tagger judged
    (:func:`letopis_training.names.teaching.judged_texts`).

    Raises:
        InputError: a file cannot be read as annotated texts.
        OutputError: the output cannot be written.
    """
    by_file = {path: [document_of(one) for one in read_annotated(path)] for path in files}
    documents = [document for some in by_file.values() for document in some]
    for fold in range(folds):
        tell(f"fold {fold + 1} of {folds}")
        rest = [one for one in documents if fold_of(one.annotated.text, folds) != fold]
        before = first / FOLDS / str(fold) if first is not None else model_folder()
        _train([*rest, *lessons], out / FOLDS / str(fold), settings, before, tell)
    _train([*documents, *lessons], out, settings, first or model_folder(), tell)
    written = [one.annotated.text for path, some in by_file.items() if path.suffix == ".txt" for one in some]
    if written:
        write_rehearsal(out, sorted(written, key=lambda text: sha256(text.encode()).digest())[:REHEARSED])


def _train(
    documents: Sequence[Document], out: Path, settings: TrainSettings, before: Path, tell: Callable[[str], None]
) -> None:
    run = start(settings)
    start_from(run, load_model(before))
    for line in epochs(run, settings, documents):
        tell(line)
    model = replace(exported(run), thresholds=settings.thresholds)
    notes = {"seed": settings.seed, "epochs": settings.epochs, "texts": len(documents), "seconds": round(run.seconds)}
    save_model(out, model, notes)
