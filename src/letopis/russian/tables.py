"""Tables of words that lie beside the code, tab-separated, ``#`` before remarks."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files


def rows(name: str, room: str = __package__) -> Iterator[list[str]]:
    """Return the rows of a table of a room, of this one unless another is named, as cells.

    >>> next(rows("particles.tsv"))[:2]
    ['оглы', 'behind-father']
    """
    text = (files(room) / name).read_text(encoding="utf-8")
    return (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
