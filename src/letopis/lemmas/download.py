"""The download of Stanza's official Russian package: the only place that asks the network for a model."""

from __future__ import annotations

from pathlib import Path

from letopis.errors import InputError, MissingDependencyError
from letopis.lemmas.models import stanza_resources

PROCESSORS = "tokenize,pos,lemma"


def download_stanza() -> Path:
    """Download Stanza's Russian tagger and lemmatiser, and give the folder.

    Raises:
        MissingDependencyError: Stanza is not installed.
        InputError: the download failed.
    """
    try:
        import stanza
    except ImportError as error:
        raise MissingDependencyError(
            "package stanza is missing: install it with 'pip install \"letopis[stanza]\"'"
        ) from error
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
