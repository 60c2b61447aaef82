"""What is read on the page: an article, its translation, and how they answer each other."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from letopis.bilingual.align import SentenceLink
from letopis.records import Article


@dataclass(frozen=True)
class ReaderArticle:
    """One article to read: the Russian record and, if there is one, its translation.

    ``links`` join the sentences; ``pairs`` the ids of entities that answer each other (Russian, English); ``raw`` is
    the raw text, when it could be found; ``notes`` are remarks by English sentence, counted from 1.
    """

    russian: Article
    english: Article | None = None
    links: Sequence[SentenceLink] = ()
    pairs: Sequence[tuple[int, int]] = ()
    raw: str | None = None
    notes: Mapping[int, Sequence[str]] = field(default_factory=dict)


def find_raw(article: Article, around: Path) -> str | None:
    """Read the raw text of a record, if its file is still there and unchanged.

    ``around`` is the file of records: the path in the record is tried from the working folder and from its parents.
    """
    if article.source is None or not article.source.path:
        return None
    for folder in (Path(), *around.resolve().parents[:4]):
        place = folder / article.source.path
        if place.suffix.lower() != ".txt" or not place.is_file():
            continue
        content = place.read_bytes()
        if hashlib.sha256(content).hexdigest() == article.source.sha256:
            try:
                return content.decode(article.source.encoding or "utf-8")
            except (UnicodeDecodeError, LookupError):
                return None
    return None
