"""What corrections teach the judge of agreements of a genre that it has never seen; ``learning.py`` runs it.

A judge is fitted as the package's is, on the development part of the real passages without one genre, and on the
written records. It learns from up to 100 passages of a half of the genre, drawn by source, as ``letopis learn`` does,
and is scored on the other half: AGREEMENT, exact spans, the pipeline's own names. The other genres, which the judge was
fitted on, show what is lost there. The part of the passages that is kept for testing is not read.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import passages
from plain_texts import markdown_table

from letopis.entities.agreements.find import read_passages
from letopis.entities.agreements.judge import Judge, accepted
from letopis.entities.own_words import NONE
from letopis.learning.judging import Seen, candidates_of, seen_of, taught
from letopis.pipeline import load

sys.path.append(str(Path(__file__).resolve().parents[1] / "training"))
from letopis_training.agreements.train import candidates_of_texts, read_texts, trained

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

WRITTEN = ("agreements", "agreements-passages", "agreements-fresh")
MOST = 100
"""Passages that are learned from."""

LARGE = 60
"""Passages of a genre that is left out in its turn."""


class Passage(NamedTuple):
    """A passage with the pipeline's names, its agreements and its candidates."""

    genre: str
    source: str
    doc: Doc
    agreements: frozenset[tuple[int, int]]
    seen: list[Seen]


def new_genres(path: Path, seeds: int) -> str:
    """Return the table of all genres and seeds."""
    nlp = load(exclude=["letopis_agreements", "letopis_linker"])
    written = [
        text for name in WRITTEN for text in read_texts(passages.STANDOFF.parents[1] / f"benchmarks/data/{name}.txt")
    ]
    known = [seen_of(one).example(text.agreements) for text, some in candidates_of_texts(written, nlp) for one in some]
    read = list(map(partial(passage, told=told_of(path), nlp=nlp), passages.joined(path)))
    genres = {one.genre: sum(other.genre == one.genre for other in read) for one in read}
    rows: list[list[str]] = []
    changes: list[tuple[float, float]] = []
    for genre in (name for name, count in sorted(genres.items(), key=lambda item: -item[1]) if count >= LARGE):
        others = [one for one in read if one.genre != genre]
        judge = trained([*known, *(seen.example(one.agreements) for one in others for seen in one.seen)])
        elsewhere = f1(judge, others)
        for seed in range(1, seeds + 1):
            first, second = halves([one for one in read if one.genre == genre], seed)
            articles = [[s.example(one.agreements) for s in one.seen if s.weighed] for one in first[:MOST]]
            learned = taught(judge, articles)
            before = f1(judge, second)
            after, lost = (f1(learned, second), f1(learned, others)) if learned else (before, elsewhere)
            marked = sum(len(one.agreements) for one in second)
            changes.append((after - before, lost - elsewhere))
            numbers = [before, after, after - before, elsewhere, lost, lost - elsewhere]
            rows.append([genre, str(seed), str(len(articles)), str(marked), *(f"{number:.3f}" for number in numbers)])
            print(*rows[-1], "" if learned else "(nothing was learned)", file=sys.stderr, flush=True)
    means = [f"{sum(column) / len(column):+.4f}" for column in zip(*changes, strict=True)]
    rows.append(["mean", "", "", "", "", "", means[0], "", "", means[1]])
    head = [
        "genre",
        "seed",
        "learned from",
        "agreements scored",
        "before",
        "after",
        "",
        "elsewhere before",
        "after",
        "",
    ]
    return markdown_table(head, rows)


def told_of(path: Path) -> dict[str, tuple[str, str]]:
    """Return genre and source of each passage; the sections of one paper are one genre."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {row["id"]: (row["genre"].partition(" (")[0], row["source"]) for row in rows}


def passage(row: dict[str, Any], told: dict[str, tuple[str, str]], nlp: Language) -> Passage:
    """Return a record as the pipeline reads it."""
    doc = nlp(row["text"])
    spans = (span for span in row["entities"] if span["label"] == "AGREEMENT")
    marked = frozenset((span["start_offset"], span["end_offset"]) for span in spans)
    return Passage(*told[row["id"]], doc, marked, candidates_of(doc))


def halves(some: Sequence[Passage], seed: int) -> tuple[list[Passage], list[Passage]]:
    """Return two halves of a genre; a source stands in one of them."""
    sources = sorted({one.source for one in some})
    random.Random(seed).shuffle(sources)
    order = sorted(some, key=lambda one: sources.index(one.source))
    middle = order[len(order) // 2].source
    first = [one for one in order if sources.index(one.source) < sources.index(middle)]
    return first, order[len(first) :]


def f1(judge: Judge, some: Sequence[Passage]) -> float:
    """Return F1 of agreements, exact spans."""
    hits = found = 0
    for one in some:
        read = read_passages(one.doc, NONE, partial(accepted, judge=judge))
        spans = {(a.entity.start_offset, a.entity.end_offset) for sentence in read for a in sentence.agreements}
        hits += len(spans & one.agreements)
        found += len(spans)
    return 2 * hits / max(found + sum(len(one.agreements) for one in some), 1)
