"""The reader of PDF: its text layer, or with ``--ocr`` what is seen on its pages where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from letopis.errors import InputError, needed
from letopis.offsets import Furniture
from letopis.records import Metadata
from letopis.sources.limits import MOST_GLYPHS, MOST_PAGES
from letopis.sources.pdf_characters import named_anew, share_of_nonsense
from letopis.sources.pdf_floats import settle_floats
from letopis.sources.pdf_furniture import find_edges
from letopis.sources.pdf_glyphs import NOTHING, PageContent, page_content
from letopis.sources.pdf_layout import PageLine, body_size, document_layout
from letopis.sources.pdf_notes import note_number, take_notes
from letopis.sources.pdf_spreads import pages_of
from letopis.sources.reader import PageDoubt, RawText, Reader, SourceFile

if TYPE_CHECKING:
    import pypdfium2  # type: ignore[import-untyped]


MOST_NONSENSE = 0.3
"""Share of characters that are none from which on a PDF's fonts do not say what their glyphs mean."""


def read_pdf(data: bytes, path: Path, digest: str) -> RawText:
    """Read the text layer of a PDF.

    Columns are read one after the other, tables row by row with tabs between the cells, footnotes stand after the
    last page's text, raised digits are written as superscripts (``¹``), indents as spaces and white space between
    paragraphs as blank lines.
    """
    document = _opened(data, path)
    try:
        pages, damaged = _pages(document, path)
        described = document.get_metadata_dict()
        sizes = [document.get_page_size(n) if n + 1 not in damaged else (0.0, 0.0) for n in range(len(document))]
    finally:
        document.close()
    pages = named_anew(pages)
    _check(pages, damaged, path)
    numbered = [(number, one) for number, page in enumerate(pages, 1) for one in pages_of(page, sizes[number - 1])]
    numbers, leaves = [number for number, _ in numbered], [one for _, one in numbered]
    layouts = document_layout(leaves)
    size = body_size(leaves)
    edges = find_edges(layouts, size)
    body, notes = take_notes(layouts, edges, size)
    body = settle_floats(body, edges, size)
    turned = list(dict.fromkeys(chain.from_iterable(page.turned for page in layouts)))
    text, starts, furniture = compose(body, edges, [page.stamps for page in layouts], [*notes, *turned])
    doubtful = {number: page.doubt for number, page in zip(numbers, layouts, strict=True) if page.doubt}
    doubts = tuple(PageDoubt(number, doubt) for number, doubt in doubtful.items())
    return RawText(
        text=text,
        sha256=digest,
        format="pdf",
        pages=tuple(starts[numbers.index(number)] for number in dict.fromkeys(numbers)),
        furniture=furniture,
        warnings=(*_warnings(pages, damaged, path), *_in_words(doubts, path)),
        metadata=honest_metadata(described, text),
        doubts=doubts,
        note_numbers=tuple(filter(None, map(note_number, notes))),
    )


def _opened(data: bytes, path: Path) -> pypdfium2.PdfDocument:
    with needed(f"{path}: reading PDF", "pdf"):
        import pypdfium2
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


PARAGRAPH_GAP = 1.75
"""Line pitches from which on white space above a line parts it from the text before."""


def compose(
    pages: Sequence[Sequence[PageLine]],
    edges: Sequence[Mapping[int, str]],
    stamps: Sequence[Sequence[str]],
    notes: Sequence[str],
) -> tuple[str, tuple[int, ...], tuple[Furniture, ...]]:
    """Write the lines one under another; give the text, the page starts and the furniture.

    Stamps stand at their page's end, as furniture; notes after the last page's text.
    """
    parts: list[str] = []
    starts: list[int] = []
    furniture: list[Furniture] = []
    place = 0
    for lines, edge, stamped in zip(pages, edges, stamps, strict=True):
        starts.append(place)
        written = [(_lead(before, line), line.text, edge.get(line.number, "")) for before, line in _pairs(lines)]
        written += [("", stamp, "line_number" if stamp.isdigit() else "watermark") for stamp in stamped if stamp]
        for lead, text, reason in written:
            start = place + len(lead)
            if reason:
                furniture.append(Furniture(start, start + len(text), reason))
            parts += [lead, text, "\n"]
            place = start + len(text) + 1
    parts += [f"\n{note}\n" for note in notes]
    return "".join(parts), tuple(starts), tuple(furniture)


def _pairs(lines: Sequence[PageLine]) -> list[tuple[PageLine | None, PageLine]]:
    return list(zip((None, *lines), lines, strict=False))


def _lead(before: PageLine | None, line: PageLine) -> str:
    """Return what stands before a line: a blank line for white space above it, spaces for its indent."""
    return ("\n" if _parted(before, line) else "") + ("   " if line.indented else "")


def _parted(before: PageLine | None, line: PageLine) -> bool:
    """Return whether white space, another type size or a table's row parts a line from the one above it."""
    if before is None:
        return False
    other_type = abs(before.size - line.size) > 0.25 * line.size
    if before.row or line.row or before.moved != line.moved or other_type:
        return True
    if before.column != line.column or before.base < line.base:
        return False
    step = before.base - line.base
    return step > PARAGRAPH_GAP * max(line.pitch, 1.0)


BORNE_OUT = 0.6
"""Share of a title's words that stand in the text of an honest one."""

_HEAD = 6_000
"""Characters at a text's start that hold its title, authors and year."""

_WORD = re.compile(r"[^\W\d_]{1,}")
_NAME = re.compile(r"[A-ZА-ЯЁ][^\W\d_]{2,}")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FILE = re.compile(r"(?i)^microsoft\b|\.(?:docx?|rtf|odt|tex|dvi|indd|qxd|pm\d|pdf|p65|txt)$|^untitled|^без имени")


def honest_metadata(described: Mapping[str, str], text: str) -> Metadata | None:
    """Return the title, authors and year of a PDF's description that its own text bears out.

    >>> honest_metadata({"Title": "О читальнях", "Author": "admin"}, "О чи-\\nтальнях\\nЛунин П. П.").title
    {'ru': 'О читальнях'}
    >>> honest_metadata({"Title": "Microsoft Word - statya3.doc", "Author": "User"}, "О читальнях") is None
    True
    """
    head = re.sub(r"(?<=\w)-\s*\n\s*(?=\w)", "", text[:_HEAD]).casefold()
    words = set(_WORD.findall(head))
    title = _title(_decoded(described.get("Title", "")), words)
    author = _decoded(described.get("Author", ""))
    names = _NAME.findall(author)
    authors = (
        [a.strip() for a in re.split(r"[;]|,\s(?=[A-ZА-ЯЁ]\w)", author)]
        if names and all(name.casefold() in words for name in names)
        else []
    )
    created = _YEAR.search(described.get("CreationDate", "")[:10].replace("D:", "D: "))
    year = int(created.group()) if created and created.group() in _YEAR.findall(head) else None
    if not (title or authors or year):
        return None
    language = "ru" if re.search("[а-яё]", title.casefold()) else "en"
    return Metadata(title={language: title} if title else {}, authors=[a for a in authors if a], year=year)


def _title(title: str, words: set[str]) -> str:
    own = _WORD.findall(title.casefold())
    if len(own) < 2 or len(title) < 8 or _FILE.search(title):
        return ""
    return title if sum(word in words for word in own) >= BORNE_OUT * len(own) else ""


def _decoded(value: str) -> str:
    """Read as windows-1251 what an old program wrote so into a field that is read as Latin-1."""
    value = " ".join(value.replace("\x00", "").split())
    try:
        return value.encode("latin-1").decode("windows-1251") if re.search("[À-ÿ]{3}", value) else value
    except UnicodeError:
        return value


def _read(source: SourceFile) -> RawText:
    try:
        return read_pdf(source.data, source.path, source.sha256)
    except InputError:
        if not source.ocr:
            raise
    from letopis.sources.readers.picture import pages_of, recognised

    return recognised(source, pages_of, form=READER.name)


READER = Reader(
    name="pdf",
    title="PDF",
    suffixes=(".pdf",),
    recognises=lambda source: b"%PDF-" in source.data[:1024],
    read=_read,
    extra="pdf",
    laid_out=True,
)
