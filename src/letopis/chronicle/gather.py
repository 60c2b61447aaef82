"""One article as rows of the chronicle, and what its agreements say of themselves."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, NamedTuple

from letopis.chronicle.asides import without_citations
from letopis.chronicle.bounds import day_columns
from letopis.chronicle.sides import Sides, is_state, place_keys, side_of, together
from letopis.chronicle.titles import Title, kind_group, read_title, states_in
from letopis.dictionary import parses
from letopis.formats.rows import described
from letopis.linking.articles import link_articles
from letopis.offsets import OffsetMap, page_of
from letopis.records import Article, Entity, Relation, Sentence

Row = dict[str, Any]


class Fact(NamedTuple):
    """A date or place of an agreement: what is compared, what is shown, and where it stands."""

    value: str
    shown: str
    mention: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention of an agreement with all that its article says of it.

    ``around`` are the states that stand in its sentence and the one before: they may be sides that go without
    saying. ``row`` and ``sentence`` are rows of the database.
    """

    row: int
    sentence: int
    article: str
    text: str
    kind: str
    group: str
    title: Title
    sides: Sides
    around: frozenset[str]
    dates: tuple[Fact, ...] = ()
    places: tuple[Fact, ...] = ()
    parties: tuple[tuple[Sides, str], ...] = ()
    signatories: tuple[str, ...] = ()
    status: str | None = None
    status_date: str | None = None


@dataclass
class Rows:
    """Rows of one article by table; row numbers go on from article to article."""

    numbers: count[int] = field(default_factory=lambda: count(1))
    sentence_numbers: count[int] = field(default_factory=lambda: count(1))
    tables: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, table: str, row: Row) -> None:
        """Add a row to a table."""
        self.tables.setdefault(table, []).append(row)


IDENTITIES = {
    "PERSON": ("persons", "person_id"),
    "ORG": ("organisations", "organisation_id"),
    "GPE": ("states", "state_id"),
}
"""The table and the column of the referent of each label."""


def gather(article: Article, rows: Rows) -> list[Mention]:
    """Put an article's sentences, mentions, events and relations into ``rows``; give its agreements.

    Records without identities are linked within the article first; what the article cites is left out.
    """
    article = without_citations(_linked(article))
    spans = list(article.sentences) or _lines(article.text)
    offsets = OffsetMap(article.source.edits) if article.source is not None else None
    starts = [start for start, _ in spans]
    sentences = [next(rows.sentence_numbers) for _ in spans]
    rows.add("articles", article_row(article, len(spans)))
    for number, (row, span) in enumerate(zip(sentences, spans, strict=True), 1):
        rows.add("sentences", sentence_row(article, offsets, row, number, span))
    place = {e.id: max(bisect_right(starts, e.start_offset) - 1, 0) for e in article.entities}
    row_of = {e.id: next(rows.numbers) for e in article.entities}
    inside: dict[int, list[Entity]] = {}
    for entity in article.entities:
        inside.setdefault(place[entity.id], []).append(entity)
        rows.add("mentions", _mention_row(article, entity, row_of[entity.id], sentences[place[entity.id]], offsets))
    for label, (table, _) in IDENTITIES.items():
        for named in _referent_rows(e for e in article.entities if e.label == label):
            rows.add(table, named)
    for at, entities in inside.items():
        for entity in entities:
            if entity.label == "DATE":
                rows.add("events", _event_row(article, entity, entities, row_of[entity.id], sentences[at]))
    by_id = {e.id: e for e in article.entities}
    related: dict[int, list[tuple[str, Entity]]] = {}
    for relation in article.relations:
        rows.add("relations", _relation_row(article, relation, row_of))
        related.setdefault(relation.from_id, []).append((relation.type, by_id[relation.to_id]))
    reader = _Reader(article, spans, sentences, place, inside, row_of, related)
    return [reader.mention(entity) for entity in article.entities if entity.label == "AGREEMENT"]


def _linked(article: Article) -> Article:
    named = [e for e in article.entities if e.label in IDENTITIES]
    return link_articles([article])[0] if named and not any(e.entity for e in named) else article


def _lines(text: str) -> list[Sentence]:
    """Stand in for sentences in records that have none."""
    return [Sentence(*found.span()) for found in re.finditer(r"[^\n]+", text)] or [Sentence(0, len(text))]


def article_row(article: Article, sentences: int) -> Row:
    """Return the row of an article, what its file says of it too."""
    source = article.source
    return {
        "id": article.id,
        "file": source.path if source else None,
        "sha256": source.sha256 if source else None,
        "sentences": sentences,
        "characters": len(article.text),
        "language": article.language,
        **described(article),
    }


def _raw(offsets: OffsetMap | None, start: int, end: int) -> tuple[int | None, int | None]:
    return offsets.span_to_raw(start, end) if offsets is not None else (None, None)


def sentence_row(article: Article, offsets: OffsetMap | None, row: int, number: int, span: tuple[int, int]) -> Row:
    """Return the row of the sentence that stands at ``span``, the ``number``-th of its article."""
    start, end = span
    low, high = _raw(offsets, start, end)
    pages = article.source.pages if article.source else []
    return {
        "id": row, "article_id": article.id, "number": number, "text": article.text[start:end], "start_offset": start,
        "end_offset": end, "source_start": low, "source_end": high,
        "page": page_of(pages, low) if low is not None else None,
    }  # fmt: skip


def _mention_row(article: Article, entity: Entity, row: int, sentence: int, offsets: OffsetMap | None) -> Row:
    low, high = entity.source_start, entity.source_end
    if low is None or high is None:
        low, high = _raw(offsets, entity.start_offset, entity.end_offset)
    referents: dict[str, str | None] = {column: None for _, column in IDENTITIES.values()}
    if entity.label in IDENTITIES:
        referents[IDENTITIES[entity.label][1]] = referent(entity)
    return {
        "id": row, "article_id": article.id, "sentence_id": sentence, "label": entity.label, "text": entity.text,
        "normal": entity.normal, "value": entity.value, "start_offset": entity.start_offset,
        "end_offset": entity.end_offset, "source_start": low, "source_end": high, "page": entity.page,
        "status": entity.status or None, "status_date": entity.status_date or None,
        "agreement_id": None, **referents, "by": entity.by, "score": entity.score,
    }  # fmt: skip


def referent(entity: Entity) -> str:
    """Return the identity of the person, organisation or place that a mention names."""
    return entity.entity or f"{entity.label.lower()}:{entity.full_name.lower()}"


def _referent_rows(entities: Iterable[Entity]) -> Iterable[Row]:
    """Return what one article says of the referents of one label: the fullest name, and how often it names them."""
    found: dict[str, Row] = {}
    for entity in entities:
        name, state = entity.full_name, entity.label == "GPE" and all(map(is_state, place_keys(entity)))
        new = {"name": name, "mentions": 0, "articles": 1, "gender": entity.gender, "is_state": int(state)}
        row = found.setdefault(referent(entity), {"id": referent(entity), **new})
        row["mentions"] += 1
        row["name"] = name if len(name) > len(row["name"]) else row["name"]
    return found.values()


def _event_row(article: Article, date: Entity, inside: Sequence[Entity], row: int, sentence: int) -> Row:
    names = dict.fromkeys(e.full_name for e in inside if e.label in IDENTITIES)
    agreements = dict.fromkeys(e.text for e in inside if e.label == "AGREEMENT")
    return {
        "id": row, "mention_id": row, "article_id": article.id, "sentence_id": sentence, "date": date.value,
        "text": date.text, **day_columns(date.value), "modifier": date.modifier, "impossible": int(date.impossible),
        "who": "; ".join(names) or None, "agreements": "; ".join(agreements) or None,
    }  # fmt: skip


def _relation_row(article: Article, relation: Relation, row_of: dict[int, int]) -> Row:
    return {
        "article_id": article.id, "type": relation.type, "agreement_id": None,
        "agreement_mention_id": row_of[relation.from_id], "target_mention_id": row_of[relation.to_id],
        "by": relation.by,
    }  # fmt: skip


@dataclass(frozen=True)
class _Reader:
    """Reads the agreements of one article from their relations and their nested entities.

    It knows where entities stand: the sentence of each, the entities of each sentence, and the rows of both.
    """

    article: Article
    spans: Sequence[tuple[int, int]]
    sentences: Sequence[int]
    place: dict[int, int]
    inside: dict[int, list[Entity]]
    row_of: dict[int, int]
    related: dict[int, list[tuple[str, Entity]]]

    def mention(self, entity: Entity) -> Mention:
        related = self.related.get(entity.id, [])
        nested = self._within(entity)
        parties = [target for kind, target in related if kind == "party"]
        title = self._title(entity, nested, parties)
        read = tuple((side_of(party, self._within(party)), party.full_name) for party in parties)
        sides = together(side for side, _ in read)
        if not any(sides):
            sides = Sides(title.states)
        kind = entity.kind or ""
        return Mention(
            row=self.row_of[entity.id],
            sentence=self.sentences[self.place[entity.id]],
            article=self.article.id,
            text=entity.text,
            kind=kind,
            group=kind_group(kind),
            title=title,
            sides=sides,
            around=self._around(entity),
            dates=tuple(self._fact(t, t.value) for k, t in related if k == "signed_on" and t.value),
            places=tuple(self._fact(t, min(place_keys(t))) for k, t in related if k == "signed_in"),
            parties=read,
            signatories=tuple(dict.fromkeys(t.full_name for k, t in related if k == "signatory")),
            status=_status(entity, {kind for kind, _ in related}),
            status_date=entity.status_date or None,
        )

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

    def _fact(self, target: Entity, value: str | None) -> Fact:
        return Fact(value or "", target.full_name, self.row_of[target.id], self.sentences[self.place[target.id]])


def _status(entity: Entity, relations: set[str]) -> str | None:
    """Records that carry a status are believed; else a date, place or hand of signing tells of a signing."""
    return entity.status or ("signed" if relations & {"signed_on", "signed_in", "signatory"} else None)
