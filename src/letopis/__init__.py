"""Letopis: from Russian academic articles to a checked record of who signed what with whom, when and where.

>>> import letopis
>>> nlp = letopis.load()
>>> doc = nlp("19 января 1993 г. стороны встретились в Баку.")
>>> [(span.text, span.label_) for span in doc.spans["letopis"]]
[('19 января 1993 г.', 'DATE'), ('Баку', 'GPE')]
"""

import sys as _sys
import typing as _typing

from letopis.lazy import lazily as _lazily

if _typing.TYPE_CHECKING:
    from letopis.extraction import extract_file, extract_text
    from letopis.formats.notebook import load_ipython_extension
    from letopis.pipeline import load
    from letopis.version import __version__

__all__ = ["__version__", "extract_file", "extract_text", "load", "load_ipython_extension"]

__getattr__, __dir__ = _lazily(
    __name__,
    {
        "version": "__version__",
        "extraction": "extract_file extract_text",
        "pipeline": "load",
        "formats.notebook": "load_ipython_extension",
    },
)

if "IPython" in _sys.modules:  # a notebook, perhaps: it shows a Doc with its marks
    from letopis.formats.notebook import show_docs as _show_docs

    _show_docs()
