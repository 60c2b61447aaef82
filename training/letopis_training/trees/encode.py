"""Sentences as the tensors that the parser is trained on."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from letopis.lemmas.candidates import fold
from letopis.trees.words import ParsedWord, TreeLabels, form_vectors, tag_marks
from letopis_training.lemmas.treebank import TreebankWord
from letopis_training.trees.network import Inputs
from letopis_training.trees.treebank import STYLES, Tree

SEEN_FROM, SEEN_FROM_IN_TEXTS = 3, 8
"""A form or lemma seen this often in training has an embedding of its own: in treebanks, and with plain texts."""
MARKS_FROM = 10
NO_LABEL = -100


class TreeLesson(NamedTuple):
    """A sentence to learn from: its words as a tagger tags them, its tree, whose habits the tree follows, its tags."""

    words: list[ParsedWord]
    tree: Tree
    style: str = ""
    tags: Sequence[TreebankWord] = ()
    """As the treebanks have them, unified; a teacher learns them too."""


class JudgedSentence(NamedTuple):
    """A sentence that a teacher has parsed: for each word its likeliest heads, and what the best one's relation is.

    ``heads`` and ``shares`` have some columns a word, the likeliest first; ``relations`` one a relation.
    """

    words: list[ParsedWord]
    heads: np.ndarray
    shares: np.ndarray
    relations: np.ndarray


def labels_of(lessons: Sequence[TreeLesson], texts: Sequence[Sequence[ParsedWord]] = ()) -> TreeLabels:
    """Return what the rows of the weights stand for: forms and lemmas that are frequent, tags, relations."""
    words = list(chain(chain.from_iterable(one.words for one in lessons), chain.from_iterable(texts)))
    often = SEEN_FROM_IN_TEXTS if texts else SEEN_FROM
    return {
        "words": _frequent((fold(word.form) for word in words), often),
        "lemmas": _frequent((word.lemma.lower() for word in words), often),
        "tags": _frequent((mark for word in words for mark in tag_marks(word.upos, word.feats)), MARKS_FROM),
        "relations": _frequent((word.relation for one in lessons for word in one.tree), 1),
    }


def _frequent(texts: Iterable[str], times: int) -> list[str]:
    return sorted(text for text, count in Counter(texts).items() if count >= times)


class TreeEncoder:
    """Words to rows of arrays, each form once.

    Args:
        labels: what the rows of the weights stand for.
        forms: all forms that will be met.
    """

    def __init__(self, labels: TreeLabels, forms: Iterable[str]) -> None:
        self.labels = labels
        known = list(dict.fromkeys(forms))
        self.rows = {form: row for row, form in enumerate(known)}
        self.vectors = form_vectors(known).astype(np.float16)
        self._words = {text: place for place, text in enumerate(labels["words"], 1)}
        self._lemmas = {text: place for place, text in enumerate(labels["lemmas"], 1)}
        self._tags = {text: place for place, text in enumerate(labels["tags"])}
        self.relations = {text: place for place, text in enumerate(labels["relations"])}

    def inputs(
        self, sentences: Sequence[Sequence[ParsedWord]], styles: Sequence[str], beside: Tensor | None = None
    ) -> Inputs:
        """Return sentences as the network reads them, padded to the length of the longest."""
        size = (len(sentences), max(map(len, sentences)))
        forms, words, lemmas = (np.zeros(size, np.int64) for _ in range(3))
        tags, kept = np.zeros((*size, len(self._tags)), np.float32), np.zeros(size, np.float32)
        for row, sentence in enumerate(sentences):
            kept[row, : len(sentence)] = 1.0
            for place, word in enumerate(sentence):
                forms[row, place] = self.rows[word.form]
                words[row, place] = self._words.get(fold(word.form), 0)
                lemmas[row, place] = self._lemmas.get(word.lemma.lower(), 0)
                marks = (self._tags.get(mark) for mark in tag_marks(word.upos, word.feats))
                tags[row, place, [mark for mark in marks if mark is not None]] = 1.0
        vectors = torch.from_numpy(self.vectors[forms].astype(np.float32) * kept[..., None])
        style = torch.tensor([STYLES.index(one) + 1 if one in STYLES else 0 for one in styles])
        known, base, marked = (torch.from_numpy(array) for array in (words, lemmas, tags))
        return Inputs(vectors, known, base, marked, style, torch.from_numpy(kept), beside)

    def gold(self, trees: Sequence[Tree]) -> tuple[Tensor, Tensor]:
        """Return heads and the places of relations, :data:`NO_LABEL` where there is no word."""
        size = (len(trees), max(map(len, trees)))
        heads, relations = np.full(size, NO_LABEL), np.full(size, NO_LABEL)
        for row, tree in enumerate(trees):
            heads[row, : len(tree)] = [word.head for word in tree]
            relations[row, : len(tree)] = [self.relations[word.relation] for word in tree]
        return torch.from_numpy(heads), torch.from_numpy(relations)


def batches_of(lengths: Sequence[int], tokens: int, chance: random.Random) -> Iterator[list[int]]:
    """Put sentences of like length together, some ``tokens`` to a batch, in an order of chance."""
    order = sorted(range(len(lengths)), key=lambda place: (lengths[place], chance.random()))
    batches: list[list[int]] = [[]]
    for place in order:
        if batches[-1] and lengths[place] * (len(batches[-1]) + 1) > tokens:
            batches.append([])
        batches[-1].append(place)
    chance.shuffle(batches)
    yield from batches
