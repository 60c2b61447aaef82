"""All readers that are installed: those of this package, and those that other packages bring."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points

from letopis.sources import readers as package
from letopis.sources.reader import Reader

GROUP = "letopis.readers"
"""The entry points under which other packages name their readers."""


@cache
def readers() -> tuple[Reader, ...]:
    """Return all readers, in the order in which they are asked whether a file is theirs.

    >>> [reader.name for reader in readers()][-1]
    'txt'
    """
    own = [
        import_module(f"{package.__name__}.{module.name}").READER for module in pkgutil.iter_modules(package.__path__)
    ]
    others = [point.load() for point in entry_points(group=GROUP)]
    return tuple(sorted((*own, *others), key=lambda reader: (reader.rank, reader.name)))


def suffixes() -> tuple[str, ...]:
    """Return the names that a folder is searched for, each once.

    >>> ".docx" in suffixes()
    True
    """
    return tuple(dict.fromkeys(suffix for reader in readers() for suffix in reader.suffixes))


def readers_for(suffix: str) -> tuple[Reader, ...]:
    """Return the readers whose files are named so; ``.xml`` may be of several.

    >>> [reader.name for reader in readers_for(".DOCX")], [reader.name for reader in readers_for(".xml")]
    (['docx'], ['jats', 'tei'])
    """
    return tuple(reader for reader in readers() if suffix.lower() in reader.suffixes)


def in_words(names: Iterable[str]) -> str:
    """Join names as a sentence does.

    >>> in_words(["PDF", "Word", "plain text"])
    'PDF, Word or plain text'
    """
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last


def titles() -> str:
    """Name all formats in one phrase, for help texts.

    >>> titles().startswith("Word, EPUB, FictionBook")
    True
    """
    return in_words(reader.title for reader in readers())
