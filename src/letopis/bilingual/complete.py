"""Fill in what projection needs to know of Russian entities that come without it: nominatives, identities, dates."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from letopis.records import Article, Entity

NAMED = ("PERSON", "ORG", "GPE", "AGREEMENT")
DATED = ("value", "modifier", "impossible", "from_context")


def complete(article: Article) -> Article:
    """Return a record whose names have a nominative and whose dates a value, those that they had already.

    >>> city = Entity.at("В Праге.", 2, 7, "GPE", id=1)
    >>> complete(Article(id="a", text="В Праге.", entities=[city])).entities[0].normal
    'Прага'
    """
    if not any(_lacks_name(one) or _lacks_value(one) for one in article.entities):
        return article
    entities = [_named(*pair) for pair in zip(article.entities, _linked(article), strict=True)]
    values = _values(article) if any(map(_lacks_value, entities)) else {}
    return msgspec.structs.replace(article, entities=[_dated(one, values) for one in entities])


def _lacks_name(entity: Entity) -> bool:
    return entity.label in NAMED and not entity.normal


def _lacks_value(entity: Entity) -> bool:
    return entity.label == "DATE" and not entity.value and not entity.impossible


def _linked(article: Article) -> list[Entity]:
    from letopis.linking import link_articles

    return link_articles([article])[0].entities


def _named(entity: Entity, linked: Entity) -> Entity:
    if not _lacks_name(entity):
        return entity
    return msgspec.structs.replace(
        entity, normal=linked.normal, referent=linked.referent, entity=entity.entity or linked.entity
    )


def _values(article: Article) -> Mapping[tuple[int, int], Entity]:
    from letopis.entities.dates.find import find_dates

    return {(one.start_offset, one.end_offset): one for one in find_dates(article.text, article.sentences)}


def _dated(entity: Entity, values: Mapping[tuple[int, int], Entity]) -> Entity:
    """Take the value of the date that was read at this place, or of one that shares most of it."""
    if not _lacks_value(entity):
        return entity
    here = entity.start_offset, entity.end_offset
    shared = {place: min(here[1], place[1]) - max(here[0], place[0]) for place in values}
    best = max(shared, key=lambda place: (shared[place], place == here), default=None)
    if best is None or shared[best] <= 0:
        return entity
    return msgspec.structs.replace(entity, **{name: getattr(values[best], name) for name in DATED})
