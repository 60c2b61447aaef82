"""Plain text in every encoding that Russian texts come in, and files that are no text."""

from __future__ import annotations

import codecs
import hashlib
from pathlib import Path

import pytest

from letopis.errors import InputError
from letopis.sources import read_source

TEXT = (
    "В 1894 г. Уездное собрание открыло «Общество любителей древности».\r\n"
    "Председателем избрали Н. П. Одинцова; он прослужил до 1901 г.\r\n"
)


def written(folder: Path, data: bytes, name: str = "article.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "koi8-r", "cp866", "mac-cyrillic"])
def test_encoding_is_told_from_the_letters(tmp_path: Path, encoding: str) -> None:
    text = TEXT if encoding != "cp866" and encoding != "koi8-r" else TEXT.replace("«", '"').replace("»", '"')
    raw = read_source(written(tmp_path, text.encode(encoding)))
    assert (raw.text, raw.encoding) == (text, encoding)


@pytest.mark.parametrize("words", ["МОСКВА. ДОГОВОР О ДРУЖБЕ", "Баку", "ёлка щука эхо", "Съезд въехал в объезд"])
@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r"])
def test_short_texts_and_capitals(tmp_path: Path, words: str, encoding: str) -> None:
    assert read_source(written(tmp_path, words.encode(encoding))).text == words


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_byte_order_mark_is_no_part_of_the_text(tmp_path: Path, mark: bytes, encoding: str) -> None:
    raw = read_source(written(tmp_path, mark + TEXT.encode(encoding)))
    assert (raw.text, raw.encoding) == (TEXT, encoding)


def test_hash_is_of_the_bytes(tmp_path: Path) -> None:
    data = codecs.BOM_UTF8 + TEXT.encode()
    assert read_source(written(tmp_path, data)).sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(("encoding", "cut"), [("utf-8", 1), ("utf-16", 1)])
def test_file_cut_within_a_character_is_read(tmp_path: Path, encoding: str, cut: int) -> None:
    raw = read_source(written(tmp_path, "Договор подписан в Баку".encode(encoding)[:-cut]))
    assert raw.text == "Договор подписан в Бак"
    assert "ends within a character" in raw.warnings[0]


def test_file_that_begins_within_a_character_is_read(tmp_path: Path) -> None:
    raw = read_source(written(tmp_path, "Договор подписан".encode()[1:]))
    assert raw.text == "оговор подписан"
    assert "begins within a character" in raw.warnings[0]


def test_damaged_byte_is_named(tmp_path: Path) -> None:
    data = ("Слово за словом. " * 20 + "\n").encode() + b"\xff" + ("Ещё слова. " * 20).encode()
    with pytest.raises(InputError, match=r"byte 601 \(line 2\) does not fit"):
        read_source(written(tmp_path, data))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b" \n\n", "nothing but white space"),
        (b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00" * 20, "binary file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500, "old Word file"),
        ("Договор подписан в Баку.".encode("utf-32-le"), "binary file"),
        (bytes(range(128, 256)) * 4, "encoding cannot be told"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read_source(written(tmp_path, data))


def test_named_encoding_is_obeyed(tmp_path: Path) -> None:
    path = written(tmp_path, TEXT.encode("windows-1251"))
    assert read_source(path, encoding="cp1251").text == TEXT


@pytest.mark.parametrize(
    ("encoding", "reason"), [("klingon", "is unknown"), ("rot13", "no encoding of text"), ("utf-8", "does not fit")]
)
def test_wrong_named_encoding_is_refused(tmp_path: Path, encoding: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read_source(written(tmp_path, TEXT.encode("windows-1251")), encoding=encoding)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_source(tmp_path / "nothing.txt")
    with pytest.raises(InputError, match="holds no article"):
        read_source(tmp_path)
    written(tmp_path, b"Riga.")
    with pytest.raises(InputError, match="is a folder"):
        read_source(tmp_path)
