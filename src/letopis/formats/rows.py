"""Records as flat tables, a row an article, sentence, entity or relation: CSV for people, Parquet for programs."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from letopis.errors import InputError, needed
from letopis.files import check_replaceable, replacing_folder
from letopis.formats.cells import csv_bytes
from letopis.formats.jsonl import check_article
from letopis.records import ENTITY_FIELDS, SPAN_FIELDS, Article, Entity, Metadata, Relation, Sentence

Row = dict[str, Any]
Columns = dict[str, type]

METADATA_COLUMNS: Columns = {
    "title": str, "authors": str, "journal": str, "year": int, "volume": str, "issue": str, "pages": str, "doi": str,
    "udc": str, "subject": str, "rights": str, "provenance": str,
}  # fmt: skip
"""What the file says of its article, a value a cell."""

TABLES: dict[str, Columns] = {
    "articles": {
        "article": str, "language": str, "source_path": str, "source_sha256": str, **METADATA_COLUMNS, "text": str,
    },
    "sentences": {"article": str, "sentence": int, "start_offset": int, "end_offset": int, "text": str},
    "entities": {
        "article": str, "id": int, "label": str, "start_offset": int, "end_offset": int, "text": str, "sentence": int,
        **{name: field.kind for name, field in ENTITY_FIELDS.items()},
    },
    "relations": {
        "article": str, "id": int, "type": str, "from_id": int, "to_id": int, "by": str, "from_text": str,
        "to_text": str, "to_value": str,
    },
}  # fmt: skip
"""The tables with the types of their columns; ``article`` and the ids join them."""

FOUND = ("sentences", "entities", "relations")
"""The tables that hold what was found in the articles."""


def described(article: Article) -> Row:
    """Return what the file says of its article by column: titles of several languages and authors stand in one cell.

    >>> from letopis.records import Metadata
    >>> row = described(Article(id="a", text="", metadata=Metadata(authors=["Лунин П. П.", "Орлова А. А."], year=1911)))
    >>> row["authors"], row["year"], row["title"]
    ('Лунин П. П.; Орлова А. А.', 1911, None)
    """
    said = article.metadata or Metadata()
    joined = {"title": " | ".join(said.title.values()) or None, "authors": "; ".join(said.authors) or None}
    return {name: joined[name] if name in joined else getattr(said, name) for name in METADATA_COLUMNS}


def table_rows(articles: Iterable[Article]) -> dict[str, list[Row]]:
    """Return the rows of each table; ``sentence`` counts from 1, ``to_value`` is the date or the normal form.

    >>> city = Entity(id=1, label="GPE", start_offset=2, end_offset=6, text="Баку")
    >>> rows = table_rows([Article(id="a", text="В Баку.", sentences=[Sentence(0, 7)], entities=[city])])
    >>> rows["sentences"]
    [{'article': 'a', 'sentence': 1, 'start_offset': 0, 'end_offset': 7, 'text': 'В Баку.'}]
    """
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    for article in articles:
        for name, found in _values(article).items():
            rows[name] += [dict(zip(TABLES[name], (article.id, *row), strict=True)) for row in found]
    return rows


def _values(article: Article) -> dict[str, list[tuple[Any, ...]]]:
    """Return what stands in the columns of each table behind the article's id."""
    source, text = article.source, article.text
    entities = {entity.id: entity for entity in article.entities}
    starts = [sentence.start for sentence in article.sentences]
    sentences = [(number, start, end, text[start:end]) for number, (start, end) in enumerate(article.sentences, 1)]
    spans = []
    for one in article.entities:
        number = bisect_right(starts, one.start_offset)
        inside = number > 0 and one.start_offset < article.sentences[number - 1].end
        span = (getattr(one, name) for name in SPAN_FIELDS)
        spans.append((*span, number if inside else None, *(getattr(one, name) for name in ENTITY_FIELDS)))
    links = []
    for link in article.relations:
        target = entities[link.to_id]
        ends = (entities[link.from_id].text, target.text, target.value or target.normal)
        links.append((link.id, link.type, link.from_id, link.to_id, link.by, *ends))
    return {
        "articles": [
            (article.language, source and source.path, source and source.sha256, *described(article).values(), text)
        ],
        "sentences": sentences,
        "entities": spans,
        "relations": links,
    }


def write_tables(folder: Path, articles: Sequence[Article]) -> int:
    """Write ``articles.csv`` and those of what was found in UTF-8, and give the number of articles.

    A whole article in a cell is no use in a spreadsheet, so its text is left out.

    Raises:
        OutputError: the folder cannot be written, or holds other things.
    """
    check_replaceable(folder, lambda name: Path(name).stem in TABLES and Path(name).suffix == ".csv", "CSV export")
    rows = table_rows(articles)
    with replacing_folder(folder) as new:
        for name, columns in TABLES.items():
            shown = [column for column in columns if (name, column) != ("articles", "text")]
            cells = ([row[column] for column in shown] for row in rows[name])
            (new / f"{name}.csv").write_bytes(csv_bytes([shown, *cells]))
    return len(articles)


def write_parquet(folder: Path, articles: Sequence[Article]) -> int:
    """Write the four tables as Parquet files and give the number of articles.

    Raises:
        MissingDependencyError: pyarrow is not installed.
        OutputError: the folder cannot be written, or holds other things.
    """
    pa, pq = _pyarrow()
    check_replaceable(folder, lambda name: Path(name).suffix == ".parquet", "Parquet export")
    types = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    rows = table_rows(articles)
    with replacing_folder(folder) as new:
        for name, columns in TABLES.items():
            schema = pa.schema([(column, types[kind]) for column, kind in columns.items()])
            pq.write_table(pa.Table.from_pylist(rows[name], schema=schema), new / f"{name}.parquet")
    return len(articles)


def read_parquet(folder: Path) -> list[Article]:
    """Read what :func:`write_parquet` wrote; rows may stand in any order.

    Raises:
        InputError: a table is missing, damaged, or does not fit the others.
        MissingDependencyError: pyarrow is not installed.
    """
    tables = {name: _read_table(folder / f"{name}.parquet", columns) for name, columns in TABLES.items()}
    parts = {row["article"]: {name: list[Row]() for name in FOUND} for row in tables["articles"]}
    for name in FOUND:
        for row in tables[name]:
            if row["article"] not in parts:
                raise InputError(f"{folder / name}.parquet: article {row['article']!r} is not in articles.parquet")
            parts[row["article"]][name].append(row)
    articles = []
    for row in tables["articles"]:
        own = parts[row["article"]]
        article = Article(
            id=row["article"],
            language=row["language"],
            text=row["text"],
            sentences=sorted(Sentence(one["start_offset"], one["end_offset"]) for one in own["sentences"]),
            entities=[Entity(**_known(one, Entity)) for one in own["entities"]],
            relations=[Relation(**_known(one, Relation)) for one in own["relations"]],
        )
        articles.append(check_article(article, str(folder)))
    return articles


def _read_table(path: Path, columns: Columns) -> list[Row]:
    pa, pq = _pyarrow()
    try:
        rows: list[Row] = pq.read_table(path).to_pylist()
    except (OSError, pa.ArrowException) as error:
        raise InputError(f"{path}: cannot be read as Parquet: {str(error).splitlines()[0]}") from None
    for row in rows[:1]:
        missing = [column for column in columns if column not in row]
        if missing:
            raise InputError(f"{path}: has no column {missing[0]!r}")
    return rows


def _known(row: Row, kind: type[Entity] | type[Relation]) -> Row:
    return {name: row[name] for name in kind.__struct_fields__ if row.get(name) is not None}


def _pyarrow() -> tuple[Any, Any]:
    with needed("Parquet", "parquet"):
        import pyarrow
        import pyarrow.parquet
    return pyarrow, pyarrow.parquet
