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

from letopis.errors import InputError
from letopis.formats.folders import field_texts, render_xml, write_folder, xml_text, xml_value
from letopis.records import Article, Entity, Metadata

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

_DAY = r"(?!0000)\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?)?"
_GAP = re.compile(r"\n[^\S\n]*\n\s*")


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
