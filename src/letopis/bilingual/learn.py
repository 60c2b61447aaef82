"""Learn which words translate each other from sentences already aligned: IBM model 1 (Brown et al. 1993)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from letopis.bilingual.anchors import ContentWord

if TYPE_CHECKING:
    from letopis.bilingual.align import SentenceLink

ROUNDS = 4
SURE = 0.6
"""Least score of a link that teaches."""

LEAST_LINKS = 20
"""Fewer links teach nothing."""

LIKELY = 0.15
"""Least probability of a translation that is kept."""


def learn_translations(
    links: Iterable[SentenceLink], left: Sequence[Sequence[ContentWord]], right: Sequence[Sequence[ContentWord]]
) -> Mapping[str, Mapping[str, float]]:
    """Return English stems with their probabilities for Russian lemmas that were seen at least twice together."""
    pairs: list[tuple[list[str], list[str]]] = []
    for link in links:
        if link.russian and link.english and link.score >= SURE:
            pairs.append((_forms(left, link.russian), _forms(right, link.english)))
    if len(pairs) < LEAST_LINKS:
        return {}
    together: Counter[tuple[str, str]] = Counter()
    for sources, targets in pairs:
        together.update((s, t) for s in set(sources) for t in set(targets))
    table: dict[tuple[str, str], float] = {pair: 1.0 for pair, count in together.items() if count > 1}
    for _ in range(ROUNDS):
        table = _next_table(pairs, table)
    learnt: dict[str, dict[str, float]] = defaultdict(dict)
    for (source, target), probability in table.items():
        if probability >= LIKELY and not source.startswith("g:") and not target.startswith("g:"):
            learnt[source][target] = min(0.7, probability * (1 - 1 / (1 + together[source, target])))
    return learnt


def _next_table(
    pairs: Sequence[tuple[list[str], list[str]]], table: Mapping[tuple[str, str], float]
) -> dict[tuple[str, str], float]:
    counts: dict[tuple[str, str], float] = defaultdict(float)
    totals: Counter[str] = Counter()
    for sources, targets in pairs:
        for source in sources:
            totals[source] += 1
        for target in targets:
            weights = [(source, table.get((source, target), 0.0)) for source in sources]
            # The constant stands for words that nothing here translates.
            norm = sum(weight for _, weight in weights) + 0.05
            for source, weight in weights:
                if weight:
                    counts[source, target] += weight / norm
    return {(source, target): min(1.0, count / totals[source]) for (source, target), count in counts.items()}


def _forms(sentences: Sequence[Sequence[ContentWord]], places: Sequence[int]) -> list[str]:
    return [word.form for place in places for word in sentences[place]]
