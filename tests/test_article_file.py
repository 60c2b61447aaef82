"""What people wrote down of an article: read at extraction, and told by everything that comes out."""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from letopis.chronicle.build import write_chronicle
from letopis.errors import InputError
from letopis.formats.jsonl import write_jsonl
from letopis.formats.rows import table_rows, write_tables
from letopis.records import Article, Metadata, Sentence
from letopis.sources import read_source

SAID = """
title = "О читальнях"
authors = ["Лунин П. П.", "Орлова А. А."]
language = "ru"
journal = "Вестник"
year = 1911
issue = 7
pages = "3–9"
keywords = ["чтение", "земство"]
rights = "CC BY 4.0"
volume = "unknown"
sha256 = "of no interest here"
"""


def folder(place: Path, said: str, name: str = "source.txt") -> Path:
    (place / name).write_text("УДК 94(470)\n\nЧитальни открыты в Риге.", encoding="utf-8")
    (place / "article.toml").write_text(said, encoding="utf-8")
    return place / name


def test_it_is_read_with_the_source(tmp_path: Path) -> None:
    assert read_source(folder(tmp_path, SAID)).metadata == Metadata(
        title={"ru": "О читальнях"}, authors=["Лунин П. П.", "Орлова А. А."], journal="Вестник", year=1911, issue="7",
        pages="3–9", language="ru", keywords={"ru": ["чтение", "земство"]}, rights="CC BY 4.0", udc="94(470)",
    )  # fmt: skip


def test_people_are_believed_before_the_file(tmp_path: Path) -> None:
    said = read_source(folder(tmp_path, 'udc = "02"\ndoi = "unknown"')).metadata
    assert said is not None
    assert (said.udc, said.doi) == ("02", None)


def test_it_tells_of_the_article_of_its_folder_alone(tmp_path: Path) -> None:
    said = read_source(folder(tmp_path, SAID, "other.txt")).metadata
    assert said == Metadata(udc="94(470)")


@pytest.mark.parametrize(
    ("said", "why"), [("year = ", "is no TOML"), ('year = "1911"', "is no year"), ("year = true", "is no year")]
)
def test_what_cannot_be_read_is_named_with_its_file(tmp_path: Path, said: str, why: str) -> None:
    with pytest.raises(InputError, match=rf"article\.toml: .*{why}"):
        read_source(folder(tmp_path, said))


def test_tables_and_chronicle_tell_it(tmp_path: Path) -> None:
    said = read_source(folder(tmp_path, SAID)).metadata
    article = Article(id="a", text="Мир.", sentences=[Sentence(0, 4)], metadata=said)
    row = table_rows([article])["articles"][0]
    assert (row["title"], row["authors"], row["rights"]) == ("О читальнях", "Лунин П. П.; Орлова А. А.", "CC BY 4.0")
    write_tables(tmp_path / "csv", [article])
    with (tmp_path / "csv" / "articles.csv").open(encoding="utf-8", newline="") as file:
        (cells,) = csv.DictReader(file)
    assert (cells["journal"], cells["year"], cells["volume"]) == ("Вестник", "1911", "")
    assert "text" not in cells
    write_jsonl(tmp_path / "a.jsonl", [article])
    write_chronicle(tmp_path / "a.jsonl", tmp_path / "chronicle")
    with closing(sqlite3.connect(tmp_path / "chronicle" / "chronicle.db")) as database:
        found = database.execute("select title, journal, year, rights, language from articles").fetchall()
    assert found == [("О читальнях", "Вестник", 1911, "CC BY 4.0", "ru")]
