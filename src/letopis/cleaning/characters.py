"""Single characters that never reach the clean text: invisible ones, and runs of spaces."""

from __future__ import annotations

import re

from letopis.dictionary import known
from letopis.offsets import EditLog

_ODD = re.compile(
    r"(?P<control>[\x00-\x08\x0e-\x1b\x7f\x80-\x84\x86-\x9f\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufffe\uffff])"
    r"|(?P<soft_hyphen>\u00ad+)"
    r"|(?P<space>[^\S\r\n]*[\t\f\v\x1c-\x1f\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\r\n][\s]*|\s{2,})"
    r"|(?P<ligature>[\ufb00-\ufb06])"
    # The mark of a note, but no square metres: слово¹  слово.²  м²
    r"|(?P<note_mark>(?:(?<=[а-яёА-ЯЁ])(?<!\bм)(?<!\b[ксдм]м)|(?<=[.,;:!?»”)\]…]))"
    r"[\u00b9\u00b2\u00b3\u2070-\u2079]+(?:[,–-][\u00b9\u00b2\u00b3\u2070-\u2079]+)*)"
)
_LETTERS = re.compile(r"(?:[^\W\d_] ){3,}[^\W\d_](?!\S)")
_RARE = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\xa0\xad\xb2\xb3\xb9\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u2070-\u2079\u3000\ufb00-\ufb06\ufeff\ufffe\uffff]"
)
"""Every character that :data:`_ODD` can begin with, but the space: nearly every line holds none."""

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}


def tidy_line(log: EditLog, raw: str, start: int, end: int) -> None:
    """Log the edits within one line: spaces collapsed, invisible characters dropped, ligatures parted."""
    if raw[start + 1 : start + 2] == " " == raw[start + 3 : start + 4]:
        start = _join_letters(log, raw, start, end)
    if _RARE.search(raw, start, end) is None and raw.find("  ", start, end) < 0:
        return
    for match in _ODD.finditer(raw, start, end):
        kind = match.lastgroup or ""
        if kind == "space":
            log.replace(match.start(), match.end(), " ", "collapsed_space")
        elif kind == "ligature":
            log.replace(match.start(), match.end(), LIGATURES[match.group()], "ligature")
        else:
            dropped = "dropped_note_mark" if kind == "note_mark" else f"dropped_character:{kind}"
            log.replace(match.start(), match.end(), "", dropped)


def _join_letters(log: EditLog, raw: str, start: int, end: int) -> int:
    """``В В Е Д Е Н И Е``: join letters set with spaces when they make a word; give where they end."""
    match = _LETTERS.match(raw, start, end)
    if match is None or not known(match.group().replace(" ", "")):
        return start
    log.replace(match.start(), match.end(), match.group().replace(" ", ""), "letter_spaced")
    return match.end()
