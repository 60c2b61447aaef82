"""The articles of files and folders, and their ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from letopis.errors import InputError
from letopis.sources.read import SUFFIXES
from letopis.sources.refused import check_address

SOURCE_STEM = "source"
"""A folder that holds ``source.txt`` (or another format) is an article and gives it its id."""


def find_articles(paths: Sequence[Path]) -> list[tuple[str, Path]]:
    """Give id and source file of every article in files, article folders and folders of them.

    Raises:
        InputError: a path is missing, a folder holds no article, or two articles have one id.
    """
    found: dict[str, Path] = {}
    for path in paths:
        sources = list(_sources(path))
        if not sources:
            formats = ", ".join(f"*{suffix}" for suffix in SUFFIXES)
            raise InputError(f"{path}: holds no article; an article is a file {formats} or a folder with source.txt")
        for source in sources:
            name = article_name(source)
            if name in found and found[name] != source:
                raise InputError(f"{source}: the id {name!r} is taken by {found[name]}; rename one of them")
            found[name] = source
    return list(found.items())


def article_name(path: Path) -> str:
    """Give the id of an article: its folder's name for ``source.*``, else the file's name.

    >>> article_name(Path("corpus/origins/source.txt")), article_name(Path("notes.txt"))
    ('origins', 'notes')
    """
    return path.resolve().parent.name if path.stem == SOURCE_STEM else path.stem


def _sources(path: Path) -> Iterator[Path]:
    if not path.exists():
        check_address(path)
        raise InputError(f"{path}: no such file or folder")
    if not path.is_dir():
        yield path
        return
    own = sorted(child for child in path.iterdir() if child.stem == SOURCE_STEM and child.suffix.lower() in SUFFIXES)
    if own:
        yield own[0]
        return
    for child in sorted(path.iterdir()):
        if child.is_dir() and not child.name.startswith("."):
            yield from _sources(child)
        elif child.suffix.lower() in SUFFIXES:
            yield child
