"""The characters and ruled lines of a PDF page with their places, every direction of writing turned upright."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any, NamedTuple

from letopis.sources.limits import page_memory

if TYPE_CHECKING:
    import pypdfium2  # type: ignore[import-untyped]

THIN = 2.5
"""Points below which a drawn shape is a ruled line."""

MOST_SHAPES = 20_000
"""Drawn shapes of a page that are looked at; a page of text has a few hundred, a map more than any table."""

MOST_SEGMENTS = 400
"""Corners of one drawn shape that are looked at."""

_LINE_TO, _MOVE_TO = 0, 2


class Rule(NamedTuple):
    """A ruled line, level or upright: ``low`` and ``high`` along it, ``place`` across it."""

    level: bool
    place: float
    low: float
    high: float


def find_rules(page: pypdfium2.PdfPage) -> Iterator[Rule]:
    """Find the ruled lines of a page: thin shapes, and the level and upright strokes of others."""
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

    for shape in islice(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=1), MOST_SHAPES):
        left, bottom, right, top = shape.get_bounds()
        if top - bottom < THIN:
            if right - left > 2 * THIN:
                yield Rule(True, (top + bottom) / 2, left, right)
        elif right - left < THIN:
            if top - bottom > 2 * THIN:
                yield Rule(False, (left + right) / 2, bottom, top)
        else:
            yield from _strokes(pdfium, shape)


def _strokes(pdfium: Any, shape: Any) -> Iterator[Rule]:
    """Return the level and upright strokes of a drawn shape that is not filled only."""
    count = pdfium.FPDFPath_CountSegments(shape)
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(shape, fill, stroke)
    if not stroke.value or not 2 <= count <= MOST_SEGMENTS:
        return
    matrix = shape.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    before = start = (0.0, 0.0)
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(shape, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        here = matrix.on_point(x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == _MOVE_TO:
            start = here
        elif kind == _LINE_TO:
            yield from _stroke(before, here)
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield from _stroke(here, start)
        before = here


def _stroke(one: tuple[float, float], other: tuple[float, float]) -> Iterator[Rule]:
    (x0, y0), (x1, y1) = one, other
    if abs(y0 - y1) < THIN / 2 and abs(x0 - x1) > 2 * THIN:
        yield Rule(True, (y0 + y1) / 2, min(x0, x1), max(x0, x1))
    elif abs(x0 - x1) < THIN / 2 and abs(y0 - y1) > 2 * THIN:
        yield Rule(False, (x0 + x1) / 2, min(y0, y1), max(y0, y1))


def turned_rule(rule: Rule, turn: int) -> Rule:
    """Turn a ruled line as the glyphs of its page are turned."""
    level, place, low, high = rule
    if turn == 0:
        return rule
    if turn == 2:
        return Rule(level, -place, -high, -low)
    # A quarter turn makes ``x, y`` to ``y, -x``, three quarters to ``-y, x``.
    along = 1 if (turn == 1) != level else -1
    ends = sorted((along * low, along * high))
    return Rule(not level, -along * place, ends[0], ends[1])


OBLIQUE = math.radians(8)
"""Text that leans from the nearest right angle by more is a stamp or watermark; pages are scanned less askew."""

_BREAKS = frozenset((0, 0x0A, 0x0D))
_HYPHEN_MARKS = frozenset((0x02, 0xFFFE, 0xAD))
"""The library marks a hyphen at a line's end with U+0002 or U+FFFE; a soft hyphen that is drawn is a hyphen."""

_INVISIBLE = 3

_DOUBLED = frozenset("ft")
"""Letters that stand twice in a ligature (``ff``, ``ffi``, ``tt``); any other that is drawn twice is printed twice."""


Box = tuple[float, float, float, float]


class Glyph(NamedTuple):
    """A character: its left and right edge, baseline and font size in points, from the lower left corner."""

    char: str
    left: float
    right: float
    base: float
    size: float


class PageContent(NamedTuple):
    """What stands on a page: text in its main direction, text at right angles to it, stamps askew, ruled lines."""

    glyphs: list[Glyph]
    turned: list[list[Glyph]]
    oblique: list[Glyph]
    rules: list[Rule]
    lone_halves: int = 0

    @property
    def empty(self) -> bool:
        """Whether no text stands on the page."""
        return not (self.glyphs or self.turned or self.oblique)


NOTHING = PageContent([], [], [], [])


class _GlyphRun(NamedTuple):
    """What the glyphs of a text object share: quarter turns, what it leans beyond, size, baseline above the box."""

    turn: int
    lean: float
    size: float
    rise: float
    hidden: bool


_NOWHERE = _GlyphRun(0, 0.0, 0.1, 0.0, hidden=True)
"""Of text whose place is no number: it stands on no page."""


def page_content(document: pypdfium2.PdfDocument, number: int, *, most: int) -> PageContent | None:
    """Return what stands on a page; nothing when it holds more characters than ``most``."""
    with page_memory():
        page = document[number]
        textpage = page.get_textpage()
        count = textpage.count_chars()
    try:
        if count > most:
            return None
        placed, lone = _placed(textpage.raw, count, page.get_bbox())
        rules = list(find_rules(page))
    finally:
        textpage.close()
        page.close()
    return _upright(placed, rules, lone)


def _placed(textpage: object, count: int, shown: Box) -> tuple[list[tuple[_GlyphRun, Glyph]], int]:
    """Read the glyphs of a page in the order in which the file draws them; count lone halves of characters.

    Crop marks and a neighbour page stand beyond what is ``shown`` of it: left, bottom, right, top.
    """
    import pypdfium2.raw as pdfium

    # As numbers, objects can be told apart without a wrapper for each glyph.
    address = ctypes.cast(pdfium.FPDFText_GetTextObject, ctypes.c_void_p).value
    object_of = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(address or 0)
    handle = ctypes.cast(textpage, ctypes.c_void_p)  # type: ignore[arg-type]
    unicode_of, box_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    box = pdfium.FS_RECTF()
    where = ctypes.byref(box)
    runs: dict[int, _GlyphRun] = {}
    placed: list[tuple[_GlyphRun, Glyph]] = []
    high, lone = 0, 0
    for index in range(count):
        key = object_of(handle, index)
        # What belongs to no object was made up by the library.
        code = unicode_of(textpage, index) if key else 0
        if code in _BREAKS or not box_of(textpage, index, where):
            continue
        if 0xD800 <= code < 0xDC00:
            lone += bool(high)
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            lone += not high
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0xFFFD
        elif high:
            lone += 1
        high = 0
        run = runs.get(key) or runs.setdefault(key, _run(pdfium, textpage, index, key, box.bottom))
        off = box.right <= shown[0] or box.left >= shown[2] or box.top <= shown[1] or box.bottom >= shown[3]
        if run is _NOWHERE or off:
            continue
        char = "-" if code in _HYPHEN_MARKS else chr(code)
        if run.turn or run.lean:
            placed.append((run, _turned(char, (box.left, box.bottom, box.right, box.top), run)))
        else:
            placed.append((run, Glyph(char, box.left, box.right, box.bottom + run.rise, run.size)))
    return placed, lone + bool(high)


def _run(pdfium: Any, textpage: Any, index: int, key: int, bottom: float) -> _GlyphRun:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(textpage, index, matrix)
    if not math.isfinite(matrix.a + matrix.b + matrix.c + matrix.d + matrix.e + matrix.f + bottom):
        return _NOWHERE
    angle = math.atan2(matrix.b, matrix.a)
    turn = round(angle / (math.pi / 2))
    size = pdfium.FPDFText_GetFontSize(textpage, index) * math.hypot(matrix.c, matrix.d)
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
    shown = pdfium.FPDFTextObj_GetTextRenderMode(ctypes.cast(key, pdfium.FPDF_PAGEOBJECT))
    origin = (y.value - bottom, x.value, y.value, x.value)[turn % 4]
    lean = angle - turn * math.pi / 2
    lean = lean if abs(lean) > OBLIQUE else 0.0
    return _GlyphRun(turn % 4, lean, max(round(abs(size), 1), 0.1), origin, shown == _INVISIBLE)


def _turned(char: str, box: tuple[float, float, float, float], run: _GlyphRun) -> Glyph:
    """Place a glyph as on a page that is turned until its writing is level."""
    left, bottom, right, top = box
    if run.lean:
        angle = run.turn * math.pi / 2 + run.lean
        x, y = (left + right) / 2, (bottom + top) / 2
        along, across = x * math.cos(angle) + y * math.sin(angle), y * math.cos(angle) - x * math.sin(angle)
        return Glyph(char, along - 0.3 * run.size, along + 0.3 * run.size, across, run.size)
    places = {1: (bottom, top, -run.rise), 2: (-right, -left, -run.rise)}
    return Glyph(char, *places.get(run.turn, (-top, -bottom, run.rise)), run.size)


def _upright(placed: Sequence[tuple[_GlyphRun, Glyph]], rules: Sequence[Rule], lone: int) -> PageContent:
    """Part the glyphs by direction; the direction of most of them is the page's."""
    if not placed:
        return NOTHING
    seen = sum(not run.hidden for run, _ in placed)
    # Text that is not drawn lies under a scan; beside as much drawn text it is a copy of that.
    hidden = 2 * seen <= len(placed)
    groups: dict[int, list[Glyph]] = {turn: [] for turn in range(4)}
    oblique: list[Glyph] = []
    for run, glyph in placed:
        if hidden or not run.hidden:
            (oblique if run.lean else groups[run.turn]).append(glyph)
    counts = Counter({turn: sum(not g.char.isspace() for g in group) for turn, group in groups.items()})
    main = counts.most_common(1)[0][0]
    turned = [_parted_ligatures(group) for turn, group in groups.items() if turn != main and counts[turn]]
    level = [turned_rule(rule, main) for rule in rules]
    return PageContent(_parted_ligatures(groups[main]), turned, oblique, level, lone)


def _parted_ligatures(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Set the letters of a ligature side by side; the library gives each the place of the whole."""
    parted: list[Glyph] = []
    for _, same in groupby(glyphs, key=lambda g: (g.left, g.right, g.base)):
        letters = list(same)
        repeated = len({g.char for g in letters}) < len(letters) and not _DOUBLED & {g.char for g in letters}
        if len(letters) == 1 or repeated or not all(g.char.isalpha() for g in letters):
            parted += letters
            continue
        left, width = letters[0].left, (letters[0].right - letters[0].left) / len(letters)
        parted += (
            g._replace(left=left + place * width, right=left + (place + 1) * width) for place, g in enumerate(letters)
        )
    return parted
