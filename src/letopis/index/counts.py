"""Counts over an index: frequencies, n-grams, collocations, keywords, dispersion, agreements, translations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from letopis.errors import InputError
from letopis.index import statistics
from letopis.index.index import Index
from letopis.index.store import Mask, Numbers, cover
from letopis.index.units import Instances, content_words, parts_of, units_of, units_of_hits, words

LEAST = 2
"""Occurrences below which n-grams, collocations and keywords are left out."""


class CountTable(NamedTuple):
    """Rows of counts under the names of their columns."""

    header: tuple[str, ...]
    rows: list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Subcorpus:
    """A part of an index: the articles that meet a condition, on one side or both."""

    index: Index
    where: str = ""
    side: str = "ru"

    def tokens(self) -> Mask:
        """Return which tokens belong to it."""
        return self.index.allowed(self.where, self.side)


def frequencies(corpus: Subcorpus, *, of: str = "lemma", query: str = "", by: str = "") -> CountTable:
    """Count the values of all tokens or spans, or of the hits of a query, and the articles that have them.

    Args:
        corpus: what is counted in.
        of: ``form``, ``lemma``, ``pos``, ``deprel``, a feature, ``entity`` or ``referent``; of hits no spans.
        query: hits to count; all where it is empty.
        by: what parts the corpus, such as ``year``, ``journal`` or ``side``; each part has its own rows.

    Raises:
        InputError: as the query, or an unknown name.
    """
    index, wanted = corpus.index, corpus.tokens()
    units = _counted(index, of, query).chosen(wanted)
    articles = parts_of(index, "article")[0]
    if not by:
        rows = _frequency_rows(units, articles, int(wanted.sum()))
        return CountTable((of, "count", "per_million", "articles"), rows)
    parts, names = parts_of(index, by)
    found: list[tuple[Any, ...]] = []
    for number, name in sorted(enumerate(names), key=lambda pair: pair[1]):
        size = int((wanted & (parts == number)).sum())
        inside = units.chosen(parts == number)
        found += [(name, *row) for row in _frequency_rows(inside, articles, size)]
    return CountTable((by, of, "count", "per_million", "articles"), found)


def _counted(index: Index, of: str, query: str) -> Instances:
    """Return the hits of a query, or all units; marks are no words, and so no forms or lemmas that are counted."""
    if query:
        return units_of_hits(index, query, of)
    units = units_of(index, of)
    return units.chosen(words(index)) if of.lower() in {"form", "word", "lemma"} else units


def _frequency_rows(units: Instances, articles: Numbers, size: int) -> list[tuple[Any, ...]]:
    counts = np.bincount(units.numbers, minlength=len(units.values))
    pairs = np.unique(units.numbers.astype(np.int64) << 32 | articles[units.places])
    ranges = np.bincount(pairs >> 32, minlength=len(units.values))
    found = [
        (value, int(count), round(1e6 * float(count) / size, 2), int(spread))
        for value, count, spread in zip(units.values, counts, ranges, strict=True)
        if count
    ]
    return sorted(found, key=lambda row: (-row[1], row[0]))


def ngrams(corpus: Subcorpus, n: int = 2, *, of: str = "lemma", least: int = LEAST) -> CountTable:
    """Count sequences of ``n`` words of one sentence without a mark between them.

    Raises:
        InputError: ``n`` below 1, or an unknown name.
    """
    if n < 1:
        raise InputError(f"{n}: n-grams have one word at least")
    index = corpus.index
    units = units_of(index, of)
    numbers = np.full(index.store.size, -1, dtype=np.int64)
    numbers[units.places] = units.numbers
    numbers[~(corpus.tokens() & words(index))] = -1
    starts = np.arange(max(index.store.size - n + 1, 0))
    sentences, articles = index.store.sentence_of, parts_of(index, "article")[0]
    met = sentences[starts] == sentences[starts + n - 1] if len(starts) else np.zeros(0, dtype=np.bool_)
    for step in range(n):
        met &= numbers[starts + step] >= 0
    starts = starts[met]
    grams = np.stack([numbers[starts + step] for step in range(n)], axis=1) if n else starts
    kinds, inverse = np.unique(grams, axis=0, return_inverse=True)
    texts = [" ".join(units.values[number] for number in kind) for kind in kinds]
    counted = Instances(starts.astype(np.int32), inverse.ravel().astype(np.int32), texts)
    rows = _frequency_rows(counted, articles, int(corpus.tokens().sum()) or 1)
    return CountTable((f"{n}-gram", "count", "per_million", "articles"), [row for row in rows if row[1] >= least])


def collocations(
    corpus: Subcorpus, query: str, *, of: str = "lemma", window: tuple[int, int] = (5, 5), least: int = LEAST
) -> CountTable:
    """Return the words around the hits of a query, by logDice; the window does not leave the sentence.

    ``together`` are the occurrences of a word that stand in a window, each once, and ``count`` all of them. MI and
    log-likelihood hold them against all words in the windows, as surface co-occurrence in Evert 2008, Corpora and
    collocations; logDice against the hits.

    Args:
        corpus: what is counted in.
        query: the node.
        of: ``form``, ``lemma``, ``pos``, ``deprel`` or a feature.
        window: tokens to the left and to the right.
        least: the fewest occurrences in the windows that are shown.
    """
    index, wanted = corpus.index, corpus.tokens() & words(corpus.index)
    rows = index.search(query, where=corpus.where, side=corpus.side).rows
    near = _near(index, rows, window) & wanted
    units = units_of(index, of).chosen(wanted)
    totals = np.bincount(units.numbers, minlength=len(units.values))
    both = np.bincount(units.chosen(near).numbers, minlength=len(units.values))
    return _associated(units.values, _Meetings(both, totals, len(rows), int(near.sum()), int(wanted.sum())), least, of)


def _near(index: Index, rows: Numbers, window: tuple[int, int]) -> Mask:
    """Return the tokens within the window of a hit, and in no hit."""
    starts, ends = rows[:, 0], rows[:, 1]
    sentences = index.store.sentence_of
    bounds = index.store.sentence_starts[sentences[starts]], index.store.sentence_ends[ends - 1]
    around = cover(index.store.size, np.maximum(starts - window[0], bounds[0]), np.minimum(ends + window[1], bounds[1]))
    return around & ~cover(index.store.size, starts, ends)


class _Meetings(NamedTuple):
    """Of each value: how often it is near, and anywhere; the hits; all words that are near, and anywhere."""

    both: npt.NDArray[np.int64]
    totals: npt.NDArray[np.int64]
    hits: int
    near: int
    size: int


def _associated(values: Sequence[str], met: _Meetings, least: int, of: str) -> CountTable:
    """Return a row for each value that was met often enough, by logDice."""
    kept = np.flatnonzero(met.both >= max(least, 1))
    both, totals = met.both[kept], met.totals[kept]
    scores = (
        statistics.log_dice(both, met.hits, totals),
        statistics.mutual_information(both, met.near, totals, met.size),
        statistics.log_likelihood(both, met.near, totals, met.size),
    )
    rows = [
        (values[kind], int(b), int(o), *(round(float(score), 3) for score in three))
        for kind, b, o, *three in zip(kept, both, totals, *scores, strict=True)
    ]
    header = (of, "together", "count", "log_dice", "mi", "log_likelihood")
    return CountTable(header, sorted(rows, key=lambda row: (-row[3], -row[1], row[0])))


def translations(corpus: Subcorpus, query: str, *, of: str = "lemma", least: int = LEAST) -> CountTable:
    """Return the words of the other side that may translate the hits of a query, by logDice over linked sentences.

    ``together`` are the links with a hit on one side and the word on the other, ``count`` those with the word,
    which is no article, preposition or the like.
    """
    index = corpus.index
    links = _links(index, corpus.side)
    other = index.allowed(side="ru" if corpus.side == "en" else "en")
    units = units_of(index, of).chosen(other & content_words(index))
    rows = index.search(query, where=corpus.where, side=corpus.side).rows
    sentence = index.store.numbers("sentence")
    with_hit = {link for row in np.unique(sentence[rows[:, 0]]).tolist() for link in links[0].get(row, ())}
    pairs = {
        (link, number)
        for row, number in zip(sentence[units.places].tolist(), units.numbers.tolist(), strict=True)
        for link in links[1].get(row, ())
    }
    size, kinds = len(set().union(*links[0].values())) if links[0] else 0, len(units.values)
    others = np.bincount([number for _, number in pairs], minlength=kinds) if pairs else np.zeros(kinds, dtype=int)
    both = [number for link, number in pairs if link in with_hit]
    met = np.bincount(both, minlength=kinds) if both else np.zeros(kinds, dtype=int)
    return _associated(units.values, _Meetings(met, others, len(with_hit), len(with_hit), size), least, of)


def _links(index: Index, side: str) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """Return the links of each sentence of a side, and of the other."""
    found: tuple[dict[int, set[int]], dict[int, set[int]]] = {}, {}
    for link, russian, english in index.store.database.execute(
        "select link, sentence_id, translation_id from alignment"
    ):
        for place, row in enumerate((english, russian) if side == "en" else (russian, english)):
            found[place].setdefault(row, set()).add(link)
    if not found[0]:
        raise InputError(f"{index.name}: holds no translations; index the records with --english")
    return found


def keywords(corpus: Subcorpus, reference: Subcorpus, *, of: str = "lemma", least: int = LEAST) -> CountTable:
    """Return what is more (or, with a negative score, less) frequent in a corpus than in another, by log-likelihood.

    Raises:
        InputError: one of them is empty, or an unknown name.
    """
    found: list[dict[str, int]] = []
    sizes: list[int] = []
    for one in (corpus, reference):
        wanted = one.tokens() & words(one.index)
        units = units_of(one.index, of).chosen(wanted)
        counts = np.bincount(units.numbers, minlength=len(units.values))
        found.append({value: int(count) for value, count in zip(units.values, counts, strict=True) if count})
        sizes.append(int(wanted.sum()))
    if not all(sizes):
        raise InputError("nothing to compare: one of the two corpora has no words; look at the conditions")
    every = dict.fromkeys([*found[0], *found[1]])
    values = [value for value in every if found[0].get(value, 0) + found[1].get(value, 0) >= least]
    here, there = (np.array([one.get(value, 0) for value in values], dtype=np.float64) for one in found)
    g2 = statistics.log_likelihood(here, here + there, float(sizes[0]), float(sum(sizes)))
    signed = np.where(here / sizes[0] >= there / sizes[1], g2, -g2)
    ratios = statistics.log_ratio(here, sizes[0], there, sizes[1])
    maths = statistics.simple_maths(here, sizes[0], there, sizes[1])
    rows = [
        (value, int(a), int(b), round(float(g), 3), round(float(r), 3), round(float(m), 3))
        for value, a, b, g, r, m in zip(values, here, there, signed, ratios, maths, strict=True)
    ]
    header = (of, "count", "reference", "log_likelihood", "log_ratio", "simple_maths")
    return CountTable(header, sorted(rows, key=lambda row: (-row[3], row[0])))


def dispersion(
    corpus: Subcorpus, *, of: str = "lemma", query: str = "", by: str = "article", least: int = LEAST
) -> CountTable:
    """Return how evenly values, or the hits of a query, are spread over the parts of a corpus: DP and Juilland's D.

    Raises:
        InputError: as :func:`frequencies`.
    """
    index, wanted = corpus.index, corpus.tokens()
    units = _counted(index, of, query).chosen(wanted)
    parts, _ = parts_of(index, by)
    there = wanted & (parts >= 0)
    _, compact = np.unique(parts[there], return_inverse=True)
    sizes = np.bincount(compact)
    part_of = np.full(index.store.size, -1, dtype=np.int64)
    part_of[there] = compact
    units = units.chosen(there)
    rows = list(_dispersed(units, part_of[units.places], sizes, least))
    header = (of, "count", "parts", "dp", "dp_norm", "juilland_d")
    return CountTable(header, sorted(rows, key=lambda row: (-row[1], row[0])))


def _dispersed(units: Instances, parts: Any, sizes: Any, least: int) -> Iterable[tuple[Any, ...]]:
    order = np.argsort(units.numbers, kind="stable")
    edges = np.flatnonzero(np.diff(units.numbers[order], prepend=-1, append=-1))
    for start, end in pairwise(edges.tolist()):
        if end - start >= least:
            counts = np.bincount(parts[order[start:end]], minlength=len(sizes))
            dp, normed = statistics.deviation_of_proportions(counts, sizes)
            spread = int((counts > 0).sum())
            value = units.values[units.numbers[order[start]]]
            yield (
                value, int(end - start), spread, round(dp, 4), round(normed, 4),
                round(statistics.juilland_d(counts, sizes), 4),
            )  # fmt: skip


def agreements(index: Index, *, by: Sequence[str] = ("year", "side")) -> CountTable:
    """Count agreements, one each whatever number of mentions it has, by the year of signing, the side, or kind.

    Raises:
        InputError: agreements are not parted so.
    """
    columns = ("year", "side", "kind", "status", "place")
    wrong = next((one for one in by if one not in columns), None)
    if wrong is not None or not by:
        raise InputError(f"{wrong!r}: agreements are counted by {', '.join(columns)}")
    names = ", ".join(f"coalesce({one}, '')" for one in by)
    rows = index.store.database.execute(
        f"select {names}, count(distinct agreement_id) from agreements_by_side group by {names} order by {names}"  # noqa: S608 names of the list above
    ).fetchall()
    return CountTable((*by, "agreements"), rows)
