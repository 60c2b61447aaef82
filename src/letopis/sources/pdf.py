"""Born-digital PDF: the text in reading order, with pages, furniture, notes and raised marks found by position."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from letopis.errors import InputError, MissingDependencyError
from letopis.sources.limits import MOST_GLYPHS, MOST_PAGES
from letopis.sources.pdf_characters import share_of_nonsense
from letopis.sources.pdf_furniture import find_edges
from letopis.sources.pdf_glyphs import NOTHING, PageContent, page_content
from letopis.sources.pdf_layout import body_size, document_layout
from letopis.sources.pdf_metadata import honest_metadata
from letopis.sources.pdf_notes import take_notes
from letopis.sources.pdf_text import compose
from letopis.sources.raw import PageDoubt, RawText

if TYPE_CHECKING:
    import pypdfium2  # type: ignore[import-untyped]

MOST_NONSENSE = 0.3
"""Share of characters that are none from which on a PDF's fonts do not say what their glyphs mean."""


def read_pdf(data: bytes, path: Path, digest: str) -> RawText:
    """Read the text layer of a PDF.

    Columns are read one after the other, tables row by row with tabs between the cells, footnotes stand after the
    last page's text, raised digits are written as superscripts (``¹``), indents as spaces and white space between
    paragraphs as blank lines.

    Raises:
        InputError: encrypted, damaged, without a text layer, or one whose characters have no meaning.
        MissingDependencyError: pypdfium2 is not installed.
    """
    document = _opened(data, path)
    try:
        pages, damaged = _pages(document, path)
        described = document.get_metadata_dict()
    finally:
        document.close()
    _check(pages, damaged, path)
    layouts = document_layout(pages)
    size = body_size(pages)
    edges = find_edges(layouts, size)
    body, notes = take_notes(layouts, edges, size)
    turned = list(dict.fromkeys(chain.from_iterable(page.turned for page in layouts)))
    text, starts, furniture = compose(body, edges, [page.stamps for page in layouts], [*notes, *turned])
    doubts = tuple(PageDoubt(number, page.doubt) for number, page in enumerate(layouts, 1) if page.doubt)
    return RawText(
        text=text,
        sha256=digest,
        format="pdf",
        pages=starts,
        furniture=furniture,
        warnings=(*_warnings(pages, damaged, path), *_in_words(doubts, path)),
        metadata=honest_metadata(described, text),
        doubts=doubts,
    )


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


def _pages(document: pypdfium2.PdfDocument, path: Path) -> tuple[list[PageContent], set[int]]:
    """Return what stands on every page, up to what memory holds, and the numbers of damaged ones."""
    import pypdfium2

    if len(document) > MOST_PAGES:
        raise InputError(f"{path}: has {len(document)} pages, more than {MOST_PAGES}; cut it into articles")
    pages: list[PageContent] = []
    damaged: set[int] = set()
    left = MOST_GLYPHS
    for number in range(len(document)):
        content: PageContent | None
        try:
            content = page_content(document, number, most=left)
        except pypdfium2.PdfiumError:
            damaged.add(number + 1)
            content = NOTHING
        if content is None:
            raise InputError(
                f"{path}: has more than {MOST_GLYPHS // 1_000_000} million characters; cut it into articles"
            )
        pages.append(content)
        left -= len(content.glyphs)
    return pages, damaged


def _check(pages: Sequence[PageContent], damaged: set[int], path: Path) -> None:
    """Refuse a PDF that holds no text, or characters that are none."""
    if all(page.empty for page in pages):
        if damaged:
            raise InputError(f"{path}: no page of the PDF can be read; download or save it again")
        raise InputError(f"{path}: has no text layer (a scan?); give --ocr to have its characters recognised")
    share = share_of_nonsense("".join(map(_chars, pages)))
    if share > MOST_NONSENSE:
        raise InputError(
            f"{path}: its fonts do not say which letters they draw ({share:.0%} of the characters have no meaning); "
            "give --ocr to have its characters recognised"
        )


def _chars(page: PageContent) -> str:
    return "".join([glyph.char for glyph in page.glyphs])


def _warnings(pages: Sequence[PageContent], damaged: set[int], path: Path) -> Iterable[str]:
    for number, page in enumerate(pages, 1):
        if number in damaged:
            yield f"{path}: page {number} is damaged and was left out"
        elif page.empty:
            yield f"{path}: page {number} holds no text"
        elif share_of_nonsense(_chars(page)) > MOST_NONSENSE:
            yield f"{path}: page {number} has a font that does not say which letters it draws"
    lone = sum(page.lone_halves for page in pages)
    if lone:
        yield f"{path}: {lone} characters are half of one and stand as U+FFFD"


def _in_words(doubts: Sequence[PageDoubt], path: Path) -> Iterable[str]:
    """Name the pages of each kind of doubt in one sentence."""
    for reason in dict.fromkeys(doubt.reason for doubt in doubts):
        numbers = [str(doubt.page) for doubt in doubts if doubt.reason == reason]
        pages = f"page{'s' * (len(numbers) > 1)} {', '.join(numbers)}"
        yield f"{path}: {pages}: the order of the lines is doubtful; {reason}"
