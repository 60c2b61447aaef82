"""One self-contained page: the figures with their intervals, the pictures, and every error in its sentence."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from letopis.evaluation import printed
from letopis.evaluation.cards import error_cards
from letopis.evaluation.listing import KINDS, NOTHING
from letopis.evaluation.tables import HEADER, bounds, caption, cells, number, rows_by
from letopis.files import replacing
from letopis.formats.page import render_page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from letopis.evaluation.compare import Comparison
    from letopis.evaluation.listing import Error
    from letopis.evaluation.score import Scores

MOST_CARDS = 4_000
"""Sentences shown on the page; more would stop a browser, and JSON has them all."""

CHANGES = ("change", "label", "article", "sentence", "offsets", "text")
"""Columns of the spans won and lost."""


def write_report(path: Path, scores: Scores, comparison: Comparison | None = None) -> None:
    """Write the page; ``OutputError`` when the place cannot be written."""
    page = render_report(scores, comparison, folder=path.parent)
    with replacing(path) as file:
        file.write(page.encode("utf-8"))


def render_report(scores: Scores, comparison: Comparison | None = None, *, folder: Path) -> str:
    """Return the page as HTML: nothing in it is loaded from elsewhere, and every text is escaped.

    Args:
        scores: what to show.
        comparison: with another run, when there was one.
        folder: where the page will stand; links to the sources are relative to it.
    """
    articles = scores.articles
    details = [(f"By {by}", HEADER, [cells(row) for row in rows_by(scores, by)]) for by in scores.groups]
    builders = (printed.mode_table, printed.value_table, printed.identity_table, printed.relation_table)
    sentences = {(error.place.article, error.place.sentence): None for error in scores.errors}
    shown = set(islice(sentences, MOST_CARDS))
    errors = [error for error in scores.errors if (error.place.article, error.place.sentence) in shown]
    return render_page(
        "letopis.evaluation",
        "report",
        scores=scores,
        names=", ".join(articles) if len(articles) <= 4 else f"{len(articles)} articles",
        caption=caption(scores),
        table=("", HEADER, [cells(row) for row in rows_by(scores, "label")]),
        bars=[row for row in (*scores.labels, scores.micro, scores.macro) if row.f1.value is not None],
        confusion=_confusion(scores.confusion, [*(row.name for row in scores.labels), NOTHING]),
        comparison=comparison,
        difference=printed.difference_table(comparison) if comparison else None,
        changes=[printed.change_cells(each) for each in comparison.changes] if comparison else [],
        change_header=CHANGES,
        details=[*details, *(table for build in builders if (table := build(scores))[2])],
        chips={"kind": _kinds(scores.errors), "label": _labels(scores.errors)},
        cards=error_cards(errors, scores.readings, folder),
        more=len(sentences) - len(shown),
        nothing=NOTHING,
        number=number,
        bounds=bounds,
    )


def _kinds(errors: Sequence[Error]) -> list[tuple[str, int]]:
    counts = Counter(error.kind for error in errors)
    return [(kind, counts[kind]) for kind in KINDS]


def _labels(errors: Sequence[Error]) -> list[tuple[str, int]]:
    found = ({e.label for e in (error.gold, error.predicted) if e} for error in errors)
    return Counter(label for labels in found for label in labels).most_common()


def _confusion(counts: Mapping[tuple[str, str], int], names: Sequence[str]) -> dict[str, dict[str, tuple[int, int]]]:
    """Return how often each gold label met each predicted one, with a shade in per cent for its cell.

    Hits are shaded beside the most frequent hit, errors beside the most frequent error.
    """
    most = {hit: max((n for (gold, found), n in counts.items() if (gold == found) == hit), default=1) for hit in (0, 1)}

    def cell(gold: str, found: str) -> tuple[int, int]:
        count = counts.get((gold, found), 0)
        return count, round(15 + 40 * count / most[gold == found]) if count else 0

    return {gold: {found: cell(gold, found) for found in names} for gold in names}
