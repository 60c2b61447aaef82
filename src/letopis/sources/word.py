"""What Word draws and does not spell out: symbols of fonts, numbers of lists and headings, signs of formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from letopis.sources.flow import local
from letopis.sources.trees import children, descendants

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


LETTERS = {
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "russianLower": "абвгдежзиклмнопрстуфхцчшщэюя",
    "russianUpper": "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ",
}
"""Letters that count, as Word counts: a second round doubles them."""

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


class _Level(NamedTuple):
    start: int
    form: str
    text: str
    style: str


def attribute(element: Element | None, name: str = "val") -> str:
    """Return an attribute by its local name; empty where there is none."""
    found = element.items() if element is not None else ()
    return next((value for key, value in found if key.rpartition("}")[2] == name), "")


def at(element: Element | None, path: str) -> Element | None:
    """Follow a path of local names from an element to its first child, grandchild and so on."""
    for name in path.split("/"):
        element = next(children(element, name), None) if element is not None else None
    return element


def written(number: int, form: str) -> str:
    """Write a number as a list of this form shows it.

    >>> written(4, "lowerRoman"), written(3, "russianLower"), written(28, "upperLetter"), written(5, "decimal")
    ('iv', 'в', 'BB', '5')
    """
    if form in LETTERS and number > 0:
        rounds, place = divmod(number - 1, len(LETTERS[form]))
        return LETTERS[form][place] * min(rounds + 1, 100)
    if form in {"lowerRoman", "upperRoman"} and 0 < number < 4000:
        roman = "".join(_roman(number))
        return roman.upper() if form == "upperRoman" else roman
    return "" if form == "none" else f"{number:02d}" if form == "decimalZero" else str(number)


def _roman(number: int) -> Iterator[str]:
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        yield letters * count


class Lists:
    """Counts the lists of a document while its paragraphs are read in order."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, str] = {}
        self._begun: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._styles: dict[str, Element] = {}
        if numbering is not None:
            self._learn(numbering)
        for style in descendants(styles, "style") if styles is not None else ():
            self._styles[attribute(style, "styleId")] = style

    def _learn(self, numbering: Element) -> None:
        for abstract in descendants(numbering, "abstractNum"):
            self._levels[attribute(abstract, "abstractNumId")] = {
                _number(attribute(level, "ilvl")): _level(level) for level in children(abstract, "lvl")
            }
        for one in descendants(numbering, "num"):
            name = attribute(one, "numId")
            self._lists[name] = attribute(at(one, "abstractNumId"))
            self._begun[name] = {
                _number(attribute(change, "ilvl")): _number(attribute(start))
                for change in children(one, "lvlOverride")
                if (start := at(change, "startOverride")) is not None
            }

    def label(self, paragraph: Element) -> str:
        """Return what Word shows before a paragraph, with a blank behind it; empty before most."""
        name, depth = self._place(paragraph)
        levels = self._levels.get(self._lists.get(name, ""), {})
        if depth not in levels:
            return ""
        counts = self._counts.setdefault(self._lists[name], {})
        begins = self._begun[name].pop(depth, None)
        if begins is not None:
            counts.pop(depth, None)
        start = levels[depth].start if begins is None else begins
        counts[depth] = counts[depth] + 1 if depth in counts else start
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        return _shown(levels, counts, depth)

    def _place(self, paragraph: Element) -> tuple[str, int]:
        """Find the list of a paragraph, by its own word or by its style's, and how deep in it it stands."""
        own = at(paragraph, "pPr/numPr")
        style = attribute(at(paragraph, "pPr/pStyle"))
        if own is not None and at(own, "numId") is not None:
            return attribute(at(own, "numId")), _number(attribute(at(own, "ilvl")))
        for name in self._ancestors(style):
            of_style = at(self._styles[name], "pPr/numPr")
            if of_style is not None and at(of_style, "numId") is not None:
                number = attribute(at(of_style, "numId"))
                depth = _number(attribute(at(of_style, "ilvl")))
                levels = self._levels.get(self._lists.get(number, ""), {})
                return number, next((place for place, level in levels.items() if level.style == name), depth)
        return "", 0

    def _ancestors(self, style: str) -> Iterator[str]:
        for _ in range(20):
            if style not in self._styles:
                return
            yield style
            style = attribute(at(self._styles[style], "basedOn"))


def _level(level: Element) -> _Level:
    start = attribute(at(level, "start"))
    return _Level(
        _number(start) if start else 1,
        attribute(at(level, "numFmt")) or "decimal",
        attribute(at(level, "lvlText")),
        attribute(at(level, "pStyle")),
    )


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"\d{1,6}", text) else 0


def _shown(levels: dict[int, _Level], counts: dict[int, int], depth: int) -> str:
    level = levels[depth]
    if level.form == "bullet":
        mark = as_unicode(level.text)
        return f"{mark if mark.isprintable() and not mark.isalnum() else '•'} " if mark else ""

    def one(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        other = levels.get(place, level)
        return written(counts.get(place, other.start), other.form)

    text = re.sub(r"%([1-9])", one, level.text[:100])
    return f"{text} " if text.strip() else ""


_NARY = "∫"
"""The sign of an operator over a range that names none."""


def spell_out(root: Element) -> None:
    """Put brackets, fraction bars, roots and operators into the formulas of a tree as text.

    >>> from xml.etree.ElementTree import fromstring
    >>> formula = fromstring("<m><f><num><t>1</t></num><den><t>2</t></den></f><d><e><t>x</t></e></d></m>")
    >>> spell_out(formula)
    >>> "".join(formula.itertext())
    '1/2(x)'
    """
    for element in list(root.iter()):
        name = local(element) if isinstance(element.tag, str) else ""
        if name == "d":
            _bracket(element)
        elif name == "f" and at(element, "num") is not None:
            _before(element, "den", "/")
        elif name == "rad":
            _before(element, "e", "√")
        elif name == "nary":
            element.insert(0, _sign(attribute(at(element, "naryPr/chr")) or _NARY))
        elif name in {"mr", "eqArr"}:
            for cell in [one for one in element if local(one) == "e"][1:]:
                cell.insert(0, _sign(" "))


def _bracket(element: Element) -> None:
    properties = at(element, "dPr")
    parts = [one for one in element if local(one) == "e"]
    if not parts:
        return
    for part in parts[1:]:
        part.insert(0, _sign(_given(properties, "sepChr", "|")))
    parts[0].insert(0, _sign(_given(properties, "begChr", "(")))
    parts[-1].append(_sign(_given(properties, "endChr", ")")))


def _given(properties: Element | None, name: str, default: str) -> str:
    """Return the sign that a formula names, which may be none at all."""
    said = at(properties, name)
    return default if said is None else attribute(said)


def _before(element: Element, name: str, sign: str) -> None:
    part = at(element, name)
    if part is not None:
        part.insert(0, _sign(sign))


def _sign(text: str) -> Element:
    sign = Element("t")
    sign.text = text
    return sign
