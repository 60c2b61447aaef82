"""The tagger: sentences of words to scored names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from letopis.entities.names.corpus import GAP, lay_out
from letopis.entities.names.network import FormTable, span_scores
from letopis.entities.names.passage import Name, Passage
from letopis.entities.names.weights import Model, load_model, model_folder

CHUNK = 20_000
"""Words that are read at once: longer than most articles, so that a name is remembered through all of one."""

FLAT = frozenset({"PERSON"})
"""Labels whose names never nest in one of the same label."""


def load_tagger(folder: Path | None = None) -> tuple[Model, FormTable]:
    """Load a trained tagger once; the one that comes with the package when no folder is given."""
    return _load(model_folder() if folder is None else folder)


@lru_cache(maxsize=2)
def _load(folder: Path) -> tuple[Model, FormTable]:
    model = load_model(folder)
    return model, FormTable(model)


def tag(passages: Sequence[Passage], folder: Path | None = None) -> list[list[Name]]:
    """Give the names of each sentence, nested ones too.

    Args:
        passages: sentences of one text, in order.
        folder: a trained tagger; the one that comes with the package when not given.

    >>> from letopis.entities.names.passage import passages
    >>> (found,) = tag(list(passages("Посол прибыл в Баку.", [(0, 20)])))
    >>> [(name.first, name.last, name.label) for name in found]
    [(3, 4, 'GPE')]
    """
    return tag_with(*load_tagger(folder), passages)


def tag_with(model: Model, table: FormTable, passages: Sequence[Passage]) -> list[list[Name]]:
    """Give the names of each sentence as this model sees them; see :func:`tag`."""
    found: list[list[Name]] = []
    for chunk in chunks(passages):
        found += _names([passage.words for passage in chunk], model, table)
    return found


def chunks(passages: Sequence[Passage]) -> Iterator[list[Passage]]:
    """Cut a text into chunks of whole sentences of about ``CHUNK`` words."""
    chunk: list[Passage] = []
    size = 0
    for passage in passages:
        if chunk and size + len(passage.words) > CHUNK:
            yield chunk
            chunk, size = [], 0
        chunk.append(passage)
        size += len(passage.words) + GAP
    if chunk:
        yield chunk


def _names(sentences: list[list[str]], model: Model, table: FormTable) -> list[list[Name]]:
    layout = lay_out(sentences)
    scores = span_scores(model, table, layout)
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
    """Tell whether two names cannot both hold: one label, and crossing, or nested where none may nest.

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
