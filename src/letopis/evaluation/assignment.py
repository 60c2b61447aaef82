"""The best one-to-one assignment in a sparse weighted graph, exactly."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def best_assignment(weights: Mapping[tuple[int, int], int]) -> list[tuple[int, int]]:
    """Return the pairs (row, column) with the greatest sum of weights, each row and column in one pair at most.

    The Hungarian method by shortest augmenting paths (Jonker and Volgenant 1987) over the given pairs
    only: rows enter one at a time, and a search ends at the nearest free column, so the cost follows the
    size of a connected cluster and not of the whole graph. A row may stay alone.

    Args:
        weights: positive whole numbers; pairs that are not there cannot be made.

    >>> best_assignment({(0, 0): 3, (0, 1): 2, (1, 0): 2})       # the greedy 3 would leave row 1 alone
    [(0, 1), (1, 0)]
    """
    edges: dict[int, list[tuple[int, int]]] = {}
    for (row, column), weight in weights.items():
        if weight <= 0 or column < 0:
            raise ValueError(
                f"pair {(row, column)} has the weight {weight}; columns are not negative, weights positive"
            )
        edges.setdefault(row, []).append((column, -weight))
    search = _Search(edges)
    for row in sorted(edges):
        search.add(row)
    return sorted((row, column) for column, row in search.row_of.items() if column >= 0)


class _Search:
    """State of the method: who is with whom, and the prices that keep every reduced cost at zero or more."""

    def __init__(self, edges: dict[int, list[tuple[int, int]]]) -> None:
        self.row_of: dict[int, int] = {}
        self._column_of: dict[int, int] = {}
        self._row_price: dict[int, int] = {}
        self._column_price: dict[int, int] = {}
        # A row's own column, numbered below zero, costs nothing: taking it means to stay alone.
        self._edges = {row: [*pairs, (-1 - row, 0)] for row, pairs in edges.items()}

    def add(self, row: int) -> None:
        """Bring ``row`` in by the cheapest augmenting path."""
        prices = self._column_price
        self._row_price[row] = min(cost - prices.get(column, 0) for column, cost in self._edges[row])
        column, distances, settled, parents = self._nearest_free(row)
        length = distances[column]
        self._row_price[row] += length
        for passed in settled:
            prices[passed] = prices.get(passed, 0) - (length - distances[passed])
            self._row_price[self.row_of[passed]] += length - distances[passed]
        while True:
            owner = parents[column]
            left = self._column_of.get(owner)
            self.row_of[column], self._column_of[owner] = owner, column
            if owner == row or left is None:
                return
            column = left

    def _nearest_free(self, row: int) -> tuple[int, dict[int, int], list[int], dict[int, int]]:
        distances: dict[int, int] = {}
        parents: dict[int, int] = {}
        settled: dict[int, None] = {}
        heap: list[tuple[int, int]] = []
        length, current = 0, row
        while True:
            for column, cost in self._edges[current]:
                if column in settled:
                    continue
                distance = length + cost - self._row_price[current] - self._column_price.get(column, 0)
                if column not in distances or distance < distances[column]:
                    distances[column], parents[column] = distance, current
                    heappush(heap, (distance, column))
            length, column = heappop(heap)
            while column in settled:
                length, column = heappop(heap)
            if column not in self.row_of:
                return column, distances, list(settled), parents
            settled[column] = None
            current = self.row_of[column]
