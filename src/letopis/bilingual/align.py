"""Align the sentences of a Russian text and its translation, m to n.

A path of beads (groups of 0 to 4 sentences on each side, in order) is chosen by dynamic programming. A bead's score is
the logarithm of how much likelier its two sides are as translations than as strangers: lengths as in Gale and Church
(1993), words by the mixture of IBM model 1 with the word's own frequency, as in Moore (2002), in both directions.
Translations come from a small lexicon, sounds, numbers and a glossary; a second pass adds those that the first
pass has learnt from the text itself, as hunalign does (Varga et al. 2005).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from letopis.batching import steps
from letopis.bilingual.anchors import ContentWord, add_terms, english_words, russian_words
from letopis.bilingual.band import WIDTH, band_around, search_band
from letopis.bilingual.learn import learn_translations

PRIORS = {
    (1, 1): 0.84, (1, 0): 0.02, (0, 1): 0.02, (1, 2): 0.04, (2, 1): 0.04, (2, 2): 0.004, (1, 3): 0.008, (3, 1): 0.008,
    (1, 4): 0.002, (4, 1): 0.002,
}  # fmt: skip
"""How often a bead of so many Russian and English sentences is expected."""

TRANSLATED = 0.45
"""Share of content words whose translation is expected to be recognised; 1 less it are as good as strangers."""

COMMONEST = 2e-4
"""Least frequency of a word; keeps a word seen once in a short text from weighing too much."""

LENGTH_SPREAD, STRANGERS_SPREAD = 0.22, 0.75
"""Standard deviation of the logarithm of the lengths' ratio, for translations and for strangers."""

MISS = math.log(1 - TRANSLATED)

NEVER = -1e6
"""Score of a bead that is not looked into."""

BRIEF = 40
"""Characters of a sentence that may join its neighbour although no word of it is recognised."""

HOPELESS = -5.0
"""Below this score of the lengths alone the words are not looked at; such a bead loses anyway."""

CROSSED = 0.45
"""Highest score of a link whose sentences change places: which answers which, it does not say."""

SHORT = 10
"""Characters added to both lengths: short sentences vary more."""

PARAGRAPH_CROSSED, PARAGRAPH_KEPT = -4.0, 1.0
"""Added to a bead that joins sentences of two paragraphs, and to one that begins a paragraph on both sides."""


class SentenceLink(NamedTuple):
    """Sentences that translate each other, by their places; one side is empty where nothing answers."""

    russian: tuple[int, ...]
    english: tuple[int, ...]
    score: float


class Text(NamedTuple):
    """The sentences of one side and, for each, the number of its paragraph."""

    sentences: tuple[str, ...]
    paragraphs: tuple[int, ...]


def align(russian: Text, english: Text, *, glossary: Mapping[str, str] | None = None) -> list[SentenceLink]:
    """Return the links of two texts in order; every sentence is in exactly one. Score: 0 to 1, .5 says nothing.

    >>> links = align(Text(("Акаев прибыл в Баку.", "Подписаны 3 договора."), (0, 0)),
    ...               Text(("Akayev arrived in Baku, and three treaties were signed.",), (0,)))
    >>> links[0].russian, links[0].english
    ((0, 1), (0,))
    """
    if not russian.sentences or not english.sentences:
        left = [SentenceLink((i,), (), 0.0) for i in range(len(russian.sentences))]
        return left + [SentenceLink((), (j,), 0.0) for j in range(len(english.sentences))]
    learnt: Mapping[str, Mapping[str, float]] = {}
    links: list[SentenceLink] = []
    for _ in range(2):
        left_words = [russian_words(sentence, learnt) for sentence in russian.sentences]
        right_words = [english_words(sentence) for sentence in english.sentences]
        if glossary:
            add_terms(left_words, right_words, english.sentences, glossary)
        band = band_around(links, WIDTH // 2) if links else search_band(left_words, right_words)
        links = _best_path(_Sides(russian, english, left_words, right_words), band)
        learnt = learn_translations(links, left_words, right_words)
        if not learnt:
            break
    return links


class _Sides:
    """Both texts with everything that scoring asks for again and again."""

    def __init__(
        self,
        russian: Text,
        english: Text,
        left_words: Sequence[Sequence[ContentWord]],
        right_words: Sequence[Sequence[ContentWord]],
    ) -> None:
        self.russian, self.english = russian, english
        self.left_words, self.right_words = left_words, right_words
        self.left_sizes = [len(sentence) for sentence in russian.sentences]
        self.right_sizes = [len(sentence) for sentence in english.sentences]
        self.ratio = min(1.5, max(0.67, sum(self.right_sizes) / max(1, sum(self.left_sizes))))
        self.left_totals = [0, *accumulate(map(len, left_words))]
        self.right_totals = [0, *accumulate(map(len, right_words))]
        self.left_rates = _frequencies(left_words)
        self.right_rates = _frequencies(right_words)
        self.right_index = [_index(words) for words in right_words]
        self.rows: dict[int, dict[int, tuple[dict[int, float], dict[int, float]]]] = {}

    def matches(self, i: int, j: int) -> tuple[dict[int, float], dict[int, float]]:
        """Return the weights of the words of sentence i that j answers, and of those of j that i answers."""
        row = self.rows.setdefault(i, {})
        if j not in row:
            left: dict[int, float] = {}
            right: dict[int, float] = {}
            index = self.right_index[j]
            for number, word in enumerate(self.left_words[i]):
                best: dict[int, float] = {}
                for key, weight in word.keys.items():
                    for other in index.get(key, ()):
                        best[other] = max(weight, best.get(other, 0.0))
                if best:
                    left[number] = max(best.values())
                    for other, weight in best.items():
                        right[other] = right.get(other, 0.0) + weight
            row[j] = (left, right)
        return row[j]

    def forget(self, before: int) -> None:
        """Drop the matches of Russian sentences before this one: memory stays linear."""
        self.rows.pop(before, None)

    def score(self, i: int, m: int, j: int, n: int) -> float:
        """Return the log likelihood ratio of the bead of m sentences from i and n from j."""
        if not m or not n:
            return 0.0
        total = self._lengths(i, m, j, n)
        if total < HOPELESS and m + n > 2:
            return NEVER
        if m + n > 2 and not self._touching(i, m, j, n):
            return NEVER
        left_count = self.left_totals[i + m] - self.left_totals[i] or 1
        right_count = self.right_totals[j + n] - self.right_totals[j] or 1
        left_cells = [[self.matches(x, y)[0] for y in range(j, j + n)] for x in range(i, i + m)]
        right_cells = [[self.matches(x, y)[1] for x in range(i, i + m)] for y in range(j, j + n)]
        gains = 0.0
        for offset, cells in enumerate(left_cells):
            gains += _gains(cells, right_count, self.left_rates[i + offset])
        for offset, cells in enumerate(right_cells):
            gains += _gains(cells, left_count, self.right_rates[j + offset])
        return total + (gains + MISS * (left_count + right_count)) / 2 + self._paragraphs(i, m, j, n)

    def crossed(self, i: int, m: int, j: int, n: int) -> bool:
        """Return whether two sentences change places in their translation: each answers the other's better."""
        if (m, n) != (2, 2):
            return False
        straight = self.score(i, 1, j, 1) + self.score(i + 1, 1, j + 1, 1)
        return self.score(i, 1, j + 1, 1) + self.score(i + 1, 1, j, 1) > straight

    def _touching(self, i: int, m: int, j: int, n: int) -> bool:
        """Return whether each of the sentences shares a word with the other side, or is too short to."""
        for x in range(i, i + m):
            if self.left_sizes[x] > BRIEF and not any(self.matches(x, y)[0] for y in range(j, j + n)):
                return False
        for y in range(j, j + n):
            if self.right_sizes[y] > BRIEF and not any(self.matches(x, y)[0] for x in range(i, i + m)):
                return False
        return True

    def _lengths(self, i: int, m: int, j: int, n: int) -> float:
        left = sum(self.left_sizes[i : i + m]) * self.ratio
        right = sum(self.right_sizes[j : j + n])
        off = math.log((right + SHORT) / (left + SHORT))
        spread = 0.5 * (1 / LENGTH_SPREAD**2 - 1 / STRANGERS_SPREAD**2)
        return math.log(STRANGERS_SPREAD / LENGTH_SPREAD) - spread * off * off

    def _paragraphs(self, i: int, m: int, j: int, n: int) -> float:
        left, right = self.russian.paragraphs, self.english.paragraphs
        crossed = (left[i] != left[i + m - 1]) + (right[j] != right[j + n - 1])
        begins = [not k or side[k] != side[k - 1] for side, k in ((left, i), (right, j))]
        kept = all(begins) and i and j
        return PARAGRAPH_CROSSED * crossed + PARAGRAPH_KEPT * bool(kept)


def _gains(cells: Sequence[dict[int, float]], others: int, rates: Sequence[float]) -> float:
    """Return what a sentence's answered words gain over strangers; ``others`` words share the probability."""
    if len(cells) == 1:
        sums = cells[0]
    else:
        sums = {}
        for cell in cells:
            for number, weight in cell.items():
                sums[number] = sums.get(number, 0.0) + weight
    factor = TRANSLATED / (1 - TRANSLATED) / others
    return sum(math.log1p(factor * weight / rates[number]) for number, weight in sums.items())


def _frequencies(sentences: Sequence[Sequence[ContentWord]]) -> list[list[float]]:
    """Return the frequency of each word of each sentence."""
    counts = Counter(word.form for words in sentences for word in words)
    # A thousand unseen words keep the frequencies of a one-page text sober.
    total = sum(counts.values()) + 1000
    return [[max(COMMONEST, counts[word.form] / total) for word in words] for words in sentences]


def _index(words: Sequence[ContentWord]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = {}
    for number, word in enumerate(words):
        for key in word.keys:
            index.setdefault(key, []).append(number)
    return index


def _best_path(sides: _Sides, band: Sequence[tuple[int, int]]) -> list[SentenceLink]:
    rows, columns = len(sides.left_words), len(sides.right_words)
    priors = {shape: math.log(prior) for shape, prior in PRIORS.items()}
    deepest = max(m for m, _ in PRIORS)
    best: list[dict[int, float]] = [{0: 0.0}]
    back: list[dict[int, tuple[int, int, float]]] = [{}]
    for i in steps(range(rows + 1), "aligning"):
        if i:
            best.append({})
            back.append({})
        low, high = band[i]
        for j in range(low, high + 1):
            for (m, n), prior in priors.items():
                previous = best[i - m].get(j - n) if i >= m and j >= n else None
                if previous is None:
                    continue
                gain = sides.score(i - m, m, j - n, n)
                total = previous + prior + gain
                if j not in best[i] or total > best[i][j]:
                    best[i][j] = total
                    back[i][j] = (m, n, gain)
        if i >= deepest:
            sides.forget(i - deepest)
            best[i - deepest] = {}
    links: list[SentenceLink] = []
    i, j = rows, columns
    while i or j:
        m, n, gain = back[i][j]
        score = 1 / (1 + math.exp(-max(-50.0, min(50.0, gain / 4)))) if m and n else 0.0
        if sides.crossed(i - m, m, j - n, n):
            score = min(score, CROSSED)
        links.append(SentenceLink(tuple(range(i - m, i)), tuple(range(j - n, j)), round(score, 3)))
        i, j = i - m, j - n
    return links[::-1]
