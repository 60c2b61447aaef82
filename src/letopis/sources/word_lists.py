"""The numbers that Word shows before the paragraphs of lists and headings, which its files do not spell out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from letopis.sources.trees import children, descendants
from letopis.sources.word_symbols import as_unicode

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
