"""Records from marked-up sentences and from raw texts, for the tests of scores and of doccano."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import msgspec

from letopis.formats.markup import read_markup, value_fields
from letopis.offsets import EditLog
from letopis.records import Article, Entity, Relation, Section, Sentence, Source

GOLD = ["В {GPE=Баку|Баку} [1, c. 173].", "{ORG|МИД {GPE=Кыргызстан|КР}} с {DATE=1997|1997 г.}", "Ничего."]
FOUND = ["В {GPE=Баку|Баку} [1, c. 173].", "{ORG|МИД КР} с {DATE=1998|1997} г.", "{PERSON|Ничего}."]
"""What a run found where it should have found ``GOLD``."""


def build(sentences: Sequence[str], *, name: str = "a", by: str | None = None, signed: bool = False) -> Article:
    """An article of marked-up sentences, joined by spaces; ``#name`` gives the identity.

    With ``signed`` every AGREEMENT has a ``signed_on`` relation to the first DATE of its sentence.
    """
    text, bounds, entities, relations = "", [], [], []
    for marked in sentences:
        plain, spans = read_markup(marked)
        offset = len(text) + 1 if text else 0
        text = f"{text} {plain}" if text else plain
        bounds.append(Sentence(offset, len(text)))
        first = len(entities)
        for span in spans:
            entities.append(
                Entity(
                    id=len(entities) + 1,
                    label=span.label,
                    start_offset=offset + span.start,
                    end_offset=offset + span.end,
                    text=plain[span.start : span.end],
                    entity=span.name or None,
                    by=by,
                    **value_fields(span.label, span.value),
                )
            )
        dates = [entity for entity in entities[first:] if entity.label == "DATE"]
        for entity in entities[first:]:
            if signed and entity.label == "AGREEMENT" and dates:
                number = len(relations) + 1
                relations.append(Relation(id=number, type="signed_on", from_id=entity.id, to_id=dates[0].id))
    return Article(id=name, text=text, sentences=bounds, entities=entities, relations=relations)


def with_sections(article: Article, border: int) -> Article:
    """The article in two sections, its first ``border`` sentences an abstract."""
    middle, end = article.sentences[border].start, len(article.text)
    sections = [
        Section(kind="abstract", start_offset=0, end_offset=middle),
        Section(kind="body", start_offset=middle, end_offset=end),
    ]
    return msgspec.structs.replace(article, sections=sections)


def cleaned(raw: str, replacements: Sequence[tuple[str, str]], names: Sequence[tuple[str, str]] = ()) -> Article:
    """An article cleaned from ``raw`` by replacing stretches; an entity for each (clean text, label)."""
    log = EditLog(raw)
    for old, new in replacements:
        start = raw.index(old)
        log.replace(start, start + len(old), new, "test")
    text, offsets = log.finish()
    entities = []
    for number, (name, label) in enumerate(names, 1):
        start = text.index(name)
        first, last = offsets.span_to_raw(start, start + len(name))
        entities.append(
            Entity(
                id=number, label=label, start_offset=start, end_offset=start + len(name), text=name,
                source_start=first, source_end=last,
            )
        )  # fmt: skip
    digest = hashlib.sha256(raw.encode()).hexdigest()
    return Article(
        id="a", text=text, source=Source(path="a.txt", sha256=digest, edits=list(offsets.edits)), entities=entities,
        sentences=[Sentence(0, len(text))],
    )  # fmt: skip
