"""Files as people have them without meaning to: a byte order mark, nothing at all, a full disk, a text not in UTF-8."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from letopis import load
from letopis.authority.decisions import read_decisions
from letopis.cli import app
from letopis.cli.log import keep_log, logger
from letopis.errors import InputError, OutputError
from letopis.formats.exchange import read_records
from letopis.formats.jsonl import encode_article, read_articles
from letopis.labels import read_labels
from letopis.records import Article
from letopis.serve.desk import open_desk
from letopis.settings import read_toml
from letopis.sources.described import with_article_file


def test_a_byte_order_mark_is_no_part_of_records_or_settings(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"\xef\xbb\xbf" + encode_article(Article(id="a", text="Баку")) + b"\r\n")
    (tmp_path / "a.toml").write_bytes(b"\xef\xbb\xbf[words]\r\n")
    assert [one.text for one in read_articles(tmp_path / "a.jsonl")] == ["Баку"]
    assert [one.text for one in read_records(tmp_path / "a.jsonl", "minimal")] == ["Баку"]
    assert read_toml(tmp_path / "a.toml") == {"words": {}}


def test_a_byte_order_mark_is_no_part_of_labels_decisions_or_article_files(tmp_path: Path) -> None:
    (tmp_path / "labels.toml").write_bytes(b"\xef\xbb\xbf" + b'[labels.LAW]\nink = "#d55e00"\n')
    (tmp_path / "names.toml").write_bytes(b"\xef\xbb\xbf" + '[[same]]\nnames = ["КР", "Кыргызстан"]\n'.encode())
    (tmp_path / "article.toml").write_bytes(b"\xef\xbb\xbfyear = 2016\n")
    assert [label.name for label in read_labels(tmp_path / "labels.toml")] == ["LAW"]
    assert [one.kind for one in read_decisions(tmp_path / "names.toml")] == ["same"]
    found = with_article_file(None, tmp_path / "source.txt")
    assert found is not None
    assert found.year == 2016


def test_settings_nested_too_deep_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("a=" + "[" * 5_000, encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.toml"):
        read_toml(tmp_path / "a.toml")


@pytest.mark.parametrize("kind", ["doccano", "minimal"])
def test_an_empty_file_is_no_import(tmp_path: Path, kind: str) -> None:
    (tmp_path / "a.jsonl").touch()
    with pytest.raises(InputError, match="holds no article"):
        read_records(tmp_path / "a.jsonl", kind)


def test_a_log_is_not_written_to_a_stream() -> None:
    with pytest.raises(OutputError, match="goes to a file"):
        keep_log(verbose=False, file=Path("-"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no such device here")
def test_a_log_without_room_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    keep_log(verbose=False, file=Path("/dev/full"))
    logger.info("one")
    logger.info("two")
    keep_log(verbose=False, file=None)
    said = capsys.readouterr().err
    assert said.count("the log cannot be written") == 1
    assert "Traceback" not in said


def test_a_text_that_is_not_utf8_is_refused() -> None:
    result = CliRunner().invoke(app, ["explain", "Баку\udcff"])
    assert result.exit_code == 2
    assert "not UTF-8" in result.output


def test_an_article_that_is_not_there_is_told_beside_those_that_are(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(encode_article(Article(id="origins", text="Баку")) + b"\n")
    result = CliRunner().invoke(app, ["explain", str(tmp_path / "a.jsonl"), "1", "--article", "orig"])
    assert "did you mean 'origins'?" in str(result.exception)


def test_corrections_are_kept_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    with pytest.raises(OutputError, match="name a folder"), open_desk(None, corrections=tmp_path / "a.txt", load=load):
        pass
