"""What every reader gives: a raw text, and what its format knows of it."""

from __future__ import annotations

from dataclasses import dataclass

from letopis.offsets import Furniture


@dataclass(frozen=True, kw_only=True)
class RawText:
    """A file's text as it was read; every raw offset in a record counts the code points of ``text``.

    Line ends stay as they are (``\\r`` counts), a byte order mark is no part of the text. ``pages`` holds
    the offset at which each page starts, ``furniture`` the stretches that the page's layout shows to be no
    text; ``sha256`` is of the file's bytes. ``laid_out`` tells that the text came in lines and pages, as in a PDF or a
    text copied from one: only there is page furniture looked for. Word files have paragraphs and no page's edge.

    >>> RawText(text="Баку", sha256="0" * 64, format="txt").text
    'Баку'
    """

    text: str
    sha256: str
    format: str
    encoding: str | None = None
    pages: tuple[int, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    laid_out: bool = True
    warnings: tuple[str, ...] = ()
