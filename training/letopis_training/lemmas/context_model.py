"""Train the context tagger of :mod:`letopis.lemmas.context` on treebanks; needs torch (extra ``stanza``)."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from letopis.lemmas.forms import READING_SCALARS
from letopis.lemmas.vectors import GRAMMEMES
from letopis_training.fitting import fitted
from letopis_training.lemmas.encode import ENDINGS, HEADS, Gold, Judgement, TagBatch, TagEncoder
from letopis_training.lemmas.opinion import opinions
from letopis_training.lemmas.treebank import SEED, TreebankWord

WIDTH = 160
LAYERS = 4
EPOCHS = 16
BATCH_SENTENCES = 32
LEARNING_RATE = 2e-3
WEIGHT_DECAY = 0.01
DROPOUT = 0.3
"""Of a network that learns from treebanks alone."""
DROPOUT_WITH_TEXTS = 0.2
HIDDEN_FEATURES, HIDDEN_WORDS, HIDDEN_OPINIONS = 0.1, 0.25, 0.15
"""Shares of the inputs that a step does not see."""
HEAD_WEIGHTS = {name: 2.0 if name == "UPOS" else 1.0 for name in HEADS}
READINGS_WEIGHT = 2.0
TEACHERS = 2
"""Networks that judge the texts; they also read slovnet's tags."""
TREEBANK_TURNS = 2
"""Times that a pass over the texts goes over the treebanks."""
LEAST_LOGARITHM = -20.0

TagLesson = tuple[TagBatch, "Gold | Judgement"]


class Network(nn.Module):
    """Scores of labels and readings out of the forms around a word, by convolutions.

    Args:
        encoder: knows the forms.
        dropout: share of states that a step does not see.
        opinions: number of slovnet's labels that it reads.
    """

    def __init__(self, encoder: TagEncoder, *, dropout: float = DROPOUT, opinions: int = 0) -> None:
        super().__init__()
        self.encoder = encoder
        self.form = nn.Linear(encoder.features.shape[1], WIDTH)
        self.word = nn.Embedding(len(encoder.words) + 1, WIDTH)
        self.endings = nn.ModuleList(nn.Embedding(len(encoder.endings[n]) + 1, WIDTH) for n in ENDINGS)
        for embedding in (self.word, *self.endings):
            nn.init.normal_(embedding.weight, std=0.05)
        self.opinion = nn.Linear(opinions, WIDTH, bias=False) if opinions else None
        self.convolutions = nn.ModuleList(nn.Linear(3 * WIDTH, WIDTH) for _ in range(LAYERS))
        self.heads = nn.Linear(WIDTH, sum(map(len, encoder.labels.values())))
        self.grammemes = nn.Linear(WIDTH, len(GRAMMEMES) + READING_SCALARS)
        self.drop = nn.Dropout(dropout)

    def forward(self, batch: TagBatch) -> tuple[Tensor, Tensor]:
        """Return the scores of labels and of grammemes, a row a token."""
        features, words = self.encoder.features[batch.rows], self.encoder.word_places[batch.rows]
        if self.training:
            features, words = _hidden(features, HIDDEN_FEATURES), _hidden(words, HIDDEN_WORDS)
        states = self.form(features) + self.word(words)
        if self.opinion is not None and batch.opinions is not None:
            said = _hidden(batch.opinions, HIDDEN_OPINIONS, rows=True) if self.training else batch.opinions
            states = states.index_add(0, batch.tokens, self.opinion(said))
        for places, embedding in zip(self.encoder.ending_places, self.endings, strict=True):
            states = states + embedding(places[batch.rows])
        states = self.drop(torch.relu(states)) * batch.kept
        edge = torch.zeros(1, WIDTH)
        for layer in self.convolutions:
            window = torch.cat([torch.cat([edge, states[:-1]]), states, torch.cat([states[1:], edge])], 1)
            states = (states + self.drop(torch.relu(layer(window)))) * batch.kept
        return self.heads(self.drop(states)), self.grammemes(states)


def _hidden(values: Tensor, share: float, rows: bool = False) -> Tensor:
    kept: Tensor = torch.rand((len(values), 1) if rows else values.shape) > share
    return values * kept


def reading_shares(grammemes: Tensor, batch: TagBatch) -> Tensor:
    """Return the logarithm of each reading's probability among those of its token."""
    scores = (grammemes[batch.reading_tokens] * batch.reading_vectors).sum(1)
    size = len(grammemes)
    top = torch.full((size,), -1e9).scatter_reduce(0, batch.reading_tokens, scores.detach(), "amax")
    scores = scores - top[batch.reading_tokens]
    whole = torch.zeros(size).index_add(0, batch.reading_tokens, torch.exp(scores))
    return scores - torch.log(whole[batch.reading_tokens])


def loss_of(encoder: TagEncoder, batch: TagBatch, wanted: Gold | Judgement, given: tuple[Tensor, Tensor]) -> Tensor:
    """Return the loss of labels and readings against a treebank, or against what teachers say."""
    heads, grammemes = given
    shares = reading_shares(grammemes, batch)
    sizes = [len(encoder.labels[name]) for name in HEADS]
    if isinstance(wanted, Gold):
        blocks = heads.split(sizes, 1)  # type: ignore[no-untyped-call]
        return _label_loss(blocks, wanted.labels) + READINGS_WEIGHT * _loss_of_right_readings(batch, wanted, shares)
    blocks = heads[batch.tokens].split(sizes, 1)  # type: ignore[no-untyped-call]
    labels = wanted.labels.split(sizes, 1)  # type: ignore[no-untyped-call]
    return _label_loss(blocks, labels) + READINGS_WEIGHT * _loss_of_shares(batch, wanted.readings, shares)


def _label_loss(blocks: Iterable[Tensor], wanted: Iterable[Tensor]) -> Tensor:
    losses = [
        HEAD_WEIGHTS[name] * functional.cross_entropy(block, labels)
        for name, block, labels in zip(HEADS, blocks, wanted, strict=True)
    ]
    return sum(losses[1:], losses[0])


def _loss_of_right_readings(batch: TagBatch, gold: Gold, shares: Tensor) -> Tensor:
    """Want the right readings to have the whole probability together, where there are wrong ones."""
    if not gold.undecided.any():
        return torch.zeros(())
    right = _summed(batch, torch.exp(shares) * gold.right)
    return -torch.log(right[gold.undecided].clamp_min(1e-8)).mean()


def _loss_of_shares(batch: TagBatch, wanted: Tensor, shares: Tensor) -> Tensor:
    """Want the probabilities that teachers give, where a token has several readings."""
    several = _summed(batch, torch.ones(len(batch.reading_tokens))) > 1
    if not several.any():
        return torch.zeros(())
    return _summed(batch, -wanted * shares.clamp_min(LEAST_LOGARITHM))[several].mean()


def _summed(batch: TagBatch, of_readings: Tensor) -> Tensor:
    """Add up what the readings of each token have."""
    return torch.zeros(batch.size).index_add(0, batch.reading_tokens, of_readings)


def judge(encoder: TagEncoder, teachers: Sequence[nn.Module], batch: TagBatch) -> Judgement:
    """Return the mean of what teachers say of a batch."""
    sizes = [len(encoder.labels[name]) for name in HEADS]
    labels, readings = [], []
    with torch.no_grad():
        for teacher in teachers:
            heads, grammemes = teacher(batch)
            blocks = heads[batch.tokens].split(sizes, 1)
            labels.append(torch.cat([block.softmax(1) for block in blocks], 1))
            readings.append(torch.exp(reading_shares(grammemes, batch)))
    return Judgement(torch.stack(labels).mean(0), torch.stack(readings).mean(0))


def fit(
    model: nn.Module, encoder: TagEncoder, lessons: Sequence[TagLesson], epochs: int, chance: random.Random
) -> Iterator[str]:
    """Train a network, telling a line after each pass over the lessons.

    The learning rate falls to nothing by a cosine, so that the last pass is the one to keep, and no sentences are
    needed to choose it.
    """
    order, passes = list(lessons), []
    for _ in range(epochs):
        chance.shuffle(order)
        passes.append(list(order))
    optimizer = torch.optim.AdamW(model.parameters(), lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    losses = fitted(optimizer, passes, lambda lesson: loss_of(encoder, *lesson, model(lesson[0])))
    for epoch, loss in enumerate(losses, 1):
        yield f"epoch {epoch} of {epochs}: loss {loss:.3f}"
    model.eval()


def train(
    sentences: Sequence[Sequence[TreebankWord]], out: Path, *, texts: Sequence[Sequence[str]] = (), epochs: int = EPOCHS
) -> Iterator[str]:
    """Train the tagger into ``out``, telling a line after each epoch.

    With ``texts``, teachers are trained first, which read slovnet's tags too; the tagger then learns from the treebanks
    and from what the teachers say of the texts.

    Args:
        sentences: of treebanks, unified.
        out: the model folder.
        texts: sentences, as forms, that no treebank annotates.
        epochs: passes over the sentences; of each teacher, too.
    """
    torch.manual_seed(SEED)
    chance = random.Random(SEED)  # noqa: S311 - no secret
    encoder = TagEncoder(sentences, texts)
    order = list(sentences)
    chance.shuffle(order)
    said = opinions([[word.form for word in sentence] for sentence in order] + list(texts)) if texts else None
    batches = list(_batches(encoder, [[word.form for word in sentence] for sentence in order], said))
    lessons: list[TagLesson] = [
        (batch, Gold(encoder, order[start : start + BATCH_SENTENCES], batch))
        for start, batch in zip(range(0, len(order), BATCH_SENTENCES), batches, strict=True)
    ]
    if said is not None:
        teachers = []
        for number in range(1, TEACHERS + 1):
            teachers.append(Network(encoder, opinions=said.shape[1]))
            for line in fit(teachers[-1], encoder, lessons, epochs, chance):
                yield f"teacher {number}, {line}"
        more = _batches(encoder, texts, said[sum(map(len, order)) :])
        lessons = TREEBANK_TURNS * lessons + [(batch, judge(encoder, teachers, batch)) for batch in more]
    model = Network(encoder, dropout=DROPOUT_WITH_TEXTS if texts else DROPOUT)
    yield from fit(model, encoder, lessons, epochs, chance)
    save(model, encoder, out)


def _batches(encoder: TagEncoder, sentences: Sequence[Sequence[str]], said: Tensor | None) -> Iterator[TagBatch]:
    """Cut sentences into batches, and with them slovnet's opinions, a row a token."""
    first = 0
    for start in range(0, len(sentences), BATCH_SENTENCES):
        rows = sentences[start : start + BATCH_SENTENCES]
        last = first + sum(map(len, rows))
        yield TagBatch(encoder, rows, None if said is None else said[first:last])
        first = last


def save(model: nn.Module, encoder: TagEncoder, out: Path) -> None:
    """Write the weights and the labels, as :func:`letopis.lemmas.context.load_tagger` reads them."""
    out.mkdir(parents=True, exist_ok=True)
    arrays = {name: value.detach().numpy().astype(np.float16) for name, value in model.state_dict().items()}
    np.savez_compressed(out / "weights.npz", axes=encoder.axes, **arrays)
    labels = {
        "heads": encoder.labels,
        "words": encoder.words,
        "endings": {str(length): texts for length, texts in encoder.endings.items()},
    }
    (out / "labels.json").write_text(json.dumps(labels, ensure_ascii=False), encoding="utf-8")
