"""Characters that a PDF's fonts name wrongly: numbers of glyphs, control characters for hyphens, quotes, ligatures."""

from __future__ import annotations

import re
from collections.abc import Iterable

from letopis.sources.pdf_glyphs import Glyph, PageContent

_CONTROL = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]"
_ANY = re.compile(_CONTROL)
_FAR_LATIN = re.compile(r"[\u0100-\u024f]")
_NONSENSE = re.compile(rf"{_CONTROL}|[\ue000-\uf09f\uf100-\uf8ff\ufffd\U000f0000-\U0010ffff]")
_CYRILLIC = "[А-Яа-яЁёІіѢѣѲѳ]"

FIRST_NUMBER = 0x22C
"""Where Cyrillic begins in the fonts Times New Roman, Arial and Courier New: their glyphs are numbered alike."""

NUMBERED = "ЁЂЃЄЅІЇЈЉЊЋЌЎЏ" + "".join(map(chr, range(0x410, 0x450))) + "ёђѓєѕіїјљњћќўџҐґ"

GLYPH_NUMBERS = {FIRST_NUMBER + place: letter for place, letter in enumerate(NUMBERED)}
GLYPH_NUMBERS |= {0x28B: "№"} | {number: chr(number + 29) for number in range(3, 32)}
"""What is meant where a font says nothing but the numbers of its glyphs; 3 is the space."""

_NUMBERED_WORD = re.compile("[\u023a-\u0279]{4,}")

FEWEST_WORDS = 5
"""Words of such letters in a document, at least; a phonetic transcription has plain letters among them."""

LIGATURES = {"\x1b": "ff", "\x1c": "fi", "\x1d": "fl", "\x1e": "ffi", "\x1f": "ffl"}
"""Places of the ligatures in TeX's encodings T1 and T2A; the older OT1 has them at 0x0B to 0x0F."""

LIGATURES |= {"\x0b": "ff", "\x0c": "fi", "\x0e": "ffi", "\x0f": "ffl"}

_CLOSES = rf"(?<=[\w.!?…]){_CONTROL}(?=[\s.,;:!?)\]]|$)"

MEANINGS: tuple[tuple[re.Pattern[str], str], ...] = (
    # \x10Ведомости\x11
    (re.compile(rf"(?<![^\s(]){_CONTROL}(?=\w[^\x00-\x1f]*{_CLOSES})"), "«"),
    (re.compile(_CLOSES), "»"),
    # Клинико\x06дипломатические, из\x06за, 1990\x15е
    (re.compile(rf"(?<=\w){_CONTROL}(?={_CYRILLIC})"), "-"),
    (re.compile(rf"(?<=\d){_CONTROL}\s?(?=\d)"), "–"),
    # Минск \x16 Баку
    (re.compile(rf"(?<= ){_CONTROL}(?= )"), "–"),
    # \x07 первый пункт
    (re.compile(rf"^{_CONTROL}(?=\s)"), "•"),
)
"""What a control character stands for, told by what stands around it; each with an example."""


def named_anew(pages: list[PageContent]) -> list[PageContent]:
    """Return pages with the letters that are meant, where fonts say the numbers of their glyphs as characters.

    >>> named_anew([PageContent([Glyph(c, 0, 1, 0, 10) for c in "Ⱦɨɝɨɜɨɪ ɨ ɦɢɪɟ"], [], [], [])])[0].glyphs[0].char
    'Ⱦ'
    """
    texts = ("".join([glyph.char for glyph in page.glyphs]) for page in pages)
    if sum(len(_NUMBERED_WORD.findall(text)) for text in texts) < FEWEST_WORDS:
        return pages

    def anew(glyphs: Iterable[Glyph]) -> list[Glyph]:
        return [glyph._replace(char=GLYPH_NUMBERS.get(ord(glyph.char), glyph.char)) for glyph in glyphs]

    return [
        page._replace(glyphs=anew(page.glyphs), turned=list(map(anew, page.turned)), oblique=anew(page.oblique))
        for page in pages
    ]


def mend_controls(text: str) -> str:
    """Put the characters that are meant for control characters; what cannot be told becomes U+FFFD.

    Fonts of a PDF may number their characters as they like. What a reader then sees as U+0006 between two letters
    is a hyphen on the page, alone between two spaces a dash, between Latin letters one of TeX's ligatures.

    >>> mend_controls("Клинико\\x06дипломатические споры \\x15 из\\x06за \\x10Вестей\\x11")
    'Клинико-дипломатические споры – из-за «Вестей»'
    """
    if _ANY.search(text) is None:
        return text
    text = re.sub(r"[\x0b-\x0f\x1b-\x1f](?=[a-z])", lambda match: LIGATURES.get(match.group(), match.group()), text)
    for pattern, meaning in MEANINGS:
        text = pattern.sub(_closing if meaning == "»" else meaning, text)
    return _ANY.sub("\ufffd", text)


def _closing(match: re.Match[str]) -> str:
    """A mark after a word closes a quotation only where one is open: a lone one is the hyphen of a broken word."""
    opened = match.string.rfind("«", 0, match.start())
    return "»" if opened >= 0 and "»" not in match.string[opened : match.start()] else "-"


def share_of_nonsense(text: str) -> float:
    """Return the share of characters, white space aside, that no text is written with; 0 for an empty text.

    Those are private use, control characters and U+FFFD; the marks of lists from Word's symbol fonts, U+F0A0 to U+F0FF,
    are told apart. Letters of Latin Extended count too where most are of it, which no language needs.

    >>> share_of_nonsense("\ue012\ue013 жж"), share_of_nonsense("\uf0b7 ж")
    (0.5, 0.0)
    >>> share_of_nonsense("űŰŷŶƄ ũūűŷŶűųű"), share_of_nonsense("Žluťoučký kůň úpěl ďábelské ódy")
    (1.0, 0.0)
    """
    seen = len(text) - sum(map(str.isspace, text))
    if not seen:
        return 0.0
    far = len(_FAR_LATIN.findall(text))
    nonsense = len(_NONSENSE.findall(text)) + (far if 2 * far > sum(map(str.isalpha, text)) else 0)
    return nonsense / seen
