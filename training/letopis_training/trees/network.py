"""The parser's network in torch: the same sums as in :mod:`letopis.trees.network`, forwards and backwards."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from letopis.trees.network import BUCKETS, bucket_table
from letopis_training.encoder import Dropout


class ParserSizes(NamedTuple):
    """The widths of the network's layers; ``beside`` is for what a teacher reads beside."""

    forms: int
    words: int
    lemmas: int
    tags: int
    relations: int
    styles: int
    beside: int = 0
    width: int = 256
    dilations: tuple[int, ...] = (1, 1, 2, 2, 4, 1)
    arc: int = 128
    label: int = 64
    dropout: float = 0.3


class Inputs(NamedTuple):
    """Sentences of a batch, padded to one length: what is known of each token, and where there is none."""

    forms: Tensor
    """Vectors of the forms."""
    words: Tensor
    """Places of the frequent forms, 0 for others."""
    lemmas: Tensor
    tags: Tensor
    """Parts of speech and features, marked."""
    style: Tensor
    """Of each sentence; 0 for none."""
    kept: Tensor
    """1.0 for a token, 0.0 for padding."""
    beside: Tensor | None
    """What a teacher reads beside."""


class ParserNetwork(nn.Module):
    """States by convolutions, then arcs and relations by products of a word's state and its head's."""

    def __init__(self, sizes: ParserSizes) -> None:
        super().__init__()
        self.sizes = sizes
        width = sizes.width
        self.form = nn.Linear(sizes.forms, width)
        self.word = nn.Embedding(sizes.words + 1, width)
        self.lemma = nn.Embedding(sizes.lemmas + 1, width)
        self.tag = nn.Linear(sizes.tags, width, bias=False)
        self.style = nn.Embedding(sizes.styles + 1, width)
        for embedding in (self.word, self.lemma, self.style):
            nn.init.normal_(embedding.weight, std=0.05)
        if sizes.beside:
            self.beside = nn.Linear(sizes.beside, width, bias=False)
        self.convolutions = nn.ModuleList(nn.Linear(3 * width, width) for _ in sizes.dilations)
        self.root = nn.Parameter(torch.zeros(width))
        self.arc_head, self.arc_word = nn.Linear(width, sizes.arc), nn.Linear(width, sizes.arc)
        self.arc = nn.Parameter(torch.eye(sizes.arc) / sizes.arc**0.5)
        self.arc_bias = nn.Linear(sizes.arc, 1)
        self.distance = nn.Linear(width, BUCKETS)
        self.label_head, self.label_word = nn.Linear(width, sizes.label), nn.Linear(width, sizes.label)
        self.label = nn.Linear(sizes.label, sizes.relations * sizes.label, bias=False)
        self.label_alone = nn.Linear(2 * sizes.label, sizes.relations)
        nn.init.normal_(self.label.weight, std=0.5 / sizes.label)
        self.drop = Dropout(sizes.dropout)

    def states(self, batch: Inputs) -> Tensor:
        """Return the states of the root and the tokens: sentences x (1 + length) x width."""
        forms, words, lemmas, tags, style = batch.forms, batch.words, batch.lemmas, batch.tags, batch.style
        if self.training:
            forms = forms * (torch.rand(forms.shape) > HIDDEN_FEATURES)
            words = words * (torch.rand(words.shape) > HIDDEN_WORDS)
            lemmas = lemmas * (torch.rand(lemmas.shape) > HIDDEN_WORDS)
            tags = tags * (torch.rand((*tags.shape[:2], 1)) > HIDDEN_TAGS)
            style = style * (torch.rand(style.shape) > HIDDEN_STYLE)
        states = self.form(forms) + self.word(words) + self.lemma(lemmas) + self.tag(tags)
        states = states + self.style(style)[:, None]
        if batch.beside is not None:
            beside = batch.beside
            if self.training:
                beside = beside * (torch.rand((*beside.shape[:2], 1)) > HIDDEN_TAGS)
            states = states + self.beside(beside)
        kept = batch.kept[..., None]
        states = self.drop(torch.relu(states)) * kept
        for step, layer in zip(self.sizes.dilations, self.convolutions, strict=True):
            padded = functional.pad(states, (0, 0, step, step))
            window = torch.cat([padded[:, : -2 * step], states, padded[:, 2 * step :]], 2)
            states = (states + self.drop(torch.relu(layer(window)))) * kept
        return torch.cat([self.root.expand(len(states), 1, -1), states], 1)

    def arcs(self, states: Tensor, kept: Tensor) -> Tensor:
        """Return the scores of heads: sentences x words x (root and words)."""
        heads = self.drop(functional.leaky_relu(self.arc_head(states), 0.1))
        words = self.drop(functional.leaky_relu(self.arc_word(states[:, 1:]), 0.1))
        scores = (words @ self.arc) @ heads.transpose(1, 2) + self.arc_bias(heads).transpose(1, 2)
        length = states.shape[1] - 1
        places = torch.from_numpy(bucket_table(length)).expand(len(states), -1, -1)
        scores = scores + self.distance(self.drop(states[:, 1:])).gather(2, places)
        known = functional.pad(kept, (1, 0), value=1.0)[:, None]
        itself = functional.pad(torch.eye(length), (1, 0))
        known_scores: Tensor = scores.masked_fill((known == 0) | (itself == 1), -1e9)
        return known_scores

    def labels(self, states: Tensor, heads: Tensor) -> Tensor:
        """Return the scores of relations for given heads: sentences x words x relations."""
        rows = states.gather(1, heads[..., None].expand(-1, -1, states.shape[2]))
        head = self.drop(functional.leaky_relu(self.label_head(rows), 0.1))
        word = self.drop(functional.leaky_relu(self.label_word(states[:, 1:]), 0.1))
        pairs = self.label(word).unflatten(2, (self.sizes.relations, self.sizes.label))
        scores = (pairs @ head[..., None])[..., 0]
        named: Tensor = scores + self.label_alone(torch.cat([word, head], 2))
        return named


HIDDEN_FEATURES, HIDDEN_WORDS, HIDDEN_TAGS, HIDDEN_STYLE = 0.1, 0.25, 0.1, 0.2
"""Shares of the inputs that a step does not see."""
