"""Symbols that Word writes as places in a font: Symbol and Wingdings to Unicode."""

from __future__ import annotations

_SYMBOL = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼ ",
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ 〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭",
)
"""Adobe's Symbol encoding, from 0x20 and from 0xA0."""

SYMBOL = {
    0xF000 + start + n: char for start, row in zip((0x20, 0xA0), _SYMBOL, strict=True) for n, char in enumerate(row)
}
"""Places of the private use area that Word gives the letters of Symbol."""

WINGDINGS = {0xF0A7: "▪", 0xF0B7: "•", 0xF0D8: "➢", 0xF0FC: "✓", 0xF0E0: "→", 0xF0DF: "←", 0xF071: "❑", 0xF076: "❖",
             0xF06C: "●", 0xF06E: "■", 0xF0A8: "◻", 0xF0FB: "✗", 0xF0FE: "☑", 0xF0E8: "➔"}  # fmt: skip


def as_unicode(text: str) -> str:
    """Write the private characters of Symbol as what they show.

    >>> as_unicode("\\uf061 \\uf0ae \\uf062")
    'α → β'
    """
    return text if text.isascii() else text.translate(SYMBOL)


def symbol(font: str, code: str) -> str:
    """Return the character that a font has at a place, written in hexadecimal digits; a bullet where it is not known.

    >>> symbol("Symbol", "F0B3"), symbol("Wingdings", "F0FC"), symbol("Wingdings", "F099"), symbol("Arial", "2116")
    ('≥', '✓', '•', '№')
    """
    try:
        place = int(code, 16)
    except ValueError:
        return ""
    if place < 0x100 and font.lower() in {"symbol", "wingdings"}:
        place += 0xF000
    if not 0xF000 <= place <= 0xF0FF:
        return chr(place) if 0x20 <= place < 0xD800 or 0xE000 <= place < 0x110000 else ""
    return SYMBOL.get(place, "•") if font.lower() == "symbol" else WINGDINGS.get(place, "•")
