"""Which paragraph next: where a correction is likely to teach most, and unlike those that come before it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language

from letopis.doccano.push import Stretch
from letopis.entities.agreements.judge import default_judge
from letopis.entities.names.corpus import lay_out
from letopis.entities.names.features import vector_row
from letopis.entities.names.network import span_scores
from letopis.entities.names.tagger import tag_with
from letopis.labels import NAMED
from letopis.learning.lessons import ReadRecord, agreements_of, names_of, read_all, word_spans
from letopis.learning.upper import possible
from letopis.records import Article

DISAGREEMENT = 0.5
"""What a span counts on which rules and network differ: one of the two is wrong."""

NOVELTY = 0.2
"""What a capitalised word counts that has no vector: a name that nothing is known of."""

KNOWN = 0.2
"""What a mistake in a label of the package counts where the model has labels of its own: those have more to learn."""


class Gain(NamedTuple):
    """What a correction of a stretch may teach, in mistakes that are to be expected there.

    ``unsure`` comes from the scorer, ``disputed`` from rules and network, ``new`` from words that nothing is known of.
    """

    unsure: float
    disputed: float
    new: float

    @property
    def total(self) -> float:
        """All of it."""
        return self.unsure + self.disputed + self.new


def gains(
    nlp: Language, articles: Sequence[Article], parts: Mapping[str, Sequence[tuple[int, int]]]
) -> dict[Stretch, Gain]:
    """Return the gain of some stretches of the texts of records.

    Args:
        nlp: the pipeline, with the model that is to be taught.
        articles: the records.
        parts: stretches of the text of each, by its id, in order.
    """
    found: dict[Stretch, Gain] = {}
    for article, reading in zip(articles, read_all(nlp, articles, candidates=True), strict=True):
        by_sentence = [*_of_sentences(nlp, reading), *_of_candidates(nlp, reading)]
        for start, end in parts.get(article.id, ()):
            here = [gain for place, gain in by_sentence if start <= place < end]
            found[article.id, start, end] = Gain(*(sum(gain[kind] for gain in here) for kind in range(3)))
    return found


def _of_sentences(nlp: Language, reading: ReadRecord) -> list[tuple[int, Gain]]:
    tagger = names_of(nlp).tagger
    cut = [passage for passage in reading.cut if passage.words]
    if not cut:
        return []
    layout = lay_out([passage.words for passage in cut])
    scores = span_scores(*tagger, layout)
    surely = 1 / (1 + np.exp(-np.clip(scores, -15, 15)))
    wrong = np.minimum(surely, 1 - surely) * possible(layout.sentences, tagger[0].sizes.longest)[:, None]
    shares = shares_of(tagger[0].labels)
    by_word = wrong.sum(2) @ shares
    (named,) = tag_with(*tagger, [cut])
    ruling = min(shares)
    ruled = word_spans(cut, reading.found.entities, NAMED)
    raw = {
        (n, name.first, name.last, name.label) for n, names in enumerate(named) for name in names if name.label in NAMED
    }
    disputed = Counter(span[0] for span in ruled ^ raw)
    return [
        (
            passage.starts[0],
            Gain(
                float(by_word[first : first + len(passage.words)].sum()),
                ruling * DISAGREEMENT * disputed[number],
                ruling * NOVELTY * sum(word[:1].isupper() and vector_row(word) < 0 for word in passage.words),
            ),
        )
        for number, (passage, first) in enumerate(zip(cut, layout.firsts, strict=True))
    ]


def shares_of(labels: Sequence[str]) -> NDArray[np.float64]:
    """Return what a mistake in each label counts.

    >>> shares_of(["PERSON", "GPE"]).tolist(), shares_of(["PERSON", "LAW"]).tolist()
    ([1.0, 1.0], [0.2, 1.0])
    """
    own = [label not in NAMED for label in labels]
    return np.where(own, 1.0, KNOWN if any(own) else 1.0)


def _of_candidates(nlp: Language, reading: ReadRecord) -> list[tuple[int, Gain]]:
    """Where the judge has the last word on an agreement, it may be wrong as often as it says."""
    component = agreements_of(nlp)
    judge = (component.judge or default_judge()) if component else None
    if judge is None:
        return []
    odds = [(seen.start, abs(judge.score_of(seen.marks, seen.topic))) for seen in reading.candidates if seen.weighed]
    return [(start, Gain(1 / (1 + math.exp(min(score, 30))), 0, 0)) for start, score in odds]


def in_order_of_gain(found: Mapping[Stretch, Gain], texts: Mapping[Stretch, str]) -> list[Stretch]:
    """Return stretches, the most teaching first; what is like one that came before teaches less.

    Each next one has the greatest gain times one minus its likeness (the cosine of its words, rare ones weighing more)
    to the one most like it among those chosen. Stretches without any gain come last, in their order.

    >>> places = [("a", 0, 9), ("a", 9, 18), ("a", 18, 27)]
    >>> found = dict(zip(places, [Gain(2, 0, 0), Gain(1.9, 0, 0), Gain(1, 0, 0)]))
    >>> texts = dict(zip(places, ["Баку Рига", "Баку Рига", "Осло Киев"]))
    >>> [place[1] for place in in_order_of_gain(found, texts)]
    [0, 18, 9]
    """
    places = list(found)
    bags = [Counter(word for word in texts[place].lower().split() if len(word) > 3) for place in places]
    kept = Counter(word for bag in bags for word in bag)
    rows = {word: number for number, word in enumerate(kept)}
    matrix = np.zeros((len(places), max(1, len(rows))), np.float32)
    for number, bag in enumerate(bags):
        for word, count in bag.items():
            matrix[number, rows[word]] = count * math.log((1 + len(places)) / kept[word])
    matrix /= np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
    worth = np.array([found[place].total for place in places], np.float64)
    nearest = np.zeros(len(places))
    left = np.ones(len(places), bool)
    order: list[Stretch] = []
    for _ in places:
        now = np.where(left, worth * (1 - nearest), -1)
        best = int(np.argmax(now))
        order.append(places[best])
        left[best] = False
        nearest = np.maximum(nearest, matrix @ matrix[best])
    return order
