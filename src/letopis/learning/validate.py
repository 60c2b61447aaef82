"""Did it help: learning from some articles, scored on the others, before and after, with a paired test."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, NamedTuple

from letopis.batching import Tell, quiet
from letopis.evaluation.compare import Comparison, F1Difference, SpanChange, compare
from letopis.evaluation.settings import RESAMPLES
from letopis.learning.course import Course
from letopis.learning.reasons import in_brackets, sentence_of
from letopis.records import Article

if TYPE_CHECKING:
    from letopis.evaluation.tables import Table

FOLDS = 4
"""Parts of a cross-validation, unless there are fewer articles."""

SURE = 0.05
"""The p-value below which a label counts as worse though all together are not."""


class Validation(NamedTuple):
    """What learning brought on articles that were kept out.

    ``comparison`` is after against before; ``articles`` are those that were scored; ``notes`` say what to mind.
    """

    comparison: Comparison
    articles: list[Article]
    folds: int
    notes: list[str]

    @property
    def micro(self) -> F1Difference:
        """The row of all labels together."""
        return next(row for row in self.comparison.rows if row.name == "micro")

    @property
    def worse(self) -> str:
        """Say what is worse than before; nothing where nothing is."""
        rows = [row for row in self.comparison.rows if row.difference is not None and row.difference < 0]
        if any(row.name == "micro" for row in rows):
            return f"F1 over all labels falls by {-(self.micro.difference or 0):.3f}"
        sure = [row.name for row in rows if row.p is not None and row.p < SURE and row.name != "macro"]
        return f"F1 of {', '.join(sure)} falls, p below {SURE}" if sure else ""

    @property
    def tables(self) -> list[Table]:
        """F1 of every label after and before."""
        from letopis.evaluation.tables import difference_table

        _, header, rows = difference_table(self.comparison)
        title = f"After and before, {len(self.articles)} articles kept out in {self.folds} parts"
        return [(title, ("", "after", "before", *header[3:]), rows)]

    def _repr_html_(self) -> str:
        from letopis.evaluation.tables import tables_html

        return tables_html(self.tables, "; ".join(self.notes))

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        from letopis.evaluation.tables import tables_markdown

        printer.text(tables_markdown(self.tables))

    def sentence_of(self, change: SpanChange) -> str:
        """Return the sentence of a span that was won or lost, the span in brackets."""
        article = next(article for article in self.articles if article.id == change.place.article)
        return in_brackets(article.text, sentence_of(article, change.entity), change.entity)


def cross_validate(course: Course, *, folds: int = FOLDS, resamples: int = RESAMPLES, tell: Tell = quiet) -> Validation:
    """Learn from all articles but a part, find names in that part, and so for each part.

    ``KeyboardInterrupt`` ends it; the parts that are done count.

    Args:
        course: the records, two of them at least.
        folds: how many parts; articles are never cut.
        resamples: of the intervals and the test.
        tell: called after each part.
    """
    order = list(range(len(course.golds)))
    random.Random(course.choices.schedule.seed).shuffle(order)  # noqa: S311 (no secret; the same in every run)
    parts = [sorted(order[number::folds]) for number in range(min(folds, len(order)))]
    after: dict[int, Article] = {}
    done = 0
    try:
        for number, part in enumerate(parts):
            tell("part", number, len(parts))
            learned = course.learn(
                [place for place in order if place not in part], what=f"part {number + 1}", whole=True
            )
            golds = [course.golds[place] for place in part]
            after |= dict(zip(part, course.find(learned, golds), strict=True))
            done += 1
    except KeyboardInterrupt:
        if not after:
            raise
    places = sorted(after)
    sides = [[after[place] for place in places], [course.found[place] for place in places]]
    golds = [course.golds[place] for place in places]
    comparison = compare(*[[course.taught_of(one) for one in side] for side in (*sides, golds)], resamples=resamples)
    notes = [] if done == len(parts) else [f"stopped: {done} of {len(parts)} parts are scored"]
    return Validation(comparison, golds, done, notes)
