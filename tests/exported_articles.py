"""Articles for the tests of formats: one written by hand, and any number that Hypothesis makes."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import msgspec
from hypothesis import strategies as st

from letopis.labels import labels, relation_types
from letopis.records import Article, Entity, Relation, Section, Sentence, Source

# Astral and combining characters, line ends, marks that XML and JSON escape.
ALPHABET = "абвгд АБ12.,-–«»()\n\r\t\u00a0\u0301\u0306\U0001d49c\U0001f642\u200d\ufe0f<&>\"'\\{}|#;=\u2028"
VALUES = ["1997-04-23", "193X", "2015-01/2015-08", "XXXX-04-26", "-0043", "1997-23"]
NAMES = ["Кыргызстан", "org:министерство gpe:KG", 'a\\n"b" <&>', "е\u0301\U0001f642", "a\tb\nc\rd", "true"]

TREATY = {"kind": "договор", "status": "signed", "status_date": "1997-04-23", "by": "agreements.subject"}
DAY = {"value": "1997-04-23", "modifier": "start", "from_context": True, "lemma": "23 апрель", "by": "dates.day"}


def _entity(number: int, label: str, start: int, end: int, text: str, **fields: Any) -> Entity:
    return Entity(id=number, label=label, start_offset=start, end_offset=end, text=text[start:end], **fields)


def by_hand() -> Article:
    """Nested spans, one across a line end, every field, relations with and without a rule."""
    text = "\U0001f642 Посольство Франции\nв Риме. Договор о мире подписан 23 апреля 1997 г.\n\nКо\u0301нец <&>."
    place = text.index
    embassy, treaty, date = place("Посольство"), place("Договор"), place("23 апреля")
    return Article(
        id="письмо 1",
        text=text,
        source=Source(path="a.txt", sha256="0" * 64),
        pipeline={"letopis": "0.1.0", "components": ["letopis_dates"]},
        sections=[Section(kind="body", start_offset=0, end_offset=len(text))],
        sentences=[Sentence(0, place(" Договор")), Sentence(treaty, place("\n\n")), Sentence(place("Ко"), len(text))],
        entities=[
            _entity(4, "ORG", embassy, place("."), text, normal="Посольство Франции в Риме", entity="org:посольство"),
            _entity(
                5,
                "GPE",
                place("Франции"),
                place("\nв"),
                text,
                normal="Франция",
                entity="gpe:FR",
                authority="iso3166-1:FR wikidata:Q142",
                score=0.875,
            ),
            _entity(7, "GPE", place("Риме"), place("."), text, normal="Рим", source_start=29, source_end=33, page=2),
            _entity(9, "AGREEMENT", treaty, place(" подписан"), text, **TREATY),
            _entity(10, "DATE", date, place("\n\n"), text, **DAY),
            _entity(11, "DATE", date + 3, date + 9, text, impossible=True),
        ],
        relations=[
            Relation(id=1, type="signed_on", from_id=9, to_id=10, by="relations.clause"),
            Relation(id=2, type="party", from_id=9, to_id=4),
        ],
    )


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """Any text with spans that begin and end with a visible character; its sentences cover it."""
    text = draw(st.text(alphabet=ALPHABET, max_size=60))
    visible = [place for place, sign in enumerate(text) if not sign.isspace()]
    spans = draw(st.lists(_spans(visible), max_size=6, unique_by=lambda span: span[:3])) if visible else []
    entities = [
        _entity(number, label, start, end, text, **fields)
        for number, (start, end, label, fields) in enumerate(sorted(spans, key=lambda s: (s[0], -s[1])), 1)
    ]
    ids = [entity.id for entity in entities]
    number_of = st.sampled_from(ids) if ids else st.nothing()
    links = st.tuples(
        st.sampled_from([*relation_types()]), number_of, number_of, st.sampled_from([None, "relations.title"])
    )
    relations = [
        Relation(id=number, type=kind, from_id=source, to_id=target, by=by)
        for number, (kind, source, target, by) in enumerate(draw(st.lists(links, max_size=3)) if ids else [], 1)
    ]
    cuts = [0, *sorted(draw(st.sets(st.integers(1, max(len(text), 1)), max_size=3))), len(text)]
    return Article(
        id="a",
        text=text,
        sentences=[one for start, end in pairwise(cuts) for one in _trimmed(text, start, end)],
        entities=entities,
        relations=relations,
    )


def bare(article: Article, *fields: str) -> dict[str, Any]:
    """What two articles are compared by: id, text, entities without some fields, relations."""
    entities = sorted(article.entities, key=lambda entity: entity.id)
    return {
        "id": article.id,
        "text": article.text,
        "entities": [msgspec.structs.replace(entity, **dict.fromkeys(fields)) for entity in entities],
        "relations": article.relations,
    }


@st.composite
def _spans(draw: st.DrawFn, visible: list[int]) -> tuple[int, int, str, dict[str, Any]]:
    first, last = sorted(draw(st.tuples(st.sampled_from(visible), st.sampled_from(visible))))
    label = draw(st.sampled_from([*labels()]))
    texts = st.sampled_from(NAMES)
    named = {"normal": texts, "entity": texts, "by": texts, "score": st.floats(0, 1)}
    dated = {"value": st.sampled_from(VALUES), "modifier": st.just("mid"), "impossible": st.just(True)}
    return first, last + 1, label, draw(st.fixed_dictionaries({}, optional=dated if label == "DATE" else named))


def _trimmed(text: str, start: int, end: int) -> list[Sentence]:
    piece = text[start:end]
    first = start + len(piece) - len(piece.lstrip())
    return [Sentence(first, start + len(piece.rstrip()))] if piece.strip() else []
