"""TMX and the two-column CSV: valid, escaped, read back by other programs."""

from __future__ import annotations

import csv
from pathlib import Path
from xml.etree import ElementTree

import pytest

from letopis.bilingual.align import SentenceLink
from letopis.errors import OutputError
from letopis.formats.tmx import TranslationPair, pairs_of, write_bilingual_csv, write_tmx

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


def test_pairs_of_both_sides_are_there_with_their_score(tmp_path: Path) -> None:
    assert write_tmx(tmp_path / "a.tmx", PAIRS) == 2
    units = ElementTree.parse(tmp_path / "a.tmx").getroot().findall("body/tu")
    assert [(unit.get("tuid"), unit.findtext("prop"), *(seg.text for seg in unit.iter("seg"))) for unit in units] == [
        ("a-s1 a-en-s1", "0.900", *PAIRS[0][2:4]),
        ("a-s2 a-s3 a-en-s2", "1.000", "Да. Нет.", "Yes and no."),  # XML cannot hold a vertical tab
    ]


def test_the_translate_toolkit_reads_it(tmp_path: Path) -> None:
    tmx = pytest.importorskip("translate.storage.tmx", exc_type=ImportError)
    write_tmx(tmp_path / "a.tmx", PAIRS)
    units = tmx.tmxfile.parsefile(str(tmp_path / "a.tmx")).units
    assert (str(units[0].source), str(units[0].target)) == PAIRS[0][2:4]


def test_pairs_of_links() -> None:
    links = [SentenceLink((0, 1), (0,), 0.9), SentenceLink((), (1,), 0.0)]
    first, second = pairs_of((["А.", "Б."], ["A and B.", "C."]), ("a", "a-en"), links)
    assert first == TranslationPair("a-s1 a-s2", "a-en-s1", "А. Б.", "A and B.", 0.9)
    assert (second.russian, second.english) == ("", "C.")


def test_csv_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    pairs = [TranslationPair("", "", 'Он сказал: "Да, да".', "He said,\n“Yes.”"), PAIRS[2]]
    assert write_bilingual_csv(path, pairs) == 2
    with path.open(encoding="utf-8", newline="") as file:
        rows = [tuple(row) for row in csv.reader(file)]
    assert rows == [("russian", "english"), *((pair.russian, pair.english) for pair in pairs)]


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be written"):
        write_tmx(tmp_path / "file" / "a.tmx", PAIRS)
