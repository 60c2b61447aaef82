"""Writes the rows of articles into an index, and the columns of numbers that queries run over."""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from letopis.bilingual.align import SentenceLink
from letopis.chronicle.gather import article_row, sentence_row
from letopis.formats.jsonl import encode_article
from letopis.index.words import Sentences
from letopis.offsets import OffsetMap
from letopis.records import ENTITY_FIELDS, Article, Token

WORDS = ("form", "lemma", "upos", "feats", "deprel")
"""Columns whose numbers stand for forms in a lexicon."""

NUMBERS = ("sentence", "head", "start_offset", "end_offset")
"""Columns of plain numbers: the row of the sentence, the place of the head in it (0 for none), offsets."""

PART = 1_000_000
"""Tokens whose numbers are kept in memory before they are written."""

_TYPES = {str: "text", int: "integer", float: "real", bool: "integer"}


class IndexWriter:
    """Adds articles one after the other; :meth:`finish` writes what all of them share."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._lexicons: dict[str, dict[str, int]] = {name: {} for name in WORDS}
        self._columns = {name: array("i") for name in (*WORDS, *NUMBERS)}
        self._tokens = self._entities = self._links = self._part = 0
        self._agreements = {
            (article, start, end): agreement
            for article, start, end, agreement in database.execute(
                "select article_id, start_offset, end_offset, agreement_id from mentions where agreement_id is not null"
            )
        }
        for name, field in ENTITY_FIELDS.items():
            database.execute(f'alter table entities add column "{name}" {_TYPES[field.kind]}')
        database.execute("begin")

    def add(self, article: Article, sha256: str, sentences: Sentences, *, translation_of: str | None = None) -> None:
        """Add an article with the tokens of its sentences."""
        rows = self._sentence_rows(article)
        first = self._tokens
        ordered = sorted(sentences.items())
        for number, words in ordered:
            self._add_sentence(rows[number], words)
        tokens = list(chain.from_iterable(words for _, words in ordered))
        spans = _Spans([token.start_offset for token in tokens], [token.end_offset for token in tokens], first)
        record = (article.id, sha256, translation_of, first, self._tokens, encode_article(article).decode("utf-8"))
        self._insert("records", [record])
        self._add_sections(article, spans)
        self._add_entities(article, spans, rows)
        if len(self._columns["form"]) >= PART:
            self._write_part()

    def _sentence_rows(self, article: Article) -> list[int]:
        """Return the rows of an article's sentences; those that no chronicle wrote are written."""
        if rows := self._sentences_of(article.id):
            return rows
        last = self._database.execute("select coalesce(max(id), 0) from sentences").fetchone()[0]
        offsets = OffsetMap(article.source.edits) if article.source is not None else None
        made = [
            sentence_row(article, offsets, last + number, number, span)
            for number, span in enumerate(article.sentences, 1)
        ]
        self._insert("articles", [tuple(article_row(article, len(made)).values())])
        self._insert("sentences", [tuple(row.values()) for row in made])
        return [row["id"] for row in made]

    def _sentences_of(self, article_id: str) -> list[int]:
        rows = self._database.execute("select id from sentences where article_id = ? order by number", [article_id])
        return [row for (row,) in rows]

    def _insert(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            self._database.executemany(f"insert into {table} values ({marks})", rows)  # noqa: S608 our own tables

    def _add_sentence(self, sentence: int, tokens: Sequence[Token]) -> None:
        rows = []
        for number, t in enumerate(tokens, 1):
            values = (t.text, t.lemma, t.upos, t.feats, t.deprel)
            for name, value in zip(WORDS, values, strict=True):
                lexicon = self._lexicons[name]
                self._columns[name].append(lexicon.setdefault(value, len(lexicon)))
            head = t.head if t.deprel else 0
            for name, place in zip(NUMBERS, (sentence, head, t.start_offset, t.end_offset), strict=True):
                self._columns[name].append(place)
            rows.append((self._tokens, sentence, number, *values[:4], head, t.deprel, t.start_offset, t.end_offset))
            self._tokens += 1
        self._insert("tokens", rows)

    def _add_sections(self, article: Article, spans: _Spans) -> None:
        rows = [
            (None, article.id, one.kind, *spans.at(one.start_offset, one.end_offset), one.start_offset, one.end_offset)
            for one in article.sections
        ]
        self._insert("sections", rows)

    def _add_entities(self, article: Article, spans: _Spans, sentences: Sequence[int]) -> None:
        starts = [start for start, _ in article.sentences]
        row_of: dict[int, int] = {}
        rows = []
        for one in article.entities:
            self._entities += 1
            row_of[one.id] = self._entities
            at = max(bisect_right(starts, one.start_offset) - 1, 0)
            start, end = one.start_offset, one.end_offset
            agreement = self._agreements.get((article.id, start, end)) if one.label == "AGREEMENT" else None
            rows.append((
                self._entities, article.id, sentences[at] if sentences else None, one.id, one.label, one.text,
                *spans.at(start, end), start, end, agreement, *(getattr(one, name) for name in ENTITY_FIELDS),
            ))  # fmt: skip
        self._insert("entities", rows)
        related = [(r.type, row_of[r.from_id], row_of[r.to_id]) for r in article.relations]
        self._insert("entity_relations", [(None, article.id, *row) for row in related])

    def align(self, russian: str, english: str, links: Iterable[SentenceLink]) -> None:
        """Add the links of the sentences of an article and its translation."""
        left, right = self._sentences_of(russian), self._sentences_of(english)
        rows = []
        for link in links:
            self._links += 1
            rows += [(None, self._links, left[a], right[b], link.score) for a in link.russian for b in link.english]
        self._insert("alignment", rows)

    def _write_part(self) -> None:
        for name, numbers in self._columns.items():
            self._insert("columns", [(name, self._part, numbers.tobytes())])
            self._columns[name] = array("i")
        self._part += 1

    def finish(self, made_by: Mapping[str, str]) -> None:
        """Write what all articles share, and the full text of the sentences."""
        self._write_part()
        forms = [(name, "\n".join(lexicon)) for name, lexicon in self._lexicons.items()]
        self._insert("lexicons", forms)
        self._database.execute("create table made_by (name text primary key, value text)")
        self._insert("made_by", list(made_by.items()))
        if self._database.execute("select 1 from sqlite_master where name = 'sentences_fts'").fetchone():
            self._database.execute("insert into sentences_fts (sentences_fts) values ('rebuild')")
        self._database.execute("commit")

    def counts(self) -> tuple[int, int, int, int, int]:
        """Return the numbers of articles, sentences, tokens, entities and agreements."""
        tables = ("articles", "sentences", "tokens", "entities", "agreements")
        found = [self._database.execute(f"select count(*) from {table}").fetchone()[0] for table in tables]  # noqa: S608
        return found[0], found[1], found[2], found[3], found[4]


class _Spans:
    """Leads offsets to tokens of the index."""

    def __init__(self, starts: Sequence[int], ends: Sequence[int], first: int) -> None:
        self._starts, self._ends, self._first = starts, ends, first

    def at(self, start: int, end: int) -> tuple[int, int]:
        """Return the first token of a span and the one behind its last."""
        return self._first + bisect_right(self._ends, start), self._first + bisect_left(self._starts, end)
