"""Long sentences in stretches: rules that compare words with one another cost the same per word however long it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

LONGEST_STRETCH = 400
"""Words that rules see at once. Sentences of prose are shorter (222 at most in a thousand texts); lists may not be."""

MARKS = (";", ",")
"""Where a list is parted best."""


def stretches(words: Sequence[str], longest: int = LONGEST_STRETCH) -> Iterator[tuple[int, int]]:
    """Cut the words of a sentence into stretches of at most ``longest``, after a mark of a list where there is one.

    Args:
        words: the tokens of one sentence.
        longest: tokens of a stretch, at least 2.

    Yields:
        Where a stretch begins, and the place behind its end; a sentence that is not too long is one stretch.

    >>> list(stretches(["Чили", ",", "Перу", ",", "Куба", "и", "Гана"], longest=5))
    [(0, 4), (4, 7)]
    """
    first = 0
    while len(words) - first > longest:
        last = _cut(words, first + longest // 2, first + longest)
        yield first, last
        first = last
    if first < len(words):
        yield first, len(words)


def _cut(words: Sequence[str], low: int, high: int) -> int:
    """Return the place behind the last mark in a stretch; its end where there is none."""
    found = (place + 1 for mark in MARKS for place in range(high - 1, low - 1, -1) if words[place] == mark)
    return next(found, high)
