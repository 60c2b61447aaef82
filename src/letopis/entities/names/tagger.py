"""The tagger: sentences of words to scored names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TypeAlias

import numpy as np

from letopis.batching import batches
from letopis.entities.names.corpus import GAP, lay_out
from letopis.entities.names.network import FormProducts, span_scores
from letopis.entities.names.passage import Name, Passage
from letopis.entities.names.weights import Model, load_model, model_folder
from letopis.labels import NAMED
from letopis.lemmas.models import ENGINES

CHUNK = 20_000
"""Words that are read at once: longer than most articles, so that a name is remembered through all of one."""

Tagger: TypeAlias = tuple[Model, FormProducts]
"""A trained tagger, and what its first layer makes of word forms."""

FLAT = frozenset({"PERSON"})
"""Labels whose names never nest in one of the same label."""


def load_tagger(folder: Path | None = None, engine: str = ENGINES[0]) -> Tagger:
    """Load a trained tagger of names once: that of a folder, or the one of an engine that comes with the package.

    One over an encoder gives persons, organisations and places alone, by the mean of its scores and the small one's.

    Raises:
        InputError: there is no such engine, or its files are damaged.
        MissingDependencyError: its files are not there, or the package that runs it.
    """
    return _load(model_folder(engine) if folder is None else folder)


def load_part(folder: Path, labels: Sequence[str], companion: Tagger | None) -> Tagger:
    """Load what a trained tagger says of some labels; its scores are averaged with a companion's, if one is given.

    Raises:
        InputError: it gives no such label, or its files are damaged.
        MissingDependencyError: its files are not there, or the package that runs it.
    """
    model, table = _whole(folder)
    return replace(model.only(labels), companion=companion), table


@lru_cache(maxsize=6)
def _load(folder: Path) -> Tagger:
    model, table = _whole(folder)
    if model.encoder is None:
        return model, table
    return load_part(folder, [label for label in model.labels if label in NAMED], load_tagger())


@lru_cache(maxsize=6)
def _whole(folder: Path) -> Tagger:
    model = load_model(folder)
    return model, FormProducts(model)


def tag(texts: Sequence[Sequence[Passage]], folder: Path | None = None) -> list[list[list[Name]]]:
    """Return the names of each sentence of some texts, nested ones too; a name is remembered within its text.

    Args:
        texts: the sentences of each, in order. Short ones are read together, at less than the time of one by one.
        folder: a trained tagger; the one that comes with the package when not given.

    >>> from letopis.entities.names.passage import passages
    >>> ((found,),) = tag([list(passages("Посол прибыл в Баку.", [(0, 20)]))])
    >>> [(name.first, name.last, name.label) for name in found]
    [(3, 4, 'GPE')]
    """
    return tag_with(*load_tagger(folder), texts)


def tag_with(model: Model, table: FormProducts, texts: Sequence[Sequence[Passage]]) -> list[list[list[Name]]]:
    """Return the names of each sentence of some texts as this model sees them; see :func:`tag`."""
    found: list[list[list[Name]]] = [[] for _ in texts]
    for chunk in chunks(texts):
        names = iter(_names([[passage.words for passage in part] for _, part in chunk], model, table))
        for number, part in chunk:
            found[number] += islice(names, len(part))
    return found


def chunks(texts: Sequence[Sequence[Passage]]) -> Iterator[list[tuple[int, list[Passage]]]]:
    """Put texts together to chunks of about ``CHUNK`` words; only one that is longer itself is cut, between sentences.

    Yields:
        The number of each text in the chunk, and those of its sentences that are.
    """
    parts = ((number, part) for number, text in enumerate(texts) for part in batches(text, _rows, CHUNK))
    return batches(parts, lambda numbered: sum(map(_rows, numbered[1])), CHUNK)


def _rows(passage: Passage) -> int:
    return len(passage.words) + GAP


def _names(texts: Sequence[Sequence[Sequence[str]]], model: Model, table: FormProducts) -> list[list[Name]]:
    """Return the names of each sentence, those of the first text first."""
    sentences = [sentence for text in texts for sentence in text]
    layout = lay_out(sentences)
    ends = np.cumsum([len(text) for text in texts]).tolist()
    scores = span_scores(model, table, layout, [layout.firsts[end] for end in ends if end < len(sentences)])
    limits = np.log(np.array(model.thresholds) / (1 - np.array(model.thresholds)))
    firsts, labels, lengths = np.nonzero(scores >= limits[:, None].astype(np.float32))
    surely = 1 / (1 + np.exp(-scores[firsts, labels, lengths]))
    found: list[list[Name]] = [[] for _ in sentences]
    for place in np.argsort(-surely, kind="stable").tolist():
        sentence = int(layout.sentences[firsts[place]])
        first = int(firsts[place]) - layout.firsts[sentence]
        name = Name(
            first,
            first + int(lengths[place]) + 1,
            model.labels[labels[place]],
            "names.tagger",
            float(surely[place]),
        )
        if not any(clash(name, other) for other in found[sentence]):
            found[sentence].append(name)
    return found


def clash(name: Name, other: Name) -> bool:
    """Return whether two names cannot both hold: one label, and crossing, or nested where none may nest.

    >>> clash(Name(0, 3, "ORG", "", 1.0), Name(1, 3, "ORG", "", 1.0))
    False
    >>> clash(Name(0, 2, "ORG", "", 1.0), Name(1, 3, "ORG", "", 1.0))
    True
    """
    if name.label != other.label or name.last <= other.first or other.last <= name.first:
        return False
    inside = other.first <= name.first and name.last <= other.last
    around = name.first <= other.first and other.last <= name.last
    return name.label in FLAT or not (inside or around)
