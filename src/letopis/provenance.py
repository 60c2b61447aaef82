"""What a record says of the pipeline that made it: versions, components, the models' hashes, words of one's own."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from letopis.lemmas.models import model_folder
from letopis.own_model import described_model
from letopis.settings import described_settings

if TYPE_CHECKING:
    from spacy.language import Language

NAMES = "letopis_names"
"""The factory of the component that a model of one's own changes."""

MODELS = ("names", "morphology", "trees", "agreements", "stanza")
"""The models whose hashes a record names."""


def describe_pipeline(nlp: Language, *, document_date: str | None = None) -> dict[str, Any]:
    """Return what a record's ``pipeline`` field names: versions, components, engine, models' hashes, own words.

    A document's date, by which relative dates were read, is named too: the article's own, or that of the pipeline.
    """
    engine = next((pipe.engine_name for _, pipe in nlp.pipeline if hasattr(pipe, "engine_name")), None)
    dates = [name for name in nlp.pipe_names if nlp.get_pipe_meta(name).factory == "letopis_dates"]
    written = document_date or next((nlp.get_pipe_config(name).get("document_date") for name in dates), None)
    dated = {"document_date": written} if written else {}
    models = {"components": list(nlp.pipe_names), "morphology": engine, "models": _model_hashes()}
    return _versions() | models | dated | described_settings(nlp) | described_own_model(nlp)


def described_own_model(nlp: Language) -> dict[str, Any]:
    """Return how a record names the model of one's own of a pipeline; nothing where it runs with the package's."""
    pipes = [name for name in nlp.pipe_names if nlp.get_pipe_meta(name).factory == NAMES]
    folder = nlp.get_pipe_config(pipes[0]).get("model") if pipes else None
    return {"model": _described(folder)} if folder else {}


@cache
def _described(folder: str) -> dict[str, Any]:
    return described_model(Path(folder))


@cache
def _versions() -> dict[str, str]:
    from importlib.metadata import version

    from letopis import __version__

    return {"letopis": __version__} | {name: version(name) for name in ("spacy", "pymorphy3", "slovnet")}


@cache
def _model_hashes() -> dict[str, str]:
    """The first twelve digits of the SHA-256 of each model's files, by the model's name."""
    hashes = {}
    for name in MODELS:
        folder = model_folder(name)
        if folder is not None:
            digest = hashlib.sha256()
            for path in sorted(folder.iterdir()):
                if path.suffix in {".npz", ".npy", ".pt"}:
                    digest.update(path.read_bytes())
            hashes[name] = digest.hexdigest()[:12]
    return hashes
