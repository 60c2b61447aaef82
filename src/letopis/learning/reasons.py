"""Why a span of a record is there: the rule or network that made it, what it saw, and how to have it otherwise."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import islice

import msgspec
import numpy as np

from letopis.entities.names.corpus import lay_out
from letopis.entities.names.network import span_scores
from letopis.entities.names.passage import passages
from letopis.entities.names.rules import SCHEMES
from letopis.entities.names.tagger import Tagger, load_tagger
from letopis.errors import InputError
from letopis.evaluation.units import Locator
from letopis.labels import NAMED
from letopis.records import Article, Entity

NETWORK = "names.tagger"
"""What ``by`` says of a span as the network gave it."""

SHOWN = 5
"""Rival spans that are shown at most."""


class Rival(msgspec.Struct, frozen=True):
    """A span that the network weighed in the same place, and its score (0 to 1)."""

    text: str
    label: str
    score: float


class Reason(msgspec.Struct, frozen=True):
    """Why a span is there.

    ``sentence`` has it in brackets; ``says`` is what the rule is for; ``rivals`` what the network saw there;
    ``otherwise`` how to have it otherwise.
    """

    text: str
    label: str
    by: str
    says: str
    sentence: str
    score: float | None
    rivals: list[Rival]
    otherwise: str


def reason_of(article: Article, number: int, tagger: Tagger | None = None) -> Reason:
    """Return why a span of a record is there.

    Args:
        article: the record.
        number: the id of the span.
        tagger: the network that made the record; that of the package when not given.

    Raises:
        InputError: the record has no such span.

    >>> city = Entity.at("В Баку.", 2, 6, "GPE", id=1, by="names.tagger", score=0.9)
    >>> found = reason_of(Article(id="a", text="В Баку.", entities=[city]), 1)
    >>> found.sentence, found.rivals[0].text, "[names]" in found.otherwise
    ('В [Баку].', 'Баку', True)
    """
    entity = next((one for one in article.entities if one.id == number), None)
    if entity is None:
        ids = [one.id for one in article.entities]
        there = f"ids go from {min(ids)} to {max(ids)}" if ids else "it has no spans"
        raise InputError(f"article {article.id!r} has no span {number}; {there}")
    is_name = (entity.by or "").startswith("names.")
    sentence = sentence_of(article, entity)
    rivals = islice(_rivals(article, entity, sentence, tagger or load_tagger()), SHOWN) if is_name else ()
    return Reason(
        entity.text,
        entity.label,
        entity.by or "",
        _said(entity.by or ""),
        in_brackets(article.text, sentence, entity),
        entity.score,
        list(rivals),
        _otherwise(entity),
    )


def sentence_of(article: Article, entity: Entity) -> tuple[int, int]:
    """Return the sentence of a span, and all of the span where it crosses the end."""
    locator = Locator(article)
    start, end = locator.sentences[locator.place(entity.start_offset).sentence - 1]
    return min(start, entity.start_offset), max(end, entity.end_offset)


def in_brackets(text: str, sentence: tuple[int, int], entity: Entity) -> str:
    """Return a sentence with a span of it in brackets."""
    (start, end), first, last = sentence, entity.start_offset, entity.end_offset
    return " ".join(f"{text[start:first]}[{text[first:last]}]{text[last:end]}".split())


def _said(by: str) -> str:
    """Return what a rule is for: the first line of its docstring."""
    if by == NETWORK:
        return "The network of names gave it as it is."
    rule = _rules().get(by.rpartition(".")[2]) if by.startswith("names.") else None
    if rule is not None and rule.__doc__:
        return rule.__doc__.strip().split("\n")[0]
    if not by:
        return "The record does not say who made it."
    return f"docs/rules tell what {by} is." if "." in by else f"{by} marked it."


def _rules() -> dict[str, Callable[..., object]]:
    chosen = SCHEMES["letopis"]
    rules: list[Callable[..., object]] = [*chosen.before, *chosen.sentence, *chosen.after]
    return {getattr(rule, "__name__", ""): rule for rule in rules}


def _rivals(article: Article, entity: Entity, sentence: tuple[int, int], tagger: Tagger) -> Iterator[Rival]:
    """Yield the best scored spans that meet this one, read in its sentence alone."""
    cut = [passage for passage in passages(article.text, [sentence]) if passage.words]
    if not cut:
        return
    layout = lay_out([passage.words for passage in cut])
    scores = span_scores(*tagger, layout)
    surely = 1 / (1 + np.exp(-np.clip(scores, -15, 15)))
    surely[layout.sentences < 0] = 0
    for place in np.argsort(-surely, axis=None, kind="stable").tolist():
        row, label, length = np.unravel_index(place, surely.shape)
        number = int(layout.sentences[row])
        passage, first = cut[number], int(row) - layout.firsts[number]
        start, end = passage.starts[first], passage.ends[min(first + int(length), len(passage.words) - 1)]
        if start < entity.end_offset and entity.start_offset < end:
            score = round(float(surely[row, label, length]), 4)
            yield Rival(article.text[start:end], tagger[0].labels[int(label)], score)


def _otherwise(entity: Entity) -> str:
    if entity.label in NAMED and (entity.by or "").startswith("names."):
        name = json.dumps(entity.normal or entity.text, ensure_ascii=False)
        return (
            f"letopis.toml: [names] never = [{name}]  (in all cases; a state or word of your own: [[states]], [words])"
        )
    if (entity.by or "").startswith("names."):
        return "run without --model, or teach the model by a corrected record (letopis learn)"
    if "." in (entity.by or ""):
        return "no setting takes it away; correct the record, or the rule (docs/extending.md)"
    return "a person marked it; correct the record"
