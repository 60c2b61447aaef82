"""The reader of plain text: what no other reader knows as its own."""

from __future__ import annotations

import codecs
import math
from pathlib import Path

from letopis.errors import InputError
from letopis.sources.reader import RawText, Reader, SourceFile

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks; the longer of two that begin alike comes first."""

DAMAGED = 0.02
"""Above this share of wrong sequences among the non-ASCII ones a file is not UTF-8 at all."""


def _read(source: SourceFile) -> RawText:
    data, path = source.data, source.path
    mark, marked = next(((mark, name) for mark, name in MARKS if data.startswith(mark)), (b"", ""))
    name = marked or _guess(data, path) if source.encoding is None else _checked(source.encoding, path)
    # ``utf-16`` reads its own mark, ``utf-16-le`` does not.
    unmarked = data[len(mark) :] if mark and codecs.lookup(name).name == codecs.lookup(marked).name else data
    text, warnings = _decode(unmarked, name, path)
    if not text.strip():
        raise InputError(f"{path}: holds nothing but white space")
    return RawText(text=text, sha256=source.sha256, format=READER.name, encoding=name, warnings=warnings)


def _checked(encoding: str, path: Path) -> str:
    try:
        codec = codecs.lookup(encoding)
    except LookupError:
        raise InputError(
            f"{path}: encoding {encoding!r} is unknown; try utf-8, utf-16, windows-1251, koi8-r or cp866"
        ) from None
    if not getattr(codec, "_is_text_encoding", True):
        raise InputError(f"{path}: {encoding!r} is no encoding of text; try utf-8, windows-1251 or koi8-r")
    return encoding


def _guess(data: bytes, path: Path) -> str:
    """Name the encoding of bytes without a mark."""
    if b"\x00" in data[:4096]:
        for name, zero in (("utf-16-le", 1), ("utf-16-be", 0)):
            # Half of the bytes of Russian UTF-16 are 04 or, for spaces and stops, 00.
            high = data[zero:4096:2]
            wide = sum(byte in (0, 4, 0x20) for byte in high) > 0.95 * len(high) and len(data) > 8
            if wide and "\x00" not in data[:4096].decode(name, "ignore"):  # UTF-32 without a mark would give nulls
                return name
        raise InputError(f"{path}: is a binary file, not a text")
    try:
        text = data[_cut_lead(data) :].decode("utf-8", "strict")
    except UnicodeDecodeError as error:
        if _nearly_utf8(data, error):
            return "utf-8"
    else:
        if sum(not (char.isprintable() or char.isspace() or char == "\x00") for char in text[:4096]) > 200:
            raise InputError(f"{path}: is a binary file, not a text")
        return "utf-8"
    guessed = guess_single_byte(data)
    if guessed is None:
        raise InputError(f"{path}: the encoding cannot be told; name it with --encoding, for instance windows-1251")
    return guessed


def _nearly_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    """Return whether a file that is not valid UTF-8 is UTF-8 cut off or damaged in places."""
    if error.start >= len(data) - 3 and error.reason == "unexpected end of data":
        return error.start > 0 or len(data) > 3
    decoded = data.decode("utf-8", "replace")
    wrong = decoded.count("\ufffd")
    other = sum(not char.isascii() for char in decoded)
    return wrong <= DAMAGED * other


def _cut_lead(data: bytes) -> int:
    """Count the bytes at the start that end a UTF-8 character that a cut parted; 0 when there are over three."""
    return next((place for place, byte in enumerate(data[:4]) if not 0x80 <= byte < 0xC0), 0)


def _decode(data: bytes, name: str, path: Path) -> tuple[str, tuple[str, ...]]:
    """Decode; bytes of a character that the file's end or start cuts off are dropped with a warning."""
    warnings: list[str] = []
    if codecs.lookup(name).name == "utf-8":
        lead = _cut_lead(data)
        if lead:
            data = data[lead:]
            warnings.append(f"{path}: begins within a character; {lead} byte{'s' if lead > 1 else ''} left out")
    decoder = codecs.getincrementaldecoder(name)("strict")
    try:
        text = decoder.decode(data, final=False)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"{path}: byte {error.start} (line {line}) does not fit the encoding {name}; mend the file, or name "
            "another with --encoding"
        ) from None
    except UnicodeError as error:
        raise InputError(f"{path}: does not fit the encoding {name}: {error}") from None
    left = decoder.getstate()[0]
    if left:
        size = len(left)
        warnings.append(f"{path}: ends within a character; the last {size} byte{'s' if size > 1 else ''} left out")
    return text, tuple(warnings)


CANDIDATES = ("windows-1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic")
"""Single-byte encodings of Russian, the commonest first."""

SAMPLE = 20_000
"""Bytes that are looked at."""

# Share of each letter among 10,000 of running Russian, from the national corpus's counts.
_SHARES = {
    "о": 1098, "е": 848, "а": 799, "и": 736, "н": 670, "т": 632, "с": 547, "р": 474, "в": 453, "л": 434,
    "к": 349, "м": 321, "д": 298, "п": 280, "у": 262, "я": 200, "ы": 190, "ь": 174, "г": 169, "з": 165,
    "б": 159, "ч": 145, "й": 121, "х": 97, "ж": 94, "ш": 72, "ю": 64, "ц": 49, "щ": 36, "э": 33,
    "ф": 27, "ъ": 4, "ё": 13,
}  # fmt: skip
_RARE = -9.0
"""Logarithmic cost of a letter that Russian does not have, or of a mark that no text holds."""

_MARKS = frozenset(" \n\r\t\u00a0.,;:!?()[]{}«»“”„‘’\"'–—-…№§°%/+=*<>&#@_|~©®•·±×€$^`\\")
_ACCEPTED = -5.0
"""A mean cost below this is no Russian."""


def guess_single_byte(data: bytes) -> str | None:
    """Name the single-byte encoding in which the bytes read most like Russian; ``None`` when none does.

    >>> guess_single_byte("Договор о дружбе подписан в Баку.".encode("koi8-r"))
    'koi8-r'
    """
    sample = data[:SAMPLE]
    scores = {name: russian_likelihood(text) for name in CANDIDATES if (text := _decoded(sample, name)) is not None}
    best = max(scores, key=lambda name: scores[name], default=None)
    return best if best is not None and scores[best] > _ACCEPTED else None


def _decoded(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def russian_likelihood(text: str) -> float:
    """Return the mean logarithmic likelihood of the non-ASCII characters; a capital after a small letter is unlikely.

    >>> russian_likelihood("Договор") > russian_likelihood("дПЗПЧПТ")
    True
    """
    total, count, before = 0.0, 0, " "
    for char in text:
        if not char.isascii():
            count += 1
            share = _SHARES.get(char.lower())
            if share is None:
                total += -4.0 if char in _MARKS else _RARE
            else:
                total += math.log(share / 10_000)
                if char.isupper():
                    total -= 6.0 if before.islower() else 0.3
        before = char
    return total / count if count else _RARE


READER = Reader(
    name="txt",
    title="plain text",
    suffixes=(".txt",),
    recognises=lambda _: True,
    read=_read,
    laid_out=True,
    rank=9,
)
