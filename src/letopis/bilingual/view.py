"""From files to readings: find translations, links, raw texts and notes for the reader."""

from __future__ import annotations

from pathlib import Path

from letopis.bilingual.project import project_entities
from letopis.bilingual.readings import ReaderArticle, find_raw
from letopis.bilingual.sides import find_translation, make_linker, read_english, read_glossary, read_russian, read_text
from letopis.errors import InputError
from letopis.records import Article, Entity

NOTES_NAME = "translation.notes.tsv"
GLOSSARY_NAME = "glossary.tsv"


def make_readings(
    records: Path, *, english: Path | None = None, links: Path | None = None, glossary: Path | None = None
) -> tuple[list[ReaderArticle], list[str]]:
    """Return what the reader shows, and a line for each entity without partner.

    An English record that has entities keeps them; else those of the Russian one are projected.

    Raises:
        InputError: as the readers of the files.
    """
    if glossary is None and english is not None and english.is_dir() and (english / GLOSSARY_NAME).is_file():
        glossary = english / GLOSSARY_NAME
    terms = read_glossary(glossary) if glossary is not None else {}
    linker = make_linker(links, terms)
    readings: list[ReaderArticle] = []
    alone: list[str] = []
    for article in read_russian(records):
        raw = find_raw(article, records)
        if english is None:
            readings.append(ReaderArticle(article, raw=raw))
            continue
        translation = read_english(english, article.id)
        own = linker(article, translation)
        pairs: tuple[tuple[int, int], ...] = ()
        projection = project_entities(article, translation, own, glossary=terms)
        if not translation.entities:
            translation, pairs = projection.english, projection.pairs
            alone += [_line(article, entity, "no English partner") for entity in projection.russian_alone]
            alone += [_line(translation, entity, "no Russian partner") for entity in projection.english_alone]
        readings.append(ReaderArticle(article, translation, own, pairs, raw, _notes(english, article.id)))
    return readings, alone


def _line(article: Article, entity: Entity, reason: str) -> str:
    places = [n for n, (start, end) in enumerate(article.sentences, 1) if start <= entity.start_offset < end]
    return f"{article.id}-s{places[0] if places else '?'}: {entity.label} {entity.text!r}: {reason}"


def _notes(english: Path, article_id: str) -> dict[int, list[str]]:
    """Read the notes that stand beside a translation: sentence, words, note, parted by tabs."""
    place = find_translation(english, article_id).with_name(NOTES_NAME)
    if english.suffix == ".jsonl" or not place.is_file():
        return {}
    notes: dict[int, list[str]] = {}
    for number, line in enumerate(read_text(place).splitlines(), 1):
        if not line.strip() or line.startswith(("#", "sentence\t")):
            continue
        columns = line.split("\t")
        if len(columns) != 3 or not columns[0].isdigit():
            raise InputError(f"{place}:{number}: {line!r} is no note; write a sentence's number, words and note")
        notes.setdefault(int(columns[0]), []).append(f"“{columns[1]}”: {columns[2]}")
    return notes
