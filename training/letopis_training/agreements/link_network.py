"""The network of links: who is a side of an agreement, when, where and by whom it was signed; taught with torch."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from letopis.entities.agreements.link_network import CODES, REACHES
from letopis.entities.agreements.windows import (
    BEFORE,
    BEHIND,
    BY_RULES,
    INSIDE,
    LABELS,
    MARKS,
    RELATIONS,
    LinkNames,
    Windows,
    see_links,
    words_of,
)
from letopis.navec import vectors
from letopis_training.agreements.links import ReadText, linked
from letopis_training.fitting import fitted

WIDTH = 96
DROPPED = 0.4
"""Share of the states that a step of training leaves out."""

WORDLESS, LEMMALESS, RULELESS = 0.1, 0.15, 0.25
"""Shares of the words without their vector and their lemma, and of the texts without what rules link."""

BATCH = 24
"""Texts of a step."""

RATE, DECAY = 2e-3, 0.01
EPOCHS = 6
LEMMAS, LEAST = 1500, 8
"""Lemmas with a row of their own: as many of the commonest, with as many mentions."""

RULED_COLUMNS = slice(-(BY_RULES + 4), -4)


class LinkLesson(NamedTuple):
    """What is seen of a text, and the right answers: rows of names, their relations, and whether they are linked."""

    seen: Windows
    rows: np.ndarray
    columns: np.ndarray
    right: np.ndarray


def names_in(texts: Iterable[ReadText]) -> dict[str, list[str]]:
    """Return the names that a network is to know, each kind in order."""
    counts: dict[str, Counter[str]] = {key: Counter() for key in LinkNames._fields}
    for text in texts:
        for found in words_of(text.passages, text.trees):
            for key, some in found.items():
                counts[key].update(some)
    common = [one for one, count in counts["lemmas"].most_common(LEMMAS) if count >= LEAST]
    return {key: sorted(common if key == "lemmas" else counts[key]) for key in LinkNames._fields}


def lesson_of(text: ReadText, names: LinkNames) -> LinkLesson | None:
    """Return what a network sees of a text and should say, or nothing where it sees nothing."""
    seen = see_links(text.passages, text.trees, text.links, names)
    if seen is None:
        return None
    heads = {
        id(one): passage.units[one.first if one.chain is None else one.chain.head]
        for passage in text.passages
        for one in passage.agreements
    }
    right = [
        linked(RELATIONS[one.column], heads[id(one.agreement)], one.sentence.units[one.place], text.text)
        for one in seen.asked
    ]
    rows, columns = ([getattr(one, side) for one in seen.asked] for side in ("row", "column"))
    return LinkLesson(seen, np.array(rows, int), np.array(columns, int), np.array(right, np.float32))


class TorchLinks(nn.Module):
    """The network as it is trained; :class:`~letopis.entities.agreements.link_network.LinkNetwork` has its sums."""

    def __init__(self, names: LinkNames, flags: int) -> None:
        super().__init__()
        sizes = {
            "label": len(LABELS), "pos": len(names.pos) + 1, "relation": len(names.relations) + 1,
            "lemma": len(names.lemmas) + 1, "mark": len(MARKS), "sentence": BEFORE + BEHIND + 1,
            "distance": INSIDE + 1,
        }  # fmt: skip
        self.words = nn.Linear(300, WIDTH, bias=False)
        self.tables = nn.ModuleList(nn.Embedding(sizes[code], WIDTH) for code in CODES)
        for table in self.tables:
            nn.init.normal_(table.weight, std=0.1)  # type: ignore[arg-type]
        self.flags = nn.Linear(flags, WIDTH)
        self.layers = nn.ModuleList(nn.Linear(6 * WIDTH, WIDTH) for _ in REACHES)
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in REACHES)
        self.out = nn.Linear(WIDTH, len(RELATIONS))
        self.dropout = nn.Dropout(DROPPED)

    def forward(self, seen: Windows) -> Tensor:
        """Return the score of each row for each relation."""
        codes, real = torch.from_numpy(seen.codes), torch.from_numpy(seen.real)
        above, title = torch.from_numpy(seen.above), torch.from_numpy(seen.title)
        states = self.flags(torch.from_numpy(seen.flags))
        for column, table in enumerate(self.tables):
            states = states + table(codes[:, column])
        known = np.flatnonzero(seen.words)
        read = self.words(torch.from_numpy(vectors().vectors(seen.words[known] - 1)))
        states = states.index_add(0, torch.from_numpy(known), read)
        states = self.dropout(torch.relu(states)) * real
        counts = torch.zeros(len(states), 1).index_add_(0, above, torch.ones(len(states), 1)).clamp(min=1)
        for reach, layer, norm in zip(REACHES, self.layers, self.norms, strict=True):
            below = torch.zeros_like(states).index_add(0, above, states) / counts
            empty = states.new_zeros(reach, WIDTH)
            heard = [torch.cat([empty, states[:-reach]]), states, torch.cat([states[reach:], empty])]
            sums = layer(torch.cat([*heard, states[above], below, states[title]], dim=1))
            states = norm(states + self.dropout(torch.relu(sums))) * real
        scores: Tensor = self.out(states)
        return scores


def joined(lessons: Sequence[LinkLesson]) -> LinkLesson:
    """Put lessons one behind the other."""
    starts = [0, *accumulate(len(one.seen.words) for one in lessons)]
    both = list(zip(lessons, starts, strict=False))
    seen = Windows(
        np.concatenate([one.seen.words for one in lessons]), np.concatenate([one.seen.codes for one in lessons]),
        np.concatenate([one.seen.flags for one in lessons]),
        np.concatenate([one.seen.above + start for one, start in both]),
        np.concatenate([one.seen.title + start for one, start in both]),
        np.concatenate([one.seen.real for one in lessons]), [],
    )  # fmt: skip
    return LinkLesson(
        seen, np.concatenate([one.rows + start for one, start in both]),
        np.concatenate([one.columns for one in lessons]), np.concatenate([one.right for one in lessons]),
    )  # fmt: skip


def blurred(lesson: LinkLesson, draw: np.random.Generator) -> LinkLesson:
    """Return a lesson without some of its words and lemmas, at times without what rules link."""
    seen = lesson.seen
    words = np.where(draw.random(len(seen.words)) < WORDLESS, 0, seen.words)
    codes = seen.codes.copy()
    codes[draw.random(len(codes)) < LEMMALESS, CODES.index("lemma")] = 0
    flags = seen.flags
    if draw.random() < RULELESS:
        flags = flags.copy()
        flags[:, RULED_COLUMNS] = 0
    return lesson._replace(seen=seen._replace(words=words, codes=codes, flags=flags))


def fit(
    lessons: Sequence[LinkLesson], names: LinkNames, epochs: int = EPOCHS, seed: int = 1
) -> Iterator[tuple[float, TorchLinks]]:
    """Train a network, and yield the mean loss after every pass with the network as it is then."""
    torch.manual_seed(seed)
    draw, order = np.random.default_rng(seed), random.Random(seed)  # noqa: S311
    network = TorchLinks(names, lessons[0].seen.flags.shape[1])

    def loss_of(batch: Sequence[LinkLesson]) -> Tensor:
        lesson = joined([blurred(one, draw) for one in batch])
        scores = network(lesson.seen)[lesson.rows, lesson.columns]
        return nn.functional.binary_cross_entropy_with_logits(scores, torch.from_numpy(lesson.right))

    passes = []
    for _ in range(epochs):
        shuffled = order.sample(lessons, len(lessons))
        passes.append([shuffled[start : start + BATCH] for start in range(0, len(lessons), BATCH)])
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    for loss in fitted(optimizer, passes, loss_of):
        yield loss, network.eval()
        network.train()
    network.eval()


def weights_of(network: TorchLinks) -> dict[str, np.ndarray]:
    """Return the weights as the package reads them: 16-bit floats by name."""
    found = {}
    for name, tensor in network.state_dict().items():
        first, _, rest = name.partition(".")
        number, _, last = rest.partition(".")
        key = {"words": "words", "tables": f"{CODES[int(number)]}.{last}" if first == "tables" else ""}.get(first, name)
        found[key] = np.ascontiguousarray(tensor.numpy().T if key == "words" else tensor.numpy(), np.float16)
    return found


def train(read: Sequence[ReadText], out: Path, epochs: int | None = None, seed: int = 1) -> Iterator[str]:
    """Train on texts that are read, and write the network of links."""
    lists = names_in(read)
    names = LinkNames.of(lists)
    lessons = [lesson for text in read if (lesson := lesson_of(text, names)) is not None and len(lesson.rows)]
    count, right = sum(len(one.rows) for one in lessons), sum(int(one.right.sum()) for one in lessons)
    yield f"{count} pairs with those of the sentences beside, {right} of them links"
    for number, (loss, network) in enumerate(fit(lessons, names, epochs or EPOCHS, seed), 1):
        save(network, lists, out)
        yield f"pass {number}: loss {loss:.4f}"


def save(network: TorchLinks, lists: Mapping[str, Sequence[str]], out: Path) -> None:
    """Write a network and the names that it knows."""
    out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(out / "weights.npz", allow_pickle=False, **weights_of(network))
    (out / "labels.json").write_text(json.dumps(lists, ensure_ascii=False) + "\n", encoding="utf-8")
