"""Letopis: from Russian academic articles to a checked record of who signed what with whom, when and where.

>>> import letopis
>>> nlp = letopis.load()
>>> doc = nlp("19 января 1993 г. стороны встретились в Баку.")
>>> [(span.text, span.label_) for span in doc.spans["letopis"]]
[('19 января 1993 г.', 'DATE'), ('Баку', 'GPE')]
"""

import typing as _typing
from importlib import metadata as _metadata

from letopis.lazy import lazily as _lazily

if _typing.TYPE_CHECKING:
    from letopis.extraction import extract_file, extract_text
    from letopis.pipeline import load

__all__ = ["__version__", "extract_file", "extract_text", "load"]

try:
    __version__ = _metadata.version("letopis")
except _metadata.PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0+unknown"

__getattr__, __dir__ = _lazily(
    __name__,
    {"extract_file": "extraction", "extract_text": "extraction", "load": "pipeline"},
    also=["__version__"],
)
