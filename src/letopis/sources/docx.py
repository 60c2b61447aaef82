"""Word files (``.docx``): paragraphs and tables in the order of the document, notes at the end."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from letopis.errors import InputError, MissingDependencyError
from letopis.sources.raw import RawText

LARGEST_UNPACKED = 200 * 1024 * 1024
"""Bytes that the parts of a file may have together once unpacked."""

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
_NOTE_PARTS = ("footnotes", "endnotes")


def read_docx(data: bytes, path: Path, digest: str) -> RawText:
    """Read a Word file; a paragraph is a line with a blank one after it, a table's row a paragraph.

    Running heads and feet are parts of their own in Word and are not read; deleted text is left out.

    Raises:
        InputError: no Word file, damaged, encrypted, or one that unpacks to too much.
        MissingDependencyError: python-docx is not installed.
    """
    try:
        import docx
    except ImportError:
        raise MissingDependencyError(
            f"{path}: reading Word files needs python-docx: pip install 'letopis[docx]'"
        ) from None
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
    return RawText(text=text, sha256=digest, format="docx")


def _check_archive(data: bytes, path: Path) -> None:
    """Refuse archives that are no Word file, hold a document type, or would unpack to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if not any(part.filename.startswith("word/") for part in parts):
                raise InputError(f"{path}: is an archive, not a Word file; unpack it first")
            packed_well = any(p.file_size > 1 << 20 and p.file_size > LARGEST_RATIO * p.compress_size for p in parts)
            if packed_well or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise InputError(f"{path}: the Word file would unpack to more than it should; it is not read")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as stream:
                        head = stream.read(4096)
                    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                        raise InputError(
                            f"{path}: {part.filename} declares entities, which no Word file needs; not read"
                        )
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError):
        raise InputError(f"{path}: the Word file is damaged; save it again in Word") from None


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
