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
from xml.sax.saxutils import escape, quoteattr

from letopis.errors import InputError
from letopis.formats.folders import NO_XML, field_texts, write_folder
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
_REPLACED = "\ufffd"


def write_tei(folder: Path, articles: Sequence[Article]) -> int:
    """Write articles as TEI files and give their number.

    A character that XML cannot hold becomes U+FFFD, so that offsets stay.

    Raises:
        InputError: an id that cannot name a file, a label with a space, or sentences that overlap.
        OutputError: the folder cannot be written, or holds other things.
    """
    return write_folder(folder, articles, "TEI", {".xml": tei_lines})


def tei_lines(article: Article) -> Iterator[str]:
    """Return the lines of an article's TEI file, without line ends.

    >>> city = Entity(id=1, label="GPE", start_offset=2, end_offset=6, text="Баку", entity="gpe:Баку")
    >>> [line for line in tei_lines(Article(id="a", text="В Баку.", entities=[city])) if "<span " in line][0].strip()
    '<span xml:id="e1" type="GPE" target="#string-range(body,2,4)"><placeName key="gpe:Баку">Баку</placeName></span>'
    """
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<TEI xmlns="{NAMESPACE}" xml:lang={_value(article.language)}>'
    yield from _header(article)
    yield f'  <text><body xml:id="{BODY}" xml:space="preserve">{"".join(_body(article))}</body></text>'
    if article.entities or article.sections:
        yield "  <standOff>"
        yield from _referents(article)
        yield from _spans(article)
        yield from _relations(article)
        yield "  </standOff>"
    yield "</TEI>"


def _header(article: Article) -> Iterator[str]:
    from letopis import __version__

    number = re.match(r"\d+(?:\.\d+){0,3}", __version__)
    name, said = _text(article.id), article.metadata or Metadata()
    titles = (f"<title xml:lang={_value(of)}>{_text(title)}</title>" for of, title in said.title.items())
    authors = (f"<author>{_text(author)}</author>" for author in said.authors)
    status, rights = ("restricted", said.rights) if said.rights else ("unknown", "The file does not say.")
    yield "  <teiHeader>"
    yield f"    <fileDesc><titleStmt>{''.join(titles) or f'<title>{name}</title>'}{''.join(authors)}"
    yield "      <respStmt><resp>Annotation</resp><name>Letopis</name></respStmt></titleStmt>"
    yield f'      <publicationStmt><authority>Letopis</authority><idno type="letopis">{name}</idno>'
    yield f'        <availability status="{status}"><p>{_text(rights)}</p></availability></publicationStmt>'
    yield f"      <sourceDesc><bibl>{''.join(_published(article, said))}</bibl></sourceDesc></fileDesc>"
    yield f'    <encodingDesc><appInfo><application ident="letopis" version="{number[0] if number else 0}">'
    yield "      <label>Letopis</label></application></appInfo></encodingDesc>"
    yield f"    <profileDesc><langUsage><language ident={_value(article.language)}/></langUsage></profileDesc>"
    yield "  </teiHeader>"


def _published(article: Article, said: Metadata) -> Iterator[str]:
    """Return where an article appeared, as far as its file says so, and the file."""
    if said.journal:
        yield f'<title level="j">{_text(said.journal)}</title>'
    for unit, scope in (("volume", said.volume), ("issue", said.issue), ("page", said.pages)):
        if scope:
            yield f'<biblScope unit="{unit}">{_text(scope)}</biblScope>'
    if said.year and 0 < said.year < 10_000:
        yield f'<date when="{said.year:04d}">{said.year}</date>'
    for scheme, number in (("DOI", said.doi), ("UDC", said.udc)):
        if number:
            yield f'<idno type="{scheme}">{_text(number)}</idno>'
    notes = (said.subject, said.provenance)
    yield from (f"<note>{_text(note)}</note>" for note in notes if note)
    source = f"{article.source.path}, SHA-256 {article.source.sha256}" if article.source else "A text without file."
    yield f"<note>{_text(source)}</note>"


def _body(article: Article) -> Iterator[str]:
    """Return paragraphs and sentences; every character of the text comes once, in order."""
    text, place, number = article.text, 0, 0
    for start, end in _paragraphs(article):
        yield f"{_text(text[place:start])}<p>"
        place = start
        while number < len(article.sentences) and article.sentences[number].start < end:
            sentence = article.sentences[number]
            number += 1
            yield _text(text[place : sentence.start])
            yield f'<s xml:id="s{number}">{_text(text[sentence.start : sentence.end])}</s>'
            place = sentence.end
        yield f"{_text(text[place:end])}</p>"
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


def _referents(article: Article) -> Iterator[str]:
    for label, (group, element) in REFERENTS.items():
        found: dict[str, Entity] = {}
        for entity in article.entities:
            if entity.label == label and entity.entity:
                found.setdefault(entity.entity, entity)
        if found:
            yield f"    <{group}>"
            for key, entity in found.items():
                name = f"<{ELEMENTS[label]}>{_text(entity.full_name)}</{ELEMENTS[label]}>"
                numbers = "".join(_number(one) for one in (f"letopis:{key}", *(entity.authority or "").split()))
                yield f"      <{element}>{name}{numbers}</{element}>"
            yield f"    </{group}>"


def _number(identifier: str) -> str:
    scheme, _, number = identifier.partition(":")
    return f"<idno type={_value(scheme)}>{_text(number)}</idno>"


def _spans(article: Article) -> Iterator[str]:
    if article.sections:
        yield '    <spanGrp type="sections">'
        for section in article.sections:
            start, length = section.start_offset, section.end_offset - section.start_offset
            yield f'      <span type={_value(section.kind)} target="#string-range({BODY},{start},{length})"/>'
        yield "    </spanGrp>"
    if not article.entities:
        return
    structures: list[str] = []
    yield '    <spanGrp type="entities">'
    for entity in article.entities:
        if not re.fullmatch(r"\S+", entity.label):
            raise InputError(f"article {article.id!r}: label {entity.label!r} cannot be a type in TEI; take one word")
        name, rest = _name(entity)
        pointer = f"#string-range({BODY},{entity.start_offset},{entity.end_offset - entity.start_offset})"
        ana = f' ana="#f{entity.id}"' if rest else ""
        yield f'      <span xml:id="e{entity.id}" type={_value(entity.label)} target="{pointer}"{ana}>{name}</span>'
        if rest:
            features = "".join(f'<f name="{field}"><string>{_text(text)}</string></f>' for field, text in rest.items())
            structures.append(f'    <fs xml:id="f{entity.id}" type="entity">{features}</fs>')
    yield "    </spanGrp>"
    yield from structures


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
    listed = "".join(f" {name}={_value(value)}" for name, value in attributes.items())
    return f"<{element}{listed}>{_text(entity.text)}</{element}>", fields


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


def _relations(article: Article) -> Iterator[str]:
    if not article.relations:
        return
    yield "    <listRelation>"
    for relation in article.relations:
        by = f"<desc>{_text(relation.by)}</desc>" if relation.by else ""
        yield (
            f'      <relation xml:id="r{relation.id}" name={_value(relation.type)} active="#e{relation.from_id}" '
            f'passive="#e{relation.to_id}">{by}</relation>'
        )
    yield "    </listRelation>"


def _text(text: str) -> str:
    return escape(NO_XML.sub(_REPLACED, text), {"\r": "&#13;"})


def _value(text: str) -> str:
    return quoteattr(NO_XML.sub(_REPLACED, text))
