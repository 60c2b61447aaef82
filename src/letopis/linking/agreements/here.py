"""The agreements of one article: what each mention says, read off relations and nested entities."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from letopis.dictionary import parses
from letopis.linking.agreements.sides import Sides, is_state, place_keys, side_of, together
from letopis.linking.agreements.ties import AgreementProfile, closest_first
from letopis.linking.agreements.titles import Title, kind_group, read_title, states_in
from letopis.linking.inflection import nominative_phrase
from letopis.records import Article, Entity, Sentence


@dataclass(frozen=True, slots=True)
class AgreementMention:
    """One mention with all that its article says of it; ``sentence`` counts from 0, ``parties`` are in order."""

    entity: Entity
    sentence: int
    title: Title
    sides: Sides
    around: frozenset[str]
    parties: tuple[tuple[Sides, str], ...]
    related: tuple[tuple[str, Entity], ...]

    @property
    def group(self) -> str:
        """The kinds that may name it."""
        return kind_group(self.entity.kind)

    @property
    def profile(self) -> AgreementProfile:
        """What it is compared by."""
        dates = [target.value for kind, target in self.related if kind == "signed_on" and target.value]
        shown = nominative_phrase(" ".join(self.entity.text.split()))
        names, subjects, around = (frozenset({one}) for one in (self.title.name, self.title.subject, self.around))
        return AgreementProfile(self.group, shown, names, subjects, self.sides, closest_first(dates), around)


def agreements_in(article: Article) -> list[AgreementMention]:
    """Return the mentions of agreements in a record, in its order.

    >>> text = "Договор о мире"
    >>> article = Article(id="a", text=text, entities=[Entity.at(text, 0, 14, "AGREEMENT", id=1, kind="договор")])
    >>> agreements_in(article)[0].profile.title
    'Договор о мире'
    """
    if not any(entity.label == "AGREEMENT" for entity in article.entities):
        return []
    spans = sentences_of(article)
    starts = [start for start, _ in spans]
    place = {e.id: max(bisect_right(starts, e.start_offset) - 1, 0) for e in article.entities}
    inside: dict[int, list[Entity]] = {}
    for entity in article.entities:
        inside.setdefault(place[entity.id], []).append(entity)
    by_id = {e.id: e for e in article.entities}
    related: dict[int, list[tuple[str, Entity]]] = {}
    for relation in article.relations:
        related.setdefault(relation.from_id, []).append((relation.type, by_id[relation.to_id]))
    reader = _EntityPlaces(article, spans, place, inside, related)
    return [reader.mention(entity) for entity in article.entities if entity.label == "AGREEMENT"]


def sentences_of(article: Article) -> list[Sentence]:
    """Return the sentences of a record; lines stand in for them where it has none."""
    lines = re.finditer(r"[^\n]+", article.text)
    return list(article.sentences) or [Sentence(*found.span()) for found in lines] or [Sentence(0, len(article.text))]


@dataclass(frozen=True)
class _EntityPlaces:
    """Knows where entities stand: the sentence of each, and the entities of each sentence."""

    article: Article
    spans: Sequence[tuple[int, int]]
    place: dict[int, int]
    inside: dict[int, list[Entity]]
    related: dict[int, list[tuple[str, Entity]]]

    def mention(self, entity: Entity) -> AgreementMention:
        related = self.related.get(entity.id, [])
        parties = [target for kind, target in related if kind == "party"]
        title = self._title(entity, self._within(entity), parties)
        read = tuple((side_of(party, self._within(party)), party.full_name) for party in parties)
        sides = together(side for side, _ in read)
        if not any(sides):
            sides = Sides(title.states)
        return AgreementMention(
            entity, self.place[entity.id], title, sides, self._around(entity), read, tuple(related)
        )  # fmt: skip

    def _within(self, outer: Entity) -> list[Entity]:
        return [
            e for e in self.inside.get(self.place[outer.id], ())
            if e.id != outer.id and outer.start_offset <= e.start_offset and e.end_offset <= outer.end_offset
            and e.label != outer.label
        ]  # fmt: skip

    def _title(self, entity: Entity, nested: Sequence[Entity], parties: Sequence[Entity]) -> Title:
        """Sides and dates are no subject; other states in it are keys: ``о принятии КР в ВТО``.

        An adjective (``Бишкекский``) stays: it is the instrument's name.
        """
        sides = {party.id for party in parties}
        spans = [(p.start_offset, p.end_offset) for p in parties]
        holes = []
        for e in nested:
            covered = any(low <= e.start_offset and e.end_offset <= high for low, high in spans)
            low, high = e.start_offset - entity.start_offset, e.end_offset - entity.start_offset
            if e.label == "DATE" or e.id in sides:
                holes.append((low, high, ""))
            elif e.label == "GPE" and not covered and parses(e.text)[0].pos != "ADJF":
                holes.append((low, high, " ".join(f"gpe:{key.removeprefix('gpe:')}" for key in sorted(place_keys(e)))))
        return read_title(entity.text, holes, kind=entity.kind)

    def _around(self, entity: Entity) -> frozenset[str]:
        at = self.place[entity.id]
        near = [*self.inside.get(at - 1, ()), *self.inside.get(at, ())]
        named = frozenset(key for e in near if e.label == "GPE" for key in place_keys(e) if is_state(key))
        start, end = self.spans[at]
        return named | states_in(self.article.text[start:end])
