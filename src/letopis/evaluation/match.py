"""Which predicted span answers which gold span: the best one-to-one matching of nested spans.

The modes are those of SemEval-2013 task 9 (Segura-Bedmar et al. 2013). Their greedy implementations
give a prediction to the first gold span that it touches; nested spans always touch, so an exact hit may
find its gold span taken. Here the matching is the best there is, whatever the order of the spans.
"""

from __future__ import annotations

from collections import defaultdict
from heapq import heappop, heappush
from math import inf
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


Mode = Literal["strict", "exact", "partial", "type"]

MODES: tuple[Mode, ...] = get_args(Mode)
"""strict: span and label; exact: span; partial: some overlap counts half; type: overlap and label."""

QUALITY = 1_000
"""Greatest tie-break of a pair, for nearness of its two spans; below any difference in counts."""


class LabelledSpan(NamedTuple):
    """A labelled stretch of one text; an empty one (start = end) matches nothing but its like."""

    start: int
    end: int
    label: str


class SpanPair(NamedTuple):
    """A predicted and a gold span, by their places in the two lists, and COR, INC or PAR."""

    predicted: int
    gold: int
    outcome: str


def match_spans(
    predicted: Sequence[LabelledSpan], gold: Sequence[LabelledSpan], mode: Mode = "strict"
) -> list[SpanPair]:
    """Match the spans of one text: as many COR as can be, then as many other overlapping pairs as can be.

    What is in no pair is spurious or missed. Among matchings with equal counts the one whose pairs lie
    closest is taken, and the answer does not depend on the order of the spans.

    In strict, exact and partial mode the exact pairs are made first, which loses nothing: an exact pair is
    worth as much as the two pairs that it can break, and its two spans touch the same others. In type mode it
    would lose, so there all pairs are weighed together.

    >>> gold = [LabelledSpan(0, 20, "ORG"), LabelledSpan(10, 20, "ORG")]
    >>> match_spans([LabelledSpan(10, 20, "ORG"), LabelledSpan(0, 20, "ORG")], gold)
    [SpanPair(predicted=0, gold=1, outcome='COR'), SpanPair(predicted=1, gold=0, outcome='COR')]
    """
    pairs: list[tuple[int, int]] = []
    if mode != "type":
        pairs = _equal_pairs(predicted, gold, 3)
        if mode != "strict":
            pairs += _equal_pairs(predicted, gold, 2, taken=pairs)
    return _completed(pairs, _rest(predicted, gold, pairs), predicted, gold, mode)


def match_errors(predicted: Sequence[LabelledSpan], gold: Sequence[LabelledSpan]) -> list[SpanPair]:
    """Match for reading: equal spans with equal labels (COR), then spans that differ in one thing alone.

    INC stands for an equal span with another label or an equal label with other boundaries. Spans that differ in
    both are two errors, one missed and one extra, and no pair: in nested text they seldom mean the same thing.

    >>> match_errors([LabelledSpan(0, 8, "GPE")], [LabelledSpan(0, 9, "ORG"), LabelledSpan(0, 8, "ORG")])
    [SpanPair(predicted=0, gold=1, outcome='INC')]
    """
    pairs = _equal_pairs(predicted, gold, 3)
    rest = [
        (left, right)
        for left, right in _rest(predicted, gold, pairs)
        if predicted[left].label == gold[right].label or predicted[left][:2] == gold[right][:2]
    ]
    return _completed(pairs, rest, predicted, gold, "strict")


def overlapping(predicted: Sequence[LabelledSpan], gold: Sequence[LabelledSpan]) -> list[tuple[int, int]]:
    """Return every pair (predicted, gold) that shares a character, in time that follows their number.

    >>> overlapping([LabelledSpan(0, 5, "ORG"), LabelledSpan(5, 9, "GPE")], [LabelledSpan(4, 6, "ORG")])
    [(0, 0), (1, 0)]
    """
    events: list[tuple[int, int, int, int]] = []
    for side, spans in enumerate((predicted, gold)):
        for index, span in enumerate(spans):
            if span.end > span.start:
                events += [(span.start, 1, side, index), (span.end, 0, side, index)]
    # At one position ends come first: spans that only touch share no character.
    events.sort()
    open_spans: tuple[set[int], set[int]] = (set(), set())
    found: list[tuple[int, int]] = []
    for _, starts, side, index in events:
        if not starts:
            open_spans[side].discard(index)
            continue
        open_spans[side].add(index)
        found += [(index, other) if side == 0 else (other, index) for other in open_spans[1 - side]]
    return sorted(found)


def _equal_pairs(
    predicted: Sequence[LabelledSpan], gold: Sequence[LabelledSpan], fields: int, taken: Sequence[tuple[int, int]] = ()
) -> list[tuple[int, int]]:
    """Pair spans whose first fields are the same: three with the label, two without."""
    used_left, used_right = {left for left, _ in taken}, {right for _, right in taken}
    free: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for right in reversed(range(len(gold))):
        if right not in used_right:
            free[gold[right][:fields]].append(right)
    pairs: list[tuple[int, int]] = []
    for left, span in enumerate(predicted):
        if left not in used_left and free[span[:fields]]:
            pairs.append((left, free[span[:fields]].pop()))
    return pairs


def _rest(
    predicted: Sequence[LabelledSpan], gold: Sequence[LabelledSpan], pairs: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    used_left, used_right = {left for left, _ in pairs}, {right for _, right in pairs}
    lefts = [index for index in range(len(predicted)) if index not in used_left]
    rights = [index for index in range(len(gold)) if index not in used_right]
    if not lefts or not rights:
        return []
    found = overlapping([predicted[index] for index in lefts], [gold[index] for index in rights])
    return [(lefts[left], rights[right]) for left, right in found]


def _completed(
    pairs: Sequence[tuple[int, int]],
    rest: Sequence[tuple[int, int]],
    predicted: Sequence[LabelledSpan],
    gold: Sequence[LabelledSpan],
    mode: Mode,
) -> list[SpanPair]:
    """Return pairs with the best of the rest beside them, and the outcome of each."""
    # Ranks by place in the text stand for the indices, so that ties fall the same way in any order of the lists.
    lefts = sorted({left for left, _ in rest}, key=lambda index: (predicted[index], index))
    rights = sorted({right for _, right in rest}, key=lambda index: (gold[index], index))
    left_rank = {index: rank for rank, index in enumerate(lefts)}
    right_rank = {index: rank for rank, index in enumerate(rights)}
    unit = QUALITY * (len(rest) + 1)
    weights: dict[tuple[int, int], int] = {}
    for left, right in rest:
        best = unit * unit if mode == "type" and predicted[left].label == gold[right].label else 0
        weights[left_rank[left], right_rank[right]] = best + unit + _quality(predicted[left], gold[right])
    chosen = [(lefts[left], rights[right]) for left, right in best_assignment(dict(sorted(weights.items())))]
    outcomes = (
        SpanPair(left, right, _outcome(predicted[left], gold[right], mode)) for left, right in (*pairs, *chosen)
    )
    return sorted(outcomes)


def _quality(one: LabelledSpan, other: LabelledSpan) -> int:
    shared = min(one.end, other.end) - max(one.start, other.start)
    together = max(one.end, other.end) - min(one.start, other.start)
    return (QUALITY * 4 * shared) // (5 * together) + (QUALITY // 5) * (one.label == other.label)


def _outcome(one: LabelledSpan, other: LabelledSpan, mode: Mode) -> str:
    same_span, same_label = one[:2] == other[:2], one.label == other.label
    if mode == "partial":
        return "COR" if same_span else "PAR"
    right = {"strict": same_span and same_label, "exact": same_span, "type": same_label}[mode]
    return "COR" if right else "INC"


def best_assignment(weights: Mapping[tuple[int, int], int]) -> list[tuple[int, int]]:
    """Return the pairs (row, column) with the greatest sum of weights, each row and column in one pair at most.

    The Hungarian method by shortest augmenting paths (Jonker and Volgenant 1987) over the given pairs
    only: rows enter one at a time, and a search ends at the nearest free column, so the cost follows the
    size of a connected cluster and not of the whole graph. A row may stay alone. SciPy has it for dense
    tables; it would make an installation larger by 140 MB for this one function.

    Args:
        weights: positive whole numbers; pairs that are not there cannot be made.

    >>> best_assignment({(0, 0): 3, (0, 1): 2, (1, 0): 2})       # the greedy 3 would leave row 1 alone
    [(0, 1), (1, 0)]
    """
    costs: dict[int, dict[int, int]] = {}
    for (row, column), weight in weights.items():
        if weight <= 0 or column < 0:
            raise ValueError(
                f"pair {(row, column)} has the weight {weight}; columns are not negative, weights positive"
            )
        # A row's own column, numbered below zero, costs nothing: taking it means to stay alone.
        costs.setdefault(row, {-1 - row: 0})[column] = -weight
    # Prices of columns and rows keep every reduced cost at zero or more.
    prices: defaultdict[int, int] = defaultdict(int)
    row_prices: dict[int, int] = {}
    row_of: dict[int, int] = {}
    for row in sorted(costs):
        row_prices[row] = min(cost - prices[column] for column, cost in costs[row].items())
        _enter(row, costs, row_of, row_prices, prices)
    return sorted((row, column) for column, row in row_of.items() if column >= 0)


def _enter(
    row: int, costs: dict[int, dict[int, int]], row_of: dict[int, int], row_prices: dict[int, int],
    prices: defaultdict[int, int],
) -> None:  # fmt: skip
    """Bring a row in by the cheapest path to a free column, on which each row gives its column to the one before."""
    distances: dict[int, float] = {}
    settled: dict[int, int] = {}
    parents: dict[int, int] = {}
    heap: list[tuple[int, int]] = []
    length, column, current = 0, None, row
    while column is None or column in row_of:
        if column is not None:
            settled[column], current = length, row_of[column]
        for other, cost in costs[current].items():
            distance = length + cost - row_prices[current] - prices[other]
            if other not in settled and distance < distances.get(other, inf):
                distances[other], parents[other] = distance, current
                heappush(heap, (distance, other))
        length, column = heappop(heap)
        while column in settled:
            length, column = heappop(heap)
    row_prices[row] += length
    for passed, at in settled.items():
        prices[passed] -= length - at
        row_prices[row_of[passed]] += length - at
    column_of = {row_of[taken]: taken for taken in settled}
    while True:
        owner = parents[column]
        row_of[column] = owner
        if owner == row:
            return
        column = column_of[owner]
