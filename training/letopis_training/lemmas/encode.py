"""Sentences as the tensors that the context tagger is trained on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
import torch

from letopis.dictionary import Parse
from letopis.lemmas.analysis import universal_features
from letopis.lemmas.candidates import fold
from letopis.lemmas.forms import describe_readings, readings_of, shape_table
from letopis.lemmas.vectors import GRAMMEME_ROWS, GRAMMEMES, WordVectors
from letopis_training.lemmas.dictionary_tags import principal_axes, universal_pos
from letopis_training.lemmas.treebank import CORE_FEATURES, TreebankWord

WORDS_FROM = 3
"""A form seen this often in training has an embedding of its own."""
ENDINGS = (2, 3, 4)
"""Last letters of a form, so many: what an unknown word shows of its tag."""
ENDINGS_FROM = 5
HEADS = ("UPOS", *sorted(CORE_FEATURES))
NO_LABEL = -100


def good_readings(word: TreebankWord, readings: Sequence[Parse]) -> list[bool]:
    """Return which readings are right: the lemma of the treebank first, then the features that agree with it."""
    gold = dict(pair.split("=", 1) for pair in word.feats.split("|")) if word.feats != "_" else {}
    lemma = word.lemma.lower().replace("ё", "е")

    def quality(reading: Parse) -> tuple[bool, int]:
        pairs = (p.split("=") for p in universal_features(reading.pos, reading.grammemes).split("|") if p)
        agreeing = sum(1 if gold[name] == value else -1 for name, value in pairs if name in gold)
        same_pos = universal_pos(reading.pos, reading.grammemes, reading.lemma) == word.upos
        return reading.lemma.replace("ё", "е") == lemma, 2 * agreeing + same_pos

    qualities = [quality(reading) for reading in readings]
    best = max(qualities)
    return [q == best for q in qualities]


def labels_of(word: TreebankWord) -> dict[str, str]:
    """Return the label of a word for each head."""
    feats = dict(pair.split("=", 1) for pair in word.feats.split("|")) if word.feats != "_" else {}
    return {"UPOS": word.upos} | {name: feats.get(name, "_") for name in HEADS[1:]}


def label_sets(words: Iterable[TreebankWord]) -> dict[str, list[str]]:
    """Return the labels of each head that some words have, sorted."""
    values = [labels_of(word) for word in words]
    return {name: sorted({value[name] for value in values}) for name in HEADS}


class TagEncoder:
    """Forms to rows of arrays, each form once; words to places of labels.

    Args:
        sentences: of treebanks; the labels, the commonest words and endings are theirs.
        texts: sentences that no treebank annotates.
    """

    def __init__(self, sentences: Sequence[Sequence[TreebankWord]], texts: Sequence[Sequence[str]] = ()) -> None:
        import torch

        words = list(chain.from_iterable(sentences))
        forms = list(dict.fromkeys(chain((word.form for word in words), chain.from_iterable(texts))))
        folded = [fold(form) for form in forms]
        self.rows = {form: row for row, form in enumerate(forms)}
        self.axes = principal_axes()
        vectors = WordVectors(self.axes).table(folded)
        self.features = torch.from_numpy(np.concatenate([vectors, shape_table(forms)], axis=1))
        seen = [fold(word.form) for word in words]
        self.words = _frequent(seen, WORDS_FROM)
        self.endings = {n: _frequent([form[-n:] for form in seen], ENDINGS_FROM) for n in ENDINGS}
        self.word_places = _places(self.words, folded)
        self.ending_places = [_places(self.endings[n], [form[-n:] for form in folded]) for n in ENDINGS]
        self.labels = label_sets(words)
        self.places = {name: {value: place for place, value in enumerate(self.labels[name])} for name in HEADS}
        self.readings = describe_readings(forms)
        self.starts = np.cumsum(self.readings.counts) - self.readings.counts


def _frequent(texts: Iterable[str], times: int) -> list[str]:
    return sorted(text for text, count in Counter(texts).items() if count >= times)


def _places(known: Sequence[str], texts: Iterable[str]) -> torch.Tensor:
    places = {text: place for place, text in enumerate(known, 1)}
    return torch.tensor([places.get(text, 0) for text in texts])


class TagBatch:
    """What the network sees of some sentences, a blank row before, between and after them.

    Args:
        encoder: knows their forms.
        sentences: forms.
        opinions: slovnet's labels, a row a token, for a network that asks for them.
    """

    def __init__(
        self, encoder: TagEncoder, sentences: Sequence[Sequence[str]], opinions: torch.Tensor | None = None
    ) -> None:
        import torch

        lengths = np.array([len(sentence) for sentence in sentences])
        tokens = np.arange(lengths.sum()) + np.repeat(np.arange(1, len(lengths) + 1), lengths)
        forms = np.array([encoder.rows[form] for form in chain.from_iterable(sentences)])
        self.size = int(tokens[-1]) + 2
        rows, kept = np.zeros(self.size, np.int64), np.zeros((self.size, 1), np.float32)
        rows[tokens], kept[tokens] = forms, 1.0
        self.tokens, self.rows, self.kept = torch.from_numpy(tokens), torch.from_numpy(rows), torch.from_numpy(kept)
        self.opinions = opinions
        counts = encoder.readings.counts[forms]
        self.reading_tokens = torch.from_numpy(np.repeat(tokens, counts))
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        at = np.repeat(encoder.starts[forms], counts) + within
        marks = GRAMMEME_ROWS.table[encoder.readings.grammemes[at], : len(GRAMMEMES)]
        self.reading_vectors = torch.from_numpy(np.concatenate([marks, encoder.readings.scalars[at]], axis=1))


class Gold:
    """What a treebank says of a batch: labels, right readings, and the tokens that have wrong ones too."""

    def __init__(self, encoder: TagEncoder, sentences: Sequence[Sequence[TreebankWord]], batch: TagBatch) -> None:
        import torch

        words = list(chain.from_iterable(sentences))
        labels = np.full((len(HEADS), batch.size), NO_LABEL)
        for token, word in zip(batch.tokens.tolist(), words, strict=True):
            labels[:, token] = [encoder.places[head].get(value, NO_LABEL) for head, value in labels_of(word).items()]
        right = [good_readings(word, readings_of(word.form)) for word in words]
        self.labels = torch.from_numpy(labels)
        self.right = torch.tensor(list(chain.from_iterable(right)), dtype=torch.float32)
        # Where every reading is right, there is nothing to learn.
        self.undecided = torch.zeros(batch.size, dtype=torch.bool)
        self.undecided[batch.tokens[torch.tensor([not all(marks) for marks in right])]] = True


class Judgement(NamedTuple):
    """What teachers say of a batch: probabilities of labels, a row a token, and of each reading among its token's."""

    labels: torch.Tensor
    readings: torch.Tensor
