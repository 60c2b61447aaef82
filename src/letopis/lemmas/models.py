"""Where the models are: in the installed package first, then in the checkout, then in Stanza's own folder."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from zipfile import BadZipFile

from letopis.errors import InputError, needed

PACKAGE = Path(__file__).parents[1]

OF_RECORDS = ("names", "morphology", "trees", "agreements", "titles", "links")
"""The models that decide what a record holds, whatever the engine."""

ENGINES = ("default", "large")
"""What finds names: a small network, or a large one over a pretrained encoder."""

Network = TypeVar("Network")

STANZA_FILES = ("tagger.pt", "lemmatizer.pt", "axes.npy")


class ModelState(NamedTuple):
    """A model that the commands know, and whether it is there."""

    name: str
    origin: str
    folder: Path | None
    bytes: int
    licence: str


def model_folder(name: str) -> Path | None:
    """Return the folder of a model that comes with the project, or nothing where it is not there.

    >>> model_folder("nothing") is None
    True
    """
    for folder in (PACKAGE / "models" / name, PACKAGE.parents[1] / "models" / name):
        if folder.is_dir() and any(folder.iterdir()):
            return folder
    return None


def read_network(folder: Path, make: Callable[[dict[str, Any], Any], Network], kind: str, command: str) -> Network:
    """Make a network of its folder's ``weights.npz`` and ``labels.json``.

    ``kind`` is what it is called, and ``command`` what trains it, where a message says so.
    """
    import numpy as np

    try:
        # Opened here: numpy leaves the file of a broken archive open.
        with (folder / "weights.npz").open("rb") as file, np.load(file, allow_pickle=False) as archive:
            weights = {name: archive[name] for name in archive.files}
        return make(weights, json.loads((folder / "labels.json").read_text(encoding="utf-8")))
    except (OSError, EOFError, BadZipFile, ValueError, KeyError, AttributeError, TypeError) as error:
        raise InputError(
            f"{folder} holds no {kind} that this version reads ({type(error).__name__}: {error}): install "
            f"letopis again, or train it with '{command}'"
        ) from error


def project_stanza() -> Path | None:
    """Return the folder of the Stanza model that this project trained, where all its files are there."""
    folder = model_folder("stanza")
    return folder if folder and all((folder / name).is_file() for name in STANZA_FILES) else None


def stanza_resources() -> Path:
    """Return the folder where Stanza keeps what it downloads: ``STANZA_RESOURCES_DIR``, else its version's default."""
    named = os.environ.get("STANZA_RESOURCES_DIR")
    if named:
        return Path(named)
    try:
        from stanza.resources.common import DEFAULT_MODEL_DIR
    except ImportError:
        return Path.home() / "stanza_resources"
    return Path(DEFAULT_MODEL_DIR)


def official_stanza() -> Path | None:
    """Return Stanza's folder where its official Russian package is there."""
    folder = stanza_resources()
    parts = [folder / "ru" / name for name in ("pos", "lemma")]
    there = (folder / "resources.json").is_file() and all(part.is_dir() and any(part.glob("*.pt")) for part in parts)
    return folder if there else None


def known_models() -> list[ModelState]:
    """List the models: those that come with the project, and Stanza's official package.

    >>> [model.name for model in known_models()][-1]
    'stanza-official'
    """
    states = []
    for name in (*OF_RECORDS, "stanza", "large", "english"):
        folder = model_folder(name)
        card = _card(folder)
        states.append(ModelState(name, "project", folder, _size(folder), str(card.get("licence", ""))))
    folder = official_stanza()
    size = _size(folder / "ru") if folder else 0
    return [*states, ModelState("stanza-official", "download", folder, size, "see stanfordnlp/stanza-ru")]


def _card(folder: Path | None) -> dict[str, object]:
    path = folder / "card.json" if folder else None
    if path is None or not path.is_file():
        return {}
    card = json.loads(path.read_text(encoding="utf-8"))
    return card if isinstance(card, dict) else {}


def _size(folder: Path | None) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) if folder else 0


PROCESSORS = "tokenize,pos,lemma"


def download_stanza() -> Path:
    """Download Stanza's Russian tagger and lemmatiser, and give the folder."""
    with needed("the download", "stanza"):
        import stanza
    folder = stanza_resources()
    try:
        stanza.download("ru", model_dir=str(folder), processors=PROCESSORS, verbose=False)
    except Exception as error:  # Whatever the network library raises.
        reason = (str(error).splitlines() or [type(error).__name__])[0][:120]
        raise InputError(
            f"Stanza's Russian package could not be downloaded to {folder} ({reason}): "
            "try again when the network is there; the project's own model needs no download"
        ) from error
    return folder / "ru"
