"""The judge of links: a logistic regression over what the package sees of an agreement and a name of its sentence."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from letopis.entities.agreements.find import ReadSentence, read_passages
from letopis.entities.agreements.link_network import NETWORK
from letopis.entities.agreements.pairs import marks_of
from letopis.entities.agreements.reading import read_clauses, read_trees
from letopis.entities.agreements.relations import links_of
from letopis.entities.agreements.tree import UnitTree
from letopis.entities.agreements.units import Unit
from letopis.entities.agreements.weighed import pairs_of
from letopis.entities.spans import Link
from letopis.records import Entity
from letopis_training.agreements.texts import network_for, read_annotated

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.language import Language

    from letopis_training.names.nerel import Annotated

LEAST = 5
"""Pairs in which a mark has to stand to have a weight."""

WEIGHT_DECAY = 6.0
"""The penalty of large weights; 3 and 12 differ by three thousandths at most on five folds of the passages."""

SMALLEST = 0.05
"""What a weight must have to be kept: a third of them say next to nothing."""


class ReadText(NamedTuple):
    """An annotated text as the pipeline reads it, with the links of rules."""

    text: Annotated
    passages: Sequence[ReadSentence]
    trees: Sequence[UnitTree | None]
    links: Sequence[Link[Entity]]


class JudgedPair(NamedTuple):
    """What is seen of a pair, and whether the text links it."""

    marks: set[str]
    right: bool


def read_texts(texts: Iterable[Annotated], nlp: Language, folds: Path | None = None) -> Iterator[ReadText]:
    """Read annotated texts with the names that the pipeline finds, those without an agreement left out.

    ``folds`` holds networks of titles of which each has not seen some of the texts; those read them.
    """
    for one in texts:
        doc = nlp(one.text)
        passages = read_passages(doc, titles=network_for(one.text, folds))
        trees = read_trees(doc, passages)
        if any(tree is not None for tree in trees):
            yield ReadText(one, passages, trees, links_of(passages, read_clauses(passages, trees)))


def examples_of(texts: Iterable[ReadText]) -> Iterator[JudgedPair]:
    """Return the pairs within a sentence of some texts."""
    for text in texts:
        for pair in pairs_of(text.passages, text.trees, text.links):
            head, name = pair.sentence.units[pair.head], pair.sentence.units[pair.place]
            yield JudgedPair(marks_of(pair), linked(pair.type, head, name, text.text))


def linked(kind: str, head: Unit, name: Unit, text: Annotated) -> bool:
    """Return whether a text links two ends: its agreement holds the head, its name shares characters with the name."""
    return any(
        told == kind and first <= head.start and head.end <= last and start < name.end and name.start < end
        for told, first, last, start, end in text.links
    )


def fit(examples: Sequence[JudgedPair]) -> tuple[dict[str, float], float]:
    """Return the likeliest weights of frequent marks under a penalty, and the bias.

    >>> some = [JudgedPair({"a"}, True), JudgedPair({"b"}, False)] * 9
    >>> weights, bias = fit(some)
    >>> weights["a"] > 0 > weights["b"]
    True
    """
    counts = Counter(mark for example in examples for mark in example.marks)
    names = sorted(mark for mark, count in counts.items() if count >= LEAST)
    columns = {mark: place for place, mark in enumerate(names)}
    rows = [sorted(columns[mark] for mark in example.marks if mark in columns) for example in examples]
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
    places = np.array([place for row in rows for place in row], int)
    seen = csr_matrix((np.ones(len(places)), places, starts), (len(rows), len(names)))
    right = np.array([example.right for example in examples], float)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = np.clip(seen @ weights[:-1] + weights[-1], -30, 30)
        wrong = 1 / (1 + np.exp(-scores)) - right
        held = np.append(weights[:-1], 0.0)
        penalty = WEIGHT_DECAY / 2 * float(held @ held)
        return float((np.logaddexp(0, scores) - right * scores).sum()) + penalty, np.append(
            seen.T @ wrong, wrong.sum()
        ) + WEIGHT_DECAY * held

    best = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return dict(zip(names, best[:-1].tolist(), strict=True)), float(best[-1])


def train(files: Sequence[Path], out: Path, folds: Path | None = None) -> Iterator[str]:
    """Train on annotated files and write the judge of links, and the network beside it.

    Raises:
        InputError: a file cannot be read as annotated texts.
    """
    from letopis.pipeline import load
    from letopis_training.agreements.link_network import train as train_network

    texts = (text for path in files for text in read_annotated(path))
    read = list(read_texts(texts, load(exclude=["letopis_linker"]), folds))
    examples = list(examples_of(read))
    weights, bias = fit(examples)
    kept = {mark: weight for mark, weight in weights.items() if abs(weight) >= SMALLEST}
    yield f"{len(examples)} pairs, {sum(one.right for one in examples)} of them links, {len(kept)} marks"
    out.mkdir(parents=True, exist_ok=True)
    marks = np.array([*kept.values()], np.float16)
    np.savez_compressed(out / "weights.npz", allow_pickle=False, marks=marks, bias=np.float32(bias))
    (out / "labels.json").write_text(json.dumps({"marks": [*kept]}, ensure_ascii=False) + "\n", encoding="utf-8")
    yield from train_network(read, out / NETWORK)
