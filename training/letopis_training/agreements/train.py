"""Logistic regression over what the package sees of a candidate; numpy alone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from letopis.entities.agreements.judge import CURVATURE, TOPIC, Judge, upper_of
from letopis.errors import InputError
from letopis.formats.markup import read_markup
from letopis.learning.judging import Judged, candidates_of, curvature_of, fit, frequent, judge_of

if TYPE_CHECKING:
    from spacy.language import Language

WEIGHT_DECAY = 3.0
"""The penalty of large weights; 1, 3 and 6 differ by a point at most on five folds of the passages."""


class Text(NamedTuple):
    """A text with the offsets of its agreements."""

    text: str
    agreements: frozenset[tuple[int, int]]


def read_texts(path: Path) -> Iterator[Text]:
    """Read annotated texts: records ``letopis/1`` (.jsonl), or blocks of marked text (.txt), the odd ones alone.

    Raises:
        InputError: the file cannot be read so.
    """
    try:
        content = path.read_text(encoding="utf-8")
        if path.suffix == ".jsonl":
            for row in map(json.loads, content.splitlines()):
                spans = (span for span in row["entities"] if span["label"] == "AGREEMENT")
                yield Text(row["text"], frozenset((span["start_offset"], span["end_offset"]) for span in spans))
            return
        for block in content.split("\n\n"):
            lines = [line for line in block.strip().splitlines() if not line.startswith("#")]
            if lines and int(lines[0]) % 2:
                text, marked = read_markup(lines[1])
                yield Text(text, frozenset((one.start, one.end) for one in marked if one.label == "AGREEMENT"))
    except (OSError, ValueError, KeyError, IndexError) as error:
        raise InputError(f"{path} holds no annotated texts ({error}): give records (.jsonl) or marked text") from error


def examples_of(texts: Iterable[Text], nlp: Language) -> Iterator[Judged]:
    """Return the candidates of texts, read with the pipeline's own names."""
    for one in texts:
        yield from (seen.example(one.agreements) for seen in candidates_of(nlp(one.text)))


def trained(examples: Sequence[Judged]) -> Judge:
    """Return a judge of candidates, without regard to any that there was."""
    marks = frequent(examples)
    decay = np.full(len(marks) + TOPIC + 1, WEIGHT_DECAY)
    decay[-1] = 1e-6
    weights = fit(examples, marks, np.diag(decay))
    return judge_of(weights, marks, np.diag(decay) + curvature_of(examples, marks, weights))


def train(files: Sequence[Path], out: Path) -> Iterator[str]:
    """Train on annotated files and write the judge."""
    from letopis.pipeline import load

    nlp = load()
    examples = list(examples_of((text for path in files for text in read_texts(path)), nlp))
    judge = trained(examples)
    marks = list(judge.marks)
    yield f"{len(examples)} candidates, {sum(one.right for one in examples)} of them agreements, {len(marks)} marks"
    out.mkdir(parents=True, exist_ok=True)
    weights = {"marks": [*judge.marks.values()], "topic": judge.topic, "bias": judge.bias}
    short = {name: np.array(numbers, np.float16) for name, numbers in weights.items()}
    np.savez_compressed(out / "weights.npz", allow_pickle=False, **short)
    np.savez_compressed(out / CURVATURE, allow_pickle=False, curvature=upper_of(judge))
    (out / "labels.json").write_text(json.dumps({"marks": marks}, ensure_ascii=False), encoding="utf-8")
