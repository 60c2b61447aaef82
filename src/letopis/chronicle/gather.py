"""One article as rows of the chronicle, and what its agreements say of themselves."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, count
from typing import Any, NamedTuple

import msgspec

from letopis.cleaning.furniture_rules import has_verb
from letopis.cleaning.sections import find_citations, find_sections
from letopis.entities.spans import only
from letopis.formats.rows import described
from letopis.linking.agreements.bounds import day_columns
from letopis.linking.agreements.here import AgreementMention, agreements_in, sentences_of
from letopis.linking.agreements.join import Agreements, agreements_here
from letopis.linking.agreements.sides import Sides, is_state, place_keys
from letopis.linking.agreements.titles import Title
from letopis.linking.articles import link_articles
from letopis.offsets import OffsetMap, page_of
from letopis.records import Article, Entity, Relation

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
    saying. ``row`` and ``sentence`` are rows of the database, ``agreement`` is the identity of the record.
    """

    row: int
    sentence: int
    article: str
    agreement: str
    text: str
    name: str
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


class Unlinked:
    """The agreements of records that have no identities for them, to be joined when all are known."""

    def __init__(self) -> None:
        self._agreements = Agreements()
        self._articles: list[str] = []
        self._rows: list[list[int]] = []

    def add(self, article: str, mentions: Sequence[AgreementMention], rows: list[int]) -> None:
        """Add the mentions of an article, which have these rows."""
        self._agreements.add(agreements_here(mentions))
        self._articles.append(article)
        self._rows.append(rows)

    def identities(self) -> Iterator[tuple[str, int]]:
        """Return the identity of each row."""
        self._agreements.resolve(self._articles)
        for rows, found in zip(self._rows, self._agreements.identities(), strict=True):
            yield from ((one.key, row) for one, row in zip(found, rows, strict=True))


@dataclass
class Rows:
    """Rows of one article by table; row numbers go on from article to article."""

    numbers: count[int] = field(default_factory=lambda: count(1))
    sentence_numbers: count[int] = field(default_factory=lambda: count(1))
    tables: dict[str, list[Row]] = field(default_factory=dict)
    unlinked: Unlinked = field(default_factory=Unlinked)

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

    Records without identities are linked within the article first, their agreements among all in the end; what the
    article cites is left out.
    """
    article = without_citations(_linked(article))
    spans = sentences_of(article)
    offsets = OffsetMap(article.source.edits) if article.source is not None else None
    starts = [start for start, _ in spans]
    sentences = [next(rows.sentence_numbers) for _ in spans]
    rows.add("articles", article_row(article, len(spans)))
    for number, (row, span) in enumerate(zip(sentences, spans, strict=True), 1):
        rows.add("sentences", sentence_row(article, offsets, row, number, span))
    where: dict[int, tuple[int, int]] = {}
    inside: dict[int, list[Entity]] = {}
    for entity in article.entities:
        row, at = next(rows.numbers), sentences[max(bisect_right(starts, entity.start_offset) - 1, 0)]
        where[entity.id] = row, at
        inside.setdefault(at, []).append(entity)
        rows.add("mentions", _mention_row(article, entity, row, at, offsets))
    for label, (table, _) in IDENTITIES.items():
        for named in _referent_rows(e for e in article.entities if e.label == label):
            rows.add(table, named)
    for at, entities in inside.items():
        for entity in entities:
            if entity.label == "DATE":
                rows.add("events", _event_row(article, entity, entities, where[entity.id][0], at))
    for relation in article.relations:
        rows.add("relations", _relation_row(article, relation, where))
    found = agreements_in(article)
    if not all(one.entity.entity for one in found):
        rows.unlinked.add(article.id, found, [where[one.entity.id][0] for one in found])
    return [_mention(article.id, one, where) for one in found]


def _linked(article: Article) -> Article:
    named = [e for e in article.entities if e.label in IDENTITIES]
    if not named or any(e.entity for e in named):
        return article
    linked = zip(article.entities, link_articles([article])[0].entities, strict=True)
    return msgspec.structs.replace(article, entities=[new if old.label in IDENTITIES else old for old, new in linked])


def without_citations(article: Article) -> Article:
    """Return an article without the entities of its references and citations, and without relations to them.

    Footnotes that tell something are kept: only their sentences without a finite verb go.

    >>> from letopis.records import Entity
    >>> dates = [Entity(id=1, label="DATE", start_offset=28, end_offset=32, text="1997", value="1997")]
    >>> text = "Мост открыт (Правда. – № 5. 1997. – С. 3)."
    >>> without_citations(Article(id="a", text=text, entities=dates)).entities
    []
    """
    zones = sorted(_zones(article))
    starts = [start for start, _ in zones]
    ends = list(accumulate((end for _, end in zones), max))  # zones may nest: the farthest end so far

    def cited(position: int) -> bool:
        place = bisect_right(starts, position) - 1
        return place >= 0 and position < ends[place]

    entities = [entity for entity in article.entities if not cited(entity.start_offset)]
    return article if len(entities) == len(article.entities) else only(article, entities)


def _zones(article: Article) -> Iterator[tuple[int, int]]:
    """Yield the stretches of an article that cite."""
    for section in article.sections or find_sections(article.text):
        if section.kind == "references":
            yield section.start_offset, section.end_offset
        elif section.kind == "footnotes":
            for start, end in article.sentences:
                within = section.start_offset <= start < section.end_offset
                if within and not has_verb(article.text[start:end]):
                    yield start, end
    yield from find_citations(article.text)


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


def _relation_row(article: Article, relation: Relation, where: Mapping[int, tuple[int, int]]) -> Row:
    return {
        "article_id": article.id, "type": relation.type, "agreement_id": None,
        "agreement_mention_id": where[relation.from_id][0], "target_mention_id": where[relation.to_id][0],
        "by": relation.by,
    }  # fmt: skip


def _mention(article: str, one: AgreementMention, places: Mapping[int, tuple[int, int]]) -> Mention:
    entity, (row, sentence) = one.entity, places[one.entity.id]

    def fact(target: Entity, value: str | None) -> Fact:
        return Fact(value or "", target.full_name, *places[target.id])

    return Mention(
        row=row,
        sentence=sentence,
        article=article,
        agreement=entity.entity or "",
        text=entity.text,
        name=entity.referent or "",
        kind=entity.kind or "",
        group=one.group,
        title=one.title,
        sides=one.sides,
        around=one.around,
        dates=tuple(fact(t, t.value) for k, t in one.related if k == "signed_on" and t.value),
        places=tuple(fact(t, min(place_keys(t))) for k, t in one.related if k == "signed_in"),
        parties=one.parties,
        signatories=tuple(dict.fromkeys(t.full_name for k, t in one.related if k == "signatory")),
        status=_status(entity, {kind for kind, _ in one.related}),
        status_date=entity.status_date or None,
    )


def _status(entity: Entity, relations: set[str]) -> str | None:
    """Records that carry a status are believed; else a date, place or hand of signing tells of a signing."""
    return entity.status or ("signed" if relations & {"signed_on", "signed_in", "signatory"} else None)
