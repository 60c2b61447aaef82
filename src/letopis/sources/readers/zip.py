"""A zip archive that is none of the packed formats: one article in it is read, of several each is named by itself."""

from __future__ import annotations

from pathlib import PurePosixPath

from letopis.errors import InputError
from letopis.sources.limits import ZIP, Archive, holds
from letopis.sources.reader import RawText, Reader, SourceFile, suffixes

_OTHERS = {
    b"ppt/": "a presentation; save its text as .docx or plain text",
    b"xl/": "a spreadsheet; save the article as .docx or plain text",
    b"Payload/": "a program, and no article",
}
_OPEN = {
    b"opendocument.spreadsheet": "a spreadsheet; save the article as .odt or plain text",
    b"opendocument.presentation": "a presentation; save its text as .odt or plain text",
}


def _read(source: SourceFile) -> RawText:
    from letopis.sources.read import archive_of, article_members, read_data

    data, path = source.data, source.path
    what = next((what for mark, what in _OPEN.items() if mark in data[:200]), None)
    what = what or next((what for mark, what in _OTHERS.items() if holds(data, mark)), None)
    if what is not None:
        raise InputError(f"{path}: is {what}")
    if archive_of(path) is not None:
        raise InputError(f"{path}: is an archive in an archive; unpack it first")
    archive = Archive(data, path, "archive")
    names = article_members(archive, path)
    if not names:
        raise InputError(f"{path}: the archive holds no article; one is a file *{', *'.join(suffixes())}")
    if len(names) > 1:
        raise InputError(f"{path}: holds {len(names)} articles; name one of them: {path.as_posix()}/{names[0]}")
    inner = path / PurePosixPath(names[0]).name
    member = archive.read(names[0])
    if member.startswith(ZIP) and inner.suffix.lower() in READER.suffixes:
        raise InputError(f"{path}: holds an archive, {names[0]}; unpack it first")
    return read_data(member, inner, encoding=source.encoding, whole_page=source.whole_page, ocr=source.ocr)


READER = Reader(
    name="zip",
    title="zip",
    suffixes=(".zip",),
    recognises=lambda source: source.data.startswith(ZIP),
    read=_read,
    laid_out=None,
    rank=2,
)
