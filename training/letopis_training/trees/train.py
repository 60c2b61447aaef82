"""Train the parser on treebanks, and on plain text that a teacher has parsed; needs torch."""

from __future__ import annotations

import json
import random
import time
from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from letopis_training.encoder import HALVES
from letopis_training.fitting import fitted
from letopis_training.lemmas.treebank import SEED, plain_sentences
from letopis_training.trees.encode import NO_LABEL, JudgedSentence, TreeEncoder, TreeLesson, batches_of, labels_of
from letopis_training.trees.network import Inputs, ParserNetwork, ParserSizes
from letopis_training.trees.tags import gold_tags, jackknifed, tagged
from letopis_training.trees.treebank import STYLES, read_folder

EPOCHS = 14
"""Passes over the treebanks where there are no texts."""
EPOCHS_WITH_TEXTS = 6
WORDS_TO_JUDGE = 400_000
DROPOUT, DROPOUT_WITH_TEXTS = 0.3, 0.2
FROZEN = 2
"""Lowest layers of the teacher's encoder that do not learn."""
TREEBANK_TURNS = 2
"""Times that a pass over the texts goes over the treebanks."""
LEARNING_RATE, WEIGHT_DECAY = 2e-3, 0.01
BATCH_TOKENS = 1_500
STYLE = ""
"""The style that the parser writes in: no treebank's own, but what they have in common."""


def tree_loss(network: ParserNetwork, inputs: Inputs, heads: Tensor, relations: Tensor) -> Tensor:
    """Return the loss of arcs and relations against a treebank."""
    states = network.states(inputs)
    arcs = network.arcs(states, inputs.kept).flatten(0, 1)
    named = network.labels(states, heads.clamp_min(0)).flatten(0, 1)
    lost = functional.cross_entropy(arcs.float(), heads.flatten(), ignore_index=NO_LABEL)
    return lost + functional.cross_entropy(named.float(), relations.flatten(), ignore_index=NO_LABEL)


def judged_loss(network: ParserNetwork, inputs: Inputs, sentences: Sequence[JudgedSentence]) -> Tensor:
    """Return the loss of arcs and relations against the probabilities that a teacher gives."""
    size = (len(sentences), inputs.kept.shape[1])
    columns = sentences[0].heads.shape[1]
    heads = np.zeros((*size, columns), np.int64)
    shares = np.zeros((*size, columns), np.float32)
    relations = np.zeros((*size, sentences[0].relations.shape[1]), np.float32)
    for row, one in enumerate(sentences):
        heads[row, : len(one.words)], shares[row, : len(one.words)] = one.heads, one.shares
        relations[row, : len(one.words)] = one.relations
    states = network.states(inputs)
    likely = torch.from_numpy(heads)
    arcs = functional.log_softmax(network.arcs(states, inputs.kept).float(), 2).gather(2, likely).clamp_min(-30.0)
    named = functional.log_softmax(network.labels(states, likely[..., 0]).float(), 2)
    lost = -(arcs * torch.from_numpy(shares)).sum(2) - (named * torch.from_numpy(relations)).sum(2)
    return (lost * inputs.kept).sum() / inputs.kept.sum()


def fit(
    network: ParserNetwork,
    encoder: TreeEncoder,
    lessons: Sequence[TreeLesson | JudgedSentence],
    epochs: int,
    after: Callable[[], None] = lambda: None,
) -> Iterator[str]:
    """Train a network, telling a line after each pass; the learning rate falls to nothing, so that the last is kept."""
    chance = random.Random(SEED)  # noqa: S311 - no secret
    passes = [list(_steps(lessons, chance)) for _ in range(epochs)]
    optimizer = torch.optim.AdamW(network.parameters(), LEARNING_RATE, betas=(0.9, 0.95), weight_decay=WEIGHT_DECAY)
    started = time.monotonic()
    for epoch, loss in enumerate(fitted(optimizer, passes, lambda batch: _loss(network, encoder, batch)), 1):
        after()
        minutes = (time.monotonic() - started) / 60
        yield f"epoch {epoch} of {epochs}: loss {loss:.3f}, {minutes:.1f} minutes"
    network.eval()


def _steps(
    lessons: Sequence[TreeLesson | JudgedSentence], chance: random.Random
) -> Iterator[list[TreeLesson | JudgedSentence]]:
    """Return the batches of a pass: of the treebanks, some times over where there are texts, and of the texts."""
    gold = [one for one in lessons if isinstance(one, TreeLesson)]
    judged = [one for one in lessons if isinstance(one, JudgedSentence)]
    parts: list[Sequence[TreeLesson | JudgedSentence]] = [*[gold] * (TREEBANK_TURNS if judged else 1), judged]
    batches = [
        [part[place] for place in places]
        for part in parts
        for places in batches_of([len(one.words) for one in part], BATCH_TOKENS, chance)
        if places
    ]
    chance.shuffle(batches)
    yield from batches


def _loss(network: ParserNetwork, encoder: TreeEncoder, batch: Sequence[TreeLesson | JudgedSentence]) -> Tensor:
    styles = [one.style if isinstance(one, TreeLesson) else "" for one in batch]
    inputs = encoder.inputs([one.words for one in batch], styles)
    judged = [one for one in batch if isinstance(one, JudgedSentence)]
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALVES):
        if judged:
            return judged_loss(network, inputs, judged)
        return tree_loss(network, inputs, *encoder.gold([one.tree for one in batch if isinstance(one, TreeLesson)]))


def train(
    lessons: Sequence[TreeLesson | JudgedSentence], out: Path, *, epochs: int | None = None, seed: int = SEED
) -> Iterator[str]:
    """Train the parser into ``out``, telling a line after each pass.

    Args:
        lessons: tagged sentences of treebanks with their trees, and sentences of plain text that a teacher has parsed.
        out: the model folder.
        epochs: passes.
        seed: of all randomness.
    """
    torch.manual_seed(seed)
    judged = [one for one in lessons if isinstance(one, JudgedSentence)]
    labels = labels_of([one for one in lessons if isinstance(one, TreeLesson)], [one.words for one in judged])
    encoder = TreeEncoder(labels, (word.form for one in lessons for word in one.words))
    network = ParserNetwork(sizes_of(encoder)._replace(dropout=DROPOUT_WITH_TEXTS if judged else DROPOUT))
    passes = epochs or (EPOCHS_WITH_TEXTS if judged else EPOCHS)
    yield from fit(network, encoder, lessons, passes, lambda: save(network, encoder, out))


class TextsToJudge(NamedTuple):
    """Plain texts for a teacher: their folders, and the file of the encoder that the teacher starts from.

    A parser that was trained before, in the folder ``beside``, judges with it.
    """

    folders: Sequence[Path]
    encoder: Path
    beside: Path | None = None


def train_on_folder(
    folder: Path, out: Path, *, texts: TextsToJudge | None = None, epochs: int | None = None, seed: int = SEED
) -> Iterator[str]:
    """Train the parser on the treebanks of a folder, without the sentences that are kept out.

    With ``texts`` it also learns what a teacher says of the texts.

    Raises:
        InputError: no treebank or no text in a folder, or a damaged one.
    """
    examples = [one for one in read_folder(folder) if not one.held_out]
    lines: list[str] = []
    tags = jackknifed(examples, lines.append)
    yield from lines
    lessons = [
        TreeLesson(words, one.tree, one.style, gold_tags(one)) for words, one in zip(tags, examples, strict=True)
    ]
    if texts is None:
        yield from train(lessons, out, epochs=epochs, seed=seed)
        return
    from letopis_training.encoder import PieceFile, WordEncoder
    from letopis_training.trees.teacher import EarlierParser, TreeTeacher, judge

    sentences = tagged(first_words([one for place in texts.folders for one in plain_sentences(place)]))
    torch.manual_seed(seed)
    teacher = TreeTeacher(WordEncoder(PieceFile(texts.encoder), FROZEN), lessons, sentences)
    yield from teacher.fit(lessons)
    beside = [EarlierParser(texts.beside, sentences)] if texts.beside else []
    yield from train([*lessons, *judge([teacher, *beside], sentences)], out, epochs=epochs, seed=seed)


def first_words(sentences: list[list[str]]) -> list[list[str]]:
    """Return sentences by chance, :data:`WORDS_TO_JUDGE` words in all."""
    random.Random(SEED).shuffle(sentences)  # noqa: S311 - no secret
    ends = list(accumulate(map(len, sentences)))
    return sentences[: bisect(ends, WORDS_TO_JUDGE)]


def sizes_of(encoder: TreeEncoder) -> ParserSizes:
    """Return the sizes of a network that reads what an encoder gives."""
    labels = encoder.labels
    words, lemmas, tags, relations = (len(labels[n]) for n in ("words", "lemmas", "tags", "relations"))
    return ParserSizes(encoder.vectors.shape[1], words, lemmas, tags, relations, len(STYLES))


def save(network: ParserNetwork, encoder: TreeEncoder, out: Path) -> None:
    """Write the weights and the labels, as :func:`letopis.trees.parser.load_parser` reads them."""
    out.mkdir(parents=True, exist_ok=True)
    arrays = {name: value.detach().numpy() for name, value in network.state_dict().items()}
    style = arrays.pop("style.weight")
    arrays["form.bias"] = arrays["form.bias"] + style[STYLES.index(STYLE) + 1 if STYLE else 0]
    arrays["dilations"] = np.array(network.sizes.dilations)
    np.savez_compressed(out / "weights.npz", **{name: value.astype(np.float16) for name, value in arrays.items()})
    (out / "labels.json").write_text(json.dumps(encoder.labels, ensure_ascii=False), encoding="utf-8")
