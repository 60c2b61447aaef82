"""Words of sentences to the windows of word pieces that a pretrained encoder reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

MOST_PIECES = 158
"""Pieces of a window; the encoder's own two marks come to them."""


class PieceWindow(NamedTuple):
    """Word pieces, and the place of the word that each belongs to."""

    pieces: list[int]
    words: list[int]


def windows(
    words: Sequence[str], split: Callable[[str], Sequence[int]], most: int = MOST_PIECES
) -> Iterator[PieceWindow]:
    """Cut words into windows of whole sentences; only a sentence that is longer than one is cut, between words.

    Args:
        words: sentences one after another, an empty word or more between two.
        split: the pieces of a word.
        most: pieces of a window. A word of more has the first.

    >>> [window.words for window in windows(["да", "нет", "", "и", "", "ах"], lambda word: [1] * len(word), 5)]
    [[0, 0, 1, 1, 1], [3, 5, 5]]
    >>> [window.words for window in windows(["да", "нет"], lambda word: [1] * len(word), 2)]
    [[0, 0], [1, 1]]
    """
    window, sentence = PieceWindow([], []), PieceWindow([], [])
    for place, word in enumerate([*words, ""]):
        pieces = split(word)[:most] if word else ()
        if word and len(sentence.pieces) + len(pieces) <= most:
            sentence.pieces.extend(pieces)
            sentence.words.extend([place] * len(pieces))
            continue
        if window.pieces and len(window.pieces) + len(sentence.pieces) > most:
            yield window
            window = PieceWindow([], [])
        window.pieces.extend(sentence.pieces)
        window.words.extend(sentence.words)
        sentence = PieceWindow([*pieces], [place] * len(pieces))
        if word:
            yield window
            window = PieceWindow([], [])
    if window.pieces:
        yield window
