"""``letopis export`` and ``letopis import``: every format by name, there and back."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from spacy.language import Language
from typer.testing import CliRunner

import letopis
from exported_articles import bare, by_hand
from letopis.cli import app
from letopis.errors import InputError, LetopisError, OutputError
from letopis.files import check_replaceable, replacing_folder
from letopis.formats.conllu import conllu_lines, read_conllu, tokens_of
from letopis.formats.exchange import read_records, restore, write_records
from letopis.formats.folders import file_name
from letopis.formats.jsonl import read_articles, write_jsonl
from letopis.formats.known import READERS, SINGLE_FILES, WRITERS
from letopis.records import Article, Edit, Entity, Source


def run(*arguments: object, code: int = 0) -> str:
    answer = CliRunner().invoke(app, [str(argument) for argument in arguments], standalone_mode=True)
    if isinstance(answer.exception, LetopisError):
        raise answer.exception
    assert answer.exit_code == code, answer.output
    return re.sub(r"[\s│]+", " ", answer.output)


@pytest.fixture
def records(tmp_path: Path) -> Path:
    write_jsonl(tmp_path / "records.jsonl", [by_hand()])
    return tmp_path / "records.jsonl"


@pytest.mark.parametrize("name", READERS)
def test_there_and_back(name: str, records: Path, tmp_path: Path) -> None:
    out = tmp_path / f"out{SINGLE_FILES.get(name, '')}"
    assert f"1 article written to {out}" in run("export", records, "--to", name, "-o", out)
    run("import", out, "--from", name, "--onto", records, "-o", tmp_path / "back.jsonl")
    (again,) = read_articles(tmp_path / "back.jsonl")
    (before,) = read_articles(records)
    raw = ("source_start", "source_end", "page")  # worked out anew from the source's edits
    assert bare(again, *raw) == bare(before, *raw)
    assert (again.source, again.sentences, again.sections) == (before.source, before.sentences, before.sections)


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_is_written_where_nothing_was(name: str, records: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / f"out{SINGLE_FILES.get(name, '')}"
    run("export", records, "--to", name, "-o", out, "--quiet")
    assert out.exists()
    assert list(tmp_path.rglob(".*")) == []


def test_a_name_is_made_when_none_is_given(records: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(records.parent)
    assert "1 article written to letopis-tei" in run("export", records, "--to", "tei")
    assert "written to letopis.spacy" in run("export", records, "--to", "docbin")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--to", "xls"], "'xls' is not one of tmx, csv, conllu, brat, docbin, parquet, webannotation, tei, timex3"),
        ([], "say which format: one of brat, docbin, parquet, webannotation, tei, timex3, xmi, vertical, csv, conllu"),
        (["--to", "tmx"], "tmx wants ENGLISH, the translation, beside RECORDS"),
        (["english.txt", "--to", "brat"], "brat takes records alone; leave ENGLISH out"),
    ],
)
def test_wrong_formats(arguments: list[str], message: str, records: Path) -> None:
    assert message in run("export", records, *arguments, code=2)


def test_import_names_the_formats_it_reads(tmp_path: Path) -> None:
    said = run("import", tmp_path, "--from", "conllu", "-o", tmp_path / "x.jsonl", code=2)
    assert "'conllu' is not one of brat, docbin, parquet, webannotation, tei" in said


def test_plain_functions_name_the_formats_too(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no format 'xls'; take one of brat, docbin"):
        write_records(tmp_path / "x", [], "xls")
    with pytest.raises(InputError, match="no format 'csv'; take one of brat, docbin"):
        read_records(tmp_path, "csv")


@pytest.mark.parametrize("name", [name for name in WRITERS if name not in SINGLE_FILES])
def test_a_failure_leaves_the_older_export(name: str, tmp_path: Path) -> None:
    article = Article(id="a", text="Баку")
    write_records(tmp_path / "out", [article], name)
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    with pytest.raises(AttributeError):
        write_records(tmp_path / "out", [msgspec.structs.replace(article, id="b"), None], name)  # type: ignore[list-item]
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("name", ["brat", "webannotation", "tei", "conllu"])
@pytest.mark.parametrize("article_id", ["a/b", "..", "", "a\nb", "x" * 300])
def test_ids_that_cannot_name_a_file(name: str, article_id: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="its id cannot be the name of a file; give it another one"):
        write_records(tmp_path / "out", [Article(id=article_id, text="")], name)
    assert list(tmp_path.iterdir()) == []


def test_cyrillic_ids_can() -> None:
    assert file_name(Article(id="Письмо № 1", text=""), ".ann") == "Письмо № 1.ann"


def test_restore_leads_corrected_spans_back_to_the_raw_text() -> None:
    source = Source(path="a.txt", sha256="0", pages=[0, 8], edits=[Edit(3, 5, 3, 3, "joined_hyphen")])
    bare_old = Entity(id=1, label="GPE", start_offset=2, end_offset=6, text="Баку")
    old = msgspec.structs.replace(bare_old, lemma="Баку", source_start=2, source_end=8)
    original = Article(id="a", text="В Баку и Риме", source=source, entities=[old])
    new = Entity(id=2, label="GPE", start_offset=9, end_offset=13, text="Риме")
    kept = msgspec.structs.replace(bare_old, normal="Баку")
    (back,) = restore([Article(id="a", text=original.text, entities=[kept, new])], [original])
    assert back.source == source
    assert back.entities == [
        msgspec.structs.replace(old, normal="Баку", page=1),
        msgspec.structs.replace(new, source_start=11, source_end=15, page=2),
    ]


def test_restore_refuses_another_text_and_passes_others_on() -> None:
    with pytest.raises(InputError, match="article 'a': its text is not that of its record"):
        restore([Article(id="a", text="Баку")], [Article(id="a", text="Рим")])
    other = Article(id="b", text="Баку")
    assert restore([other], [Article(id="a", text="Рим")]) == [other]


def test_tokens_made_again_are_those_of_the_pipeline(nlp: Language, tmp_path: Path) -> None:
    from letopis.formats.conllu import TaggedToken

    text = "И. Петров прибыл в Прагу 3 мая 1999 г. Договор под-\nписан.\n\nОн вступил в силу в 2001 г."
    article = letopis.extract_text(text, nlp, article_id="a")
    write_records(tmp_path / "c", [article], "conllu")
    (sentence, *rest) = read_conllu(tmp_path / "c" / "a.conllu")
    doc = nlp(article.text)
    words = [(t.text, t.lemma_, t.pos_, str(t.morph)) for t in doc if not t.is_space]
    tokens = [token for sentence in tokens_of(article) for token in sentence]
    assert [(t.text, t.lemma, t.upos, t.feats) for t in tokens] == words
    assert len(rest) == 2
    assert isinstance(sentence.tokens[0], TaggedToken)
    assert sum(1 for line in conllu_lines(article, list(tokens_of(article))) if "Entity=DATE" in line) == 6


def test_replacing_a_folder(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.txt").write_text("old", encoding="utf-8")
    check_replaceable(tmp_path / "out", lambda name: name == "a.txt", "export")
    with pytest.raises(OutputError, match=r"holds 'a\.txt' and is no export"):
        check_replaceable(tmp_path / "out", lambda name: name == "b.txt", "export")
    with pytest.raises(OutputError, match="is a file; give the name of a folder"):
        check_replaceable(tmp_path / "out" / "a.txt", lambda _: True, "export")
    with pytest.raises(OutputError, match="cannot be written"), replacing_folder(tmp_path / "out" / "a.txt" / "b"):
        pass
    with pytest.raises(RuntimeError), replacing_folder(tmp_path / "out"):
        raise RuntimeError
    assert (tmp_path / "out" / "a.txt").read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
