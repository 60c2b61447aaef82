"""A teacher: the parser's network over a pretrained encoder, which parses plain text for the small one."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
import torch
from torch import nn

from letopis.trees.words import ParsedWord
from letopis_training.encoder import HIDDEN, WordEncoder
from letopis_training.lemmas.treebank import SEED
from letopis_training.trees.encode import Judged, Lesson, TreeEncoder, batches_of, labels_of
from letopis_training.trees.network import Inputs, ParserNetwork
from letopis_training.trees.train import sizes_of, tree_loss

EPOCHS, PASSES_MADE = 6, 3
"""Passes by which the rate of learning falls to nothing, and those that are made."""
RATE, ENCODER_RATE = 1.5e-3, 2e-4
BATCH_TOKENS = 1_000
LIKELIEST = 4
"""Heads of each word that a judgement holds."""


class TreeTeacher(nn.Module):
    """An encoder, and the parser's network that reads its states beside its own inputs."""

    def __init__(self, encoder: WordEncoder, lessons: Sequence[Lesson], texts: Sequence[Sequence[ParsedWord]]) -> None:
        super().__init__()
        self.encoder = encoder
        words = chain(chain.from_iterable(one.words for one in lessons), chain.from_iterable(texts))
        self.reader = TreeEncoder(labels_of(lessons), (word.form for word in words))
        self.network = ParserNetwork(sizes_of(self.reader)._replace(beside=HIDDEN, dilations=(1, 1, 2)))

    def inputs(self, sentences: Sequence[Sequence[ParsedWord]], styles: Sequence[str]) -> Inputs:
        """Return sentences as the network reads them."""
        states = self.encoder.sentences([[word.form for word in sentence] for sentence in sentences])
        return self.reader.inputs(sentences, styles, states)

    def fit(self, lessons: Sequence[Lesson]) -> Iterator[str]:
        """Train on treebanks, telling a line after each pass."""
        chance = random.Random(SEED)  # noqa: S311 - no secret
        lengths = [len(one.words) for one in lessons]
        passes = [list(batches_of(lengths, BATCH_TOKENS, chance)) for _ in range(EPOCHS)]
        groups = [
            {"params": self.encoder.parameters(), "lr": ENCODER_RATE},
            {"params": self.network.parameters(), "lr": RATE},
        ]
        optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
        schedule = torch.optim.lr_scheduler.OneCycleLR(
            optimizer, [ENCODER_RATE, RATE], total_steps=sum(map(len, passes)), pct_start=0.1
        )
        for number, batches in enumerate(passes[:PASSES_MADE], 1):
            total = 0.0
            for batch in batches:
                rows = [lessons[place] for place in batch]
                inputs = self.inputs([one.words for one in rows], [one.style for one in rows])
                loss = tree_loss(self.network, inputs, *self.reader.gold([one.tree for one in rows]))
                optimizer.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call]
                torch.nn.utils.clip_grad_norm_(self.parameters(), 1.0)
                optimizer.step()
                schedule.step()
                total += loss.item()
            yield f"teacher, pass {number} of {PASSES_MADE}: loss {total / len(batches):.3f}"
        self.eval()

    def judge(self, sentences: Sequence[list[ParsedWord]]) -> list[Judged]:
        """Parse sentences of plain text; those of less than :data:`LIKELIEST` words are left out."""
        kept = [sentence for sentence in sentences if len(sentence) >= LIKELIEST]
        found: list[Judged] = []
        for batch in batches_of([len(one) for one in kept], BATCH_TOKENS, random.Random(SEED)):  # noqa: S311
            rows = [kept[place] for place in batch]
            with torch.no_grad():
                inputs = self.inputs(rows, [""] * len(rows))
                states = self.network.states(inputs)
                shares, heads = self.network.arcs(states, inputs.kept).softmax(2).topk(LIKELIEST, 2)
                relations = self.network.labels(states, heads[..., 0]).softmax(2).numpy()
            shares = shares / shares.sum(2, keepdim=True)
            for row, words in enumerate(rows):
                one = (
                    array[row, : len(words)] for array in (heads.numpy(), shares.numpy().astype(np.float32), relations)
                )
                found.append(Judged(words, *one))
        return found
