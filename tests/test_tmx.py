"""TMX and the two-column CSV: valid, escaped, read back by ourselves and by the translate-toolkit."""

from __future__ import annotations

from pathlib import Path

import pytest

from letopis.bilingual.align import SentenceLink
from letopis.errors import InputError, OutputError
from letopis.formats.bilingual_csv import read_bilingual_csv, write_bilingual_csv
from letopis.formats.tmx import TranslationPair, pairs_of, read_tmx, write_tmx

# The parts of TMX 1.4b that our files use, shortened from the public specification.
DTD = """
<!ELEMENT tmx (header, body)> <!ATTLIST tmx version CDATA #FIXED "1.4">
<!ELEMENT header (note|prop|ude)*>
<!ATTLIST header creationtool CDATA #REQUIRED creationtoolversion CDATA #REQUIRED
  segtype (block|paragraph|sentence|phrase) #REQUIRED o-tmf CDATA #REQUIRED adminlang CDATA #REQUIRED
  srclang CDATA #REQUIRED datatype CDATA #REQUIRED o-encoding CDATA #IMPLIED creationdate CDATA #IMPLIED>
<!ELEMENT body (tu*)>
<!ELEMENT tu ((note|prop)*, tuv+)> <!ATTLIST tu tuid CDATA #IMPLIED srclang CDATA #IMPLIED>
<!ELEMENT tuv ((note|prop)*, seg)> <!ATTLIST tuv xml:lang CDATA #REQUIRED>
<!ELEMENT seg (#PCDATA)> <!ELEMENT note (#PCDATA)> <!ELEMENT ude (#PCDATA)>
<!ELEMENT prop (#PCDATA)> <!ATTLIST prop type CDATA #REQUIRED xml:lang CDATA #IMPLIED>
"""
PAIRS = [
    TranslationPair("a-s1", "a-en-s1", "Договор <о> «дружбе» & мире.", 'A <treaty> of "friendship" & peace.', 0.9),
    TranslationPair("a-s2 a-s3", "a-en-s2", "Да. Нет.", "Yes and no.\x0b", 1.0),
    TranslationPair("a-s4", "", "Один.", "", 0.0),
]


def tmx_text(folder: Path) -> str:
    write_tmx(folder / "made.tmx", PAIRS)
    return (folder / "made.tmx").read_text(encoding="utf-8")


def test_valid_by_the_dtd(tmp_path: Path) -> None:
    etree = pytest.importorskip("lxml.etree")
    from io import StringIO

    dtd = etree.DTD(StringIO(DTD))
    root = etree.fromstring(tmx_text(tmp_path).encode())
    assert dtd.validate(root), dtd.error_log
    root.find("header").attrib.pop("segtype")
    assert not dtd.validate(root)


def test_read_back(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    assert write_tmx(path, PAIRS) == 2
    first, second = read_tmx(path)
    assert first == PAIRS[0]
    assert second == PAIRS[1]._replace(english="Yes and no.")  # XML cannot hold a vertical tab


def test_the_translate_toolkit_reads_it(tmp_path: Path) -> None:
    tmx = pytest.importorskip("translate.storage.tmx", exc_type=ImportError)
    write_tmx(tmp_path / "a.tmx", PAIRS)
    units = tmx.tmxfile.parsefile(str(tmp_path / "a.tmx")).units
    assert (str(units[0].source), str(units[0].target)) == PAIRS[0][2:4]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<tmx", "no XML"),
        ("<html/>", "its root is <html>"),
        ('<!DOCTYPE tmx [<!ENTITY a "b">]><tmx/>', "declares XML entities"),
    ],
)
def test_no_tmx(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "a.tmx").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_tmx(tmp_path / "a.tmx")


def test_other_languages_are_left_out(tmp_path: Path) -> None:
    text = tmx_text(tmp_path).replace('xml:lang="en"', 'xml:lang="EN-GB"', 1).replace('xml:lang="en"', 'xml:lang="de"')
    (tmp_path / "a.tmx").write_text(text, encoding="utf-8")
    assert [pair.english_ids for pair in read_tmx(tmp_path / "a.tmx")] == ["a-en-s1"]


def test_pairs_of_links() -> None:
    links = [SentenceLink((0, 1), (0,), 0.9), SentenceLink((), (1,), 0.0)]
    first, second = pairs_of((["А.", "Б."], ["A and B.", "C."]), ("a", "a-en"), links)
    assert first == TranslationPair("a-s1 a-s2", "a-en-s1", "А. Б.", "A and B.", 0.9)
    assert (second.russian, second.english) == ("", "C.")


def test_csv_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    pairs = [TranslationPair("", "", 'Он сказал: "Да, да".', "He said,\n“Yes.”"), PAIRS[2]]
    assert write_bilingual_csv(path, pairs) == 2
    assert read_bilingual_csv(path) == [(pair.russian, pair.english) for pair in pairs]


@pytest.mark.parametrize(
    ("content", "message"),
    [("", "the header is missing"), ("a,b\n", "should be russian,english"), ("russian,english\nx\n", "row 2")],
)
def test_no_bilingual_csv(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "a.csv").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_bilingual_csv(tmp_path / "a.csv")


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be written"):
        write_tmx(tmp_path / "file" / "a.tmx", PAIRS)
