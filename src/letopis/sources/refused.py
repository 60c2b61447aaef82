"""Files that hold an article which Letopis cannot read, and what to do with each."""

from __future__ import annotations

import re
from pathlib import Path

from letopis.errors import InputError
from letopis.sources.trees import root_name

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_COMPRESSED = "a compressed file; unpack it first"

SIGNATURES = {
    b"AT&TFORM": "a DjVu file; save its text layer as plain text (djvutxt), or print it into a PDF and use --ocr",
    b"\x1f\x8b": _COMPRESSED,
    b"BZh": _COMPRESSED,
    b"\xfd7zXZ": _COMPRESSED,
    b"\x28\xb5\x2f\xfd": _COMPRESSED,
    b"Rar!": _COMPRESSED,
    b"7z\xbc\xaf": _COMPRESSED,
}
"""How a file begins, and what it is."""

_ADDRESS = re.compile(r"(?P<scheme>https?|ftp):/+(?P<rest>.+)", re.IGNORECASE)
_OLD_NAMES = (
    ("EncryptedPackage", "an encrypted file of Microsoft Office; save a copy without a password"),
    ("WordDocument", "an old Word file (.doc); save it as .docx in Word or LibreOffice"),
    ("Workbook", "a spreadsheet; save the article as .docx or plain text"),
    ("PowerPoint Document", "a presentation; save its text as .docx or plain text"),
)


def check_refused(data: bytes, path: Path) -> None:
    """Refuse a file that is known and cannot be read.

    Raises:
        InputError: an old Word file, DjVu, a compressed file.

    >>> check_refused(b"AT&TFORM....DJVM", Path("book.djvu"))
    Traceback (most recent call last):
    letopis.errors.InputError: book.djvu: is a DjVu file; save its text layer as plain text (djvutxt), or ...
    """
    what = next((what for signature, what in SIGNATURES.items() if data.startswith(signature)), None)
    if data.startswith(_OLD):
        what = _old_office(data)
    root = root_name(data) if data[:200].lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"<?xml") else ""
    if root and root.lower() != "html":
        what = f"XML of a kind that is not known here (<{root}>); save it as TEI, JATS, HTML or plain text"
    if what is not None:
        raise InputError(f"{path}: is {what}")


def check_address(path: Path) -> None:
    """Refuse an address of the web, which was meant to be a file.

    Raises:
        InputError: it is one.
    """
    address = _ADDRESS.fullmatch(path.as_posix())
    if address:
        shown = f"{address['scheme']}://{address['rest']}"
        raise InputError(f"{shown}: is an address; save the page or file on this machine and name that")


def _old_office(data: bytes) -> str:
    """Name the kind by the streams of the container; their names are in UTF-16."""
    for name, what in _OLD_NAMES:
        if name.encode("utf-16-le") in data:
            return what
    return "an old Word file, or another of old Microsoft Office; save it as .docx without a password"
