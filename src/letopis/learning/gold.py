"""What counts as corrected: whole records, or of those out of doccano the paragraphs that someone confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from letopis.errors import InputError
from letopis.formats.jsonl import read_articles
from letopis.records import Article, Entity, Sentence

BETWEEN = "\n\n"
"""What stands between two paragraphs."""


def read_corrected(paths: Iterable[Path]) -> list[Article]:
    """Read corrected records as they are.

    Raises:
        InputError: a record is damaged or there twice.
    """
    places: dict[str, Path] = {}
    found = []
    for path in paths:
        for article in read_articles(path):
            if article.id in places:
                raise InputError(f"{path}: article {article.id!r} is there twice, first in {places[article.id]}")
            places[article.id] = path
            found.append(article)
    return found


def golds_of(articles: Iterable[Article]) -> tuple[list[Article], list[str]]:
    """Return what is corrected of records, and say what was left out of them.

    Raises:
        InputError: nothing in them is confirmed.
    """
    golds, notes = [], []
    for article in articles:
        gold = confirmed(article)
        if gold is not article:
            parts, left = len(paragraphs(gold)), len(paragraphs(article))
            notes.append(f"{article.id}: {parts} of {left} paragraphs are confirmed in doccano; the rest is left out")
        golds += [gold] if gold.text else []
    if not golds:
        raise InputError(
            "no paragraph is confirmed in doccano, so there is nothing to learn; confirm some and pull again"
        )
    return golds, notes


def confirmed(article: Article) -> Article:
    """Return a record out of doccano with its confirmed paragraphs alone; any other one as it is.

    >>> units = [{"start_offset": 7, "end_offset": 12, "confirmed_by": "anna"}]
    >>> confirmed(Article(id="a", text="Баку.\\n\\nРига.", pipeline={"doccano": {"units": units}})).text
    'Рига.'
    """
    said = article.pipeline.get("doccano")
    units = said.get("units") if isinstance(said, dict) else None
    if not isinstance(units, list):
        return article
    cuts = sorted((unit["start_offset"], unit["end_offset"]) for unit in units if unit.get("confirmed_by"))
    return _joined(article, [_part(article, number, *cut) for number, cut in enumerate(cuts, 1)])


def _joined(article: Article, parts: Sequence[Article]) -> Article:
    sentences: list[Sentence] = []
    entities: list[Entity] = []
    shift = 0
    for part in parts:
        sentences += [Sentence(start + shift, end + shift) for start, end in part.sentences]
        entities += [_moved(entity, -shift) for entity in part.entities]
        shift += len(part.text) + len(BETWEEN)
    text = BETWEEN.join(part.text for part in parts)
    return Article(id=article.id, text=text, pipeline=article.pipeline, sentences=sentences, entities=entities)


def paragraphs(article: Article) -> list[Article]:
    """Cut a record where its paragraphs end; spans that cross an end are left out.

    >>> cities = [Entity(id=1, label="GPE", start_offset=0, end_offset=4, text="Баку"),
    ...           Entity(id=2, label="GPE", start_offset=7, end_offset=11, text="Рига")]
    >>> article = Article(id="a", text="Баку.\\n\\nРига.", entities=cities)
    >>> [(part.id, part.text, part.entities[0].start_offset) for part in paragraphs(article)]
    [('a#1', 'Баку.', 0), ('a#2', 'Рига.', 0)]
    """
    cuts = []
    start = 0
    for piece in article.text.split("\n\n"):
        if piece.strip():
            cuts.append((start, start + len(piece)))
        start += len(piece) + 2
    return [_part(article, number, *cut) for number, cut in enumerate(cuts, 1)]


def _part(article: Article, number: int, start: int, end: int) -> Article:
    entities = [_moved(e, start) for e in article.entities if start <= e.start_offset and e.end_offset <= end]
    ids = {entity.id for entity in entities}
    return Article(
        id=f"{article.id}#{number}",
        text=article.text[start:end],
        pipeline=article.pipeline,
        sentences=[Sentence(s - start, e - start) for s, e in article.sentences if start <= s and e <= end],
        entities=entities,
        relations=[r for r in article.relations if r.from_id in ids and r.to_id in ids],
    )


def _moved(entity: Entity, shift: int) -> Entity:
    return msgspec.structs.replace(
        entity, start_offset=entity.start_offset - shift, end_offset=entity.end_offset - shift
    )
