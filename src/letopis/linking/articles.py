"""Identities across all given articles, on finished records."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from letopis.linking.organisations import OrganisationMention, identify_organisations
from letopis.linking.persons import PersonMention, identify_persons
from letopis.linking.places import PlaceMention, identify_places
from letopis.records import Article, Entity

LOOK_BACK = 60
"""Characters before a mention that tell its case, or that it stands in brackets after its full name."""


def link_articles(articles: Sequence[Article]) -> list[Article]:
    """Set ``normal``, ``entity`` and ``gender`` on every PERSON, ORG and GPE, the same for all articles.

    Cost is linear in the number of mentions; the articles are held in memory.
    """
    places = _mentions(articles, "GPE")
    place_ids = identify_places([PlaceMention(e.text, a.id) for a, e in places])
    found: dict[tuple[str, int], dict[str, str | None]] = {
        (a.id, e.id): {"normal": i.normal, "entity": i.key} for (a, e), i in zip(places, place_ids, strict=True)
    }
    persons = _mentions(articles, "PERSON")
    for (a, e), person in zip(
        persons, identify_persons([PersonMention(e.text, a.id, _before(a, e)) for a, e in persons]), strict=True
    ):
        found[a.id, e.id] = {"normal": person.normal, "entity": person.key, "gender": person.gender}
    nested = _nested_places(places, {key: value["entity"] or "" for key, value in found.items()})
    organisations = _mentions(articles, "ORG")
    for (a, e), organisation in zip(
        organisations,
        identify_organisations(
            [OrganisationMention(e.text, a.id, _before(a, e), nested(a, e)) for a, e in organisations]
        ),
        strict=True,
    ):
        found[a.id, e.id] = {"normal": organisation.normal, "entity": organisation.key}
    return [
        msgspec.structs.replace(
            article,
            entities=[msgspec.structs.replace(e, **found.get((article.id, e.id), {})) for e in article.entities],
        )
        for article in articles
    ]


def _mentions(articles: Sequence[Article], label: str) -> list[tuple[Article, Entity]]:
    return [(article, entity) for article in articles for entity in article.entities if entity.label == label]


def _before(article: Article, entity: Entity) -> str:
    return article.text[max(0, entity.start_offset - LOOK_BACK) : entity.start_offset]


def _nested_places(
    places: Sequence[tuple[Article, Entity]], identities: dict[tuple[str, int], str]
) -> Callable[[Article, Entity], tuple[tuple[str, str], ...]]:
    starts: dict[tuple[str, int], list[Entity]] = {}
    for article, entity in places:
        starts.setdefault((article.id, entity.start_offset), []).append(entity)

    def nested(article: Article, outer: Entity) -> tuple[tuple[str, str], ...]:
        return tuple(
            (inner.text, identities[article.id, inner.id])
            for position in range(outer.start_offset, outer.end_offset)
            for inner in starts.get((article.id, position), ())
            if inner.end_offset <= outer.end_offset
        )

    return nested
