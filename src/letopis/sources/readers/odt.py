"""OpenDocument texts, of LibreOffice and others: paragraphs, tables, boxes, notes; changes as accepted."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from letopis.errors import InputError
from letopis.records import Metadata
from letopis.sources.described import describe
from letopis.sources.flow import Markup, Role, local, poured, roles
from letopis.sources.limits import ZIP, Archive
from letopis.sources.reader import RawText, Reader, SourceFile
from letopis.sources.trees import children, descendants, first, parse_xml, plain, root_name
from letopis.sources.word import attribute

MIMETYPE = b"mimetypeapplication/vnd.oasis.opendocument.text"
"""How the archive begins, behind its first header."""

_ROLES = roles(
    block="p h",
    row="table-row",
    cell="table-cell",
    note="note",
    box="text-box",
    **{"break": "line-break"},
    skip="""note-citation annotation annotation-end tracked-changes hidden-text covered-table-cell ruby-text forms
    table-of-content-source illustration-index-source table-index-source user-index-source alphabetical-index-source
    bibliography-source sequence-decls variable-decls user-field-decls binary-data""",
)
_DRAWN = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"


def _read(source: SourceFile) -> RawText:
    if source.data.startswith(ZIP):
        archive = Archive(source.data, source.path, "OpenDocument file")
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise InputError(f"{source.path}: the OpenDocument file is encrypted; save a copy without a password")
        content, meta = archive.read("content.xml"), archive.read("meta.xml")
        formulas = dict(_formulas(archive, source))
        root = parse_xml(content, source.path, READER.title)
        metadata = _metadata(parse_xml(meta, source.path, READER.title)) if meta else None
    else:
        root, formulas = parse_xml(source.data, source.path, READER.title), {}
        metadata = _metadata(root)
    return READER.raw(source, poured(descendants(root, "body/text"), _markup(root, formulas)), metadata=metadata)


def _formulas(archive: Archive, source: SourceFile) -> Iterator[tuple[str, str]]:
    """Read the formulas, each of which is an object of its own."""
    for name in archive.names:
        folder, file = posixpath.split(name)
        if file == "content.xml" and folder:
            root = parse_xml(archive.read(name), source.path, READER.title)
            if local(root) == "math":
                for remark in descendants(root, "annotation"):
                    remark.clear()
                yield folder, plain(root)


def _markup(root: Element, formulas: dict[str, str]) -> Markup:
    hidden, raised = _styled(root)

    def decide(element: Element) -> Role | None:
        if element.tag.startswith(_DRAWN):  # the title and description of a picture
            return Role.SKIP
        if local(element) != "span":
            return None
        style = attribute(element, "style-name")
        return Role.SKIP if style in hidden else Role.RAISED if style in raised else None

    def text(element: Element) -> str:
        name = local(element)
        if name == "object":
            return formulas.get(posixpath.normpath(attribute(element, "href") or "-"), "")
        if name == "s":
            return " "
        return "\t" if name == "tab" else element.text or ""

    return Markup(roles=_ROLES, decide=decide, text=text)


def _styled(root: Element) -> tuple[set[str], set[str]]:
    """Name the styles of hidden text, and those of raised text."""
    hidden, raised = set(), set()
    for style in descendants(root, "style"):
        for properties in children(style, "text-properties"):
            if attribute(properties, "display") == "none":
                hidden.add(attribute(style, "name"))
            if attribute(properties, "text-position").startswith("super"):
                raised.add(attribute(style, "name"))
    return hidden, raised


def _metadata(root: Element) -> Metadata:
    meta = next(iter(descendants(root, "meta")), root)
    return describe(
        first(meta, "language"),
        title=first(meta, "title"),
        authors=[first(meta, "initial-creator", "creator")],
        abstract=first(meta, "description"),
        keywords=((plain(word), None) for word in descendants(meta, "keyword")),
    )


READER = Reader(
    name="odt",
    title="OpenDocument",
    suffixes=(".odt", ".fodt"),
    recognises=lambda source: MIMETYPE in source.data[:200] or root_name(source.data) == "document",
    read=_read,
)
