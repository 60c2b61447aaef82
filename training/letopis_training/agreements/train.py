"""Logistic regressions over what the package sees of a candidate and of its bounds; without torch."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from letopis.entities.agreements.judge import CURVATURE, TOPIC, Judge, upper_of
from letopis.entities.agreements.named import Candidate
from letopis.entities.agreements.titles import BOUNDS
from letopis.learning.judging import Judged, curvature_of, fit, frequent, judge_of, met, seen_of
from letopis_training.agreements.bounds import fit_bounds
from letopis_training.agreements.texts import network_for, read_annotated

if TYPE_CHECKING:
    from spacy.language import Language

WEIGHT_DECAY = 3.0
"""The penalty of large weights; 1, 3 and 6 differ by a point at most on five folds of the passages."""


class TextWithAgreements(NamedTuple):
    """A text with the offsets of its agreements."""

    text: str
    agreements: frozenset[tuple[int, int]]


def read_texts(path: Path) -> Iterator[TextWithAgreements]:
    """Read annotated texts (:func:`~letopis_training.agreements.texts.read_annotated`); only their agreements count.

    Raises:
        InputError: the file cannot be read so.
    """
    for one in read_annotated(path):
        yield TextWithAgreements(
            one.text, frozenset((start, end) for start, end, label in one.spans if label == "AGREEMENT")
        )


def candidates_of_texts(
    texts: Iterable[TextWithAgreements], nlp: Language, folds: Path | None = None
) -> Iterator[tuple[TextWithAgreements, list[Candidate]]]:
    """Return each text with its candidates, read with the pipeline's own names.

    ``folds`` holds networks of titles of which each has not seen some of the texts; those read them.
    """
    for one in texts:
        yield one, met(nlp(one.text), titles=network_for(one.text, folds))


def trained(examples: Sequence[Judged]) -> Judge:
    """Return a judge of candidates, without regard to any that there was."""
    marks = frequent(examples)
    decay = np.full(len(marks) + TOPIC + 1, WEIGHT_DECAY)
    decay[-1] = 1e-6
    weights = fit(examples, marks, np.diag(decay))
    return judge_of(weights, marks, np.diag(decay) + curvature_of(examples, marks, weights))


def train(files: Sequence[Path], out: Path, folds: Path | None = None) -> Iterator[str]:
    """Train on annotated files and write the judge, and what weighs bounds."""
    from letopis.pipeline import load

    nlp = load()
    read = list(candidates_of_texts((text for path in files for text in read_texts(path)), nlp, folds))
    examples = [seen_of(one).example(text.agreements) for text, some in read for one in some]
    judge = trained(examples)
    marks = list(judge.marks)
    yield f"{len(examples)} candidates, {sum(one.right for one in examples)} of them agreements, {len(marks)} marks"
    bounds, told = fit_bounds((one, text.agreements) for text, some in read for one in some)
    yield told
    out.mkdir(parents=True, exist_ok=True)
    weights = {"marks": [*judge.marks.values()], "topic": judge.topic, "bias": judge.bias}
    short = {name: np.array(numbers, np.float16) for name, numbers in weights.items()}
    np.savez_compressed(out / "weights.npz", allow_pickle=False, **short)
    np.savez_compressed(out / CURVATURE, allow_pickle=False, curvature=upper_of(judge))
    (out / "labels.json").write_text(json.dumps({"marks": marks}, ensure_ascii=False), encoding="utf-8")
    (out / BOUNDS).write_text(json.dumps(bounds, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
