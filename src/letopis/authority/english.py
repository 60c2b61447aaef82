"""The English names of a run's referents: from English records, or carried over by the alignment."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from letopis.authority.referents import LABELS, identity
from letopis.bilingual.project import project_entities
from letopis.bilingual.sides import align_articles, read_english
from letopis.errors import InputError
from letopis.records import Article


def english_names_of(articles: Iterable[Article], english: Path) -> dict[str, Counter[str]]:
    """Return how the translations name each identity, with counts; articles without a translation are passed over.

    Args:
        articles: the Russian records, linked.
        english: translations as ``letopis view --english`` takes them.

    Raises:
        InputError: there is no translation of any article; the message is that of the last one.
    """
    found: dict[str, Counter[str]] = defaultdict(Counter)
    lacking: InputError | None = None
    read = 0
    for article in articles:
        if article.language != "ru":
            continue
        try:
            translation = read_english(english, article.id)
        except InputError as error:
            lacking = error
            continue
        read += 1
        done = project_entities(article, translation, align_articles(article, translation))
        own = {entity.id: entity for entity in article.entities}
        there = {entity.id: entity for entity in done.english.entities}
        for russian, other in done.pairs:
            if own[russian].label in LABELS:
                found[identity(own[russian])][there[other].text] += 1
    if lacking is not None and not read:
        raise lacking
    return dict(found)
