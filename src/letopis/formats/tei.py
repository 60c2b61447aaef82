"""TEI P5 with stand-off annotation: one ``.xml`` for each article.

The clean text stands in ``<body>`` with paragraphs (``p``) and sentences (``s``); all its white space counts, so
that the text of ``<body>`` is the record's. ``<standOff>`` holds the spans, which may nest: each points at its
characters with ``#string-range(body,start,length)`` and names them as ``persName``, ``orgName``, ``placeName``,
``date`` or ``rs``. What TEI has no attribute for stands in a feature structure.
The guidelines: https://tei-c.org/guidelines/p5/, chapter 16.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from letopis.errors import InputError
from letopis.formats.folders import (
    field_texts,
    read_fields,
    read_folder,
    read_xml,
    render_xml,
    write_folder,
    xml_text,
    xml_value,
)
from letopis.records import Article, Entity, Metadata, Relation, Section, Sentence

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAMESPACE = "http://www.tei-c.org/ns/1.0"
BODY = "body"
"""The ``xml:id`` that the spans point into."""

ELEMENTS = {"DATE": "date", "PERSON": "persName", "ORG": "orgName", "GPE": "placeName"}
"""The element that names a span, by label; any other is an ``rs``, a referring string."""

REFERENTS = {"PERSON": ("listPerson", "person"), "ORG": ("listOrg", "org"), "GPE": ("listPlace", "place")}
"""Where the identity that mentions share is listed with its full name."""

REFERENCES = {"entity": "key", "authority": "ref"}
"""The attributes of a name that say whose it is: its identity in the run, its ids in files of names."""

EDTF = "http://www.loc.gov/standards/datetime/"
"""What ``@datingMethod`` says of ``@when-custom``."""

_TEI = f"{{{NAMESPACE}}}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_RANGE = re.compile(r"#string-range\((\w+),\s*(\d+),\s*(\d+)\)")
_DAY = r"(?!0000)\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?)?"
_GAP = re.compile(r"\n[ \t\r]*\n[ \t\r\n]*")  # white space of XML alone: <body> holds no other between paragraphs


def write_tei(folder: Path, articles: Sequence[Article]) -> int:
    """Write articles as TEI files and give their number.

    A character that XML cannot hold becomes U+FFFD, so that offsets stay.

    Raises:
        InputError: an id that cannot name a file, a label with a space, or sentences that overlap.
        OutputError: the folder cannot be written, or holds other things.
    """
    return write_folder(folder, articles, "TEI", {".xml": tei_text})


def tei_text(article: Article) -> str:
    """Return an article as a TEI file.

    >>> city = Entity(id=1, label="GPE", start_offset=2, end_offset=6, text="Баку", entity="gpe:Баку")
    >>> tei = tei_text(Article(id="a", text="В Баку.", entities=[city]))
    >>> [line for line in tei.splitlines() if "<span " in line][0].strip()
    '<span xml:id="e1" type="GPE" target="#string-range(body,2,4)"><placeName key="gpe:Баку">Баку</placeName></span>'
    """
    from letopis import __version__

    number = re.match(r"\d+(?:\.\d+){0,3}", __version__)
    source = article.source
    found: dict[str, dict[str, Entity]] = {label: {} for label in REFERENTS}
    for entity in article.entities:
        if not re.fullmatch(r"\S+", entity.label):
            raise InputError(f"article {article.id!r}: label {entity.label!r} cannot be a type in TEI; take one word")
        if entity.label in found and entity.entity:
            found[entity.label].setdefault(entity.entity, entity)
    return render_xml(
        "tei", article=article, namespace=NAMESPACE, place=BODY, said=article.metadata or Metadata(),
        source=f"{source.path}, SHA-256 {source.sha256}" if source else "A text without file.",
        version=number[0] if number else 0, body="".join(_body(article)), elements=ELEMENTS, referents=REFERENTS,
        found=found, spans=[(entity, *_name(entity)) for entity in article.entities],
    )  # fmt: skip


def _body(article: Article) -> Iterator[str]:
    """Return paragraphs and sentences; every character of the text comes once, in order."""
    text, place, number = article.text, 0, 0
    for start, end in _paragraphs(article):
        yield f"{xml_text(text[place:start])}<p>"
        place = start
        while number < len(article.sentences) and article.sentences[number].start < end:
            sentence = article.sentences[number]
            number += 1
            yield xml_text(text[place : sentence.start])
            yield f'<s xml:id="s{number}">{xml_text(text[sentence.start : sentence.end])}</s>'
            place = sentence.end
        yield f"{xml_text(text[place:end])}</p>"
        place = end


def _paragraphs(article: Article) -> Iterator[tuple[int, int]]:
    """Cut at blank lines that no sentence spans.

    Raises:
        InputError: sentences that are empty, out of order or outside the text.
    """
    place = 0
    for number, (start, end) in enumerate(article.sentences, 1):
        if not place <= start < end <= len(article.text):
            raise InputError(f"article {article.id!r}: sentence {number} at {start}–{end} overlaps or leaves the text")
        place = end
    sentences = iter(article.sentences)
    sentence = next(sentences, None)
    begin = 0
    for gap in _GAP.finditer(article.text):
        while sentence is not None and sentence.end <= gap.start():
            sentence = next(sentences, None)
        if (sentence is None or sentence.start >= gap.end()) and gap.end() < len(article.text) and gap.start() > begin:
            yield begin, gap.start()
            begin = gap.end()
    yield begin, len(article.text)


def _name(entity: Entity) -> tuple[str, dict[str, str]]:
    """Return the element that names a span, and the fields that it has no attribute for."""
    fields = field_texts(entity)
    element = ELEMENTS.get(entity.label, "rs")
    attributes: dict[str, str] = {}
    if element == "date":
        if "value" in fields and re.fullmatch(r"\S+", fields["value"]):
            value = fields.pop("value")
            attributes = {**date_attributes(value), "when-custom": value, "datingMethod": EDTF}
    else:
        attributes = {"type": entity.label} if element == "rs" else {}
        for field, attribute in REFERENCES.items():
            if field in fields:
                attributes[attribute] = fields.pop(field)
    listed = "".join(f" {name}={xml_value(value)}" for name, value in attributes.items())
    return f"<{element}{listed}>{xml_text(entity.text)}</{element}>", fields


@lru_cache(maxsize=10_000)
def date_attributes(value: str) -> dict[str, str]:
    """Return what TEI's own attributes, which hold W3C dates, can say of an EDTF value.

    Years before our era are left to ``@when-custom``: XML Schema has counted them in two ways.

    >>> date_attributes("1997-04-23"), date_attributes("2015-01/2015-08")
    ({'when': '1997-04-23'}, {'from': '2015-01', 'to': '2015-08'})
    >>> date_attributes("193X"), date_attributes("XXXX-04-26"), date_attributes("-0043")
    ({'notBefore': '1930-01-01', 'notAfter': '1939-12-31'}, {'when': '--04-26'}, {})
    """
    if re.fullmatch(_DAY, value):
        return {"when": value}
    if match := re.fullmatch(r"XXXX(-\d\d(?:-\d\d)?)", value):
        return {"when": f"-{match[1]}"}
    if match := re.fullmatch(rf"({_DAY}|\.\.|)/({_DAY}|\.\.|)", value):
        return {name: end for name, end in zip(("from", "to"), match.groups(), strict=True) if end.strip(".")}
    if re.fullmatch(r"\d{3}X|\d\dXX|\d{4}-(?:2[1-4]|3[3-6]|4[01])", value):
        from edtf import parse_edtf

        date = parse_edtf(value)
        bounds = {"notBefore": date.lower_strict(), "notAfter": date.upper_strict()}
        return {name: "{:04d}-{:02d}-{:02d}".format(*day) for name, day in bounds.items() if day[0] > 0}
    return {}


def read_tei(path: Path) -> list[Article]:
    """Read every ``.xml`` file of a folder, or one: text, sentences, sections, spans with their fields, relations.

    Raises:
        InputError: no such file, no TEI, no ``<body>``, or a span or relation that does not fit, with file and id.
    """
    return read_folder(path, ".xml", _read_article)


def _read_article(path: Path) -> Article:
    root = read_xml(path)
    if root.tag != f"{_TEI}TEI":
        raise InputError(f"{path}: its root is <{root.tag}>; a TEI file begins with <TEI xmlns={NAMESPACE!r}>")
    body = root.find(f"{_TEI}text/{_TEI}body")
    if body is None:
        raise InputError(f"{path}: has no <body> in its <text>")
    text = "".join(body.itertext())
    identifier = root.find(f".//{_TEI}publicationStmt/{_TEI}idno[@type='letopis']")
    return Article(
        id=(identifier.text if identifier is not None else None) or path.stem,
        language=root.get(f"{_XML}lang", "ru"),
        text=text,
        sections=[
            Section(kind=span.get("type", ""), start_offset=start, end_offset=end)
            for span in root.iterfind(f"{_TEI}standOff/{_TEI}spanGrp[@type='sections']/{_TEI}span")
            for start, end in [_range(span, str(path))]
        ],
        sentences=[Sentence(start, end) for start, end in _places(body, f"{_TEI}s")],
        entities=list(_entities(root, text, str(path))),
        relations=[
            _relation(element, number, str(path)) for number, element in enumerate(root.iter(f"{_TEI}relation"), 1)
        ],
    )


def _places(element: Element, tag: str) -> Iterator[tuple[int, int]]:
    """Return the characters that the elements with a tag hold, in order of their starts; however deep they nest."""
    found: list[list[int]] = []
    place, waiting = len(element.text or ""), [(iter(element), "", -1)]
    while waiting:
        children, tail, number = waiting[-1]
        child = next(children, None)
        if child is None:
            waiting.pop()
            if number >= 0:
                found[number][1] = place
            place += len(tail)
            continue
        waiting.append((iter(child), child.tail or "", len(found) if child.tag == tag else -1))
        if child.tag == tag:
            found.append([place, place])
        place += len(child.text or "")
    return ((start, end) for start, end in found)


def _entities(root: Element, text: str, path: str) -> Iterator[Entity]:
    structures = {
        structure.get(f"{_XML}id"): {
            feature.get("name", ""): "".join(feature.itertext()) for feature in structure.iterfind(f"{_TEI}f")
        }
        for structure in root.iter(f"{_TEI}fs")
    }
    spans = root.iterfind(f"{_TEI}standOff/{_TEI}spanGrp[@type='entities']/{_TEI}span")
    for count, span in enumerate(spans, 1):
        name = span.get(f"{_XML}id", "")
        start, end = _range(span, path)
        there, said = text[start:end], "".join(span.itertext())
        if said != there:
            raise InputError(f"{path}: span {name!r} says {said!r}, but the text at {start}–{end} is {there!r}")
        fields = dict(structures.get(span.get("ana", "").removeprefix("#"), {}))
        for element in span:
            if element.get("when-custom"):
                fields["value"] = element.get("when-custom", "")
            fields |= {name: element.get(own, "") for name, own in REFERENCES.items() if element.get(own)}
        known = read_fields(fields, f"{path}: span {name!r}")
        yield Entity.at(text, start, end, span.get("type", ""), id=_number(name, "e") or count, **known)


def _relation(element: Element, count: int, path: str) -> Relation:
    name = element.get(f"{_XML}id", "")
    ends = [_number(element.get(end, "").removeprefix("#"), "e") for end in ("active", "passive")]
    if ends[0] is None or ends[1] is None:
        raise InputError(f"{path}: relation {name!r} leads from no span, or to none; say active='#e1' and so on")
    by = element.findtext(f"{_TEI}desc")
    number = _number(name, "r") or count
    return Relation(id=number, type=element.get("name", ""), from_id=ends[0], to_id=ends[1], by=by)


def _number(name: str, letter: str) -> int | None:
    return int(name[1:]) if re.fullmatch(rf"{letter}\d+", name) else None


def _range(span: Element, path: str) -> tuple[int, int]:
    target = span.get("target", "")
    match = _RANGE.fullmatch(target)
    if match is None or match[1] != BODY:
        raise InputError(f"{path}: a span has the target {target!r}; only '#string-range({BODY},start,length)' is read")
    start, length = int(match[2]), int(match[3])
    return start, start + length
