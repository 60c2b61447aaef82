"""What a search can be made in: indexes, CoNLL-U files, records, and folders of them.

CoNLL-U files and records become small indexes in memory, so that one language asks them all.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from letopis.bilingual.sides import with_sentences
from letopis.chronicle.database import run_script
from letopis.errors import InputError
from letopis.formats.conllu import TaggedSentence
from letopis.index.index import Index, open_index
from letopis.index.rows import IndexWriter
from letopis.index.words import Sentences, tagged
from letopis.records import Article, Entity, Sentence
from letopis.streams import exists

DATABASES = frozenset({".db", ".sqlite", ".sqlite3"})
"""The ends of the names of indexes."""


def size_of_texts(paths: Iterable[Path]) -> int:
    """Return how many bytes of CoNLL-U and records lie there; indexes count nothing.

    >>> size_of_texts([Path("corpus.db"), Path("nowhere")])
    0
    """
    files = (file for path in paths for file in (path.rglob("*") if path.is_dir() else [path]))
    return sum(file.stat().st_size for file in files if file.suffix not in DATABASES and file.is_file())


def open_indexes(paths: Iterable[Path]) -> Iterator[tuple[Path, Index]]:
    """Open indexes, and CoNLL-U files, records and folders of either as indexes in memory, one after the other.

    Each index is closed when the next one is asked for. Records have no tokens; they are analysed, and split into
    sentences where they have none.

    Raises:
        InputError: nothing to search there, or a file that cannot be read.
    """
    for path in paths:
        for index in _indexes(path):
            with index:
                yield path if not index.name else Path(index.name), index


def _indexes(path: Path) -> Iterator[Index]:
    if path.suffix in DATABASES:
        yield open_index(path)
        return
    from letopis.formats.conllu import read_conllu
    from letopis.formats.jsonl import record_files, stream_articles
    from letopis.index.words import tokens_in

    if path.suffix == ".jsonl" or (path.is_dir() and not any(path.rglob("*.conllu")) and record_files(path)):
        for _ in stream_articles(path):
            pass  # a damaged line or an id that is there twice is refused before any hit
        for article in map(with_sentences, stream_articles(path)):
            yield in_memory(article, tokens_in(article, None, morphology="pymorphy3"))
        return
    for file in _conllu_files(path):
        article, tokens, names = from_conllu(file.stem or str(file), read_conllu(file))
        yield in_memory(article, tokens, name=str(file), sentence_names=names)


def _conllu_files(path: Path) -> list[Path]:
    found = sorted(path.rglob("*.conllu")) if path.is_dir() else [path]
    if not found or not exists(found[0]):
        raise InputError(
            f"{path}: no index, CoNLL-U file or records there; write some with 'letopis extract PATH --conllu DIR', "
            "or 'letopis index RECORDS -o corpus.db'"
        )
    return found


def in_memory(article: Article, tokens: Sentences, *, name: str = "", sentence_names: Sequence[str] = ()) -> Index:
    """Return an index of one article, without the tables of a chronicle."""
    database = sqlite3.connect(":memory:", isolation_level=None)
    run_script(database, "schema.sql")
    run_script(database, "schema.sql", __package__)
    writer = IndexWriter(database)
    writer.add(article, "", tokens)
    writer.finish({})
    return Index(database, name, sentence_names)


def from_conllu(name: str, sentences: Iterable[TaggedSentence]) -> tuple[Article, Sentences, list[str]]:
    """Return tagged sentences as an article with its tokens, and the ids that its sentences have in the file.

    Entities have a label and an id, as ``Entity=AGREEMENT:1`` in MISC says.
    """
    spans, names = list[Sentence](), list[str]()
    tokens: Sentences = {}
    entities: dict[tuple[str, int], list[int]] = {}
    parts: list[str] = []
    length = 0
    for number, sentence in enumerate(sentences):
        start = length
        tokens[number] = []
        for token in sentence.tokens:
            end = length + len(token.form)
            tokens[number].append(tagged(token, length, end, token.form))
            for key in _entities(token.misc):
                entities.setdefault(key, [length, end])[1] = end
            parts.append(token.form + " " * token.space_after)
            length = end + token.space_after
        spans.append(Sentence(start, tokens[number][-1].end_offset))
        names.append(sentence.sent_id)
        parts[-1] = f"{sentence.tokens[-1].form}\n"
        length = tokens[number][-1].end_offset + 1
    text = "".join(parts)
    found = [
        Entity.at(text, start, end, label, id=number)
        for number, ((label, _), (start, end)) in enumerate(entities.items(), 1)
    ]
    return Article(id=name, text=text, sentences=spans, entities=found), tokens, names


def _entities(misc: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    for item in filter(None, misc.get("Entity", "").split(",")):
        label, _, number = item.partition(":")
        yield label, int(number) if number.isdigit() else 0
