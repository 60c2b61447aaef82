"""Rich text files: control words and groups to paragraphs, rows, boxes and notes.

Read here and not by a library, since of the two that were tried striprtf leaves footnotes out, and pandoc footnotes
and, in files of its own making, blanks (docs/ways-in.md).
"""

from __future__ import annotations

from collections.abc import Iterator

from letopis.errors import InputError
from letopis.records import Metadata
from letopis.sources.described import by_language, words_by_language
from letopis.sources.reader import RawText, Reader, SourceFile
from letopis.sources.rich_text import RichText


def _read(source: SourceFile) -> RawText:
    rtf = RichText(source.data)
    try:
        rtf.run()
    except ValueError as error:
        raise InputError(f"{source.path}: the RTF file is damaged ({error}); save it again") from None
    text = _joined(rtf.flow.finish())
    if not text.strip():
        raise InputError(f"{source.path}: the RTF file holds no text")
    warnings = (f"{source.path}: ends within a group; what is missing there is not known",) if rtf.stack else ()
    return RawText(
        text=text, sha256=source.sha256, format=READER.name, warnings=warnings, metadata=_metadata(dict(_said(rtf)))
    )


def _joined(text: str) -> str:
    """Join the halves of characters beyond the first plane, each of which is a word of its own in the file."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\x00", "")


def _said(rtf: RichText) -> Iterator[tuple[str, str]]:
    for name, value in rtf.info.items():
        yield name, " ".join(_joined(value).split())


def _metadata(info: dict[str, str]) -> Metadata:
    return Metadata(
        title=by_language([(info.get("title", ""), None)]),
        authors=[name.strip() for name in info.get("author", "").split(";") if name.strip()],
        keywords=words_by_language([(info.get("keywords", ""), None)]),
    )


READER = Reader(
    name="rtf",
    title="RTF",
    suffixes=(".rtf",),
    recognises=lambda source: source.data.lstrip()[:5] == b"{\\rtf",
    read=_read,
)
