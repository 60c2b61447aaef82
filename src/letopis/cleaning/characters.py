"""The characters within a line: white space, ligatures, symbols, hyphens with a space, letters set apart."""

from __future__ import annotations

import re

from letopis.cleaning.broken_words import JOIN
from letopis.cleaning.hyphens import CONTROL, LONGEST_HALF, SPACED, TextWords, decide_control, decide_spaced
from letopis.cleaning.lines import CONTROLS
from letopis.dictionary import known
from letopis.offsets import EditLog
from letopis.sources.word import SYMBOL, WINGDINGS

_ODD = re.compile(
    rf"(?P<word_control>{CONTROL})"
    rf"|(?P<spaced_hyphen>{SPACED})"
    r"|(?P<mark>[\x80\x82\x84\x86-\x89\x8b\x91-\x97\x99\x9b])"
    rf"|(?P<control>[{CONTROLS}\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2064])"
    r"|(?P<soft_hyphen>\u00ad+)"
    r"|(?P<plain_hyphen>[\u2010\u2011])"
    r"|(?P<symbol>[\uf020-\uf0ff])"
    r"|(?P<space>[^\S\r\n\x1c-\x1f]*[\t\f\v\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\r\n][^\S\x1c-\x1f]*"
    r"|[^\S\x1c-\x1f]{2,})"
    r"|(?P<ligature>[\ufb00-\ufb06])"
    # The mark of a note, but no square metres: слово¹  слово.²  Николай II³  м²
    r"|(?P<note_mark>(?:(?<=[а-яёА-ЯЁ])(?<!\bм)(?<!\b[ксдм]м)|(?<=[.,;:!?»”)\]…])|(?<=[IVX]{2})|(?<=[а-яё] I))"
    r"[\u00b9\u00b2\u00b3\u2070-\u2079]+(?:[,–-][\u00b9\u00b2\u00b3\u2070-\u2079]+)*)"
    r"|(?P<glued_number>(?<=[а-яёА-ЯЁIVX»”)\].!?…])[1-9]\d{0,2}|(?<=\S)\*{1,3})"
)
_LETTERS = re.compile(r"()((?:[^\W\d_] ){3,}[^\W\d_])(?!\S)")
_MORE_LETTERS = re.compile(r"(\s{2,})((?:[^\W\d_] )*[^\W\d_])(?!\S)")
_RARE = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\xa0\xac\xad\xb2\xb3\xb9\u1680\u2000-\u2011\u2028-\u202f\u205f-\u2064\u2070-\u2079\u3000"
    r"\uf020-\uf0ff\ufb00-\ufb06\ufeff\ufffe\uffff]"
)
"""Every character that :data:`_ODD` can begin with, but space and hyphen: nearly every line holds none."""

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}


def tidy_line(log: EditLog, raw: str, start: int, end: int, words: TextWords) -> None:
    """Log the edits within one line: spaces collapsed, invisible characters dropped, broken words mended."""
    if raw[start + 1 : start + 2] == " " == raw[start + 3 : start + 4]:
        start = _join_letters(log, raw, start, end)
    plain = _RARE.search(raw, start, end) is None and raw.find("  ", start, end) < 0 and raw.find("- ", start, end) < 0
    if plain and not words.has_marks(start, end):
        return
    for match in _ODD.finditer(raw, start, end):
        place, stop = match.span()
        kind = match.lastgroup or ""
        if kind == "space":
            log.replace(place, stop, " ", "collapsed_space")
        elif kind in {"ligature", "plain_hyphen", "symbol"}:
            symbols = WINGDINGS if place == start else SYMBOL
            shown = symbols.get(ord(match.group()), "•") if kind == "symbol" else LIGATURES.get(match.group(), "-")
            log.replace(place, stop, shown, kind)
        elif kind == "mark":
            log.replace(
                place, stop, match.group().encode("latin-1").decode("cp1252"), "restored_character:windows-1252"
            )
        elif kind == "spaced_hyphen":
            _mend_spaced(log, raw, match, (start, end), words)
        elif kind == "word_control":
            before, after = _around(raw, match, (start, end))
            log.replace(place, stop, *decide_control(before, after, match.group(), words))
        elif kind == "glued_number":
            if words.has_marks(place, place + 1):
                log.replace(place, stop, "", "footnote_mark")
        elif kind == "control" and words.is_space(match.group()):
            log.replace(place, stop, " ", "restored_space")
        else:
            dropped = "dropped_note_mark" if kind == "note_mark" else f"dropped_character:{kind}"
            log.replace(place, stop, "", dropped)


def _mend_spaced(log: EditLog, raw: str, match: re.Match[str], line: tuple[int, int], words: TextWords) -> None:
    """Log what becomes of a hyphen with a space behind it; where nothing is known of the word, both stay."""
    before, after = _around(raw, match, line)
    decision = decide_spaced(before + match.group()[0], after, words)
    place, stop = match.span()
    if decision is None:
        if match.group()[0] == "\u00ad":
            log.replace(place, place + 1, "-", "restored_hyphen:shared_part")
        log.replace(place + 1, stop, " ", "collapsed_space")
    else:
        log.replace(place + (decision.action != JOIN), stop, "", f"{decision.action}:{decision.reason}")


def _around(raw: str, match: re.Match[str], line: tuple[int, int]) -> tuple[str, str]:
    """Return what stands in the line before and behind a match, as far as one word can reach."""
    start, end = line
    before = raw[max(start, match.start() - LONGEST_HALF) : match.start()]
    return before, raw[match.end() : min(end, match.end() + LONGEST_HALF)]


def _join_letters(log: EditLog, raw: str, start: int, end: int) -> int:
    """``В В Е Д Е Н И Е``: join letters set with spaces when they make a word; give where they end.

    Words behind it are parted by wider spaces: ``Д о г о в о р   о   м и р е``.
    """
    match = _LETTERS.match(raw, start, end)
    while match is not None and known(word := match[2].replace(" ", "")):
        if match[1]:
            log.replace(*match.span(1), " ", "collapsed_space")
        log.replace(*match.span(2), word, "letter_spaced")
        start = match.end()
        match = _MORE_LETTERS.match(raw, start, end)
    return start
