"""Find out what a file is, by its content before its name, and read it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from letopis.errors import InputError
from letopis.sources.limits import check_length, check_size, read_bounded
from letopis.sources.raw import RawText
from letopis.sources.txt import read_text

SUFFIXES = (".txt", ".pdf", ".docx")
"""Names that a folder is searched for; a single file may have any name."""

_REFUSED = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an old Word file or an encrypted one; save it as .docx without a password",
    b"{\\rtf": "a rich text file; save it as .docx or as plain text",
    b"\x89PNG": "a picture; Letopis reads text, run character recognition first",
    b"\xff\xd8\xff": "a picture; Letopis reads text, run character recognition first",
    b"AT&TFORM": "a DjVu file; save its text layer as plain text",
    b"\x1f\x8b": "a compressed file; unpack it first",
    b"Rar!": "a compressed file; unpack it first",
    b"7z\xbc\xaf": "a compressed file; unpack it first",
}


def read_source(path: Path, *, encoding: str | None = None) -> RawText:
    """Read a plain text, PDF or Word file.

    Args:
        path: the file; its content decides what it is, not its name.
        encoding: of a plain text file, by Python's name; found out when ``None``.

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
    return read_data(read_bounded(path), path, encoding=encoding)


def read_data(data: bytes, path: Path, *, encoding: str | None = None) -> RawText:
    """Read the bytes of a plain text, PDF or Word file; ``path`` names them in complaints.

    Raises:
        InputError: as :func:`read_source`.
        MissingDependencyError: the package that reads this format is not installed.

    >>> read_data(b"Dogovor podpisan.", Path("note.txt")).format
    'txt'
    """
    check_size(len(data), path)
    raw = _read(data, path, encoding)
    check_length(len(raw.text), path)
    return raw


def _read(data: bytes, path: Path, encoding: str | None) -> RawText:
    digest = hashlib.sha256(data).hexdigest()
    if not data:
        raise InputError(f"{path}: is empty")
    if b"%PDF-" in data[:1024]:
        from letopis.sources.pdf import read_pdf

        return read_pdf(data, path, digest)
    if data.startswith(b"PK\x03\x04"):
        from letopis.sources.docx import read_docx

        return read_docx(data, path, digest)
    for signature, what in _REFUSED.items():
        if data.startswith(signature):
            raise InputError(f"{path}: is {what}")
    if path.suffix.lower() in {".pdf", ".docx"}:
        raise InputError(f"{path}: is no {path.suffix[1:].upper()} file, or a damaged one; save or download it again")
    return read_text(data, path, digest, encoding=encoding)
