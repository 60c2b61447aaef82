"""Project the entities of a Russian record into its English translation, with the same values and identities.

Dates are parsed and compared by value; states have their names, persons and other places their sounds; organisations
and agreements are the English words that answer theirs. Small things come first, so that the larger ones can hold
them. What finds no partner is listed for both sides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from letopis.bilingual.align import SentenceLink
from letopis.bilingual.anchors import english_words, russian_words
from letopis.bilingual.finders import LinkedText, Place, find_dates, find_named, find_person, find_place, terms_for
from letopis.bilingual.learn import learn_translations
from letopis.bilingual.names import english_state_names
from letopis.labels import in_order
from letopis.records import KNOWN, Article, Entity

BY = "projection"
"""The ``by`` of a projected entity begins so."""


NOT_CARRIED = ("status", "status_date", "score")
"""What a Russian entity says of itself alone."""


class Projection(NamedTuple):
    """The English record with its entities, pairs of ids (Russian, English), and what stands alone on either side.

    ``english_alone`` holds dates and states: these can be found in English without the Russian side.
    """

    english: Article
    pairs: tuple[tuple[int, int], ...]
    russian_alone: tuple[Entity, ...]
    english_alone: tuple[Entity, ...]


def project_entities(
    russian: Article, english: Article, links: Sequence[SentenceLink], *, glossary: Mapping[str, str] | None = None
) -> Projection:
    """Find each Russian entity in the English sentences that its sentence is linked to.

    >>> from letopis.records import Sentence
    >>> city = Entity(id=7, label="GPE", start_offset=2, end_offset=6, text="Баку", normal="Баку")
    >>> left = Article(id="a", text="В Баку был съезд.", sentences=[Sentence(0, 17)], entities=[city])
    >>> right = Article(id="a-en", language="en", text="A congress met in Baku.", sentences=[Sentence(0, 23)])
    >>> done = project_entities(left, right, [SentenceLink((0,), (0,), 1.0)])
    >>> [(e.text, e.entity) for e in done.english.entities], done.pairs
    ([('Baku', 'gpe:баку')], ((7, 1),))
    """
    left_words = [russian_words(russian.text[start:end]) for start, end in russian.sentences]
    right_words = [english_words(english.text[start:end]) for start, end in english.sentences]
    learnt = learn_translations(links, left_words, right_words)
    abbreviations: dict[str, str] = {}
    spans: list[tuple[int, int, Entity, str]] = []
    alone: list[Entity] = []
    extra: list[Entity] = []
    for link in links:
        members = _members(russian, link)
        if not link.english:
            alone += members
            continue
        start = english.sentences[link.english[0]].start
        text = english.text[start : english.sentences[link.english[-1]].end]
        group = LinkedText(text, glossary or {}, learnt)
        _fill(group, members, abbreviations)
        for entity in members:
            place = group.found.get(entity.id)
            if place is None:
                alone.append(entity)
            else:
                spans.append((start + place[0], start + place[1], entity, f"{BY}.{entity.label.lower()}"))
        extra += _without_partner(group, start, english)
    spans.sort(key=lambda span: (span[0], -span[1]))
    entities = [_english_entity(number, span, english) for number, span in enumerate(spans, 1)]
    record = msgspec.structs.replace(english, entities=entities)
    pairs = tuple((span[2].id, number) for number, span in enumerate(spans, 1))
    return Projection(record, pairs, tuple(alone), tuple(extra))


def _members(article: Article, link: SentenceLink) -> list[Entity]:
    spans = [article.sentences[place] for place in link.russian]
    inside = [e for e in article.entities if any(s.start <= e.start_offset < s.end for s in spans)]
    return sorted(inside, key=lambda entity: (entity.start_offset, -entity.end_offset))


def _fill(group: LinkedText, members: Sequence[Entity], abbreviations: dict[str, str]) -> None:
    """Find the members of a link: dates, persons, places, then organisations and agreements from small to large."""
    dates = [entity for entity in members if entity.label == "DATE"]
    for number, date in find_dates(dates, group).items():
        group.keep(next(entity for entity in dates if entity.id == number), (date.start, date.end))
    for label, finder in (("PERSON", find_person), ("GPE", find_place)):
        for entity in members:
            if entity.label == label and (place := finder(entity, group)) is not None:
                group.keep(entity, place)
    for label in in_order({entity.label for entity in members} - {"DATE", "PERSON", "GPE"}):
        named = [entity for entity in members if entity.label == label]
        for entity in sorted(named, key=lambda entity: _turn(entity, group.glossary)):
            children = [other.id for other in members if _holds(entity, other) and other.id in group.found]
            place = find_named(entity, group, children, abbreviations)
            if place is not None:
                group.keep(entity, place)
                _learn_abbreviation(entity, group.text[place[0] : place[1]], abbreviations)


def _turn(entity: Entity, glossary: Mapping[str, str]) -> tuple[bool, int]:
    """Names in the glossary first, the longest before all; then the others, the smallest first."""
    size = entity.end_offset - entity.start_offset
    return (False, -size) if terms_for(entity, glossary) else (True, size)


def _learn_abbreviation(entity: Entity, english: str, abbreviations: dict[str, str]) -> None:
    """Note the capitals that stand for a name, so that its next mention finds them."""
    if english.isupper() and " " not in english and entity.normal:
        abbreviations.setdefault(entity.normal, english)


def _holds(outer: Entity, inner: Entity) -> bool:
    if inner.id == outer.id:
        return False
    return outer.start_offset <= inner.start_offset and inner.end_offset <= outer.end_offset


def _english_entity(number: int, span: tuple[int, int, Entity, str], english: Article) -> Entity:
    start, end, entity, by = span
    said = {name: getattr(entity, name) for name in KNOWN if name not in NOT_CARRIED}
    said |= {"entity": identity_of(entity), "by": by}
    return Entity.at(english.text, start, end, entity.label, id=number, **said)


def identity_of(entity: Entity) -> str | None:
    """Return the identity of an entity; without one, a name's nominative stands for it.

    >>> identity_of(Entity(id=1, label="ORG", start_offset=0, end_offset=3, text="СНГ", normal="СНГ"))
    'org:снг'
    """
    if entity.entity or not entity.normal:
        return entity.entity
    return f"{entity.label.lower()}:{entity.normal.lower()}"


def _without_partner(group: LinkedText, start: int, english: Article) -> list[Entity]:
    """Dates and states of the English text that no Russian entity answers."""
    found: list[Place] = [(date.start, date.end) for date in group.dates if not group.taken(date[:2], "DATE")]
    extra = [_alone("DATE", place, start, english) for place in found]
    starts = {place[0] for number, place in group.found.items() if group.labels[number] == "GPE"}
    names = {forms[-1] for forms in english_state_names().values() if len(forms[-1]) > 3}
    for token in group.tokens:
        place = (token.start, token.end)
        if token.text in names and token.start not in starts and not group.taken(place, "GPE"):
            extra.append(_alone("GPE", place, start, english))
    return extra


def _alone(label: str, place: Place, start: int, english: Article) -> Entity:
    return Entity.at(english.text, start + place[0], start + place[1], label, by=BY)
