"""CoNLL-U by the rules of UD: written, and read back by another reader."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from letopis.errors import InputError
from letopis.formats.conllu import conllu_lines, read_conllu, tokens_of, write_conllu
from letopis.records import Article, Entity, Sentence, Token
from letopis.sentences import split_sentences


def token(text: str, start: int, *, feats: str = "", space: bool = True, source: str = "") -> Token:
    return Token(
        start_offset=start, end_offset=start + len(text), text=text, lemma=text.lower(), upos="NOUN",
        feats=feats, lemma_source=source, space_after=space,
    )  # fmt: skip


TEXT = "Указ Акаева.\nДоговор."
ARTICLE = Article(
    id="a",
    text=TEXT,
    entities=[
        Entity(id=1, label="AGREEMENT", start_offset=0, end_offset=11, text="Указ Акаева"),
        Entity(id=2, label="PERSON", start_offset=5, end_offset=11, text="Акаева"),
    ],
)
TOKENS = [
    [
        token("Указ", 0, source="pymorphy3.reading_that_fits"),
        token("Акаева", 5, feats="Case=Gen|Number=Sing", space=False),
        token(".", 11),
    ],
    [],
    [token("Договор", 13, space=False), token(".", 20, space=False)],
]


def test_other_readers_read_it(tmp_path: Path) -> None:
    conllu = pytest.importorskip("conllu")
    path = tmp_path / "a.conllu"
    write_conllu(path, ARTICLE, TOKENS)
    first, second = conllu.parse(path.read_text(encoding="utf-8"))
    assert first.metadata["newdoc id"] == "a"
    assert "newpar id" in first.metadata
    assert "newpar id" in second.metadata
    assert (first.metadata["text"], second.metadata["text"]) == ("Указ Акаева.", "Договор.")
    assert [word["id"] for word in first] == [1, 2, 3]
    assert first[0]["misc"] == {"Entity": "AGREEMENT:1", "LemmaSource": "pymorphy3.reading_that_fits"}
    assert first[1]["misc"] == {"Entity": "AGREEMENT:1,PERSON:2", "SpaceAfter": "No"}
    assert first[1]["feats"] == {"Case": "Gen", "Number": "Sing"}


def test_the_validator_of_ud_passes_it(tmp_path: Path) -> None:
    pytest.importorskip("udtools")
    path = tmp_path / "a.conllu"
    write_conllu(path, ARTICLE, TOKENS)
    validator = Path(sys.executable).with_name("udvalidate")
    # Level 2 asks for a tree too, and these tokens have none: the heads are left open.
    open_heads = ["--exclude", "unknown-head", "invalid-head"]
    command = [str(validator), "--lang", "ru", "--level", "2", str(path), *open_heads]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


PARSED = """Большинство из них были репрессированы и в 1930-х гг. высланы из страны.
– Договор о дружбе (подписан в 1996 г.) вступил в силу лишь тогда, когда стороны, обменявшись грамотами, ратифицировали
его; в течение года к нему присоединились три государства: Чехия, Польша и Венгрия... «Что будет дальше?» – спросил
министр И. И. Орлов. По сравнению с 2011 г. объём торговли вырос на 39,4 %, т. е. до 25,8 млн долл., при этом импорт –
3,7 млн, экспорт – 22,1 млн долл. Столица — Рим. А. Б. В. 1. 2. Неужели?! Как правило, и тот и другой; но не все."""


def test_the_validator_of_ud_passes_trees(tmp_path: Path) -> None:
    pytest.importorskip("udtools")
    article = Article(id="a", text=PARSED, sentences=[Sentence(*bounds) for bounds in split_sentences(PARSED)])
    write_conllu(tmp_path / "a.conllu", article, list(tokens_of(article)))
    validator = Path(sys.executable).with_name("udvalidate")
    command = [str(validator), "--lang", "ru", "--level", "3", str(tmp_path / "a.conllu")]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_text_is_what_the_forms_make() -> None:
    article = Article(id="a", text="Две\u00a0\u00a0стороны\n.")
    lines = list(conllu_lines(article, [[token("Две", 0), token("стороны", 5), token(".", 13)]]))
    assert "# text = Две стороны ." in lines


def test_forms_are_composed_and_hold_no_tab() -> None:
    article = Article(id="a", text="й")
    row = list(conllu_lines(article, [[token("и\u0306", 0)]]))[-2]
    assert row.split("\t")[1] == "й"
    assert len(row.split("\t")) == 10


def test_read_back(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    write_conllu(path, ARTICLE, TOKENS)
    sentences = list(read_conllu(path))
    assert [sentence.sent_id for sentence in sentences] == ["a-s1", "a-s2"]
    assert [t.form for t in sentences[0].tokens] == ["Указ", "Акаева", "."]
    assert sentences[0].tokens[1].space_after is False


def test_ranges_and_empty_nodes_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    rows = ["1-2\tнего\t_\t_\t_\t_\t_\t_\t_\t_", "1\tне\tне\tPART\t_\t_\t_\t_\t_\t_", "1.1\tх\t_\t_\t_\t_\t_\t_\t_\t_"]
    path.write_text("\ufeff" + "\r\n".join(rows), encoding="utf-8")
    assert [[t.form for t in s.tokens] for s in read_conllu(path)] == [["не"]]


@pytest.mark.parametrize("content", [b"1\tone\n", "1\tодин\n".encode("cp1251")])
def test_damaged_files_say_where(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.conllu"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"bad\.conllu"):
        list(read_conllu(path))


@pytest.mark.parametrize("text", ["Договор о мире. Он действует.", "Договор о мире.\n\nОн действует.\n", " ", ""])
def test_an_article_without_sentences_is_split(text: str) -> None:
    bare, whole = (Article(id="a", text=text, sentences=spans) for spans in ([], split_sentences(text)))
    written = [list(conllu_lines(one, list(tokens_of(one, morphology="pymorphy3")))) for one in (bare, whole)]
    assert written[0] == written[1]
    assert sum(line.startswith("# sent_id") for line in written[0]) == (2 if text.strip() else 0)
