"""brat: what is written is read back by us and by bioc, an independent reader."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import pytest
from bioc import brat as bioc_brat
from hypothesis import given, settings
from typer.testing import CliRunner

from exported_articles import articles, bare, by_hand
from letopis.errors import InputError, OutputError
from letopis.formats.brat import brat_configuration, brat_lines, read_brat, write_brat
from letopis.labels import labels, relation_types
from letopis.records import ENTITY_FIELDS, Article, Entity, Relation

LEFT_OUT = [name for name, field in ENTITY_FIELDS.items() if field.machine]

CITY = Entity(id=1, label="GPE", start_offset=2, end_offset=6, text="Баку")


def write(folder: Path, text: str, *lines: str) -> Path:
    (folder / "a.txt").write_bytes(text.encode())
    (folder / "a.ann").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return folder


def test_comes_back(tmp_path: Path) -> None:
    article = by_hand()
    assert write_brat(tmp_path / "brat", [article, Article(id="b", text="")]) == 2
    first, second = read_brat(tmp_path / "brat")
    assert {first.id, second.id} == {"письмо 1", "b"}
    assert bare(first if first.id != "b" else second) == bare(article, *LEFT_OUT)


@given(articles())
@settings(deadline=None, max_examples=150)
def test_anything_comes_back(article: Article) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_brat(Path(folder) / "brat", [article])
        (again,) = read_brat(Path(folder) / "brat")
    assert bare(again) == bare(article, *LEFT_OUT)


@given(articles())
@settings(deadline=None, max_examples=150)
def test_bioc_reads_the_same(article: Article) -> None:
    lines = "".join(line + "\n" for line in brat_lines(article))
    read = bioc_brat.load(io.StringIO(article.text, newline=""), io.StringIO(lines, newline=""))
    entities = {f"T{entity.id}": entity for entity in article.entities}
    assert {entity.id for entity in read.entities} == set(entities)
    for entity in read.entities:
        own = entities[entity.id]
        assert (entity.type, *entity.total_span) == (own.label, own.start_offset, own.end_offset)
        pieces = [read.text[piece.begin : piece.end] for piece in sorted(entity.locations)]
        assert " ".join(pieces) == entity.text
        assert "".join(entity.text.split()) == "".join(own.text.split())
    wanted = [(r.type, f"T{r.from_id}", f"T{r.to_id}") for r in article.relations]
    assert [(r.type, r.arguments["Arg1"], r.arguments["Arg2"]) for r in read.relations] == wanted
    dates = {(f"T{e.id}", e.modifier) for e in article.entities if e.modifier}
    assert {(a.refid, *a.attributes) for a in read.attributes if a.type == "modifier"} == dates
    values = {(f"T{e.id}", e.value) for e in article.entities if e.value}
    assert {(note.refid, note.text) for note in read.notes if note.type == "value"} == values


def test_lines_of_a_nested_record() -> None:
    lines = list(brat_lines(by_hand()))
    assert lines[0] == "T4\tORG 2 20;21 27\tПосольство Франции в Риме"
    assert "#1\tnormal T4\tПосольство Франции в Риме" in lines
    assert "A1\tstatus T9 signed" in lines
    assert "A2\tmodifier T10 start" in lines
    assert "A4\timpossible T11" in lines
    assert "R1\tsigned_on Arg1:T9 Arg2:T10" in lines
    assert any(line.endswith("\tby R1\trelations.clause") for line in lines)


def test_configuration_knows_what_the_records_hold() -> None:
    other = Article(
        id="a",
        text="В Баку",
        entities=[CITY, Entity(id=2, label="LAW", start_offset=0, end_offset=1, text="В", gender="neut")],
        relations=[Relation(id=1, type="near", from_id=2, to_id=1)],
    )
    text = brat_configuration([other])
    sections = dict(part.split("]\n", 1) for part in text.removeprefix("[").split("\n["))
    assert list(sections) == ["entities", "relations", "events", "attributes"]
    assert sections["entities"].split() == [*labels(), "LAW"]
    relations = [line.split()[0] for line in sections["relations"].splitlines() if line]
    assert relations == ["<OVERLAP>", *relation_types(), "near"]
    assert "near Arg1:LAW, Arg2:GPE" in text
    assert "gender Arg:PERSON|LAW, Value:masc|femn|neut" in text


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["T1 GPE 2 6 Баку"], r"a\.ann:1: 'T1 GPE 2 6 Баку' is no span"),
        (["T1\tGPE 2 6\tРиме"], r"a\.ann:1: T1 says 'Риме', but the text at '2 6' is 'Баку'"),
        (["", "T1\tGPE 2 60\tБаку"], r"a\.ann:2: T1 says"),
        (["T1\tGPE 0 1;7 8\tВ и"], r"stands at '0 1;7 8' with other text between"),
        (["T1\tGPE 2 6\tБаку", "E1\tGPE:T1"], r"a\.ann:2: 'E1\\tGPE:T1' is no span"),
        (["T1\tGPE 2 6\tБаку", "*\tEquiv T1 T2"], r"a\.ann:2: .* is no span"),
        (["T1\tGPE 2 6\tБаку", "R1\tnear Arg1:T1 Arg2:T2"], "relation 1 of 'a' names entity 2, which is not there"),
        (["T1\tGPE 2 6\tБаку", "T1\tORG 2 6\tБаку"], "two entities of 'a' have the id 1"),
        (["T1\tGPE 2 6\tБаку", "#1\tscore T1\thigh"], r"a\.ann:1: score is 'high', but should be a number"),
        (["T1\tGPE 2 6\tБаку", "A1\timpossible T1 maybe"], "impossible is 'maybe', but should be true or false"),
    ],
)
def test_refusals_name_file_and_line(tmp_path: Path, lines: list[str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_brat(write(tmp_path, "В Баку и", *lines))


def test_what_brat_adds_is_passed_over(tmp_path: Path) -> None:
    lines = ["T1\tGPE 2 6\tБаку", "#1\tAnnotatorNotes T1\tточно?", "N1\tReference T1 Wikipedia:1\tBaku", "A1\tsure T1"]
    (article,) = read_brat(write(tmp_path, "В Баку и", *lines))
    assert article.entities == [CITY]


def test_windows_line_ends_of_an_annotation_file(tmp_path: Path) -> None:
    write(tmp_path, "В Баку и")
    (tmp_path / "a.ann").write_bytes("T1\tGPE 2 6\tБаку\r\n".encode())
    assert read_brat(tmp_path / "a.ann")[0].entities == [CITY]


@pytest.mark.parametrize("text", ["\nБаку", "Баку\t", "\n"])
def test_a_span_that_brat_cannot_hold(tmp_path: Path, text: str) -> None:
    odd = Entity(id=3, label="GPE", start_offset=0, end_offset=len(text), text=text)
    with pytest.raises(InputError, match="entity 3 begins or ends with a line break or tab"):
        write_brat(tmp_path / "out", [Article(id="a", text=text, entities=[odd])])
    assert list(tmp_path.iterdir()) == []


def test_missing_files(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        read_brat(tmp_path / "none")
    with pytest.raises(InputError, match=r"holds no \*.ann file"):
        read_brat(tmp_path)
    (tmp_path / "a.ann").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.txt: no such file"):
        read_brat(tmp_path)
    (tmp_path / "a.txt").write_bytes("Баку".encode("cp1251"))
    with pytest.raises(InputError, match=r"a\.txt: not UTF-8"):
        read_brat(tmp_path)


def test_a_folder_of_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match=r"holds 'thesis\.docx' and is no brat export"):
        write_brat(tmp_path, [Article(id="a", text="")])
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_an_older_export_is_replaced_whole(tmp_path: Path) -> None:
    write_brat(tmp_path / "out", [Article(id="old", text="")])
    write_brat(tmp_path / "out", [Article(id="new", text="")])
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["annotation.conf", "new.ann", "new.txt"]
    with pytest.raises(InputError, match="its id cannot be the name of a file"):
        write_brat(tmp_path / "out", [Article(id="a/b", text="")])
    assert (tmp_path / "out" / "new.txt").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


TEXT = "Договор России и Киргизии о мире"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["GPE 8 14\tРоссии", "GPE 17 25\tКиргизии"], []),
        (["PERSN 8 14\tРоссии", "PERSN 17 25\tКиргизии"], ["label 'PERSN' (2 times", "did you mean 'PERSON'?"]),
        (
            ["AGREEMENT 0 25\tДоговор России и Киргизии", "AGREEMENT 8 32\tРоссии и Киргизии о мире"],
            ["0–25", "8–32", "cross"],
        ),
        (["AGREEMENT 0 25\tДоговор России и Киргизии", "ORG 8 32\tРоссии и Киргизии о мире"], []),
        (["ORG 0 32\tДоговор России и Киргизии о мире", "ORG 8 14\tРоссии", "ORG 0 14\tДоговор России"], []),
    ],
)
def test_slips_are_told(tmp_path: Path, lines: list[str], said: list[str]) -> None:
    from letopis.cli import app

    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    spans = "".join(f"T{number}\t{line}\n" for number, line in enumerate(lines, 1))
    (tmp_path / "a.ann").write_text(spans, encoding="utf-8")
    result = CliRunner().invoke(app, ["import", str(tmp_path), "--from", "brat", "-o", str(tmp_path / "a.jsonl")])
    assert result.exit_code == 0
    notes = [line for line in result.stderr.splitlines() if line.startswith("note: ")]
    assert len(notes) == bool(said)
    assert all(part in notes[0] for part in said)
