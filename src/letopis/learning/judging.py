"""Learning which candidates are agreements: the weights of the judge, led to what people marked.

A logistic regression with a Gaussian prior around the weights that there were, as firm in each direction as the texts
that they were fitted on make it: so what the judge knew stays, without those texts. How much the prior counts beside
the corrections, the corrected articles say themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from letopis.entities.agreements.find import read_passages
from letopis.entities.agreements.judge import TOPIC, Judge, marks_of, topic_of, weighed
from letopis.entities.agreements.named import Candidate
from letopis.entities.names.tagger import Tagger
from letopis.entities.own_words import NONE, OwnWords

Array = NDArray[np.float64]

LEAST = 4
"""Examples in which a mark has to stand to have a weight."""

STEPS = 12
"""Steps of Newton's method, more than it needs."""

PRIORS = (3.0, 1.0, 0.3, 0.1)
"""What the prior may count beside the corrections, the most first; by 1 an old text counts as much as a new one."""

NEW_MARK = 3.0
"""How firmly a mark that had no weight is held to none."""

FOLDS = 4
"""Parts of the articles by which the prior is chosen."""


class Judged(NamedTuple):
    """What is seen of a candidate, and whether it is an agreement."""

    marks: dict[str, float]
    topic: NDArray[np.float32]
    right: bool


class Seen(NamedTuple):
    """A candidate of a text: where its head stands, what is seen of it, and whether the judge has the last word."""

    start: int
    end: int
    marks: dict[str, float]
    topic: NDArray[np.float32]
    weighed: bool

    def example(self, agreements: Collection[tuple[int, int]]) -> Judged:
        """Return it as an example: right where its head stands in one of the agreements."""
        right = any(start <= self.start and self.end <= end for start, end in agreements)
        return Judged(self.marks, self.topic, right)


def candidates_of(doc: Doc, own: OwnWords = NONE, titles: Tagger | None = None) -> list[Seen]:
    """Return the candidates of a text, read with the names that it has; the rules accept while they are gathered.

    ``titles`` is a network of titles of one's own.

    >>> import spacy
    >>> [seen.end for seen in candidates_of(spacy.blank("ru")("Стороны подписали Договор о дружбе."))]
    [25]
    """
    return [seen_of(one) for one in met(doc, own, titles)]


def seen_of(one: Candidate) -> Seen:
    """Return what the judge sees of a candidate."""
    return Seen(one.head.start, one.head.end, marks_of(one), topic_of(one.units), weighed(one))


def met(doc: Doc, own: OwnWords = NONE, titles: Tagger | None = None) -> list[Candidate]:
    """Return the candidates of a text as the rules read them, with what a network of titles sees of each."""
    found: dict[int, Candidate] = {}

    def accept(candidate: Candidate) -> str:
        found.setdefault(candidate.head.start, candidate)
        return candidate.decided[1]

    read_passages(doc, own, accept, titles)
    return [*found.values()]


def frequent(examples: Iterable[Judged]) -> list[str]:
    """Return the marks that stand in enough examples to have a weight."""
    counts = Counter(mark for example in examples for mark in example.marks)
    return sorted(mark for mark, count in counts.items() if count >= LEAST)


def fit(examples: Sequence[Judged], marks: Sequence[str], held: Array, centre: Array | None = None) -> Array:
    """Return the weights of marks, of the 300 numbers of the topic, and the bias, by Newton's method.

    ``held`` is how firmly they are drawn to their ``centre``, to nothing when that is not given, each pair of them.

    >>> some = [Judged({"a": 1.0}, np.zeros(300), True), Judged({}, np.zeros(300), False)] * 9
    >>> weights = fit(some, ["a"], np.eye(302))
    >>> bool(weights[0] > 0 > weights[-1])
    True
    """
    seen, right = _matrix(examples, marks)
    middle = np.zeros(seen.shape[1]) if centre is None else centre
    weights = middle.copy()
    for _ in range(STEPS):
        slope = seen.T @ (_odds(seen @ weights) - right) + held @ (weights - middle)
        step = np.linalg.solve(held + _curvature(seen, weights), slope)
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def curvature_of(examples: Sequence[Judged], marks: Sequence[str], weights: Array) -> Array:
    """Return how firmly examples hold weights that were fitted on them, each pair of them."""
    return _curvature(_matrix(examples, marks)[0], weights)


def _curvature(seen: Array, weights: Array) -> Array:
    odds = _odds(seen @ weights)
    return (seen.T * (odds * (1 - odds))) @ seen


def _matrix(examples: Sequence[Judged], marks: Sequence[str]) -> tuple[Array, Array]:
    columns = {mark: place for place, mark in enumerate(marks)}
    seen = np.zeros((len(examples), len(marks) + TOPIC + 1))
    for row, example in enumerate(examples):
        for mark in example.marks.keys() & columns.keys():
            seen[row, columns[mark]] = example.marks[mark]
        seen[row, len(marks) : -1] = example.topic
    seen[:, -1] = 1
    return seen, np.array([example.right for example in examples], float)


def _odds(scores: Array) -> Array:
    return 1 / (1 + np.exp(-np.clip(scores, -30, 30)))


def judge_of(weights: Array, marks: Sequence[str], curvature: Array) -> Judge:
    """Return weights as a judge."""
    count = len(marks)
    parts = {"marks": weights[:count], "topic": weights[count:-1], "bias": weights[-1], "curvature": curvature}
    return Judge(parts, {"marks": marks})


class _Held(NamedTuple):
    """What was known: the marks, with new ones behind them, their weights, and how firmly they are held."""

    marks: list[str]
    weights: Array
    held: Array

    def led(self, articles: Iterable[Sequence[Judged]], prior: float) -> Array:
        return fit([e for one in articles for e in one], self.marks, prior * self.held, self.weights)

    def losses(self, weights: Array, articles: Iterable[Sequence[Judged]]) -> Array:
        """Return how unlikely what people marked in each article is."""
        return np.array([self._loss(weights, one) for one in articles])

    def _loss(self, weights: Array, examples: Sequence[Judged]) -> float:
        seen, right = _matrix(examples, self.marks)
        odds = _odds(seen @ weights)
        return -float(np.log(np.where(right > 0, odds, 1 - odds)).sum())


def taught(judge: Judge, articles: Sequence[Sequence[Judged]]) -> Judge | None:
    """Return a judge that has learned from the candidates of some articles; nothing where it does as well as it is.

    The weight of the prior is chosen by articles kept out, by their likelihood (:func:`firmest`).
    """
    articles = [examples for examples in articles if examples]
    folds = min(FOLDS, len(articles))
    if folds < 2 or judge.curvature is None:
        return None
    known = _known(judge, [mark for mark in frequent(e for one in articles for e in one) if mark not in judge.marks])
    losses = {np.inf: known.losses(known.weights, articles)}
    for prior in PRIORS:
        losses[prior] = np.zeros(len(articles))
        for fold in range(folds):
            rest = [one for number, one in enumerate(articles) if number % folds != fold]
            losses[prior][fold::folds] = known.losses(known.led(rest, prior), articles[fold::folds])
    best = firmest(losses)
    if best == np.inf:
        return None
    weights = known.led(articles, best)
    more = curvature_of([e for one in articles for e in one], known.marks, weights)
    return judge_of(weights, known.marks, best * known.held + more)


def firmest(losses: Mapping[float, Array]) -> float:
    """Return the firmest prior under which articles are as likely as under the best, but for chance.

    What the corrections do not surely ask for is not learned, since it costs something on other texts. ``losses`` are
    those of each article, by the prior.

    >>> firmest({np.inf: np.array([1.0, 3.0]), 1.0: np.array([2.0, 1.9])}), firmest({3.0: np.ones(9), 1.0: np.zeros(9)})
    (inf, 1.0)
    """
    best = losses[min(losses, key=lambda prior: losses[prior].sum())]
    return next(prior for prior in sorted(losses, reverse=True) if not surely_more(losses[prior] - best))


def surely_more(differences: Array, errors: float = 1.0) -> bool:
    """Return whether differences, one for each article, are more than nothing by more than some standard errors.

    >>> surely_more(np.array([1.0, 1.1])), surely_more(np.array([1.0, -0.9])), surely_more(np.zeros(2))
    (True, False, False)
    """
    return bool(differences.sum() > errors * differences.std() * len(differences) ** 0.5)


def _known(judge: Judge, new: Sequence[str]) -> _Held:
    old = len(judge.marks)
    weights = np.array([*judge.marks.values(), *[0.0] * len(new), *judge.topic, judge.bias], float)
    held = np.eye(len(weights)) * NEW_MARK
    places = np.delete(np.arange(len(weights)), np.arange(old, old + len(new)))
    held[np.ix_(places, places)] = judge.curvature
    return _Held([*judge.marks, *new], weights, held)
