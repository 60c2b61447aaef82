"""A teacher: the parser's network over a pretrained encoder, which parses plain text for the small one."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from letopis.errors import InputError
from letopis.trees.words import ParsedWord
from letopis_training.encoder import HIDDEN, WordEncoder
from letopis_training.fitting import fitted
from letopis_training.lemmas.tag_head import TagHead
from letopis_training.lemmas.treebank import SEED
from letopis_training.trees.encode import JudgedSentence, TreeEncoder, TreeLesson, batches_of, labels_of
from letopis_training.trees.network import Inputs, ParserNetwork
from letopis_training.trees.train import sizes_of, tree_loss

EPOCHS = 6
RATE, ENCODER_RATE = 1.5e-3, 2e-4
BATCH_TOKENS = 1_000
LIKELIEST = 4
"""Heads of each word that a judgement holds; sentences of fewer words are not judged."""
TAGS_WEIGHT = 0.3
"""Of the loss of parts of speech and features beside that of the trees."""


class TreeTeacher(nn.Module):
    """An encoder, a head for tags, and the parser's network that reads the encoder's states beside its own inputs."""

    def __init__(
        self, encoder: WordEncoder, lessons: Sequence[TreeLesson], texts: Sequence[Sequence[ParsedWord]]
    ) -> None:
        super().__init__()
        self.encoder = encoder
        words = chain(chain.from_iterable(one.words for one in lessons), chain.from_iterable(texts))
        self.reader = TreeEncoder(labels_of(lessons), (word.form for word in words))
        self.network = ParserNetwork(sizes_of(self.reader)._replace(beside=HIDDEN, dilations=(1, 1, 2)))
        self.tags = TagHead(HIDDEN, [one.tags for one in lessons])

    def inputs(self, sentences: Sequence[Sequence[ParsedWord]], styles: Sequence[str]) -> Inputs:
        """Return sentences as the network reads them; the encoder's states of their words are beside."""
        states = self.encoder.sentences([[word.form for word in sentence] for sentence in sentences])
        return self.reader.inputs(sentences, styles, states)

    def loss(self, rows: Sequence[TreeLesson]) -> Tensor:
        """Return the loss of trees and tags."""
        inputs = self.inputs([one.words for one in rows], [one.style for one in rows])
        loss = tree_loss(self.network, inputs, *self.reader.gold([one.tree for one in rows]))
        assert inputs.beside is not None
        return loss + TAGS_WEIGHT * self.tags.loss(inputs.beside, [one.tags for one in rows])

    def fit(self, lessons: Sequence[TreeLesson]) -> Iterator[str]:
        """Train on treebanks, telling a line after each pass."""
        chance = random.Random(SEED)  # noqa: S311 - no secret
        lengths = [len(one.words) for one in lessons]
        passes = [list(batches_of(lengths, BATCH_TOKENS, chance)) for _ in range(EPOCHS)]
        groups = [
            {"params": self.encoder.parameters(), "lr": ENCODER_RATE},
            {"params": [*self.network.parameters(), *self.tags.parameters()], "lr": RATE},
        ]
        optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
        losses = fitted(optimizer, passes, lambda batch: self.loss([lessons[place] for place in batch]))
        for number, loss in enumerate(losses, 1):
            yield f"teacher, pass {number} of {EPOCHS}: loss {loss:.3f}"
        self.eval()
        self.encoder.rough = True


class EarlierParser:
    """A parser that was trained before, as one that judges texts beside teachers.

    Args:
        folder: of the model.
        texts: what it will judge.

    Raises:
        InputError: no whole parser is in the folder.
    """

    def __init__(self, folder: Path, texts: Sequence[Sequence[ParsedWord]]) -> None:
        try:
            labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
            self.reader = TreeEncoder(labels, (word.form for word in chain.from_iterable(texts)))
            self.network = ParserNetwork(sizes_of(self.reader)).eval()
            with np.load(folder / "weights.npz") as archive:
                arrays = {name: torch.from_numpy(archive[name].astype(np.float32)) for name in archive.files}
            del arrays["dilations"]
            arrays["style.weight"] = torch.zeros_like(self.network.style.weight)  # it is part of the bias
            self.network.load_state_dict(arrays)
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise InputError(f"{folder} holds no parser that 'letopis train trees' has made: {error}") from error

    def inputs(self, sentences: Sequence[Sequence[ParsedWord]], styles: Sequence[str]) -> Inputs:
        """Return sentences as the network reads them."""
        return self.reader.inputs(sentences, styles)


def judge(
    teachers: Sequence[TreeTeacher | EarlierParser], sentences: Sequence[list[ParsedWord]]
) -> list[JudgedSentence]:
    """Parse sentences by the mean of teachers, who name the same relations; too short ones are left out."""
    kept = [sentence for sentence in sentences if len(sentence) >= LIKELIEST]
    found: list[JudgedSentence] = []
    for batch in batches_of([len(one) for one in kept], BATCH_TOKENS, random.Random(SEED)):  # noqa: S311
        found += _judged(teachers, [kept[place] for place in batch])
    return found


def _judged(
    teachers: Sequence[TreeTeacher | EarlierParser], sentences: Sequence[list[ParsedWord]]
) -> Iterator[JudgedSentence]:
    states, arcs = [], []
    with torch.no_grad():
        for one in teachers:
            inputs = one.inputs(sentences, [""] * len(sentences))
            states.append(one.network.states(inputs))
            arcs.append(one.network.arcs(states[-1], inputs.kept).softmax(2))
        shares, heads = torch.stack(arcs).mean(0).topk(LIKELIEST, 2)
        named = [one.network.labels(own, heads[..., 0]).softmax(2) for one, own in zip(teachers, states, strict=True)]
    shares, relations = shares / shares.sum(2, keepdim=True), torch.stack(named).mean(0)
    for row, words in enumerate(sentences):
        size = len(words)
        yield JudgedSentence(
            words,
            heads[row, :size].numpy(),
            shares[row, :size].numpy(),
            relations[row, :size].numpy().astype(np.float16),
        )
