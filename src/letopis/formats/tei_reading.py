"""Reading of TEI files with stand-off annotation: see :mod:`letopis.formats.tei`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from letopis.errors import InputError
from letopis.formats.folders import read_fields, read_folder, read_xml
from letopis.formats.tei import BODY, NAMESPACE, REFERENCES
from letopis.records import Article, Entity, Relation, Section, Sentence

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_TEI = f"{{{NAMESPACE}}}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_RANGE = re.compile(r"#string-range\((\w+),\s*(\d+),\s*(\d+)\)")


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
