from __future__ import annotations

import json
from pathlib import Path
from typing import get_origin, get_type_hints

import pytest

from letopis.errors import InputError, OutputError
from letopis.files import replacing
from letopis.formats.jsonl import decode_article, encode_article, read_articles, write_jsonl
from letopis.records import Article, Edit, Entity, Relation, Sentence, Source

ARTICLE = Article(
    id="баку",
    text="Договор подписан в Баку.",
    source=Source(path="a.txt", sha256="0", edits=[Edit(3, 5, 3, 3, "joined_hyphen:dictionary")]),
    sentences=[Sentence(0, 24)],
    entities=[
        Entity(id=1, label="AGREEMENT", start_offset=0, end_offset=7, text="Договор", kind="договор"),
        Entity(id=2, label="GPE", start_offset=19, end_offset=23, text="Баку", normal="Баку", score=1.0),
    ],
    relations=[Relation(id=1, type="signed_in", from_id=1, to_id=2)],
)


ENTITY = '{"id":1,"label":"GPE","start_offset":0,"end_offset":%d,"text":"%s"}'
RECORD = '{"id":"a","text":"%s","entities":[%s],"relations":[{"id":1,"type":"party","from_id":1,"to_id":2}]}'


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "out.jsonl"
    assert write_jsonl(path, [ARTICLE]) == 1
    assert read_articles(path) == [ARTICLE]
    assert "Баку" in path.read_text(encoding="utf-8")
    assert list(path.parent.iterdir()) == [path]


def test_record_names_are_those_of_the_format() -> None:
    line = encode_article(ARTICLE).decode()
    for piece in (
        '"schema":"letopis/1"',
        '"sentences":[[0,24]]',
        '[3,5,3,3,"joined_hyphen:dictionary"]',
        '"from_id":1',
    ):
        assert piece in line


LISTS = [name for name, hint in get_type_hints(Article).items() if get_origin(hint) is list]


def test_lists_are_there_though_nothing_was_found() -> None:
    empty = json.loads(encode_article(Article(id="a", text="а")))
    assert {name: empty.get(name) for name in LISTS} == {name: [] for name in LISTS}
    assert "footnotes" in LISTS
    assert list(json.loads(encode_article(ARTICLE)))[-len(LISTS) :] == LISTS
    assert decode_article('{"id":"a","text":"а"}') == Article(id="a", text="а")


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('{"id": "a"', "no JSON"),
        ("[1]", "no letopis/1 record"),
        ('{"id": "a"}', "missing required field `text`"),
        ('{"id": "a", "text": "б", "schema": "letopis/9"}', "this version reads 'letopis/1'"),
        (RECORD % ("б", ENTITY % (5, "б")), "1 characters"),
        (RECORD % ("бв", ENTITY % (1, "в")), "the text at"),
        (RECORD % ("б", ""), "not there"),
        (b'{"id": "a", "text": "\xff"}', "UTF-8|utf-8"),
    ],
)  # fmt: skip
def test_a_damaged_line_is_named(line: str | bytes, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint) as error:
        decode_article(line, place="x.jsonl:3")
    assert str(error.value).startswith("x.jsonl:3: ")
    assert "\n" not in str(error.value)


def test_broken_line_three(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    lines = [encode_article(Article(id=name, text=name)) for name in "аб"]
    path.write_bytes(b"\n".join([*lines, b'{"id": "c", "text"']))
    with pytest.raises(InputError, match=r"p\.jsonl:3: no JSON"):
        read_articles(path)


def test_doubled_record_missing_and_empty(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    path.write_bytes((encode_article(ARTICLE) + b"\n") * 2)
    with pytest.raises(InputError, match="'баку' is there twice"):
        read_articles(path)
    with pytest.raises(InputError, match="no such file"):
        read_articles(tmp_path / "none")
    with pytest.raises(InputError, match=r"holds no \*\.jsonl"):
        read_articles(tmp_path / "empty") if (tmp_path / "empty").mkdir() is None else None
    path.write_text("\n", encoding="utf-8")
    with pytest.raises(InputError, match="holds no record"):
        read_articles(path)


def test_the_old_file_stays_when_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("old", encoding="utf-8")

    def articles():
        yield ARTICLE
        raise RuntimeError("the work broke off")

    with pytest.raises(RuntimeError):
        write_jsonl(path, articles())
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_place_that_cannot_be_written(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be written"), replacing(blocked / "out.jsonl"):
        pass
