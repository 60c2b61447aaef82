"""Records for the tests of the chronicle, from marked-up sentences.

A span's name tells its relation to the agreements of its sentence: ``on``, ``in``, ``side``, ``by``; ``on-a`` only to
the agreement that is named ``a``.
"""

from __future__ import annotations

import msgspec

from letopis.formats.markup import read_markup
from letopis.records import Article, Entity, Relation, Sentence, Source

RELATIONS = {"on": "signed_on", "in": "signed_in", "side": "party", "by": "signatory"}
TRADE = "{GPE#side|Чехия} и {GPE#side|Литва} подписали {AGREEMENT=договор|Договор о торговле} {DATE#on=%s|в тот день}."


def article(name: str, *sentences: str, source: bool = True) -> Article:
    text = ""
    spans: list[Sentence] = []
    entities: list[Entity] = []
    relations: list[Relation] = []
    for marked in sentences:
        plain, found = read_markup(marked)
        plain = plain.replace("[[", "{{").replace("]]", "}}")
        start = len(text) + bool(text)
        text = f"{text} {plain}" if text else plain
        spans.append(Sentence(start, len(text)))
        own = {len(entities) + n: span for n, span in enumerate(found, 1)}
        for number, span in own.items():
            fields = {} if span.value in {"", "!"} else {_field(span.label): span.value}
            entities.append(
                Entity(
                    id=number, label=span.label, start_offset=start + span.start, end_offset=start + span.end,
                    text=plain[span.start : span.end], impossible=span.value == "!", **fields,
                )
            )  # fmt: skip
        for number, span in own.items():
            kind, _, which = span.name.partition("-")
            for head, agreement in own.items():
                if kind in RELATIONS and agreement.label == "AGREEMENT" and which in {"", agreement.name}:
                    relations.append(Relation(id=len(relations) + 1, type=RELATIONS[kind], from_id=head, to_id=number))
    text += f"\n\n{name}"  # no two articles have one text
    origin = Source(path=f"{name}.txt", sha256="0" * 64) if source else None
    return Article(id=name, text=text, sentences=spans, entities=entities, relations=relations, source=origin)


def dated(name: str, *dates: str) -> Article:
    """An article that tells of one treaty on trade once for each of ``dates``."""
    return article(name, *(TRADE % date for date in dates))


def with_status(name: str, status: str, since: str | None = None) -> Article:
    """An article whose treaty has got as far as ``status``."""
    one = article(name, "{AGREEMENT=договор|Гюлистанский договор} действует.")
    fields = {"status": status, "status_date": since}
    return msgspec.structs.replace(one, entities=[msgspec.structs.replace(e, **fields) for e in one.entities])


def _field(label: str) -> str:
    return {"DATE": "value", "AGREEMENT": "kind"}.get(label, "normal")
