"""Set clean paragraphs in narrow columns, as a journal does, so that a cleaner can be asked to undo it.

Words are broken by pyphen's patterns and at their own hyphens; pages carry running heads, page
numbers, blank lines and indents. Every break is remembered with the word that must come back.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple


class Layout(NamedTuple):
    """How a page is set; widths in characters, ``page_lines`` 0 for no pages."""

    name: str
    width: int
    page_lines: int = 0
    heads: str = "none"
    indent: bool = False
    blank_paragraphs: bool = True
    page_starts: bool = False
    trailing_spaces: bool = False
    soft_hyphens: bool = False


class BrokenWord(NamedTuple):
    """A word broken at a line's end: raw offset of its hyphen, the halves, and the word as written."""

    offset: int
    left: str
    right: str
    word: str
    own_hyphen: bool


class Setting(NamedTuple):
    """A set text: raw text, its breaks, the clean paragraphs, and page starts where the layout knows them."""

    raw: str
    breaks: list[BrokenWord]
    paragraphs: list[str]
    pages: list[int]


LAYOUTS = (
    Layout("30 characters", 30),
    Layout("45 characters, indents", 45, indent=True, blank_paragraphs=False),
    Layout("48 characters, heads", 48, page_lines=40, heads="alternating", indent=True),
    Layout("48 characters, numbers", 48, page_lines=36, heads="number", trailing_spaces=True),
    Layout("60 characters, journal", 60, page_lines=30, heads="journal", page_starts=True),
    Layout("38 characters, blank pages", 38, page_lines=45, heads="blank"),
    Layout("44 characters, two lines", 44, page_lines=42, heads="stacked", indent=True, blank_paragraphs=False),
    Layout("52 characters, tight heads", 52, page_lines=33, heads="tight", page_starts=True),
)
"""The layouts that the benchmark runs through."""

_BREAKABLE = re.compile(r"[^\W\d_]{4,}")
_ADDRESS = re.compile(r"/|www\.|&|_")
_OWN_HYPHEN = re.compile(r"(?<=[^\W_])-(?=[^\W_])")


@cache
def _patterns(language: str):
    import pyphen

    return pyphen.Pyphen(lang=language, left=2, right=2)


def break_points(word: str) -> list[tuple[int, bool]]:
    """Return the places where a word may break, each with whether its own hyphen stands there.

    A web address breaks at its own hyphens only: typesetting rules forbid to add any.
    """
    points = [(match.end(), True) for match in _OWN_HYPHEN.finditer(word)]
    if _ADDRESS.search(word):
        return points
    for match in _BREAKABLE.finditer(word):
        part = match.group()
        language = "en_US" if part.isascii() else "ru_RU"
        points += [(match.start() + place, False) for place in _patterns(language).positions(part.lower())]
    return sorted(points)


def set_text(paragraphs: Sequence[str], layout: Layout, seed: int) -> Setting:
    """Set paragraphs in one column after another; the same seed gives the same text."""
    rng = random.Random(seed)
    lines: list[tuple[str, BrokenWord | None]] = []
    for number, paragraph in enumerate(paragraphs):
        if number and layout.blank_paragraphs:
            lines.append(("", None))
        lines += _wrap(paragraph.split(), layout, rng)
    parts: list[str] = []
    breaks: list[BrokenWord] = []
    pages: list[int] = []
    place = on_page = page = 0
    furniture = _Furniture(layout, rng, paragraphs[0])
    for number, (line, broken) in enumerate(lines):
        if broken is not None:
            breaks.append(broken._replace(offset=place + len(line.rstrip()) - 1))
        text = line + (" " if layout.trailing_spaces and line and rng.random() < 0.5 else "") + "\n"
        parts.append(text)
        place += len(text)
        on_page += 1
        last = number + 1 == len(lines)
        if layout.page_lines and on_page >= layout.page_lines and not last and line and lines[number + 1][0]:
            page, on_page = page + 1, 0
            foot, head = furniture.between(page)
            parts += [foot, head]
            if layout.page_starts:
                pages.append(place + len(foot))
            place += len(foot) + len(head)
    return Setting("".join(parts), breaks, list(paragraphs), [0, *pages] if pages else [])


def _wrap(words: Sequence[str], layout: Layout, rng: random.Random) -> list[tuple[str, BrokenWord | None]]:
    lines: list[tuple[str, BrokenWord | None]] = []
    line = "   " if layout.indent else ""
    for word in words:
        rest = word
        while True:
            room = layout.width - len(line) - (1 if line.strip() else 0)
            if len(rest) <= room:
                line += (" " if line.strip() else "") + rest
                break
            points = [(p, own) for p, own in break_points(rest) if p + (not own) <= room]
            if points and rng.random() < 0.95:
                point, own = points[-1]
                mark = "" if own else "\u00ad" if layout.soft_hyphens and rng.random() < 0.5 else "-"
                line += (" " if line.strip() else "") + rest[:point] + mark
                left = rest[: point - own]
                lines.append((line, BrokenWord(0, left, rest[point:], word, own)))
                line, rest = "", rest[point:]
            elif line.strip():
                lines.append((line, None))
                line = ""
            else:
                lines.append((rest, None))
                rest = ""
                break
    if line.strip():
        lines.append((line, None))
    return lines


class _Furniture:
    """What stands between two pages: the foot of one, the head of the next."""

    def __init__(self, layout: Layout, rng: random.Random, title: str) -> None:
        self._kind = layout.heads
        self._first = rng.randrange(3, 300)
        self._author = rng.choice(["Н.К. Орлова", "Сорокин П.В.", "Д. А. Мельник, О. И. Яковлева"])
        self._title = title if len(title) <= 80 else "Земская статистика Поволжья во второй половине XIX века"
        self._rubric = rng.choice(["История", "Филологические науки", "Международные отношения"])
        self._journal = rng.choice(["Учёные записки. 2014. Т. 156, № 3", "Вестник университета. 2019. Вып. 4 (12)"])

    def between(self, page: int) -> tuple[str, str]:
        number = self._first + page
        head = self._author if number % 2 else self._title
        match self._kind:
            case "none":
                return "", ""
            case "blank":
                return "\n", "\n"
            case "number":
                return f"\n{number}\n", "\n"
            case "alternating":
                return "\n", f"{head}\n\n{number}\n\n"
            case "journal":
                return f"\n{self._journal}\n", f"{self._rubric}\n\n"
            case "stacked":
                return f"\n{number - 1}\n\n", f"{head}\n{self._rubric}\n\n"
            case "tight":
                return "", f"{number} {head}\n"
            case other:
                raise ValueError(f"no such furniture: {other}")
