"""Records for the tests of authority: texts of our own with marked names, without identities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from letopis.authority.link import LinkedRun
from letopis.formats.jsonl import write_jsonl
from letopis.formats.markup import read_markup, value_fields
from letopis.records import Article, Entity
from letopis.sentences import split_sentences

TABLE = """id,label,aliases,type,born,died
Q1,Аскар Акаев,Askar Akayev,human,1944,
Q2,Ислам Каримов,Islam Karimov; Islom Karimov,human,1938,2016
Q3,Иван Орлов,,human,1900,1970
Q4,Иван Орлов,,human,1931,1999
Q5,Бишкек,Фрунзе; Bishkek,city,,
Q6,Организация Объединённых Наций,ООН,organization,1945,
Q7,Кыргызстан,Киргизия; Kyrgyzstan,country,1991,
Q8,Албания,,country,1912,
"""
"""A table of names with ids that are ours, whatever they look like."""


def article(name: str, marked: str) -> Article:
    text, spans = read_markup(marked)
    entities = [
        Entity.at(text, s.start, s.end, s.label, id=n, **value_fields(s.label, s.value)) for n, s in enumerate(spans, 1)
    ]
    return Article(id=name, text=text, sentences=split_sentences(text), entities=entities)


def records(folder: Path, texts: Mapping[str, str]) -> Path:
    path = folder / "records.jsonl"
    write_jsonl(path, [article(name, marked) for name, marked in texts.items()])
    return path


def table(folder: Path, text: str = TABLE, name: str = "people.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def decisions(folder: Path, text: str) -> Path:
    return table(folder, text, "authority.toml")


def mentions(run: LinkedRun) -> Iterator[tuple[str, str, Entity]]:
    for one in run.articles():
        yield from ((one.id, entity.text, entity) for entity in one.entities)


def identities(run: LinkedRun) -> dict[tuple[str, str], str | None]:
    return {(name, text): entity.entity for name, text, entity in mentions(run)}


def ids(run: LinkedRun) -> dict[str, str | None]:
    return {text: entity.authority for _, text, entity in mentions(run)}
