"""TEI stand-off: valid by the schema of the TEI Consortium, and read back."""

from __future__ import annotations

import gzip
import tempfile
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from lxml import etree

from exported_articles import articles, bare, by_hand
from letopis.errors import InputError, OutputError
from letopis.formats.tei import date_attributes, read_tei, tei_text, write_tei
from letopis.records import Article, Entity, Metadata, Section, Sentence

TEI = {"t": "http://www.tei-c.org/ns/1.0"}


RNG = "{http://relaxng.org/ns/structure/1.0}"

WRITTEN = set(
    "TEI teiHeader fileDesc titleStmt title publicationStmt authority idno sourceDesc p encodingDesc appInfo "
    "application label text body s standOff listPerson person persName listOrg org orgName listPlace place placeName "
    "spanGrp span date rs fs f string listRelation relation desc author respStmt resp name availability bibl biblScope "
    "note profileDesc langUsage language".split()
)
"""The elements that our files hold. libxml2 takes a minute to build all 590, and a moment for these."""


@pytest.fixture(scope="module")
def schema() -> Any:
    """The schema ``tei_all`` of TEI P5 4.9.0, in which no element may stand that we do not write.

    A file without those elements is valid by it when it is by the whole. Explanations and Schematron rules are left out
    of our copy. The TEI Consortium gives it under CC BY and BSD-2.
    """
    with gzip.open(Path(__file__).parent / "data" / "tei_all-4.9.0.rng.gz") as file:
        tree = etree.parse(file)
    for definition in tree.iter(f"{RNG}define"):
        element = definition.find(f"{RNG}element")
        if element is not None and element.get("name") not in WRITTEN:
            definition[:] = [etree.Element(f"{RNG}notAllowed")]
    return etree.RelaxNG(tree)


def tree(article: Article) -> Any:
    return etree.fromstring(tei_text(article).encode())


def test_comes_back(tmp_path: Path) -> None:
    article = by_hand()
    assert write_tei(tmp_path / "tei", [article, Article(id="b", text="", language="en")]) == 2
    empty, whole = sorted(read_tei(tmp_path / "tei"), key=lambda one: one.id)
    assert whole == msgspec.structs.replace(article, source=None, pipeline={})
    assert empty == Article(id="b", text="", language="en")


def test_the_header_says_what_is_known_of_the_article(schema: Any) -> None:
    said = Metadata(
        title={"ru": "О читальнях", "en": "On reading rooms"}, authors=["Лунин П. П."], journal="Вестник", year=1911,
        volume="2", issue="7", pages="3–9", doi="10.1234/a", udc="94", subject="История", rights="CC BY 4.0",
        provenance="скан",
    )  # fmt: skip
    made = tree(Article(id="a", text="Баку.", metadata=said))
    schema.assertValid(made)
    header = made.find("t:teiHeader", TEI)
    told = "|".join(text.strip() for text in header.itertext() if text.strip())
    for value in ("О читальнях", "On reading rooms", "Лунин П. П.", "Вестник", "1911", "3–9", "10.1234/a", "CC BY 4.0"):
        assert value in told
    assert header.find(".//t:availability", TEI).get("status") == "restricted"
    assert header.find(".//t:language", TEI).get("ident") == "ru"
    bare_header = tree(Article(id="a", text="Баку.")).find("t:teiHeader", TEI)
    assert bare_header.find(".//t:availability", TEI).get("status") == "unknown"


@given(article=articles())
@settings(deadline=None, max_examples=150)
def test_anything_comes_back_and_is_valid(schema: Any, article: Article) -> None:
    schema.assertValid(tree(article))
    with tempfile.TemporaryDirectory() as folder:
        write_tei(Path(folder) / "tei", [article])
        (again,) = read_tei(Path(folder) / "tei")
    assert bare(again) == bare(article)
    assert again.sentences == article.sentences


def test_odd_spaces_stand_in_paragraphs(schema: Any) -> None:
    schema.assertValid(tree(Article(id="a", text="а\n\n\u00a0б\n\n\u2028\n\nв")))


@pytest.mark.parametrize(
    ("path", "attribute", "value"),
    [
        (".//t:date[@when]", "when", "23.04.1997"),
        (".//t:span", "type", "two words"),
        (".//t:relation", "kind", "party"),
        (".//t:body", "{http://www.w3.org/XML/1998/namespace}id", "1"),
        (".//t:spanGrp", "colour", "red"),
    ],
)
def test_the_schema_can_fail(schema: Any, path: str, attribute: str, value: str | None) -> None:
    root = tree(by_hand())
    assert schema.validate(root), schema.error_log
    element = root.find(path, TEI)
    element.attrib.pop(attribute) if value is None else element.set(attribute, value)
    assert not schema.validate(root)


def test_what_a_reader_of_tei_sees() -> None:
    article = by_hand()
    root = tree(article)
    body = root.find(".//t:body", TEI)
    assert "".join(body.itertext()) == article.text
    assert [p.xpath("string()") for p in body.findall("t:p", TEI)] == article.text.split("\n\n")
    assert [s.text for s in body.iterfind(".//t:s", TEI)] == [article.text[a:b] for a, b in article.sentences]
    for span in root.iterfind(".//t:spanGrp[@type='entities']/t:span", TEI):
        start, length = map(int, span.get("target").removesuffix(")").split(",")[1:])
        assert article.text[start : start + length] == span.xpath("string()")
    date = root.find(".//t:date", TEI)
    assert (date.get("when"), date.get("when-custom")) == ("1997-04-23", "1997-04-23")
    assert [name.get("key") for name in root.iterfind(".//t:span/t:placeName", TEI)] == ["gpe:FR", None]
    assert root.find(".//t:span/t:placeName", TEI).get("ref") == "iso3166-1:FR wikidata:Q142"
    numbers = [(one.get("type"), one.text) for one in root.iterfind(".//t:place/t:idno", TEI)]
    assert numbers == [("letopis", "gpe:FR"), ("iso3166-1", "FR"), ("wikidata", "Q142")]
    assert root.find(".//t:listRelation/t:relation", TEI).get("passive") == "#e10"


@pytest.mark.parametrize(
    ("value", "attributes"),
    [
        ("1997", {"when": "1997"}),
        ("1997-04", {"when": "1997-04"}),
        ("1997/..", {"from": "1997"}),
        ("../1997-04-23", {"to": "1997-04-23"}),
        ("14XX", {"notBefore": "1400-01-01", "notAfter": "1499-12-31"}),
        ("1997-23", {"notBefore": "1997-09-01", "notAfter": "1997-11-30"}),
        ("XXXX-04", {"when": "--04"}),
        ("0000", {}),
        ("-01XX", {}),
        ("1984~", {}),
        ("1997-13", {}),
        ("весной", {}),
    ],
)
def test_dates(value: str, attributes: dict[str, str]) -> None:
    assert date_attributes(value) == attributes


def test_characters_that_xml_cannot_hold_keep_their_place(tmp_path: Path) -> None:
    text = "\x00В\x0b Баку\ufffe"
    city = Entity(id=1, label="GPE", start_offset=4, end_offset=8, text="Баку", normal="Ба\x01ку")
    write_tei(tmp_path / "tei", [Article(id="a", text=text, entities=[city])])
    (again,) = read_tei(tmp_path / "tei")
    assert again.text == "\ufffdВ\ufffd Баку\ufffd"
    assert again.entities == [msgspec.structs.replace(city, normal="Ба\ufffdку")]


def test_a_sentence_over_a_blank_line_stays_whole() -> None:
    text = "Первое\n\nи второе.\n\n\n Третье."
    article = Article(id="a", text=text, sentences=[Sentence(0, 17), Sentence(21, 28)])
    paragraphs = tree(article).findall(".//t:p", TEI)[1:]  # the first is the header's
    assert [p.xpath("string()") for p in paragraphs] == ["Первое\n\nи второе.", "Третье."]


@pytest.mark.parametrize("sentences", [[(0, 3), (2, 5)], [(3, 5), (0, 2)], [(0, 99)], [(2, 2)]])
def test_sentences_that_do_not_fit(sentences: list[tuple[int, int]], tmp_path: Path) -> None:
    article = Article(id="a", text="Баку, Рим", sentences=[Sentence(*one) for one in sentences])
    with pytest.raises(InputError, match=r"article 'a': sentence \d at .* overlaps or leaves the text"):
        write_tei(tmp_path / "tei", [article])
    assert list(tmp_path.iterdir()) == []


def test_more_refusals_of_the_writer(tmp_path: Path) -> None:
    law = Entity(id=1, label="THE LAW", start_offset=0, end_offset=4, text="Баку")
    with pytest.raises(InputError, match="label 'THE LAW' cannot be a type in TEI"):
        write_tei(tmp_path / "tei", [Article(id="a", text="Баку", entities=[law])])
    (tmp_path / "notes.odt").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match=r"holds 'notes\.odt' and is no TEI export"):
        write_tei(tmp_path, [])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("<TEI", "<TEI", None),
        ("</TEI>", "", "no XML"),
        ("http://www.tei-c.org/ns/1.0", "urn:other", "a TEI file begins with <TEI xmlns="),
        ("body", "front", "has no <body>"),
        ("#string-range(body,2,25)", "#e1", "only '#string-range"),
        ("#string-range(body,2,25)", "#string-range(body,3,25)", "span 'e4' says 'Посольство"),
        ('active="#e9"', 'active="#e99"', "relation 1 of 'письмо 1' names entity 99"),
        ('active="#e9"', 'active="#treaty"', "relation 'r1' leads from no span"),
        ("<string>2</string>", "<string>II</string>", "page is 'II', but should be a whole number"),
        ("<TEI", "<!DOCTYPE TEI [<!ENTITY a 'b'>]><TEI", "declares XML entities"),
    ],
)
def test_refusals_of_the_reader(tmp_path: Path, old: str, new: str, message: str | None) -> None:
    text = tei_text(by_hand())
    assert old in text
    (tmp_path / "a.xml").write_bytes(text.replace(old, new).encode())
    if message is None:
        assert read_tei(tmp_path)[0].id == "письмо 1"
        return
    with pytest.raises(InputError, match=message):
        read_tei(tmp_path)


def test_missing_files(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        read_tei(tmp_path / "none")
    with pytest.raises(InputError, match=r"holds no \*\.xml file"):
        read_tei(tmp_path)


def test_sections_alone_make_a_stand_off() -> None:
    article = Article(id="a", text="Итог.", sections=[Section(kind="abstract", start_offset=0, end_offset=5)])
    assert tree(article).find(".//t:span", TEI).get("type") == "abstract"
