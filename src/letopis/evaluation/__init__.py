"""Scores, their intervals, comparison of runs, agreement of annotators, reports.

Nothing here loads the pipeline: an evaluation reads records and counts.
"""

from typing import TYPE_CHECKING

from letopis.lazy import lazily

if TYPE_CHECKING:
    from letopis.evaluation.agreement import agree
    from letopis.evaluation.score import evaluate

__all__ = ["agree", "evaluate"]

__getattr__, __dir__ = lazily(__name__, {"agreement": "agree", "score": "evaluate"})
