"""Small indexes in memory, of CoNLL-U files and of records, so that one language asks them all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence

from letopis.chronicle.spill import run_script as run_chronicle_script
from letopis.formats.conllu import TaggedSentence
from letopis.index.build import run_script
from letopis.index.index import Index
from letopis.index.rows import IndexWriter
from letopis.index.words import Sentences, tagged
from letopis.records import Article, Entity, Sentence


def in_memory(article: Article, tokens: Sentences, *, name: str = "", sentence_names: Sequence[str] = ()) -> Index:
    """Return an index of one article, without the tables of a chronicle."""
    database = sqlite3.connect(":memory:", isolation_level=None)
    run_chronicle_script(database, "schema.sql")
    run_script(database, "schema.sql")
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
