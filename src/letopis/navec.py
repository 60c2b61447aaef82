"""navec's words with their counts and vectors, read from the natasha wheel without importing natasha."""

from __future__ import annotations

import gzip
import importlib.util
import tarfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from letopis.errors import MissingDependencyError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def natasha_data() -> Path:
    """Return the folder with the data of the natasha wheel, without importing natasha."""
    spec = importlib.util.find_spec("natasha")
    if spec is None or spec.origin is None:
        raise MissingDependencyError("package natasha is missing: install it with 'pip install natasha'")
    return Path(spec.origin).parent / "data"


@cache
def navec_path() -> Path:
    """Return the path of navec's news vectors (250,000 words, 300 dimensions, quantised)."""
    return natasha_data() / "emb" / "navec_news_v1_1B_250K_300d_100q.tar"


class Vectors(NamedTuple):
    """navec's words: the row of each, its count, and its vector as a row of codes, one for each part of the vector.

    What the codes of a part stand for begins in ``centroids`` at the row that ``starts`` has for it.
    """

    rows: dict[str, int]
    counts: NDArray[np.uint32]
    codes: NDArray[np.uint8]
    starts: NDArray[np.int64]
    centroids: NDArray[np.float32]

    def vectors(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the 300 numbers of some words, a row each."""
        return self.centroids.take(self.codes[rows] + self.starts, axis=0).reshape(len(rows), -1)


@cache
def vectors() -> Vectors:
    """Read navec's news vectors from the natasha wheel once, still quantised (about 25 MB, and the words).

    >>> words = vectors()
    >>> words.vectors(np.array([words.rows["договор"]])).shape
    (1, 300)
    """
    with tarfile.open(navec_path()) as archive:
        vocabulary, quantised = archive.extractfile("vocab.bin"), archive.extractfile("pq.bin")
        if vocabulary is None or quantised is None:
            raise MissingDependencyError(f"{navec_path()} is not whole: install natasha again")
        words, data = gzip.decompress(vocabulary.read()), quantised.read()
    size = int.from_bytes(words[:4], "little")
    forms = words[4 + 4 * size :].decode("utf-8").split("\n")
    count, dimensions, parts, centroids = np.frombuffer(data, np.uint32, count=4).tolist()
    codes = np.frombuffer(data, np.uint8, count=count * parts, offset=16).reshape(count, parts)
    table = np.frombuffer(data, np.float32, offset=16 + count * parts)
    return Vectors(
        dict(zip(forms, range(size), strict=False)),
        np.frombuffer(words, np.uint32, count=size, offset=4),
        codes,
        np.arange(parts) * centroids,
        table.reshape(parts * centroids, dimensions // parts),
    )


def frequency(word: str) -> int:
    """Count a form in the billion words of news behind navec; 0 below its 250,000 commonest forms.

    >>> frequency("из-за") > frequency("изза")
    True
    """
    row = vectors().rows.get(word.lower())
    return 0 if row is None else int(vectors().counts[row])


def frequencies(words: Sequence[str]) -> NDArray[np.uint32]:
    """Count some forms, as :func:`frequency` counts one.

    >>> frequencies(["жогоркукенеш"]).tolist()
    [0]
    """
    rows, counts = vectors().rows, vectors().counts
    places = np.array([rows.get(word.lower(), -1) for word in words], np.int64)
    found = counts[places]
    found[places < 0] = 0
    return found
