"""Flat tables: CSV as pandas reads it, Parquet as pandas reads it and back into records."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings

from exported_articles import articles, bare, by_hand
from letopis.errors import InputError, MissingDependencyError, OutputError
from letopis.formats.rows import TABLES, read_parquet, write_parquet, write_tables
from letopis.records import Article


def test_comes_back(tmp_path: Path) -> None:
    article, empty = by_hand(), Article(id="b", text="", language="en")
    assert write_parquet(tmp_path / "p", [article, empty]) == 2
    first, second = read_parquet(tmp_path / "p")
    assert (bare(first), first.sentences) == (bare(article), article.sentences)
    assert second == empty


@given(articles())
@settings(deadline=None, max_examples=50)
def test_anything_comes_back(article: Article) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_parquet(Path(folder) / "p", [article])
        (again,) = read_parquet(Path(folder) / "p")
    assert again == article


def test_pandas_reads_parquet(tmp_path: Path) -> None:
    write_parquet(tmp_path / "p", [by_hand()])
    frames = {name: pd.read_parquet(tmp_path / "p" / f"{name}.parquet") for name in TABLES}
    assert {name: list(frame.columns) for name, frame in frames.items()} == {n: list(c) for n, c in TABLES.items()}
    entities, relations = frames["entities"], frames["relations"]
    joined = relations.merge(entities, left_on=["article", "to_id"], right_on=["article", "id"])
    assert list(joined["value"].dropna()) == ["1997-04-23"]
    assert list(entities["sentence"]) == [1, 1, 1, 2, 2, 2]
    assert str(entities["start_offset"].dtype) == "int64"
    assert list(relations["to_value"]) == ["1997-04-23", "Посольство Франции в Риме"]


def test_pandas_reads_csv(tmp_path: Path) -> None:
    article = by_hand()
    assert write_tables(tmp_path / "c", [article]) == 1
    assert sorted(path.name for path in (tmp_path / "c").iterdir()) == [
        "articles.csv",
        "entities.csv",
        "relations.csv",
        "sentences.csv",
    ]
    entities = pd.read_csv(tmp_path / "c" / "entities.csv")
    assert list(entities["text"]) == [entity.text for entity in article.entities]
    assert list(entities["impossible"]) == [False] * 5 + [True]
    sentences = pd.read_csv(tmp_path / "c" / "sentences.csv")
    assert list(sentences["text"]) == [article.text[s.start : s.end] for s in article.sentences]


def test_a_table_without_rows_keeps_its_columns(tmp_path: Path) -> None:
    write_parquet(tmp_path / "p", [Article(id="a", text="Баку")])
    assert list(pd.read_parquet(tmp_path / "p" / "relations.parquet").columns) == list(TABLES["relations"])
    write_tables(tmp_path / "c", [Article(id="a", text="Баку")])
    assert (tmp_path / "c" / "relations.csv").read_text(encoding="utf-8").startswith("article,id,type,")


def test_refusals(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"articles\.parquet: cannot be read as Parquet"):
        read_parquet(tmp_path)
    write_parquet(tmp_path / "p", [by_hand()])
    pd.DataFrame({"article": ["x"]}).to_parquet(tmp_path / "p" / "sentences.parquet")
    with pytest.raises(InputError, match=r"sentences\.parquet: has no column 'sentence'"):
        read_parquet(tmp_path / "p")
    write_parquet(tmp_path / "p", [by_hand()])
    frame = pd.read_parquet(tmp_path / "p" / "entities.parquet")
    frame.assign(article="x").to_parquet(tmp_path / "p" / "entities.parquet")
    with pytest.raises(InputError, match=r"entities\.parquet: article 'x' is not in articles\.parquet"):
        read_parquet(tmp_path / "p")
    frame.assign(text="Лондон").to_parquet(tmp_path / "p" / "entities.parquet")
    with pytest.raises(InputError, match="entity 4 of 'письмо 1' says 'Лондон'"):
        read_parquet(tmp_path / "p")
    (tmp_path / "p" / "notes.txt").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match=r"holds 'notes\.txt' and is no Parquet export"):
        write_parquet(tmp_path / "p", [])


def test_without_pyarrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingDependencyError, match=r"pip install 'letopis\[parquet\]'"):
        write_parquet(tmp_path / "p", [])
    assert list(tmp_path.iterdir()) == []
