"""Pictures of pages, read with ``--ocr``; folders are not searched for them, since most show no text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from letopis.errors import InputError, MissingDependencyError, needed
from letopis.sources.limits import MOST_PAGES
from letopis.sources.reader import RawText, Reader, SourceFile

_SIGNATURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")


LANGUAGES = "rus+eng"
"""Tesseract's names of the languages that are looked for."""

RESOLUTION = 300
"""Dots an inch at which pages are drawn; Tesseract is made for it."""

LARGEST_PICTURE = 50_000_000
"""Dots of a picture or page; an A3 page at 300 an inch has 17 million."""

SECONDS = 300
"""Time that a page may take."""

_POINTS = 72


def recognised(source: SourceFile, pictures: Callable[[SourceFile], Iterator[Any]], *, form: str) -> RawText:
    """Read what stands on pictures, one a page."""
    tesseract = _tesseract(source)
    parts: list[str] = []
    starts: list[int] = []
    for picture in pictures(source):
        starts.append(sum(map(len, parts)))
        parts.append(_words_of(picture, tesseract, source, len(starts)))
    text = "".join(parts)
    if not text.strip():
        raise InputError(f"{source.path}: no words are seen on the picture; scan it again, upright and at 300 dpi")
    warning = f"{source.path}: read by character recognition, which takes some characters for others"
    return RawText(text=text, sha256=source.sha256, format=form, pages=tuple(starts), warnings=(warning,))


def _words_of(picture: Any, tesseract: Any, source: SourceFile, page: int) -> str:
    try:
        text = str(tesseract.image_to_string(picture, lang=LANGUAGES, timeout=SECONDS))
    except (RuntimeError, tesseract.TesseractError) as error:  # the first when the time is up
        raise InputError(f"{source.path}: page {page} cannot be recognised: {' '.join(str(error).split())}") from None
    return text.replace("\f", "").rstrip() + "\n\n"


def _tesseract(source: SourceFile) -> Any:
    """Return the module that asks Tesseract, when it, its program and its data are there."""
    with needed(f"{source.path}: --ocr", "ocr"):
        import pytesseract
    try:
        languages = pytesseract.get_languages()
    except pytesseract.TesseractNotFoundError:
        languages = []
    missing = [name for name in LANGUAGES.split("+") if name not in languages]
    if missing:
        raise MissingDependencyError(
            f"{source.path}: --ocr needs the program Tesseract with {' and '.join(missing)}: "
            "apt install tesseract-ocr tesseract-ocr-rus, or its like"
        )
    return pytesseract


def pages_of(source: SourceFile) -> Iterator[Any]:
    """Draw the pages of a PDF, one after another."""
    with needed(f"{source.path}: --ocr", "ocr"):
        import pypdfium2  # type: ignore[import-untyped]
    try:
        document = pypdfium2.PdfDocument(source.data)
    except pypdfium2.PdfiumError:
        raise InputError(f"{source.path}: the PDF is damaged or encrypted; save a copy without a password") from None
    try:
        if len(document) > MOST_PAGES:
            raise InputError(f"{source.path}: has {len(document)} pages, more than {MOST_PAGES}; cut it into articles")
        for page in document:
            width, height = page.get_size()
            scale = RESOLUTION / _POINTS
            scale = min(scale, (LARGEST_PICTURE / max(width * height, 1)) ** 0.5)
            yield page.render(scale=scale, grayscale=True).to_pil()
            page.close()
    except pypdfium2.PdfiumError:
        raise InputError(f"{source.path}: a page of the PDF is damaged; scan or save it again") from None
    finally:
        document.close()


def pictures_of(source: SourceFile) -> Iterator[Any]:
    """Open a picture; one of several pages (TIFF) is several."""
    import io

    from PIL import Image, ImageFile, ImageSequence, UnidentifiedImageError

    # Other libraries (WeasyPrint) tell Pillow to fill up what is cut off, for the whole process.
    tolerant, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with Image.open(io.BytesIO(source.data)) as opened:
            for picture in ImageSequence.Iterator(opened):
                if picture.width * picture.height > LARGEST_PICTURE:
                    raise InputError(f"{source.path}: the picture has too many dots; scan it at {RESOLUTION} dpi")
                yield picture.convert("L")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise InputError(f"{source.path}: the picture is damaged; save it again") from None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = tolerant


def _read(source: SourceFile) -> RawText:
    if not source.ocr:
        raise InputError(
            f"{source.path}: is a picture; give --ocr to have its characters recognised "
            "(pip install 'letopis[ocr]', and Tesseract with Russian)"
        )
    return recognised(source, pictures_of, form=READER.name)


READER = Reader(
    name="picture",
    title="pictures (with --ocr)",
    recognises=lambda source: source.data.startswith(_SIGNATURES),
    read=_read,
    extra="ocr",
    laid_out=True,
)
