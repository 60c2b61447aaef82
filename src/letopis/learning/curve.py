"""F1 against the number of corrected paragraphs, and what another hundred would bring: a power law with its error."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from letopis.batching import Tell, quiet
from letopis.errors import InputError
from letopis.evaluation.score import evaluate
from letopis.files import replacing
from letopis.formats.page import environment
from letopis.learning.course import Course, Learned
from letopis.learning.gold import paragraphs
from letopis.records import Article

if TYPE_CHECKING:
    from letopis.evaluation.tables import Table

SIZES = 5
"""Points of a curve, each twice as many paragraphs as the one before; the last is all."""

HOLD_OUT = 4
"""A curve is scored on one of so many parts of the articles, and again on the next part, for each repetition."""

MORE = 100
"""Paragraphs of which a curve says what they would bring."""

WIDTH, HEIGHT = 640, 400

DRAWS = 2_000
"""Lines drawn for the error of what more would bring."""


class CurvePoint(NamedTuple):
    """F1 of all labels together after learning from so many paragraphs, on articles that were kept out."""

    paragraphs: int
    f1: float


class Outlook(NamedTuple):
    """What more paragraphs would bring by the fitted power law, and between what and what with 95 %."""

    more: int
    gain: float
    low: float
    high: float


class Curve(NamedTuple):
    """The points of all repetitions, and what more would bring; nothing where there is too little to say."""

    points: list[CurvePoint]
    outlook: Outlook | None

    def means(self) -> list[CurvePoint]:
        """Return the mean of the points of each number of paragraphs."""
        sizes = sorted({point.paragraphs for point in self.points})
        return [CurvePoint(n, float(np.mean([p.f1 for p in self.points if p.paragraphs == n]))) for n in sizes]

    @property
    def table(self) -> Table:
        """The means."""
        rows = [[str(point.paragraphs), f"{point.f1:.3f}"] for point in self.means()]
        return "F1 on articles kept out", ("corrected paragraphs", "F1"), rows

    @property
    def said(self) -> str:
        """What more paragraphs would bring, in words."""
        more = self.outlook
        if more is None:
            return "too few points to say what more would bring"
        return f"another {more.more} paragraphs would bring {more.gain:+.3f} ({more.low:+.3f} to {more.high:+.3f})"

    def _repr_html_(self) -> str:
        from letopis.evaluation.tables import tables_html

        return svg(self) + tables_html([self.table], self.said)

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        from letopis.evaluation.tables import tables_markdown

        printer.text(f"{tables_markdown([self.table])}\n\n{self.said}")


def draw_curve(course: Course, *, repeats: int = 2, tell: Tell = quiet) -> Curve:
    """Learn from more and more paragraphs of some articles, and score each time on the others.

    Raises:
        InputError: there are fewer than three articles.
    """
    if len(course.golds) < 3:
        raise InputError(f"{len(course.golds)} articles are too few for a curve; three are the least")
    order = list(range(len(course.golds)))
    random.Random(course.choices.schedule.seed).shuffle(order)  # noqa: S311 (no secret; the same in every run)
    folds = max(2, min(HOLD_OUT, len(order)))
    counts = [len(paragraphs(gold)) for gold in course.golds]
    points: list[CurvePoint] = []
    for repeat in range(repeats):
        kept = order[repeat % folds :: folds]
        taught = [place for place in order if place not in kept]
        points.append(CurvePoint(0, _score(course, None, kept)))
        sizes = _sizes([counts[place] for place in taught])
        for step, number in enumerate(sizes):
            tell(f"curve {repeat + 1}", step, len(sizes))
            learned = course.learn(taught[:number], what=f"curve {repeat + 1}, {number} articles", whole=True)
            points.append(CurvePoint(sum(counts[place] for place in taught[:number]), _score(course, learned, kept)))
    return Curve(points, outlook([point for point in points if point.paragraphs]))


def _sizes(counts: Sequence[int]) -> list[int]:
    """Return how many articles make a half of all paragraphs, a quarter, and so on.

    >>> _sizes([10] * 8)
    [1, 2, 4, 8]
    """
    ends = np.cumsum(counts)
    wanted = [ends[-1] / 2**step for step in range(SIZES)]
    return sorted({int(np.searchsorted(ends, number - 0.5)) + 1 for number in wanted})


def _score(course: Course, learned: Learned | None, kept: Sequence[int]) -> float:
    golds = [course.taught_of(course.golds[place]) for place in kept]
    found: list[Article] = [course.found[place] for place in kept] if learned is None else course.find(learned, golds)
    scores = evaluate([course.taught_of(one) for one in found], golds, resamples=0, relations=False)
    return scores.micro.f1.value or 0.0


def outlook(points: Sequence[CurvePoint], more: int = MORE) -> Outlook | None:
    """Return what more paragraphs would bring, by a power law of the mistakes: 1 - F1 = a · n to the power of -b.

    The law is a line through the logarithms, by least squares; its error comes from lines drawn by the errors of its
    two numbers. Nothing where fewer than three numbers of paragraphs were tried, or nothing is left to learn.

    >>> law = [CurvePoint(n, 1 - 0.8 * n**-0.25) for n in (25, 50, 100, 200)]
    >>> abs(outlook(law).gain - (1 - 0.8 * 300**-0.25 - law[-1].f1)) < 1e-9
    True
    """
    used = [point for point in points if point.f1 < 1]
    if len({point.paragraphs for point in used}) < 3:
        return None
    x, y = np.log([p.paragraphs for p in used]), np.log([1 - p.f1 for p in used])
    design = np.column_stack([np.ones_like(x), x])
    (start, slope), *_ = np.linalg.lstsq(design, y, rcond=None)
    rest = y - design @ [start, slope]
    spread = float(rest @ rest) / max(1, len(used) - 2)
    now = max(point.paragraphs for point in used)
    at = np.log([now, now + more])
    dice = np.random.default_rng(0)
    drawn = dice.multivariate_normal([start, slope], spread * np.linalg.inv(design.T @ design), DRAWS)
    gains = np.exp(drawn[:, :1] + drawn[:, 1:] * at)
    low, high = np.quantile(gains[:, 0] - gains[:, 1], [0.025, 0.975])
    gain = math.exp(start + slope * at[0]) - math.exp(start + slope * at[1])
    return Outlook(more, gain, float(low), float(high))


def write_svg(path: Path, curve: Curve) -> None:
    """Write the curve as a picture.

    Raises:
        OutputError: the place cannot be written.
    """
    with replacing(path) as file:
        file.write(svg(curve).encode("utf-8"))


def svg(curve: Curve) -> str:
    """Return the curve as SVG: a dot for each repetition, a line through their means.

    >>> svg(Curve([CurvePoint(0, 0.5), CurvePoint(10, 0.75)], None)).count("<circle")
    2
    """
    left, top, right, bottom = 60, 20, WIDTH - 20, HEIGHT - 50
    most = max(1, *(point.paragraphs for point in curve.points))
    values = [point.f1 for point in curve.points]
    low, high = math.floor(min(values) * 20) / 20, max(math.ceil(max(values) * 20) / 20, min(values) + 0.05)

    def at(point: CurvePoint) -> tuple[float, float]:
        x = left + (right - left) * point.paragraphs / most
        return round(x, 1), round(bottom - (bottom - top) * (point.f1 - low) / (high - low), 1)

    lines = [(low + (high - low) * step / 4, bottom - (bottom - top) * step / 4) for step in range(5)]
    return environment(__package__).get_template("curve.svg").render(
        width=WIDTH, height=HEIGHT, left=left, top=top, right=right, bottom=bottom, lines=lines,
        means=[(*at(point), point.paragraphs) for point in curve.means()], dots=map(at, curve.points),
    )  # fmt: skip
