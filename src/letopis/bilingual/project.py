"""Project the entities of a Russian record into its English translation, with the same values and identities.

Dates are parsed and compared by value; states have their names, persons and other places their sounds; organisations
and agreements are the English words that answer theirs. Small things come first, so that the larger ones can hold
them. What finds no partner is listed for both sides.

What it needs to know of Russian entities that come without it is filled in first: nominatives, identities, dates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from letopis.bilingual.align import SentenceLink
from letopis.bilingual.anchors import english_words, russian_words
from letopis.bilingual.bodies import free_bodies, names_in_s, settle, with_s
from letopis.bilingual.finders import find_dates, find_place, terms_for
from letopis.bilingual.learn import learn_translations
from letopis.bilingual.linked import KnownNames, LinkedText
from letopis.bilingual.named import find_named
from letopis.bilingual.persons import find_persons, teach
from letopis.bilingual.repeated import KnownReferent, known_forms, repeated_names
from letopis.labels import LINKED, in_order
from letopis.linking import link_articles
from letopis.records import KNOWN, Article, Entity

DATED = ("value", "modifier", "impossible", "from_context")


def complete(article: Article) -> Article:
    """Return a record whose names have a nominative and whose dates a value, those that they had already.

    >>> city = Entity.at("В Праге.", 2, 7, "GPE", id=1)
    >>> complete(Article(id="a", text="В Праге.", entities=[city])).entities[0].normal
    'Прага'
    """
    entities = article.entities
    if any(map(_lacks_name, entities)):
        linked = zip(entities, link_articles([article])[0].entities, strict=True)
        entities = [_named(old, new) if _lacks_name(old) else old for old, new in linked]
    if any(map(_lacks_value, entities)):
        from letopis.entities.dates.find import find_dates as dates_in

        dates = dates_in(article.text, article.sentences)
        entities = [_dated(one, dates) if _lacks_value(one) else one for one in entities]
    return msgspec.structs.replace(article, entities=entities)


def _lacks_name(entity: Entity) -> bool:
    return entity.label in LINKED and not entity.normal


def _lacks_value(entity: Entity) -> bool:
    return entity.label == "DATE" and not entity.value and not entity.impossible


def _named(entity: Entity, linked: Entity) -> Entity:
    return msgspec.structs.replace(
        entity, normal=linked.normal, referent=linked.referent, entity=entity.entity or linked.entity
    )


def _dated(entity: Entity, dates: Sequence[Entity]) -> Entity:
    """Take the value of the date that was read at this place, or of one that shares most of it."""

    def shared(date: Entity) -> tuple[int, bool]:
        first, last = max(entity.start_offset, date.start_offset), min(entity.end_offset, date.end_offset)
        return last - first, date.text == entity.text

    best = max(dates, key=shared, default=None)
    if best is None or shared(best)[0] <= 0:
        return entity
    return msgspec.structs.replace(entity, **{name: getattr(best, name) for name in DATED})


BY = "projection"
"""The ``by`` of a projected entity begins so."""


ALONE = f"{BY}.alone"
"""The ``by`` of an English entity that answers no Russian one."""

NOT_CARRIED = ("status", "status_date", "score")
"""What a Russian entity says of itself alone."""


class Projection(NamedTuple):
    """The English record with its entities, pairs of ids (Russian, English), and what stands alone on either side.

    ``english_alone`` are those entities of the record without a pair: dates, well-known places, and names that repeat
    one that has a partner elsewhere.
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
    russian = complete(russian)
    texts = _linked_texts(russian, english, links, glossary or {})
    members = [_members(russian, link) for link in links]
    # The second round knows the names that the first has learnt.
    for _ in range(2):
        for text, own in zip(texts, members, strict=True):
            if text is not None:
                text.found, text.labels = {}, {}
                _fill(text, own)
    forms = known_forms([pair for text, own in zip(texts, members, strict=True) for pair in _forms(text, own)])
    spans: list[_Span] = []
    alone: list[Entity] = []
    for link, text, own in zip(links, texts, members, strict=True):
        alone += [entity for entity in own if text is None or entity.id not in text.found]
        if text is not None:
            start = english.sentences[link.english[0]].start
            spans += _with_partner(text, own, start)
            spans += _without_partner(text, forms, start)
    spans.sort(key=lambda span: (span.start, -span.end))
    entities = [
        Entity.at(english.text, span.start, span.end, span.label, id=number, **span.known)
        for number, span in enumerate(spans, 1)
    ]
    pairs = tuple((span.russian, number) for number, span in enumerate(spans, 1) if span.russian)
    extra = tuple(entity for entity, span in zip(entities, spans, strict=True) if not span.russian)
    return Projection(msgspec.structs.replace(english, entities=entities), pairs, tuple(alone), extra)


class _Span(NamedTuple):
    """An English span with what is known of it; ``russian`` is the id of its partner, 0 where it has none."""

    start: int
    end: int
    label: str
    russian: int
    known: Mapping[str, Any]


def _linked_texts(
    russian: Article, english: Article, links: Sequence[SentenceLink], glossary: Mapping[str, str]
) -> list[LinkedText | None]:
    """Return the English text of each link; none where a side is empty."""
    left = [russian_words(russian.text[start:end]) for start, end in russian.sentences]
    right = [english_words(english.text[start:end]) for start, end in english.sentences]
    learnt = learn_translations(links, left, right)
    known: KnownNames = {}
    names: dict[str, str] = {}
    in_s = names_in_s(english.text)
    texts: list[LinkedText | None] = []
    for link in links:
        if not link.english:
            texts.append(None)
            continue
        first, last = link.english[0], link.english[-1]
        text = english.text[english.sentences[first].start : english.sentences[last].end]
        words = [word for place in link.russian for word in left[place]]
        answered = frozenset(key for word in words for key in word.keys if key.startswith("w:"))
        texts.append(LinkedText(text, glossary, learnt, known, names, answered, in_s=in_s))
    return texts


def _forms(text: LinkedText | None, members: Sequence[Entity]) -> Iterator[tuple[str, Entity]]:
    for entity in members if text is not None else ():
        if text is not None and entity.id in text.found:
            start, end = text.found[entity.id]
            yield text.text[start:end], entity


def _with_partner(text: LinkedText, members: Sequence[Entity], start: int) -> Iterator[_Span]:
    for entity in members:
        if entity.id in text.found:
            place = text.found[entity.id]
            said = {name: getattr(entity, name) for name in KNOWN if name not in NOT_CARRIED}
            label = entity.label
            said |= {"entity": identity_of(entity), "by": f"{BY}.{label.lower()}"}
            if label in {"PERSON", "GPE"} and (longer := with_s(place, text)) != place:
                place, label, said = longer, "ORG", {**said, "entity": None}  # only a firm's name ends in 's
            yield _Span(start + place[0], start + place[1], label, entity.id, said)


def _members(article: Article, link: SentenceLink) -> list[Entity]:
    spans = [article.sentences[place] for place in link.russian]
    inside = [e for e in article.entities if any(s.start <= e.start_offset < s.end for s in spans)]
    return sorted(inside, key=lambda entity: (entity.start_offset, -entity.end_offset))


def _fill(group: LinkedText, members: Sequence[Entity]) -> None:
    """Find the members of a link: dates, persons, places, then organisations and agreements from small to large."""
    dates = [entity for entity in members if entity.label == "DATE"]
    for number, date in find_dates(dates, group).items():
        group.keep(next(entity for entity in dates if entity.id == number), (date.start, date.end))
    places = [entity for entity in members if entity.label == "GPE"]
    group.rivals = tuple(e.full_name for e in places if " " not in e.text and e.id not in group.found)
    for sure in (True, False):
        for entity in places:
            if entity.id not in group.found and (place := find_place(entity, group, sure=sure)) is not None:
                group.keep(entity, place)
        if sure:
            for person, place in find_persons([entity for entity in members if entity.label == "PERSON"], group):
                teach(person, place, group)
    for label in in_order({entity.label for entity in members} - {"DATE", "PERSON", "GPE"}):
        named = [entity for entity in members if entity.label == label]
        for entity in sorted(named, key=lambda entity: _turn(entity, named, group.glossary)):
            children = [other.id for other in members if _holds(entity, other) and other.id in group.found]
            place = find_named(entity, group, children)
            if place is not None:
                group.keep(entity, place)
                _learn_name(entity, group.text[place[0] : place[1]], group.names)
        if label == "ORG":
            settle(group, named)


def _turn(entity: Entity, named: Sequence[Entity], glossary: Mapping[str, str]) -> tuple[bool, int, int]:
    """Names in the glossary first, the longest before all; then what others hold, the longest first."""
    size = entity.end_offset - entity.start_offset
    known = bool(terms_for(entity, glossary))
    return not known, 0 if known else sum(_holds(entity, other) for other in named), -size


def _learn_name(entity: Entity, english: str, names: dict[str, str]) -> None:
    """Note the English name of an organisation, an abbreviation before all, so that its next mention finds it."""
    brief = english.isupper() and " " not in english
    if entity.normal and (brief or (entity.label == "ORG" and english[0].isupper())):
        names.setdefault(entity.full_name, english)
        if brief:
            names[entity.full_name] = english


def _holds(outer: Entity, inner: Entity) -> bool:
    if inner.id == outer.id:
        return False
    return outer.start_offset <= inner.start_offset and inner.end_offset <= outer.end_offset


def identity_of(entity: Entity) -> str | None:
    """Return the identity of an entity; without one, a name's nominative stands for it.

    >>> identity_of(Entity(id=1, label="ORG", start_offset=0, end_offset=3, text="СНГ", normal="СНГ"))
    'org:снг'
    """
    if entity.entity or not entity.normal:
        return entity.entity
    return f"{entity.label.lower()}:{entity.full_name.lower()}"


def _without_partner(group: LinkedText, forms: Mapping[str, KnownReferent], start: int) -> Iterator[_Span]:
    """Dates, places, repeated names and organisations of the English text that no Russian entity answers."""
    for date in group.dates:
        if not group.taken(date[:2], "DATE"):
            said = {"value": date.value, "modifier": date.modifier, "impossible": date.impossible}
            yield _Span(start + date.start, start + date.end, "DATE", 0, {**said, "by": ALONE})
    repeated = list(repeated_names(group, forms))
    for place, known in repeated:
        said = {"normal": known.normal, "referent": known.normal, "entity": known.entity, "by": ALONE}
        yield _Span(start + place[0], start + place[1], known.label, 0, said)
    for place in free_bodies(group, [place for place, known in repeated if known.label == "ORG"]):
        yield _Span(start + place[0], start + place[1], "ORG", 0, {"by": ALONE})
