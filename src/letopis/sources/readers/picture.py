"""Pictures of pages, read with ``--ocr``; folders are not searched for them, since most show no text."""

from __future__ import annotations

from letopis.errors import InputError
from letopis.sources.raw import RawText
from letopis.sources.reader import Reader, SourceFile
from letopis.sources.recognition import pictures_of, recognised

_SIGNATURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")


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
