"""Find out what a file is, by its content before its name, and read it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from letopis.errors import InputError
from letopis.sources.described import with_own_lines
from letopis.sources.limits import check_length, check_size
from letopis.sources.mojibake import read_anew
from letopis.sources.packed import read_bytes
from letopis.sources.raw import RawText
from letopis.sources.reader import Reader, SourceFile
from letopis.sources.refused import check_refused
from letopis.sources.registry import in_words, readers, readers_for, suffixes

SUFFIXES = suffixes()
"""Names that a folder is searched for; a single file may have any name."""


def read_source(path: Path, *, encoding: str | None = None, whole_page: bool = False, ocr: bool = False) -> RawText:
    """Read a file of any format that has a reader.

    Args:
        path: the file; its content decides what it is, not its name.
        encoding: of a plain text file, by Python's name; found out when ``None``.
        whole_page: read all of a web page, menus and all, and not its article alone.
        ocr: recognise the characters of pictures and of PDFs without a text layer.

    Raises:
        InputError: no such file, empty, damaged, encrypted, without text, in an unknown encoding, or beyond
            the bounds of :mod:`letopis.sources.limits`.
        MissingDependencyError: the package that reads this format is not installed.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "note.txt"
    ...     _ = file.write_bytes("Договор подписан.".encode("windows-1251"))
    ...     raw = read_source(file)
    >>> raw.text, raw.encoding, raw.format
    ('Договор подписан.', 'windows-1251', 'txt')
    """
    if path.is_dir():
        raise InputError(f"{path}: is a folder; name the file")
    return read_data(read_bytes(path), path, encoding=encoding, whole_page=whole_page, ocr=ocr)


def read_data(
    data: bytes, path: Path, *, encoding: str | None = None, whole_page: bool = False, ocr: bool = False
) -> RawText:
    """Read the bytes of a file of any format that has a reader; ``path`` names them in complaints.

    Raises:
        InputError: as :func:`read_source`.
        MissingDependencyError: the package that reads this format is not installed.

    >>> read_data(b"Dogovor podpisan.", Path("note.txt")).format
    'txt'
    """
    check_size(len(data), path)
    if not data:
        raise InputError(f"{path}: is empty")
    source = SourceFile(data=data, path=path, encoding=encoding, whole_page=whole_page, ocr=ocr)
    reader = _reader_of(source)
    raw = reader.read(source)
    if reader.laid_out is not None:
        raw = read_anew(replace(raw, laid_out=reader.laid_out), path)
        raw = replace(raw, metadata=with_own_lines(raw.metadata, raw.text))
    check_length(len(raw.text), path)
    return raw


def _reader_of(source: SourceFile) -> Reader:
    """Find the reader that knows the file by its content, and see that its name does not promise another.

    A text may bear the name of a marked-up format; a file that is named after a packed one must be one.
    """
    reader = next(reader for reader in readers() if reader.recognises(source))
    if reader.rank:
        check_refused(source.data, source.path)
    promised = readers_for(source.path.suffix)
    if reader.rank and promised and reader not in promised:
        names = in_words(one.name.upper() for one in promised)
        raise InputError(f"{source.path}: is no {names} file, or a damaged one; save or download it again")
    return reader
