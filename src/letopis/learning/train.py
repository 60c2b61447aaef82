"""Learning: layers are led to the lessons by Adam, a running mean of their weights is kept."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

import msgspec
import numpy as np

from letopis.entities.names.weights import Array, Model
from letopis.learning.layers import LOWER, LowerPass, WordForms, lower_backward, lower_forward
from letopis.learning.lessons import Lesson, Pupil, scores_of
from letopis.learning.upper import UPPER, backward, forward, possible

BETAS = (0.9, 0.98)
"""How slowly Adam forgets gradients and their squares."""

PASSES, NEW_LABEL_PASSES = 12, 20
"""Over the lessons: for labels that the network knows, and where it begins one from nothing."""

WARM_UP = 20
"""Steps over which the rate rises from zero."""

LOWEST_RATE = 0.05
"""Share of the rate that is left at the end."""

SLOW = {"first": 0.4}
"""The layer that reads words learns this much slower than the others."""

LONGEST_GRADIENT = 1.0
"""Longer ones are cut to this length."""


class Schedule(msgspec.Struct, frozen=True, kw_only=True):
    """How long and how fast to learn.

    Args:
        passes: over the lessons; :data:`PASSES` when not given, more where a label is new.
        steps: at least so many, whatever the number of lessons, so that a few texts are enough.
        batch: lessons of a step.
        rehearsed: lessons of a step that keep the network from forgetting, beside those.
        rate: Adam's.
        dropout: share of states hidden from the layers above them.
        mean: share of the running mean that stays in a step.
        seed: of all random numbers.
    """

    passes: int | None = None
    steps: int = 400
    batch: int = 6
    rehearsed: int = 3
    rate: float = 0.001
    dropout: float = 0.25
    mean: float = 0.98
    seed: int = 1


def learn(  # noqa: PLR0913 (what, from what, and how)
    pupil: Pupil,
    taught: Sequence[Lesson],
    kept: Sequence[Lesson],
    schedule: Schedule,
    tell: Callable[[int, int], None] = lambda done, total: None,
    *,
    whole: bool = False,
) -> Model:
    """Return the network after learning.

    Args:
        pupil: the network before.
        taught: lessons from corrected texts.
        kept: lessons that keep it from forgetting; each step takes some of both.
        schedule: how long and how fast.
        tell: called after every step.
        whole: whether ``KeyboardInterrupt`` ends it with nothing; otherwise what was learned so far counts.
    """
    model, dice = pupil.tagger[0], np.random.default_rng(schedule.seed)
    arrays = {
        name: model.arrays[name].astype(np.float32).copy() for name in ((*LOWER, *UPPER) if pupil.deep else UPPER)
    }
    mean = {name: array.copy() for name, array in arrays.items()}
    adam = _Adam(arrays)
    passes = schedule.passes
    if passes is None:
        passes = NEW_LABEL_PASSES if pupil.deep else PASSES
    total = max(schedule.steps, math.ceil(passes * len(taught) / schedule.batch))
    shares = ((taught, schedule.batch), (kept, schedule.rehearsed))
    queues = [(_endless(lessons, dice), number) for lessons, number in shares if lessons]
    try:
        for step in range(total if taught else 0):
            batch = [lesson for queue, number in queues for lesson in islice(queue, number)]
            gradients = _gradients(arrays, model, batch, (dice, schedule.dropout))
            risen = min(1, (step + 1) / WARM_UP)
            falling = LOWEST_RATE + (1 - LOWEST_RATE) * (1 + math.cos(math.pi * step / total)) / 2
            adam.move(gradients, schedule.rate * risen * falling)
            kept_share = min(schedule.mean, step / (step + 10))
            for name, array in arrays.items():
                mean[name] += (1 - kept_share) * (array - mean[name])
            tell(step + 1, total)
    except KeyboardInterrupt:
        if whole:
            raise
    # Rounded as they are stored, so that what is measured is what is written.
    stored = {name: array.astype(np.float16).astype(np.float32) for name, array in mean.items()}
    return replace(model, arrays=model.arrays | stored)


def mistakes(model: Model, lesson: Lesson) -> int:
    """Return how many spans of a lesson a network misses, or takes for what they are not."""
    wrong = (scores_of(model, lesson.read, lesson.sentences) > 0) != (lesson.targets > 0.5)
    return int((wrong & possible(lesson.sentences, model.sizes.longest)[:, None]).sum())


def _gradients(
    arrays: dict[str, Array], model: Model, batch: Sequence[Lesson], dropping: tuple[np.random.Generator, float]
) -> dict[str, Array]:
    """Return the gradients of the binary cross-entropy: the sum over a word's possible spans, the mean over words."""
    sums: dict[str, Array] = {}
    words = sum(int((lesson.sentences >= 0).sum()) for lesson in batch)
    for lesson in batch:
        read: Array | WordForms = lesson.read
        below: LowerPass | None = None
        if isinstance(read, WordForms):
            below = lower_forward(arrays, read, lesson.sentences, dropping)
            read = below.seen
        went = forward(arrays, model.sizes, read, lesson.sentences, dropping)
        judged = 1 / (1 + np.exp(-np.clip(went.scores, -15, 15)))
        slopes = (judged - lesson.targets) * lesson.weights
        slopes *= possible(lesson.sentences, model.sizes.longest)[:, None] / np.float32(words)
        found, seen = backward(arrays, model.sizes, went, slopes.astype(np.float32), further=below is not None)
        if below:
            found |= lower_backward(arrays, below, seen)
        for name, gradient in found.items():
            sums[name] = sums[name] + gradient if name in sums else gradient
    return sums


class _Adam:
    """Adam (Kingma and Ba 2015) with gradients cut to a length."""

    def __init__(self, arrays: dict[str, Array]) -> None:
        self._arrays = arrays
        self._means = {name: np.zeros_like(array) for name, array in arrays.items()}
        self._squares = {name: np.zeros_like(array) for name, array in arrays.items()}
        self._steps = 0

    def move(self, gradients: dict[str, Array], rate: float) -> None:
        """Make a step."""
        self._steps += 1
        length = math.sqrt(sum(float((gradient**2).sum()) for gradient in gradients.values()))
        cut = min(1.0, LONGEST_GRADIENT / (length + 1e-9))
        first, second = BETAS
        for name, array in self._arrays.items():
            gradient = gradients[name] * np.float32(cut)
            mean, square = self._means[name], self._squares[name]
            mean += (1 - first) * (gradient - mean)
            square += (1 - second) * (gradient**2 - square)
            step = mean / (1 - first**self._steps) / (np.sqrt(square / (1 - second**self._steps)) + 1e-8)
            np.subtract(array, rate * SLOW.get(name.partition(".")[0], 1.0) * step, out=array)


def _endless(lessons: Sequence[Lesson], dice: np.random.Generator) -> Iterator[Lesson]:
    """Yield lessons in a new order each time they are through."""
    while True:
        yield from (lessons[place] for place in dice.permutation(len(lessons)))
