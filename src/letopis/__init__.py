"""Letopis: from Russian academic articles to a checked record of who signed what with whom, when and where.

>>> import letopis
>>> nlp = letopis.load()
>>> doc = nlp("19 января 1993 г. стороны встретились в Баку.")
>>> [(span.text, span.label_) for span in doc.spans["letopis"]]
[('19 января 1993 г.', 'DATE'), ('Баку', 'GPE')]
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from letopis.extraction import extract_file, extract_text
    from letopis.pipeline import load

__all__ = ["__version__", "extract_file", "extract_text", "load"]

try:
    __version__ = version("letopis")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0+unknown"

_LAZY = {"load": "letopis.pipeline", "extract_text": "letopis.extraction", "extract_file": "letopis.extraction"}


def __getattr__(name: str) -> Any:
    """Import the heavy parts only when they are asked for: ``letopis --help`` must not wait for spaCy."""
    if name in _LAZY:
        from importlib import import_module

        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module 'letopis' has no attribute {name!r}")
