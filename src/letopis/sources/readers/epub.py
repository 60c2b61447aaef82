"""EPUB: the chapters of a book in its order, notes at their places."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from letopis.errors import InputError
from letopis.records import Metadata
from letopis.sources.described import describe
from letopis.sources.flow import local, poured
from letopis.sources.limits import Archive
from letopis.sources.reader import RawText, Reader, SourceFile
from letopis.sources.trees import LARGEST_XML, descendants, first, parse_xml, plain
from letopis.sources.web import place_linked_notes, web_markup

_TYPE = "{http://www.idpf.org/2007/ops}type"


def _read(source: SourceFile) -> RawText:
    archive = Archive(source.data, source.path, "EPUB file")
    if "META-INF/encryption.xml" in archive and "META-INF/rights.xml" in archive:
        raise InputError(f"{source.path}: the book is encrypted; give a copy without rights management")
    container = parse_xml(archive.read("META-INF/container.xml"), source.path, READER.title)
    place = next((one.get("full-path", "") for one in descendants(container, "rootfile")), "")
    package = parse_xml(archive.read(place), source.path, READER.title)
    book = Element("book")
    left = LARGEST_XML
    for name in _chapters(package, posixpath.dirname(place)):
        data = archive.read(name)
        left -= len(data)
        if left < 0:
            raise InputError(f"{source.path}: the book holds too much text for one article; cut it into articles")
        if data:
            book.extend(_chapter(parse_xml(data, source.path, READER.title), posixpath.basename(name)))
    place_linked_notes(book)
    return READER.raw(source, poured([book], web_markup(book)), metadata=_metadata(package))


def _chapters(package: Element, folder: str) -> Iterator[str]:
    """Name the files of the spine, in order, without the table of contents."""
    items = {one.get("id"): one for one in descendants(package, "manifest/item")}
    for reference in descendants(package, "spine/itemref"):
        item = items.get(reference.get("idref"))
        if item is not None and "nav" not in item.get("properties", "").split():
            yield posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))


def _chapter(root: Element, name: str) -> list[Element]:
    """Return the bodies of a file; names in it become names in the book, so that links lead across files."""
    for element in root.iter():
        if element.get("id"):
            element.set("id", f"{name}#{element.get('id')}")
        aim = element.get("href", "")
        if "#" in aim and "://" not in aim:
            file, _, part = aim.partition("#")
            element.set("href", f"#{posixpath.basename(unquote(file)) or name}#{part}")
        if element.get(_TYPE, "") in {"toc", "pagebreak", "landmarks"}:
            element.set("hidden", "")
    return [one for one in root if local(one) == "body"]


def _metadata(package: Element) -> Metadata:
    meta = next(iter(descendants(package, "metadata")), package)
    return describe(
        first(meta, "language"),
        title=first(meta, "title"),
        authors=map(plain, descendants(meta, "creator")),
        year=first(meta, "date"),
        doi=(plain(one).removeprefix("urn:doi:") for one in descendants(meta, "identifier")),
        abstract=first(meta, "description"),
        keywords=((plain(one), None) for one in descendants(meta, "subject")),
    )


READER = Reader(
    name="epub",
    title="EPUB",
    suffixes=(".epub",),
    recognises=lambda source: b"mimetypeapplication/epub+zip" in source.data[:200],
    read=_read,
)
