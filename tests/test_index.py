"""The index: what is in it, what is taken over, what Datasette shows of it, and what it answers in Python."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from index_records import FIRST, make, records, write
from letopis.bilingual.sides import read_english
from letopis.chronicle.build import write_chronicle
from letopis.errors import InputError, OutputError
from letopis.formats.conllu import write_conllu_folder
from letopis.formats.jsonl import write_jsonl
from letopis.index import open_index, write_index
from letopis.index.build import EnglishSide
from letopis.index.files import in_memory, open_indexes
from letopis.index.index import Index
from letopis.records import ENTITY_FIELDS, Article, Entity, EntityField, Sentence, Token

FIELDS = list(ENTITY_FIELDS.items())


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("index"))


@pytest.fixture
def index(path: Path) -> Index:
    return open_index(path)


def test_a_hit_says_where_it_stands(index: Index) -> None:
    hit = index.search('[lemma="договор"] [] [lemma="мир"]')[0]
    assert (hit.article, hit.sentence, hit.language, hit.match) == ("second", "second-s1", "ru", "Договор о мире")
    assert (hit.start_offset, hit.end_offset, hit.left, hit.right) == (0, 14, "", " подписал посол Латвии.")
    assert index.article("second").text[hit.start_offset : hit.end_offset] == hit.match
    assert hit.end_token - hit.first_token == 3


def test_offsets_of_every_token_lead_to_its_form(path: Path, index: Index) -> None:
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute(
            "select s.article_id, t.form, t.start_offset, t.end_offset from tokens t "
            "join sentences s on s.id = t.sentence_id"
        ).fetchall()
    assert {article for article, *_ in rows} == {"first", "second", "first-en"}
    assert all(index.article(article).text[start:end] == form for article, form, start, end in rows)


def test_an_entity_is_one_hit_with_what_is_known_of_it(index: Index) -> None:
    hits = index.search('<AGREEMENT party="gpe:KG" signed_on="1997..2000"/>')
    assert [(hit.match, hit.entity and hit.entity["status"]) for hit in hits] == [("Договор о дружбе", "signed")]
    assert len(index.search("<AGREEMENT/>")) == 3


def test_hits_of_either_side_show_the_other(index: Index) -> None:
    found = index.search('[lemma="договор|treaty"]', side="both")
    sides = (
        [hit.sentence for hit in found if hit.language == "ru"],
        [hit.sentence for hit in found if hit.language == "en"],
    )
    assert sides == (["first-s1", "first-s2", "second-s1", "second-s2"], ["first-en-s1", "first-en-s2"])
    assert len(index.search("lemma=treaty", side="en", where="year=2001")) == 2
    assert index.translations("first-s2") == [("first-en-s2", "The treaty of friendship is in force.")]
    assert index.translations("first-en-s1")[0][0] == "first-s1"
    assert [hit.match for hit in index.search("<AGREEMENT/>", side="en")][:1] == ["Treaty of Friendship"]


def test_conditions_on_articles(index: Index) -> None:
    def of(where: str) -> list[str]:
        return sorted({hit.article for hit in index.search("lemma=договор", where=where)})

    assert of("") == ["first", "second"]
    assert of("year>=2010") == ["second"]
    assert of('journal="вест*" or year=2016') == ["first", "second"]
    assert of("not year=2016") == ["first"]
    assert of('authors="Ли А."') == ["first"]
    assert of("title~друж") == ["first"]
    assert of("doi!=10.1/x and (year<2016)") == ["first"]
    with pytest.raises(InputError, match="did you mean 'journal'"):
        of("jurnal=x")
    with pytest.raises(InputError, match="is no condition on articles: its end is missing"):
        of("year>=")
    with pytest.raises(InputError, match="character 6"):
        of("year>>2")


def test_referents_agreements_and_articles(index: Index) -> None:
    assert [(one["entity"], one["mentions"]) for one in index.referents("GPE", "рига")] == [("gpe:рига", 2)]
    assert {one["label"] for one in index.referents()} == {"GPE", "ORG"}
    assert [one["title"] for one in index.agreements(party="gpe:KG", signed="..1999")] == ["Договор о дружбе"]
    assert [one["title"] for one in index.agreements(party="gpe:LV")] == ["Договор о дружбе", "Договор о мире"]
    assert index.agreements(signed="2001") == index.agreements(kind="указ") == []
    assert [(one["id"], one["year"]) for one in index.articles("year>2000")] == [
        ("first", 2001),
        ("first-en", 2001),
        ("second", 2016),
    ]
    with pytest.raises(InputError, match="holds no article 'third'"):
        index.article("third")


def test_the_tables_of_the_chronicle_are_there_as_it_writes_them(path: Path, tmp_path: Path) -> None:
    place, _ = write(tmp_path)
    write_chronicle(place, tmp_path / "chronicle")
    for table in ("agreements", "mentions", "events", "relations", "states", "organisations"):
        rows = []
        for database in (path, tmp_path / "chronicle" / "chronicle.db"):
            with closing(sqlite3.connect(database)) as connection:
                rows.append(connection.execute(f"select * from {table}").fetchall())
        assert rows[0] == rows[1], table
        assert rows[0], table


def test_views_show_names_and_sentences(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        views = [name for (name,) in database.execute("select name from sqlite_master where type = 'view'")]
        assert len(views) == 5
        for view in views:
            assert database.execute(f"select * from {view}").fetchone(), view
        sides = database.execute("select side, year from agreements_by_side where agreement = 'Договор о дружбе'")
        assert sorted(sides) == [("Киргизия", 1998), ("Латвия", 1998)]
        assert database.execute("select count(*) from sentences_fts where sentences_fts match 'peace'").fetchone() == (
            1,
        )


def test_metadata_for_datasette_names_tables_that_are_there(path: Path, tmp_path: Path) -> None:
    place, _ = write(tmp_path)
    write_index(place, tmp_path / "corpus.db", datasette=tmp_path / "metadata.json")
    said = json.loads((tmp_path / "metadata.json").read_text(encoding="utf-8"))["databases"]["corpus"]["tables"]
    with closing(sqlite3.connect(path)) as database:
        for table, about in said.items():
            columns = {name for _, name, *_ in database.execute(f"pragma table_info({table})")}
            named = {about.get("label_column"), about.get("sort"), about.get("sort_desc"), *about.get("facets", ())}
            assert columns, table
            assert named - {None} <= columns, table


def test_what_has_not_changed_is_taken_over(tmp_path: Path) -> None:
    place, _ = write(tmp_path)
    database = tmp_path / "corpus.db"
    assert write_index(place, database).taken == 0
    first = open_index(database).search("[]").rows.tolist()
    assert write_index(place, database).taken == 2
    assert open_index(database).search("[]").rows.tolist() == first
    changed = [msgspec.structs.replace(records()[0], relations=[]), records()[1]]
    write_jsonl(place, [*reversed(changed)])
    assert write_index(place, database).taken == 1
    with open_index(database) as index:
        assert len(index.search("<AGREEMENT/>")) == 3
        assert not index.search("<AGREEMENT party=gpe:KG/>")
        assert [one["id"] for one in index.articles()] == ["second", "first"]


def test_tokens_of_conllu_files_are_those_of_the_engine(tmp_path: Path) -> None:
    place, _ = write(tmp_path)
    write_conllu_folder(tmp_path / "conllu", records())
    write_index(place, tmp_path / "a.db")
    write_index(place, tmp_path / "b.db", conllu=tmp_path / "conllu")
    (tmp_path / "conllu" / "second.conllu").write_text("1\tДа\tда\tPART\t_\t_\t_\t_\t_\t_\n", encoding="utf-8")
    write_index(place, tmp_path / "c.db", conllu=tmp_path / "conllu")
    rows = []
    for name in "abc":
        with closing(sqlite3.connect(tmp_path / f"{name}.db")) as database:
            rows.append(database.execute("select * from tokens").fetchall())
    assert rows[0] == rows[1] == rows[2]


def test_nothing_else_is_replaced(tmp_path: Path) -> None:
    place, _ = write(tmp_path)
    other = tmp_path / "notes.db"
    other.write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="is no index"):
        write_index(place, other)
    assert other.read_text(encoding="utf-8") == "mine"
    with pytest.raises(OutputError, match="is a folder"):
        write_index(place, tmp_path)
    assert [one.name for one in tmp_path.iterdir() if one.name.endswith(".part")] == []


def test_a_failure_leaves_the_old_index(tmp_path: Path) -> None:
    place, _ = write(tmp_path)
    write_index(place, tmp_path / "corpus.db")
    before = (tmp_path / "corpus.db").read_bytes()
    place.write_text('{"id":', encoding="utf-8")
    with pytest.raises(InputError):
        write_index(place, tmp_path / "corpus.db")
    assert (tmp_path / "corpus.db").read_bytes() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["corpus.db", "english", "records.jsonl"]


def test_a_text_that_is_there_twice_counts_once(tmp_path: Path) -> None:
    twice = [*records(), msgspec.structs.replace(records()[0], id="third")]
    place, _ = write(tmp_path, twice)
    counts = write_index(place, tmp_path / "corpus.db")
    assert (counts.articles, counts.doubles) == (2, {"third": "first"})


@pytest.mark.parametrize("text", [FIRST, FIRST.replace(". ", ".\n"), FIRST.replace(". ", ".\n\n"), " ", ""])
def test_records_without_sentences_are_split(tmp_path: Path, text: str) -> None:
    bare = Article(id="bare", text=text, entities=[Entity.at(text, 0, 8, "GPE", id=1)] if text.strip() else [])
    write_jsonl(tmp_path / "bare.jsonl", [bare, records()[1]])
    write_index(tmp_path / "bare.jsonl", tmp_path / "corpus.db")
    hits = [
        [(hit.sentence, hit.match) for _, index in open_indexes([place]) for hit in index.search("lemma=договор")]
        for place in (tmp_path / "corpus.db", tmp_path / "bare.jsonl")
    ]
    assert hits[0] == hits[1]
    assert len(hits[0]) == (4 if text.strip() else 2)
    with open_index(tmp_path / "corpus.db") as index:
        assert len(index.search("<GPE/>")) == (3 if text.strip() else 2)


def test_an_empty_run_is_an_index_that_finds_nothing(tmp_path: Path) -> None:
    place, _ = write(
        tmp_path, [msgspec.structs.replace(records()[0], text="", sentences=[], entities=[], relations=[], sections=[])]
    )
    write_index(place, tmp_path / "corpus.db")
    with open_index(tmp_path / "corpus.db") as index:
        for query in (
            "[]",
            "lemma=мир",
            "<AGREEMENT/>",
            "<s> [] </s>",
            "1:[] 2:[] :: 1.lemma=2.lemma",
            "head.pos=VERB",
        ):
            assert list(index.search(query)) == []


@pytest.mark.parametrize("content", [None, b"", b"no database", b"SQLite format 3\0"])
def test_what_is_no_index_is_refused(tmp_path: Path, content: bytes | None) -> None:
    place = tmp_path / "corpus.db"
    if content is not None:
        place.write_bytes(content)
    with pytest.raises(InputError, match="no index"):
        open_index(place)


def test_the_texts_of_the_tests_are_cut_as_meant() -> None:
    assert [FIRST[start:end] for start, end in records()[0].sentences][1:] == [
        "Договор о дружбе действует.",
        "Мира все хотят.",
    ]


def test_translations_may_be_records_and_need_not_be_there(tmp_path: Path) -> None:
    place, english = write(tmp_path)
    translation = read_english(english, "first")
    write_jsonl(tmp_path / "english.jsonl", [translation])
    write_index(place, tmp_path / "corpus.db", english=EnglishSide(tmp_path / "english.jsonl"))
    with open_index(tmp_path / "corpus.db") as index:
        assert [one["id"] for one in index.articles()] == ["first", "first-en", "second"]
    with pytest.raises(InputError, match="no such file or folder"):
        write_index(place, tmp_path / "corpus.db", english=EnglishSide(tmp_path / "nowhere"))


def test_a_database_given_for_records_says_what_reads_it(path: Path) -> None:
    from typer.testing import CliRunner

    from letopis.cli import app

    result = CliRunner().invoke(app, ["view", str(path)])
    assert result.exit_code == 1
    assert "letopis serve" in str(result.exception or result.output)


def test_the_referent_of_a_span_is_there_to_be_asked_for(tmp_path: Path) -> None:
    text = "Посол прибыл в Киргизию."
    state = Entity.at(text, 15, 23, "GPE", id=1, normal="Киргизия", referent="Кыргызстан", entity="gpe:KG")
    write_jsonl(tmp_path / "a.jsonl", [Article(id="a", text=text, sentences=[Sentence(0, 24)], entities=[state])])
    write_index(tmp_path / "a.jsonl", tmp_path / "corpus.db")
    with open_index(tmp_path / "corpus.db") as index:
        assert [hit.match for hit in index.search('<GPE referent="Кыргызстан"/>')] == ["Киргизию"]
    with closing(sqlite3.connect(tmp_path / "corpus.db")) as database:
        assert database.execute("select referent from entities_in_context").fetchall() == [("Кыргызстан",)]


TOLD = {str: "x", int: 12, float: 0.5, bool: True}


@pytest.fixture(scope="module")
def told() -> Index:
    """A date of which everything is known, behind one of which nothing is."""
    text = "В мае и 31 июня."
    known: dict[str, Any] = {name: field.values[0] if field.values else TOLD[field.kind] for name, field in FIELDS}
    dates = [Entity.at(text, 2, 5, "DATE", id=1), Entity.at(text, 8, 15, "DATE", id=2, **known)]
    words = [Token(start_offset=s, end_offset=e, text=text[s:e], lemma="", upos="X") for s, e in [(2, 5), (8, 15)]]
    return in_memory(Article(id="a", text=text, sentences=[Sentence(0, 16)], entities=dates), {0: words})


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_every_field_of_a_span_can_be_asked_for(name: str, field: EntityField, told: Index) -> None:
    value = "true" if field.kind is bool else field.values[0] if field.values else TOLD[field.kind]
    assert [hit.match for hit in told.search(f'<DATE {name}="{value}"/>')] == ["31 июня"]
    assert [hit.match for hit in told.search(f'<DATE {name}!="{value}"/>')] == ["мае"]
    if field.kind in {int, float}:
        for asked in (">=", "<="):
            assert [hit.match for hit in told.search(f'<DATE {name}{asked}"{value}"/>')] == ["31 июня"]
            assert not told.search(f'<DATE {name}{asked}"{12.5 if asked == ">=" else 0.25}"/>')
        assert [hit.match for hit in told.search(f'<DATE {name}="0.1..12"/>')] == ["31 июня"]
        assert [hit.match for hit in told.search(f'<DATE {name}=""/>')] == ["мае"]
    if field.kind is bool:
        assert [hit.match for hit in told.search(f"<DATE {name}=false/>")] == ["мае"]
        with pytest.raises(InputError, match=f"no {name} fits 'yes'"):
            told.search(f"<DATE {name}=yes/>")
    with pytest.raises(InputError, match="have an order"):
        told.search(f'<DATE {name}>="много"/>')


def test_english_words_have_tags_and_lemmas_of_the_sentence(index: Index) -> None:
    assert [hit.match for hit in index.search('[pos="VERB" & lemma="sign"] [pos="DET"]', side="en")] == ["signed the"]
    assert [hit.match for hit in index.search('[pos="PROPN"] [lemma="and"] [pos="PROPN"]', side="en")] == [
        "Kyrgyzstan and Latvia"
    ]
