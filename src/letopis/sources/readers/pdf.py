"""The reader of PDF."""

from __future__ import annotations

from letopis.sources.raw import RawText
from letopis.sources.reader import Reader, SourceFile


def _read(source: SourceFile) -> RawText:
    from letopis.sources.pdf import read_pdf

    return read_pdf(source.data, source.path, source.sha256)


READER = Reader(
    name="pdf",
    title="PDF",
    suffixes=(".pdf",),
    recognises=lambda source: b"%PDF-" in source.data[:1024],
    read=_read,
    extra="pdf",
    laid_out=True,
)
