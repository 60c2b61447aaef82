"""A hash of all that decides what a record holds, the source aside."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from letopis import __version__
from letopis.lemmas.models import PACKAGE, model_folder, official_stanza, project_stanza
from letopis.records import SCHEMA

OTHERS = (
    "formats", "chronicle", "doccano", "evaluation", "learning", "bilingual", "index", "scale", "cli", "models",
    "__main__.py",
)  # fmt: skip
"""Files and folders of the package that decide nothing of what a record holds; models have a hash of their own."""

LIBRARIES = (
    "spacy", "pymorphy3", "pymorphy3-dicts-ru", "natasha", "navec", "slovnet", "numpy", "edtf",
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


@cache
def _code_hash() -> str:
    places = sorted(place for place in PACKAGE.iterdir() if place.name not in OTHERS)
    return _hash_of(path for place in places for path in _files(place))


@cache
def _models_hash(engine: str) -> str:
    folders = [model_folder(name) for name in ("names", "morphology", "trees", "agreements")]
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


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
