"""A small corpus in two languages, with its index, for the tests of searches and counts."""

from __future__ import annotations

from pathlib import Path

from letopis.formats.jsonl import write_jsonl
from letopis.index.build import EnglishSide, write_index
from letopis.records import Article, Entity, Metadata, Relation, Section, Sentence

FIRST = "Киргизия и Латвия подписали Договор о дружбе 5 мая 1998 г. в Риге. Договор о дружбе действует. Мира все хотят."
SECOND = "Договор о мире подписал посол Латвии. Новый мирный договор готовят в Риге."
ENGLISH = (
    "Kyrgyzstan and Latvia signed the Treaty of Friendship on 5 May 1998 in Riga. The treaty of friendship is in "
    "force. Everybody wants peace."
)


def sentences(text: str) -> list[Sentence]:
    """One sentence up to each stop before a capital letter or the end."""
    found, start = [], 0
    for place, letter in enumerate(text):
        if letter == "." and (place + 1 == len(text) or text[place + 2].isupper()) and not text[:place].endswith(" г"):
            found.append(Sentence(start, place + 1))
            start = place + 2
    return found


def spans(text: str, *wanted: tuple[str, str, dict[str, str]]) -> list[Entity]:
    """Entities by their texts, each at its next place behind the one before; inner ones start again."""
    found: list[Entity] = []
    for number, (label, words, known) in enumerate(wanted, 1):
        start = text.index(words, found[-1].start_offset if found else 0)
        found.append(Entity.at(text, start, start + len(words), label, id=number, **known))
    return found


def records() -> list[Article]:
    """Two articles: who signed what, with a nested entity, and what their journals are."""
    first = spans(
        FIRST,
        ("GPE", "Киргизия", {"normal": "Киргизия", "entity": "gpe:KG"}),
        ("GPE", "Латвия", {"normal": "Латвия", "entity": "gpe:LV"}),
        ("AGREEMENT", "Договор о дружбе", {"kind": "договор", "status": "signed"}),
        ("DATE", "5 мая 1998 г.", {"value": "1998-05-05"}),
        ("GPE", "Риге", {"normal": "Рига", "entity": "gpe:рига"}),
        ("AGREEMENT", "Договор о дружбе", {"kind": "договор", "status": "in_force"}),
    )
    relations = [
        Relation(id=number, type=kind, from_id=3, to_id=to)
        for number, (kind, to) in enumerate([("party", 1), ("party", 2), ("signed_on", 4), ("signed_in", 5)], 1)
    ]
    second = spans(
        SECOND,
        ("AGREEMENT", "Договор о мире", {"kind": "договор"}),
        ("ORG", "посол Латвии", {"normal": "посол Латвии", "entity": "org:посол"}),
        ("GPE", "Латвии", {"normal": "Латвия", "entity": "gpe:LV"}),
        ("GPE", "Риге", {"normal": "Рига", "entity": "gpe:рига"}),
    )
    return [
        Article(
            id="first", text=FIRST, sentences=sentences(FIRST), entities=first, relations=relations,
            sections=[Section(kind="title", start_offset=0, end_offset=sentences(FIRST)[0].end)],
            metadata=Metadata(title={"ru": "О дружбе"}, journal="Вестник", year=2001, authors=["Лунин П.", "Ли А."]),
        ),
        Article(
            id="second", text=SECOND, sentences=sentences(SECOND), entities=second,
            relations=[Relation(id=1, type="party", from_id=1, to_id=2)],
            metadata=Metadata(journal="Архив", year=2016),
        ),
    ]  # fmt: skip


def write(folder: Path, articles: list[Article] | None = None) -> tuple[Path, Path]:
    """Write the records and the translation, and give their places."""
    write_jsonl(folder / "records.jsonl", records() if articles is None else articles)
    (folder / "english" / "first").mkdir(parents=True, exist_ok=True)
    (folder / "english" / "first" / "translation.en.txt").write_text(ENGLISH, encoding="utf-8")
    return folder / "records.jsonl", folder / "english"


def make(folder: Path) -> Path:
    """Write the index of both, and give its place."""
    place, english = write(folder)
    write_index(place, folder / "corpus.db", english=EnglishSide(english))
    return folder / "corpus.db"
