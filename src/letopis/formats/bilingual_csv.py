"""Two columns, Russian and English, a link a row: for spreadsheets and for people."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from letopis.errors import InputError
from letopis.files import replacing

if TYPE_CHECKING:
    from letopis.formats.tmx import TranslationPair

HEADER = ("russian", "english")


def write_bilingual_csv(path: Path, pairs: Iterable[TranslationPair]) -> int:
    """Write the pairs as UTF-8 CSV with a header and give their number; a sentence without partner has an empty cell.

    Raises:
        OutputError: the file cannot be written.
    """
    rows = [(pair.russian, pair.english) for pair in pairs]
    text = io.StringIO(newline="")
    csv.writer(text).writerows([HEADER, *rows])
    with replacing(path) as file:
        file.write(text.getvalue().encode("utf-8"))
    return len(rows)


def read_bilingual_csv(path: Path) -> list[tuple[str, str]]:
    """Read the rows of such a file.

    Raises:
        InputError: another header, or a row that has not two cells, with file and line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read as UTF-8: {error}") from None
    rows = list(csv.reader(io.StringIO(text, newline="")))
    if not rows or tuple(rows[0]) != HEADER:
        raise InputError(f"{path}:1: the header is {rows[0] if rows else 'missing'}; it should be {','.join(HEADER)}")
    for number, row in enumerate(rows[1:], 2):
        if len(row) != 2:
            raise InputError(f"{path}, row {number}: has {len(row)} cells, not 2")
    return [(row[0], row[1]) for row in rows[1:]]
