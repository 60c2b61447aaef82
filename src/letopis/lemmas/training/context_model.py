"""Train the context tagger of :mod:`letopis.lemmas.context` on treebanks; needs torch (extra ``stanza``)."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from letopis.dictionary import Parse
from letopis.lemmas.candidates import fold
from letopis.lemmas.context import READING_SCALARS, SHAPES, ending, reading_vector, readings_of, shape_vector
from letopis.lemmas.features import universal_features, universal_pos
from letopis.lemmas.opinion import Opinion, second_opinions
from letopis.lemmas.training.treebank import CORE_FEATURES, Split, Word
from letopis.lemmas.vectors import DICTIONARY_DIMENSIONS, GRAMMEMES, REDUCED_DIMENSIONS, WordVectors, principal_axes

if TYPE_CHECKING:
    import torch

SEED = 1234
WIDTH = 128
LAYERS = 4
EPOCHS = 24
BATCH_SENTENCES = 32
LEARNING_RATE = 2e-3
WORDS_FROM = 3
"""A form seen this often in training has an embedding of its own."""
ENDINGS_FROM = 5
HEADS = ("UPOS", *sorted(CORE_FEATURES))


def good_readings(word: Word, readings: Sequence[Parse]) -> list[bool]:
    """Tell which readings are right: the lemma of the treebank first, then the features that agree with it."""
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


class _Encoder:
    """Forms to arrays, each form once."""

    def __init__(self, axes: np.ndarray, sentences: Sequence[Sequence[Word]]) -> None:
        self.vectors = WordVectors(axes)
        words: Counter[str] = Counter()
        endings: Counter[str] = Counter()
        values: dict[str, Counter[str]] = {name: Counter() for name in HEADS}
        for sentence in sentences:
            for word in sentence:
                words[fold(word.form)] += 1
                endings[ending(word.form)] += 1
                for name, value in labels_of(word).items():
                    values[name][value] += 1
        self.words = sorted(word for word, count in words.items() if count >= WORDS_FROM)
        self.endings = sorted(text for text, count in endings.items() if count >= ENDINGS_FROM)
        self.said = _Opinions(sentences)
        self.labels = {name: sorted(values[name]) for name in HEADS}
        self.word_place = {word: place for place, word in enumerate(self.words, 1)}
        self.ending_place = {text: place for place, text in enumerate(self.endings, 1)}
        self.forms: dict[str, np.ndarray] = {}

    def form(self, form: str) -> np.ndarray:
        if form not in self.forms:
            self.forms[form] = np.concatenate([self.vectors(fold(form)), shape_vector(form)])
        return self.forms[form]


class _Opinions:
    """slovnet's tags of sentences, and the places of its labels."""

    def __init__(self, sentences: Iterable[Sequence[Word]]) -> None:
        self.names = sorted({item for sentence in sentences for said in self.of(sentence) for item in said})
        self.place = {name: place for place, name in enumerate(self.names)}

    @staticmethod
    def of(sentence: Sequence[Word]) -> list[Opinion]:
        return second_opinions([[word.form for word in sentence]])[0]

    def rows(self, sentence: Sequence[Word]) -> np.ndarray:
        table = np.zeros((len(sentence), len(self.names)), np.float32)
        for row, said in zip(table, self.of(sentence), strict=True):
            row[[self.place[item] for item in said if item in self.place]] = 1.0
        return table


def labels_of(word: Word) -> dict[str, str]:
    """Give the label of a word for each head."""
    feats = dict(pair.split("=", 1) for pair in word.feats.split("|")) if word.feats != "_" else {}
    return {"UPOS": word.upos} | {name: feats.get(name, "_") for name in HEADS[1:]}


def _network(encoder: _Encoder) -> torch.nn.Module:
    import torch
    from torch import nn

    class Network(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.form = nn.Linear(REDUCED_DIMENSIONS + DICTIONARY_DIMENSIONS + len(SHAPES), WIDTH)
            self.word = nn.Embedding(len(encoder.words) + 1, WIDTH)
            self.opinion = nn.Linear(len(encoder.said.names), WIDTH, bias=False)
            self.ending = nn.Embedding(len(encoder.endings) + 1, WIDTH)
            nn.init.normal_(self.word.weight, std=0.05)
            nn.init.normal_(self.ending.weight, std=0.05)
            for layer in range(LAYERS):
                setattr(self, f"conv{layer}", nn.Linear(3 * WIDTH, WIDTH))
            self.heads = nn.Linear(WIDTH, sum(map(len, encoder.labels.values())))
            self.grammemes = nn.Linear(WIDTH, len(GRAMMEMES) + READING_SCALARS)
            self.drop = nn.Dropout(0.3)

        def forward(self, features, words, endings, opinions, blank):  # type: ignore[no-untyped-def]
            if self.training:
                words = words * (torch.rand(words.shape) > 0.25)
                features = features * (torch.rand(features.shape) > 0.1)
                opinions = opinions * (torch.rand(len(opinions), 1) > 0.15)
            hidden = torch.relu(self.form(features) + self.word(words) + self.ending(endings) + self.opinion(opinions))
            hidden = self.drop(hidden) * blank
            edge = torch.zeros(1, WIDTH)
            for layer in range(LAYERS):
                window = torch.cat([torch.cat([edge, hidden[:-1]]), hidden, torch.cat([hidden[1:], edge])], 1)
                mixed = self.drop(torch.relu(getattr(self, f"conv{layer}")(window)))
                hidden = (hidden + mixed) * blank
            return self.heads(self.drop(hidden)), self.grammemes(hidden)

    return Network()


class _Batch:
    """The tensors of some sentences, blank rows between."""

    def __init__(self, encoder: _Encoder, sentences: Sequence[Sequence[Word]]) -> None:
        import torch

        rows: list[Word | None] = [None]
        for sentence in sentences:
            rows += [*sentence, None]
        zero = np.zeros_like(encoder.form("и"))
        self.features = torch.from_numpy(np.stack([encoder.form(w.form) if w else zero for w in rows]))
        self.words = torch.tensor([encoder.word_place.get(fold(w.form), 0) if w else 0 for w in rows])
        self.endings = torch.tensor([encoder.ending_place.get(ending(w.form), 0) if w else 0 for w in rows])
        gap = np.zeros((1, len(encoder.said.names)), np.float32)
        said = [part for sentence in sentences for part in (encoder.said.rows(sentence), gap)]
        self.opinions = torch.from_numpy(np.concatenate([gap, *said]))
        self.blank = torch.tensor([[float(w is not None)] for w in rows])
        self.gold = {
            name: torch.tensor(
                [values.index(labels_of(w)[name]) if w and labels_of(w)[name] in values else -100 for w in rows]
            )
            for name, values in encoder.labels.items()
        }
        self.reading_rows, tables, goods = [], [], []
        for place, word in enumerate(rows):
            readings = readings_of(word.form) if word else ()
            good = good_readings(word, readings) if word and len(readings) > 1 else []
            if good and not all(good):
                self.reading_rows += [place] * len(readings)
                tables += [reading_vector(word.form, reading) for reading in readings] if word else []
                goods += good
        self.reading_vectors = torch.from_numpy(np.stack(tables))
        self.reading_good = torch.tensor(goods)


def _loss(network: torch.nn.Module, encoder: _Encoder, batch: _Batch) -> torch.Tensor:
    import torch
    from torch.nn import functional

    heads, grammemes = network(batch.features, batch.words, batch.endings, batch.opinions, batch.blank)
    loss, start = torch.zeros(()), 0
    for name, values in encoder.labels.items():
        block = heads[:, start : start + len(values)]
        start += len(values)
        loss = loss + functional.cross_entropy(block, batch.gold[name]) * (2.0 if name == "UPOS" else 1.0)
    rows = torch.tensor(batch.reading_rows)
    scores = (grammemes[rows] * batch.reading_vectors).sum(1)
    size = len(heads)
    top = torch.full((size,), -1e9).scatter_reduce(0, rows, scores, "amax")
    shares = torch.exp(scores - top[rows])
    whole = torch.zeros(size).index_add(0, rows, shares)
    right = torch.zeros(size).index_add(0, rows, shares * batch.reading_good)
    seen = whole > 0
    return loss + 2.0 * -torch.log((right[seen] / whole[seen]).clamp_min(1e-8)).mean()


def _shuffled(sentences: Sequence[Sequence[Word]], chance: random.Random) -> Iterator[list[Sequence[Word]]]:
    order = list(sentences)
    chance.shuffle(order)
    for start in range(0, len(order), BATCH_SENTENCES):
        yield order[start : start + BATCH_SENTENCES]


def train(parts: Split, out: Path, *, epochs: int = EPOCHS) -> Iterator[str]:
    """Train the tagger into ``out``, telling a line after each epoch.

    The learning rate falls to nothing by a cosine, so that the last epoch is the one to keep.
    """
    import torch

    torch.manual_seed(SEED)
    chance = random.Random(SEED)  # noqa: S311 - no secret
    axes = principal_axes()
    encoder = _Encoder(axes, parts.train)
    network = _network(encoder)
    optimizer = torch.optim.AdamW(network.parameters(), lr=LEARNING_RATE, weight_decay=0.01)
    steps = epochs * -(-len(parts.train) // BATCH_SENTENCES)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, LEARNING_RATE, total_steps=steps, pct_start=0.1)
    batches: dict[int, _Batch] = {}
    fixed = list(_shuffled(parts.train, chance))
    tuning = _Batch(encoder, parts.tuning)
    for epoch in range(1, epochs + 1):
        total = 0.0
        network.train()
        order = list(range(len(fixed)))
        chance.shuffle(order)
        for number in order:
            batch = batches.get(number) or batches.setdefault(number, _Batch(encoder, fixed[number]))
            optimizer.zero_grad()
            loss = _loss(network, encoder, batch)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        network.eval()
        with torch.no_grad():
            stop = _loss(network, encoder, tuning).item()
        _save(network, encoder, axes, out)
        yield f"epoch {epoch} of {epochs}: loss {total / len(fixed):.3f}, on the tuning sentences {stop:.3f}"


def _save(network: torch.nn.Module, encoder: _Encoder, axes: np.ndarray, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    arrays = {name: value.detach().numpy().astype(np.float16) for name, value in network.state_dict().items()}
    np.savez_compressed(out / "weights.npz", axes=axes, **arrays)
    labels = encoder.labels | {"words": encoder.words, "endings": encoder.endings, "opinions": encoder.said.names}
    (out / "labels.json").write_text(json.dumps(labels, ensure_ascii=False), encoding="utf-8")
