"""The reader of PDF: its text layer, or with ``--ocr`` what is seen on its pages where there is none."""

from __future__ import annotations

from letopis.errors import InputError
from letopis.sources.raw import RawText
from letopis.sources.reader import Reader, SourceFile


def _read(source: SourceFile) -> RawText:
    from letopis.sources.pdf import read_pdf

    try:
        return read_pdf(source.data, source.path, source.sha256)
    except InputError:
        if not source.ocr:
            raise
    from letopis.sources.recognition import pages_of, recognised

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
