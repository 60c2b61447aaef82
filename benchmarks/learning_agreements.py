"""What corrections teach of agreements in a genre that no model has seen; ``learning.py --part agreements`` runs it.

A network of titles is trained as the package's is, without memoirs, television and history among the later passages:

    python benchmarks/passages.py LATER.jsonl --later --unseen > rest.jsonl
    python benchmarks/passages.py PASSAGES.jsonl --fifth out > records.jsonl
    letopis train titles rest.jsonl records.jsonl benchmarks/data/agreements*.txt --folds 3 --epochs 6 -o out/titles

and its first fold taken, so that a judge can be fitted on the third of these texts that it has not seen. Both learn
from up to 100 passages of a genre, whole sources drawn by the seed, as ``letopis learn`` does, and are scored on its
other passages: AGREEMENT, exact spans, the pipeline's own names. What is lost elsewhere is seen on the other genre and
on the fifth of the first passages that no model learns from. The parts that are kept for testing are not read.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import passages
from plain_texts import markdown_table

from letopis.entities.agreements.find import read_passages
from letopis.entities.agreements.judge import Judge, accepted
from letopis.entities.names.passage import Passage
from letopis.entities.names.tagger import Tagger, load_tagger
from letopis.entities.own_words import NONE
from letopis.learning.course import rehearsal_texts
from letopis.learning.judging import candidates_of, taught
from letopis.learning.lessons import AGREEMENT, ReadRecord, names_of
from letopis.learning.titling import TitleCourse
from letopis.learning.train import Schedule
from letopis.pipeline import load
from letopis.records import Article, Entity

sys.path.append(str(Path(__file__).resolve().parents[1] / "training"))
from letopis_training.agreements.texts import fold_of
from letopis_training.agreements.train import read_texts, trained

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

FOLDS = 3
PARTS = ("", "-passages", "-fresh", "-kinds", "-running", "-genres")
WRITTEN = tuple(f"agreements{part}" for part in PARTS)
MOST = 100
"""Passages that are learned from."""

HEAD = ["genre", "seed", "from", "scored", "before", "judge", "and titles", "", "elsewhere", "after", "", "learned"]


class Text(NamedTuple):
    """A passage with the pipeline's names and its agreements."""

    source: str
    doc: Doc
    cut: list[Passage]
    gold: frozenset[tuple[int, int]]

    @property
    def reading(self) -> ReadRecord:
        """Return it as the pipeline reads it."""
        return ReadRecord(Article(id="a", text=self.doc.text), self.cut)

    @property
    def article(self) -> Article:
        """Return it as people marked it."""
        spans = enumerate(sorted(self.gold), 1)
        entities = [Entity.at(self.doc.text, *span, AGREEMENT, id=number) for number, span in spans]
        return Article(id="a", text=self.doc.text, entities=entities)


class Models(NamedTuple):
    """What decides on agreements."""

    judge: Judge
    titles: Tagger

    @property
    def key(self) -> tuple[int, int]:
        """Tell them from others."""
        return id(self.judge), id(self.titles)


def new_genres(first: Path, later: Path, titles: Path, seeds: int) -> str:
    """Return the table of genres and seeds; ``titles`` is the first fold of a network that has seen none of them."""
    nlp, tagger = load(exclude=["letopis_agreements", "letopis_linker"]), load_tagger(titles)
    rows = list(passages.joined(later, passages.LATER))
    sources = {row["id"]: row["source"] for row in map(json.loads, passages.LATER.read_text("utf-8").splitlines())}
    genres = {
        genre: [text_of(row, nlp, sources[row["id"]]) for row in rows if passages.genre_of(sources[row["id"]]) == genre]
        for genre in ("memoirs", "television")
    }
    kept = [text_of(row, nlp) for row in passages.joined(first, fifth="in")]
    rest = [row for row in rows if not passages.genre_of(sources[row["id"]])]
    fitted = fitting([*rest, *passages.joined(first, fifth="out")], nlp)
    before = Models(
        trained([seen.example(one.gold) for one in fitted for seen in candidates_of(one.doc, NONE, tagger)]), tagger
    )
    rehearsed = [
        ReadRecord(Article(id="a", text=doc.text), names_of(nlp).passages(doc))
        for doc in map(nlp, rehearsal_texts("titles"))
    ]
    table: list[list[str]] = []
    changes: list[tuple[float, float]] = []
    for seed in range(1, seeds + 1):
        for genre, some in genres.items():
            others = [*kept, *(one for name, those in genres.items() if name != genre for one in those)]
            learned, scored = drawn(some, seed)
            after = learn(before, learned, rehearsed, seed)
            judged = after._replace(titles=before.titles)
            numbers = f1s([before, judged, after], scored)
            lost = f1s([before, after], others)
            changes.append((numbers[2] - numbers[0], lost[1] - lost[0]))
            changed = {"judge": after.judge is not before.judge, "titles": after.titles is not before.titles}
            told = [*map("{:.3f}".format, numbers), f"{changes[-1][0]:+.3f}"]
            told += [*map("{:.3f}".format, lost), f"{changes[-1][1]:+.3f}"]
            said = " and ".join(name for name, done in changed.items() if done) or "nothing"
            table.append([genre, str(seed), str(len(learned)), str(sum(len(one.gold) for one in scored)), *told, said])
            print(*table[-1], file=sys.stderr, flush=True)
    means = [f"{sum(column) / len(column):+.4f}" for column in zip(*changes, strict=True)]
    return markdown_table(HEAD, [*table, ["mean", *[""] * 6, means[0], "", "", means[1], ""]])


def text_of(row: dict, nlp: Language, source: str = "") -> Text:
    """Return a record as the pipeline reads it."""
    doc = nlp(row["text"])
    spans = (span for span in row["entities"] if span["label"] == AGREEMENT)
    marked = frozenset((span["start_offset"], span["end_offset"]) for span in spans)
    return Text(source, doc, names_of(nlp).passages(doc), marked)


def fitting(rows: Iterable[dict], nlp: Language) -> Iterator[Text]:
    """Return the texts that the first fold has not seen, written ones too."""
    for row in rows:
        if fold_of(row["text"], FOLDS) == 0:
            yield text_of(row, nlp)
    for name in WRITTEN:
        for text in read_texts(passages.STANDOFF.parents[1] / f"benchmarks/data/{name}.txt"):
            if fold_of(text.text, FOLDS) == 0:
                doc = nlp(text.text)
                yield Text("", doc, [], text.agreements)


def drawn(some: Sequence[Text], seed: int) -> tuple[list[Text], list[Text]]:
    """Return passages to learn from, at most :data:`MOST` of whole sources, and those of the other sources."""
    sources = sorted({one.source for one in some})
    random.Random(seed).shuffle(sources)
    learned: list[Text] = []
    scored: list[Text] = []
    for source in sources:
        here = [one for one in some if one.source == source]
        (learned if len(learned) + len(here) <= MOST else scored).extend(here)
    return learned, scored


def learn(before: Models, learned: Sequence[Text], rehearsed: Sequence[ReadRecord], seed: int) -> Models:
    """Return judge and network after some passages, as they were where nothing is learned."""
    articles = [
        [seen.example(one.gold) for seen in candidates_of(one.doc, NONE, before.titles) if seen.weighed]
        for one in learned
    ]
    course = TitleCourse(before.titles, [one.reading for one in learned], [one.article for one in learned])
    seer = course.learn(range(len(learned)), course.rehearsal(rehearsed), Schedule(seed=seed), whole=True)
    return Models(taught(before.judge, articles) or before.judge, seer or before.titles)


def f1s(several: Sequence[Models], some: Sequence[Text]) -> list[float]:
    """Return F1 by each of several models; what did not change is measured once."""
    known = {models.key: models for models in several}
    scores = {key: f1(models, some) for key, models in known.items()}
    return [scores[models.key] for models in several]


def f1(models: Models, some: Sequence[Text]) -> float:
    """Return F1 of agreements, exact spans."""
    hits = found = 0
    for one in some:
        read = read_passages(one.doc, NONE, partial(accepted, judge=models.judge), models.titles)
        spans = {(a.entity.start_offset, a.entity.end_offset) for sentence in read for a in sentence.agreements}
        hits += len(spans & one.gold)
        found += len(spans)
    return 2 * hits / max(found + sum(len(one.gold) for one in some), 1)
