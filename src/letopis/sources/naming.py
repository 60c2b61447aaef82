"""Ids of articles: from their paths, as far as it takes to tell them apart, and the same when files are added."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePath
from typing import NamedTuple

from letopis.errors import InputError

SOURCE_STEM = "source"
"""A folder that holds ``source.txt`` (or another format) is an article and gives it its id."""

WAYS = ("path", "name")
"""What an id is made of: the path below what was given, or the name of the file or article folder alone."""

JOINT = "--"
"""Between the folders of a path: an id may have to name a file, so it holds no slash."""


class Located(NamedTuple):
    """An article's file and the folder that was given, each as an absolute path; of a given file, its own folder."""

    path: PurePath
    root: PurePath

    @property
    def parts(self) -> tuple[str, ...]:
        """The names that lead to the article, its own last: without suffix, and without ``source``."""
        above = self.path.parent.parts[1:] if self.path.anchor else self.path.parent.parts
        return above if self.path.stem == SOURCE_STEM and above else (*above, self.path.stem)

    @property
    def depth(self) -> int:
        """How many of them stand below the folder that was given, one at least."""
        return max(1, len(self.path.relative_to(self.root).parts) - (self.path.stem == SOURCE_STEM))


def absolute_path(path: Path) -> Path:
    """Make a path absolute and plain, without following links: an id comes from the name that people see."""
    return Path(os.path.abspath(path))  # noqa: PTH100


def name_articles(
    articles: Sequence[Located], *, ids: str = "path", known: Mapping[Path, str] | None = None
) -> list[str]:
    """Return each article its id.

    By ``path`` an id depends on the article's own path alone: ``2016/01.txt`` is ``2016--01`` whatever stands beside
    it. Where two would still have one id, the first to come keeps it (plain text before other formats) and the other
    takes its suffix or more of its path.

    Args:
        articles: in the order of the input.
        ids: one of :data:`WAYS`.
        known: ids that articles bear already, by path; they keep those that a rule could have given them.

    >>> found = [PurePath("/in", name) for name in ("a.docx", "a.txt", "2016/a.txt", "b/source.pdf")]
    >>> name_articles([Located(path, PurePath("/in")) for path in found])
    ['a.docx', 'a', '2016--a', 'b']
    """
    if ids not in WAYS:
        raise InputError(f"ids {ids!r}: is not one of {', '.join(WAYS)}")
    if ids == "name":
        return _by_name(articles)
    owners: dict[str, PurePath] = {}
    names: dict[PurePath, str] = {}
    for article in articles:
        before = (known or {}).get(Path(article.path))
        if before is not None and before not in owners and before in {article.parts[-1], *_forms(article, None)}:
            owners[before], names[article.path] = article.path, before
    for article in sorted(articles, key=lambda one: one.path.suffix.lower() != ".txt"):
        if article.path not in names:
            name = _free(article, owners)
            owners[name], names[article.path] = article.path, name
    return [names[article.path] for article in articles]


def _by_name(articles: Sequence[Located]) -> list[str]:
    owners: dict[str, PurePath] = {}
    for article in articles:
        name = article.parts[-1]
        if owners.setdefault(name, article.path) != article.path:
            raise InputError(
                f"{article.path}: the id {name!r} is taken by {owners[name]}; rename one of them, or give --ids path"
            )
    return [article.parts[-1] for article in articles]


def _free(article: Located, owners: Mapping[str, PurePath]) -> str:
    shortest = JOINT.join(article.parts[-article.depth :])
    if shortest not in owners:
        return shortest
    return next(name for name in _forms(article, owners[shortest]) if name not in owners)


def _forms(article: Located, owner: PurePath | None) -> Iterator[str]:
    """Return the ids that an article may have, the shortest first.

    From an owner with another file name its suffix tells it apart, from one of the same name the folders above do.
    """
    parts, depth = article.parts, article.depth
    suffix = article.path.suffix if article.path.stem != SOURCE_STEM else JOINT + article.path.name
    yield JOINT.join(parts[-depth:])
    if owner is None or owner.name != article.path.name:
        yield JOINT.join(parts[-depth:]) + suffix
    for deeper in range(depth + 1, len(parts) + 1):
        yield JOINT.join(parts[-deeper:])
    yield JOINT.join(parts) + suffix
    import hashlib  # seldom asked for, and slow to load

    yield f"{parts[-1]}{JOINT}{hashlib.sha256(str(article.path).encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"
