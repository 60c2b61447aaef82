"""The ruled lines of a PDF page: borders of cells, the line above footnotes, the line under a running head."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import NamedTuple

THIN = 2.5
"""Points below which a drawn shape is a ruled line."""

MOST_SHAPES = 20_000
"""Drawn shapes of a page that are looked at; a page of text has a few hundred, a map more than any table."""

MOST_SEGMENTS = 400
"""Corners of one drawn shape that are looked at."""

_PATH = 2
_LINE_TO, _MOVE_TO = 0, 2


class Rule(NamedTuple):
    """A ruled line, level or upright: ``low`` and ``high`` along it, ``place`` across it."""

    level: bool
    place: float
    low: float
    high: float


def find_rules(page: object) -> Iterator[Rule]:
    """Find the ruled lines of a page: thin shapes, and the level and upright strokes of others."""
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for index in range(min(pdfium.FPDFPage_CountObjects(page), MOST_SHAPES)):
        shape = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(shape) != _PATH:
            continue
        if not pdfium.FPDFPageObj_GetBounds(shape, left, bottom, right, top):
            continue
        wide, high = right.value - left.value, top.value - bottom.value
        if high < THIN:
            if wide > 2 * THIN:
                yield Rule(True, (top.value + bottom.value) / 2, left.value, right.value)
        elif wide < THIN:
            if high > 2 * THIN:
                yield Rule(False, (left.value + right.value) / 2, bottom.value, top.value)
        else:
            yield from _strokes(pdfium, shape)


def _strokes(pdfium: object, shape: object) -> Iterator[Rule]:
    """Return the level and upright strokes of a drawn shape that is not filled only."""
    count = pdfium.FPDFPath_CountSegments(shape)  # type: ignore[attr-defined]
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(shape, fill, stroke)  # type: ignore[attr-defined]
    if not stroke.value or not 2 <= count <= MOST_SEGMENTS:
        return
    matrix = pdfium.FS_MATRIX()  # type: ignore[attr-defined]
    pdfium.FPDFPageObj_GetMatrix(shape, matrix)  # type: ignore[attr-defined]
    x, y = ctypes.c_float(), ctypes.c_float()
    before, start = (0.0, 0.0), (0.0, 0.0)
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(shape, index)  # type: ignore[attr-defined]
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)  # type: ignore[attr-defined]
        here = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = pdfium.FPDFPathSegment_GetType(segment)  # type: ignore[attr-defined]
        if kind == _MOVE_TO:
            start = here
        elif kind == _LINE_TO:
            yield from _stroke(before, here)
        if pdfium.FPDFPathSegment_GetClose(segment):  # type: ignore[attr-defined]
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
