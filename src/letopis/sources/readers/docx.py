"""Word files (``.docx``): paragraphs, tables, boxes in the order of the document, notes at the end."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element

from letopis.errors import InputError
from letopis.records import Metadata
from letopis.sources.described import describe
from letopis.sources.flow import Markup, Role, local, poured, roles
from letopis.sources.limits import Archive, holds
from letopis.sources.reader import RawText, Reader, SourceFile
from letopis.sources.trees import NOTE_HERE, descendants, first, parse_xml, place_notes
from letopis.sources.word import Lists, as_unicode, at, attribute, spell_out, symbol

_ROLES = roles(
    block="p",
    row="tr",
    cell="tc",
    box="txbxContent",
    note=NOTE_HERE,
    raised="sup",
    skip="del moveFrom pPr rPr sectPr tblPr tblGrid trPr tcPr sdtPr Fallback rt numPr",
)
_MARKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "softHyphen": "\u00ad", "noBreakHyphen": "\u2011"}
_NOTE_MARKS = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
_DELETED_MARKS = ("pPr/rPr/del", "pPr/rPr/moveFrom")


class _Parts(NamedTuple):
    """The parts of the file that matter, parsed; those that are not there are ``None``."""

    document: Element
    others: dict[str, Element]


def _read(source: SourceFile) -> RawText:
    archive = Archive(source.data, source.path, "Word file")
    parts = _parts(archive, source.path)
    body = at(parts.document, "body")
    if body is None:
        raise InputError(f"{source.path}: the Word file is damaged; save it again in Word")
    _join_deleted(body)
    _place_notes(body, parts.others)
    spell_out(body)
    text = as_unicode(poured([body], _markup(body, parts.others), collapse=False))
    warnings = _warnings(parts.others, source.path)
    return READER.raw(source, text, warnings=warnings, metadata=_metadata(archive, source.path))


def _parts(archive: Archive, path: Path) -> _Parts:
    """Follow the relationships from the package to the document and from there to notes, lists and styles."""
    relations = dict(_relations(archive, "", path))
    name = relations.get("officeDocument", "word/document.xml")
    parsed = parse_xml(archive.read(name), path, "Word")
    wanted = ("footnotes", "endnotes", "comments", "numbering", "styles")
    related = dict(_relations(archive, name, path))
    others = {
        kind: parse_xml(data, path, "Word")
        for kind in wanted
        if (data := archive.read(related.get(kind, posixpath.join(posixpath.dirname(name), f"{kind}.xml"))))
    }
    return _Parts(parsed, others)


def _relations(archive: Archive, name: str, path: Path) -> Iterator[tuple[str, str]]:
    folder, file = posixpath.split(name)
    data = archive.read(posixpath.join(folder, "_rels", f"{file}.rels"))
    for one in parse_xml(data, path, "Word") if data else ():
        target = posixpath.normpath(posixpath.join("/", folder, one.get("Target", "")))
        yield one.get("Type", "").rpartition("/")[2], target.lstrip("/")


def _join_deleted(body: Element) -> None:
    """Join paragraphs whose parting was deleted with changes tracked, and a large initial with its paragraph."""
    for parent in list(body.iter()):
        if any(local(child) == "p" for child in parent):
            _join_children(parent)


def _join_children(parent: Element) -> None:
    held: list[Element] = []
    for child in list(parent):
        if local(child) != "p":
            held = []
            continue
        start = 1 if len(child) and local(child[0]) == "pPr" else 0
        child[start:start] = held
        held = []
        goes_on = any(at(child, path) is not None for path in _DELETED_MARKS) or _is_initial(child)
        if goes_on and child is not parent[-1]:
            held = [one for one in child if local(one) != "pPr"]
            parent.remove(child)


def _is_initial(paragraph: Element) -> bool:
    return attribute(at(paragraph, "pPr/framePr"), "dropCap") in {"drop", "margin"}


def _place_notes(body: Element, others: dict[str, Element]) -> None:
    notes = {
        f"{kind} {attribute(note, 'id')}": note
        for kind in ("footnotes", "endnotes")
        if kind in others
        for note in others[kind]
        if attribute(note, "type") in {"", "normal"}
    }

    def target(element: Element) -> str | None:
        kind = _NOTE_MARKS.get(local(element))
        return f"{kind} {attribute(element, 'id')}" if kind else None

    place_notes(body, target, notes)


def _markup(body: Element, others: dict[str, Element]) -> Markup:
    lists = Lists(others.get("numbering"), others.get("styles"))
    instructions = set(map(id, _instructions(body)))
    styles = descendants(others["styles"], "style") if "styles" in others else []
    hidden = {attribute(style, "styleId") for style in styles if _on(at(style, "rPr/vanish"))}

    def decide(element: Element) -> Role | None:
        if local(element) == "r":
            own = at(element, "rPr/vanish")
            unseen = _on(own) if own is not None else attribute(at(element, "rPr/rStyle")) in hidden
            if unseen or id(element) in instructions:
                return Role.SKIP
            return Role.RAISED if attribute(at(element, "rPr/vertAlign")) == "superscript" else None
        deleted = local(element) == "tr" and at(element, "trPr/del") is not None
        return Role.SKIP if deleted else None

    def label(element: Element) -> str:
        shown = lists.label(element) if local(element) == "p" else ""
        return shown if shown and any((one.text or "").strip() for one in element.iter()) else ""

    return Markup(roles=_ROLES, decide=decide, text=_text, label=label, tails=False)


def _on(switch: Element | None) -> bool:
    return switch is not None and attribute(switch) not in {"0", "false", "off"}


def _text(element: Element) -> str:
    name = local(element)
    if name == "t":
        return element.text or ""
    return symbol(attribute(element, "font"), attribute(element, "char")) if name == "sym" else _MARKS.get(name, "")


def _instructions(body: Element) -> Iterator[Element]:
    """Find the runs that say what a field computes; what it shows comes after its separator."""
    states: list[str] = []
    for element in body.iter():
        name = local(element)
        if name == "fldChar":
            kind = attribute(element, "fldCharType")
            if kind == "begin":
                states.append("begin")
            elif states:
                states[-1:] = ["separate"] if kind == "separate" else []
        elif name == "r" and "begin" in states and not any(local(child) == "fldChar" for child in element):
            yield element


def _warnings(others: dict[str, Element], path: Path) -> tuple[str, ...]:
    count = len(descendants(others["comments"], "comment")) if "comments" in others else 0
    return (f"{path}: {count} comment{'s' if count > 1 else ''} left out",) if count else ()


def _metadata(archive: Archive, path: Path) -> Metadata | None:
    data = archive.read("docProps/core.xml")
    if not data:
        return None
    core = parse_xml(data, path, "Word")
    return describe(
        first(core, "language"),
        title=first(core, "title"),
        authors=[name for name in first(core, "creator").split(";") if name.strip() != "python-docx"],
        keywords=first(core, "keywords"),
    )


READER = Reader(
    name="docx",
    title="Word",
    suffixes=(".docx",),
    recognises=lambda source: holds(source.data, b"word/"),
    read=_read,
)
