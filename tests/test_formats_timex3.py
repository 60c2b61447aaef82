"""TimeML: the text stays, every date is a TIMEX3 with a value of the standard's form, ends of stretches are there."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from spacy.language import Language

from letopis.errors import InputError
from letopis.extraction import ToExtract, extract_raw, raw_text
from letopis.formats.exchange import write_records
from letopis.formats.timex3 import period, timeml, timex_value
from letopis.records import Article, Entity

TEXT = (
    "Договор от 19 января 1993 г. & протокол <в 1991–1994 гг.> подписаны весной 1996 г. и в начале XX в. "
    "Город основан в 44 г. до н. э., в II в. до н. э. его взяли, с 15 по 16 августа 2013 г. и в 1930-х гг. он рос. "
    "Посол уехал вчера или 31 ноября 2012 г. и во II квартале 2015 г., а 26 апреля вернулся; "
    "15 и 18 августа 2013 г. шёл снег."
)
ATTRIBUTES = {"tid", "type", "value", "mod", "temporalFunction", "functionInDocument", "beginPoint", "endPoint"}
VALUE = re.compile(
    r"(?:BC)?\d{1,4}|(?:\d{4}|XXXX)-(?:\d\d|XX)(?:-(?:\d\d|XX))?|\d{4}-(?:SP|SU|FA|WI|Q[1-4]|H[12])|P(?:\d+|X)[DMY]"
)
"""The forms of TimeML 1.2.1 that are written."""


@pytest.fixture(scope="module")
def article(nlp: Language) -> Article:
    one = ToExtract(raw_text(TEXT), "a", document_date="2016-05-18")
    return next(extract_raw([one], nlp))


def test_the_text_and_every_date_are_there(article: Article) -> None:
    root = ElementTree.fromstring(timeml(article))
    (text,) = root.iter("TEXT")
    assert "".join(text.itertext()) == article.text
    marked = [one.text for one in text.iter("TIMEX3") if one.text]
    assert marked == [one.text for one in article.entities if one.label == "DATE"]
    assert len(marked) > 12


def test_elements_are_as_the_standard_has_them(article: Article) -> None:
    root = ElementTree.fromstring(timeml(article))
    times = {one.attrib["tid"]: one.attrib for one in root.iter("TIMEX3")}
    assert len(times) == len(list(root.iter("TIMEX3")))
    for known in times.values():
        assert known.keys() <= ATTRIBUTES
        assert known["type"] in {"DATE", "DURATION"}
        assert VALUE.fullmatch(known["value"]), known
        assert known.get("mod", "START") in {"START", "MID", "END", "APPROX"}
        assert {known.get("beginPoint", "t0"), known.get("endPoint", "t0")} <= times.keys()
        assert ("beginPoint" in known) == (known["type"] == "DURATION") == known["value"].startswith("P")
    assert times["t0"]["functionInDocument"] == "CREATION_TIME"


def test_values(article: Article) -> None:
    known = {one.text: one.attrib for one in ElementTree.fromstring(timeml(article)).iter("TIMEX3") if one.text}
    values = {
        "19 января 1993 г.": "1993-01-19", "1991–1994 гг.": "P4Y", "весной 1996 г.": "1996-SP", "начале XX в.": "19",
        "44 г. до н. э.": "BC0044", "II в. до н. э.": "BC01", "15 по 16 августа 2013 г.": "P2D", "1930-х гг.": "193",
        "вчера": "2016-05-17", "31 ноября 2012 г.": "XXXX-XX-XX", "II квартале 2015 г.": "2015-Q2",
        "15 и 18 августа 2013 г.": "2013-08",
    }  # fmt: skip
    assert {text: known[text]["value"] for text in values} == values
    assert known["начале XX в."]["mod"] == "START"
    assert known["26 апреля"]["temporalFunction"] == "true"


@pytest.mark.parametrize(
    ("value", "expected"),
    [("0000", "BC0001"), ("0862", "0862"), ("2016-05~", "2016-05"), ("1XXX", "1"), ("-2XXX", "BC2")],
)
def test_a_point(value: str, expected: str) -> None:
    assert timex_value(value) == expected


@pytest.mark.parametrize(("low", "high"), [("1989-21", "1989-22"), ("193X", "194X"), ("-0199", "0000")])
def test_a_stretch_of_unknown_length(low: str, high: str) -> None:
    assert period(low, high) == "PXY"


def test_about(tmp_path: Path) -> None:
    entity = Entity.at("ок. 1980 г.", 4, 11, "DATE", id=1, value="1980~")
    assert 'mod="APPROX"' in timeml(Article(id="a", text="ок. 1980 г.", entities=[entity]))
    assert write_records(tmp_path / "t", [Article(id="a", text="В Баку.")], "timex3") == 1
    assert (tmp_path / "t" / "a.tml").read_text(encoding="utf-8").endswith("<TEXT>В Баку.</TEXT>\n</TimeML>\n")


def test_no_characters_that_xml_cannot_hold() -> None:
    with pytest.raises(InputError, match="XML cannot hold"):
        timeml(Article(id="a", text="а\x0bб"))
