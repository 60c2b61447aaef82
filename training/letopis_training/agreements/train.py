"""Logistic regression over what the package sees of a candidate; numpy alone."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from letopis.entities.agreements.find import read_passages
from letopis.entities.agreements.judge import marks_of, topic_of
from letopis.entities.agreements.named import Candidate, decision
from letopis.errors import InputError
from letopis.formats.markup import read_markup

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.language import Language

    Array = NDArray[np.float64]

LEAST = 4
"""Examples in which a mark has to stand to have a weight."""

WEIGHT_DECAY = 3.0
"""The penalty of large weights; 1, 3 and 6 differ by a point at most on five folds of the passages."""

STEPS = 12
"""Steps of Newton's method, more than it needs."""


class Text(NamedTuple):
    """A text with the offsets of its agreements."""

    text: str
    agreements: frozenset[tuple[int, int]]


class Example(NamedTuple):
    """What is seen of a candidate, and whether it is an agreement."""

    marks: dict[str, float]
    topic: NDArray[np.float32]
    right: bool


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


def examples_of(texts: Iterable[Text], nlp: Language) -> Iterator[Example]:
    """Return the candidates of texts, read with the pipeline's own names; the rules accept while they are gathered."""
    for one in texts:
        met: dict[int, Candidate] = {}

        def accept(candidate: Candidate, met: dict[int, Candidate] = met) -> str:
            met.setdefault(candidate.head.start, candidate)
            return decision(candidate)[1]

        read_passages(nlp(one.text), accept=accept)
        for start, candidate in met.items():
            right = any(low <= start and candidate.head.end <= high for low, high in one.agreements)
            yield Example(marks_of(candidate), topic_of(candidate.units), right)


def fit(examples: Sequence[Example], marks: Sequence[str]) -> Array:
    """Return the weights of marks, of the 300 numbers of the topic, and the bias, by Newton's method.

    >>> some = [Example({"a": 1.0}, np.zeros(300), True), Example({}, np.zeros(300), False)] * 9
    >>> weights = fit(some, ["a"])
    >>> bool(weights[0] > 0 > weights[-1])
    True
    """
    columns = {mark: place for place, mark in enumerate(marks)}
    seen = np.zeros((len(examples), len(marks) + 301))
    for row, example in enumerate(examples):
        for mark in example.marks.keys() & columns.keys():
            seen[row, columns[mark]] = example.marks[mark]
        seen[row, len(marks) : -1] = example.topic
    seen[:, -1] = 1
    right = np.array([example.right for example in examples], float)
    decay = np.full(seen.shape[1], WEIGHT_DECAY)
    decay[-1] = 1e-6
    weights = np.zeros(seen.shape[1])
    for _ in range(STEPS):
        odds = 1 / (1 + np.exp(-seen @ weights))
        curve = (seen.T * (odds * (1 - odds))) @ seen + np.diag(decay)
        weights -= np.linalg.solve(curve, seen.T @ (odds - right) + decay * weights)
    return weights


def train(files: Sequence[Path], out: Path) -> Iterator[str]:
    """Train on annotated files and write the judge."""
    from letopis.pipeline import load

    nlp = load()
    examples = list(examples_of((text for path in files for text in read_texts(path)), nlp))
    counts = Counter(mark for example in examples for mark in example.marks)
    marks = sorted(mark for mark, count in counts.items() if count >= LEAST)
    yield f"{len(examples)} candidates, {sum(one.right for one in examples)} of them agreements, {len(marks)} marks"
    weights = fit(examples, marks)
    out.mkdir(parents=True, exist_ok=True)
    short = weights.astype(np.float16)
    np.savez_compressed(out / "weights.npz", marks=short[: len(marks)], topic=short[len(marks) : -1], bias=short[-1])
    (out / "labels.json").write_text(json.dumps({"marks": marks}, ensure_ascii=False), encoding="utf-8")
