"""The articles of files and folders, and their ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from letopis.errors import InputError
from letopis.sources.naming import SOURCE_STEM, Located, absolute_path, name_articles
from letopis.sources.packed import PACKED, archive_of, members
from letopis.sources.read import SUFFIXES
from letopis.sources.refused import check_address
from letopis.streams import STANDARD, exists


def find_articles(
    paths: Sequence[Path], *, ids: str = "path", known: Mapping[str, str] | None = None
) -> list[tuple[str, Path]]:
    """Return id and source file of every article in files, article folders and folders of them.

    Args:
        paths: what was given.
        ids: what an id is made of; see :func:`letopis.sources.naming.name_articles`.
        known: ids that articles bear already, by the path that their records name.

    Raises:
        InputError: a path is missing, a folder holds no article, or two articles have one id.
    """
    found: dict[Path, tuple[Path, Path]] = {}
    for path in paths:
        sources = list(article_files(path))
        if not sources:
            formats = ", ".join(f"*{suffix}" for suffix in SUFFIXES)
            raise InputError(f"{path}: holds no article; an article is a file {formats} or a folder with source.txt")
        for source in sources:
            place = absolute_path(source if source != STANDARD else Path("stdin"))
            found.setdefault(place, (source, absolute_path(path) if source != path else place.parent))
    located = [Located(absolute, root) for absolute, (_, root) in found.items()]
    before = {absolute_path(Path(path)): name for path, name in (known or {}).items()}
    names = name_articles(located, ids=ids, known=before)
    return [(name, source) for name, (source, _) in zip(names, found.values(), strict=True)]


def article_name(path: Path) -> str:
    """Return the id of an article that stands alone: its folder's name for ``source.*``, else the file's name.

    >>> article_name(Path("corpus/origins/source.txt")), article_name(Path("notes.txt"))
    ('origins', 'notes')
    """
    return Located(absolute_path(path), absolute_path(path).parent).parts[-1]


def article_files(path: Path) -> Iterator[Path]:
    """Return the files of the articles that a path stands for, in the order of names."""
    if archive_of(path) is not None:
        yield path
        return
    if not exists(path):
        check_address(path)
        raise InputError(f"{path}: no such file or folder")
    if not path.is_dir():
        yield from unpacked(path)
        return
    own = sorted(child for child in path.iterdir() if child.stem == SOURCE_STEM and child.suffix.lower() in SUFFIXES)
    if own:
        yield own[0]
        return
    for child in sorted(path.iterdir()):
        if child.is_dir() and not child.name.startswith("."):
            yield from article_files(child)
        elif child.suffix.lower() in SUFFIXES:
            yield from unpacked(child)


def unpacked(path: Path) -> Iterator[Path]:
    """Return the articles in an archive; any other file, and an archive that cannot be read, is one itself."""
    inner: list[Path] = []
    if path.suffix.lower() == PACKED:
        with suppress(InputError):
            inner = members(path)
    yield from inner or [path]
