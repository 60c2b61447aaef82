"""The best one-to-one assignment in a sparse weighted graph, exactly."""

from __future__ import annotations

from collections import defaultdict
from heapq import heappop, heappush
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


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
