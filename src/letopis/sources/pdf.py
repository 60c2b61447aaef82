"""Born-digital PDF: the text in reading order, with pages, furniture, notes and raised marks found by position."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from letopis.errors import InputError, MissingDependencyError
from letopis.offsets import Furniture
from letopis.sources.limits import MOST_GLYPHS, MOST_PAGES, page_memory
from letopis.sources.pdf_furniture import body_size, find_edges, take_notes
from letopis.sources.pdf_layout import Glyph, PageLine, document_lines
from letopis.sources.raw import RawText

if TYPE_CHECKING:
    import pypdfium2  # type: ignore[import-untyped]

INDENT = 0.7
"""A line that begins this many font sizes right of its column is a paragraph's first."""

PARAGRAPH_GAP = 1.75
"""Line pitches from which on white space above a line parts it from the text before."""


class Piece(NamedTuple):
    """A line as it goes into the raw text."""

    text: str
    reason: str
    gap: bool


def read_pdf(data: bytes, path: Path, digest: str) -> RawText:
    """Read the text layer of a PDF.

    Columns are read one after the other, footnotes stand after the last page's text, raised digits are
    written as superscripts (``¹``), indents as spaces and white space between paragraphs as blank lines.

    Raises:
        InputError: encrypted, damaged, or without a text layer.
        MissingDependencyError: pypdfium2 is not installed.
    """
    document = _opened(data, path)
    try:
        pages, damaged = _pages(document, path)
    finally:
        document.close()
    if not any(pages) and damaged:
        raise InputError(f"{path}: no page of the PDF can be read; download or save it again")
    if not any(pages):
        raise InputError(f"{path}: has no text layer (a scan?); run character recognition on it first")
    warnings = tuple(
        f"{path}: page {n} {'is damaged and was left out' if n in damaged else 'holds no text'}"
        for n, glyphs in enumerate(pages, 1)
        if not glyphs
    )
    size = body_size(pages)
    lines = document_lines(pages)
    edges = find_edges(lines, size)
    body, notes = take_notes(lines, edges, size)
    text, starts, furniture = _compose(body, edges, notes)
    return RawText(text=text, sha256=digest, format="pdf", pages=starts, furniture=furniture, warnings=warnings)


def _opened(data: bytes, path: Path) -> pypdfium2.PdfDocument:
    try:
        import pypdfium2
    except ImportError:
        raise MissingDependencyError(f"{path}: reading PDF needs pypdfium2: pip install 'letopis[pdf]'") from None
    try:
        document = pypdfium2.PdfDocument(data)
        if len(document) == 0:
            raise InputError(f"{path}: the PDF holds no page")
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise InputError(f"{path}: the PDF is encrypted; save a copy without a password") from None
        raise InputError(f"{path}: the PDF is damaged; download or save it again") from None
    return document


def _pages(document: pypdfium2.PdfDocument, path: Path) -> tuple[list[list[Glyph]], set[int]]:
    """Give the characters of every page, up to what memory holds, and the numbers of damaged ones."""
    import pypdfium2

    if len(document) > MOST_PAGES:
        raise InputError(f"{path}: has {len(document)} pages, more than {MOST_PAGES}; cut it into articles")
    pages: list[list[Glyph]] = []
    damaged: set[int] = set()
    left = MOST_GLYPHS
    for number in range(len(document)):
        try:
            glyphs = _glyphs(document, number, most=left)
        except pypdfium2.PdfiumError:
            damaged.add(number + 1)
            glyphs = []
        if glyphs is None:
            raise InputError(
                f"{path}: has more than {MOST_GLYPHS // 1_000_000} million characters; cut it into articles"
            )
        pages.append(glyphs)
        left -= len(glyphs)
    return pages, damaged


def _glyphs(document: pypdfium2.PdfDocument, number: int, *, most: int) -> list[Glyph] | None:
    """Give the characters of a page with their boxes, without those that the library made up; nothing for too many."""
    import ctypes

    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

    with page_memory():
        page = document[number]
        textpage = page.get_textpage()
        count = textpage.count_chars()
    glyphs: list[Glyph] = []
    rect = pdfium.FS_RECTF()
    for index in range(count if count <= most else 0):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        if pdfium.FPDFText_IsGenerated(textpage, index) == 1 or code in (0, 0x0A, 0x0D):
            continue
        if not pdfium.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(rect)):
            continue
        # The library marks a hyphen at a line's end with U+0002 or U+FFFE.
        char = "-" if code in (0x02, 0xFFFE) else chr(code)
        glyphs.append(Glyph(char, rect.left, rect.bottom, rect.right, rect.top))
    textpage.close()
    page.close()
    return glyphs if count <= most else None


def _compose(
    pages: Sequence[Sequence[PageLine]], edges: Sequence[dict[int, str]], notes: Sequence[str]
) -> tuple[str, tuple[int, ...], tuple[Furniture, ...]]:
    """Write the lines one under another; give the text, the page starts and the furniture."""
    parts: list[str] = []
    starts: list[int] = []
    furniture: list[Furniture] = []
    place = 0
    for lines, edge in zip(pages, edges, strict=True):
        starts.append(place)
        before: PageLine | None = None
        for line in lines:
            text = ("\n" if _parted(before, line) else "") + ("   " if _indented(line) else "") + line.text
            if line.number in edge:
                start = place + len(text) - len(line.text)
                furniture.append(Furniture(start, start + len(line.text), edge[line.number]))
            parts += [text, "\n"]
            place += len(text) + 1
            before = line
    for note in notes:
        parts.append(f"\n{note}\n")
    return "".join(parts), tuple(starts), tuple(furniture)


def _parted(before: PageLine | None, line: PageLine) -> bool:
    """Tell whether white space parts a line from the one above it in the same column."""
    if before is None:
        return False
    if before.column != line.column or before.bottom < line.bottom:
        return False
    step = before.bottom - line.bottom
    return step > PARAGRAPH_GAP * max(line.pitch, 1.0) or abs(before.size - line.size) > 0.25 * line.size


def _indented(line: PageLine) -> bool:
    return line.left - line.column_left > INDENT * line.size and not line.centred
