"""What annotators differ on, as records for a third reader, and the third reader's decisions as gold."""

from __future__ import annotations

from hashlib import sha256
from textwrap import shorten
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from letopis.entities.spans import key_of
from letopis.errors import InputError
from letopis.evaluation.agreement import common_readings
from letopis.evaluation.values import field_of
from letopis.labels import fields_compared, label_of
from letopis.records import Article, Entity, Relation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

QUESTION = "Правило:"
"""Begins a comment that asks what the guidelines do not answer."""

GOLD = "gold"
"""``by`` of every adjudicated span."""

UNTOUCHED = "entity marks of several annotators, nothing decided yet: "
"""Begins the warning that holds the SHA-256 of what :func:`differences` wrote, so that it is known as undecided."""

_Key = tuple[int, int, str]


class Remark(NamedTuple):
    """What a person commented on a stretch of the text."""

    start: int
    end: int
    user: str
    text: str


def differences(annotators: Mapping[str, Sequence[Article]]) -> list[Article]:
    """Return a record of each article with the spans of all annotators, ``by`` naming who marked them (``a+b``).

    A span with all the names is agreed; every other one is to be kept or deleted. Where the spans agree and their
    values do not, the first annotator's value stands and a line in ``warnings`` says what the others wrote; other lines
    there hold what the annotators commented (:func:`comments_of`).

    Raises:
        InputError: as :func:`letopis.evaluation.agreement.agree`; or a name that holds ``+``.
    """
    for name in annotators:
        if "+" in name:
            raise InputError(f"annotator {name!r}: a plus sign joins names here; rename the file or folder")
    readings = common_readings(annotators)
    first = next(iter(readings.values()))
    return [_merged({name: side[index] for name, side in readings.items()}) for index in range(len(first))]


def comments_of(article: Article) -> list[Remark]:
    """Return what people commented in doccano, as a pull left it in the record, in the order of the text.

    >>> unit = {"start_offset": 0, "end_offset": 4, "comments": [{"user": "anna", "text": "Правило: город?"}]}
    >>> comments_of(Article(id="a", text="Баку", pipeline={"doccano": {"units": [unit]}}))
    [Remark(start=0, end=4, user='anna', text='Правило: город?')]
    """
    units = article.pipeline.get("doccano", {}).get("units", [])
    found = [
        Remark(unit["start_offset"], unit["end_offset"], said.get("user", ""), " ".join(said.get("text", "").split()))
        for unit in units
        for said in unit.get("comments", [])
    ]
    return sorted(found)


def comments_page(annotators: Mapping[str, Sequence[Article]]) -> str:
    """Return what annotators commented as a page in Markdown, questions about the guidelines (``Правило:``) first."""
    rows = [
        (said.text.startswith(QUESTION), f"- **{said.text}** ({name}, {article.id} {said.start}–{said.end}) {quoted}")
        for name, articles in annotators.items()
        for article in articles
        for said in comments_of(article)
        for quoted in (shorten(article.text[said.start : said.end], 200, placeholder=" …"),)
    ]
    parts = [("Questions about the guidelines", True), ("Other comments", False)]
    blocks = [(heading, [row for question, row in rows if question == wanted]) for heading, wanted in parts]
    return "# Comments of annotators\n" + "".join(
        f"\n## {heading}\n\n" + "\n".join(lines) + "\n" for heading, lines in blocks if lines
    )


def disputed(article: Article, annotators: Sequence[str]) -> list[Entity]:
    """Return the spans of a merged record that not all annotators marked."""
    agreed = "+".join(annotators)
    return [entity for entity in article.entities if entity.by != agreed]


def adjudicated_gold(articles: Sequence[Article]) -> list[Article]:
    """Turn the records that a third reader went through into gold.

    Every span gets ``by`` = ``gold`` and a new number in the order of the text; the list of value differences goes.

    Raises:
        InputError: all is as :func:`differences` wrote it, though there was something to decide; two spans of one
            label that overlap are both still there (except one ORG or GPE inside another), which means that a
            difference was not decided; or a span has white space at an end.
    """
    undecided = [article for article in articles if any(note.startswith(UNTOUCHED) for note in article.warnings)]
    if undecided and all(UNTOUCHED + _fingerprint(article) in article.warnings for article in undecided):
        names = ", ".join(article.id for article in undecided[:5])
        raise InputError(
            f"nothing was decided in {names}: delete the wrong spans of one "
            'annotator, or give a span that is right "by": "gold"'
        )
    return [_as_gold(article) for article in articles]


def _fingerprint(article: Article) -> str:
    return sha256(msgspec.json.encode([article.entities, article.relations])).hexdigest()


def _merged(sides: Mapping[str, Article]) -> Article:
    marked: dict[_Key, dict[str, Entity]] = {}
    for name, article in sides.items():
        for entity in article.entities:
            marked.setdefault(key_of(entity), {}).setdefault(name, entity)
    entities: list[Entity] = []
    notes: list[str] = []
    for number, key in enumerate(sorted(marked, key=_text_order), 1):
        owners = marked[key]
        first = next(iter(owners.values()))
        entities.append(msgspec.structs.replace(first, id=number, by="+".join(owners)))
        notes += _value_notes(number, owners)
    numbers = {key_of(entity): entity.id for entity in entities}
    base = next(iter(sides.values()))
    said = [
        f"comment of {name} at {one.start}–{one.end}: {one.text}" for name in sides for one in comments_of(sides[name])
    ]
    relations = _merged_relations(sides, numbers)
    warnings = [*base.warnings, *notes, *said]
    merged = msgspec.structs.replace(base, entities=entities, relations=relations, warnings=warnings)
    agreed = "+".join(sides)
    if notes or ({mark.by for mark in entities} | {link.by for link in relations}) - {agreed}:
        merged.warnings.append(UNTOUCHED + _fingerprint(merged))
    return merged


def _merged_relations(sides: Mapping[str, Article], numbers: Mapping[_Key, int]) -> list[Relation]:
    owners: dict[tuple[str, int, int], dict[str, None]] = {}
    for name, article in sides.items():
        keys = {entity.id: key_of(entity) for entity in article.entities}
        for relation in article.relations:
            link = relation.type, numbers[keys[relation.from_id]], numbers[keys[relation.to_id]]
            owners.setdefault(link, {})[name] = None
    return [
        Relation(id=index, type=link[0], from_id=link[1], to_id=link[2], by="+".join(owners[link]))
        for index, link in enumerate(sorted(owners), 1)
    ]


def _value_notes(number: int, owners: Mapping[str, Entity]) -> list[str]:
    notes = []
    for field in (*fields_compared(next(iter(owners.values())).label), "entity"):
        said = {name: field_of(entity, field) for name, entity in owners.items()}
        if len(set(said.values())) > 1:
            versions = ", ".join(f"{name} {value or 'nothing'}" for name, value in said.items())
            notes.append(f"entity {number}, {field}: {versions}")
    return notes


def _as_gold(article: Article) -> Article:
    entities = sorted(article.entities, key=lambda entity: _text_order(key_of(entity)))
    open_by_label: dict[str, list[Entity]] = {}
    for entity in entities:
        if entity.text != entity.text.strip():
            raise InputError(f"{_name(article, entity)} has white space at an end; mark the words alone")
        earlier = [other for other in open_by_label.get(entity.label, []) if other.end_offset > entity.start_offset]
        for other in earlier:
            inside = entity.end_offset <= other.end_offset and key_of(entity) != key_of(other)
            if not (inside and label_of(entity.label).nests):
                raise InputError(f"{_name(article, entity)} overlaps {other.text!r}; keep one of the two")
        open_by_label[entity.label] = [*earlier, entity]
    numbers = {entity.id: number for number, entity in enumerate(entities, 1)}
    return msgspec.structs.replace(
        article,
        warnings=[note for note in article.warnings if not note.startswith(("entity ", "comment "))],
        entities=[msgspec.structs.replace(entity, id=numbers[entity.id], by=GOLD) for entity in entities],
        relations=[
            msgspec.structs.replace(r, id=number, from_id=numbers[r.from_id], to_id=numbers[r.to_id], by=GOLD)
            for number, r in enumerate(article.relations, 1)
        ],
    )


def _name(article: Article, entity: Entity) -> str:
    return f"article {article.id!r}: {entity.label} {entity.text!r} at {entity.start_offset}–{entity.end_offset}"


def _text_order(key: _Key) -> tuple[int, int, str]:
    return key[0], -key[1], key[2]
