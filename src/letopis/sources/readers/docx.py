"""Word files (``.docx``): paragraphs and tables in the order of the document, notes at the end."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat  # only asked whether a document type is declared

from letopis.errors import InputError
from letopis.sources.raw import RawText
from letopis.sources.reader import Reader, SourceFile

LARGEST_UNPACKED = 500_000_000
"""Bytes that the parts of a file, pictures with them, may have together once unpacked."""

LARGEST_XML = 64_000_000
"""Bytes that the parts that are parsed may have together; a tree takes some ten times as much memory."""

MOST_PARTS = 10_000
"""Parts of a file; a picture is one."""

LARGEST_RATIO = 400
"""How many times its packed size a part of more than a megabyte may have; text packs about ten to one."""

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = frozenset({f"{_WORD}del", f"{_WORD}moveFrom", f"{_WORD}pPr", f"{_WORD}rPr", _FALLBACK})
_MARKS = {
    f"{_WORD}tab": "\t",
    f"{_WORD}br": "\n",
    f"{_WORD}cr": "\n",
    f"{_WORD}softHyphen": "\u00ad",
    f"{_WORD}noBreakHyphen": "\u2011",
}
_EMBEDDED = (".svg", ".htm", ".html", ".xhtml")  # pictures and pages, whose document type is rightly there
_NOTE_PARTS = ("footnotes", "endnotes")


def _read(source: SourceFile) -> RawText:
    """Read a Word file; a paragraph is a line with a blank one after it, a table's row a paragraph.

    Running heads and feet are parts of their own in Word and are not read; deleted text is left out.

    Raises:
        InputError: no Word file, damaged, encrypted, or one that unpacks to too much.
        MissingDependencyError: python-docx is not installed.
    """
    try:
        import docx
    except ImportError:
        raise READER.missing(source, "python-docx") from None
    path, data = source.path, source.data
    _check_archive(data, path)
    try:
        document = docx.Document(io.BytesIO(data))
        paragraphs = [text for text in _blocks(document.element.body) if text.strip()]
        notes = [text for name in _NOTE_PARTS for text in _notes(document, name)]
    except Exception as error:
        # python-docx and lxml raise a dozen unrelated exceptions on damaged parts.
        raise InputError(f"{path}: the Word file is damaged ({type(error).__name__}); save it again in Word") from None
    if not paragraphs:
        raise InputError(f"{path}: the Word file holds no text")
    numbered = [f"{number} {note}" for number, note in enumerate(notes, 1)]
    text = "\n\n".join([*paragraphs, *numbered]) + "\n"
    return RawText(text=text, sha256=source.sha256, format="docx")


def _check_archive(data: bytes, path: Path) -> None:
    """Refuse archives that are no Word file, hold a document type, or would unpack to too much."""
    if data.count(b"PK\x01\x02") > MOST_PARTS:  # before the list of parts is read into memory
        raise InputError(f"{path}: the Word file has more than {MOST_PARTS:,} parts; it is not read")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if not any(part.filename.startswith("word/") for part in parts):
                raise InputError(f"{path}: is an archive, not a Word file; unpack it first")
            packed_well = any(p.file_size > 1 << 20 and p.file_size > LARGEST_RATIO * p.compress_size for p in parts)
            if packed_well or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise InputError(f"{path}: the Word file would unpack to more than it should; it is not read")
            parsed = [p for p in parts if not p.filename.lower().endswith(_EMBEDDED) and _is_xml(archive, p)]
            if sum(part.file_size for part in parsed) > LARGEST_XML:
                raise InputError(f"{path}: the Word file holds too much text for one article; cut it into articles")
            for part in parsed:
                with archive.open(part) as stream:
                    if _declares_type(stream):
                        raise InputError(
                            f"{path}: {part.filename} declares entities, which no Word file needs; not read"
                        )
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError, ValueError):
        raise InputError(f"{path}: the Word file is damaged; save it again in Word") from None


def _is_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Tell by its first mark, in any encoding: the name of a part says nothing of how it will be read."""
    with archive.open(part) as stream:
        head = stream.read(64)
    return head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")


def _declares_type(stream: IO[bytes]) -> bool:
    """Tell whether a document type stands before the first element, where alone it can stand.

    Raises:
        ValueError: no XML up to there.
    """
    found: list[str] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: found.append("type")
    parser.StartElementHandler = lambda *_: found.append("element")
    while not found and (block := stream.read(4096)):
        try:
            parser.Parse(block)
        except expat.ExpatError as error:
            # What comes after the first element is the reader's business.
            if not found:
                raise ValueError(str(error)) from None
    return found[:1] == ["type"]


def _blocks(body: Any) -> Iterator[str]:
    """Give the text of every paragraph and table row, in order."""
    for element in body.iterchildren():
        if element.tag == f"{_WORD}p":
            yield _text(element)
        elif element.tag == f"{_WORD}tbl":
            for row in element.iterchildren(f"{_WORD}tr"):
                cells = (" ".join(_blocks(cell)) for cell in row.iterchildren(f"{_WORD}tc"))
                yield "\t".join(" ".join(cell.split()) for cell in cells)
        elif element.tag in {f"{_WORD}sdt", f"{_WORD}sdtContent", f"{_WORD}ins", f"{_WORD}customXml"}:
            yield from _blocks(element)


def _text(element: Any) -> str:
    """Give the text of a paragraph, insertions and links with it, deletions without."""
    parts: list[str] = []
    for child in element.iterchildren():
        if child.tag in _LEFT_OUT:
            continue
        if child.tag == f"{_WORD}t":
            parts.append(child.text or "")
        elif child.tag in _MARKS:
            parts.append(_MARKS[child.tag])
        else:
            parts.append(_text(child))
    return "".join(parts)


def _notes(document: Any, name: str) -> Iterator[str]:
    """Give the footnotes or endnotes of a document, without Word's own separators."""
    from docx.oxml import parse_xml

    for part in document.part.package.iter_parts():
        if str(part.partname) == f"/word/{name}.xml":
            for note in parse_xml(part.blob).iterchildren(f"{_WORD}{name[:-1]}"):
                text = " ".join(" ".join(_blocks(note)).split())
                if note.get(f"{_WORD}type") is None and text:
                    yield text


READER = Reader(
    name="docx",
    title="Word",
    suffixes=(".docx",),
    recognises=lambda source: source.data.startswith(b"PK\x03\x04"),
    read=_read,
    extra="docx",
)
