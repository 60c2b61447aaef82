"""Tell windows-1251, KOI8-R and their like apart by the letters that Russian is made of."""

from __future__ import annotations

import math

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
