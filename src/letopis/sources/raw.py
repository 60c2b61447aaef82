"""What every reader gives: a raw text, and what its format knows of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from letopis.offsets import Furniture
from letopis.records import Metadata


class PageDoubt(NamedTuple):
    """A page, counted from one, whose lines may stand in a wrong order, and why."""

    page: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class RawText:
    """A file's text as it was read; every raw offset in a record counts the code points of ``text``.

    Line ends stay as they are (``\\r`` counts), a byte order mark is no part of the text. ``pages`` holds
    the offset at which each page starts, ``furniture`` the stretches that the page's layout shows to be no
    text; ``sha256`` is of the file's bytes. ``laid_out`` is true where the lines are those of a printed page,
    and false where the format has paragraphs and no lines, as Word's; ``metadata`` is what the file says of
    itself, ``doubts`` are the pages whose reading order is doubtful.

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
    metadata: Metadata | None = None
    doubts: tuple[PageDoubt, ...] = ()
