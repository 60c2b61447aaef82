"""How entities and relations stand in a spaCy ``Doc``: ``doc.spans["letopis"]``, ``span._.value``, ``doc._.relations``.

What is known of a span lies in ``doc.user_data`` under its characters and its label, as plain data: so it comes along
when a ``Doc`` is copied, put into a ``DocBin`` or written as JSON with ``underscore=["letopis"]``, in any program.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from letopis.records import KNOWN, Article, Entity, Relation
from letopis.sentences.columns import token_bounds

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

SPANS_KEY = "letopis"
"""The key of the nested spans in ``doc.spans``."""

STORE = "letopis"
"""The extension of a span that holds what is known of it by label; that of a ``Doc`` holds its relations."""

End = TypeVar("End")


@dataclass(frozen=True)
class Link(Generic[End]):
    """A relation before it stands in a record; its ends are entities while rules read, spans in ``doc._.relations``.

    ``source`` is an AGREEMENT, ``target`` its party, date, place or signatory, or another AGREEMENT; ``type`` is a name
    of :func:`letopis.labels.relation_types`; ``by`` names the rule.

    >>> text = "Договор подписан в Баку"
    >>> treaty, city = Entity.at(text, 0, 7, "AGREEMENT"), Entity.at(text, 19, 23, "GPE")
    >>> Link("signed_in", treaty, city, "relations.place").target.text
    'Баку'
    """

    type: str
    source: End
    target: End
    by: str


def register_extensions() -> None:
    """Make ``span._.value`` and its like and ``doc._.relations`` known to spaCy; calling it again does nothing.

    Whatever reads or writes entities here calls it; so does a program that reads a ``Doc`` from JSON and makes nothing
    else of Letopis.

    >>> import spacy
    >>> doc = spacy.blank("ru")("1997")
    >>> data = doc.to_json() | {"_": {"letopis": None}}
    >>> register_extensions()
    >>> spacy.tokens.Doc(doc.vocab).from_json(data)._.relations
    []
    """
    from spacy.tokens import Doc, Span

    if not Doc.has_extension("document_date"):
        Doc.set_extension("document_date", default=None)
    if Doc.has_extension(STORE) and Doc.has_extension("relations"):
        return
    for kind in (Doc, Span):
        kind.set_extension(STORE, default=None, force=True)
    for name in KNOWN:
        # Another package may have one of this name; it is read and written through ours.
        Span.set_extension(name, getter=partial(_get, name), setter=partial(_set, name), force=True)
    Doc.set_extension("relations", getter=relations_of, setter=set_relations, force=True)


def attributes_of(span: Span) -> dict[str, Any]:
    """Return what is known of a span, by the names in :data:`letopis.records.KNOWN`; do not change it.

    A span without label, such as ``doc[2:4]``, has what is known of the one label that its characters have. What was
    set without label, or as spaCy's own extensions do, holds for every label.
    """
    data: dict[Any, Any] = span.doc.user_data
    by_label: dict[str, dict[str, Any]] | None = data.get(_place(span))
    if by_label is None:
        start, end = span.start_char, span.end_char
        return {name: data["._.", name, start, end] for name in KNOWN if ("._.", name, start, end) in data}
    if not span.label and len(by_label) == 1:
        return next(iter(by_label.values()))
    return by_label.get(span.label_) or by_label.get("", {})


def set_attributes(span: Span, values: Mapping[str, Any]) -> None:
    """Set what is known of a span; ``None`` is nothing known."""
    data: dict[Any, Any] = span.doc.user_data
    known = {name: value for name, value in {**attributes_of(span), **values}.items() if value is not None}
    data[_place(span)] = data.get(_place(span), {}) | {span.label_: known}


def _place(span: Span) -> tuple[str, str, int, int]:
    """Return the key of an extension as spaCy writes it, so that it moves with its characters into other ``Doc`` s."""
    return "._.", STORE, span.start_char, span.end_char


def _get(name: str, span: Span) -> Any:
    return attributes_of(span).get(name)


def _set(name: str, span: Span, value: Any) -> None:
    set_attributes(span, {name: value})


def relations_of(doc: Doc) -> list[Link[Span]]:
    """Return the relations of a ``Doc`` between its spans; one that leads to a span that is gone is left out."""
    data: dict[Any, Any] = doc.user_data
    kept = data.get(_DOC_PLACE) or ()
    if not kept:
        return []
    spans = {(span.label_, span.start_char, span.end_char): span for span in doc.spans.get(SPANS_KEY, ())}
    ends = ((kind, spans.get(tuple(source)), spans.get(tuple(target)), by) for kind, source, target, by in kept)
    return [Link(kind, one, other, by) for kind, one, other, by in ends if one is not None and other is not None]


def relations_between(doc: Doc, ids: Mapping[Span, int], before: int = 0) -> list[Relation]:
    """Return the relations of a ``Doc`` for a record whose entities have these ids, and that has some ``before``."""
    return [
        Relation(id=number, type=link.type, from_id=ids[link.source], to_id=ids[link.target], by=link.by or None)
        for number, link in enumerate(relations_of(doc), before + 1)
    ]


def set_relations(doc: Doc, links: Iterable[Link[Any]] | None) -> None:
    """Set the relations of a ``Doc``; the ends may be its spans, or entities that stand there."""
    data: dict[Any, Any] = doc.user_data
    data[_DOC_PLACE] = [[link.type, _key(link.source), _key(link.target), link.by] for link in links or ()]


_DOC_PLACE = ("._.", STORE, None, None)


def _key(end: Entity | Span) -> list[Any]:
    if isinstance(end, Entity):
        return [end.label, end.start_offset, end.end_offset]
    return [end.label_, end.start_char, end.end_char]


def move_spans(doc: Doc, moved: Mapping[tuple[int, int, str], Span]) -> None:
    """Make spans that have come to other characters those of a ``Doc``, with what is known of them and their relations.

    Args:
        doc: the text whose tokens have changed.
        moved: the spans by the offsets and the label that they had.
    """
    data: dict[Any, Any] = doc.user_data
    known = {key: data.get(("._.", STORE, *key[:2]), {}).get(key[2]) for key in moved}
    for key, span in moved.items():
        if known[key] and (span.start_char, span.end_char) != key[:2]:
            set_attributes(span, known[key])
    keys = {(label, start, end): _key(span) for (start, end, label), span in moved.items()}
    if kept := data.get(_DOC_PLACE):
        data[_DOC_PLACE] = [[kind, *(keys.get(tuple(end), end) for end in ends), by] for kind, *ends, by in kept]
    doc.spans[SPANS_KEY] = list(moved.values())


def add_entities(doc: Doc, entities: Iterable[Entity]) -> None:
    """Add entities to ``doc.spans["letopis"]``, in the order of the text, outer before inner.

    One that begins or ends inside a token is widened to the token's edge; one that is there already is passed over, and
    of two that are the same stretch the likelier stays, so that every run gives one answer.

    >>> import spacy
    >>> doc = spacy.blank("ru")("В Баку.")
    >>> add_entities(doc, [Entity.at(doc.text, 2, 6, "GPE", by="hand", normal="Баку")])
    >>> [(span.text, span._.normal) for span in doc.spans["letopis"]]
    [('Баку', 'Баку')]
    """
    from spacy.tokens import Span

    register_extensions()
    entities = list(entities)
    if not entities and SPANS_KEY in doc.spans:
        return
    spans: list[Span] = list(doc.spans.get(SPANS_KEY, ()))
    there = {(span.label_, span.start_char, span.end_char) for span in spans}
    starts, ends = token_bounds(doc)
    span: Span | None
    for entity in sorted(entities, key=lambda e: (e.start_offset, -e.end_offset, e.label, -_score(e), e.by or "")):
        start, end, label = entity.start_offset, entity.end_offset, entity.label
        first, last = bisect_left(starts, start), bisect_left(ends, end)
        if starts[first : first + 1] == [start] and ends[last : last + 1] == [end] and first <= last:
            span = Span(doc, first, last + 1, label=label)
        else:
            span = doc.char_span(start, end, label=label, alignment_mode="expand")
        if span is None or (label, span.start_char, span.end_char) in there:
            continue
        there.add((label, span.start_char, span.end_char))
        set_attributes(span, known_of(entity))
        spans.append(span)
    doc.spans[SPANS_KEY] = sorted(spans, key=lambda span: (span.start_char, -span.end_char))


def _score(entity: Entity) -> float:
    return 1.0 if entity.score is None else entity.score


def key_of(entity: Entity) -> tuple[int, int, str]:
    """Return where an entity stands and its label: what one extraction shares with another, or with the gold."""
    return entity.start_offset, entity.end_offset, entity.label


def only(article: Article, entities: list[Entity]) -> Article:
    """Return an article with some of its entities alone, and the relations between them."""
    ids = {entity.id for entity in entities}
    relations = [one for one in article.relations if one.from_id in ids and one.to_id in ids]
    return msgspec.structs.replace(article, entities=entities, relations=relations)


def outermost(spans: Iterable[Span]) -> list[Span]:
    """Return those of some spans, in the order of the text, that stand in none before them."""
    outer: list[Span] = []
    for span in spans:
        if not outer or span.start >= outer[-1].end:
            outer.append(span)
    return outer


def known_of(entity: Entity) -> dict[str, Any]:
    """Return what is known of an entity, by the names in :data:`letopis.records.KNOWN`.

    >>> known_of(Entity.at("1997", 0, 4, "DATE", value="1997", score=0.0))
    {'value': '1997', 'score': 0.0}
    """
    values = ((name, getattr(entity, name)) for name in KNOWN)
    return {name: value for name, value in values if value is not None and value is not False}


def entities_of(doc: Doc, *labels: str) -> list[Entity]:
    """Return what ``doc.spans["letopis"]`` holds, only some labels when named; ids count all spans from 1.

    >>> import spacy
    >>> doc = spacy.blank("ru")("В Баку.")
    >>> add_entities(doc, [Entity.at(doc.text, 2, 6, "GPE", by="hand")])
    >>> [(entity.text, entity.by) for entity in entities_of(doc)]
    [('Баку', 'hand')]
    """
    text, spans = doc.text, doc.spans.get(SPANS_KEY, ())
    return [
        Entity.at(text, span.start_char, span.end_char, span.label_, id=number, **attributes_of(span))
        for number, span in enumerate(spans, 1)
        if not labels or span.label_ in labels
    ]
