"""What a record says of the pipeline that made it: versions, components, the models' hashes, words of one's own.

And a fingerprint: a hash of all that decides what a record holds, the source aside.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from letopis import __version__
from letopis.lemmas.models import ENGINES, OF_RECORDS, PACKAGE, model_folder, official_stanza, project_stanza
from letopis.own_model import described_model
from letopis.records import SCHEMA
from letopis.settings import described_settings

if TYPE_CHECKING:
    from spacy.language import Language

NAMES = "letopis_names"
"""The factory of the component that an engine changes."""

TAUGHT = (NAMES, "letopis_agreements")
"""The factories of the components that a model of one's own changes."""

MODELS = (*OF_RECORDS, "stanza")
"""The models whose hashes a record names; that of another engine of names comes to them where it ran."""


def describe_pipeline(nlp: Language, *, document_date: str | None = None) -> dict[str, Any]:
    """Return what a record's ``pipeline`` field names: versions, components, engine, models' hashes, own words.

    A document's date, by which relative dates were read, is named too: the article's own, or that of the pipeline.
    """
    engine = next((pipe.engine_name for _, pipe in nlp.pipeline if hasattr(pipe, "engine_name")), None)
    dates = [name for name in nlp.pipe_names if nlp.get_pipe_meta(name).factory == "letopis_dates"]
    written = document_date or next((nlp.get_pipe_config(name).get("document_date") for name in dates), None)
    dated = {"document_date": written} if written else {}
    hashes = {name: found for name in (*MODELS, *engine_of_names(nlp).values()) if (found := _model_hash(name))}
    models = {"components": list(nlp.pipe_names), "morphology": engine, "models": hashes} | engine_of_names(nlp)
    versions = {"letopis": __version__} | {name: _version(name) for name in ("spacy", "pymorphy3", "slovnet")}
    return versions | models | dated | described_settings(nlp) | described_own_model(nlp)


def engine_of_names(nlp: Language) -> dict[str, str]:
    """Return how a record names the engine that finds names; nothing where it is the default."""
    pipes = [name for name in nlp.pipe_names if nlp.get_pipe_meta(name).factory == NAMES]
    engine = nlp.get_pipe_config(pipes[0]).get("engine", ENGINES[0]) if pipes else ENGINES[0]
    return {} if engine == ENGINES[0] else {"engine": engine}


def described_own_model(nlp: Language) -> dict[str, Any]:
    """Return how a record names the model of one's own of a pipeline; nothing where it runs with the package's."""
    pipes = [name for name in nlp.pipe_names if nlp.get_pipe_meta(name).factory in TAUGHT]
    folder = next((said for name in pipes if (said := nlp.get_pipe_config(name).get("model"))), None)
    return {"model": _described(folder)} if folder else {}


@cache
def _described(folder: str) -> dict[str, Any]:
    return described_model(Path(folder))


@cache
def _model_hash(name: str) -> str:
    """The first twelve digits of the SHA-256 of a model's files; nothing where it is not there."""
    folder = model_folder(name)
    if folder is None:
        return ""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        if path.suffix in {".npz", ".npy", ".pt", ".onnx"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


OTHERS = (
    "formats", "chronicle", "doccano", "evaluation", "learning", "bilingual", "index", "authority", "serve", "scale",
    "cli", "models", "__main__.py",
)  # fmt: skip
"""Files and folders of the package that decide nothing of what a record holds; models have a hash of their own."""

LIBRARIES = (
    "spacy", "pymorphy3", "pymorphy3-dicts-ru", "natasha", "navec", "slovnet", "numpy", "edtf", "onnxruntime",
    "pypdfium2", "trafilatura", "lxml", "pytesseract",
)  # fmt: skip
STANZA_LIBRARIES = ("stanza", "torch")
"""Installed packages whose versions can change a record."""


@cache
def fingerprint(engine: str, scheme: str, **reading: str | bool | None) -> str:
    """Hash the description of the work; ``engine`` is the one that runs, ``auto`` is none."""
    libraries = LIBRARIES + (STANZA_LIBRARIES if engine == "stanza" else ())
    known: dict[str, Any] = {
        "schema": SCHEMA,
        "letopis": __version__,
        "code": _code_hash(),
        "models": _models_hash(engine),
        "libraries": {name: _version(name) for name in libraries},
        "engine": engine,
        "scheme": scheme,
        **reading,
    }
    return hashlib.sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()[:16]


def _code_hash() -> str:
    places = sorted(place for place in PACKAGE.iterdir() if place.name not in OTHERS)
    return _hash_of(path for place in places for path in _files(place))


def _models_hash(engine: str) -> str:
    folders = [model_folder(name) for name in (*OF_RECORDS, "large")]
    if engine == "stanza":
        folders.append(project_stanza() or official_stanza())
    return _hash_of(path for folder in folders if folder is not None for path in _files(folder))


def _files(place: Path) -> list[Path]:
    found = place.rglob("*") if place.is_dir() else [place]
    return sorted(path for path in found if path.suffix not in {".pyc", ".md"} and path.is_file())


def _hash_of(paths: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(f"{path.name}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


@cache
def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
