"""Parts of speech and features as a second task of a network over a pretrained encoder: a teacher learns by it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from letopis_training.lemmas.context_model import HEAD_WEIGHTS
from letopis_training.lemmas.encode import HEADS, NO_LABEL, label_sets, labels_of
from letopis_training.lemmas.treebank import TreebankWord

DROPOUT = 0.2


class TagHead(nn.Module):
    """Labels of words out of their states.

    Args:
        width: numbers of a state.
        sentences: of treebanks; the labels are theirs, as those of the context tagger.
    """

    def __init__(self, width: int, sentences: Sequence[Sequence[TreebankWord]]) -> None:
        super().__init__()
        self.labels = label_sets(word for sentence in sentences for word in sentence)
        self.sizes = [len(self.labels[name]) for name in HEADS]
        self.scores = nn.Sequential(nn.Dropout(DROPOUT), nn.Linear(width, sum(self.sizes)))

    def loss(self, states: Tensor, sentences: Sequence[Sequence[TreebankWord]]) -> Tensor:
        """Return the loss against a treebank; ``states`` are sentences x words x numbers."""
        gold = np.full((len(HEADS), *states.shape[:2]), NO_LABEL)
        for row, sentence in enumerate(sentences):
            for place, word in enumerate(sentence):
                gold[:, row, place] = [self.labels[name].index(value) for name, value in labels_of(word).items()]
        losses = [
            HEAD_WEIGHTS[name] * functional.cross_entropy(block.flatten(0, 1), labels.flatten(), ignore_index=NO_LABEL)
            for name, block, labels in zip(
                HEADS, self.scores(states).split(self.sizes, -1), torch.from_numpy(gold), strict=True
            )
        ]
        return torch.stack(losses).sum()
