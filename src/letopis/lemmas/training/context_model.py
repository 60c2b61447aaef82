"""Train the context tagger of :mod:`letopis.lemmas.context` on treebanks; needs torch (extra ``stanza``)."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from letopis.lemmas.forms import READING_SCALARS
from letopis.lemmas.training.encode import ENDINGS, HEADS, Batch, Encoder
from letopis.lemmas.training.treebank import SEED, Word
from letopis.lemmas.vectors import GRAMMEMES

if TYPE_CHECKING:
    import torch

WIDTH = 160
LAYERS = 4
EPOCHS = 16
BATCH_SENTENCES = 32
LEARNING_RATE = 2e-3
WEIGHT_DECAY = 0.01
DROPOUT = 0.3
HIDDEN_FEATURES, HIDDEN_WORDS, HIDDEN_OPINIONS = 0.1, 0.25, 0.15
"""Shares of the inputs that a step does not see."""
HEAD_WEIGHTS = {name: 2.0 if name == "UPOS" else 1.0 for name in HEADS}
READINGS_WEIGHT = 2.0


def network(encoder: Encoder) -> torch.nn.Module:
    """Make a network with weights drawn at random."""
    import torch
    from torch import nn

    def hidden(values: torch.Tensor, share: float, rows: bool = False) -> torch.Tensor:
        kept: torch.Tensor = torch.rand((len(values), 1) if rows else values.shape) > share
        return values * kept

    class Network(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.form = nn.Linear(encoder.features.shape[1], WIDTH)
            self.word = nn.Embedding(len(encoder.words) + 1, WIDTH)
            self.endings = nn.ModuleList(nn.Embedding(len(encoder.endings[n]) + 1, WIDTH) for n in ENDINGS)
            for embedding in (self.word, *self.endings):
                nn.init.normal_(embedding.weight, std=0.05)
            self.opinion = nn.Linear(len(encoder.opinions), WIDTH, bias=False)
            self.convolutions = nn.ModuleList(nn.Linear(3 * WIDTH, WIDTH) for _ in range(LAYERS))
            self.heads = nn.Linear(WIDTH, sum(map(len, encoder.labels.values())))
            self.grammemes = nn.Linear(WIDTH, len(GRAMMEMES) + READING_SCALARS)
            self.drop = nn.Dropout(DROPOUT)

        def forward(self, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
            features, words = encoder.features[batch.rows], encoder.word_places[batch.rows]
            opinions = encoder.opinion_rows[batch.opinions]
            if self.training:
                features, words = hidden(features, HIDDEN_FEATURES), hidden(words, HIDDEN_WORDS)
                opinions = hidden(opinions, HIDDEN_OPINIONS, rows=True)
            states = self.form(features) + self.word(words) + self.opinion(opinions)
            for places, embedding in zip(encoder.ending_places, self.endings, strict=True):
                states = states + embedding(places[batch.rows])
            states = self.drop(torch.relu(states)) * batch.kept
            edge = torch.zeros(1, WIDTH)
            for layer in self.convolutions:
                window = torch.cat([torch.cat([edge, states[:-1]]), states, torch.cat([states[1:], edge])], 1)
                states = (states + self.drop(torch.relu(layer(window)))) * batch.kept
            return self.heads(self.drop(states)), self.grammemes(states)

    return Network()


def reading_shares(grammemes: torch.Tensor, batch: Batch) -> torch.Tensor:
    """Give the logarithm of each reading's probability among those of its token."""
    import torch

    scores = (grammemes[batch.reading_tokens] * batch.reading_vectors).sum(1)
    size = len(grammemes)
    top = torch.full((size,), -1e9).scatter_reduce(0, batch.reading_tokens, scores.detach(), "amax")
    scores = scores - top[batch.reading_tokens]
    whole = torch.zeros(size).index_add(0, batch.reading_tokens, torch.exp(scores))
    return scores - torch.log(whole[batch.reading_tokens])


def loss_of(encoder: Encoder, batch: Batch, heads: torch.Tensor, grammemes: torch.Tensor) -> torch.Tensor:
    """Give the loss of the labels and of the readings against the treebank."""
    import torch
    from torch.nn import functional

    loss = torch.zeros(())
    blocks = heads.split([len(encoder.labels[name]) for name in HEADS], 1)  # type: ignore[no-untyped-call]
    for name, block, gold in zip(HEADS, blocks, batch.gold, strict=True):
        loss = loss + HEAD_WEIGHTS[name] * functional.cross_entropy(block, gold)
    if batch.undecided.any():
        shares = torch.exp(reading_shares(grammemes, batch)) * batch.right
        right = torch.zeros(len(heads)).index_add(0, batch.reading_tokens, shares)
        loss = loss - READINGS_WEIGHT * torch.log(right[batch.undecided].clamp_min(1e-8)).mean()
    return loss


def train(sentences: Sequence[Sequence[Word]], out: Path, *, epochs: int = EPOCHS) -> Iterator[str]:
    """Train the tagger into ``out``, telling a line after each epoch.

    The learning rate falls to nothing by a cosine, so that the last epoch is the one to keep, and no sentences are
    needed to choose it.

    Args:
        sentences: of treebanks, unified.
        out: the model folder.
        epochs: passes over the sentences.
    """
    import torch

    torch.manual_seed(SEED)
    chance = random.Random(SEED)  # noqa: S311 - no secret
    encoder = Encoder(sentences)
    order = list(sentences)
    chance.shuffle(order)
    batches = [
        Batch(encoder, order[start : start + BATCH_SENTENCES]) for start in range(0, len(order), BATCH_SENTENCES)
    ]
    model = network(encoder)
    optimizer = torch.optim.AdamW(model.parameters(), lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    steps = epochs * len(batches)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, LEARNING_RATE, total_steps=steps, pct_start=0.1)
    for epoch in range(1, epochs + 1):
        chance.shuffle(batches)
        total = 0.0
        for batch in batches:
            optimizer.zero_grad()
            loss = loss_of(encoder, batch, *model(batch))
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        yield f"epoch {epoch} of {epochs}: loss {total / len(batches):.3f}"
    save(model, encoder, out)


def save(model: torch.nn.Module, encoder: Encoder, out: Path) -> None:
    """Write the weights and the labels, as :func:`letopis.lemmas.context.load_tagger` reads them."""
    out.mkdir(parents=True, exist_ok=True)
    arrays = {name: value.detach().numpy().astype(np.float16) for name, value in model.state_dict().items()}
    np.savez_compressed(out / "weights.npz", axes=encoder.axes, **arrays)
    labels = {
        "heads": encoder.labels,
        "words": encoder.words,
        "endings": {str(length): texts for length, texts in encoder.endings.items()},
        "opinions": encoder.opinions,
    }
    (out / "labels.json").write_text(json.dumps(labels, ensure_ascii=False), encoding="utf-8")
