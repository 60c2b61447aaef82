"""The reader of plain text: what no other reader knows as its own."""

from __future__ import annotations

from letopis.sources.raw import RawText
from letopis.sources.reader import Reader, SourceFile
from letopis.sources.txt import read_text


def _read(source: SourceFile) -> RawText:
    return read_text(source.data, source.path, source.sha256, encoding=source.encoding)


READER = Reader(
    name="txt",
    title="plain text",
    suffixes=(".txt",),
    recognises=lambda _: True,
    read=_read,
    laid_out=True,
    rank=9,
)
