"""How large an input may be: what no article reaches, so that a hostile or mistaken file ends in one sentence."""

from __future__ import annotations

from pathlib import Path

from letopis.errors import InputError

LARGEST_FILE = 500_000_000
"""Bytes of a file; a book scanned in colour with a text layer has some 300 million."""

LONGEST_TEXT = 50_000_000
"""Characters of a text, some 20,000 printed pages; its records take some gigabytes of memory."""

MOST_PAGES = 5_000
"""Pages of a PDF."""

MOST_GLYPHS = 5_000_000
"""Characters of a PDF, some 2,000 full pages; with their places they take some 400 bytes of memory each."""


def read_bounded(path: Path) -> bytes:
    """Read a file's bytes; a pipe or device is read no further than a file would be.

    Raises:
        InputError: there is none, it cannot be read, or it is larger than ``LARGEST_FILE``.
    """
    try:
        with path.open("rb") as file:
            # One read, so that a regular file of known size is not copied.
            data = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    check_size(len(data), path)
    return data


def check_size(size: int, path: Path) -> None:
    """Refuse a file that is too large.

    Raises:
        InputError: it has more than ``LARGEST_FILE`` bytes.
    """
    if size > LARGEST_FILE:
        raise InputError(f"{path}: has more than {LARGEST_FILE // 1_000_000} million bytes; cut it into articles")


def check_length(characters: int, path: Path) -> None:
    """Refuse a text that is too long.

    Raises:
        InputError: it has more than ``LONGEST_TEXT`` characters.
    """
    if characters > LONGEST_TEXT:
        raise InputError(f"{path}: has more than {LONGEST_TEXT // 1_000_000} million characters; cut it into articles")
